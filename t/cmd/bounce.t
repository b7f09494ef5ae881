#!/bin/sh
# bounce: who is told, and what a notice looks like to people and programs.
. "$(dirname "$0")/../lib.sh"
need perl python3

ask=$B/t/tool/ask bounce=$B/libexec/bounce
mkdir etc
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
config() {
	{
		echo "queue_directory = $D"
		echo "maillog_file = $D/log"
		echo 'myhostname = mail.here.example'
		echo 'myorigin = here.example'
		for line; do echo "$line"; done
	} >etc/main.cf
}
# message: the queue file q of the files env, content and journal
message() {
	perl -e 'sub f { local (@ARGV, $/) = @_; <> }
	($e, $c, $j) = map f($_), @ARGV;
	$e = "arrival 1795423080.123456\n$e\n";
	printf "POSTERN1 + %010d %020d 00000000\n%s%s\n%s", 52 + length $e,
	    length $c, $e, $c, $j' env content journal >q
}
# bounced: runs the agent on q; notices go to n1, n2, ..., and $out says the rest
bounced() {
	message
	rm -f n[1-9]
	"$ask" -q q "$bounce" >all
	out=$(perl -ne '
	if (/^n / && !$in) { $k++; $in = 1 }
	if ($in == 2 && /^E $/) { $in = 0; close N }
	elsif ($in == 2) { print N }
	else { print unless /^e $/; if ($in && /^R /) { $in = 2; open N, ">n$k" } }' all)
}
# parse FILE: what Python finds in a notice
parse() {
	python3 - "$1" <<'END'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
raw = open(sys.argv[1], 'rb').read()
print('type', m.get_content_type(), m.get_param('report-type'))
for h in 'From', 'To', 'Subject', 'Auto-Submitted', 'Content-Transfer-Encoding':
    if m[h]: print(h + ':', m[h])
for p in m.walk():
    if p.defects: print('defects', p.get_content_type(), p.defects)
for p in m.iter_parts():
    print('part', p.get_content_type(), p.get('Content-Transfer-Encoding', ''))
status = m.get_payload(1)
for block in status.get_payload():
    for k, v in block.items(): print('%s: %s' % (k, ' '.join(v.split())))
long = [l for l in raw.split(b'\n') if len(l) > 998]
if long: print('long lines', len(long))
if any(b < 32 and b not in (9, 10) or b == 127 for b in raw): print('control bytes')
END
}

config
printf 'From: joe@x.example\nSubject: hello\n\nbody\n--x\n' >content
cat >env <<'END'
sender joe@x.example
envid id+2B1
- recipient waiting@there.example
+ recipient done@there.example
! recipient nobody@here.example orig=alias@here.example
! recipient a\x20b@there.example orcpt=rfc822;a\x20b@old.example notify=failure,delay
! recipient quiet@there.example notify=never
x recipient told@there.example
END
cat >journal <<'END'
1795423081.000000 2 Z 4.3.0 local try\x0aagain
1795423082.000000 3 D 5.7.1 mx.there.example[192.0.2.1]:25 host mx.there.example[192.0.2.1] said: 550 5.7.1 No <you>, really not here, and this is a very long explanation of it (in reply to RCPT TO command)
1795423083.000000 2 D 5.1.1 local unknown user: "nobody"
1795423084.000000 4 D 5.1.1 local unknown user: "quiet"
END
bounced
is 'one notice, to the sender, from nobody' "$out" \
'n sender non-delivery notification
F 
A encoding=7bit
R joe@x.example
r 0 K 2.0.0 none told'
parse n1 >got
cat >wanted <<'END'
type multipart/report delivery-status
From: MAILER-DAEMON@here.example
To: joe@x.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
part text/plain 
part message/delivery-status 
part message/rfc822 
Reporting-MTA: dns; mail.here.example
Original-Envelope-Id: id+1
X-Postfix-Queue-ID: ID
X-Postfix-Sender: rfc822; joe@x.example
Arrival-Date: Mon, 23 Nov 2026 08:38:00 +0000 (UTC)
Final-Recipient: rfc822; nobody@here.example
Original-Recipient: rfc822; alias@here.example
Action: failed
Status: 5.1.1
Diagnostic-Code: X-Postfix; unknown user: "nobody"
Last-Attempt-Date: Mon, 23 Nov 2026 08:38:03 +0000 (UTC)
Final-Recipient: rfc822; "a b"@there.example
Original-Recipient: rfc822;a b@old.example
Action: failed
Status: 5.7.1
Remote-MTA: dns; mx.there.example
Diagnostic-Code: smtp; 550 5.7.1 No <you>, really not here, and this is a very long explanation of it
Last-Attempt-Date: Mon, 23 Nov 2026 08:38:02 +0000 (UTC)
END
sed 's/^\(X-Postfix-Queue-ID: \)[0-9A-Za-z]\{17\}$/\1ID/' got >got2
same 'Python reads what it says' got2 wanted
like 'people read who failed' "$(cat n1)" \
    '^<nobody@here.example> \(expanded from <alias@here.example>\): unknown user:$'
like 'and why' "$(cat n1)" '^<"a b"@there.example>: host mx.there.example'
is 'lines for people are short' \
    "$(sed '/^Content-Description: Delivery/q' n1 | grep -c '.\{79\}')" 0
perl -0777 -ne '/Content-Type: message.rfc822\n\n(.*?)\n--\S+--\n\z/s and print $1' n1 >got
same 'the message comes back byte for byte' got content
unlike 'not those that are not to be told of' "$(cat n1)" 'quiet|waiting|done@|told@'

# -- what is returned --
{ cat env; echo 'ret hdrs'; } >e2; mv e2 env
bounced
is 'its header only, if the sender likes' "$(parse n1 | grep '^part')" \
    'part text/plain 
part message/delivery-status 
part text/rfc822-headers '
perl -0777 -ne '/Content-Type: text.rfc822-headers\n\n(.*?)\n--\S+--\n\z/s and print $1' n1 >got
printf 'From: joe@x.example\nSubject: hello\n' >wanted
same 'that is the header' got wanted
sed -i '/^ret/d' env
config 'bounce_size_limit = 30'
bounced
perl -0777 -ne '/Content-Type: text.rfc822-headers\n\n(.*?)\n--\S+--\n\z/s and print $1' n1 >got
printf 'From: joe@x.example\n' >wanted
same 'or when it is large, and whole lines of it' got wanted
config
: >content
bounced
is 'an empty message' "$(parse n1 | grep -c '^part')" 3
perl -e 'print "Subject: x\n\n", "\xff\x80" x 30, "\0\r\nno newline"' >content
bounced
is 'bytes above 127 are announced' "$(parse n1 | sed -n '/^part/p;/^Content-T/p')" \
    'Content-Transfer-Encoding: 8bit
part text/plain 
part message/delivery-status 
part message/rfc822 8bit'
like 'to the door, too' "$out" '^A encoding=8bit$'
perl -0777 -ne '/message.rfc822\nContent-Transfer-Encoding: 8bit\n\n(.*?)\n--\S+--\n\z/s and print $1' n1 >got
echo >>content
same 'and come back; the last line is ended' got content

# -- hostile words --
printf 'Subject: x\n\nx\n' >content
perl -e 'print "1795423081.000000 2 D 5.0.0 mx[1] ", "\xff" x 20, " a\\x0ab\\x0d\\x0a\\x0aContent-Type: evil\\x00 ",
    "y" x 3000, "\n1795423081.000000 3 D 2.1.5 local \xc3\xa9\n"' >journal
bounced
parse n1 >got
is 'no defects, long lines or control bytes' \
    "$(grep -E '^(defects|long|control)' got)" ''
like 'a success code is none here' "$(cat got)" '^Status: 5.0.0$'
unlike 'no field was smuggled in' "$(cat n1)" '^Content-Type: evil'
like 'text that is UTF-8 says so' "$(cat n1)" 'charset=utf-8'
: >journal
bounced
like 'without a journal' "$(cat n1)" '^<"a b"@there.example>: delivery failed; the reason'

# -- UTF-8 --
cat >env <<'END'
sender jöe@x.example
smtputf8 yes
! recipient nö@hére.example
END
echo '1795423081.000000 0 D 5.1.1 local unknown user: "nö"' >journal
printf 'Subject: \303\266\n\nx\n' >content
bounced
like 'the notice is internationalised, too' "$out" '^A smtputf8=yes$'
is 'in the forms of RFC 6533' \
    "$(parse n1 | grep -E '^part|Final')" 'part text/plain 8bit
part message/global-delivery-status 8bit
part message/global 8bit'
like 'with the address' "$(cat n1)" '^Final-Recipient: utf-8; nö@hére.example$'

# -- who is told --
cat >env <<'END'
sender 
! recipient nobody@here.example
END
bounced
is 'a notice is not answered' "$out" 'r 0 K 2.0.0 none told'
like 'the log says so' "$(tail -1 log)" \
    'bounce\[[0-9]*\]: [0-9A-Za-z]{17}: undeliverable notification discarded'
config 'notify_classes = 2bounce'
bounced
is 'but the postmaster may be told' "$out" \
'n postmaster non-delivery notification
F double-bounce@here.example
A encoding=8bit
R postmaster
r 0 K 2.0.0 none told'
like 'with a subject of its own' "$(cat n1)" \
    '^Subject: Postmaster Copy: Undelivered Mail$'
for s in double-bounce@here.example Double-Bounce@HERE.example; do
	sed -i "s/^sender.*/sender $s/" env
	bounced
	is "$s ends here" "$out" 'r 0 K 2.0.0 none told'
done
like 'the log says that, too' "$(tail -1 log)" \
    'undeliverable postmaster notification discarded$'
sed -i "s/^sender.*/sender joe@x.example/" env
config 'notify_classes = bounce' 'bounce_notice_recipient = pm@here.example'
bounced
is 'a copy for the postmaster' "$out" \
'n sender non-delivery notification
F 
A encoding=8bit
R joe@x.example
n postmaster non-delivery notification
F double-bounce@here.example
A encoding=8bit
R pm@here.example
r 0 K 2.0.0 none told'
like 'of the header' "$(cat n2)" 'text/rfc822-headers'
cat >env <<'END'
sender joe@x.example
! recipient nobody@here.example notify=never
! recipient nobody@here.example notify=success,delay
END
bounced
is 'nobody who did not want it' "$out" 'r 0 K 2.0.0 none told'

done_testing
