#!/bin/sh
# smtpd and policy servers: what they are asked, what their answers do, and
# what becomes of those that stall, die, or talk nonsense.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

mkdir p
instance 'mynetworks = 192.0.2.0/24' 'smtpd_hard_error_limit = 100' \
    'smtpd_client_connection_count_limit = 0' \
    'smtpd_policy_service_retry_delay = 1s' \
    'smtpd_policy_service_timeout = 2s' \
    'smtpd_policy_service_policy_context = house' \
    "smtpd_recipient_restrictions = check_policy_service unix:$D/p/socket"
"$T/t/tool/fakepolicy" "$D/p/socket" "$D/p" 2>policy.err &
server=$!
at_exit "kill $server 2>/dev/null"
wait_for 10 test -S p/socket || exit 99
listen -e

says() {
	printf '%s\n' "$*" >p/say.new && mv p/say.new p/say
}
# rcpt [SENDER]: a session up to one RCPT; its reply is in $got.
rcpt() {
	printf 'S:\nC: EHLO client.example\nS:\nC: MAIL FROM:<%s> SIZE=99\nS:\nC: RCPT TO:<joe@example.com>\nS:\nC: QUIT\nS: eof\n' "${1-a@client.example}" |
	    "$T/t/tool/talk" "$port" >talk.out
	got=$(sed -n '/^C: RCPT/{n;s/^S: //;p;}' talk.out)
}
answers() {
	says "$1"
	rcpt
	is "$(printf '%s' "$1" | tr -d '\\')" "$got" "$2"
}

says say DUNNO
rcpt
is 'DUNNO' "$got" '250 2.1.5 Ok'
sed -n 's/^\(client_port\|instance\|server_port\|server_address\)=.*/\1=/;p' p/requests >asked
cat >want <<'END'
request=smtpd_access_policy
protocol_state=RCPT
protocol_name=ESMTP
client_address=127.0.0.1
client_name=unknown
client_port=
reverse_client_name=unknown
server_address=
server_port=
helo_name=client.example
sender=a@client.example
recipient=joe@example.com
recipient_count=0
queue_id=
instance=
size=99
etrn_domain=
stress=
sasl_method=
sasl_username=
sasl_sender=
ccert_subject=
ccert_issuer=
ccert_fingerprint=
ccert_pubkey_fingerprint=
encryption_protocol=
encryption_cipher=
encryption_keysize=0
tls_sni=
policy_context=house
END
printf 'compatibility_level=%s\nmail_version=%s\n\n' \
    "$(postconf -c "$I/etc" -h compatibility_level)" \
    "$(postconf -c "$I/etc" -h mail_version)" >>want
same 'what it is asked' asked want
like 'the port is a number' "$(cat p/requests)" '^server_port=[1-9]'

answers 'say OK' '250 2.1.5 Ok'
answers 'say reject' '554 5.7.1 <joe@example.com>: Recipient address rejected: Access denied'
answers 'say 550 5.1.1 no one' '550 5.1.1 <joe@example.com>: Recipient address rejected: no one'
answers 'say defer_if_permit 4.2.0 greylisted' '450 4.2.0 <joe@example.com>: Recipient address rejected: greylisted'
answers 'say permit_mynetworks, reject_non_fqdn_sender, defer' '450 4.3.2 <joe@example.com>: Recipient address rejected: Try again later'
answers 'say check_sender_access hash:/etc/passwd' '451 4.3.5 Server configuration error'
answers 'say reject_rbl_client bl.test.invalid, no_such_name' '451 4.3.5 Server configuration error'
ok 'a refusal is logged as any other' logged 'NOQUEUE: reject: RCPT from unknown\[127\.0\.0\.1\]: 550 5\.1\.1 <joe@example\.com>: Recipient address rejected: no one; from=<a@client\.example> to=<joe@example\.com> proto=ESMTP helo=<client\.example>$'

# --- servers that are no good -----------------------------------------------------
broken='451 4.3.5 <joe@example.com>: Recipient address rejected: Server configuration problem'
answers 'close' "$broken"
ok 'it was tried twice' sh -c "[ \$(grep -c 'connection closed' '$I/log/maillog') = 1 ]"
answers 'raw nonsense\n' "$broken"
answers 'raw action=OK\nx\n\n' "$broken"
answers 'raw action=OK\n\nmore' "$broken"
ok 'that is told' logged 'policy service unix:.*/p/socket: malformed answer'
answers 'hang' "$broken"
ok 'a server that hangs is told' logged 'policy service unix:.*/p/socket: no answer in time'
answers 'drip' "$broken"
answers 'drop' '250 2.1.5 Ok'
answers 'say OK' '250 2.1.5 Ok'

# --- one that hangs stops nobody else -----------------------------------------------
echo 'smtpd_policy_service_timeout = 60s' >>"$I/etc/main.cf"
sleep 1.1
says hang
rcpt slow@client.example &
slow=$!
ok 'one session waits' wait_for 10 sh -c "grep -q slow@ '$D/p/requests'"
says say OK
printf 'S:\nC: EHLO x\nS:\nC: MAIL FROM:<q@client.example>\nS:\nC: RCPT TO:<joe@example.com>\nS:\nC: QUIT\nS: eof\n' |
    "$T/t/tool/talk" "$port" >other.out
like 'another is served meanwhile' "$(cat other.out)" '^S: 250 2.1.5 Ok'
ok 'while it waits' kill -0 $slow
kill $slow 2>/dev/null
kill $listener; wait $listener 2>/dev/null

# --- connections are kept; each parameter ---------------------------------------------
kept() {
	cat >>"$I/etc/main.cf" <<-END
	smtpd_recipient_restrictions = check_policy_service $1
	END
	listen -e
	: >p/accepted
	printf 'S:\nC: EHLO x\nS:\nC: MAIL FROM:<q@client.example>\nS:\nC: RCPT TO:<joe@example.com>\nS:\nC: RCPT TO:<ann@example.com>\nS:\nC: RCPT TO:<joe@example.com>\nS:\nC: QUIT\nS: eof\n' |
	    "$T/t/tool/talk" "$port" >kept.out
	kill $listener; wait $listener 2>/dev/null
	made=$(grep -c x p/accepted)
}
kept "unix:$D/p/socket"
is 'one connection for three questions' "$made" 1
kept "{ unix:$D/p/socket, request_limit=1 }"
is 'request_limit' "$made" 3
kept "{ unix:$D/p/nowhere, default_action=DUNNO, try_limit=1 }"
is 'default_action' "$(grep -c '^S: 250 2.1.5' kept.out)" 3
kept "{ unix:$D/p/nowhere, try_limit=1, { default_action = 450 4.3.9 not now } }"
like 'default_action with blanks' "$(cat kept.out)" 'S: 450 4.3.9 <joe@example.com>: Recipient address rejected: not now'
kept "{ unix:$D/p/nowhere, colour=blue }"
like 'an attribute that is none' "$(cat kept.out)" 'S: 451 4.3.5 .*Server configuration problem'
ok 'is told' logged 'bad attribute "colour=blue"'
: >p/requests
kept "{ unix:$D/p/socket, policy_context=mine }"
like 'policy_context' "$(cat p/requests)" '^policy_context=mine$'
is 'the instance is that of the message' "$(sed -n 's/^instance=//p' p/requests | sort -u | wc -l | tr -d ' ')" 1

# --- at the other stages ------------------------------------------------------------------
cat >>"$I/etc/main.cf" <<END
smtpd_recipient_restrictions =
smtpd_data_restrictions = check_policy_service unix:$D/p/socket
smtpd_end_of_data_restrictions = check_policy_service unix:$D/p/socket
END
: >p/requests
listen -e
"$T/t/tool/talk" "$port" <"$T/t/data/smtpd/pipelined.in" >data.out
is 'asked at DATA and at the end' "$(sed -n 's/^protocol_state=//p' p/requests | tr '\n' ' ')" 'DATA END-OF-MESSAGE '
is 'with the number of recipients' "$(sed -n 's/^recipient_count=//p' p/requests | tr '\n' ' ')" '2 2 '
like 'and the size that came' "$(sed -n 's/^size=//p' p/requests | tail -1)" '^[1-9][0-9]*$'
like 'and the queue id' "$(sed -n 's/^queue_id=//p' p/requests | tail -1)" '^[0-9A-Za-z]{17}$'
empty
says say HOLD look at it
"$T/t/tool/talk" "$port" <"$T/t/data/smtpd/simple.in" >data.out
is 'HOLD from a policy server' "$(find "$I/spool/hold" -type f | wc -l | tr -d ' ')" 1
ok 'logged' logged '(NOQUEUE|[0-9A-Za-z]{17}): hold: (DATA|END-OF-MESSAGE) from unknown\[127\.0\.0\.1\]: <(DATA|END-OF-MESSAGE)>: (Data command|End-of-data) look at it; from=<'
done_testing
