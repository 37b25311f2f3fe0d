# The last line of ./check, from meson's log of tests: cases, not programs.
# A program that names no case counts as one, and so does one that ended badly
# without naming the case at fault.
def cases: (.stdout // "") | split("\n") | map(select(test("^(not )?ok\\b")));
def skipped: test("# *SKIP"; "i");
map(cases as $c |
	{ passed: ($c | map(select(startswith("ok") and (skipped | not))) | length),
	  failed: ($c | map(select(startswith("not ok") and (skipped | not))) | length),
	  skipped: ($c | map(select(skipped)) | length) } +
	{ result, bad: ([.result] | inside(["OK", "SKIP", "EXPECTEDFAIL"]) | not),
	  alone: ($c == []) }) |
(map(if .alone and .result == "OK" then 1 else .passed end) | add // 0) as $p |
(map(if .bad and .failed == 0 then 1 else .failed end) | add // 0) as $f |
(map(if .alone and .result == "SKIP" then 1 else .skipped end) | add // 0) as $s |
"\($p) passed, \($f) failed" + if $s > 0 then ", \($s) skipped" else "" end
