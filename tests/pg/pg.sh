#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# pg.sh start DIR [-c SETTING=VALUE]... | stop DIR | conn DIR | url DIR NAME
#
# A throw-away PostgreSQL in the folder DIR (made when it is missing; a short
# path, for the UNIX socket lies in it and it listens nowhere else).  "stop"
# ends it at once and removes DIR.  "conn" prints a connection string for a
# role that may create databases, "url" makes the empty database NAME and
# prints its URL.  Exit status 77: there is no PostgreSQL here.
#
# initdb takes seconds, so its result is kept in the temporary folder, named
# by version and user, and copied.  It is put in place by one rename: those
# who start at once each make one, and the last to come throws his away.
set -eu

die() {
	echo "pg.sh: $*" >&2
	exit 1
}

[ $# -ge 2 ] || die "usage: pg.sh start|stop|conn|url DIR ..."
verb=$1 dir=$2
shift 2

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/postgres" ] || bin=$(pg_config --bindir 2>/dev/null) || bin=
if [ ! -x "$bin/postgres" ]; then
	echo "pg.sh: no PostgreSQL here; tools/deps test installs it" >&2
	exit 77
fi

# PostgreSQL refuses to run as root.
as_owner() {
	if [ "$(id -u)" = 0 ]; then
		(cd / && setpriv --reuid=postgres --regid=postgres \
		    --clear-groups env -i PATH="$PATH" LC_ALL=C "$@")
	else
		(cd / && env LC_ALL=C "$@")
	fi
}

is_ours() {
	[ -d "$1" ] && [ ! -L "$1" ] && [ "$(stat -c %U "$1")" = "$owner" ]
}

template() {
	owner=$(as_owner id -un)
	kept=${TMPDIR:-/tmp}/muster-pg-template.$owner.$("$bin/postgres" -V |
	    tr -c 'A-Za-z0-9.\n' _)
	is_ours "$kept" && return
	new=$(as_owner mktemp -d "$kept.XXXXXX")
	as_owner "$bin/initdb" -D "$new/data" -U muster -A trust -E UTF8 \
	    --locale=C --no-sync >"$dir/log" 2>&1 ||
	    die "initdb failed: $(cat "$dir/log")"
	as_owner mv -T "$new" "$kept" 2>/dev/null || as_owner rm -rf "$new"
	is_ours "$kept" || die "$kept belongs to somebody else"
}

# Behaviour is tested here, not the disk: what must survive a power cut is
# simulated elsewhere, so this cluster need not wait for flushes.
start() {
	mkdir -p "$dir"
	[ "$(id -u)" != 0 ] || chown postgres:postgres "$dir"
	template
	as_owner cp -a --reflink=auto "$kept/data" "$dir/data"
	options="-c listen_addresses= -c unix_socket_directories=$dir"
	options="$options -c fsync=off -c full_page_writes=off -c jit=off"
	options="$options -c max_connections=200 -c shared_buffers=64MB"
	options="$options -c max_wal_size=256MB $*"
	as_owner "$bin/pg_ctl" -s -w -D "$dir/data" -l "$dir/data/log" \
	    -o "$options" start >/dev/null 2>&1 ||
	    die "no start: $(cat "$dir/data/log")"
}

case $verb in
start)	start "$@" ;;
stop)	as_owner "$bin/pg_ctl" -s -D "$dir/data" -m immediate stop \
	    >/dev/null 2>&1 || true
	rm -rf "$dir" ;;
conn)	echo "host=$dir user=muster dbname=postgres" ;;
url)	"$bin/dropdb" -h "$dir" -U muster --if-exists -f "$1" 2>/dev/null
	"$bin/createdb" -h "$dir" -U muster "$1"
	echo "postgresql:///$1?host=$dir&user=muster" ;;
*)	die "no such verb: $verb" ;;
esac
