#!/bin/sh
# saslio: the conversation, by hand.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
. "$T/t/cmd/auth.sh"
need saslpasswd2

instance
with_sasldb

# r RECORD...: as records.
r() {
	for one; do
		bytes=$(printf "$one" | wc -c)
		printf "%d:$one," "$bytes"
	done
}
# says NAME WANTED RECORD...: what saslio answers, as lines.
says() {
	name=$1 want=$2
	shift 2
	is "$name" "$(r "$@" | saslio server cyrus smtpd "$D/sasl" 2>"$D/err" |
	    "$T/t/tool/records" | paste -sd'|')" "$want"
}
facts='Shost=mx.example.com Sservice=smtp Soptions=noanonymous'

is '-a' "$(saslio -a | paste -sd' ')" 'cyrus dovecot'
is '-A' "$(saslio -A)" cyrus
exits 'no role' 64 saslio
exits 'an unknown one' 64 saslio judge cyrus x
exits 'an unknown type' 78 saslio server kerberos smtpd
exits 'Dovecot serves no clients' 78 saslio client dovecot
exits 'nothing to do' 0 saslio server cyrus smtpd "$D/sasl" </dev/null

says 'the list' 'M PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256' $facts L
says 'with other facts' 'M PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 ANONYMOUS' $facts N \
    Shost=mx.example.com Sservice=smtp L
says 'a login' 'K joe' $facts 'I\0joe\0secret' BPLAIN
says 'a wrong password' 'U joe|D authentication failure' $facts 'I\0joe\0wrong' BPLAIN
says 'somebody else' 'U nobody|D authentication failure' $facts 'I\0nobody\0wrong' BPLAIN
says 'wrong, then right, then wrong' \
    'U joe|D authentication failure|K joe|U joe|D authentication failure' \
    $facts 'I\0joe\0wrong' BPLAIN 'I\0joe\0secret' BPLAIN 'I\0joe\0wrong' BPLAIN
says 'step by step' 'C Username:|C Password:|K joe' $facts BLOGIN Rjoe Rsecret
says 'given up, and again' 'C Username:|C Username:|C Password:|K joe' \
    $facts BLOGIN X BLOGIN Rjoe Rsecret
says 'begun again without a word' 'C Username:|K joe' $facts BLOGIN 'I\0joe\0secret' BPLAIN
says 'an initial response counts once' 'K joe|C ' $facts 'I\0joe\0secret' BPLAIN BPLAIN
says 'for somebody else' 'U joe|D authentication failure' $facts 'Iann\0joe\0secret' BPLAIN
says 'no such mechanism' 'D no mechanism available' $facts BFOO
says 'nor this' 'D no mechanism available' $facts 'BPLA\0IN'
says 'a long response' 'D bad protocol / cancel' $facts "I$(head -c 9000 /dev/zero | tr '\0' x)" BPLAIN

bad() {
	name=$1
	shift
	r "$@" | saslio server cyrus smtpd "$D/sasl" >/dev/null 2>&1
	is "$name" $? 65
}
bad 'a response without an attempt' Rx
bad 'a fact without a name' Sx
bad 'a NUL in one' 'Shost=a\0b'
bad 'an option that is none' Soptions=nothing
bad 'a letter that is none' Q
bad 'a server is not told' E
printf '5:hello' | saslio server cyrus smtpd "$D/sasl" >/dev/null 2>&1
is 'half a record' $? 65

# As a client.
client() {
	name=$1 want=$2
	shift 2
	is "$name" "$(r "$@" | saslio client cyrus 2>"$D/err" |
	    "$T/t/tool/records" | paste -sd'|')" "$want"
}
facts='Shost=imap.example Sservice=smtp Susername=joe'
client 'PLAIN' 'A PLAIN|C \x00joe\x00secret|K ' $facts Spassword=secret \
    'Smechanisms=LOGIN PLAIN' B E
client 'LOGIN' 'A LOGIN|W |C joe|C secret|K ' $facts Spassword=secret BLOGIN \
    RUsername: RPassword: E
client 'CRAM-MD5' 'A CRAM-MD5|W |C tim b913a602c7eda7a495b4e6e7334d3890|K ' \
    Shost=x Sservice=smtp Susername=tim Spassword=tanstaaftanstaaf BCRAM-MD5 \
    'R<1896.697170952@postoffice.reston.mci.net>' E
client 'with an identity to act as' 'A PLAIN|C ann\x00joe\x00secret' $facts \
    Spassword=secret Sauthzid=ann BPLAIN
client 'nothing in plain text' 'D no mechanism available' $facts Spassword=secret \
    Soptions=noplaintext 'Smechanisms=LOGIN PLAIN' B
like 'a server that has proved nothing' \
    "$(r $facts Spassword=secret BSCRAM-SHA-1 E | saslio client cyrus |
    "$T/t/tool/records" | tail -1)" '^D the server has not proved itself$'
client 'OAUTHBEARER' \
    'A OAUTHBEARER|C n,a=joe,\x01host=imap.example\x01port=587\x01auth=Bearer tok\x01\x01|K ' \
    $facts Stoken=tok Sserver_port=587 'Smechanisms=PLAIN XOAUTH2 OAUTHBEARER' B E
client 'XOAUTH2' 'A XOAUTH2|C user=joe\x01auth=Bearer tok\x01\x01|C |D bad protocol / cancel' \
    $facts Stoken=tok 'Smechanisms=PLAIN XOAUTH2' B 'R{"status":"401"}' Rmore
client 'a token is no password' 'D no mechanism available' $facts Stoken=tok \
    'Smechanisms=PLAIN LOGIN CRAM-MD5' B
client 'nor a password a token' 'A PLAIN|C \x00joe\x00tok' $facts Spassword=tok \
    'Smechanisms=XOAUTH2 OAUTHBEARER PLAIN' B
client 'a token with a control byte' 'D bad user or token' $facts 'Stoken=a\1b' BXOAUTH2
done_testing
