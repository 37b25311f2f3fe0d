# SPDX-License-Identifier: AGPL-3.0-or-later
# Values of R's distributions on a grid, one a line: name, arguments, value.
# tests/accuracy/compare.c computes the same and compares.
say <- function(name, ..., value)
  cat(name, sprintf("%.17g", c(...)), sprintf("%.17g", value), "\n")

set.seed(20260916)
rates <- c(1e-6, 1e-4, .01, .05, .1, .3, .5, .9, .999)
for (n in c(1, 2, 5, 29, 93, 500, 10000, 1000000)) for (p in rates) {
  m <- n * p; s <- sqrt(n * p * (1 - p))
  for (z in c(-20, -8, -4, -2, -1, 0, 1, 2, 4, 8, 20)) {
    x <- round(m + z * s)
    if (x < 0 || x > n) next
    say("binomial_lower", x, n, p, value = pbinom(x, n, p))
    say("binomial_upper", x, n, p, value = pbinom(x - 1, n, p, FALSE))
    say("binomial_term", x, n, p, value = dbinom(x, n, p))
    say("poisson_lower", x, m, value = ppois(x, m))
    say("poisson_upper", x, m, value = ppois(x - 1, m, FALSE))
  }
}
for (N in c(10, 100, 500, 10000, 1000000, 1000000000))
  for (f in c(.001, .05, .3, .7)) for (g in c(.0001, .02, .1, .5)) {
    n <- round(N * f); K <- round(N * g)
    if (n > 1e6) n <- 1e6
    if (n < 1 || K < 1) next
    m <- n * K / N; s <- sqrt(m * (1 - K / N) * (N - n) / (N - 1))
    for (z in c(-8, -3, -1, 0, 1, 3, 8)) {
      x <- round(m + z * s)
      if (x < max(0, n - N + K) || x > min(n, K)) next
      say("hyper_lower", x, n, N, K, value = phyper(x, K, N - K, n))
      say("hyper_term", x, n, N, K, value = dhyper(x, K, N - K, n))
    }
  }
for (a in c(.1, .5, 1, 1.31, 3, 10.5, 100, 2500.25))
  for (q in c(.001, .05, .5, .9, .95, .9999)) {
    x <- qgamma(q, a)
    say("gamma_lower", a, x, value = pgamma(x, a))
    say("gamma_upper", a, x, value = pgamma(x, a, lower.tail = FALSE))
    say("gamma_quantile", q, a, value = qgamma(q, a))
    for (b in c(.5, 1, 10, 93.5, 4000)) {
      y <- qbeta(q, a, b)
      say("beta_lower", y, a, b, value = pbeta(y, a, b))
      say("beta_upper", y, a, b, value = pbeta(y, a, b, lower.tail = FALSE))
      if (y > 1e-12 && y < 1 - 1e-9)
        say("beta_quantile", q, a, b, value = qbeta(q, a, b))
    }
  }
for (p in c(1e-12, 1e-6, .001, .025, .3, .5, .8, .975, .99999))
  say("normal_quantile", p, value = qnorm(p))
for (df in c(1, 2, 5, 30)) for (x in c(.1, 1, 3.84, 10, 60))
  say("chi2_upper", x, df, value = pchisq(x, df, lower.tail = FALSE))
for (n in c(1, 20, 93, 925, 100000)) for (conf in c(.8, .9, .95, .99)) {
  for (x in unique(round(c(0, .01, .2, .7) * n))) if (x < n)
    say("limit_above", x, n, conf, value = qbeta(conf, x + 1, n - x))
  say("limit_count_above", n, conf, value = qgamma(conf, 1 + n))
}
