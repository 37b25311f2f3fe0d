# What was left out, and why: one line a case, from meson's log.
(.name | sub("^muster:"; "")) as $name |
(.stdout // "" | split("\n")) as $lines |
($lines | map(select(test("^(not )?ok\\b.*# *SKIP"; "i"))) |
	map("-- skipped in \($name): " + sub("^(not )?ok [0-9]* *-? *"; "") |
	    sub("# *SKIP *"; ""; "i")))[],
(if .result == "SKIP" and ($lines | any(test("# *SKIP"; "i")) | not)
	then "-- skipped: \($name)" else empty end)
