#!/bin/sh
# SPDX-License-Identifier: ISC
# The client's TLS and logins: what is demanded, what is done, and what never is.
. "$(dirname "$0")/../lib.sh"
need openssl
[ -x "$B/libexec/tlsio" ] || skip_all 'no tlsio in this build'
. "$T/t/cmd/smtp.sh"

# An authority, a certificate of it for mx.test, and one of nobody's.
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout ca.key -out ca.pem -days 2 -subj /CN=authority
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout mx.key -out mx.csr -subj /CN=mx.test
	printf 'subjectAltName=DNS:mx.test,DNS:localhost\n' >ext
	openssl x509 -req -in mx.csr -CA ca.pem -CAkey ca.key -days 2 \
	    -CAcreateserial -extfile ext -out mx.crt
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout own.key -out own.crt -days 2 -subj /CN=own.test
} >openssl.log 2>&1 || { cat openssl.log >&2; exit 99; }
cat mx.key mx.crt >mx.pem
cat own.key own.crt >own.pem
print=$(openssl x509 -in own.crt -noout -fingerprint -sha256 | sed 's/.*=//')

# The server is reached by the name localhost: that is the name to be matched.
config() {
	{
		cat main.cf
		cat <<-END
			myhostname = client.test
			relayhost = [localhost]:$where
			smtp_host_lookup = native
			inet_protocols = ipv4
			smtp_tls_CAfile = $D/ca.pem
			smtp_tls_loglevel = 1
			minimal_backoff_time = 1h
			maximal_backoff_time = 1h
			smtp_starttls_timeout = 5s
		END
		printf '%s\n' "$@"
	} >"$SUITE/etc/main.cf"
}
attempt() {
	: >"$SUITE/log/maillog"
	printf 'Subject: x\n\nx\n' >x
	sendmail -i -odq -f '' "${1-a@to.test}" <x && runq
	log=$(grep -E 'smtp\[.* status=' "$SUITE/log/maillog")
	postsuper -d ALL >/dev/null 2>&1
}
said() {
	cat "$SUITE/log/maillog"
}

# --- levels --------------------------------------------------------------------

server -e STARTTLS,8BITMIME -t mx.pem srv
config 'smtp_tls_security_level = none'
attempt
like 'none: sent' "$log" 'status=sent'
is 'none: in clear' "$(grep -c TLS srv/log)" 0
config 'smtp_tls_security_level = may'
attempt
like 'may: sent' "$log" 'status=sent'
like 'may: encrypted, and asked for by name' "$(cat srv/log)" '^TLS TLSv1.3 localhost'
is 'EHLO again' "$(grep -c '^EHLO' srv/log)" 3
like 'may: logged' "$(said)" 'TLS connection established to localhost\[127.0.0.1\]:[0-9]+: TLSv1.3 with cipher'
config 'smtp_tls_security_level = secure' "smtp_tls_secure_cert_match = localhost"
attempt
like 'secure: sent' "$log" 'status=sent'
like 'secure: verified' "$(said)" 'Verified TLS connection established'
config 'smtp_tls_security_level = verify'
attempt
like 'verify: sent' "$log" 'status=sent'
config 'smtp_tls_security_level = secure' "smtp_tls_secure_cert_match = other.test"
attempt
like 'secure: another name is not enough' "$log" \
    'dsn=4.7.5, status=deferred \(Cannot start TLS: Server certificate not verified\)'
config 'smtp_tls_security_level = verify' 'smtp_tls_CAfile ='
attempt
like 'verify: nor is an authority that is not known' "$log" \
    'dsn=4.7.5, status=deferred \(Cannot start TLS: Server certificate not trusted\)'

server -e STARTTLS -t own.pem srv
config 'smtp_tls_security_level = encrypt'
attempt
like 'encrypt: anybody will do' "$log" 'status=sent'
config 'smtp_tls_security_level = fingerprint' \
    "smtp_tls_fingerprint_cert_match = $print"
attempt
like 'fingerprint: the right one' "$log" 'status=sent'
config 'smtp_tls_security_level = fingerprint' \
    "smtp_tls_fingerprint_cert_match = AA:${print#*:}"
attempt
like 'fingerprint: a wrong one' "$log" 'dsn=4.7.5, status=deferred'
is 'what was refused was not sent' "$(ls srv | grep -c eml)" 2

# --- policies ------------------------------------------------------------------

server -e STARTTLS -t own.pem srv
cat >policy <<END
[localhost]:$where secure match=localhost
.to.test none
END
config "smtp_tls_policy_maps = texthash:$D/policy"
attempt
like 'a policy for the next hop' "$log" 'status=deferred'
printf '%s\n' "[localhost]:$where fingerprint match=$print" >policy
attempt
like 'another one' "$log" 'status=sent'
printf '%s\n' "[localhost]:$where secure mtach=x" >policy
attempt
like 'a mistake in it: mail waits' "$log" \
    'dsn=4.7.5, status=deferred \(client TLS configuration problem: policy for .* invalid attribute "mtach=x"'
printf '%s\n' "[localhost]:$where encrypt protocols=TLSv1.2" >policy
attempt
like 'protocols of a policy' "$(cat srv/log)" '^TLS TLSv1.2'
config "smtp_tls_policy_maps = texthash:$D/missing"
attempt
like 'a table that is not there: mail waits' "$log" 'status=deferred'

# --- servers that do not, or pretend -------------------------------------------

server -e 8BITMIME srv
config 'smtp_tls_security_level = may'
attempt
like 'may: not offered, sent' "$log" 'status=sent'
config 'smtp_tls_security_level = encrypt'
attempt
like 'encrypt: not offered, not sent' "$log" \
    'dsn=4.7.4, status=deferred \(TLS is required, but was not offered by host localhost\[127.0.0.1\]\)'
server -e STARTTLS -t mx.pem srv 'STARTTLS=454 4.7.0 not now'
config 'smtp_tls_security_level = may'
attempt
like 'may: refused, sent' "$log" 'status=sent'
config 'smtp_tls_security_level = encrypt'
attempt
like 'encrypt: refused, not sent' "$log" \
    'dsn=4.7.4, status=deferred \(TLS is required, but host localhost\[127.0.0.1\] refused to start TLS: 454'
is 'only one was sent' "$(ls srv | grep -c eml)" 1
server -e STARTTLS -t mx.pem srv 'STARTTLS=!twice 220 go'
config 'smtp_tls_security_level = may'
attempt
like 'replies before their time: not a word more' "$log" 'status=deferred'
is 'nothing was sent' "$(ls srv | grep -c eml)" 0
server -e STARTTLS srv 'STARTTLS=220 and now nothing of the kind'
config 'smtp_tls_security_level = may'
attempt
like 'may: a handshake that fails: then without' "$log" 'status=sent'
config 'smtp_tls_security_level = encrypt'
attempt
like 'encrypt: then not' "$log" 'dsn=4.7.5, status=deferred \(Cannot start TLS'
server -w -t mx.pem srv
config 'smtp_tls_wrappermode = yes' 'smtp_tls_security_level = verify'
attempt
like 'TLS before the greeting' "$log" 'status=sent'
server -e STARTTLS -t mx.pem -m 1.2 srv
config 'smtp_tls_security_level = encrypt' 'smtp_tls_mandatory_protocols = >=TLSv1.3'
attempt
like 'too old a protocol' "$log" 'dsn=4.7.5, status=deferred'

# --- logins --------------------------------------------------------------------

server -e STARTTLS,AUTH_PLAIN_LOGIN -t mx.pem srv
printf '%s\n' "[localhost]:$where joe:se:cret" >passwords
secret='joe se:cret'
auth='smtp_sasl_auth_enable = yes'
maps="smtp_sasl_password_maps = texthash:$D/passwords"
config "$auth" "$maps" 'smtp_tls_security_level = verify'
attempt
like 'a password for a verified server' "$log" 'status=sent'
like 'plain, as TLS hides it' "$(cat srv/log)" "^login (PLAIN|LOGIN) $secret"
unlike 'nobody wrote it down' "$(said)" 'se:cret|c2U6Y3JldA'
config "$auth" "$maps" 'smtp_tls_security_level = encrypt' 'smtp_tls_CAfile ='
: >srv/log
attempt
like 'an unverified one does not get it' "$log" \
    'status=deferred \(SASL authentication failed; cannot authenticate to server localhost\[127.0.0.1\]: no mechanism'
is 'indeed' "$(grep -c login srv/log)" 0
is 'one warning' "$(said | grep -c 'warning: SASL authentication failed')" 1
config "$auth" "$maps" 'smtp_tls_security_level = encrypt' 'smtp_tls_CAfile =' \
    'smtp_sasl_tls_security_options = noanonymous'
attempt
like 'unless main.cf says so' "$log" 'status=sent'
: >srv/log
config "$auth" "$maps" 'smtp_tls_security_level = none'
attempt
like 'nor is it sent in clear' "$log" 'status=deferred'
is 'indeed not' "$(grep -c login srv/log)" 0
server -e STARTTLS,AUTH_PLAIN srv 'STARTTLS=220 but no handshake'
printf '%s\n' "[localhost]:$where joe:se:cret" >passwords
config "$auth" "$maps" 'smtp_tls_security_level = may' \
    'smtp_sasl_security_options = noanonymous'
attempt
like 'a password is not carried past a broken TLS' "$log" 'status=deferred'
is 'not at all' "$(grep -c login srv/log)" 0

server -e AUTH_PLAIN srv 'LOGIN=535 5.7.8 go away'
printf '%s\n' "[localhost]:$where joe:se:cret" >passwords
config "$auth" "$maps" 'smtp_tls_security_level = none' \
    'smtp_sasl_security_options = noanonymous'
attempt
like 'a wrong password: mail waits' "$log" \
    'dsn=4.7.8, status=deferred \(SASL authentication failed; server localhost\[127.0.0.1\] said: 535 5.7.8 go away\)'
server -e AUTH_XOAUTH2_PLAIN srv
printf '%s\n' "[localhost]:$where joe:token" >passwords
config "$auth" "$maps" 'smtp_tls_security_level = none' \
    'smtp_sasl_security_options = noanonymous' \
    'smtp_sasl_mechanism_filter = xoauth2'
attempt
like 'a token' "$(cat srv/log)" 'login XOAUTH2 XOAUTH2 user=joe\|auth=Bearer token\|\|'
server -e AUTH_PLAIN srv
cat >passwords <<END
me@here.test me:mine
[localhost]:$where joe:his
END
config "$auth" "$maps" 'smtp_tls_security_level = none' \
    'smtp_sasl_security_options = noanonymous' \
    'smtp_sender_dependent_authentication = yes'
printf 'Subject: x\n\nx\n' >x
sendmail -odq -f me@here.test a@to.test <x
sendmail -odq -f you@here.test a@to.test <x
runq
is 'by sender, and else by next hop' "$(sed -n 's/login PLAIN //p' srv/log |
    sort | tr '\n' ',')" 'joe his,me mine,'
config "$auth" "smtp_sasl_password_maps = texthash:$D/nothing"
attempt
like 'a table of passwords that is not there: mail waits' "$log" 'status=deferred'

done_testing
