#!/bin/sh
# Milters behind smtpd: what they hear, what the client hears of them, and that
# the door speaks to the same ones.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
need python3

sock=$D/sock script=$D/script heard=$D/heard
: >"$script"
"$T/t/tool/milter" "$sock" "$script" "$heard" &
at_exit "kill $!"
wait_for 20 test -S "$sock" || { echo 'Bail out! no milter'; exit 99; }
chmod 777 "$D" "$sock"
cat >"$D/maps" <<END
10.9.9.9	DISABLE
END
instance "smtpd_milters = unix:$sock" 'milter_command_timeout = 2s' \
    'milter_content_timeout = 2s' 'milter_default_action = tempfail' \
    "non_smtpd_milters = inet:127.0.0.1:1" 'local_header_rewrite_clients ='
listen
log=$I/log/maillog

# session SCRIPT-LINES COMMAND...: sets $said.
session() {
	printf '%s\n' "$1" >"$script"
	: >"$heard"
	: >"$log"
	shift
	find "$I/spool/incoming" "$I/spool/hold" -type f -delete
	printf '%s\n' "$@" QUIT >talk.in
	python3 - "$port" <<'END' >said 2>&1
import socket, sys
s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
s.settimeout(30)
f = s.makefile('rb')
def reply():
    while True:
        line = f.readline().decode().rstrip()
        print(line)
        if len(line) < 4 or line[3] == ' ':
            return line
greeting = reply()
try:
    for line in open('talk.in'):
        s.sendall(line.rstrip('\n').replace('\\n', '\r\n').encode() + b'\r\n')
        if not reply():
            break
except ConnectionError:
    pass
END
	said=$(tidy said | grep -v '^250-')
}
has_ended() {
	grep -Eq '^[Q!]' "$heard"
}
hear() {		# without macros, until it has said good-bye
	wait_for 10 has_ended
	grep -v '^[DQ!]' "$heard" | sed '/^O/s/ .*//'
}
count() {
	find "$I/spool/$1" -type f | wc -l | tr -d ' '
}
envelope='EHLO client.example
MAIL FROM:<a@b.example> BODY=8BITMIME SIZE=10
RCPT TO:<joe@example.com> NOTIFY=NEVER
RCPT TO:<ann@example.com>'
text='Subject: x\nMessage-Id: <1>\n\nhello\n..dot\n.'
letter="$envelope
DATA
$text"

session '' "$letter"
is 'a letter' "$said" '220 mx.example.com ESMTP Postfix
250 CHUNKING
250 2.1.0 Ok
250 2.1.5 Ok
250 2.1.5 Ok
354 End data with <CR><LF>.<CR><LF>
250 2.0.0 Ok: queued as ID
221 2.0.0 Bye' || sed 's/^/# /' "$log" >&2
is 'what the milter hears' "$(hear | sed 's/|4.*127/|4PP127/')" 'O
C unknown|4PP127.0.0.1|
H client.example|
M <a@b.example>|BODY=8BITMIME|SIZE=10|
R <joe@example.com>|NOTIFY=NEVER|
R <ann@example.com>|
T 
L Subject|x|
L Message-Id|<1>|
N 
B hello\x0d\x0a.dot\x0d\x0a
E 
A '
id=$(basename "$(ls "$I"/spool/incoming/*)")
like 'macros at MAIL' "$(grep '^DM' "$heard")$(grep '^D M' "$heard")" '\{mail_addr\}\|a@b\.example\|'
like 'macros at RCPT' "$(grep '^D R' "$heard" | tail -1)" '\{rcpt_addr\}\|ann@example\.com\|'
like 'macros at DATA' "$(grep '^D T' "$heard")" "Ti\\|$id\\|"
like 'macros at EOM' "$(grep '^D E' "$heard")" "Ei\\|$id\\|"
session '' "$letter" 'MAIL FROM:<>' 'RCPT TO:<joe@example.com>' RSET "MAIL FROM:<x@b.example>" \
    'RCPT TO:<joe@example.com>' DATA "$text"
is 'a second letter over the same connections' "$(count incoming)" 2
is 'and what broke off was told' "$(hear | cut -c1 | tr -d '\n')" OCHMRRTLLNBEAMRAMRTLLNBEA
session 'O 6 0x1ff 0x277
R r' "$letter"
is 'one that wants only recipients' "$(hear | cut -c1 | tr -d '\n')" ORRA

# -- changes come through the door
session 'E h X-Added\0yes\0
E - <ann@example.com>\0
E e <new@b.example>\0
E b other\r\n
E c' "$letter"
file=$(ls "$I"/spool/incoming/*)
is 'the envelope' "$(grep -aE '^sender|recipient' "$file" | cut -d' ' -f1-3)" 'sender new@b.example
- recipient joe@example.com
+ recipient ann@example.com'
is 'the content' "$("$T/t/tool/qcontent" "$file" | sed '1,/+0000 (UTC)$/d')" 'Subject: x
Message-Id: <1>
X-Added: yes

other'
session 'E q look at it\0
E c' "$letter"
is 'quarantine' "$(count hold)" 1
like 'quarantine: the log' "$(cat "$log")" ': milter-hold: END-OF-MESSAGE from unknown\[127\.0\.0\.1\]: look at it; from=<a@b\.example> to=<ann@example\.com> proto=ESMTP helo=<client\.example>'

# -- answers: rejected SCRIPT SAID LOG
rejected() {
	session "$2" "$letter"
	is "$1" "$(echo "$said" | grep '^[45]' | head -1)" "$3"
	like "$1: the log" "$(cat "$log")" "$4"
	is "$1: nothing came in" "$(count incoming)" 0
}
rejected 'reject at connect' 'C r' '550 5.7.1 Command rejected' \
    'NOQUEUE: milter-reject: CONNECT from unknown\[127\.0\.0\.1\]: 550 5\.7\.1 Command rejected; proto=SMTP'
is 'reject at connect: all is refused' "$(echo "$said" | grep -c '^550 5.7.1')" 3
rejected 'reject at HELO' 'H r' '550 5.7.1 Command rejected' \
    'NOQUEUE: milter-reject: EHLO from unknown\[127\.0\.0\.1\]: 550 5\.7\.1 Command rejected; proto=SMTP helo=<client\.example>'
rejected 'a reply at MAIL' 'M y 553 5.1.8 not from there\0' '553 5.1.8 not from there' \
    'NOQUEUE: milter-reject: MAIL from unknown\[127\.0\.0\.1\]: 553 5\.1\.8 not from there; from=<a@b\.example> proto=ESMTP helo=<client\.example>'
rejected 'tempfail at RCPT' 'R t' '451 4.7.1 Service unavailable - try again later' \
    'NOQUEUE: milter-reject: RCPT from unknown\[127\.0\.0\.1\]: 451 4\.7\.1 Service unavailable - try again later; from=<a@b\.example> to=<joe@example\.com> proto=ESMTP helo=<client\.example>'
rejected 'reject at DATA' 'T r' '550 5.7.1 Command rejected' \
    ': milter-reject: DATA from unknown\[127\.0\.0\.1\]: 550 5\.7\.1 Command rejected; from='
rejected 'a reply of lines at the end' 'E y 554-5.1.2 no\r\n554 5.1.2 such\0' '554-5.1.2 no' \
    ': milter-reject: END-OF-MESSAGE from unknown\[127\.0\.0\.1\]: 5\.1\.2 no.5\.1\.2 such; from=<a@b\.example> to=<ann@example\.com> proto=ESMTP helo=<client\.example>'
rejected 'tempfail at a header' 'L t' '451 4.7.1 Service unavailable - try again later' \
    ': milter-reject: END-OF-MESSAGE from'
rejected 'hang up at the end' 'E 4' '421 4.7.0 Server closing connection' ': milter-reject: END-OF-MESSAGE from'
is 'and the session is over' "$(echo "$said" | tail -1)" '421 4.7.0 Server closing connection'
rejected 'hang up at HELO' 'H 4' '421 4.7.0 Server closing connection' ': milter-reject: EHLO from'
session 'U y 502 5.5.1 unheard of\0' 'EHLO x' 'FROBNICATE y'
like 'an unknown command' "$said" '^502 5\.5\.1 unheard of'
session 'M d' "$letter"
like 'discard' "$said" '250 2\.0\.0 Ok: queued as ID'
is 'discard: nothing is left' "$(count incoming)" 0
like 'discard: the log' "$(cat "$log")" 'NOQUEUE: milter-discard: MAIL from unknown\[127\.0\.0\.1\]; from=<a@b\.example>'
session 'H a
E r' "$letter"
is 'accept at HELO' "$(count incoming)" 1

# -- BDAT
session 'T r' "$envelope" 'BDAT 20 LAST\nSubject: x\n\nhell'
like 'BDAT: reject at DATA' "$said" '^550 5\.7\.1 Command rejected'
like 'BDAT: and on with commands' "$said" '^221 2\.0\.0'
session 'E h X-Added\0yes\0
E c' "$envelope" 'BDAT 18 LAST\nSubject: x\n\nhi'
is 'BDAT: the content' "$(grep -ac '^X-Added: yes' "$I"/spool/incoming/*)" 1

# -- one that fails
rejected 'stalls at RCPT' 'R stall' '451 4.7.1 Service unavailable - try again later' \
    'warning: milter unix:.*: Connection timed out'
rejected 'dies at the end' 'E h X-Half\0x\0
E die' '451 4.7.1 Service unavailable - try again later' 'warning: milter unix:.*: lost connection'
rejected 'stalls at the end' 'E stall' '451 4.7.1 Service unavailable - try again later' \
    'warning: milter unix:.*: Connection timed out'
session 'E die' "$letter" "$envelope"
is 'it is not asked again' "$(echo "$said" | grep -c '^451 4.7.1')" 3

# -- who is not asked
"$I/bin/postconf" -e "smtpd_milter_maps = inline:{{127.0.0.1=DISABLE}}"
listen
session 'C r' "$letter"
is 'smtpd_milter_maps' "$(count incoming)" 1
"$I/bin/postconf" -e "smtpd_milter_maps = fail:x"
listen
session '' "$letter"
like 'which cannot answer' "$said" '^421 4\.3\.0'
"$I/bin/postconf" -X smtpd_milter_maps
listen -o receive_override_options=no_milters
session 'C r' "$letter"
is 'no_milters' "$(count incoming)" 1
done_testing
