#!/bin/sh
# Many runs at once, many senders at once: each message delivered exactly once,
# and none left lying because of a wake-up that was lost.
. "$(dirname "$0")/../lib.sh"
. "$T/t/flow/queue.sh"

# once N: there were N messages, each delivered once.
once() {
	is "$2: each once" "$(cut -d' ' -f1 "$SUITE/delivered" | sort | uniq -c |
	    awk '$1 == 1' | wc -l) of $(wc -l <"$SUITE/delivered")" "$1 of $1"
	ok "$2: nothing is left" empty
	: >"$SUITE/delivered"
}
many() {
	n=0
	while [ $n -lt "$1" ]; do
		printf 'Subject: %d\n\n' $n | sendmail -odq -f '' ok-$((n % 7))
		n=$((n + 1))
	done
}

many 40
runq & runq &
wait
once 40 'two runs'

many 60
n=0
while [ $n -lt 100 ]; do
	if [ $((n % 3)) -eq 0 ]; then runq & else runq --cron & fi
	n=$((n + 1))
done
wait
once 60 'a hundred runs'

# Each sender starts a run behind its message, as a FIFO's reader would. Runs
# end all the time while others leave bytes: when all have ended, none may have
# ended without having seen the last message.
sender() {
	k=0
	while [ $k -lt 40 ]; do
		printf 'Subject: %d\n\n' $k | sendmail -odq -f '' ok-$1
		runq --cron
		k=$((k + 1))
	done
}
sender 1 & sender 2 & sender 3 & sender 4 &
wait
once 160 'a run for each message'

# Nobody starts a run but the first, and that stays for a moment only.
: >"$SUITE/delivered"
sender() {
	k=0
	while [ $k -lt 100 ]; do
		printf 'Subject: %d\n\n' $k | sendmail -odq -f '' ok-$1
		k=$((k + 1))
	done
}
runq -w & run=$!
sender 1 & a=$!
sender 2 & b=$!
wait $a $b
ok 'a run that stays has all' wait_for 10 empty
kill $run
wait $run
once 200 'a run that stays'
done_testing
