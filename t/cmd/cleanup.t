#!/bin/sh
. "$(dirname "$0")/../lib.sh"

. "$T/t/cmd/cleanup.sh"

top='Received: by mx.example.com (Postfix, from userid 7)
	id ID; Mon, 23 Nov 2026 09:24:42 +0000 (UTC)'
id='Message-Id: <20261123092442.ID@mx.example.com>'
date='Date: Mon, 23 Nov 2026 09:24:42 +0000 (UTC)'
from='From: joe@example.com'

# text NAME INPUT WANTED [RECORD...]: headers below Received, and the text.
text() {
	name=$1 input=$2 wanted=$3
	shift 3
	put "$input" "$@"
	printf "$top\n$wanted" >wanted
	content >got
	same "$name" got wanted
}

# refuses NAME ANSWER STREAM-FILE...
refuses() {
	rm -f "$spool"/incoming/*
	cat "$3" | cleanup >answers
	is "$1" "$("$T/t/tool/records" <answers | grep -v '^Q')" "$2"
	is "$1: nothing is left" "$(ls "$spool/incoming")" ''
}

# -- the envelope
put 'Subject: x\n\nhello\n' 'R joe' 'O first' 'P orcpt=rfc822;a b' \
    'P notify=success' 'R x y@example.net' 'A full_name=Joe Doe'
name=$(basename "$file")
is 'the answer' "$answer" "K $name"
is 'the envelope' "$(sed -n '2,/^$/p' "$file")" "arrival 1795425882.204579
sender joe@example.com
kind local
uid 7
rewrite local
full_name Joe Doe
- recipient joe@example.com orig=joe
- recipient x\\x20y@example.net orig=first orcpt=rfc822;a\\x20b notify=success
- recipient root@example.com orig=root"
is 'its mode' "$(ls -l "$file" | cut -c1-10)" '-rw-r-----'
is 'the content' "$(content)" "$top
Subject: x
$id
$date
From: Joe Doe <joe@example.com>

hello"
like 'the log' "$(cat "$log")" \
    "postfix/cleanup\\[[0-9]+\\]: $name: message-id=<20261123092442.$name@mx.example.com>"

# -- headers that are missing, and those that are not
text 'complete already' "From: a@b.example\nDate: x\nMessage-Id: <1>\n\nt\n" \
    "From: a@b.example\nDate: x\nMessage-Id: <1>\n\nt\n"
like 'its id is logged' "$(cat "$log")" ': message-id=<1>$'
text 'no headers' 'no header\nx\n' "$id\n$date\n$from\n\nno header\nx\n"
text 'nothing' '' "$id\n$date\n$from\n"
text 'an empty line only' '\n' "$id\n$date\n$from\n\n"
text 'headers only' 'A: b\n' "A: b\n$id\n$date\n$from\n"
text 'headers only, no newline' 'A: b' "A: b\n$id\n$date\n$from\n"
text 'no newline at the end' '\nx' "$id\n$date\n$from\n\nx\n"
text 'a line that is no header' 'A: b\nno header\nC: d\n' \
    "A: b\n$id\n$date\n$from\n\nno header\nC: d\n"
text 'a blank before the first header' ' A: b\n\n' "$id\n$date\n$from\n\n A: b\n\n"
text 'resent' 'Message-Id: <1>\nResent-To: x@y.example\nFrom: z@y.example\n\n' \
    "Message-Id: <1>\nResent-To: x@y.example\nFrom: z@y.example\nResent-$id\nResent-$date\nResent-$from\n\n"
like 'its id is logged' "$(cat "$log")" ': resent-message-id=<2026'
text 'dropped headers' \
    'Bcc: a,\n b\nSubject: x\nbCC : z\nReturn-Path: <x>\nContent-Length: 5\nResent-Bcc: q\n\nBcc: stays\n' \
    "Subject: x\n$id\n$date\n$from\n\nBcc: stays\n"
text 'a header stays as it is' \
    'SuBject :\t x\n\t y  \nX:\nFrom: "a, b" (c) <d@e.example>  ,\n\tf@g.example\nMessage-Id:<1>\nDate:\n\n' \
    'SuBject :\t x\n\t y  \nX:\nFrom: "a, b" (c) <d@e.example>  ,\n\tf@g.example\nMessage-Id:<1>\nDate:\n\n'
text 'not by one of a remote client' 'To: joe\n\nx\n' 'To: joe\n\nx\n' 'A rewrite=none'
like 'the log says that it has no id' "$(cat "$log")" ': message-id=<>$'
text 'names are quoted' '\n' "$id\n$date\nFrom: \"J. \\\\\"X\\\\\" D\" <joe@example.com>\n\n" \
    'A full_name=J. "X" D'
sender=
text 'the null sender' '\n' "$id\n$date\nFrom: MAILER-DAEMON@example.com\n\n"
sender=joe
conf 'always_add_missing_headers = yes'
text 'always added' '\n' "$id\n$date\n$from\n\n" 'A rewrite=none'
conf 'undisclosed_recipients_header = To: undisclosed-recipients:;'
text 'undisclosed' '\n' "$id\n$date\n$from\nTo: undisclosed-recipients:;\n\n"
text 'disclosed' 'Cc: x@y.example\n\n' "Cc: x@y.example\n$id\n$date\n$from\n\n"
conf 'header_from_format = obsolete'
text 'the old form of From' 'Cc: x@y.example\n\n' \
    "Cc: x@y.example\n$id\n$date\n$from (Joe \\\\(x\\\\))\n\n" 'A full_name=Joe (x)'
fresh

# -- addresses in headers
text 'bare addresses' 'To: joe, "J. D" <ann> (x),\n\tx@y.example\nSubject: joe\nMessage-Id: <1>\nDate: x\nFrom: joe\n\nTo: joe\n' \
    'To: joe@example.com, "J. D" <ann@example.com> (x),\n\tx@y.example\nSubject: joe\nMessage-Id: <1>\nDate: x\nFrom: joe@example.com\n\nTo: joe\n'
conf 'append_dot_mydomain = yes' 'mydomain = example.com'
text 'hosts without a domain' "To: a@host, b@c.example, d@[1.2.3.4], e@f.example.\n\n" \
    "To: a@host.example.com, b@c.example, d@[1.2.3.4], e@f.example\n$id\n$date\n$from\n\n"
conf 'append_at_myorigin = no'
text 'not completed' "To: a\n\n" "To: a\n$id\n$date\nFrom: joe\n\n"
fresh
conf 'remote_header_rewrite_domain = domain.invalid'
text 'of remote clients' "To: a, b@c\n\n" \
    "To: a@domain.invalid, b@c\n$id\n$date\n$from\n\n" 'A rewrite=none'
conf 'append_dot_mydomain = yes'
text 'of remote clients, with dots' "To: a, b@c\n\n" \
    "To: a@domain.invalid, b@c.domain.invalid\n$id\n$date\n$from\n\n" 'A rewrite=none'
fresh

# -- Received of SMTP
smtp() {
	put 'Subject: x\n\n' 'A kind=smtp' 'A client_name=mail.example.org' \
	    'A client_address=2001:db8::1' 'A helo_name=me (there); x' \
	    'A protocol=ESMTP' 'A rewrite=none' "$@"
}
smtp
is 'from a client' "$(content)" 'Received: from me ?there?? x (mail.example.org [IPv6:2001:db8::1])
	by mx.example.com (Postfix) with ESMTP id ID
	for <root>; Mon, 23 Nov 2026 09:24:42 +0000 (UTC)
Subject: x'
smtp 'A client_address=192.0.2.1' 'R x y@z.example' 'R joe'
is 'for many' "$(content)" 'Received: from me ?there?? x (mail.example.org [192.0.2.1])
	by mx.example.com (Postfix) with ESMTP id ID;
	Mon, 23 Nov 2026 09:24:42 +0000 (UTC)
Subject: x'

# -- recipients
rcpts() {
	sed -n '2,/^$/s/^- recipient //p' "$file"
}
put '\n' 'R Joe' 'R joe' 'R JOE@example.com' 'P notify=never' 'R joe' 'R '
is 'duplicates' "$(rcpts)" 'Joe@example.com orig=Joe
JOE@example.com
joe@example.com orig=joe notify=never
MAILER-DAEMON@example.com orig=MAILER-DAEMON
root@example.com orig=root'
conf 'enable_original_recipient = no'
put '\n' 'R Joe' 'R joe' 'R JOE@example.com' 'P notify=never' 'R joe'
is 'without the original' "$(rcpts)" 'Joe@example.com orig=Joe
root@example.com orig=root'
fresh
put '\n' 'R a!b' 'R c%d.example' 'R e@f.example.' 'R g@'
is 'other forms' "$(rcpts)" 'b@a orig=a!b
c@d.example orig=c%d.example
e@f.example orig=e@f.example.
g@
root@example.com orig=root'

# -- limits
{ rec F joe; rec M x; rec E ''; } >s
refuses 'no recipients' 'D 5.1.0 no recipients specified' s
conf 'hopcount_limit = 3'
put 'Received: a\nReceived: b\n\n'
like 'hops' "$answer" '^K'
letter 'Received: a\nReceived: b\nReceived: c\n\nx\n' >s
refuses 'too many hops' 'D 5.4.0 too many hops' s
conf 'message_size_limit = 100'
{ letter "$(head -c 101 /dev/zero | tr '\0' x)"; letter 'small\n'; } >s
cleanup <s >answers
is 'too large, and then another' "$("$T/t/tool/records" <answers | sed '/^Q/d; s/^K.*/K/')" \
    'D 5.3.4 message file too big
K'
is 'one is queued' "$(ls "$spool/incoming" | wc -l | tr -d ' ')" 1
fresh
conf 'header_size_limit = 20'
text 'a long header' 'Subject: 12345678901234567890\nX: y\n\nx\n' \
    "Subject: 12345678901\nX: y\n$id\n$date\n$from\n\nx\n"
fresh
conf 'queue_minfree = 4000000000000000'
letter 'x\n' >s
refuses 'no space' 'Z 4.3.1 Insufficient system storage' s
fresh
conf 'message_strip_characters = \0\r'
text 'stripped characters' '\nx' "$id\n$date\n$from\n\nx\n"
{ rec F joe; rec R root; printf '14:MA\0: b\n\r\n\0x\r\ny,'; rec E ''; } >s
cleanup <s >answers
file=$(ls -t "$spool"/incoming/* | head -1)
is 'NUL and CR' "$(content | sed '1,2d' | tr -d '\n')" \
    "A: bMessage-Id: $(content | sed -n 's/^Message-Id: //p')Date: $(content | sed -n 's/^Date: //p')${from}xy"
fresh
conf 'message_reject_characters = \0'
{ rec F joe; rec R root; printf '3:M\0\n,'; rec E ''; } >s
refuses 'characters that are refused' 'D 5.7.1 disallowed character in message' s
fresh
{ rec F joe; rec R root; printf '9:M\nx\0y\n\0\n\0,'; rec E ''; } >s
rm -f "$spool"/incoming/*
cleanup <s >answers
printf 'x\0y\n\0\n\0\n' >wanted
"$T/t/tool/qcontent" "$spool"/incoming/* | sed '1,/^$/d' >got
ok 'NUL stays otherwise' cmp got wanted

# -- what is no submission
bad() {
	rm -f "$spool"/incoming/*
	exits "$1" "$2" cleanup <s
	is "$1: nothing is left" "$(ls "$spool/incoming")" ''
}
{ rec F joe; rec R root; rec M x; } >s
bad 'an end before E' 65
{ rec F joe; rec R root; printf '5:Mab'; } >s
bad 'an end in a record' 65
printf 'hello\n' >s
bad 'no stream' 65
{ rec R root; rec E ''; } >s
bad 'no F' 65
{ rec F joe; rec R root; rec '?' x; rec E ''; } >s
bad 'an unknown record' 65
{ rec F joe; rec R root; rec M x; rec X ''; } >s
bad 'X' 0
printf '99999999:F' >s
bad 'a giant record' 65
: >s
bad 'nothing' 0
{ rec F joe; rec R 'a
b'; rec M x; rec E ''; } >s
refuses 'a line end in a recipient' 'D 5.1.3 bad recipient address syntax' s
{ rec F 'a
b'; rec R root; rec M x; rec E ''; } >s
refuses 'a line end in the sender' 'D 5.1.7 bad sender address syntax' s
{ rec F a; rec A 'helo_name=x
Received: y'; rec R root; rec M x; rec E ''; } >s
refuses 'a line end in a fact' 'D 5.5.2 submission: bad value' s
{ rec F a; rec R "$(head -c 3000 /dev/zero | tr '\0' x)"; rec E ''; } >s
refuses 'a long address' 'D 5.1.3 bad recipient address syntax' s
{ rec F a; rec R root; rec M x; rec R joe; rec E ''; } >s
refuses 'a recipient behind the content' 'D 5.5.1 submission: envelope behind the content' s

# -- many messages at once
fresh
n=0
while [ $n -lt 150 ]; do
	n=$((n + 1))
	if [ $((n % 10)) -eq 3 ]; then
		rec F joe; m 'x\n'; rec E ''
	else
		letter "Subject: $n\n\n"
	fi
done >s
cleanup <s | "$T/t/tool/records" | grep -v '^Q' >answers
is 'many: all are answered' "$(wc -l <answers | tr -d ' ')" 150
is 'many: those that were refused' "$(grep -n '^D' answers | cut -d: -f1 | tr '\n' ' ')" \
    "$(seq 3 10 150 | tr '\n' ' ')"
is 'many: what is queued' "$(ls "$spool/incoming" | wc -l | tr -d ' ')" 135
is 'many: the answers are in order' "$(grep -v ^D answers | while read -r k i; do
	sed -n 's/^Subject: //p' "$spool/incoming/$i"; done | tr '\n' ' ')" \
    "$(seq 1 150 | grep -v '3$' | tr '\n' ' ')"
mkfifo to from
cleanup <to >from &
exec 7>to 8<from
letter 'a\n' >&7
rec F joe >&7
ok 'one that has ended is answered while the next is coming' perl -e \
    'alarm 60; while ($all !~ /:K/) { sysread STDIN, $all, 99, length $all or exit 1 }' <&8
exec 7>&- 8<&-
wait

# -- picked up
fresh
pick() {
	letter 'Subject: x\n\n' "A id=$1" "A maildrop=$2" >s
	cleanup <s >answers || note "exit status $?"
	answer=$("$T/t/tool/records" <answers | sed -n '$p')
}
i=4jY0rp1RbFz6jMGt0
touch "$spool/maildrop/$i"
pick $i 12.34
is 'picked up' "$answer" "K $i"
sum=$(cksum <"$spool/incoming/$i")
pick $i 12.34
is 'again' "$answer" "K $i"
is 'is left as it was' "$(cksum <"$spool/incoming/$i")" "$sum"
pick $i 12.99
is 'another with this id' "$answer" "Z 4.3.0 queue id $i belongs to another message"
is 'leaves it as it was' "$(cksum <"$spool/incoming/$i")" "$sum"
mkdir -p "$spool/deferred/1795425900"
for d in active hold deferred/1795425900; do
	mv "$spool/incoming/$i" "$spool/$d/$i"
	pick $i 12.34
	is "already in $d" "$answer" "K $i"
	is "$d: only there" "$(cd "$spool" && ls -d */$i deferred/*/$i 2>/dev/null | tr '\n' ' ')" \
	    "$( (echo "$d/$i"; echo "maildrop/$i") | sort | tr '\n' ' ')"
	pick $i 12.99
	like "another in $d" "$answer" '^Z'
	mv "$spool/$d/$i" "$spool/incoming/$i"
done
rmdir "$spool/deferred/1795425900"
head -c 100 "$spool/incoming/$i" | sed 's/^POSTERN1 +/POSTERN1 -/' >half
cat half >"$spool/incoming/$i"
pick $i 12.34
is 'an incomplete one is replaced' "$answer" "K $i"
is 'by the whole' "$(cksum <"$spool/incoming/$i")" "$sum"
: >"$spool/incoming/$i"
pick $i 12.34
is 'so is an empty one' "$(cksum <"$spool/incoming/$i")" "$sum"
if command -v flock >/dev/null; then
	flock "$spool/incoming/$i" -c "$(command -v sleep) 30" &
	pid=$!
	wait_for 10 sh -c "! flock -n '$spool/incoming/$i' true"
	pick $i 12.34
	like 'one that is being written' "$answer" '^Z 4'
	pkill -P $pid 2>/dev/null
	kill $pid 2>/dev/null
	wait $pid 2>/dev/null
fi
dd if=/dev/zero of="$spool/incoming/$i" bs=1 count=10 conv=notrunc 2>/dev/null
pick $i 12.34
like 'a damaged one' "$answer" '^Z 4'
rm "$spool/incoming/$i" "$spool/maildrop/$i"
pick $i 12.34
is 'a maildrop file that is gone' "$answer" "K $i"
is 'is not queued again' "$(ls "$spool/incoming")" ''
letter 'x\n' "A id=$i" >s
cleanup <s >answers
is 'an id without a maildrop file' "$("$T/t/tool/records" <answers | sed -n '$p')" "K $i"
letter 'x\n' "A id=../../x" "A maildrop=1" >s
cleanup <s >answers
like 'a bad id' "$("$T/t/tool/records" <answers | sed -n '$p')" '^K [0-9a-zA-Z]{17}$'

# -- a full disk, and a file that may not grow
if [ "$(id -u)" -eq 0 ] && mkdir "$D/tiny" &&
    mount -t tmpfs -o size=1m tiny "$D/tiny" 2>/dev/null; then
	at_exit 'umount "$D/tiny"'
	cp -R "$spool" "$D/tiny/spool"
	conf "queue_directory = $D/tiny/spool"
	spool=$D/tiny/spool
	{ rec F joe; rec R root; m '\n'
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		printf '60001:M'; head -c 60000 /dev/zero | tr '\0' x; printf ,
	done
	rec E ''; letter 'small\n'; } >s
	rm -f "$spool"/incoming/*
	cleanup <s >answers
	is 'a full disk' "$("$T/t/tool/records" <answers | cut -c1-7 | grep -v '^Q')" \
	    "$(printf 'Z 4.3.1\nK %s' "$(ls "$spool/incoming" | cut -c1-5)")"
	is 'what did not fit is gone' "$(ls "$spool/incoming" | wc -l | tr -d ' ')" 1
	spool=$D/i/spool
	fresh
else
	skip 'no tmpfs without root'
fi
{ rec F joe; rec R root; m '\n'
for n in 1 2 3 4; do
	printf '60001:M'; head -c 60000 /dev/zero | tr '\0' x; printf ,
done
rec E ''; } >s
(ulimit -f 100; cleanup <s >answers 2>/dev/null)
like 'a file size limit' "$("$T/t/tool/records" <answers | sed -n '$p')" '^Z 4'
is 'nothing is left' "$(ls "$spool/incoming")" ''

exits 'a bad option' 64 cleanup -Z
exits 'an operand' 64 cleanup x
exits '-o' 0 cleanup -o myhostname=other.example <stream
conf 'header_from_format = funny'
exits 'a bad value' 78 cleanup </dev/null
done_testing
