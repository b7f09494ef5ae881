# t/lib.sh - what the shell tests share: TAP, a fresh directory, the programs.
#
# A test begins with:	. "$(dirname "$0")/../lib.sh"
# and ends with:	done_testing
# It then stands in an empty directory of its own ($D), which is removed at the
# end. $T is the top of the tree, $B the build. Programs are found by PATH.

LC_ALL=C TZ=UTC0
export LC_ALL TZ
# Programs leave it to their end to free what they hold; unit tests and fuzz
# targets do look for leaks.
ASAN_OPTIONS=${ASAN_OPTIONS-detect_leaks=0}
export ASAN_OPTIONS
unset MAIL_CONFIG MAIL_LOGTAG MAIL_DEBUG MAIL_VERBOSE LISTEN_FDS LISTEN_PID CDPATH
T=$(cd "$(dirname "$0")/../.." && pwd) || exit 99
case ${B:=build} in /*) ;; *) B=$T/$B ;; esac
PATH=$B/bin:$B/libexec:$PATH
export PATH B T
D=$(mktemp -d "${TMPDIR:-/tmp}/t.XXXXXX") || exit 99
cd "$D" || exit 99
count=0 failed=0 at_exit=
trap 'eval "$at_exit"; cd / && chmod -R u+rwX "$D" 2>/dev/null; rm -rf "$D"' EXIT
trap 'exit 130' INT TERM HUP

# Runs when the test ends, newest first: at_exit 'kill $pid'
at_exit() {
	at_exit="$1; $at_exit"
}

note() {
	printf '%s\n' "$*" | sed 's/^/# /' >&2
}

# result 0|1 NAME
result() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
	fi
	return "$1"
}

# ok NAME COMMAND...: it succeeds.
ok() {
	name=$1
	shift
	"$@" >"$D/.out" 2>&1 && set -- 0 || set -- $?
	[ "$1" -eq 0 ] && result 0 "$name" && return
	result 1 "$name"
	note "exit status $1"
	note "$(cat "$D/.out")"
	return 1
}

# exits NAME STATUS COMMAND...; what it prints is in $out and $err.
exits() {
	name=$1 want=$2
	shift 2
	run "$@"
	[ "$status" -eq "$want" ] && result 0 "$name" && return
	result 1 "$name"
	note "exit status $status, not $want"
	note "$err"
	return 1
}

# run COMMAND...: sets $status, $out, $err (without last newlines).
run() {
	"$@" >"$D/.out" 2>"$D/.err" && status=0 || status=$?
	out=$(cat "$D/.out") err=$(cat "$D/.err")
}

# is NAME GOT WANTED
is() {
	[ "$2" = "$3" ] && result 0 "$1" && return
	result 1 "$1"
	note "got:    $2"
	note "wanted: $3"
	return 1
}

isnt() {
	[ "$2" != "$3" ] && result 0 "$1" && return
	result 1 "$1"
	note "got what was not wanted: $2"
	return 1
}

# like NAME TEXT ERE: one line of TEXT matches.
like() {
	printf '%s\n' "$2" | grep -Eq -- "$3" && result 0 "$1" && return
	result 1 "$1"
	note "got:    $2"
	note "wanted: /$3/"
	return 1
}

unlike() {
	printf '%s\n' "$2" | grep -Eq -- "$3" || { result 0 "$1"; return; }
	result 1 "$1"
	note "got:  $2"
	note "with: /$3/"
	return 1
}

# same NAME GOT-FILE WANTED-FILE
same() {
	if diff -u -- "$3" "$2" >"$D/.diff" 2>&1; then
		result 0 "$1"
	else
		result 1 "$1"
		note "$(head -40 "$D/.diff")"
		return 1
	fi
}

skip() {
	count=$((count + 1))
	echo "ok $count # SKIP $*"
}

skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}

# need COMMAND...: or there is nothing to test here.
need() {
	for c in "$@"; do
		command -v "$c" >/dev/null || skip_all "no $c here"
	done
}

# wait_for SECONDS COMMAND...: until it succeeds; false when the time is up.
wait_for() {
	tries=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.05
	done
}

done_testing() {
	echo "1..$count"
	[ "$failed" -eq 0 ]
	exit
}
