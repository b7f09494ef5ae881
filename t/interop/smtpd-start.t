#!/bin/sh
# smtpd under real super-servers, for real clients, read by real log readers.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

[ "${PEERS:-1}" != 0 ] || skip_all 'PEERS=0'
[ "$(id -u)" = 0 ] || skip_all 'peers need root'
peer=$T/t/tool/peer
export PEER_DIR=$D/peers
chmod 755 "$D"
instance 'mynetworks = 192.0.2.0/24' 'default_process_limit = 50' \
    'smtpd_client_connection_count_limit = 0' \
    'local_recipient_maps = inline:{{joe=x},{ann=x},{1joe=x},{2joe=x},{3joe=x},{4joe=x},{5joe=x}}'

"$peer" start clients --bind "$D" postfix swaks fail2ban pflogsumm \
    openbsd-inetd libio-socket-inet6-perl -- sleep infinity >peer.out 2>&1
case $? in
0) ;;
77) skip_all 'no peers on this machine' ;;
*) note "$(cat peer.out)"; skip_all 'cannot start the peer' ;;
esac
at_exit '"$peer" stop clients'
on() {
	"$peer" exec clients "$@"
}
talks() {
	"$peer" net clients "$T/t/tool/talk" "$1"
}
open_at() {
	wait_for 10 "$peer" net clients sh -c "
		grep -q '$(printf ':%04X 00000000:0000 0A' "$1")' /proc/net/tcp"
}
simple=$T/t/data/smtpd/simple.in
want=$T/t/data/smtpd/simple.out

# --- super-servers ------------------------------------------------------------------
cat >inetd.conf <<END
127.0.0.1:2501 stream tcp nowait.0 root $I/libexec/smtpd smtpd
127.0.0.1:2502 stream tcp wait root $I/libexec/smtpd smtpd
END
on /usr/sbin/inetd -R 0 "$D/inetd.conf" &
on systemd-socket-activate -l 127.0.0.1:2503 "$I/libexec/smtpd" >/dev/null 2>&1 &
on systemd-socket-activate --accept -l 127.0.0.1:2504 "$I/libexec/smtpd" >/dev/null 2>&1 &
on systemd-socket-activate --inetd --accept -l 127.0.0.1:2505 "$I/libexec/smtpd" >/dev/null 2>&1 &
for p in 2501 2502 2503 2504 2505; do
	open_at $p
done
try() {
	talks "$1" <"$simple" | tidy >got
	same "$2" got "$want"
	talks "$1" <"$simple" | tidy >got
	same "$2: again" got "$want"
}
try 2501 'inetd nowait'
try 2502 'inetd wait'
try 2503 'systemd, one program for all'
try 2504 'systemd, a program a connection'
try 2505 'systemd, as inetd'
is 'ten messages' "$(queued)" 10
empty

# --- clients -------------------------------------------------------------------------
from=sender@client.example
ok 'swaks' on swaks --server 127.0.0.1:2501 --from $from --to joe@example.com --silent 2
ok 'swaks, pipelining' on swaks --server 127.0.0.1:2502 --pipeline --from $from --to joe@example.com,ann@example.com --silent 2
exits 'swaks is refused relaying' 24 on swaks --server 127.0.0.1:2503 --from $from --to x@elsewhere.example --silent 3
printf 'Subject: by curl\r\n\r\n.hello\r\n' >letter
ok 'curl' on curl -sS --mail-from $from --mail-rcpt joe@example.com --upload-file "$D/letter" smtp://127.0.0.1:2503/client.example
cat >lib.py <<'END'
import smtplib
s = smtplib.SMTP('127.0.0.1', 2504)
s.sendmail('sender@client.example', ['joe@example.com', 'ann@example.com'],
    'Subject: by python\n\nhello\n.\n..\n')
try:
    s.sendmail('sender@client.example', ['nobody@example.com'], 'x')
    raise SystemExit('nobody was taken')
except smtplib.SMTPRecipientsRefused as e:
    assert e.recipients['nobody@example.com'][0] == 550, e.recipients
assert s.verify('joe')[0] == 252
assert s.noop()[0] == 250
s.quit()
END
ok 'python smtplib' on python3 "$D/lib.py"
is 'four messages' "$(queued)" 4
empty
ok 'smtp-source, inetd nowait' on smtp-source -s 5 -m 40 -f $from -t joe@example.com 127.0.0.1:2501
ok 'smtp-source, wait' on smtp-source -s 10 -m 100 -l 5000 -f $from -t joe@example.com 127.0.0.1:2502
ok 'smtp-source, many recipients, many messages a connection' \
    on smtp-source -d -s 4 -m 100 -r 5 -f $from -t joe@example.com 127.0.0.1:2503
is 'all of them' "$(queued)" 240
empty

# --- log readers -----------------------------------------------------------------------
talks 2503 <"$T/t/data/smtpd/relay.in" >/dev/null
talks 2503 <"$T/t/data/smtpd/unauthorised.in" >/dev/null
printf 'S:\nC: EHLO x\nS:\nX:\n' | talks 2503 >/dev/null
grep -c . "$I/log/maillog" >/dev/null
n=$(grep -Ec ': (450|454|504|550|554) ' "$I/log/maillog")
on fail2ban-regex -v "$D/i/log/maillog" 'postfix[mode=normal]' >f2b 2>&1
isnt "fail2ban's postfix filter finds the refused" \
    "$(sed -n 's/^Lines: .* \([0-9]*\) matched.*/\1/p' f2b)" 0
like 'fail2ban has the address' "$(cat f2b)" '127\.0\.0\.1'
# What must match, line by line.
matched() {
	grep -E "$1" "$I/log/maillog" | head -n 1 >line
	[ -s line ] || { echo 'no such line'; return; }
	on fail2ban-regex "$D/line" "postfix[mode=$2]" |
	    sed -n 's/^Lines: .* \([0-9]*\) matched.*/\1/p'
}
is 'fail2ban: relay denied' "$(matched '554 5\.7\.1 .*Relay access denied' normal)" 1
is 'fail2ban: user unknown' "$(matched '550 5\.1\.1 .*User unknown' more)" 1
is 'fail2ban: improper pipelining' "$(matched 'improper command pipelining' normal)" 1
is 'fail2ban: a lost connection' "$(matched 'lost connection after EHLO' ddos)" 1
is 'fail2ban: not a connect' "$(matched ' connect from' aggressive)" 0

on pflogsumm "$D/i/log/maillog" >sum 2>sum.err
is 'pflogsumm has nothing to complain about' "$(cat sum.err)" ''
like 'pflogsumm counts what came in' "$(cat sum)" '^ *254 +received'
rejected=$(grep -c 'NOQUEUE: reject:' "$I/log/maillog")
like 'pflogsumm counts the refused' "$(cat sum)" "^ *$rejected +rejected"
like 'pflogsumm knows why' "$(cat sum)" 'Relay access denied'

done_testing
