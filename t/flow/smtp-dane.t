#!/bin/sh
# SPDX-License-Identifier: ISC
# DANE: what signed TLSA records demand of a server, and what unsigned ones do
# not; with a DNS server that says what is signed, in a network of its own.
. "$(dirname "$0")/../lib.sh"
need python3 openssl
[ -x "$B/libexec/tlsio" ] || skip_all 'no tlsio in this build'
if [ -z "$INSIDE" ]; then
	[ "$(id -u)" = 0 ] || skip_all 'only root can make a network'
	exec env INSIDE=1 unshare -n -m -p --fork --kill-child --mount-proc \
	    sh "$T/t/flow/smtp-dane.t"
fi
ip link set lo up
echo 'nameserver 127.0.0.1
options timeout:1 attempts:1' >resolv.conf
mount --bind resolv.conf /etc/resolv.conf || exit 99

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout mx.key -out mx.crt -days 2 -subj /CN=anything 2>/dev/null || exit 99
cat mx.key mx.crt >mx.pem
good=$(openssl x509 -in mx.crt -noout -pubkey | openssl pkey -pubin \
    -outform DER | openssl dgst -sha256 -r | cut -d' ' -f1)
bad=$(echo "$good" | tr 0-9a-f 1-9a-f0)

# domain NAME [signed...]: with an MX of its own; what is signed: mx addr tlsa.
domain() {
	name=$1.test
	echo "$name MX 10 mx.$name"
	echo "mx.$name A $2"
	case $3 in *mx*) echo "$name SECURE" ;; esac
	case $3 in *addr*) echo "mx.$name SECURE" ;; esac
	[ "$4" ] || return 0
	echo "_25._tcp.mx.$name $4"
	case $3 in *tlsa*) echo "_25._tcp.mx.$name SECURE" ;; esac
}
{
	domain good 127.0.0.2 'mx addr tlsa' "TLSA 3 1 1 $good"
	domain bad 127.0.0.2 'mx addr tlsa' "TLSA 3 1 1 $bad"
	domain both 127.0.0.2 'mx addr tlsa' "TLSA 3 1 1 $bad"
	echo "_25._tcp.mx.both.test TLSA 3 1 1 $good"
	domain unsigned 127.0.0.2 'mx addr' "TLSA 3 1 1 $bad"
	domain unmx 127.0.0.2 'addr tlsa' "TLSA 3 1 1 $bad"
	domain unaddr 127.0.0.2 'mx tlsa' "TLSA 3 1 1 $bad"
	domain none 127.0.0.2 'mx addr'
	domain fails 127.0.0.2 'mx addr' 'RCODE 2'
	domain clear 127.0.0.3 'mx addr tlsa' "TLSA 3 1 1 $good"
	domain odd 127.0.0.2 'mx addr tlsa' "TLSA 1 1 1 $bad"
} >zone
"$T/t/tool/fakedns" zone >ready &
wait_for 10 grep -q ready ready || exit 99
mkdir two three
"$T/t/tool/fakesmtpd" -a 127.0.0.2:25 -e STARTTLS -t mx.pem two >two.port &
"$T/t/tool/fakesmtpd" -a 127.0.0.3:25 three >three.port &
wait_for 10 test -s two.port -a -s three.port || exit 99

SUITE=$D/i
"$T/t/instance" "$SUITE" >/dev/null || exit 99
. "$SUITE/env"
cp "$SUITE/etc/main.cf" main.cf
config() {
	{
		cat main.cf
		printf '%s\n' 'myhostname = client.test' 'mydestination =' \
		    'smtp_dns_support_level = dnssec' 'smtp_tls_loglevel = 1' \
		    'minimal_backoff_time = 1h' 'maximal_backoff_time = 1h' "$@"
	} >"$SUITE/etc/main.cf"
}
to() {
	: >"$SUITE/log/maillog"
	printf 'Subject: x\n\nx\n' >x
	sendmail -odq -f '' "a@$1.test" <x && runq
	log=$(grep -E 'smtp\[.* status=' "$SUITE/log/maillog")
	postsuper -d ALL >/dev/null 2>&1
}

config 'smtp_tls_security_level = dane'
to good
like 'the right key' "$log" 'status=sent'
like 'verified' "$(cat "$SUITE/log/maillog")" 'Verified TLS connection established to mx.good.test'
to both
like 'one of several keys' "$log" 'status=sent'
to bad
like 'another key: mail waits' "$log" 'dsn=4.7.5, status=deferred \(Cannot start TLS'
to unsigned
like 'records that are not signed demand nothing' "$log" 'status=sent'
to unaddr
like 'nor those of a host that is not' "$log" 'status=sent'
to unmx
like 'an unsigned MX: its records count all the same' "$log" 'status=deferred'
to none
like 'no records: as if the level were may' "$log" 'status=sent'
to fails
like 'no answer: mail waits' "$log" 'dsn=4.7.5, status=deferred \(TLSA lookup error for mx.fails.test:25'
to clear
like 'a server that hides its TLS' "$log" \
    'dsn=4.7.4, status=deferred \(TLS is required, but was not offered'
to odd
like 'only records that cannot be used: encrypted' "$log" 'status=sent'
config 'smtp_tls_security_level = dane' 'smtp_tls_dane_insecure_mx_policy = may'
to unmx
like 'or they do not' "$log" 'status=sent'
config 'smtp_tls_security_level = dane-only'
to good
like 'dane-only: the right key' "$log" 'status=sent'
to none
like 'dane-only: no records' "$log" 'dsn=4.7.5, status=deferred \(no TLSA records found for mx.none.test:25\)'
to unsigned
like 'dane-only: unsigned ones' "$log" 'status=deferred'
config 'smtp_tls_security_level = dane' 'smtp_dns_support_level = enabled'
to good
like 'without dnssec nothing is signed' "$log" 'status=sent'
unlike 'and nothing verified' "$(cat "$SUITE/log/maillog")" 'Verified TLS'

done_testing
