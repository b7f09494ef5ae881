#!/bin/sh
# Addresses through Debian's Postfix and through our door, under the same
# configurations: sender, recipients and header addresses must come out alike.
. "$(dirname "$0")/../lib.sh"
peer=$T/t/tool/peer data=$T/t/data/rewrite

[ "${PEERS:-1}" != 0 ] || skip_all "PEERS=0"
[ "$(id -u)" = 0 ] || skip_all "peers need root"
need perl
chmod 755 "$D"
export PEER_DIR="$D/peers"
at_exit '$peer stop pf 2>/dev/null'

# What both sides are told of the host. Nothing is delivered.
common='myhostname = mx.here.example
mydomain = here.example
myorigin = $mydomain
mydestination = $myhostname, $mydomain, localhost
inet_interfaces = loopback-only'
{
	echo 'cd /etc/postfix; sed -i /^my/d main.cf'
	echo "cat >>main.cf <<'X'"
	printf '%s\n' "$common" 'smtpd_relay_restrictions = permit_mynetworks, reject' \
	    'local_recipient_maps =' \
	    'smtpd_recipient_limit = 1000' 'smtputf8_enable = no' 'virtual_alias_domains =' \
	    'smtpd_peername_lookup = no' 'default_process_limit = 500' \
	    'max_idle = 5s'
	echo X
	echo "cat >>master.cf <<'X'"
	"$T/t/tool/rewritten" master "$data"
	echo X
} >setup
if ! "$peer" start pf --setup "$T/t/tool/peers/postfix" --setup "$D/setup" \
    --hostname mx.here.example --bind "$D" --wait-port 10000 postfix -- \
    postfix start >start.log 2>&1
then
	cat start.log >&2
	result 1 'a peer'
	done_testing
fi
ok "letters to Postfix" timeout 40 sh -c '"$1" net pf "$2" send "$3" >ids' sh "$peer" \
    "$T/t/tool/rewritten" "$data"
"$peer" exec pf sh -c 'cd /var/spool/postfix && postcat hold/*' >postcat 2>&1
"$T/t/tool/rewritten" theirs "$data" ids postcat >theirs

"$T/t/instance" "$D/i" >/dev/null || exit 99
. "$D/i/env"
printf '%s\n' "$common" >>"$D/i/etc/main.cf"
ok 'letters to us' sh -c '"$1" ours "$2" "$3" >ours' sh "$T/t/tool/rewritten" \
    "$data" "$D/i"
cut -f1 ours | uniq >names
while read -r name; do
	for side in theirs ours; do
		awk -F '\t' -v n="$name" '$1 == n' $side | cut -f2- >$side.one
	done
	same "$name" ours.one theirs.one
done <names
ok 'enough was compared' test "$(wc -l <theirs)" -gt 5000
ok 'most was taken' test "$(grep -c refused theirs)" -lt 500
note "$(wc -l <theirs) senders, recipients and headers compared"
done_testing
