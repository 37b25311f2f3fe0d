# The last line of ./check, from meson's log of tests: cases, not programs.
# A program that ended badly without naming a case counts as one failed case.
def cases: (.stdout // "") | split("\n") | map(select(test("^(not )?ok\\b")));
def skipped: test("# *SKIP"; "i");
map(cases as $c |
	{ passed: ($c | map(select(startswith("ok") and (skipped | not))) | length),
	  failed: ($c | map(select(startswith("not ok") and (skipped | not))) | length),
	  skipped: ($c | map(select(skipped)) | length) } +
	{ bad: ([.result] | inside(["OK", "SKIP", "EXPECTEDFAIL"]) | not),
	  whole: (.result == "SKIP" and $c == []) }) |
(map(.passed) | add // 0) as $p |
(map(if .bad and .failed == 0 then 1 else .failed end) | add // 0) as $f |
(map(if .whole then 1 else .skipped end) | add // 0) as $s |
"\($p) passed, \($f) failed" + if $s > 0 then ", \($s) skipped" else "" end
