#!/bin/sh
# SPDX-License-Identifier: ISC
# Which hosts the client tries, and in which order: with a DNS server whose
# zones are awkward, in a network of its own.
. "$(dirname "$0")/../lib.sh"
need python3
if [ -z "$INSIDE" ]; then
	[ "$(id -u)" = 0 ] || skip_all 'only root can make a network'
	exec env INSIDE=1 unshare -n -m -p --fork --kill-child --mount-proc \
	    sh "$T/t/flow/smtp-mx.t"
fi

ip link set lo up && ip addr add 192.0.2.1/32 dev lo &&
    ip -6 addr add 2001:db8::25/128 dev lo nodad
echo 'nameserver 127.0.0.1
options timeout:1 attempts:1' >resolv.conf
printf '127.0.0.1 localhost\n127.0.0.9 etc.test\n' >hosts
mount --bind resolv.conf /etc/resolv.conf && mount --bind hosts /etc/hosts &&
    { echo 'hosts: files dns' >nsswitch && mount --bind nsswitch /etc/nsswitch.conf; } ||
    exit 99

{
	cat <<-'END'
	one.test MX 10 a.one.test
	a.one.test A 127.0.0.2
	order.test MX 20 b.order.test
	order.test MX 10 dead.order.test
	order.test MX 30 c.order.test
	dead.order.test A 127.0.0.250
	b.order.test A 127.0.0.3
	c.order.test A 127.0.0.2
	plain.test A 127.0.0.2
	alias.test CNAME one.test
	chain.test MX 10 c1.test
	c1.test CNAME c2.test
	c2.test CNAME c3.test
	c3.test A 127.0.0.2
	loop.test MX 10 l1.test
	l1.test CNAME l2.test
	l2.test CNAME l1.test
	null.test MX 0 .
	servfail.test RCODE 2
	refused.test RCODE 5
	mxfail.test MX 10 fails.test
	fails.test RCODE 2
	halffail.test MX 10 fails.test
	halffail.test MX 20 a.one.test
	nomxhost.test MX 10 missing.test
	silent.test SILENT
	garbage.test GARBAGE
	tc.test TRUNCATED
	tc.test MX 10 a.one.test
	empty.test TXT nothing
	self.test MX 10 me.test
	me.test A 192.0.2.1
	backup.test MX 10 first.backup.test
	backup.test MX 20 me.test
	backup.test MX 30 worse.backup.test
	first.backup.test A 127.0.0.250
	worse.backup.test A 127.0.0.2
	six.test MX 10 a.six.test
	a.six.test AAAA 2001:db8::25
	a.six.test A 127.0.0.250
	addr.test MX 10 127.0.0.2
	relay.test A 127.0.0.2
	greet.test MX 10 g1.test
	greet.test MX 20 a.one.test
	g1.test A 127.0.0.4
	END
	for i in $(seq 50); do
		echo "many.test MX 10 m$i.many.test"
		echo "m$i.many.test A 127.0.1.$i"
	done
} >zone
"$T/t/tool/fakedns" zone >ready &
wait_for 10 grep -q ready ready || exit 99

# at ADDRESS DIR [RULE...]
at() {
	mkdir "$2"
	case $1 in *:*) port=2525 ;; *) port=25 ;; esac
	"$T/t/tool/fakesmtpd" -a "$1:$port" -e PIPELINING "$2" >"$2.port" \
	    ${3+"$3"} &
	wait_for 10 test -s "$2.port" || exit 99
}
at 127.0.0.2 two
at 127.0.0.3 three
at 127.0.0.4 four 'CONNECT=554 5.3.2 not today'
at 127.0.0.9 nine
at 2001:db8::25 six

SUITE=$D/i
"$T/t/instance" "$SUITE" >/dev/null || exit 99
. "$SUITE/env"
cp "$SUITE/etc/main.cf" main.cf
config() {
	{
		cat main.cf
		printf '%s\n' 'myhostname = client.test' 'mydestination =' \
		    'smtp_connect_timeout = 3s' 'minimal_backoff_time = 1h' \
		    'maximal_backoff_time = 1h' "$@"
	} >"$SUITE/etc/main.cf"
}
# to ADDRESS: one attempt.
to() {
	: >"$SUITE/log/maillog"
	printf 'Subject: x\n\nx\n' >x
	sendmail -odq -f '' "$1" <x && runq
	log=$(grep -E 'smtp\[.* status=' "$SUITE/log/maillog")
	postsuper -d ALL >/dev/null 2>&1
}

config
to a@one.test
like 'the MX' "$log" 'relay=a.one.test\[127.0.0.2\]:25, .*status=sent'
to a@order.test
like 'the next one when the first is dead' "$log" \
    'relay=b.order.test\[127.0.0.3\]:25, .*status=sent'
like 'which the log tells' "$(cat "$SUITE/log/maillog")" \
    'connect to dead.order.test\[127.0.0.250\]:25: Connection refused'
to a@greet.test
like 'the next one when the first does not talk to us' "$log" \
    'relay=a.one.test\[127.0.0.2\]:25, .*status=sent'
to a@plain.test
like 'the address of a domain without MX' "$log" \
    'relay=plain.test\[127.0.0.2\]:25, .*status=sent'
to a@alias.test
like 'the MX behind an alias' "$log" 'relay=a.one.test\[127.0.0.2\].*status=sent'
to a@chain.test
like 'a chain of aliases' "$log" 'relay=c1.test\[127.0.0.2\].*status=sent'
to a@tc.test
like 'an answer that only TCP can carry' "$log" 'status=sent'
config 'smtp_tcp_port = 2525'
to a@six.test
config
like 'both families in one attempt' "$log" \
    'relay=a.six.test\[2001:db8::25\]:2525, .*status=sent'
to a@halffail.test
like 'a mail exchanger that cannot be looked up is left out' "$log" 'status=sent'

to a@null.test
like 'null MX' "$log" 'dsn=5.1.10, status=bounced \(Domain null.test does not accept mail \(nullMX\)\)'
to a@missing.test
like 'no such domain' "$log" 'dsn=5.4.4, status=bounced \(Host or domain name not found. Name service error for name=missing.test type=MX: Host not found\)'
to a@empty.test
like 'neither MX nor address' "$log" 'dsn=5.4.4, status=bounced'
to a@nomxhost.test
like 'a mail exchanger that does not exist' "$log" 'dsn=5.4.4, status=bounced'
config 'smtp_defer_if_no_mx_address_found = yes'
to a@nomxhost.test
like 'or it waits' "$log" 'status=deferred'
config
for name in servfail refused mxfail garbage silent; do
	to a@$name.test
	like "$name waits" "$log" 'dsn=4.4.3, status=deferred \(Host or domain name not found. Name service error'
done
to a@loop.test
like 'aliases in a circle: not delivered' "$log" 'status=(deferred|bounced)'

to a@self.test
like 'ourselves' "$log" 'dsn=5.4.6, status=bounced \(mail for self.test loops back to myself'
to a@backup.test
like 'a backup does not send to those who are worse' "$log" \
    'dsn=4.4.1, status=deferred \(connect to first.backup.test\[127.0.0.250\]:25: Connection refused\)'
to 'a@[192.0.2.1]'
unlike 'own address literal is not sent out' "$log" 'status=sent'

: >zone.log
to a@many.test
is '50 mail exchangers: only some are tried' \
    "$(grep -c '\]: connect to m' "$SUITE/log/maillog")" 5

to 'a@[127.0.0.2]'
like 'an address literal' "$log" 'relay=127.0.0.2\[127.0.0.2\]:25, .*status=sent'
config 'relayhost = [etc.test]'
to a@one.test
like 'a relay that only /etc/hosts knows' "$log" \
    'relay=etc.test\[127.0.0.9\]:25, .*status=sent'
config 'relayhost = relay.test'
to a@one.test
like 'a relay without brackets' "$log" 'relay=relay.test\[127.0.0.2\].*status=sent'
config 'relayhost = [nosuch.test]'
to a@one.test
like 'a relay that does not exist' "$log" 'status=(bounced|deferred) \(Host or domain name not found'
config 'inet_protocols = ipv6' 'smtp_tcp_port = 2525'
to a@six.test
like 'one family only' "$log" 'status=sent'
to a@one.test
like 'and no host of that family' "$log" 'dsn=5.4.4, status=bounced'
config 'smtp_address_preference = ipv4' 'smtp_tcp_port = 2525'
to a@six.test
like 'the preferred family first' "$(cat "$SUITE/log/maillog")" \
    'connect to a.six.test\[127.0.0.250\]'
config 'smtp_bind_address = 127.0.0.77'
to a@one.test
like 'from a chosen address' "$log" 'status=sent'
config 'smtp_bind_address = 127.0.0.77' 'proxy_interfaces = 127.0.0.3'
to a@order.test
like "a proxy's address is our own" "$log" 'connect to dead.order.test.*Connection refused'

done_testing
