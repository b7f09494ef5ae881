#!/bin/sh
# A filter behind the queue: mail goes to it over SMTP and comes back over a
# listener of its own, where nothing is done twice.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
need python3

me=$(id -un)
printf '/^Subject: once/ PREPEND X-Checked: yes\n' >hc
printf 'team@example.com %s@example.com\n' "$me" >valias
instance "local_recipient_maps = inline:{{$me=x}}" "header_checks = regexp:$D/hc" \
    "virtual_alias_maps = texthash:$D/valias" 'smtp_host_lookup = native' \
    'local_header_rewrite_clients ='
cat >filter.py <<'END'
"""filter.py LISTENING-PORT-FILE BACK-PORT: takes mail, marks it, gives it back."""
import smtplib, socket, sys
s = socket.socket()
s.bind(('127.0.0.1', 0))
s.listen(5)
open(sys.argv[1] + '.new', 'w').write('%d' % s.getsockname()[1])
import os
os.rename(sys.argv[1] + '.new', sys.argv[1])
while True:
    c, _ = s.accept()
    f = c.makefile('rwb')
    say = lambda t: (f.write(t.encode() + b'\r\n'), f.flush())
    say('220 filter')
    sender, rcpts = '', []
    for line in f:
        word = line.strip().upper()
        arg = line.strip().decode().split('<', 1)[-1].split('>')[0]
        if word.startswith((b'EHLO', b'HELO')):
            say('250 filter')
        elif word.startswith(b'MAIL'):
            sender, rcpts = arg, []
            say('250 ok')
        elif word.startswith(b'RCPT'):
            rcpts.append(arg)
            say('250 ok')
        elif word == b'DATA':
            say('354 go')
            text = b''
            while True:
                line = f.readline()
                if line == b'.\r\n':
                    break
                text += line[1:] if line.startswith(b'.') else line
            back = smtplib.SMTP('127.0.0.1', int(open(sys.argv[2]).read()))
            back.sendmail(sender, rcpts, b'X-Filtered: yes\r\n' + text)
            back.quit()
            say('250 2.0.0 filtered')
        elif word == b'QUIT':
            say('221 bye')
            break
    c.close()
END
listen -o content_filter= -o receive_override_options=no_address_mappings,no_header_body_checks,no_unknown_recipient_checks,no_milters
back=$port
echo "$back" >back.port
python3 filter.py "$D/filter.port" "$D/back.port" &
at_exit "kill $!"
wait_for 20 test -s "$D/filter.port" || { echo 'Bail out! no filter'; exit 99; }
"$I/bin/postconf" -e "content_filter = smtp:[127.0.0.1]:$(cat filter.port)"
listen

mails() {
	find "$I/mail" -path '*/new/*' -type f
}
arrived() {
	"$I/bin/runq" -f >/dev/null 2>&1
	[ "$(mails | wc -l)" -ge "$1" ]
}
python3 -c '
import smtplib, sys
s = smtplib.SMTP("127.0.0.1", int(sys.argv[1]))
s.sendmail("a@b.example", ["team@example.com"], "Subject: once\r\n\r\nby smtp\r\n")' "$port"
is 'one comes in' "$(queued)" 1
like 'with its way' "$(grep -a '^filter' "$I"/spool/incoming/*)" '^filter smtp:\[127\.0\.0\.1\]:[0-9]+$'
ok 'and arrives' wait_for 20 arrived 1
box=$(mails)
is 'filtered once, checked once' "$(grep -cE '^X-(Filtered|Checked): yes' "$box")" 2
like 'to whom the alias leads' "$(cat "$box")" "^Delivered-To: $me@example.com"
is 'by way of two hosts, as it were' "$(grep -c '^Received: ' "$box")" 2
rm "$box"
printf 'Subject: once\n\nby sendmail\n' | "$I/bin/sendmail" -f a@b.example team@example.com
ok 'so does mail by sendmail' wait_for 20 arrived 1
is 'filtered once, checked once' "$(grep -cE '^X-(Filtered|Checked): yes' "$(mails)")" 2
rm "$(mails)"
# what is made here does not go there: a notice
printf 'Subject: x\n\nx\n' | "$I/bin/sendmail" -f "$me@example.com" nosuchuser@example.com
ok 'a notice' wait_for 20 arrived 1
is 'is not filtered' "$(sed '/^$/q' "$(mails)" | grep -c '^X-Filtered')" 0
done_testing
