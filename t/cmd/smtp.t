#!/bin/sh
# SPDX-License-Identifier: ISC
# The client beside a server that does what it likes: for each misbehaviour the
# right class of outcome, no loss, no second copy.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtp.sh"
Q=$SUITE/spool

# config [LINE...]: mail for everywhere goes to the server.
config() {
	{
		cat main.cf
		cat <<-END
			myhostname = client.test
			relayhost = [127.0.0.1]:$where
			notify_classes =
			minimal_backoff_time = 1h
			maximal_backoff_time = 1h
		END
		printf '%s\n' "$@"
	} >"$SUITE/etc/main.cf"
}

# send RCPT... <MESSAGE: one attempt to deliver it.
send() {
	: >"$SUITE/log/maillog"
	sendmail -i -odq -f me@client.test "$@" && runq
}
# What the client said of it.
log() {
	grep -E 'mtp\[.* status=' "$SUITE/log/maillog"
}
hello() {
	printf 'Subject: test\n\nhello\n' | send "$@"
}
copies() {
	ls srv | grep -c '\.eml$'
}
clean() {
	postsuper -d ALL >/dev/null 2>&1
}

# --- what goes over the wire ---------------------------------------------------

server -e PIPELINING,SIZE_100000,8BITMIME,DSN,ENHANCEDSTATUSCODES srv
config
printf 'Subject: dots\nFrom: me@client.test\nDate: x\nMessage-Id: <1@x>\n\n.\n..\n.x\nend' |
    send a@to.test '"b c"@to.test'
like 'delivered' "$(log)" 'to=<a@to.test>, relay=127.0.0.1\[127.0.0.1\]:[0-9]+, .*dsn=2.0.0, status=sent \(250 2.0.0 ok: queued as FAKE\)'
is 'one message for two recipients' "$(copies)" 1
tail -n 4 srv/1.eml >got
printf '.\r\n..\r\n.x\r\nend\r\n' >want
same 'dots are stuffed, lines end in CR LF, also the last' got want
like 'parameters that were offered' "$(sed -n 1p srv/1.env)" \
    '^MAIL FROM:<me@client.test> SIZE=[0-9]+$'
like 'quoted on the wire' "$(sed -n 3p srv/1.env)" \
    '^RCPT TO:<"b c"@to.test> ORCPT=rfc822;'
is 'pipelined, and ended politely' "$(cut -d' ' -f1 srv/log | tr '\n' ' ')" \
    'EHLO MAIL RCPT RCPT DATA QUIT '
is 'the queue is empty' "$(mailq)" 'Mail queue is empty'
size=$(sed -n 's/.*SIZE=//p' srv/1.env)
is 'SIZE is that of the wire' "$size" "$(wc -c <srv/1.eml)"

{ echo 'Subject: long'; echo; head -c 3000 /dev/zero | tr '\0' x; echo; } |
    send a@to.test
is 'long lines are folded' "$(awk '{ if (length($0) > m) m = length($0) }
    END { print m <= 999 }' srv/2.eml)" 1
is 'and nothing is lost' "$(tr -d ' \r\n' <srv/2.eml | grep -o 'xxxx*' |
    tail -1 | tr -d '\n' | wc -c)" 3000
printf 'Subject: cr\n\na\rb\n' | send a@to.test
is 'a stray CR does not go out' "$(tr -d '\n' <srv/3.eml | tr '\r' '\n' |
    grep -c '^b$')" 0

config 'default_destination_concurrency_limit = 1'
for i in 1 2 3; do
	printf 'Subject: %s\n\nx\n' $i | sendmail -odq -f me@client.test a@to.test
done
: >srv/log
runq
like 'one connection for several messages' "$(grep -c MAIL srv/log) $(grep -c EHLO srv/log)" '^3 1$'

# --- servers that offer less ---------------------------------------------------

server srv
config
printf 'Subject: caf\303\251\n\ncaf\303\251 = 1\n' | send a@to.test b@to.test
is 'no command before its turn' "$(cut -d' ' -f1 srv/log | tr '\n' ' ')" \
    'EHLO MAIL RCPT RCPT DATA QUIT '
like 'a 7-bit server gets quoted-printable' "$(cat srv/1.eml)" \
    '^caf=C3=A9 =3D 1'
like 'which is said' "$(cat srv/1.eml)" \
    '^Content-Transfer-Encoding: quoted-printable'
config 'disable_mime_output_conversion = yes'
printf 'Subject: x\n\ncaf\303\251 = 1\n' | send a@to.test
like 'unless that is switched off' "$(cat srv/2.eml)" "$(printf 'caf\303\251 = 1')"
{
	cat <<-'END'
		Subject: signed
		MIME-Version: 1.0
		Content-Type: multipart/signed; boundary=b

		--b
		Content-Type: text/plain; charset=utf-8
		Content-Transfer-Encoding: 8bit

	END
	printf 'caf\303\251\n\n--b--\n'
} >signed
config
send a@to.test <signed
like 'what is signed is not converted' "$(log)" 'dsn=5.6.1, status=bounced'
clean

server 'srv' 'EHLO=502 5.5.1 what?'
config
hello a@to.test
is 'HELO where EHLO is not known' "$(cut -d' ' -f1 srv/log | head -3 | tr '\n' ' ')" 'EHLO HELO MAIL '
like 'delivered so' "$(log)" 'status=sent'

server -e SIZE_100 srv
config
hello a@to.test
like 'larger than the server takes: not sent' "$(log)" \
    'dsn=5.3.4, status=bounced \(message size [0-9]+ exceeds size limit 100 of server 127.0.0.1\[127.0.0.1\]\)'
is 'it was not bothered' "$(grep -c MAIL srv/log)" 0
clean

server -e SMTPUTF8,8BITMIME srv
config
printf 'Subject: x\n\nx\n' | send "$(printf 'us\303\251r@to.test')"
like 'SMTPUTF8 where it is needed' "$(cat srv/1.env)" 'MAIL FROM:<me@client.test>.* SMTPUTF8'
server srv
config
printf 'Subject: x\n\nx\n' | send "$(printf 'us\303\251r@to.test')"
like 'and refused where it is not offered' "$(log)" \
    'dsn=5.6.7, status=bounced \(SMTPUTF8 is required'
clean

# --- refusals ------------------------------------------------------------------

server -e PIPELINING srv 'RCPT:*<bad*=550 5.1.1 no such user' \
    'RCPT:*<later*=451 4.3.0 not now'
config
hello good@to.test bad@to.test later@to.test
like 'accepted' "$(log)" 'to=<good@to.test>.*status=sent'
like 'refused for ever' "$(log)" 'to=<bad@to.test>.*dsn=5.1.1, status=bounced \(host 127.0.0.1\[127.0.0.1\] said: 550 5.1.1 no such user \(in reply to RCPT TO command\)\)'
like 'refused for now' "$(log)" 'to=<later@to.test>.*dsn=4.3.0, status=deferred \(host .* said: 451 4.3.0 not now \(in reply to RCPT TO command\)\)'
is 'the message went to who was accepted' "$(grep -c RCPT srv/1.env)" 1
clean

server -e PIPELINING srv 'RCPT=550 5.7.1 nobody here' 'DATA=354 well then'
config
hello a@to.test b@to.test
is 'DATA accepted for nobody: nothing is delivered' "$(copies)" 0
is 'all bounce' "$(log | grep -c 'dsn=5.7.1, status=bounced')" 2
clean

server srv 'RCPT:*<many3*=452 4.5.3 too many recipients' \
    'RCPT:*<many4*=552 too many recipients'
config
hello many1@to.test many2@to.test many3@to.test many4@to.test
like 'those that are too many come in another transaction' \
    "$(grep -c MAIL srv/log) $(log | grep -c 'many[12].*status=sent')" '^2 2$'
like 'and are deferred, also for 552' "$(log | grep many)" \
    'many4.*status=deferred'
clean

# outcome NAME CLASS [-e KEYWORDS] RULE: what becomes of a message to a server
# with that rule, and that it was not accepted.
outcome() {
	name=$1 class=$2
	shift 2
	case $1 in -e) server -e "$2" srv "$3" ;; *) server srv "$1" ;; esac
	config 'smtp_connect_timeout = 5s' 'smtp_helo_timeout = 2s' \
	    'smtp_mail_timeout = 2s' 'smtp_rcpt_timeout = 2s' \
	    'smtp_data_init_timeout = 2s' 'smtp_data_xfer_timeout = 2s' \
	    'smtp_data_done_timeout = 2s' 'smtp_rset_timeout = 2s'
	hello a@to.test b@to.test
	is "$name: $class" "$(log |
	    grep -Ec "$class")" 2 || note "$(log)"
	is "$name: not delivered" "$(copies)" 0
	case $class in *deferred*)
		is "$name: kept" "$(find "$Q/deferred" -type f | wc -l)" 1 ;;
	esac
	clean
}

for state in CONNECT EHLO MAIL RCPT DATA DOT; do
	for ext in PIPELINING 8BITMIME; do
		outcome "$state !close ($ext)" 'dsn=4.4.2, status=deferred \(lost connection with' -e $ext "$state=!close"
		outcome "$state !rst ($ext)" 'dsn=4.4.[12], status=deferred \((lost connection with|connect to)' -e $ext "$state=!rst"
		outcome "$state 4xx ($ext)" 'dsn=4.7.1, status=deferred \(host .* (said|refused to talk to me): 451 4.7.1' -e $ext "$state=451 4.7.1 later"
		outcome "$state 421 ($ext)" 'dsn=4.3.2, status=deferred \(host .* (said|refused to talk to me): 421 4.3.2 ' -e $ext "$state=421 4.3.2 going down"
		outcome "$state half a reply ($ext)" 'dsn=4.4.2, status=deferred \(lost connection with' -e $ext "$state=!half 250-one\\n250 two"
		outcome "$state nonsense ($ext)" 'dsn=4.5.0, status=deferred \(host .* no SMTP reply' -e $ext "$state=hello there"
		outcome "$state a flood ($ext)" 'dsn=4.5.0, status=deferred \(host .* no SMTP reply' -e $ext "$state=!flood"
	done
done
for state in MAIL RCPT DATA DOT; do
	outcome "$state 5xx" 'dsn=5.7.1, status=bounced \(host .* said: 554 5.7.1 never \(in reply to' "$state=554 5.7.1 never"
done
outcome 'CONNECT 5xx' 'dsn=4.7.1, status=deferred \(host .* refused to talk to me: 554 5.7.1' 'CONNECT=554 5.7.1 not you'
for state in CONNECT EHLO MAIL RCPT DATA DOT; do
	outcome "$state silence" 'dsn=4.4.2, status=deferred \(conversation with .* timed out while' "$state=!stall"
done
outcome 'MAIL with a 3xx' 'status=deferred' 'MAIL=354 what'
outcome 'DATA with a 2xx' 'status=deferred' 'DATA=250 ok'
outcome 'mixed codes' 'status=deferred' 'MAIL=250-ok\n550 no'
outcome 'a drip of a reply' 'dsn=4.4.2, status=deferred \(conversation with .* timed out' \
    'MAIL=!drip 250-a reply that takes longer than it may\n250 well'

server srv 'DOT=!close'
config
hello a@to.test
like 'a lost last reply is told as what it is' "$(log)" \
    'while sending end of data -- message may be sent more than once'
clean

server srv 'RCPT=!twice 250 ok'
config
hello a@to.test b@to.test
isnt 'replies before their commands do not deliver to nobody' \
    "$(log | grep -c status=)" 0
clean

: >"$SUITE/log/maillog"
kill $server
server=
hello a@to.test
like 'nobody listens' "$(log)" 'relay=none, .*dsn=4.4.1, status=deferred \(connect to 127.0.0.1\[127.0.0.1\]:[0-9]+: Connection refused\)'
clean

# --- several next hops ---------------------------------------------------------

dead=$where
server srv
config "relayhost = [127.0.0.1]:$dead, [127.0.0.1]:$where"
hello a@to.test
like 'the second next hop' "$(log)" 'status=sent'
config "relayhost = [127.0.0.1]:$dead" "smtp_fallback_relay = [127.0.0.1]:$where"
hello a@to.test
like 'the fallback relay' "$(log)" 'status=sent'
config "relayhost = [127.0.0.1]:nosuchport"
hello a@to.test
like 'a bad port waits for the administrator' "$(log)" 'dsn=4.3.5, status=deferred \(unknown service: nosuchport/tcp'
clean

# --- addresses for the world ---------------------------------------------------

server srv
printf '%s\n' 'me@client.test public@isp.test' >generic
config "smtp_generic_maps = texthash:$D/generic"
printf 'From: Me <me@client.test>\nSubject: x\n\nme@client.test\n' | send a@to.test
like 'the envelope sender' "$(cat srv/1.env)" '^MAIL FROM:<public@isp.test>'
like 'the header' "$(cat srv/1.eml)" '^From: Me <public@isp.test>'
like 'not the text' "$(cat srv/1.eml)" '^me@client.test'
config "smtp_generic_maps = texthash:$D/missing"
hello a@to.test
like 'a table that is not there' "$(log)" 'status=deferred'
clean

# --- LMTP ----------------------------------------------------------------------

server -l -e PIPELINING,8BITMIME,DSN srv 'DOT:*<b@*=550 5.2.2 full' \
    'DOT:*<c@*=450 4.2.2 for now'
config "default_transport = lmtp:inet:127.0.0.1:$where" 'relayhost ='
hello a@to.test b@to.test c@to.test
is 'LHLO' "$(sed -n 1p srv/log)" 'LHLO client.test'
like 'LMTP: one stored' "$(log)" 'postfix/lmtp.*to=<a@to.test>.*status=sent'
like 'LMTP: one full' "$(log)" 'to=<b@to.test>.*dsn=5.2.2, status=bounced \(host .* said: 550 5.2.2 full \(in reply to end of DATA command\)\)'
like 'LMTP: one later' "$(log)" 'to=<c@to.test>.*dsn=4.2.2, status=deferred'
clean
server -l -u "$D/lmtp.sock" srv
config "default_transport = lmtp:unix:$D/lmtp.sock" 'relayhost ='
hello a@to.test
like 'LMTP over a Unix socket' "$(log)" "relay=client.test\\[$D/lmtp.sock\\], .*status=sent"

done_testing
