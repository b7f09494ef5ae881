#!/bin/sh
# How smtpd is started: inetd both ways, systemd, pipes, a terminal's user.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

instance 'mynetworks = 192.0.2.0/24' 'smtpd_timeout = 5s'
simple=$T/t/data/smtpd/simple.in
want=$T/t/data/smtpd/simple.out

# smtpds: how many of this instance are running.
smtpds() {
	n=0
	for exe in /proc/[0-9]*/exe; do
		[ "$(readlink "$exe")" != "$I/libexec/smtpd" ] || n=$((n + 1))
	done
	echo $n
}

quiet() {
	[ "$(smtpds)" = 0 ]
}

for how in '' -n -e; do
	listen $how
	name="listen $how"
	is "$name: nothing runs before a client knocks" \
	    "$([ "$how" = -e ] || smtpds)" "$([ "$how" = -e ] || echo 0)"
	"$T/t/tool/talk" "$port" <"$simple" | tidy >got
	same "$name: a session" got "$want"
	"$T/t/tool/talk" "$port" <"$simple" | tidy >got
	same "$name: one more" got "$want"
	is "$name: both are queued" "$(queued)" 2
	ok "$name: it ends when it is idle" wait_for 10 quiet
	if [ -z "$how" ]; then
		"$T/t/tool/talk" "$port" <"$simple" | tidy >got
		same "$name: and comes again" got "$want"
	fi
	empty
	kill $listener 2>/dev/null
	wait $listener 2>/dev/null
	wait_for 10 quiet
done

# A super-server that talks TLS or so with the client, and pipes with us.
cat >early.in <<'END'
EHLO client.example
QUIT
END
sed 's/$/\r/' early.in >early.crlf
run env TCPREMOTEIP=198.51.100.7 TCPREMOTEPORT=4242 smtpd <early.crlf
is 'pipes: what came before the greeting is refused' "$(echo "$out" | tr -d '\r')" \
    '554 5.5.0 Error: SMTP protocol synchronization'
ok 'pipes: the peer is who we are told' \
    logged 'improper command pipelining after CONNECT from unknown\[198\.51\.100\.7\]: EHLO client\.example\\r\\nQUIT\\r\\n'
run env TCPREMOTEIP=198.51.100.7 smtpd -o smtpd_forbid_unauth_pipelining=no <early.crlf
like 'pipes: unless that is allowed' "$out" '^221 2.0.0 Bye'

# A user of this host.
cat >user.in <<'END'
HELO me
MAIL FROM:<joe@example.com>
RCPT TO:<x@elsewhere.example>
DATA
Subject: mine

..text
.
MAIL FROM:<joe@example.com>
RCPT TO:<y@elsewhere.example>
DATA
Subject: second

.
QUIT
END
dropped() {
	find "$I/spool/maildrop" -type f | wc -l | tr -d ' '
}
exits 'stand-alone: a script with LF' 0 smtpd -S <user.in
is 'stand-alone: no relay control, two messages' "$(echo "$out" | grep -c 'queued as')" 2
is 'stand-alone: they wait in maildrop' "$(dropped)" 2
like 'stand-alone: the text' "$(cat "$I"/spool/maildrop/*)" '^\.text$'
unlike 'stand-alone: no connect in the log' "$(tail -n 3 "$I/log/maillog")" 'smtpd.*connect from localhost'
rm -f "$I"/spool/maildrop/*
sed 's/$/\r/' user.in >user.crlf
exits 'stand-alone: with CR LF' 0 smtpd -S <user.crlf
is 'stand-alone: both' "$(dropped)" 2
rm -f "$I"/spool/maildrop/*
exits 'without -S, no socket: the same' 0 smtpd <user.crlf
is 'both again' "$(dropped)" 2
rm -f "$I"/spool/maildrop/*
head -n 7 user.crlf >cut.in
exits 'stand-alone: a cut message is an error' 75 smtpd -S <cut.in
is 'stand-alone: and is not queued' "$(dropped)" 0
printf 'MAIL FROM:<joe>\r\nRCPT TO:<ann>\r\nDATA\r\none\n.\ntwo\r\n.\r\nQUIT\r\n' >mixed.in
exits 'stand-alone: CR LF commands, LF in the text' 0 smtpd -S <mixed.in
is 'stand-alone: it is one message' "$(dropped)" 1
like 'stand-alone: whole' "$(cat "$I"/spool/maildrop/*)" '^two$'
rm -f "$I"/spool/maildrop/*
exits 'sendmail -bs' 0 sendmail -bs <user.crlf
is 'sendmail -bs: both' "$(dropped)" 2

exits 'bad option' 64 smtpd -Z
exits 'bad override' 64 smtpd -o nothing
exits 'argument' 64 smtpd x
exits 'a test of the configuration' 0 smtpd -t
exits 'bad value' 78 smtpd -t -o smtpd_timeout=never
exits 'an open relay is one' 78 smtpd -t -o smtpd_relay_restrictions=permit

done_testing
