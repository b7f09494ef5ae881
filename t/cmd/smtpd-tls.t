#!/bin/sh
# STARTTLS and TLS from the beginning: smtpd before tlsio.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
. "$T/t/cmd/tls.sh"
need openssl python3
[ -x "$B/libexec/tlsio" ] || skip_all 'built without OpenSSL'

make_ca ca
make_ca otherca
make_cert server mx.example.com rsa ca
make_cert ec mx.example.com ec ca
make_cert ed mx.example.com ed25519 ca
make_cert sni www.example.org ec ca
make_cert wild sub.example.net rsa ca
make_cert client client.example ec ca
make_cert stranger stranger.example ec otherca
for f in server ec ed sni wild client stranger; do
	cat $f.key $f.pem >$f.both
done

instance 'smtpd_tls_security_level = may' 'smtpd_tls_loglevel = 1' \
    "smtpd_tls_chain_files = $D/server.both, $D/ec.key, $D/ec.pem" \
    'smtpd_tls_received_header = yes' 'smtpd_idle_time = 30s'

cat >mail.in <<'END'
EHLO client.example
STARTTLS
EHLO client.example
MAIL FROM:<ann@example.org>
RCPT TO:<joe@example.com>
DATA
Subject: over TLS

text
.
QUIT
END
listen
tls <mail.in
like 'it is announced' "$out" '^250-STARTTLS$'
like 'a handshake' "$out" '^TLS: TLSv1\.3 alpn=None$'
like 'a message' "$out" '^250 2\.0\.0 Ok: queued as '
is 'not announced a second time' "$(echo "$out" | grep -c STARTTLS)" 1
ok 'the log has it' logged 'smtpd\[.*: Anonymous TLS connection established from unknown\[127\.0\.0\.1\]: TLSv1\.3 with cipher TLS_AES_256_GCM_SHA384 \(256/256 bits\) key-exchange X25519 server-signature [A-Z-]+ \(.*\) server-digest SHA256$'
ok 'and counts it' logged 'disconnect from unknown\[127.0.0.1\] ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7'
r=$(cat "$I"/spool/incoming/*)
like 'Received: with ESMTPS' "$r" 'with ESMTPS id'
like 'Received: what TLS it was' "$r" '^	\(using TLSv1\.3 with cipher TLS_AES_256_GCM_SHA384 \(256/256 bits\)$'
like 'Received: with which keys' "$r" '^	 key-exchange X25519 server-signature .* server-digest SHA256\)$'
like 'Received: no certificate' "$r" '^	\(No client certificate requested\)$'
empty
tls -M 1.2 <mail.in
like 'TLS 1.2' "$out" '^TLS: TLSv1\.2'
empty

# What was said before does not count after.
cat >forget.in <<'END'
EHLO client.example
MAIL FROM:<ann@example.org>
STARTTLS
MAIL FROM:<ann@example.org>
EHLO client.example
RCPT TO:<joe@example.com>
STARTTLS
QUIT
END
tls <forget.in >/dev/null
is 'EHLO and MAIL are forgotten; no TLS in TLS' \
    "$(echo "$out" | grep -v ^250 | sed 1d | cut -d' ' -f1-2)" \
    "$(printf '%s\n' '220 2.0.0' 'TLS: TLSv1.3' '503 5.5.1' '554 5.5.1' '221 2.0.0')"

printf 'EHLO x\nSTARTTLS\n' >hello.in
tls -i <hello.in
like 'injected plaintext' "$out" '^554 5\.5\.0 Error: SMTP protocol synchronization$'
unlike 'is not a handshake' "$out" 'TLS:'
printf 'EHLO x\nSTARTTLS x\nQUIT\n' >syntax.in
tls <syntax.in
like 'it takes no argument' "$out" '^501 5\.5\.4 Syntax: STARTTLS$'

# Handshakes that fail.
printf 'S:\nC: EHLO x\nS:\nC: STARTTLS\nS:\nC: GET / HTTP/1.0\nS: eof\n' >http.in
"$T/t/tool/talk" "$port" <http.in >http.out
ok 'HTTP instead of a handshake: the log' \
    logged 'SSL_accept error from unknown\[127\.0\.0\.1\]: -1'
ok 'with the reason' logged 'warning: TLS library problem: error:[0-9A-F]+:SSL routines:'
ok 'and the end' logged 'lost connection after STARTTLS from unknown'
printf 'S:\nC: EHLO x\nS:\nC: STARTTLS\nS:\nX:\n' >gone.in
"$T/t/tool/talk" "$port" <gone.in >/dev/null
gone() {
	logged 'SSL_accept error from unknown\[127\.0\.0\.1\]: lost connection'
}
ok 'a client that goes' wait_for 10 gone
tls -a http/1.1 <mail.in
like 'another protocol by name is refused' "$out" '^TLS failed'
tls -a smtp <mail.in
like 'smtp by name is not' "$out" '^TLS: TLSv1\.3 alpn=smtp$'
empty

# Protocol versions and ciphers, as a scanner sees them.
for v in tls1_2 tls1_3; do
	s_client -$v
	like "openssl s_client -$v" "$out" '^SSL handshake has read'
	unlike "$v has a cipher" "$out" 'Cipher is \(NONE\)'
done
s_client -tls1_2 -cipher eNULL:aNULL@SECLEVEL=0
like 'no anonymous cipher, with a certificate' "$out" 'alert|no cipher|NONE|Cipher is ADH|Cipher is AECDH'
s_client -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256
like 'the EC key' "$out" 'Cipher is ECDHE-ECDSA-AES128-GCM-SHA256'
s_client -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256
like 'the RSA key' "$out" 'Cipher is ECDHE-RSA-AES128-GCM-SHA256'
like 'secure renegotiation, no compression' "$out" '^Compression: NONE'
out=$( (printf 'EHLO x\r\n'; sleep 1; echo R; sleep 1; printf 'QUIT\r\n') |
    timeout 20 openssl s_client -connect "127.0.0.1:$port" -starttls smtp \
    -tls1_2 2>&1)
unlike 'no renegotiation' "$out" '^221'
like 'it is refused' "$out" 'no renegotiation|no_renegotiation'

# Sessions go on in other processes, and after a restart.
resumes() {
	s_client "-$1" -sess_out "$D/sess.$1"
	if [ "$1" = tls1_3 ]; then
		(printf 'EHLO x\r\n'; sleep 1; printf 'QUIT\r\n') |
		    timeout 20 openssl s_client -connect "127.0.0.1:$port" \
		    -starttls smtp -tls1_3 -sess_out "$D/sess.$1" \
		    >/dev/null 2>&1
	fi
	s_client "-$1" -sess_in "$D/sess.$1"
}
for v in tls1_2 tls1_3; do
	resumes $v
	like "$v: resumed by another process" "$out" '^Reused, TLSv1'
done
ok 'the log says so' logged 'Anonymous TLS connection reused from'
is 'the keys are a file of nobody else' \
    "$(stat -c %a "$I/data/tls/ticket_keys")" 600
kill $listener; wait $listener 2>/dev/null
listen
for v in tls1_2 tls1_3; do
	s_client -$v -sess_in "$D/sess.$v"
	like "$v: resumed after a restart" "$out" '^Reused, TLSv1'
done
kill $listener; wait $listener 2>/dev/null
listen -o smtpd_tls_ask_ccert=yes -o "smtpd_tls_CAfile=$D/ca.pem"
s_client -tls1_2 -sess_in "$D/sess.tls1_2"
unlike 'not where certificates are looked at' "$out" '^Reused, TLSv1'

# Certificates of clients.
tls -c client.both <mail.in
ok 'a certificate of ours' logged 'smtpd\[.*: Trusted TLS connection established from .* client-signature ECDSA \(.*\) client-digest SHA256'
like 'in Received' "$(cat "$I"/spool/incoming/*)" '\(Client CN "client\.example", Issuer "ca" \(verified OK\)\)'
empty
tls -c stranger.both <mail.in
like 'that of a stranger' "$out" 'queued as'
ok 'is not trusted' logged 'Untrusted TLS connection established from'
like 'nor in Received' "$(cat "$I"/spool/incoming/*)" '\(Client CN "stranger\.example", Issuer "otherca" \(not verified\)\)'
empty
tls <mail.in
like 'none' "$(cat "$I"/spool/incoming/*)" '\(Client did not present a certificate\)'
empty
kill $listener; wait $listener 2>/dev/null
listen -o smtpd_tls_security_level=encrypt -o smtpd_tls_req_ccert=yes \
    -o "smtpd_tls_CAfile=$D/ca.pem"
tls -c client.both <mail.in
like 'required: ours' "$out" 'queued as'
tls -c stranger.both <mail.in
like 'required: a stranger' "$out" '^421 4\.7\.1 mx\.example\.com Error: Client certificate not trusted$'
tls <mail.in
like 'required: none' "$out" '^421 4\.7\.1 mx\.example\.com Error: No client certificate presented$'
ok 'the log' logged 'NOQUEUE: abort: TLS from unknown\[127\.0\.0\.1\]: No client certificate presented'
printf 'EHLO x\nMAIL FROM:<a@example.org>\nNOOP\nQUIT\n' >clear.in
"$T/t/tool/tlstalk" "$port" <clear.in >got
is 'encrypt: nothing goes without' "$(grep -v ^250- got | sed 1d | tr -d '\r' | cut -c1-45)" \
    "$(printf '%s\n' '250 CHUNKING' '530 5.7.0 Must issue a STARTTLS command first' '250 2.0.0 Ok' '221 2.0.0 Bye')"
empty
kill $listener; wait $listener 2>/dev/null

# From the beginning.
listen -o smtpd_tls_wrappermode=yes
grep -v -e STARTTLS mail.in | sed 1d >wrapped.in
tls -w <wrapped.in
like 'wrapper mode' "$out" 'queued as'
unlike 'does not announce it' "$out" 'STARTTLS'
printf 'C: GET / HTTP/1.0\nC: \nS: eof\n' >http.in
"$T/t/tool/talk" "$port" <http.in >got
unlike 'HTTP there gets no reply' "$(cat got)" '^S: [0-9]'
empty
kill $listener; wait $listener 2>/dev/null

# Names.
printf 'www.example.org %s\n.example.net %s\n' "$D/sni.both" "$D/wild.both" >"$D/sni"
printf 'bad.example.org %s\n' "$D/server.pem" >>"$D/sni"
sed -i "s|^smtpd_idle_time.*|&\ntls_server_sni_maps = texthash:$D/sni|" "$I/etc/main.cf"
served() {
	rm -f peer.pem
	tls -n "$1" <hello.in
	openssl x509 -in peer.pem -noout -subject 2>/dev/null | sed 's/.*= *//'
}
by_name() {
	is "$1: a name" "$(served WWW.example.org)" www.example.org
	is "$1: a name below" "$(served mail.example.net)" sub.example.net
	is "$1: no such name" "$(served other.example)" mx.example.com
	ok "$1: the log" logged 'established from unknown\[127\.0\.0\.1\] to mail\.example\.net: TLSv1'
	served bad.example.org >/dev/null
	served bad.example.org >got
	ok "$1: a chain without a key fails" logged 'TLS SNI: bad\.example\.org: '
}
listen
by_name texthash
kill $listener; wait $listener 2>/dev/null
postmap -F "hash:$D/sni"
sed -i "s|^tls_server_sni_maps.*|tls_server_sni_maps = hash:$D/sni|" "$I/etc/main.cf"
listen
by_name hash

# A new certificate counts without a restart, one half of it does no harm.
make_cert next next.example.com rsa ca
first=$(served x.example)
is 'before' "$first" mx.example.com
cat next.key server.pem >half.new && mv half.new server.both
sleep 1.1
tls <mail.in
like 'half of a new certificate: 454' "$out" '^454 4\.7\.0 TLS not available due to local problem$'
cat next.key next.pem >server.both
sleep 1.1
printf 'EHLO x\nSTARTTLS\nEHLO x\nQUIT\n' >hello2.in
out=$(printf 'QUIT\r\n' | openssl s_client -connect "127.0.0.1:$port" \
    -starttls smtp -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256 2>/dev/null |
    openssl x509 -noout -subject)
like 'the new one' "$out" 'next\.example\.com'
empty
kill $listener; wait $listener 2>/dev/null

# Settings.
with() {
	listen "$@"
	s_client $how2
	kill $listener; wait $listener 2>/dev/null
}
how2=-tls1_2
with -o 'smtpd_tls_protocols=>=TLSv1.3'
unlike 'only TLS 1.3' "$out" 'Cipher is [A-Z]'
how2=-tls1_3
with -o 'smtpd_tls_protocols=!TLSv1.3'
unlike 'not TLS 1.3' "$out" 'Cipher is [A-Z]'
how2='-tls1_2 -cipher AES128-SHA'
with -o smtpd_tls_ciphers=medium
like 'a medium cipher' "$out" 'Cipher is AES128-SHA'
with -o smtpd_tls_exclude_ciphers=kRSA
unlike 'ciphers are excluded' "$out" 'Cipher is AES'
how2=-tls1_3
with -o "smtpd_tls_chain_files=$D/ed.both"
like 'an Ed25519 key' "$out" 'Server public key is 256 bit|Peer signature type: Ed25519|ED25519'
with -o smtpd_tls_chain_files= -o "smtpd_tls_cert_file=$D/ec.pem" \
    -o "smtpd_tls_key_file=$D/ec.key"
like 'a pair of files' "$out" 'TLSv1\.3'
how2='-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256 -serverpref'
with -o tls_preempt_cipherlist=yes -o tls_ssl_options=NO_TICKET
unlike 'tls_ssl_options counts' "$out" 'TLS session ticket:'
how2=-tls1_2
with -o smtpd_tls_security_level=none
like 'none' "$out" "[Dd]idn.t find STARTTLS"
with -o smtpd_tls_chain_files=
like 'without a certificate it is not offered' "$out" "[Dd]idn.t find STARTTLS"
exits 'no such level' 78 smtpd -t -o smtpd_tls_security_level=very
with -o smtpd_tls_protocols=TLSv9
ok 'a protocol that there is not' logged 'warning: Invalid TLS protocol list: "TLSv9"'
listen -o smtpd_starttls_timeout=1s
printf 'S:\nC: EHLO x\nS:\nC: STARTTLS\nS:\nS: eof\n' >stall.in
"$T/t/tool/talk" "$port" <stall.in >/dev/null
ok 'a stalled handshake ends' \
    logged 'SSL_accept error from unknown\[127\.0\.0\.1\]: Connection timed out'
kill $listener; wait $listener 2>/dev/null

# Of one client, more is logged; and new sessions are counted.
listen -o smtpd_tls_loglevel=0 -o 'smtpd_tls_loglevel_maps=inline:{127.0.0.1=2}' \
    -o smtpd_client_new_tls_session_rate_limit=1 -o smtpd_client_event_limit_exceptions=
tls <mail.in
ok 'smtpd_tls_loglevel_maps' logged 'setting up TLS connection from unknown'
like 'a first session' "$out" 'queued as'
tls <mail.in
like 'a second is one too many' "$out" '^421 4\.7\.0 mx\.example\.com Error: too many new TLS sessions from 127\.0\.0\.1'
ok 'the log' logged 'New TLS session rate limit exceeded: 2 from unknown\[127\.0\.0\.1\] for service'
kill $listener; wait $listener 2>/dev/null

like 'postconf -T run-version' "$(postconf -T run-version)" '^OpenSSL [3-9]'
like 'postconf -T compile-version' "$(postconf -T compile-version)" '^OpenSSL [3-9]'
like 'postconf -T public-key-algorithms' "$(postconf -T public-key-algorithms)" '^rsa$'
exits 'tlsio needs a role' 64 "$I/libexec/tlsio" -m
exits 'tlsio knows three' 64 "$I/libexec/tlsio" -m imap
done_testing
