#!/bin/sh
# smtpd: clients that come too often, send too much, or are too many.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
. "$T/t/cmd/tls.sh"

instance 'mynetworks = 192.0.2.0/24' 'smtpd_idle_time = 60s' 'anvil_rate_time_unit = 3600s' 'mail_name = Postfix'
talker=$T/t/tool/talk
say() {
	printf '%s\n' 'S:' "$@" 'C: QUIT' 'S: eof' | "$talker" "$port" 127.0.0.1 ${from:+"$from"} >got
}
fresh() {
	kill $listener 2>/dev/null; wait $listener 2>/dev/null
	rm -f "$I/data/smtpd_rates"
	listen "$@"
}

listen -e -o smtpd_client_connection_rate_limit=3
for i in 1 2 3; do say; done
like 'as many connections as the limit' "$(cat got)" '^S: 221'
say
is 'one more is turned away' "$(cat got)" 'S: 421 4.7.0 mx.example.com Error: too many connections from 127.0.0.1
C: QUIT
(closed)'
ok 'which is logged as Postfix does' logged 'warning: Connection rate limit exceeded: 4 from unknown\[127\.0\.0\.1\] for service smtpd$'
from=127.0.0.2; say
like 'another client is served' "$(cat got)" '^S: 221'
from=
is 'the counts are in a file of the owner alone' "$(stat -c %a "$I/data/smtpd_rates")" 600
kill $listener; wait $listener 2>/dev/null

# another process, which is not asked to join
listen -n -o smtpd_client_connection_rate_limit=3 -o smtpd_banner=hello
say
like 'a process that serves one connection counts with the others' "$(cat got)" '^S: 421 4\.7\.0'
kill $listener; wait $listener 2>/dev/null
listen -n -o smtpd_client_connection_rate_limit=3 -o smtpd_sandbox=no
say
like 'and so does one without a monitor' "$(cat got)" '^S: 421 4\.7\.0'
fresh -e -o smtpd_client_connection_rate_limit=1 -o mynetworks=127.0.0.1
say; say
like 'mynetworks is excepted' "$(cat got)" '^S: 221'

fresh -e -o smtpd_client_message_rate_limit=2 -o smtpd_client_recipient_rate_limit=3
say 'C: HELO x' S: 'C: MAIL FROM:<a@b.example>' S: \
    'C: RCPT TO:<joe@example.com>' S: 'C: RCPT TO:<joe@example.com>' S: \
    'C: RCPT TO:<joe@example.com>' S: 'C: RCPT TO:<joe@example.com>' S: \
    'C: RSET' S: 'C: MAIL FROM:<a@b.example>' S: 'C: RSET' S: \
    'C: MAIL FROM:<a@b.example>' S:
like 'too many recipients' "$(cat got)" '^S: 450 4\.7\.1 Error: too many recipients from 127\.0\.0\.1$'
like 'too many messages' "$(cat got)" '^S: 450 4\.7\.1 Error: too much mail from 127\.0\.0\.1$'
is 'neither before the limit' "$(grep -c '^S: 450' got)" 2
ok 'both are logged' logged 'Recipient address rate limit exceeded: 4 from unknown\[127\.0\.0\.1\] for service smtpd$'
ok 'as Postfix does' logged 'Message delivery request rate limit exceeded: 3 from unknown\[127\.0\.0\.1\] for service smtpd$'

fresh -e -o smtpd_client_connection_rate_limit=2 -o anvil_rate_time_unit=3s
for i in 1 2 3; do say; done
like 'too often' "$(cat got)" '^S: 421'
again() {
	say
	grep -q '^S: 221' got
}
ok 'but not for ever' wait_for 10 again

# whoever is behind the proxy counts, not the proxy
fresh -e -o smtpd_upstream_proxy_protocol=haproxy -o smtpd_client_connection_count_limit=1
behind() {
	printf '%s\n' "B: PROXY TCP4 $1 192.0.2.1 4711 25\\r\\n" S: "$2" 'C: QUIT' 'S: eof' | "$talker" "$port"
}
behind 198.51.100.1 'P: 3' >first & first=$!
ok 'a client behind a proxy' wait_for 5 grep -q '^S: 220' first
behind 198.51.100.1 'P: 0' >got
like 'it may not come twice' "$(cat got)" '^S: 421 4\.7\.0 .*too many connections from 198\.51\.100\.1$'
behind 198.51.100.2 'P: 0' >got
like 'another may' "$(cat got)" '^S: 221'
ok 'logged with the client' logged 'Connection concurrency limit exceeded: 2 from unknown\[198\.51\.100\.1\] for service smtpd$'
wait $first

# --- TLS ------------------------------------------------------------------------
if [ -x "$B/libexec/tlsio" ] && command -v openssl >/dev/null; then
	make_ca ca
	make_cert server mx.example.com rsa ca
	cat server.key server.pem >server.both
	fresh -e -o smtpd_client_new_tls_session_rate_limit=2 \
	    -o smtpd_tls_security_level=may -o "smtpd_tls_chain_files=$D/server.both"
	for i in 1 2 3; do
		{ sleep 1; printf 'NOOP\r\n'; sleep 1; } | timeout 20 openssl s_client \
		    -starttls smtp -connect "127.0.0.1:$port" -quiet -no_ign_eof >tls.$i 2>/dev/null
	done
	like 'TLS sessions up to the limit' "$(tr -d '\r' <tls.2)" '^250 2\.0\.0 '
	like 'one more is refused, over TLS' "$(tr -d '\r' <tls.3)" '^421 4\.7\.0 .*too many new TLS sessions from 127\.0\.0\.1$'
	ok 'and logged' logged 'New TLS session rate limit exceeded: 3 from unknown\[127\.0\.0\.1\] for service smtpd$'
else
	skip 'built without OpenSSL'
fi

rm -rf "$I/data"
fresh -e -o smtpd_client_connection_rate_limit=1
say; say
like 'without a place for the file it counts all the same' "$(cat got)" '^S: 421'
ok 'and says so' logged 'smtpd_rates: .*; rates of clients are counted by each process'

done_testing
