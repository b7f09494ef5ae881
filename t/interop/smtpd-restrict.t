#!/bin/sh
# Restrictions beside Postfix: the same parameters, tables, DNS and clients;
# each reply must be the same. And postgrey, asked for its opinion.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

[ "${PEERS:-1}" != 0 ] || skip_all 'PEERS=0'
[ "$(id -u)" = 0 ] || skip_all 'peers need root'
peer=$T/t/tool/peer
data=$T/t/data/restrict
export PEER_DIR=$D/peers
chmod 755 "$D"
mkdir tables
awk -v dir=tables '/^== / { f = dir "/" $2; next } { print >f }' "$data/tables"
cp "$data/cidr" "$data/regexp" tables

instance 'mydestination = a.test, $myhostname' 'relay_domains = relayed.test' \
    'relay_recipient_maps = inline:{{ok@relayed.test=x}}' \
    'virtual_alias_domains = alias.test.example' \
    'virtual_alias_maps = inline:{{v@alias.test.example=joe@a.test}}' \
    'virtual_mailbox_domains = box.test' \
    'virtual_mailbox_maps = inline:{{box@box.test=box/}}' \
    'mynetworks = 127.0.9.0/24' 'recipient_delimiter = +' \
    'local_recipient_maps = inline:{{joe=x},{ann=x},{user=x},{five=x},{odd=x},{moved=x},{strict=x},{loop=x},{soft=x},{perm=x},{rej=x},{two=x},{dip=x},{both=x},{defer=x}}' \
    'sender_canonical_maps = inline:{{canon@a.test=joe@a.test}}' \
    'smtpd_peername_lookup = yes' 'smtpd_hard_error_limit = 1000' \
    'smtpd_client_connection_count_limit = 0' 'myorigin = a.test' \
    'append_dot_mydomain = no' 'inet_interfaces = 127.0.0.1, 127.0.9.9' \
    'smtpd_forbid_unauth_pipelining = no' 'inet_protocols = ipv4' \
    'smtpd_relay_restrictions = permit_mynetworks, defer_unauth_destination'
for f in client helo sender rcpt server ns classes maybe data reply unknown; do
	postmap -c "$I/etc" "hash:$D/tables/$f"
done
sed "s,DIR,$D/tables,g" "$data/services" | grep -v '^#' >services
sed -n 's/^\([0-9]*\) .*/\1/p' services >numbers

# The same services for both, ours on ports from 21000, Postfix's from 22000.
while read -r n options; do
	printf '%s inet n - n - - smtpd\n' "$n"
	printf '%s\n' "$options" | sed 's/} {/}\n{/g; s/^/  -o /; s/\n/\n  -o /g'
done <services >master.options
cp master.options "$I/etc/master.cf"
sed 's/^\([0-9]*\) inet/127.0.0.1:22@\1 inet/' master.options |
    awk '/^127/ { split($1, a, "@"); $1 = sprintf("127.0.0.1:%d", 22000 + a[2]) } { print }' \
    >postfix.services
sed 's/^\([^#].*[^ 	]\)[ 	]*$/local-data: '\''\1'\''/' "$data/zone" |
    sed 's/[ 	][ 	]*\(A\|MX\|NS\|PTR\|TXT\|CNAME\) / \1 /' >local-data
cat >unbound.conf <<END
server:
  interface: 127.0.0.1
  do-daemonize: no
  username: ""
  chroot: ""
  pidfile: ""
  directory: "$D"
  use-syslog: no
  local-zone: "test." static
  local-zone: "in-addr.arpa." static
  local-zone: "127.in-addr.arpa." static
  local-zone: "broken.test." transparent
  module-config: "iterator"
  do-not-query-localhost: no
$(sed 's/^/  /' local-data | grep -v '^  #')
forward-zone:
  name: "broken.test."
  forward-addr: 127.0.0.1@9
END
cat >setup <<END
postconf -e 'compatibility_level = 3.6'
while read -r line; do postconf -e "\$line"; done <<'IN'
$(sed -n '/^mydestination = mx/,$p' "$I/etc/main.cf" | sed 's/^[ 	]*//' |
    grep -v '^smtpd_idle_time\|^smtpd_forbid_unauth\|^inet_interfaces\|^myhostname')
myhostname = mx.example.com
inet_interfaces = 127.0.0.1, 127.0.9.9
local_transport = discard:
relay_transport = discard:
virtual_transport = discard:
default_transport = discard:
IN
cat $D/postfix.services >>/etc/postfix/master.cf
newaliases
END
# Nobody answers for broken.test; that need not take long.
printf 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n' >resolv
"$peer" start both --resolv resolv -s "$T/t/tool/peers/postfix" -s setup --bind "$D" \
    --bind "$T" --addr 127.0.9.9/8 --hostname mx.example.com postfix unbound postgrey \
    -- sh -c "unbound -c $D/unbound.conf & postfix start-fg" \
    >peer.out 2>&1
case $? in
0) ;;
77) skip_all 'no peers on this machine' ;;
*) note "$(cat peer.out)"; result 1 'the peer starts'; done_testing ;;
esac
at_exit '"$peer" stop both'
on() {
	"$peer" exec both "$@"
}
while read -r n; do
	on "$B/t/tool/listen" -n -a 127.0.0.1 $((21000 + n)) \
	    "$I/libexec/smtpd" -n "$n" >/dev/null 2>>listen.err &
done <numbers
listening() {
	on sh -c "awk '\$4 == \"0A\"' /proc/net/tcp" |
	    awk '{ print substr($2, 10) }' >ports
	while read -r n; do
		grep -q "^$(printf %04X $((21000 + n)))" ports &&
		    grep -q "^$(printf %04X $((22000 + n)))" ports || return
	done <numbers
}
wait_for 30 listening || { result 1 'both serve'; done_testing; }

sh "$data/cases" >cases
# What both say, case by case. Lines that differ are one case each.
"$peer" exec both "$T/t/tool/replies" 21000 <cases >ours 2>ours.err
"$peer" exec both "$T/t/tool/replies" 22000 <cases >theirs 2>theirs.err
is 'all cases were tried here' "$(grep -c '^[0-9]' ours) $(cat ours.err)" "$(grep -c . cases) "
is 'and there' "$(grep -c '^[0-9]' theirs) $(cat theirs.err)" "$(grep -c . cases) "
for n in $(cat numbers); do
	for f in ours theirs; do
		awk -v n="$n" '/^[0-9]/ { on = $1 == n } on' $f >$f.$n
	done
	same "service $n: $(grep -c '^[0-9]' ours.$n) cases" ours.$n theirs.$n
done

# --- postgrey -------------------------------------------------------------------------
on mkdir -p /tmp/grey
on sh -c 'exec postgrey --unix=/tmp/grey/socket --dbdir=/tmp/grey --delay=2 \
    --user=root --group=root --retry-window=1 --auto-whitelist-clients=0' >grey.out 2>&1 &
wait_for 20 on test -S /tmp/grey/socket
result $? 'postgrey listens' || note "$(cat grey.out)"
echo '50 127.0.7.1 helo.known.test x@b.test joe@a.test' >case
cat >>"$I/etc/master.cf" <<'END'
50 inet n - n - - smtpd
  -o { smtpd_recipient_restrictions = check_policy_service unix:/tmp/grey/socket }
END
on "$B/t/tool/listen" -n -a 127.0.0.1 21050 "$I/libexec/smtpd" -n 50 \
    >/dev/null 2>>listen.err &
grey() {
	on "$T/t/tool/replies" 21000 <case >grey
}
passed() {
	grey
	grep -q 'RCPT: 250' grey
}
ok 'who comes again is let in' wait_for 30 passed
ok 'and was told to do so' logged 'NOQUEUE: reject: RCPT from unknown\[127\.0\.7\.1\]: 450 4\.2\.0 <joe@a\.test>: Recipient address rejected: Greylisted, see'
done_testing
