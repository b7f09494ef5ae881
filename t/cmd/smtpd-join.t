#!/bin/sh
# Lone connections (inetd's nowait) come together at one monitor, and are
# served alone whenever there is none that would do.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

instance 'mynetworks = 127.0.0.0/8'
simple=$T/t/data/smtpd/simple.in
want=$T/t/data/smtpd/simple.out

# monitors: the smtpds that the super-server started and that are there still.
monitors() {
	cat /proc/$listener/task/*/children 2>/dev/null | wc -w | tr -d ' '
}

monitor() {
	cat /proc/$listener/task/*/children | tr -d ' '
}

has() {
	[ "$(monitors)" = "$1" ]
}

# who: the process that served the last client.
who() {
	sed -n 's/.*smtpd\[\([0-9]*\)\]: disconnect .*/\1/p' "$I/log/maillog" |
	    tail -n 1
}

session() {
	"$T/t/tool/talk" "$port" <"$simple" | tidy >got
	same "$1: a session" got "$want"
}

sockets() {
	ls "$I/spool/private" | wc -l | tr -d ' '
}

listen -n
session 'the first'
worker=$(who) first=$(monitor)
is 'it stays' "$(monitors)" 1
session 'the second'
ok 'the second is no more when its session is over' wait_for 10 has 1
is 'it went to the first one, and to its worker' "$(monitor) $(who)" \
    "$first $worker"

# A super-server that counts its children counts sessions.
mkfifo hold
"$T/t/tool/talk" "$port" <hold >held 2>&1 &
exec 3>hold
echo 'S:' >&3
ok 'while a session lasts its own process lasts, too' wait_for 10 has 2
printf 'C: QUIT\nS:\nS: eof\n' >&3
exec 3>&-
ok 'and ends with it' wait_for 10 has 1

# Each connection has the configuration of its time.
echo 'smtpd_banner = changed ESMTP' >>"$I/etc/main.cf"
printf 'S:\nC: QUIT\nS:\n' >hello
like 'a changed main.cf counts at once' \
    "$("$T/t/tool/talk" "$port" <hello)" '220 changed ESMTP'
sed -i '$d' "$I/etc/main.cf"
session 'changed back'
ok 'in the end all are gone' wait_for 20 has 0

# It may be killed at any time.
session 'once more'
kill -KILL "$(monitor)"
ok 'killed' wait_for 10 has 0
is 'its socket is left behind' "$(sockets)" 1
session 'after it was killed'
session 'and again'
ok 'there is one again' wait_for 10 has 1
is 'with one socket' "$(sockets)" 1

# Or hang.
stopped=$(monitor)
kill -STOP "$stopped"
session 'while it hangs'
kill -KILL "$stopped"
ok 'nothing is left when all is idle' wait_for 20 has 0
is 'no socket either' "$(sockets)" 0

# No more sessions at one monitor than there may be.
echo 'default_process_limit = 1' >>"$I/etc/main.cf"
"$T/t/tool/talk" "$port" <hold >held 2>&1 &
exec 3>hold
echo 'S:' >&3
ok 'one is served' wait_for 10 has 1
session 'one too many for the monitor is served alone'
printf 'C: QUIT\nS:\n' >&3
exec 3>&-
sed -i '$d' "$I/etc/main.cf"
ok 'all end' wait_for 20 has 0

# SIGTERM: what was begun is finished, and nobody else comes.
"$T/t/tool/talk" "$port" <hold >held 2>&1 &
talk=$!
exec 3>hold
echo 'S:' >&3
ok 'one is there' wait_for 10 has 1
kill -TERM "$(monitor)"
free() {
	[ "$(sockets)" = 0 ]
}
ok 'on SIGTERM it hides' wait_for 10 free
session 'others have their own'
printf 'C: QUIT\nS:\n' >&3
exec 3>&-
ok 'the session is finished' wait $talk
like 'as it should be' "$(cat held)" '221 2.0.0 Bye'

echo 'smtpd_join = no' >>"$I/etc/main.cf"
session 'smtpd_join = no'
ok 'each ends with its session' wait_for 20 has 0
kill $listener
wait $listener 2>/dev/null

# Twenty at once, and nobody is lost.
sed -i '$d' "$I/etc/main.cf"
empty
listen -n
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	(for j in 1 2 3; do
		"$T/t/tool/talk" "$port" <"$simple"
	done) >"burst.$i" 2>&1 &
	pids="$pids $!"
done
wait $pids
is 'a burst of sixty' "$(cat burst.* | grep -c 'queued as')" 60
is 'all of them are here' "$(queued)" 60
ok 'one monitor is left in the end' wait_for 20 has 1

done_testing
