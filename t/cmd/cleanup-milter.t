#!/bin/sh
# Milters for mail that does not come by SMTP: every change they may ask for,
# every answer, and every way of theirs to fail.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/cleanup.sh"
need python3

sock=$D/sock script=$D/script heard=$D/heard
: >"$script"
"$T/t/tool/milter" "$sock" "$script" "$heard" &
at_exit "kill $!"
wait_for 20 test -S "$sock" || { echo 'Bail out! no milter'; exit 99; }
conf "non_smtpd_milters = unix:$sock"
cp "$D/i/etc/main.cf" with.cf

# asks TEXT SCRIPT-LINES [RECORD...]: one message, with the milter's script.
asks() {
	asks_text=$1
	printf '%s\n' "$2" >"$script"
	: >"$heard"
	shift 2
	rm -f "$spool"/*/*
	put "$asks_text" "$@"
}
said() {		# what the milter heard of that letter
	sed -n "s/^$1 //p" "$heard"
}
body() {		# behind our own Received
	content | sed '1,/; ..., .. /d'
}
saw() {
	sed 's/^.*cleanup\[[0-9]*\]: //; s/^[0-9A-Za-z]\{17\}: /ID: /' "$log" | grep -v message-id=
}
queued() {
	(cd "$spool" && ls -d incoming/* hold/* 2>/dev/null) | sed 's,/.*,,' | tr '\n' ' '
}
letter='From: a@b.example\nSubject: x\nX-One:  1\nX-One: 2\n\nfirst\n.last'
letter="Date: x\nMessage-Id: <1>\n$letter"
rest='Date: x
Message-Id: <1>
From: a@b.example
Subject: x
X-One:  1
X-One: 2'
text='
first
.last'

asks "$letter" ''
like 'a milter that likes it' "$answer" '^K'
is 'nothing changes' "$(body)" "$rest
$text"
is 'what it hears' "$(grep -v '^[DQ]' "$heard" | sed '/^O/s/ .*//')" 'O
C localhost|4||127.0.0.1|
H mx.example.com|
M <joe@example.com>|
R <root@example.com>|
T 
L Date|x|
L Message-Id|<1>|
L From|a@b.example|
L Subject|x|
L X-One| 1|
L X-One|2|
N 
B first\x0d\x0a.last\x0d\x0a
E '
like 'macros at EOM' "$(said D | tail -1)" "^Ei\\|$(basename "$file")\\|"
like 'it is told good-bye' "$(cat "$heard")" '^Q '

# -- changes
asks "$letter" 'E h X-New\0one\n two\0
E h X-Bad\0one\r\nInjected: yes\n\nbody\0
E i \0\0\0\0X-Top\0t\0
E i \0\0\0\1X-Second\0s\0
E i \0\0\0\143X-Last\0l\0
E c'
is 'headers are added and inserted' "$(content | grep -v '^	id')" "X-Top: t
X-Second: s
Received: by mx.example.com (Postfix, from userid 7)
$rest
X-New: one
 two
X-Bad: one
	Injected: yes
	body
X-Last: l
$text"
asks "$letter" 'E m \0\0\0\1Subject\0y\0
E m \0\0\0\2X-One\0\0
E m \0\0\0\1X-None\0\0
E m \0\0\0\1X-More\0m\0
E m \0\0\0\1Received\0forged\0
E c'
is 'headers are changed and deleted' "$(body)" "Date: x
Message-Id: <1>
From: a@b.example
Subject: y
X-One:  1
X-More: m
Received: forged
$text"
asks "$letter" 'E b new\r\n
E b body
E c'
is 'the body is replaced' "$(body)" "$rest

new
body"
asks 'X: y\nDate: x\nMessage-Id: <1>\nFrom: a@b.example\n' 'E b body
E c'
is 'where there was none' "$(body | tail -2)" '
body'
asks "$letter" 'E e <new@sender.example>\0
E + <ann@x.example>\0
E 2 "b c"@x.example\0NOTIFY=never ORCPT=rfc822;b+20c\0
E - <root@example.com>\0
E c'
is 'the envelope' "$(grep -aE '^sender|recipient ' "$file")" 'sender new@sender.example
+ recipient root@example.com orig=root
- recipient ann@x.example
- recipient b\x20c@x.example orcpt=rfc822;b\x20c notify=never'
asks "$letter" 'E - root\0
E + root\0
E c'
is 'deleted by its first name, and back again' "$(grep -a 'recipient ' "$file")" \
    '- recipient root@example.com orig=root'
asks "$letter" 'E q because of it\0
E c'
is 'quarantine' "$(queued)" 'hold '
is 'quarantine: the log' "$(saw)" 'ID: milter-hold: END-OF-MESSAGE from local: because of it; from=<joe@example.com> to=<root@example.com>'
asks "$letter" 'E p
E p
E c'
like 'progress' "$answer" '^K'

# -- answers
no() {			# NAME SCRIPT ANSWER LOG
	asks "$letter" "$2"
	is "$1" "$answer" "$3"
	is "$1: nothing is left" "$(queued)" ''
	is "$1: the log" "$(saw)" "$4"
}
who='; from=<joe@example.com> to=<root@example.com>'
for c in 'C CONNECT' 'H EHLO' 'M MAIL' 'R RCPT' 'T DATA' 'L END-OF-MESSAGE' \
    'N END-OF-MESSAGE' 'B END-OF-MESSAGE' 'E END-OF-MESSAGE'; do
	no "reject at ${c% *}" "${c% *} r" 'D 5.7.1 Command rejected' \
	    "ID: milter-reject: ${c#* } from local: 5.7.1 Command rejected$who"
done
no 'tempfail' 'E t' 'Z 4.7.1 Service unavailable - try again later' \
    "ID: milter-reject: END-OF-MESSAGE from local: 4.7.1 Service unavailable - try again later$who"
no 'a reply code' 'E y 554 5.1.2 no such thing\0' 'D 5.1.2 no such thing' \
    "ID: milter-reject: END-OF-MESSAGE from local: 5.1.2 no such thing$who"
no 'for later' 'R y 450 4.2.1 wait\0' 'Z 4.2.1 wait' \
    "ID: milter-reject: RCPT from local: 4.2.1 wait$who"
asks "$letter" 'B d'
like 'discard' "$answer" '^K'
is 'discard: nothing is left' "$(queued)" ''
is 'discard: the log' "$(saw)" "ID: milter-discard: END-OF-MESSAGE from local$who"
for c in C H M R T L N B E; do
	asks "$letter" "$c a"
	like "accept at $c" "$answer" '^K'
	is "then it hears no more" "$(grep -v '^[DQ]' "$heard" | tail -1 | cut -c1)" $c
done
asks "$letter" 'B s'
is 'skip' "$(grep -c '^E' "$heard")" 1

# -- what is not wanted, and not answered
asks "$letter" 'O 6 0x1ff 0x7f'
is 'one that wants little' "$(grep -v '^[DQO]' "$heard" | cut -c1 | tr '\n' ' ')" 'T E '
asks "$letter" 'O 6 0x1ff 0x1ff080
E h X-Silent\0 led\0
E c'
is 'one that says nothing before the end' "$(body | grep X-Silent)" 'X-Silent: led'
is 'leading blanks are its own business' "$(said L | grep X-One | head -1)" 'X-One|  1|'
asks "$letter" 'O 2 0x3f 0'
is 'version 2 knows no DATA' "$(grep -v '^[DQO]' "$heard" | cut -c1 | tr '\n' ' ')" \
    'C H M R L L L L L L N B E '
asks "$letter" 'O 6 0x1ff 0 5={mail_addr},i 6=j'
is 'macros that it asks for' "$(said D | tail -2 | sed 's/[0-9A-Za-z]\{17\}/ID/')" 'Nj|mx.example.com|
E{mail_addr}|joe@example.com|i|ID|'

# -- many lines: the body comes in pieces, and waits on the disk
{ rec F joe; rec A kind=local; rec R root; m '\n'
for n in 1 2 3 4 5 6 7 8; do
	printf '60001:M'; yes 'a line of text' | head -c 60000; printf ,
done
rec E ''; } >s
printf 'E c\n' >"$script"
: >"$heard"
rm -f "$spool"/*/*
cleanup <s >answers
file=$(ls "$spool"/incoming/*)
is 'a large one' "$("$T/t/tool/qcontent" "$file" | sed '1,/^$/d' | cksum)" \
    "$(for n in 1 2 3 4 5 6 7 8; do yes 'a line of text' | head -c 60000; done | cksum)"
is 'its body, as the milter saw it' "$(grep '^B' "$heard" | cut -c3- | tr -d '\n' |
    sed 's/\\x0d\\x0a/\n/g' | cksum)" \
    "$(for n in 1 2 3 4 5 6 7 8; do yes 'a line of text' | head -c 60000; done | sed '$s/$//' | cksum)"

# -- one that fails
fails() {		# NAME SCRIPT
	for action in accept reject tempfail quarantine shutdown; do
		cp with.cf "$D/i/etc/main.cf"
		conf "milter_default_action = $action" 'milter_content_timeout = 1s' \
		    'milter_command_timeout = 1s' 'milter_connect_timeout = 1s'
		asks "$letter" "$2"
		case $action in
		accept) want=K where='incoming ' ;;
		quarantine) want=K where='hold ' ;;
		reject) want='D 5.5.0 Service unavailable' where= ;;
		tempfail) want='Z 4.7.1 Service unavailable - try again later' where= ;;
		shutdown) want='Z 4.7.0 Service unavailable - try again later' where= ;;
		esac
		is "$1: $action" "$(echo "$answer" | sed 's/^K.*/K/')" "$want"
		is "$1: $action: the message" "$(queued)" "$where"
		like "$1: $action: is told" "$(saw)" '^warning: milter unix:'
		[ -z "$where" ] || is "$1: $action: is whole" \
		    "$("$T/t/tool/qcontent" "$spool"/*/* | sed '1,/; ..., .. /d')" "$rest
$text"
	done
}
fails 'stalls' 'E h X-Half\0a\0
E b half
E stall'
fails 'dies' 'E e <half@x.example>\0
E h X-Half\0a\0
E die'
fails 'stalls at once' 'O 6 0x1ff 0
C stall'
fails 'talks nonsense' 'E X'
fails 'sends no packet' 'E raw \377\377\377\377\377'
fails 'wants what it may not' 'O 6 0 0
E h X-Half\0a\0
E c'
fails 'wants a version of its own' 'O 7 0x1ff 0'
fails 'wants what was not offered' 'O 6 0xfff 0'
cp with.cf "$D/i/etc/main.cf"
conf 'non_smtpd_milters = unix:none.such' 'milter_default_action = accept'
asks "$letter" ''
like 'is not there: accept' "$answer" '^K'
conf "non_smtpd_milters = { unix:none.such, default_action = tempfail, connect_timeout=2s }, unix:$sock"
asks "$letter" ''
is 'is not there: its own action' "$answer" 'Z 4.7.1 Service unavailable - try again later'
conf "non_smtpd_milters = { unix:none.such default_action=accept }, { unix:$sock, content_timeout=5s, protocol=4 }"
asks "$letter" 'O 4 0x3f 0
E h X-Two\0second\0
E c'
like 'the next one is asked' "$(body)" '^X-Two: second'

# -- two of them: the second sees what the first has changed
cp with.cf "$D/i/etc/main.cf"
conf "non_smtpd_milters = unix:$sock unix:$sock"
asks "$letter" 'E h X-Two\0n\0
E c'
is 'two milters' "$(body | grep -c X-Two)" 2
is 'one after another' "$(said L | grep -c X-Two)" 1

# -- who is not asked
for not in 'A override=no_milters' 'A kind=notice' 'A kind=forward' 'A kind=smtp'; do
	asks "$letter" 'C r' "$not"
	like "not asked: $not" "$answer" '^K'
done

# -- milter_header_checks
cat >mhc <<'END'
/^X-Spam: no/	REPLACE X-Spam: maybe
/^X-Spam: yes/	HOLD spam
/^X-Hide/	IGNORE
/^X-Pre/	PREPEND X-Before: it
/^X-No/		REJECT
END
conf "milter_header_checks = pcre:$D/mhc"
asks "$letter" 'E h X-Spam\0no\0
E i \0\0\0\0X-Hide\0h\0
E h X-Pre\0p\0
E c'
is 'milter_header_checks' "$(body | grep -E '^X-(S|H|P|B)')" 'X-Spam: maybe
X-Before: it
X-Pre: p
X-Spam: maybe
X-Before: it
X-Pre: p'
asks "$letter" 'E h X-No\0p\0
E c'
like 'refuses' "$answer" '^D 5.7.1'
asks "$letter" 'E h X-Spam\0yes\0
E c'
is 'or holds' "$(queued)" 'hold '
done_testing
