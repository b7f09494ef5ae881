#!/bin/sh
# smtpd: AUTH through saslio, with Cyrus SASL's own password file.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
. "$T/t/cmd/auth.sh"
need saslpasswd2

with_sasldb
instance 'smtpd_sasl_auth_enable = yes' "cyrus_sasl_config_path = $D/sasl" \
    'smtpd_hard_error_limit = 100' 'smtpd_soft_error_limit = 100' \
    'mynetworks = 192.0.2.0/24' 'smtpd_sasl_authenticated_header = yes' \
    'relay_domains =' 'broken_sasl_auth_clients = yes'
listen -e

talk auth
talk auth-send
is 'one message came in' "$(queued)" 1
received=$(cat "$I"/spool/incoming/*)
like 'Received says by whom' "$received" '^	\(Authenticated sender: joe\)$'
like 'and how' "$received" 'with ESMTPA id'
like 'the queue file has the method' "$received" '^sasl_method PLAIN$'
like 'the user' "$received" '^sasl_username joe$'
like 'and the sender' "$received" '^sasl_sender a\+2Bb@c\.example$'
empty
ok 'a failure is logged as Postfix does' \
    logged 'smtpd\[[0-9]+\]: warning: unknown\[127\.0\.0\.1\]: SASL PLAIN authentication failed: authentication failure, sasl_username=joe$'
ok 'so is one of LOGIN' \
    logged 'warning: unknown\[127\.0\.0\.1\]: SASL LOGIN authentication failed: authentication failure, sasl_username=joe$'
ok 'and one that was given up' \
    logged 'warning: unknown\[127\.0\.0\.1\]: SASL LOGIN authentication aborted$'
ok 'and one that came to nothing' \
    logged 'SASL PLAIN authentication failed: Invalid base64 data in initial response, sasl_username=\(unavailable\)$'
ok 'the message has its login' \
    logged ': [0-9A-Za-z]{17}: client=unknown\[127\.0\.0\.1\], sasl_method=PLAIN, sasl_username=joe, sasl_sender=a\+2Bb@c\.example$'
ok 'a refusal names it' \
    logged 'NOQUEUE: reject: RCPT .* helo=<client\.example> sasl_method=[A-Za-z]+ sasl_username=joe$'
ok 'counted' logged 'disconnect from unknown\[127\.0\.0\.1\] ehlo=1 auth=1/[0-9]+ .*commands='
not() {
	! "$@"
}
ok 'no password is in the log' not logged "secret|wrong|$(b64 secret)|$(b64 wrong)|$(b64 '\0joe\0wrong')"

# Each mechanism, by saslio as a client.
for m in PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256; do
	is "$m" "$("$T/t/tool/login" "$port" $m joe secret 2>&1 | paste -sd'|')" \
	    "mechanism $m|235 2.7.0 Authentication successful|proved"
	like "$m with another password" \
	    "$("$T/t/tool/login" "$port" $m joe wrong 2>&1)" '^535 5\.7\.8 '
	is "$m for nobody" \
	    "$("$T/t/tool/login" "$port" $m nobody wrong 2>&1)" \
	    "$("$T/t/tool/login" "$port" $m joe wrong 2>&1)"
done
like 'the client takes the best' \
    "$("$T/t/tool/login" "$port" - joe secret 2>&1)" '^mechanism SCRAM-SHA-256$'
is 'plain text against its wishes' \
    "$("$T/t/tool/login" -o noplaintext,noanonymous "$port" PLAIN joe secret 2>&1)" \
    'no attempt: no mechanism available'

# What EHLO offers, by main.cf.
mechanisms() {
	printf '%s\n' S: 'C: EHLO x' S: 'C: AUTH CRAM-MD5' S: 'C: *' 'C: QUIT' \
	    'S: eof' | "$T/t/tool/talk" "$port" | sed -n 's/^S: 250-AUTH[= ]//p; /^S: [345]/p'
}
# set_to NAME=VALUE...: the next client finds it so.
set_to() {
	postconf -c "$I/etc" -e "$@"
	sleep 1.1	# files are looked at once a second
}
all='PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256'
is 'anonymous is not offered' "$(mechanisms | sed -n 1p)" "$all"
set_to 'smtpd_sasl_mechanism_filter = plain, login' 'broken_sasl_auth_clients = no'
is 'a filter' "$(mechanisms | sed -n 1p)" 'PLAIN LOGIN'
like 'what is filtered out does not work either' "$(mechanisms)" \
    '^S: 535 5\.7\.8 Error: authentication failed: Invalid authentication mechanism$'
set_to 'smtpd_sasl_mechanism_filter = static:rest' \
    'smtpd_sasl_security_options = noplaintext, noanonymous'
is 'nothing in plain text' "$(mechanisms | sed -n 1p)" 'CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256'
set_to 'smtpd_sasl_security_options = ' 'smtpd_sasl_exceptions_networks = 127.0.0.1'
is 'an exception has no AUTH' "$(mechanisms)" \
    'S: 503 5.5.1 Error: authentication not enabled'
set_to 'smtpd_sasl_exceptions_networks =' 'smtpd_tls_auth_only = yes'
like 'nor has one without TLS' "$(mechanisms)" \
    '^S: 504 5\.5\.4 Encryption required for requested authentication mechanism$'
is 'and is offered none' "$(mechanisms | grep -c PLAIN)" 0
set_to 'smtpd_tls_auth_only = no' 'smtpd_discard_ehlo_keywords = auth'
like 'AUTH among the discarded keywords' "$(mechanisms)" '^S: 503 5\.5\.1 Error: authentication not enabled$'

# The library's file is read anew when it has changed.
set_to 'smtpd_discard_ehlo_keywords =' 'smtpd_sasl_security_options = noanonymous'
sed -i 's/^mech_list.*/mech_list: LOGIN/' "$D/sasl/smtpd.conf"
sleep 1.1
is 'another list of mechanisms' "$(mechanisms | sed -n 1p)" LOGIN
with_sasldb

# Anonymous logins, where they are allowed, permit nothing.
set_to 'smtpd_discard_ehlo_keywords =' 'smtpd_sasl_security_options = ' \
    'smtpd_sasl_mechanism_filter = anonymous'
anonymous=$(printf '%s\n' S: 'C: EHLO x' S: "C: AUTH ANONYMOUS $(b64 me)" S: \
    'C: MAIL FROM:<a@b.example>' S: 'C: RCPT TO:<x@elsewhere.example>' S: \
    'C: QUIT' 'S: eof' | "$T/t/tool/talk" "$port")
like 'an anonymous login' "$anonymous" '^S: 235 '
like 'relays nothing' "$anonymous" '^S: 554 5\.7\.1 .*Relay access denied'

# A saslio that dies in the middle costs that login, and no more.
set_to 'smtpd_sasl_security_options = noanonymous' 'smtpd_sasl_mechanism_filter = static:rest'
printf '%s\n' S: 'C: EHLO x' S: 'C: AUTH LOGIN' S: 'P: 1' "C: $(b64 joe)" S: \
    "C: AUTH PLAIN $(b64 '\0joe\0secret')" S: 'C: QUIT' 'S: eof' |
    "$T/t/tool/talk" "$port" >died &
talker=$!
its_saslio() {
	pgrep -f "^$I/libexec/saslio"
}
ok 'saslio runs' wait_for 10 its_saslio
wait_for 10 grep -q '^S: 334' died
its_saslio | xargs kill -KILL
wait $talker
like 'the login in hand: later' "$(cat died)" \
    '^S: 454 4\.7\.0 Temporary authentication failure: Connection lost to authentication server$'
like 'the next one' "$(cat died)" '^S: 235 '

# Trouble of our own is no fault of the client, and mail still comes in.
rm -f "$D/sasldb"
set_to 'smtpd_sasl_mechanism_filter = static:rest'
trouble=$("$T/t/tool/login" "$port" PLAIN joe secret 2>&1)
like 'no password file' "$trouble" '^454 4\.7\.0 Temporary authentication failure: '
mv "$I/libexec/saslio" "$I/libexec/saslio.away"
set_to 'smtpd_sasl_service = smtp'
trouble=$(printf '%s\n' S: 'C: EHLO x' S: "C: AUTH PLAIN $(b64 '\0joe\0secret')" S: \
    'C: MAIL FROM:<a@b.example>' S: 'C: RCPT TO:<joe@example.com>' S: 'C: QUIT' 'S: eof' |
    "$T/t/tool/talk" "$port")
like 'no saslio: AUTH is offered still' "$trouble" '^S: 250-AUTH PLAIN LOGIN$'
like 'the answer is: later' "$trouble" '^S: 454 4\.7\.0 Temporary authentication failure: authentication service is not available$'
like 'and mail comes in' "$trouble" '^S: 250 2\.1\.5 Ok$'
done_testing
