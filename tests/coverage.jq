# Line coverage by folder of src/, from gcovr's summary.
def percent: if .total == 0 then "-" else (1000 * .covered / .total | round) / 10 end;
[.files[] | { folder: (.filename | split("/")[0:2] | join("/")),
	total: .line_total, covered: .line_covered }] |
group_by(.folder)[] |
{ folder: .[0].folder, total: (map(.total) | add), covered: (map(.covered) | add) } |
"\(.folder)\t\(percent) %\t\(.covered) of \(.total) lines"
