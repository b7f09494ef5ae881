#!/bin/sh
# runq: options, exit statuses, what it prints, who is served how many at a time.
. "$(dirname "$0")/../lib.sh"
. "$T/t/flow/queue.sh"

exits 'a wrong option' 64 runq -x
exits 'what is no id' 64 runq abc
exits 'a loop without a time' 64 runq --loop
exits 'help' 0 runq -h
like 'is help' "$out" '^usage: runq '
exits 'an empty queue' 0 runq
is 'says nothing' "$out$err" ''
exits '--cron' 0 runq --cron
exits 'a directory without configuration has defaults' 75 \
    runq -c "$D" -n
rm -rf "$SUITE/gone"
mkdir -p gone
sed "s,^queue_directory.*,queue_directory = $D/nowhere," "$SUITE/etc/main.cf" >gone/main.cf
exits 'no queue' 75 runq -c "$D/gone"

# -- what it prints
send ok-a temp-b perm-c
exits '-n' 0 runq -n
is 'lists' "$out" "$id maildrop"
is 'and does nothing' "$(where "$id")" maildrop
exits '-v' 0 runq -v
is 'says what became of each' "$(echo "$out" | grep "^$id" | sort)" \
    "$id: <ok-a@$here>: sent (delivered by nobody)
$id: <perm-c@$here>: bounced (no such user: perm-c@$here)
$id: <temp-b@$here>: deferred (not now, temp-b@$here)"
exits '-n with nothing due' 0 runq -n
is 'lists nothing' "$out" ''
postsuper -d ALL 2>/dev/null

# -- another run is under way
: >"$SUITE/asked"
send wait-a
runq &
run=$!
wait_for 5 waiting_agent
exits '--cron ends at once' 0 timeout 5 runq --cron
send ok-later
(runq; echo ended >second) &
sleep 0.3
ok 'without it a run waits' test ! -e second
ok 'and so does one with -f' sh -c 'timeout 0.3 runq -f; [ $? = 124 ]'
: >"$SUITE/go"
ok 'until the other has made a pass' wait_for 5 test -e second
is 'with its message' "$(delivered ok-later)" 1
wait $run
ok 'nothing is left' empty
rm "$SUITE/go"

# -- a run that stays
runq -w &
run=$!
wait_for 5 sh -c "printf '' >$Q/public/runq"
: >"$SUITE/delivered"
send ok-w
ok 'a run that stays takes what comes' wait_for 5 grep -q ok-w "$SUITE/delivered"
deferred() {
	id=$(find "$Q/deferred" -type f | sed 's,.*/,,')
	[ -n "$id" ]
}
defer() {
	: >"$SUITE/down"
	send "$@"
	wait_for 5 deferred
	rm "$SUITE/down"
}
defer again-1 again-2
ok 'postqueue -f finds it' postqueue -f
ok 'and it tries all' wait_for 5 empty
is 'with success' "$(delivered 'again-[12]')" 2
defer again-3
ok 'postqueue -i' postqueue -i "$id"
ok 'tries one' wait_for 5 empty
is 'with success' "$(delivered again-3)" 1
defer again-4
ok 'postqueue -s' postqueue -s nosuch.example
sleep 0.2
is 'tries no other site' "$(where "$id")" deferred
ok 'postqueue -s' postqueue -s HERE.example
ok 'but that' wait_for 5 empty
: >"$SUITE/asked"
send wait-end
wait_for 5 waiting_agent
kill $run
sleep 0.2
ok 'SIGTERM lets deliveries end' kill -0 $run
: >"$SUITE/go"
exits 'then it ends' 0 wait $run
ok 'and they are noted' empty
rm "$SUITE/go"
postsuper -d ALL 2>/dev/null
exits 'postqueue -f without a reader' 69 postqueue -f

# -- limits
: >"$SUITE/asked"
for i in 1 2 3 4 5; do send wait-same; done
for i in 1 2 3 4 5; do send wait-$i; done
runq &
run=$!
same() {
	[ "$(asked .)" -eq 7 ]
}
ok 'five destinations and two to one mailbox' wait_for 5 same
sleep 0.2
is 'and no more' "$(asked .)" 7
: >"$SUITE/go"
wait $run
ok 'then all' empty
rm "$SUITE/go"
postconf -e 'default_process_limit = 3'
: >"$SUITE/asked"
for i in 1 2 3 4 5; do send wait-$i; done
runq &
run=$!
three() {
	[ "$(asked .)" -eq 3 ]
}
ok 'as many as default_process_limit' wait_for 5 three
sleep 0.2
is 'and no more' "$(asked .)" 3
: >"$SUITE/go"
wait $run
ok 'then all' empty

rm "$SUITE/go"

# -- an agent that hangs
postconf -e 'daemon_timeout = 1s'
send wait-ever
exits 'a run does not wait for ever' 0 timeout 10 runq
is 'for an agent that hangs' "$(where "$id")" deferred
like 'which is killed' "$(log)" 'warning: process local pid [0-9]+ is killed: it did not answer'
postsuper -d ALL 2>/dev/null
postconf -e 'daemon_timeout = 5h'

# -- many recipients, few at a time
postconf -e 'local_destination_recipient_limit = 7' 'default_process_limit = 100'
: >"$SUITE/asked"
: >"$SUITE/delivered"
send $(seq -f ok-%g 50)
runq
is 'fifty recipients' "$(delivered "$id")" 50
is 'seven at a time' "$(asked "$id")" 8
postconf -e 'local_destination_recipient_limit = 0'
long=$(printf '%0200d' 0)
send $(seq -f "ok-%g-$long" 1500)
runq
is 'as many as go into a packet' "$(delivered "$id")" 1500
ok 'of which there are few' test "$(asked "$id")" -lt 20

# -- started with the wake-up FIFO, as systemd does
send ok-fd0
ok 'as descriptor 0' sh -c "runq --cron <>$Q/public/runq"
is 'it works' "$(delivered "$id")" 1
send ok-fd3
ok 'as a listening descriptor' sh -c \
    "LISTEN_FDS=1 LISTEN_PID=\$\$ exec runq --cron 3<>$Q/public/runq"
is 'it works' "$(delivered "$id")" 1

# -- as root with users of its own: who runs as whom
if [ "$(id -u)" = 0 ] && id daemon nobody >/dev/null 2>&1; then
	postconf -e 'mail_owner = daemon' 'net_owner = nobody'
	chmod 755 "$D" "$SUITE"
	chown -R daemon "$Q"
	chmod 777 "$Q/maildrop" "$SUITE"
	rm -f "$SUITE/asked" "$SUITE/go"
	send wait-root
	runq & run=$!
	wait_for 5 waiting_agent
	is 'launcher, dispatcher, door and agent' "$(ps -o user=,args= --ppid \
	    $run -p $run | sed 's/  */ /' | sort | tr '\n' ,)" \
	    'daemon cleanup,daemon runq,root local,root runq,'
	: >"$SUITE/go"
	exits 'a run as root' 0 wait $run
	is 'the queue belongs to mail_owner' "$(stat -c %U "$Q/pid/runq.lock")" daemon
	ok 'nothing is left' empty
	exits 'others may not' 77 setpriv --reuid=nobody --clear-groups runq
else
	skip 'needs root'
fi
done_testing
