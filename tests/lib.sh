# SPDX-License-Identifier: AGPL-3.0-or-later
# lib.sh - what the script tests share.  They speak TAP, as cmocka does, so
# that one runner reads both.
#
#	. "$(dirname "$0")/../lib.sh"
#	try "two and two are four" test $((2 + 2)) = 4
#	finish
#
# Meson sets: SOURCE (the tree), BUILD (the build folder), MUSTER (the program),
# REFERENCE (a folder that may be absent).  WORK is an empty folder of the
# test's own, removed at the end.
set -u

: "${SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${BUILD:=$SOURCE/build-check}"
: "${MUSTER:=$BUILD/muster}"
: "${REFERENCE:=}"
: "${MUSTER_LONG:=}"
export SOURCE BUILD MUSTER REFERENCE MUSTER_LONG

WORK=$(mktemp -d "${TMPDIR:-/tmp}/muster-test.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
trap 'exit 143' INT TERM HUP
case_count=0
case_failed=0

note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

# try NAME COMMAND... - one case: it passes when the command exits 0.  What the
# command prints is shown when it fails.
try() {
	case_name=$1
	shift
	case_count=$((case_count + 1))
	if ("$@") >"$WORK/.out" 2>&1; then
		echo "ok $case_count - $case_name"
		return 0
	fi
	case_failed=$((case_failed + 1))
	echo "not ok $case_count - $case_name"
	head -n 200 "$WORK/.out" | sed 's/^/# /'
	return 1
}

# skip NAME WHY - a case that cannot run here.
skip() {
	case_count=$((case_count + 1))
	echo "ok $case_count - $1 # SKIP $2"
}

# same WANTED GOT - for use with try: equal texts, or a diff.
same() {
	[ "$1" = "$2" ] && return 0
	printf '%s\n' "$1" >"$WORK/.wanted"
	printf '%s\n' "$2" >"$WORK/.got"
	diff -u --label wanted --label got "$WORK/.wanted" "$WORK/.got"
	return 1
}

# none LABEL - for use at the end of a pipe: no line is good, each line is not.
none() {
	awk -v label="$1" '{ print label ": " $0; bad = 1 } END { exit bad }'
}

# files [PATTERN...] - the files of the project: what git follows, or all in an
# unpacked archive.  A pattern is a name with "*", or a folder.
files() {
	(cd "$SOURCE" && if [ -e .git ]; then
		git -c safe.directory='*' ls-files --cached --others \
		    --exclude-standard | sort -u
	else
		find . -type f -not -path './build*' -not -path \
		    '*/node_modules/*' | sed 's,^\./,,' | sort
	fi | grep -E "$(echo "${*:-*}" | sed -e 's/[.]/\\./g' -e 's/\*/.*/g' \
	    -e 's/^/^(/' -e 's/ /|/g' -e 's,$,)(/|$),')" |
	    while read -r name; do
		[ ! -f "$name" ] || echo "$name"
	done)
}

finish() {
	echo "1..$case_count"
	[ "$case_failed" = 0 ]
	exit
}
