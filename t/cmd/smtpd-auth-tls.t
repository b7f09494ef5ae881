#!/bin/sh
# smtpd: AUTH before, behind and only behind STARTTLS.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
. "$T/t/cmd/auth.sh"
. "$T/t/cmd/tls.sh"
need saslpasswd2 openssl python3

with_sasldb
make_cert cert mx.example.com ec
cat cert.key cert.pem >chain.pem
instance 'smtpd_sasl_auth_enable = yes' "cyrus_sasl_config_path = $D/sasl" \
    'mynetworks = 192.0.2.0/24' 'smtpd_tls_security_level = may' \
    "smtpd_tls_chain_files = $D/chain.pem" 'smtpd_tls_auth_only = yes' \
    'smtpd_tls_received_header = yes' 'smtpd_sasl_authenticated_header = yes' \
    'smtpd_sasl_security_options = noplaintext, noanonymous' \
    'smtpd_sasl_tls_security_options = noanonymous'
listen -e
plain="AUTH PLAIN $(b64 '\0joe\0secret')"

tls <<END
EHLO x
$plain
STARTTLS
EHLO x
AUTH PLAIN $(b64 '\0joe\0wrong')
$plain
MAIL FROM:<a@b.example>
RCPT TO:<x@elsewhere.example>
DATA
Subject: x

.
QUIT
END
before=$(printf '%s\n' "$out" | sed '/^504/q')
after=$(printf '%s\n' "$out" | sed '1,/^504/d')
unlike 'no AUTH in clear' "$before" 'AUTH PLAIN'
like 'not even by asking' "$before" '^504 5\.5\.4 Encryption required for requested authentication mechanism'
like 'AUTH under TLS, with plain text' "$after" '^250-AUTH PLAIN LOGIN CRAM-MD5'
like 'a wrong password' "$after" '^535 5\.7\.8 '
like 'a right one' "$after" '^235 2\.7\.0 Authentication successful'
like 'a message' "$after" '^250 2\.0\.0 Ok: queued as '
received=$(cat "$I"/spool/incoming/*)
like 'Received says both' "$received" 'with ESMTPSA id'
like 'by whom' "$received" '^	\(Authenticated sender: joe\)$'
empty

postconf -c "$I/etc" -e 'smtpd_tls_auth_only = no' 'smtpd_sasl_security_options = noanonymous'
sleep 1.1	# files are looked at once a second
tls <<END
EHLO x
$plain
STARTTLS
MAIL FROM:<a@b.example>
RCPT TO:<x@elsewhere.example>
RSET
EHLO x
$plain
MAIL FROM:<a@b.example>
RCPT TO:<x@elsewhere.example>
QUIT
END
is 'a login in clear is forgotten by STARTTLS, and can be done again' \
    "$(printf '%s\n' "$out" | grep -cE '^235 ')" 2
like 'meanwhile nothing is relayed' "$out" '^[45]54 [45]\.7\.1 .*Relay access denied'
like 'and then it is' "$out" '^250 2\.1\.5 Ok'
done_testing
