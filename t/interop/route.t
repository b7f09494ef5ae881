#!/bin/sh
# Where addresses go, in Debian's Postfix and here, under the same
# configurations: transport, next hop, recipient and class must be the same.
. "$(dirname "$0")/../lib.sh"
peer=$T/t/tool/peer data=$T/t/data/route

[ "${PEERS:-1}" != 0 ] || skip_all "PEERS=0"
[ "$(id -u)" = 0 ] || skip_all "peers need root"
need perl
chmod 755 "$D"
export PEER_DIR="$D/peers"
at_exit '$peer stop pf 2>/dev/null'

common='myhostname = mx.here.example
mydomain = here.example
myorigin = $mydomain
mydestination = $myhostname, $mydomain, localhost
virtual_alias_domains = alias.example
virtual_mailbox_domains = box.example
relay_domains = relay.example
recipient_delimiter = +
inet_interfaces = all
inet_protocols = all
proxy_interfaces = 192.0.2.7, 2001:db8::7
append_dot_mydomain = no
smtputf8_enable = no
compatibility_level = 3.6
parent_domain_matches_subdomains =
alias_maps ='
{
	echo "cd /etc/postfix; sed -i '/^my/d; /^inet_/d' main.cf"
	echo "cat >>main.cf <<'X'"
	printf '%s\n' "$common" 'default_process_limit = 500'
	echo X
	echo "cat >>master.cf <<'X'"
	"$T/t/tool/resolved" master "$data"
	echo X
	echo "cp '$T/t/tool/resolved' /usr/bin/resolved; cp -r '$data' /route"
} >setup
if ! "$peer" start pf --setup "$T/t/tool/peers/postfix" --setup "$D/setup" \
    --hostname mx.here.example --bind "$D" --bind "$T" \
    --wait-file /var/spool/postfix/private/rw0 postfix -- \
    postfix start >start.log 2>&1
then
	cat start.log >&2
	result 1 'a peer'
	done_testing
	exit
fi
ok 'Postfix answers' sh -c \
    'timeout 60 "$1" exec pf perl /usr/bin/resolved theirs /route >theirs' sh "$peer"
mkdir etc
printf '%s\n' "$common" "queue_directory = $D" "maillog_file = $D/log" >etc/main.cf
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
ok 'we answer' sh -c '"$1" ours "$2" "$3" >ours 2>errors' sh \
    "$T/t/tool/resolved" "$data" "$B/t/tool/route"

# Questions for which a difference is meant; compat(7) has each.
cat >known <<'END'
	joe@[127.0.0.1	
	a\x09b@else.example	
	@a,@b:joe@else.example	
null and numeric domains	joe@::1	
END
sort theirs >theirs.all
sort ours >ours.all
comm -3 theirs.all ours.all | sed 's/^	//' | sort | grep -vF -f known >differing
n=$(wc -l <ours.all)
ok "at least 200 comparisons ($n)" test "$n" -ge 200
is 'the same, but for what is known' "$(head -20 differing)" ''
[ -z "${KEEP:-}" ] || { mkdir -p "$KEEP"; cp theirs ours errors differing "$KEEP"; "$peer" exec pf cat /var/log/maillog >"$KEEP/maillog"; }
done_testing
