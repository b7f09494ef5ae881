#!/bin/sh
# From an SMTP client to a mailbox, and a host without room in between.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

me=$(id -un)
instance "local_recipient_maps = inline:{{$me=x}}" 'home_mailbox =' \
    "mail_spool_directory = $D/i/mail/"
listen -e
cat >letter.in <<END
S:
C: EHLO client.example
S:
C: MAIL FROM:<a@client.example>
S:
C: RCPT TO:<$me@example.com>
S:
C: DATA
S:
C: Subject: through the house
C: 
C: ..one dot
C: From here
B: \\xe4\\xf6\\xfc\\0end\\r\\n
C: .
S:
C: QUIT
S: eof
END
"$T/t/tool/talk" "$port" <letter.in >out
like 'accepted' "$(cat out)" '^S: 250 2.0.0 Ok: queued as'
ok 'a queue run' runq
is 'the queue is empty' "$(queued)" 0
box=$(find "$I/mail" -type f | head -n 1)
isnt 'there is a letter' "$box" ''
sed -e '1,/^$/d' "$box" | sed -e 's/^>From /From /' | head -n 3 >got
printf '.one dot\nFrom here\n\344\366\374\0end\n' >want
same 'its body is what was sent' got want
like 'with where it came from' "$(sed '/^$/q' "$box")" '^Received: from client\.example \(unknown \[127\.0\.0\.1\]\)'
like 'and the sender' "$(sed '/^$/q' "$box")" '^Return-Path: <a@client\.example>'

if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	kill $listener; wait $listener 2>/dev/null
	cat >small.sh <<-END
	mount -t tmpfs -o size=400k tmpfs "$I/spool/incoming" || exit 77
	head -c 390000 /dev/zero >"$I/spool/incoming/fill" 2>/dev/null
	exec "$B/t/tool/listen" -e 0 "$I/libexec/smtpd"
	END
	rm -f port
	unshare -m sh small.sh >port 2>/dev/null &
	listener=$!
	at_exit "kill $listener 2>/dev/null"
	wait_for 10 test -s port
	port=$(cat port)
	{
		sed '/^C: \.$/,$d' letter.in
		echo 'N: "0123456789012345678901234567890123456789012345678901234567890123456789" 600'
		printf 'C: \nC: .\nS:\nC: NOOP\nS:\nC: QUIT\nS: eof\n'
	} >big.in
	sed -i 's/^N: .*/N: "0123456789012345678901234567890123456789" 3000/' big.in
	"$T/t/tool/talk" "$port" <big.in >out
	like 'without room it is not taken' "$(cat out)" '^S: 45[12] 4\.3\.[01] '
	like 'and the session goes on' "$(cat out)" '^S: 221'
else
	skip 'not root'
	skip 'not root'
fi

done_testing
