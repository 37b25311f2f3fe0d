# Why tests failed, from meson's log: each failed case with its notes, and the
# end of the output of a program that ended badly without naming a case.
def lines: (. // "") | split("\n");
def skipped: test("# *SKIP"; "i");
def tail(n): if length > n then ["..."] + .[-n:] else . end;
select(.result | IN("OK", "SKIP", "EXPECTEDFAIL") | not) |
(.stdout | lines) as $out |
[$out | foreach .[] as $l (false;
	if $l | test("^(not )?ok\\b")
	then ($l | (startswith("not ok") and (skipped | not)))
	else . and ($l | startswith("#")) end;
	if . then $l else empty end)] as $failed |
(if $failed == [] then $out | tail(40) else $failed end) as $why |
(.stderr | lines | map(select(. != "")) | tail(60)) as $err |
"", "-- \(.name): \(.result)", $why[], $err[]
