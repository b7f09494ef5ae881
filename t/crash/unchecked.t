#!/bin/sh
# The test of the tests: whoever locks a file by its name must look whether the
# name still leads to it. Each race below is forced twice, with the programs as
# they are, and with their eyes closed: then it must be seen to do harm.
. "$(dirname "$0")/../lib.sh"
need flock
. "$T/t/flow/queue.sh"

blind=
# held NTH COMMAND...: stops before its NTH flock, until release is called.
held() {
	nth=$1
	shift
	rm -f hold hold.reached
	env ${blind:+POSTERN_BLIND=1} LD_PRELOAD="$B/t/crash/stop.so" \
	    POSTERN_HOLD=flock:"$D/hold" POSTERN_NTH="$nth" \
	    ASAN_OPTIONS="$ASAN_OPTIONS:verify_asan_link_order=0" \
	    "$@" <"${input:-/dev/null}" >answer 2>&1 &
	holder=$!
	wait_for 10 test -e hold.reached
}
release() {
	: >hold
	wait $holder
}
records() {
	for r; do printf '%d:%s,' ${#r} "$r"; done
}
records Fsender@$here Rok-slow@$here 'MSubject: x
' E >stream

# A sweeper finds a file that its writer has created, and not locked yet.
# swept STATE COMMAND: how many files are there in the end, and the answer.
swept() {
	input=stream
	held 1 "$2"
	touch -d '2 hours ago' "$Q/$1"/*
	runq >/dev/null 2>&1
	release
	echo "$(find "$Q/$1" -type f -print -delete | wc -l | tr -d ' ')" \
	    "$(tr , '\n' <answer | sed -n 's/^[0-9]*:\(K\).*/\1/p')"
}
door() {
	swept incoming cleanup
}
drop() {
	swept maildrop postdrop
}

# The run lock's file is removed, and another run holds the new one.
run_lock() {
	input=
	runq
	held 1 runq --cron
	rm "$Q/pid/runq.lock"
	: >"$SUITE/delivered"
	(flock 9 && exec sleep 60) 9>"$Q/pid/runq.lock" >/dev/null & other=$!
	wait_for 10 other_runs
	send ok-two
	release
	delivered "$id"
	kill $other
}
other_runs() {
	[ -e "$Q/pid/runq.lock" ] && ! flock -n "$Q/pid/runq.lock" true
}

# A mail reader replaces the mailbox while local waits for it.
mkdir -p mbox/etc
cat >mbox/etc/main.cf <<END
queue_directory = $Q
mail_owner = $(id -un)
net_owner = $(id -un)
maillog_file = $D/mbox/log
mail_spool_directory = $D/mbox
mailbox_delivery_lock = flock
END
printf 'Subject: a letter\n\n' >letter
mailbox() {
	: >mbox/"$(id -un)"
	input=letter
	MAIL_CONFIG=$D/mbox/etc held 1 "$B/t/tool/ask" "$B/libexec/local" \
	    "$(id -un)@$here"
	: >mbox/new
	mv mbox/new mbox/"$(id -un)"
	release
	echo "$(grep -c '^Subject: a letter' mbox/"$(id -un)")" \
	    "$(cut -d ' ' -f 3 answer | head -n 1)"
}

# race NAME FUNCTION GOOD HARM
race() {
	blind=
	is "$1: as it should be" "$($2)" "$3"
	blind=yes
	is "$1: without the look after the lock" "$($2)" "$4"
}

race 'the door, and the sweeper' door '1 K' '0 K'
race 'postdrop, and the sweeper' drop '1 K' '0 K'
race 'two runs at once' run_lock 0 1
race 'a mailbox that is replaced' mailbox '1 K' '0 K'
done_testing
