# t/crash/lib.sh - what the fault tests share; comes after ../lib.sh.
#
# sweep NAME PROG KIND... tries each kind of fault at each file-system call that
# PROG makes while one letter is sent and the queue is run. $base/send is a script
# that sends $letter (exit status 0: acknowledged); after the fault has gone, one
# more queue run must bring every acknowledged letter whole, bring no other one
# more often than it was tried, and leave nothing that queue(5) does not explain.

kinds='kill enospc eio emfile eintr short'
points=0
lines=300	# of a letter
between=	# a command, before the queue run that brings the rest
shim=$B/t/crash/fault.so
me=$(id -un)

# fault_instance: in $I, on a tmpfs (a sync there costs nothing).
fault_instance() {
	base=$D
	[ -w /dev/shm ] && base=$(mktemp -d /dev/shm/t.XXXXXX) && at_exit "rm -rf $base"
	I=$base/i
	"$T/t/instance" "$I" >/dev/null || { echo 'Bail out! no instance'; exit 99; }
	# lines of the log need no sync, and must not count as calls
	log=$base/maillog
	"$I/bin/postconf" -e "maillog_file = $log"
	letter=$base/letter
	faults=$base/faults
	printf '#!/bin/sh\nexec %s/bin/sendmail -odq -f a@example.com %s <%s\n' \
	    "$I" "$me" "$letter" >"$base/send"
	chmod +x "$base/send"
}

# with_fault PROG KIND N COMMAND...
with_fault() {
	prog=$1 kind=$2 nth=$3
	shift 3
	env LD_PRELOAD="$shim" FAULT_PROG="$prog" FAULT_KIND="$kind" FAULT_AT="$nth" \
	    FAULT_SKIP="${skip:-0}" FAULT_DIR="$base/i" FAULT_LOG="$faults" \
	    ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 "$@"
}

empty_instance() {
	find "$I/spool/maildrop" "$I/spool/incoming" "$I/spool/active" \
	    "$I/spool/deferred" "$I/spool/hold" "$I/spool/corrupt" "$I/mail" \
	    -mindepth 1 -delete
	: >"$faults"
	: >"$log"
}

# Files in the queue that no crash explains: all but unfinished ones.
unexplained() {
	for f in "$I"/spool/maildrop/* "$I"/spool/incoming/* "$I"/spool/active/* \
	    "$I"/spool/deferred/*/* "$I"/spool/hold/* "$I"/spool/corrupt/*; do
		[ -f "$f" ] || continue
		case $f in
		*/maildrop/*)	[ "$(tail -c 4 "$f")" = '1:E,' ] && echo "$f" ;;
		*/incoming/*|*/hold/*)	head -c 10 "$f" | grep -q '+' && echo "$f" ;;
		*)	echo "$f" ;;
		esac
	done
}

# What the sender was told, and what came of it; prints what is wrong.
verdict() {
	copies=0
	for f in $(mailbox); do
		copies=$((copies + $(grep -c "^token $token\$" "$f")))
	done
	[ "$acked" = no ] || [ "$copies" -gt 0 ] || echo "acknowledged and lost"
	[ "$acked" = yes ] || [ "$copies" -le "$tries" ] || echo "not acknowledged, and delivered $copies times"
	for f in $(mailbox); do
		whole "$f" || echo "delivered in part: $f"
	done
	unexplained | sed 's/^/left over: /'
	grep '^unsynced' "$faults"
}

# A Maildir's letters; mbox tests have their own.
mailbox() {
	find "$I/mail" -path '*/new/*' -type f
}
whole() {
	sed '1,/^$/d' "$1" | cmp -s - "$base/body"
}

make_letter() {
	token=$$-$points
	{ seq -f 'line %g of a letter that must arrive whole' "$lines"; echo "token $token"; } >"$base/body"
	{ printf 'From: a@example.com\nTo: b@example.com\nSubject: %s\n\n' "$token"; cat "$base/body"; } >"$letter"
}

# one_point PROG KIND N: false when the program has fewer calls than N.
one_point() {
	empty_instance
	make_letter
	tries=1 acked=no
	with_fault "$1" "$2" "$3" "$base/send" >"$base/out" 2>&1 && acked=yes
	with_fault "$1" "$2" "$3" "$I/bin/runq" >>"$base/out" 2>&1
	grep -q '^fault' "$faults" || return 1
	points=$((points + 1))
	eval "$between" >>"$base/out" 2>&1
	"$I/bin/runq" -f >>"$base/out" 2>&1
	verdict >"$base/verdict"
	[ -s "$base/verdict" ] || return 0
	note "$(grep '^fault' "$faults" | head -1) (call $3):" "$(cat "$base/verdict")"
	note "$(cat "$base/out")"
	note "$(tail -5 "$log")"
	wrong=$((wrong + 1))
}

sweep() {
	name=$1 of=$2
	shift 2
	for kind in ${*:-$kinds}; do
		wrong=0 n=1 before=$points
		while [ $n -lt 500 ] && [ $wrong -lt 5 ] && one_point "$of" "$kind" $n; do
			n=$((n + 1))
		done
		[ $wrong -eq 0 ] && [ $points -gt $before ]
		result $? "$name: $kind at each of $((points - before)) calls of $of"
	done
}
