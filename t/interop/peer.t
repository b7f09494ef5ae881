#!/bin/bash
# SPDX-License-Identifier: ISC
# Other mail systems run as peers, side by side, and leave nothing behind.

cd "$(dirname "$0")/../.." || exit
peer=$PWD/t/tool/peer
setups=$PWD/t/tool/peers

[ "${PEERS:-1}" != 0 ] || { echo "1..0 # SKIP PEERS=0"; exit; }
[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP peers need root"; exit; }

tmp=$(mktemp -d)
chmod 755 "$tmp"	# for the users of peers
export PEER_DIR=$tmp/peers
trap '$peer stop postfix exim opensmtpd neighbour; rm -rf "$tmp"' EXIT

count=0

ok()
{
	count=$((count + 1))
	what=$1; shift
	if "$@" >"$tmp/out" 2>&1; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what"
		sed 's/^/# /' "$tmp/out"
	fi
}

not()
{
	! "$@"
}

# An SMTP session, each command only after the reply to the one before.
reply()
{
	while read -r line <&3 && [ "${line:3:1}" = - ]; do :; done
	echo "$line"
	[[ $line == $1* ]]
}

say()
{
	printf '%s\r\n' "$1" >&3
	reply "$2"
}

session()
{
	exec 3<>/dev/tcp/127.0.0.1/25 && reply 220 &&
	    say "HELO client.example" 250 &&
	    say "MAIL FROM:<sender@client.example>" 250 &&
	    say "RCPT TO:<$1>" 250 &&
	    say DATA 354 &&
	    say $'Subject: a test\r\n\r\n'"$2"$'\r\n.' 250 &&
	    say QUIT 221
}
dialogue=$(declare -f reply say session)

# submit PEER TEXT: the session comes from the peer's own network.
submit()
{
	"$peer" net "$1" timeout 20 bash -c "$dialogue;"' session "$@"' \
	    submit "alice@$1.test" "$2" </dev/null
}

# Waits for a text to appear in a file.
comes()
{
	for ((i = 0; i < 200; i++)); do
		grep -qs -- "$1" "$2" && return
		sleep 0.05
	done
	echo "no '$1' in $2"
	return 1
}

"$peer" get postfix >/dev/null &
ok "packages are fetched, twice at once" "$peer" get postfix
wait $! || echo "# the other one failed"

mkdir "$tmp/shared"
echo "postconf mail_spool_directory=$tmp/shared" >"$tmp/setup"
echo "chmod 1777 $tmp/shared" >>"$tmp/setup"
ok "Postfix starts" "$peer" start postfix --setup "$setups/postfix" \
    --setup "$setups/user" --setup "$tmp/setup" --bind "$tmp/shared" \
    --wait-port 25 postfix -- postfix start
ok "Exim starts" "$peer" start exim --setup "$setups/exim" \
    --setup "$setups/user" --wait-port 25 exim4-daemon-light -- \
    exim4 -bdf -q30m
ok "OpenSMTPD starts" "$peer" start opensmtpd --setup "$setups/opensmtpd" \
    --setup "$setups/user" --wait-port 25 opensmtpd -- smtpd -d

ok "Postfix takes a message from its sendmail" "$peer" exec postfix \
    sh -c 'echo from sendmail | sendmail -f root alice'
ok "and delivers it where the host sees it" \
    comes "from sendmail" "$tmp/shared/alice"
for p in postfix exim opensmtpd; do
	ok "$p takes a message by SMTP" submit $p "words for $p"
done
ok "Postfix delivers it" comes "words for postfix" "$tmp/shared/alice"
for p in exim opensmtpd; do
	ok "$p delivers it" comes "words for $p" \
	    "$("$peer" root $p)/var/mail/alice"
done

ok "a peer can share the network of another" "$peer" start neighbour \
    --net postfix --addr 192.0.2.1/32 --wait-port 25 \
    --wait-cmd 'ip address show dev lo | grep -q 192.0.2.1'
ok "and does not share its processes" not "$peer" exec neighbour pidof master
ok "the host's mail does not show" "$peer" exec neighbour \
    sh -c '! ls -A /var/mail | grep . && [ ! -e /var/spool/cron ]'
ok "users of a peer are not the host's" not getent passwd alice

echo 'echo no luck; exit 3' >"$tmp/setup"
ok "a setup that fails is an error" not "$peer" start bad -s "$tmp/setup"
cp "$tmp/out" "$tmp/words"
ok "and its words are shown" grep -q "no luck" "$tmp/words"
ok "a package that does not exist is an error" \
    not "$peer" start bad no-such-package

pids=$(for p in postfix exim opensmtpd neighbour; do "$peer" pid $p; done)
# All processes of a peer's process name space, by the host's numbers.
spaces=$(for p in $pids; do readlink "/proc/$p/ns/pid"; done)
left()
{
	for s in $spaces; do
		find /proc/[0-9]*/ns/pid -lname "$s" 2>/dev/null
	done
	grep "$tmp" /proc/self/mounts
	ls "$PEER_DIR"
}
ok "peers stop" "$peer" stop postfix exim opensmtpd neighbour
left >"$tmp/left"
ok "nothing is left of them" not grep . "$tmp/left"
ok "stopping twice does no harm" "$peer" stop postfix
ok "a peer that does not run is an error" not "$peer" exec postfix true

echo "1..$count"
