#!/bin/sh
# Header and body checks beside Postfix: the same letters, of all kinds of MIME,
# must be taken apart in the same way, and come out the same.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

[ "${PEERS:-1}" != 0 ] || skip_all 'PEERS=0'
[ "$(id -u)" = 0 ] || skip_all 'peers need root'
need python3
peer=$T/t/tool/peer
export PEER_DIR=$D/peers
chmod 755 "$D"
mkdir -m 777 "$D/out"

cat >send.py <<'END'
"""send.py PORT: all letters, each in a session of its own; the replies."""
import smtplib, sys

eight = b'\xc3\xbc'
long_line = b'x' * 1500
LETTERS = [
    b'Subject: plain\n\nhello\n',
    b'Subject: folded\n line two\n\tline three\nX: y\n\nhello\n',
    b'Subject: no blank line\nthis is no header\nA: b\n\nbody\n',
    b'this is no header\nA: b\n\nbody\n',
    b'\nbody only\n',
    b'Subject: header only\n',
    b' leading blank\nSubject: x\n\ny\n',
    b'Subject : blank before the colon\n\nx\n',
    b'Subject:\n\nx\n',
    b'X' * 60 + b': long name\n\nx\n',
    b'Subject: long\n\n' + long_line + b'\nend\n',
    b'Content-Type: multipart/mixed; boundary=b\nX-Main: 1\n\npreamble\n--b\n'
    b'X-Part: 1\nContent-Type: text/plain\n\none\n--b\n\ntwo\n--b--\nepilogue\n',
    b'Content-Type: multipart/mixed; boundary="a b"\n\n--a b\nX-Part: 1\n\nx\n--a b--\n',
    b'Content-Type: multipart/mixed;\n\tcharset=x;\n boundary=b\n\n--b\nX-Part: 1\n\nx\n--b--\n',
    b'Content-Type: multipart/mixed (a comment) ; boundary=b\n\n--b\nX-Part: 1\n\nx\n--b--\n',
    b'CONTENT-TYPE: MULTIPART/MIXED; BOUNDARY=B\n\n--B\nX-Part: 1\n\nx\n--B--\n--b\nX: y\n',
    b'Content-Type: multipart/mixed\n\n--b\nX-Part: 1\n\nx\n--b--\n',
    b'Content-Type: message/rfc822\n\nX-Nested: 1\nSubject: in\n\nbody\nX: y\n',
    b'Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\nX-Nested: 1\n\nbody\n',
    b'Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nX-Deep: 1\n\nbody\n',
    b'Content-Type: message/partial; id=x\n\nX-Nested: 1\n\nbody\n',
    b'Content-Type: message/external-body; access-type=x\n\nX-Nested: 1\n\nbody\n',
    b'Content-Type: message/delivery-status\n\nReporting-MTA: x\n\nbody\n',
    b'Content-Type: text/rfc822-headers\n\nX-Nested: 1\n\nbody\n',
    b'Content-Type: multipart/digest; boundary=b\n\n--b\n\nX-Nested: 1\n\nx\n--b\n'
    b'Content-Type: text/plain\n\nX-Not: 1\n\nx\n--b--\n',
    b'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n'
    b'X-Nested: 1\nContent-Type: multipart/mixed; boundary=c\n\n--c\nX-Part: 1\n\nx\n--c--\n'
    b'--b\nX-Part: 2\n\ny\n--b--\n',
    b'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n'
    b'--c\nX-Part: 1\n\nx\n--b\nX-Part: 2\n\ny\n--c\nX-Not: 1\n--b--\nX-Not: 2\n',
    b'Content-Type: multipart/mixed; boundary=b\n\n--b\nX-Part: 1\n\nx\n--b--\n--b\nX-Again: 1\n\ny\n',
    b'Content-Type: multipart/mixed; boundary=b\n\n -- b\n--b \nX-Part: 1\n\nx\n --b\n--b--\n',
    b'Content-Type: multipart/mixed; boundary=b\n\n--b\nX-Part: 1\n folded\n\nx\n--b--\n',
    b'Content-Type: multipart/mixed; boundary=b\nContent-Type: multipart/mixed; boundary=c\n\n'
    b'--b\nX-One: 1\n\nx\n--c\nX-Two: 1\n\ny\n',
    b'MIME-Version: 1.0\nContent-Disposition: x\nContent-Description: y\nContent-ID: z\n'
    b'Content-Length: 5\nContent-Language: en\n\nx\n',
    b'Bcc: hidden@x.example\nReturn-Path: <x>\nSubject: dropped ones\n\nx\n',
    b'Subject: ' + eight + b'\n\n' + eight + b'\n',
    b'Subject: tricky\n\nFrom here\n>From there\n..\n-- \n--\n',
    b'From somebody Mon Jan 1\nSubject: mbox\n\nx\n',
    b'Subject: act replace\nX-Ignore: 1\nX-Strip: 1\nX-Prepend: 1\n\nreplace this\nignore this\n'
    b'prepend to this\nstrip this\nlast\n',
    b'Subject: act reject\n\nx\n',
    b'Subject: body reject\n\ngood\nreject this\n',
    b'Content-Type: multipart/mixed; boundary=b\n\n--b\nX-Part: reject\n\nx\n--b--\n',
    b'Content-Type: message/rfc822\n\nX-Nested: reject\n\nx\n',
    b'Subject: replace me\n as well\n\nx\n',
    b'X-Bad-Replace: 1\n\nx\n',
    b'X-Pass: 1\nSubject: act reject\n\nreject this\n',
    b'X-Redirect: 1\nX-Bcc: 1\nX-Filter: 1\n\nx\n',
]
for n, letter in enumerate(LETTERS):
    s = smtplib.SMTP('127.0.0.1', int(sys.argv[1]), local_hostname='helo.example')
    s.ehlo()
    s.mail('s%d@x.example' % n)
    s.rcpt('joe@example.com')
    code, text = s.data(letter.replace(b'\n', b'\r\n'))
    print(n, code, text.decode().split(':')[0] if code < 300 else text.decode())
    s.quit()
END

# In the first pass every header and line is told of, with the table's name.
for t in H M N B; do
	printf '/^/ WARN %s\n' $t >see.$t
	cat >act.$t <<-'END'
	/^Subject: act reject/	REJECT 5.7.2 no
	/^reject this/		REJECT
	/^X-(Part|Nested): reject/	REJECT
	/^Subject: act replace/	REPLACE Subject: replaced
	/^Subject: (replace me)/	REPLACE X-Subject: $1
	/^X-Ignore/		IGNORE
	/^ignore/		IGNORE
	/^X-Strip/		STRIP
	/^strip/		STRIP
	/^X-Prepend/		PREPEND X-Before: 1
	/^prepend/		PREPEND before
	/^replace this/		REPLACE replaced
	/^X-Bad-Replace/	REPLACE no header
	/^X-Pass/		PASS
	/^X-Redirect/		REDIRECT ann@example.com
	/^X-Bcc/		BCC bob@example.com
	/^X-Filter/		FILTER smtp:[192.0.2.1]
	/^Received: from/	IGNORE
	/^X-Folded/		WARN
	END
done
chmod 644 see.* act.*

conf() {		# PASS
	cat <<-END
	header_checks = regexp:$D/$1.H
	mime_header_checks = regexp:$D/$1.M
	nested_header_checks = regexp:$D/$1.N
	body_checks = regexp:$D/$1.B
	myhostname = mx.example.com
	mydestination = example.com
	local_header_rewrite_clients =
	local_recipient_maps =
	END
}
cat >setup <<END
postconf -e 'smtpd_client_restrictions = static:HOLD' 'smtpd_delay_reject = yes' \
    "maillog_file = $D/out/postfix.log" "maillog_file_prefixes = $D, /var"
sed 's/ = /=/' $D/conf.see | while read -r line; do postconf -e "\$line"; done
END
conf see >conf.see
"$peer" start postfix --bind "$D" --setup "$T/t/tool/peers/postfix" --setup "$D/setup" \
    --wait-port 25 postfix \
    -- postfix start >peer.out 2>&1
case $? in
0) ;;
77) skip_all 'no peers on this machine' ;;
*) note "$(cat peer.out)" "$("$peer" log postfix | tail -20)"; result 1 'the peer starts'; done_testing ;;
esac
at_exit '"$peer" stop postfix'
instance 'mynetworks = 192.0.2.1'
conf see >>"$I/etc/main.cf"

# What the log says of lines, in order, for each message by its sender.
lines() {
	sed -nE 's/^.*cleanup\[[0-9]+\]: [0-9A-Za-z]+: ([a-z]+): (header|body) (.*) from [^ ]*\[127[^;]*; from=<(s[0-9]+)@[^>]*> to=<[^>]*>[^:]*(: (.*))?$/\4 \1 \2 \3 [\6]/p' "$1" |
	    grep -v ' header Received: from helo'
}
# Headers and body as they were queued, without what is ours alone.
clean() {
	sed -e '/^Received: from helo/,/; [A-Z][a-z][a-z], /d'
}
theirs() {
	"$peer" exec postfix sh -c '
	for f in $(find /var/spool/postfix/hold -type f); do
		s=$(postcat -e "$f" | sed -n "s/^sender: s\([0-9]*\)@.*/\1/p")
		postcat -hb "$f" >'"$D"'/out/$1.$s
		postcat -e "$f" | sed -nE "s/^(recipient|redirect_to|content_filter): /\1 /p" | sort >'"$D"'/out/$1.$s.env
	done
	find /var/spool/postfix/hold -type f -delete' sh "$1" 2>/dev/null
}
ours() {
	for f in "$I"/spool/incoming/* "$I"/spool/hold/*; do
		[ -f "$f" ] || continue
		s=$(sed -n '1,/^$/s/^sender s\([0-9]*\)@.*/\1/p' "$f")
		"$T/t/tool/qcontent" "$f" >"out/$1.$s"
		grep -aE '^[-+] recipient|^filter' "$f" | cut -d' ' -f1-3 >"out/$1.$s.env"
	done
	empty
}
pass() {
	"$peer" net postfix python3 "$D/send.py" 25 >"out/$1.theirs" 2>&1
	theirs "$1.t"
	listen
	python3 send.py "$port" >"out/$1.ours" 2>&1
	ours "$1.o"
	same "$1: what the client hears" "out/$1.ours" "out/$1.theirs"
	lines out/postfix.log >"out/$1.log.t"
	lines "$I/log/maillog" >"out/$1.log.o"
	for n in $(cut -d' ' -f1 "out/$1.theirs"); do
		grep "^s$n " "out/$1.log.t" >t.log
		grep "^s$n " "out/$1.log.o" | sed 's/Subject : blank/Subject: blank/' >o.log
		same "$1: letter $n: what is seen" o.log t.log
		[ -f "out/$1.t.$n" ] || { ok "$1: letter $n: refused by both" test ! -f "out/$1.o.$n"; continue; }
		# Postfix takes blanks before a colon away, which signatures mind
		clean <"out/$1.t.$n" | sed 's/^Subject: blank/Subject : blank/' >t.msg
		clean <"out/$1.o.$n" >o.msg
		same "$1: letter $n: what is queued" o.msg t.msg
	done
	: >out/postfix.log
	: >"$I/log/maillog"
}
pass see
conf act >>"$I/etc/main.cf"
conf act >conf.act
"$peer" exec postfix sh -c "sed 's/ = /=/' $D/conf.act | while read -r line; do postconf -e \"\$line\"; done; postfix reload" >/dev/null 2>&1
sleep 1
pass act
done_testing
