#!/bin/sh
# TLS with clients that people use: swaks, curl, msmtp, Python, and Postfix; and
# tlsio as a client of Postfix.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
. "$T/t/cmd/tls.sh"
need openssl python3
[ -x "$B/libexec/tlsio" ] || skip_all 'built without OpenSSL'
peer=$T/t/tool/peer
export PEER_DIR="$D/peers"
[ "$(id -u)" = 0 ] || skip_all 'peers need root'

make_ca ca
make_cert server mx.example.com rsa ca
chmod 755 "$D"; chmod 644 ca.pem
instance 'smtpd_tls_security_level = may' 'smtpd_tls_loglevel = 1' \
    "smtpd_tls_cert_file = $D/server.pem" "smtpd_tls_key_file = $D/server.key" \
    'smtpd_idle_time = 60s'

# Nothing of Postfix listens on a port of this host that was not given to us.
pfport=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >setup3 <<END
postconf -e myhostname=pf.test mydestination= smtp_tls_loglevel=1 \
    smtpd_tls_security_level=may smtpd_tls_cert_file=/etc/server.pem \
    smtpd_tls_key_file=/etc/server.key smtp_tls_CAfile=/etc/ca.pem \
    smtp_tls_security_level=secure smtp_tls_secure_cert_match=mx.example.com \
    smtp_tls_session_cache_database=btree:/var/lib/postfix/sc \
    smtp_connection_cache_on_demand=no
postconf -MX smtp/inet
postconf -M "$pfport/inet=$pfport inet n - n - - smtpd -o smtpd_tls_wrappermode=yes"
END
cat >setup2 <<END
cat >/etc/ca.pem <<'E'
$(cat ca.pem)
E
cat >/etc/server.pem <<'E'
$(cat server.pem)
E
cat >/etc/server.key <<'E'
$(cat server.key)
E
END
"$peer" start tools --net host --setup setup2 swaks curl msmtp \
    libnet-ssleay-perl >tools.log 2>&1 || { cat tools.log; exit 99; }
at_exit "$peer stop tools >/dev/null 2>&1"
"$peer" start pf --net host --setup "$T/t/tool/peers/postfix" --setup setup2 \
    --setup setup3 --wait-port "$pfport" postfix -- postfix start >pf.log 2>&1 || { cat pf.log; exit 99; }
at_exit "$peer stop pf >/dev/null 2>&1"
listen

came() {
	is "$1: the message is there" "$(queued)" 1
	like "$1: over TLS" "$(cat "$I"/spool/incoming/* 2>/dev/null)" 'with ESMTPSA? id'
	empty
}
in_tools() {
	"$peer" exec tools "$@"
}
out=$(in_tools swaks --server 127.0.0.1 --port "$port" --tls --from a@example.org \
    --to joe@example.com --h-Subject swaks 2>&1)
like 'swaks: TLS' "$out" 'TLS started with cipher TLSv1\.3'
came swaks
printf 'Subject: curl\r\n\r\nx\r\n' >mail.eml
out=$(in_tools curl -sS --ssl-reqd --cacert /etc/ca.pem \
    --resolve "mx.example.com:$port:127.0.0.1" \
    "smtp://mx.example.com:$port" --mail-from a@example.org \
    --mail-rcpt joe@example.com -T - 2>&1 <mail.eml)
is 'curl verifies, and says nothing' "$out" ''
came curl
out=$(in_tools msmtp --host=127.0.0.1 --port="$port" --tls=on --tls-starttls=on \
    --tls-certcheck=off --from=a@example.org joe@example.com 2>&1 <mail.eml)
is 'msmtp' "$out" ''
came msmtp
cat >py.py <<'END'
import smtplib, ssl, sys
ctx = ssl.create_default_context(cafile=sys.argv[2])
s = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
s._host = 'mx.example.com'
s.starttls(context=ctx)
s.sendmail('a@example.org', ['joe@example.com'], 'Subject: py\r\n\r\nx\r\n')
s.quit()
print('done')
END
is 'smtplib verifies' "$(python3 py.py "$port" "$D/ca.pem" 2>&1)" done
came smtplib

# Postfix's client, at its strictest level; a second message resumes.
"$peer" exec pf postconf -e "relayhost=[127.0.0.1]:$port"
"$peer" exec pf postfix reload >/dev/null 2>&1
from_postfix() {
	"$peer" exec pf sendmail -f a@example.org joe@example.com <mail.eml
}
has() {
	[ "$(queued)" = 1 ]
}
from_postfix
wait_for 30 has
came 'Postfix'
log=$("$peer" exec pf cat /var/log/maillog)
like 'Postfix has verified it' "$log" 'Verified TLS connection established to 127\.0\.0\.1.*TLSv1\.3'
from_postfix
wait_for 30 has
came 'Postfix again'
ok 'its session was resumed, as both see it' \
    logged 'Anonymous TLS connection reused from'
kill $listener

# tlsio before Postfix's server.
export MAIL_CONFIG="$I/etc"
tlsio_client() {
	out=$(printf 'EHLO x\r\nQUIT\r\n' | timeout 30 \
	    "$B/t/tool/tlsclient" "$pfport" "$@" 2>&1 | tr -d '\r')
}
tlsio_client level=secure match=mx.example.com "set:smtp_tls_CAfile=$D/ca.pem" out="$D/sess"
like 'tlsio verifies Postfix' "$out" '^ok Verified TLSv1\.3'
like 'and talks to it' "$out" '^220 pf\.test ESMTP'
tlsio_client level=secure match=mx.example.com "set:smtp_tls_CAfile=$D/ca.pem" in="$D/sess"
like 'and resumes a session' "$out" '^ok Verified reused TLSv1\.3'
done_testing
