#!/bin/sh
# smtpd: clients that take too much, too long, or go; a monitor that renews
# itself; helpers that die; who the processes are.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

idle=60	# on a busy machine, too, it must not end between two tests
instance 'mynetworks = 192.0.2.0/24' 'smtpd_timeout = 2s' \
    'smtpd_client_connection_count_limit = 2'
simple=$T/t/data/smtpd/simple.in
want=$T/t/data/smtpd/simple.out
talker=$T/t/tool/talk
listen -e
monitor=$listener

# open NAME [ADDRESS FROM]: a client that talks as lines come into NAME.in
hold() {
	mkfifo "$1.in"
	"$talker" "$port" 127.0.0.1 ${2:+"$2"} <"$1.in" >"$1.out" 2>&1 &
	eval "$1=$!"
}
says() {
	wait_for 10 grep -q -- "$2" "$1.out"
}

# --- too many connections -----------------------------------------------------
echo 'smtpd_timeout = 60s' >>"$I/etc/main.cf"
sleep 1.1
hold a; exec 4>a.in; echo 'S:' >&4
hold b; exec 5>b.in; echo 'S:' >&5
says a '^S: 220' && says b '^S: 220'
result $? 'both are greeted'
printf 'S: eof\n' | "$talker" "$port" >c.out
is 'a third is turned away' "$(cat c.out)" \
    'S: 421 4.7.0 mx.example.com Error: too many connections from 127.0.0.1
(closed)'
ok 'and that is logged' logged 'warning: Connection concurrency limit exceeded: 3 from unknown\[127\.0\.0\.1\] for service smtpd'
printf 'S:\nC: QUIT\nS: eof\n' | "$talker" "$port" 127.0.0.1 127.0.0.2 >c.out
like 'another client is served' "$(cat c.out)" '^S: 221'
echo 'X:' >&4; exec 4>&-
wait $a
rm -f a.in
ok 'one place is free again' sh -c "
	for i in 1 2 3 4 5 6 7 8 9 10; do
		printf 'S:\nC: QUIT\nS: eof\n' | $talker $port | grep -q '^S: 221' && exit 0
		sleep 0.1
	done; exit 1"

# --- a new generation under an open session --------------------------------------
echo 'smtpd_banner = $myhostname ESMTP new' >>"$I/etc/main.cf"
sleep 1.1
printf 'S:\nC: QUIT\nS: eof\n' | "$talker" "$port" 127.0.0.1 127.0.0.2 >c.out
like 'a changed main.cf counts for the next client' "$(cat c.out)" 'ESMTP new'
ok 'the monitor is the same process' kill -0 $monitor
cat >&5 <<'END'
C: HELO old
S:
C: MAIL FROM:<a@client.example>
S:
C: RCPT TO:<joe@example.com>
S:
C: DATA
S:
C: Subject: across
C: .
S:
C: QUIT
S: eof
END
exec 5>&-
wait $b
like 'a session from before finishes its message' "$(cat b.out)" 'queued as'
is 'which is queued' "$(queued)" 1
empty
cp "$I/etc/main.cf" main.good
echo 'smtpd_timeout = never' >>"$I/etc/main.cf"
sleep 1.1
printf 'S:\nC: QUIT\nS: eof\n' | "$talker" "$port" >c.out
like 'a broken main.cf does not stop the service' "$(cat c.out)" '^S: 221'
ok 'it is told' logged 'the changed configuration is not usable'
cp main.good "$I/etc/main.cf"
sleep 1.1

# --- time-outs and lost connections ----------------------------------------------
echo 'smtpd_timeout = 1s' >>"$I/etc/main.cf"
sleep 1.1
printf 'S:\nC: EHLO x\nS:\nS: eof\n' | "$talker" "$port" >c.out
like 'a silent client is told' "$(cat c.out)" '^S: 421 4.4.2 mx.example.com Error: timeout exceeded'
ok 'timeout logged' logged 'timeout after EHLO from unknown\[127\.0\.0\.1\]$'
{
	printf 'S:\n'
	for i in 1 2 3 4 5 6 7 8; do printf 'B: N\nP: 0.25\n'; done
	printf 'S: eof\n'
} | "$talker" "$port" >c.out
like 'a byte now and then is too slow for a command' "$(cat c.out)" '^S: 421 4.4.2'
cat >begin.in <<'END'
S:
C: EHLO client.example
S:
C: MAIL FROM:<a@client.example>
S:
C: RCPT TO:<joe@example.com>
S:
C: DATA
S:
B: Subject: cut\r\n\r\nhalf\r\n
END
{ cat begin.in; echo 'S: eof'; } | "$talker" "$port" >c.out
like 'within a message, too' "$(cat c.out)" '^S: 421 4.4.2'
ok 'logged with its size' wait_for 5 logged 'timeout after DATA \([0-9]+ bytes\) from'
{ cat begin.in; echo 'X:'; } | "$talker" "$port" >c.out
ok 'a lost connection' wait_for 5 logged 'lost connection after DATA \([0-9]+ bytes\) from unknown'
printf 'S:\nX:\n' | "$talker" "$port" >c.out
ok 'and one without a word' wait_for 5 logged 'lost connection after CONNECT from unknown'
is 'half a message is none' "$(queued)" 0

echo 'smtpd_per_request_deadline = yes' >>"$I/etc/main.cf"
sleep 1.1
{
	cat begin.in
	for i in 1 2 3 4 5 6 7 8; do printf 'B: x\nP: 0.25\n'; done
	printf 'S: eof\n'
} | "$talker" "$port" >c.out
like 'with deadlines a drip of a message is cut' "$(cat c.out)" '^S: 421 4.4.2'

# --- too much --------------------------------------------------------------------
printf '%s\n' 'message_size_limit = 100000' 'smtpd_timeout = 10s' \
    'smtpd_per_request_deadline = no' >>"$I/etc/main.cf"
sleep 1.1
sed '$d' begin.in >big.in
{ cat big.in; echo 'N: "0123456789" 40000'; printf 'C:\nC: .\nS:\nC: QUIT\nS:\n'; } | "$talker" "$port" >c.out
like 'a message that is too big is read to its end' "$(tail -n 4 c.out)" \
    '^S: 552 5.3.4 Error: message file too big'
like 'and the session goes on' "$(tail -n 1 c.out)" '^S: 221'
{ cat big.in; echo 'N: "0123456789" 400000'; echo 'S: eof'; } | "$talker" "$port" >c.out
ok 'but nobody may send without end' wait_for 10 \
    logged 'too much data after DATA \([0-9]+ bytes\) from'
{ sed 's/^C: DATA/C: BDAT 4000000000/; $d' big.in
	echo 'N: "0123456789" 400000'; echo 'S: eof'; } | "$talker" "$port" >c.out
is 'nor in a chunk' "$(tail -n 2 c.out)" \
    "$(printf 'S: 552 5.3.4 Chunk exceeds message size limit\n(closed)')"
is 'and none of it is queued' "$(queued)" 0

# --- helpers -------------------------------------------------------------------------
cp main.good "$I/etc/main.cf"
sleep 1.1
# All processes of the door, also those of single sessions.
kill_doors() {
	for exe in /proc/[0-9]*/exe; do
		case $(readlink "$exe") in
		"$I/libexec/cleanup"*) p=${exe#/proc/}; kill -9 "${p%/exe}" ;;
		esac
	done
}
"$talker" "$port" <"$simple" >/dev/null
kill_doors
empty
"$talker" "$port" <"$simple" | tidy >c.out
is 'a dead cleanup is started again' "$(queued)" 1
empty
mv "$I/libexec/cleanup" "$I/libexec/cleanup.away"
kill_doors
"$talker" "$port" <"$simple" >c.out
like 'without one the client may come again' "$(cat c.out)" '^S: 451 4.3.0 Error: queue file write error'
mv "$I/libexec/cleanup.away" "$I/libexec/cleanup"
"$talker" "$port" <"$simple" >c.out
is 'and then it is taken' "$(queued)" 1
empty

# --- one process for many clients ------------------------------------------------
first=$(grep -c . "$I/log/maillog")
for i in 1 2 3; do "$talker" "$port" <"$simple" >/dev/null; done
is 'a process serves one client after another' "$(sed "1,${first}d" "$I/log/maillog" |
    sed -n 's,.*/smtpd\[\([0-9]*\)\]: connect .*,\1,p' | sort -u | wc -l | tr -d ' ')" 1
printf '%s\n' 'max_use = 1' 'local_recipient_maps = texthash:$config_directory/users' >>"$I/etc/main.cf"
echo 'joe x' >"$I/etc/users"
sleep 1.1
first=$(grep -c . "$I/log/maillog")
for i in 1 2 3; do "$talker" "$port" <"$simple" >/dev/null; done
is 'or one' "$(sed "1,${first}d" "$I/log/maillog" |
    sed -n 's,.*/smtpd\[\([0-9]*\)\]: connect .*,\1,p' | sort -u | wc -l | tr -d ' ')" 3
echo 'max_use = 100' >>"$I/etc/main.cf"
sleep 1.1
"$talker" "$port" <"$simple" >c.out
like 'a table says who is there' "$(cat c.out)" 'queued as'
echo 'ann x' >"$I/etc/users.new" && mv "$I/etc/users.new" "$I/etc/users"
"$talker" "$port" <"$simple" >c.out
like 'and counts as it is now' "$(cat c.out)" '^S: 550 5.1.1 <joe@example.com>'
empty
cp main.good "$I/etc/main.cf"

# --- process limit, and a service of master.cf -----------------------------------------
kill $monitor; wait $monitor 2>/dev/null
cat >"$I/etc/master.cf" <<'END'
submission inet n - n - 1 smtpd
  -o syslog_name=postfix/$service_name
  -o smtpd_banner=hello
  -o { smtpd_client_connection_count_limit = 0 }
END
listen -e -n submission
hold d; exec 6>d.in; echo 'S:' >&6
says d '^S: 220 hello'
result $? 'the options of its entry count'
ok 'and name it in the log' logged ' postfix/submission/smtpd\[[0-9]+\]: connect from'
printf 'S:\nC: QUIT\nS: eof\n' | "$talker" "$port" >e.out &
second=$!
sleep 0.3
is 'beyond the process limit clients wait' "$(cat e.out)" ''
printf 'C: QUIT\nS: eof\n' >&6; exec 6>&-
wait $second
like 'until there is room' "$(cat e.out)" '^S: 221'
kill $listener; wait $listener 2>/dev/null

# --- who they are -------------------------------------------------------------------------
if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1 && id daemon >/dev/null 2>&1
then
	chmod 755 "$D"
	cat >>"$I/etc/main.cf" <<-END
	mail_owner = daemon
	net_owner = nobody
	END
	chown -R daemon "$I/spool"
	listen -e
	hold f; exec 7>f.in; cat begin.in >&7; echo 'P: 0' >&7
	says f '^S: 354'
	uids() { awk '/^Uid:/ { print $2, $3, $4, $5 } /^Groups:/ { print NF - 1 }' "/proc/$1/status" | tr '\n' ' '; }
	nobody=$(id -u nobody) daemon=$(id -u daemon)
	is 'the monitor stays root' "$(uids $listener | cut -d' ' -f1)" 0
	worker=$(pgrep -P $listener -x smtpd)
	is 'the session is net_owner, without groups' "$(uids $worker)" \
	    "$nobody $nobody $nobody $nobody 0 "
	is 'the door is mail_owner' "$(uids "$(pgrep -P $listener -x cleanup)" | cut -d' ' -f1-4)" \
	    "$daemon $daemon $daemon $daemon"
	is 'the session holds the client, the monitor, the door and the log' \
	    "$(for fd in /proc/$worker/fd/*; do case ${fd##*/} in [012]) ;; *) readlink $fd ;; esac; done |
	    sed -E 's/:\[.*//;s,.*/log/maillog,log,' | sort | uniq -c | tr -s ' ' | tr '\n' ';')" \
	    ' 1 log; 2 pipe; 2 socket;'
	printf 'B: \\r\\n.\\r\\n\nS:\nC: QUIT\nS: eof\n' >&7; exec 7>&-
	wait $f
	like 'and it works' "$(cat f.out)" 'queued as'
	kill $listener; wait $listener 2>/dev/null
else
	skip 'not root'
fi

done_testing
