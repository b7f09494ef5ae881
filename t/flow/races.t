#!/bin/sh
# The races of queue(5), each forced.
. "$(dirname "$0")/../lib.sh"
[ -z "${SAN:-}" ] || skip_all 'preload shims do not go with sanitizers'
need flock perl
. "$T/t/flow/queue.sh"

# held FILE COMMAND...: the command stops before its first call CALL until
# release is called.
held() {
	call=$1
	shift
	rm -f hold hold.reached
	LD_PRELOAD=$B/t/crash/stop.so POSTERN_HOLD=$call:$D/hold "$@" <"${input:-/dev/null}" &
	holder=$!
	wait_for 5 test -e hold.reached
}
release() {
	: >hold
	wait $holder
}
records() {
	for r; do printf '%d:%s,' ${#r} "$r"; done
}
an_id=4jY1S54RfhzC59TCH

# -- the sweeper and a slow writer
unfinished() {
	printf 'POSTERN1 - 0000000000 00000000000000000000 00000000\narriv' \
	    >"$Q/incoming/$an_id"
	records Fsender Rrcpt 'MSubject: x' >"$Q/maildrop/$an_id"
}
unfinished
runq
is 'a young unfinished file stays' "$(where $an_id)" 'incoming maildrop'
at 7200 runq
is 'by the clock of the file system' "$(where $an_id)" 'incoming maildrop'
touch -d '2 hours ago' "$Q/incoming/$an_id" "$Q/maildrop/$an_id"
flock "$Q/incoming/$an_id" sleep 60 & a=$!
flock "$Q/maildrop/$an_id" sleep 60 & b=$!
locked() {
	! flock -n "$Q/incoming/$an_id" true && ! flock -n "$Q/maildrop/$an_id" true
}
wait_for 5 locked
runq
is 'an old one that is locked stays' "$(where $an_id)" 'incoming maildrop'
pkill -P $a; pkill -P $b
kill $a $b 2>/dev/null
wait $a $b 2>/dev/null
free() {
	flock -n "$Q/incoming/$an_id" true && flock -n "$Q/maildrop/$an_id" true
}
wait_for 5 free
runq
is 'without a lock it goes' "$(where $an_id)" ''
like 'with a line in the log' "$(log)" "^postfix/runq: $an_id: removed: its sender never finished it \(incoming/$an_id\)"

# The writer has created the file and not yet locked it.
records Fsender@$here Akind=smtp Rok-slow@$here 'MSubject: x
' E >stream
input=stream
held flock cleanup >answer
input=
new=$(ls "$Q/incoming")
touch -d '2 hours ago' "$Q/incoming/$new"
runq
is 'between creation and lock it is swept' "$(where "$new")" ''
release
like 'the writer notices, and begins again' "$(cat answer)" "K$new,"
is 'its message is there' "$(where "$new")" incoming
runq
is 'and is delivered' "$(delivered "$new")" 1

# -- an id that exists in another state
send ok-twice
held unlinkat runq --cron
is 'picked up, and not yet removed' "$(where "$id")" 'incoming maildrop'
kill -9 $holder $(pgrep -P $holder)
wait $holder 2>/dev/null
ln "$Q/incoming/$id" "$Q/hold/$id" && rm "$Q/incoming/$id"
runq
is 'held meanwhile: the pickup is not repeated' "$(where "$id")" hold
mkdir "$Q/deferred/4000000000"
mv "$Q/hold/$id" "$Q/deferred/4000000000/$id"
runq "$id"
is 'it is delivered once' "$(delivered "$id")" 1

send ok-other
held unlinkat runq --cron
kill -9 $holder $(pgrep -P $holder)
wait $holder 2>/dev/null
sed -i 's/^maildrop .*/maildrop 1.2.3.4/' "$Q/incoming/$id"
mkdir -p other
mv "$Q/incoming/$id" other/
perl -e 'open F, "+<", $ARGV[0]; local $/; $_ = <F>;
    /^POSTERN1 . (\d+)/; my $at = index($_, "\n\n") + 2;
    substr($_, 11, 10) = sprintf "%010d", $at; seek F, 0, 0; print F $_' "other/$id"
mv "other/$id" "$Q/hold/$id"
runq
is 'another message of the same id: both stay' "$(where "$id")" 'hold maildrop'
like 'and the log says so' "$(log)" "$id"
rm "$Q/hold/$id"
runq
is 'then it is picked up' "$(delivered "$id")" 1

: >"$SUITE/asked"
send wait-a
runq & run=$!
wait_for 5 waiting_agent
cp "$(file "$id")" "$Q/incoming/$id"
: >"$SUITE/go"
runq
wait $run
runq
ok 'a second file of an active id waits for its turn' empty
rm "$SUITE/go"

send ok-link
held renameat2 runq --cron
ln "$Q/incoming/$id" "$Q/active/$id"
release
is 'two names of one file are one message' "$(delivered "$id") $(where "$id")" '1 '
ok 'which is gone' empty

# -- the dispatcher dies
: >"$SUITE/asked"
send wait-a
runq & run=$!
wait_for 5 waiting_agent
kill -9 $(pgrep -P $run | head -1)
runq
is 'while its agent lives nobody else delivers' "$(asked "$id") $(where "$id")" '1 active'
: >"$SUITE/go"
wait $run
is 'the agent has delivered' "$(delivered "$id")" 1
runq
is 'nobody noted it: again' "$(delivered "$id")" 2
ok 'and gone' empty
rm "$SUITE/go"

# The same, but the next run stays.
: >"$SUITE/asked"
send wait-b
runq & run=$!
wait_for 5 waiting_agent
kill -9 $(pgrep -P $run | head -1)
runq --loop 1 & stays=$!
sleep 0.5
: >"$SUITE/go"
wait $run
ok 'a run that stays comes back to it' wait_for 10 empty
kill $stays
wait $stays
rm "$SUITE/go"

# -- a clock that was set
send temp-clock
at 90000000 runq
ok 'a slot of the far future' test "$(slot "$id")" -gt $(($(date +%s) + 80000000))
runq
is 'is due' "$(asked "$id")" 2
ok 'and moves to the present' test "$(slot "$id")" -lt $(($(date +%s) + 5000))
at -90000000 runq
is 'long ago: also due' "$(asked "$id")" 3
runq
is 'and now again' "$(asked "$id")" 4
runq
is 'but once' "$(asked "$id")" 4
postsuper -d ALL 2>/dev/null
at -90000000 runq
printf 'Subject: x\n\n' | at 90000000 sendmail -odq ok-future
runq
is 'mail of the future is delivered' "$(delivered ok-future)" 1

# -- files that are not as they should be
send ok-damaged
held unlinkat runq --cron
kill -9 $holder $(pgrep -P $holder)
wait $holder 2>/dev/null
rm "$Q/maildrop/$id"
sed -i 's/hello/hullo/' "$Q/incoming/$id"
runq
is 'a wrong checksum' "$(where "$id") $(delivered "$id")" 'corrupt 0'
like 'in the log' "$(log)" "^postfix/runq: warning: $id: moved from incoming to corrupt: .*checksum"
seq 100 >"$Q/incoming/$an_id"
records Fx Rrcpt@$here junk E >"$Q/maildrop/4jY1S54RfhzC59TCK"
records Fx Auid=12345 Rok-uid@$here E >"$Q/maildrop/4jY1S54RfhzC59TCL"
records Rok-no-sender@$here E >"$Q/maildrop/4jY1S54RfhzC59TCM"
records Fx Rok-two@$here E Fx Rok-two@$here E >"$Q/maildrop/4jY1S54RfhzC59TCN"
mkdir "$Q/incoming/4jY1S54RfhzC59TCP" "$Q/maildrop/4jY1S54RfhzC59TCQ"
mkfifo "$Q/maildrop/4jY1S54RfhzC59TCR"
ln -s /etc/passwd "$Q/maildrop/4jY1S54RfhzC59TCS"
ln -s /etc/passwd "$Q/incoming/4jY1S54RfhzC59TCT"
: >"$SUITE/delivered"
exits 'rubbish does not stop a run' 0 timeout 20 runq
is 'is not delivered' "$(cat "$SUITE/delivered")" ''
is 'and put aside' "$(cd "$Q/corrupt" && ls | sort | tr '\n' ' ')" \
    "$(printf '%s\n' "$id" $an_id 4jY1S54RfhzC59TCK 4jY1S54RfhzC59TCL 4jY1S54RfhzC59TCM 4jY1S54RfhzC59TCN | sort | tr '\n' ' ')"
done_testing
