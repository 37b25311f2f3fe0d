#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# verify.sh - checks this dossier with nothing but coreutils and openssl.
#
#	sh verify.sh [-k KEY] [-c CHECKPOINT]
#	sh verify.sh show [RECORD]
#
# KEY is the log's verifier key (one line, or a file with it) as you were
# given it from elsewhere; the key in the dossier was put there by whoever
# made the dossier.  CHECKPOINT is a file with a checkpoint that you were
# given before: then the log must still begin with what it said.
#
# The last line begins with "good" (exit 0), "damaged" (3) or "cannot tell" (4).
#
# shellcheck disable=SC2015	# A && B || give up is meant as it stands
set -u
LC_ALL=C
export LC_ALL
umask 077

cannot() {
	echo "cannot tell: $*"
	exit 4
}

faults=0
fault() {
	echo "wrong: $*"
	faults=$((faults + 1))
}

# Nothing that comes later can be told without this.
stop() {
	fault "$@"
	echo "damaged: the rest was not looked at"
	exit 3
}

is_number() {
	case $1 in
	'' | *[!0-9]* | 0?*) return 1 ;;
	esac
	[ ${#1} -le 18 ]
}

is_hex() {
	case $1 in
	*[!0-9a-f]*) return 1 ;;
	esac
	[ ${#1} = "$2" ]
}

# --- small things ---------------------------------------------------------

# hex_of FILE - its bytes as hexadecimal digits
hex_of() {
	basenc --base16 -w 0 <"$1" | tr A-F a-f
}

# node LEFT RIGHT - the hash of a node of the tree, all as digits
node() {
	printf '01%s%s' "$1" "$2" | tr a-f A-F | basenc -d --base16 |
	    sha256sum | cut -d' ' -f1
}

base64_hex() {
	printf %s "$1" | base64 -d 2>"$t/noise" | basenc --base16 -w 0 |
	    tr A-F a-f
}

# sums DIR - of files in folders of DIR, as lines "SUM NAME" in their order
sums() {
	for part in "$1"/*; do
		(cd "$part" && sha256sum -- *)
	done | tr -s ' '
}

# --- keys and signatures --------------------------------------------------

# set_key TEXT - name, id and DER file of a verifier key
set_key() {
	key_name=${1%%+*}
	key_rest=${1#*+}
	key_id=${key_rest%%+*}
	printf %s "${key_rest#*+}" | base64 -d >"$t/key.raw" 2>"$t/noise" ||
	    return 1
	[ "$(head -c 1 "$t/key.raw" | hex_of /dev/stdin)" = 01 ] &&
	    [ "$(wc -c <"$t/key.raw")" -eq 33 ] || return 1
	{ printf '%s\n' "$key_name"; cat "$t/key.raw"; } >"$t/key.named"
	sum=$(sha256sum <"$t/key.named")
	case $sum in
	"$key_id"*) is_hex "$key_id" 8 || return 1 ;;
	*) return 1 ;;
	esac
	{
		printf '\060\052\060\005\006\003\053\145\160\003\041\000'
		tail -c +2 "$t/key.raw"
	} >"$t/key.der"
}

# verify_note FILE TEXT - checks the key's signature; the text goes to TEXT
verify_note() {
	count=0
	empty=0
	while IFS= read -r line; do
		count=$((count + 1))
		[ -n "$line" ] || empty=$count
	done <"$1"
	[ $empty -gt 1 ] || return 1
	head -n $((empty - 1)) "$1" >"$2"
	signed=no
	tail -n +$((empty + 1)) "$1" >"$t/lines"
	while IFS= read -r line; do
		case $line in
		"— $key_name "*) ;;
		*) continue ;;
		esac
		printf %s "${line##* }" | base64 -d >"$t/sig" 2>"$t/noise" ||
		    return 1
		head -c 4 "$t/sig" >"$t/sig.id"
		[ "$(hex_of "$t/sig.id")" = "$key_id" ] || continue
		tail -c +5 "$t/sig" >"$t/sig.raw"
		openssl pkeyutl -verify -pubin -keyform DER -inkey \
		    "$t/key.der" -rawin -in "$2" -sigfile "$t/sig.raw" \
		    >"$t/noise" 2>&1 || return 1
		signed=yes
	done <"$t/lines"
	[ $signed = yes ]
}

# read_checkpoint TEXT - origin, size and root of a checkpoint
read_checkpoint() {
	{
		IFS= read -r origin && IFS= read -r size && IFS= read -r root
	} <"$1" || return 1
	root=$(base64_hex "$root")
	is_number "$size" && is_hex "$root" 64 && [ "$origin" = "$key_name" ]
}

# --- the lists of files ---------------------------------------------------

walk() {
	for path in "$1"/* "$1"/.[!.]* "$1"/..?*; do
		if [ -L "$path" ]; then
			fault "$path is a link"
		elif [ -d "$path" ]; then
			walk "$path"
		elif [ -e "$path" ]; then
			printf '%s\n' "$path" >>"$t/found"
		fi
	done
}

check_lists() {
	sha256sum -c --strict --quiet tagmanifest-sha256.txt \
	    manifest-sha256.txt >"$t/out" 2>"$t/noise" ||
	    fault "files were changed or are missing"
	while IFS= read -r line; do
		echo "       $line"
	done <"$t/out"
	for name in bagit.txt bag-info.txt manifest-sha256.txt; do
		listed=no
		while read -r sum file; do
			[ "$file" != $name ] || listed=yes
		done <tagmanifest-sha256.txt
		[ $listed = yes ] || fault "$name is not listed"
	done
	for name in * .[!.]* ..?*; do
		[ -e "$name" ] || [ -L "$name" ] || continue
		case $name in
		data | bagit.txt | bag-info.txt | manifest-sha256.txt | \
		tagmanifest-sha256.txt | dossier.note) ;;
		*) fault "$name does not belong here" ;;
		esac
	done
	: >"$t/named"
	while IFS= read -r line; do
		name=${line#*  }
		is_hex "${line%%  *}" 64 || fault "a line of the list: $line"
		case $name in
		*[!A-Za-z0-9._/-]* | */.* | *//*)
			fault "a name in the list: $name" ;;
		data/*) printf '%s\n' "$name" >>"$t/named" ;;
		*) fault "a name in the list: $name" ;;
		esac
	done <manifest-sha256.txt
	: >"$t/found"
	walk data
	sort "$t/found" >"$t/found.sorted"
	sort "$t/named" | uniq -d >"$t/twice"
	sort "$t/named" | comm -23 "$t/found.sorted" - >"$t/extra"
	while IFS= read -r name; do
		fault "$name is not listed"
	done <"$t/extra"
	while IFS= read -r name; do
		fault "$name is listed twice"
	done <"$t/twice"
}

# --- entries --------------------------------------------------------------

# want KEY - the next line of the entry must have it; its value
want() {
	IFS= read -r line <&3 || return 1
	text="$text$line
"
	case $line in
	"$1 "?*) value=${line#* } ;;
	*) return 1 ;;
	esac
}

# Lines of "entries": I INDEX RECORD PREVIOUS VALUES BLOB
read_entry() {
	text='muster-entry/1
'
	IFS= read -r line <&3 && [ "$line" = muster-entry/1 ] &&
	    want arrived && want time && time=$value &&
	    want actor && want command &&
	    want record && record=$value &&
	    want audit && [ "$value" = "$audit" ] &&
	    want outcome && want rule &&
	    want blob && blob=$value && want values && values=$value &&
	    want index && index=$value && want previous && previous=$value ||
	    return 1
	! IFS= read -r line <&3 && [ -z "$line" ] || return 1
	is_number "$index" && is_hex "$values" 64 && is_hex "$previous" 64
}

read_entries() {
	last=-1
	: >"$t/entries"
	for file in data/journal/entries/*; do
		i=${file##*/}
		i=${i%.txt}
		exec 3<"$file" || stop "$file cannot be read"
		read_entry || stop "$file is no entry of audit $audit"
		exec 3<&-
		zeros=${i%%[!0]*}
		[ "${#i}" = 12 ] && [ "${i#"$zeros"}" = "${index#0}" ] &&
		    [ "$index" -gt "$last" ] && [ "$index" -lt "$size" ] ||
		    stop "$file has another index than its name says"
		last=$index
		type=${record%% *}
		id=${record#* }
		[ "$record" = "- 0 0" ] || type=$type-${id%% *}
		printf '%s %s %s %s %s %s\n' "$i" "$index" "$type" \
		    "$previous" "$values" "$blob" >>"$t/entries"
		[ -d "$t/leaf/${i%???}" ] || mkdir "$t/leaf/${i%???}"
		printf '\000%s' "$text" >"$t/leaf/${i%???}/$i"
		[ -n "${first_time:-}" ] || first_time=$time
	done
	[ "$last" -ge 0 ] || stop "there are no entries"
	sums "$t/leaf" >"$t/leaves"
}

# Each entry names the hash of the one before it in the same audit.
check_chain() {
	before=0000000000000000000000000000000000000000000000000000000000000000
	cut -d' ' -f1,4 "$t/entries" | paste -d' ' - "$t/leaves" >"$t/chain"
	entries=0
	while read -r i previous leaf name; do
		[ "$previous" = "$before" ] ||
		    fault "before entry $i something is missing or changed"
		[ "$i" = "$name" ] || stop "entries and hashes do not pair"
		before=$leaf
		entries=$((entries + 1))
	done <"$t/chain"
}

# --- proofs ---------------------------------------------------------------

# Which side each hash of the path stands on follows from index and size
# (RFC 9162, section 2.1.3.2); lines "I SIDE" and hashes, by level.
read_path() {
	fn=$1
	sn=$((size - 1))
	level=0
	while IFS= read -r line <&3 && [ -n "$line" ]; do
		[ $sn -gt 0 ] && [ ${#line} = 44 ] || return 1
		side=right
		if [ $((fn & 1)) = 1 ] || [ "$fn" = "$sn" ]; then
			side=left
			while [ $((fn & 1)) = 0 ] && [ "$fn" -gt 0 ]; do
				fn=$((fn >> 1))
				sn=$((sn >> 1))
			done
		fi
		fn=$((fn >> 1))
		sn=$((sn >> 1))
		printf '%s %s\n' "$i" $side >>"$t/side/$level"
		printf '%s\n' "$line" >>"$t/hash/$level"
		level=$((level + 1))
	done
	[ $sn = 0 ]
}

read_proofs() {
	while read -r i index type previous values blob; do
		file=data/journal/proofs/$i.tlog-proof
		[ -f "$file" ] || stop "$file is missing"
		exec 3<"$file"
		IFS= read -r line <&3
		[ "$line" = c2sp.org/tlog-proof@v1 ] || stop "$file is no proof"
		IFS= read -r line <&3
		[ "$line" = "index $index" ] || stop "$file is of another entry"
		read_path "$index" || stop "$file has a path of another length"
		rest=
		while IFS= read -r line <&3; do
			rest="$rest$line
"
		done
		exec 3<&-
		[ "$rest" = "$checkpoint" ] ||
		    stop "$file is of another checkpoint"
	done <"$t/entries"
}

# hash_level - from lines "I HASH SIDE SIBLING" to lines "I HASH"
hash_level() {
	rm -rf "$t/node" "$t/pair"
	mkdir "$t/node" "$t/pair"
	split -a 4 -l 5000 - "$t/pair/"
	for pair in "$t/pair"/*; do
		mkdir "$t/node/${pair##*/}"
		while read -r i hash side sibling; do
			case $side in
			left) printf '01%s%s\n' "$sibling" "$hash" ;;
			*) printf '01%s%s\n' "$hash" "$sibling" ;;
			esac
		done <"$pair" | tr a-f A-F | basenc -d --base16 |
		    split -a 4 -b 65 - "$t/node/${pair##*/}/"
		cut -d' ' -f1 "$pair" >>"$t/numbers"
	done
	sums "$t/node" | cut -d' ' -f1 | paste -d' ' "$t/numbers" -
	rm -f "$t/numbers"
}

# All paths at once, level by level; then every one must be at the root.
check_proofs() {
	while read -r leaf i; do
		printf '%s %s\n' "$i" "$leaf"
	done <"$t/leaves" >"$t/at"
	level=0
	while [ -f "$t/side/$level" ]; do
		base64 -d <"$t/hash/$level" 2>"$t/noise" |
		    basenc --base16 -w 64 | tr A-F a-f |
		    paste -d' ' "$t/side/$level" - >"$t/step"
		join -v 1 "$t/at" "$t/step" >"$t/done"
		join "$t/at" "$t/step" | hash_level >"$t/climbed"
		sort "$t/done" "$t/climbed" >"$t/at"
		level=$((level + 1))
	done
	while read -r i hash; do
		[ "$hash" = "$root" ] || fault "entry $i is not in the log"
	done <"$t/at"
}

# --- values and files -----------------------------------------------------

# The name of a value from that of its file: "-" at the end means ":".
name_in() {
	case $1 in
	*-) name=${1%-}: ;;
	*) name=$1 ;;
	esac
}

# Lines of "values": I NAME COMMITMENT RECORD
read_values() {
	opened=0
	closed=0
	: >"$t/values"
	while read -r sum name; do
		rest=${name#data/records/}
		[ "$rest" != "$name" ] || continue
		value=${rest#*/}
		name_in "${value#*.}"
		printf '%s %s %s %s\n' "${value%%.*}" "$name" "$sum" \
		    "${rest%%/*}" >>"$t/values"
		opened=$((opened + 1))
	done <manifest-sha256.txt
	while read -r i name sum; do
		printf '%s %s %s -\n' "$i" "$name" "$sum" >>"$t/values"
		closed=$((closed + 1))
	done <data/journal/closed.txt
	sort -k 1,1 -k 2,2 "$t/values" >"$t/values.sorted"
}

check_values() {
	read_values
	while read -r i rest; do
		[ -d "$t/value/${i%???}" ] || mkdir "$t/value/${i%???}"
		: >"$t/value/${i%???}/$i"
	done <"$t/entries"
	join -v 1 "$t/values.sorted" "$t/entries" >"$t/strange"
	while read -r i name rest; do
		fault "the value $name of $i belongs to no entry"
	done <"$t/strange"
	join "$t/values.sorted" "$t/entries" >"$t/paired"
	while read -r i name sum record index type rest; do
		[ "$record" = - ] || [ "$record" = "$type" ] ||
		    fault "the value $name of entry $i is not of $record"
		printf '%s %s\n' "$name" "$sum" >>"$t/value/${i%???}/$i"
	done <"$t/paired"
	cut -d' ' -f1,5 "$t/entries" >"$t/committed"
	sums "$t/value" | paste -d' ' "$t/committed" - >"$t/compare"
	while read -r i values sum name; do
		[ "$values" = "$sum" ] ||
		    fault "the values of entry $i are not what it was"
	done <"$t/compare"
}

check_files() {
	: >"$t/evidence"
	: >"$t/sums"
	while read -r sum name; do
		case $name in
		data/evidence/*) printf '%s\n' "$sum" >>"$t/evidence" ;;
		esac
		printf '%s\n' "$sum" >>"$t/sums"
	done <manifest-sha256.txt
	omitted=0
	while read -r sum reason; do
		echo "left out: $sum ($reason)"
		printf '%s\n' "$sum" >>"$t/sums"
		omitted=$((omitted + 1))
	done <data/omitted.txt
	while read -r i index type previous values blob; do
		[ "$blob" = - ] || printf '%s\n' "$blob"
	done <"$t/entries" | sort -u >"$t/blobs"
	sort -u "$t/sums" >"$t/sums.sorted"
	sort -u "$t/evidence" >"$t/evidence.sorted"
	comm -23 "$t/blobs" "$t/sums.sorted" >"$t/lost"
	while read -r sum; do
		fault "a file that an entry names is missing: $sum"
	done <"$t/lost"
	comm -23 "$t/evidence.sorted" "$t/blobs" >"$t/lost"
	while read -r sum; do
		fault "evidence that no entry names: $sum"
	done <"$t/lost"
	evidence=$(wc -l <"$t/evidence")
}

# --- an older checkpoint --------------------------------------------------

# RFC 9162, section 2.1.4.2, with the names of the RFC.
extends() {
	fn=$((old_size - 1))
	sn=$((size - 1))
	while [ $((fn & 1)) = 1 ]; do
		fn=$((fn >> 1))
		sn=$((sn >> 1))
	done
	fr=
	[ $((old_size & (old_size - 1))) != 0 ] || fr=$old_root
	sr=$fr
	while IFS= read -r line; do
		c=$(base64_hex "$line")
		is_hex "$c" 64 || return 1
		if [ -z "$fr" ]; then
			fr=$c
			sr=$c
			continue
		fi
		[ $sn -gt 0 ] || return 1
		if [ $((fn & 1)) = 1 ] || [ $fn = $sn ]; then
			fr=$(node "$c" "$fr")
			sr=$(node "$c" "$sr")
			while [ $((fn & 1)) = 0 ] && [ $fn -gt 0 ]; do
				fn=$((fn >> 1))
				sn=$((sn >> 1))
			done
		else
			sr=$(node "$sr" "$c")
		fi
		fn=$((fn >> 1))
		sn=$((sn >> 1))
	done <"$1"
	[ $sn = 0 ] && [ "$fr" = "$old_root" ] && [ "$sr" = "$root" ]
}

check_old() {
	now_size=$size
	now_root=$root
	verify_note "$1" "$t/old" && read_checkpoint "$t/old" ||
	    cannot "$1 is no checkpoint with a good signature of this key"
	old_size=$size
	old_root=$root
	size=$now_size
	root=$now_root
	if [ "$old_size" -gt "$size" ]; then
		cannot "your checkpoint is younger than this dossier; ask for" \
		    "a newer one"
	elif [ "$old_size" = "$size" ]; then
		[ "$old_root" = "$root" ] ||
		    fault "your checkpoint of the same size has another root"
	elif [ "$old_size" -gt 0 ]; then
		file=data/journal/consistency/$old_size.txt
		[ -f "$file" ] ||
		    cannot "the dossier has no proof for your checkpoint of" \
		    "$old_size entries; ask for it"
		extends "$file" ||
		    fault "the log does not begin with what your checkpoint said"
	fi
	old_told=", which begins with yours of $old_size"
}

# --- reading --------------------------------------------------------------

# The newest value of each field, and the number of the entry that set it.
show() {
	if [ $# = 0 ]; then
		for path in data/records/*; do
			echo "${path##*/}"
		done
		return
	fi
	case $1 in
	*[!A-Za-z0-9._-]* | '') cannot "there is no record $1" ;;
	esac
	[ -d "data/records/$1" ] || cannot "there is no record $1"
	for path in "data/records/$1"/*; do
		file=${path##*/}
		printf '%s %s\n' "${file#*.}" "${file%%.*}"
	done | sort -k 1,1 -k 2,2r | sort -u -k 1,1 >"$t/newest"
	while read -r file i; do
		name_in "$file"
		printf '%s (entry %s): ' "$name" "$i"
		tail -c +$((32 + ${#file} + 2)) "data/records/$1/$i.$file"
		echo
	done <"$t/newest"
}

# --------------------------------------------------------------------------

for tool in base64 basenc comm cut head join mktemp paste sha256sum sort \
    split tail tr uniq wc; do
	command -v $tool >/dev/null || cannot "$tool (coreutils) is not here"
done
given=
old=
here=$PWD
case $0 in
*/*) top=${0%/*}/.. ;;
*) top=.. ;;
esac
t=$(mktemp -d) || cannot "no room for temporary files"
trap 'rm -rf "$t"' EXIT
trap 'exit 4' INT TERM HUP
mkdir "$t/leaf" "$t/value" "$t/side" "$t/hash"

while getopts k:c: option; do
	case $option in
	k) given=$OPTARG ;;
	c) old=$OPTARG ;;
	*) exit 4 ;;
	esac
done
shift $((OPTIND - 1))
case $given in
*/*) ;;
*) [ ! -f "$given" ] || given=./$given ;;
esac
if [ -n "$given" ] && [ -f "$given" ]; then
	IFS= read -r given <"$given"
fi
case $old in
'' | /*) ;;
*) old=$here/$old ;;
esac
cd "$top" || cannot "the dossier cannot be opened"
if [ "${1:-}" = show ]; then
	shift
	show "$@"
	exit
fi
[ $# = 0 ] || cannot "usage: sh verify.sh [-k KEY] [-c CHECKPOINT]"
command -v openssl >/dev/null || cannot "openssl is not here"
[ -z "$old" ] || [ -f "$old" ] || cannot "there is no file $old"
for name in tagmanifest-sha256.txt manifest-sha256.txt dossier.note \
    data/omitted.txt data/journal/key.vkey data/journal/checkpoint.note \
    data/journal/closed.txt; do
	[ -f $name ] || stop "$name is missing"
done

check_lists
echo "1 of 6: the lists of files"

IFS= read -r own_key <data/journal/key.vkey
set_key "${given:-$own_key}" || cannot "this is no verifier key: ${given:-$own_key}"
verify_note data/journal/checkpoint.note "$t/cp" && read_checkpoint "$t/cp" ||
    stop "the checkpoint has no good signature of $key_name"
checkpoint=
while IFS= read -r line; do
	checkpoint="$checkpoint$line
"
done <data/journal/checkpoint.note
verify_note dossier.note "$t/note" ||
    stop "dossier.note has no good signature of $key_name"
{
	IFS= read -r kind
	read -r _ audit
} <"$t/note"
[ "$kind" = muster-dossier/1 ] && is_number "$audit" ||
    stop "dossier.note is of another kind"
sum=$(sha256sum <tagmanifest-sha256.txt)
printf 'muster-dossier/1\naudit %s\ncheckpoint %s %s\ntagmanifest-sha256 %s\n' \
    "$audit" "$size" "$root" "${sum%% *}" >"$t/note.wanted"
[ "$(sha256sum <"$t/note")" = "$(sha256sum <"$t/note.wanted")" ] ||
    fault "dossier.note was signed for other lists"
echo "2 of 6: the signatures of $key_name"

read_entries
check_chain
echo "3 of 6: the chain of $entries entries of audit $audit"
read_proofs
check_proofs
echo "4 of 6: each entry in the log"
check_values
echo "5 of 6: $opened values opened, $closed closed"
check_files
old_told=
[ -z "$old" ] || check_old "$old"
echo "6 of 6: $evidence files of evidence, $omitted left out"

if [ $faults -gt 0 ]; then
	echo "damaged: $faults things are wrong"
	exit 3
fi
[ -n "$given" ] || echo "The key is the dossier's own; compare it with the" \
    "one you were given: $own_key"
echo "good: audit $audit has $entries entries from $first_time to $time," \
    "$((size - 1 - last)) others followed in the log of $size entries$old_told"
