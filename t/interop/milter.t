#!/bin/sh
# Real milters: OpenDKIM signs and verifies, OpenDMARC reads what OpenDKIM found,
# rspamd refuses.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

[ "${PEERS:-1}" != 0 ] || skip_all 'PEERS=0'
[ "$(id -u)" = 0 ] || skip_all 'peers need root'
need python3
peer=$T/t/tool/peer
export PEER_DIR=$D/peers
chmod 755 "$D"
mkdir -m 777 "$D/m"
instance 'mynetworks = 127.0.0.1' "smtpd_milters = unix:$D/m/dkim" \
    "non_smtpd_milters = unix:$D/m/dkim" 'milter_default_action = tempfail'
me=joe

cat >dkim.conf <<END
Mode sv
Socket local:$D/m/dkim
UMask 000
UserID root
Domain example.com
Selector s1
KeyFile $D/s1.private
TestPublicKeys $D/keys
InternalHosts $D/internal
Canonicalization relaxed/simple
OversignHeaders From
AuthservID mx.example.com
AlwaysAddARHeader yes
RequireSafeKeys no
Syslog yes
END
echo 127.0.0.1 >internal
cat >dmarc.conf <<END
AuthservID mx.example.com
Socket local:$D/m/dmarc
UMask 000
UserID root
TrustedAuthservIDs mx.example.com
END
cat >setup <<END
cd $D
opendkim-genkey -b 1024 -d example.com -s s1
sed 's/^.*(//; s/) *;.*//' s1.txt | tr -d '\t\n"' |
    sed 's/^ */s1._domainkey.example.com /' >keys
mkdir -p /run/opendkim /run/opendmarc
END
chmod 644 internal
"$peer" start milters --bind "$D" --setup "$D/setup" \
    opendkim opendkim-tools opendmarc -- \
    sh -c "opendkim -f -x $D/dkim.conf & opendmarc -f -c $D/dmarc.conf & wait" \
    >peer.out 2>&1
case $? in
0) ;;
77) skip_all 'no peers on this machine' ;;
*) note "$(cat peer.out)"; result 1 'the peer starts'; done_testing ;;
esac
at_exit '"$peer" stop milters'
if ! wait_for 30 test -S "$D/m/dkim" || ! wait_for 30 test -S "$D/m/dmarc"; then
	"$peer" log milters >&2
	result 1 'the milters start'
	done_testing
fi
listen

# send FROM-ADDRESS: the message on standard input, by SMTP from there.
send() {
	python3 -c '
import smtplib, sys
s = smtplib.SMTP("127.0.0.1", int(sys.argv[1]), source_address=(sys.argv[2], 0))
s.sendmail("joe@example.com", ["ann@example.com"], sys.stdin.buffer.read())
s.quit()' "$port" "$1" >send.out 2>&1
}
stored() {
	"$T/t/tool/qcontent" "$I"/spool/incoming/*
}
# The message as the next host gets it.
again() {
	stored >again.msg
	empty
	send 127.0.0.2 <again.msg
}
results() {
	stored | sed -n '/^Authentication-Results: mx/,/^[^	 A]/p' | tr -d '\n\t' |
	    sed 's/  */ /g'
}
letter() {
	printf 'From: Joe <joe@example.com>\nTo: ann@example.com\nSubject: a test\n\nhello\n.dot\n\nlast  \n\n\n'
}

letter >letter
ok 'a letter from inside' send 127.0.0.1 <letter
like 'is signed' "$(stored)" '^DKIM-Signature: v=1; .*d=example\.com; s=s1'
like 'with the headers that were added to it' "$(stored | tr -d '\n\t ')" \
    'h=[^;]*Date:From:To:Subject|h=From:To:Subject:Date'
is 'our trace is on top of the signature, or below' "$(stored | head -12 | grep -cE '^(DKIM-Signature|Received):')" 2
ok 'the next host' again
like 'verifies it' "$(results)" 'dkim=pass .*header\.d=example\.com'
sed 's/^hello/hullo/' again.msg >changed
empty
ok 'a changed one' send 127.0.0.2 <changed
like 'does not verify' "$(results)" 'dkim=fail'
empty
letter >letter
ok 'one from outside' send 127.0.0.2 <letter
unlike 'is not signed' "$(stored)" '^DKIM-Signature'
like 'and not signed means none' "$(results)" 'dkim=none'
empty

# by sendmail, whose mail lacks Date, From and Message-Id
printf 'Subject: by sendmail\nTo: ann\n\nhello\nworld' |
    "$I/bin/sendmail" -f joe@example.com ann@example.com
"$I/bin/postconf" -e 'mydestination = mx.example.com' \
    'default_transport = hold' 'header_checks = static:HOLD'
"$I/bin/runq" >/dev/null 2>&1
"$T/t/tool/qcontent" "$I"/spool/hold/* >held
like 'sendmail: is signed' "$(cat held)" '^DKIM-Signature: '
"$I/bin/postconf" -X header_checks default_transport
"$I/bin/postconf" -e 'mydestination = mx.example.com, example.com'
rm -f "$I"/spool/hold/*
listen
ok 'sendmail: the next host' send 127.0.0.2 <held
like 'sendmail: verifies' "$(results)" 'dkim=pass .*header\.d=example\.com'
empty

# two milters: the second reads what the first has written
"$I/bin/postconf" -e "smtpd_milters = unix:$D/m/dkim, { unix:$D/m/dmarc, command_timeout=20s }"
listen
ok 'OpenDMARC behind OpenDKIM' send 127.0.0.2 <again.msg
like 'the first' "$(results)" 'dkim=pass'
like 'the second' "$(stored | tr -d '\n\t')" 'Authentication-Results: mx\.example\.com; *dmarc='
empty

# rspamd, which has words of its own
mkdir -p rspamd
cat >rspamd.setup <<END
mkdir -p /run/rspamd /var/lib/rspamd /var/log/rspamd /etc/rspamd/local.d
cat >/etc/rspamd/local.d/worker-proxy.inc <<X
bind_socket = "$D/m/rspamd mode=0666";
milter = yes;
timeout = 60s;
upstream "local" { default = yes; self_scan = yes; }
X
echo 'enabled = false;' >/etc/rspamd/local.d/worker-normal.inc
echo 'enabled = false;' >/etc/rspamd/local.d/worker-controller.inc
echo 'filters = "regexp";' >/etc/rspamd/local.d/options.inc
END
if ! "$peer" start rspamd --bind "$D" --setup "$D/rspamd.setup" rspamd -- \
    rspamd -i -f -u root -g root >rspamd.out 2>&1 ||
    ! wait_for 60 test -S "$D/m/rspamd"; then
	note "$(cat rspamd.out)" "$("$peer" log rspamd | tail -20)"
	result 1 'rspamd starts'
	done_testing
fi
at_exit '"$peer" stop rspamd'
"$I/bin/postconf" -e "smtpd_milters = unix:$D/m/rspamd"
listen
ok 'rspamd: a letter' send 127.0.0.2 <letter
is 'rspamd: is taken' "$(queued)" 1
empty
{ letter; echo 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'; } >gtube
send 127.0.0.2 <gtube
like 'rspamd: refuses what it calls spam' "$(cat send.out)" "554, b'5\\.7\\.1 "
like 'rspamd: the log' "$(cat "$I/log/maillog")" \
    'milter-reject: END-OF-MESSAGE from unknown\[127\.0\.0\.2\]: 5\.7\.1 .*; from=<joe@example\.com> to=<ann@example\.com> proto=ESMTP'
is 'rspamd: nothing came in' "$(queued)" 0
"$peer" stop rspamd

# a milter that is not there any more
"$I/bin/postconf" -e "smtpd_milters = unix:$D/m/dkim"
"$peer" stop milters
listen
send 127.0.0.2 <letter
like 'a milter that has gone: come again' "$(cat send.out)" '451, b.4\.7\.1'
is 'nothing came in' "$(queued)" 0
done_testing
