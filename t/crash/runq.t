#!/bin/sh
# The launcher or the dispatcher is killed at every one of its system calls that
# change something; then a run without faults. Nothing is lost, and nothing is
# delivered more often than it was tried.
. "$(dirname "$0")/../lib.sh"
[ -z "${SAN:-}" ] || skip_all 'preload shims do not go with sanitizers'
. "$T/t/flow/queue.sh"
postconf -e 'maximal_backoff_time = 2000000' 'minimal_backoff_time = 1000000'

# between NAME GOT LEAST MOST
problems=
between() {
	[ "$2" -ge "$3" ] && [ "$2" -le "$4" ] ||
		problems="$problems at call $n: $1 $2 times, not $3 to $4;"
}

# One message for every kind of end; another that is due.
: >"$SUITE/down"
send again-old
runq
old=$id
rm "$SUITE/down"
n=0 status=1 died=0
while [ $status -ne 0 ] && [ $n -lt 1000 ]; do
	n=$((n + 1))
	: >"$SUITE/delivered"
	send ok-a perm-b forward-c temp-d
	status=0
	LD_PRELOAD=$B/t/crash/stop.so POSTERN_DIE=$n timeout 20 \
	    runq "$old" >/dev/null 2>&1 || status=$?
	[ $status -eq 0 ] || died=$((died + 1))
	timeout 20 runq
	between 'second run' $? 0 0
	between 'plain delivery' "$(delivered "$id ok-a")" 1 2
	between 'notice' "$(delivered "sender@$here")" 1 2
	between 'forward' "$(delivered "ok-forwarded@$here")" 1 2
	state=$(where "$id")
	[ "$state" = deferred ] || problems="$problems at call $n: $state;"
	states=$(sed -n 's/^\([-+!x]\) recipient.*/\1/p' "$(file "$id")" | tr -d '\n')
	[ "$states" = +x+- ] || problems="$problems at call $n: $states;"
	left=$(cd "$Q" && find maildrop incoming active corrupt -type f)
	[ -z "$left" ] || problems="$problems at call $n: left $left;"
	postsuper -d "$id" 2>/dev/null
done
is 'no call is fatal' "$problems" ''
ok 'there were many' test "$died" -gt 60
note "$died points tried"
is 'the old message was delivered' "$(where "$old")" ''
done_testing
