#!/bin/bash
# SPDX-License-Identifier: ISC
# Other mail systems run as peers, side by side, and leave nothing behind.

. "$(dirname "$0")/../lib.sh"
peer=$T/t/tool/peer
setups=$T/t/tool/peers

[ "${PEERS:-1}" != 0 ] || skip_all "PEERS=0"
[ "$(id -u)" = 0 ] || skip_all "peers need root"

chmod 755 "$D"	# for the users of peers
export PEER_DIR=$D/peers
at_exit '$peer stop postfix exim opensmtpd neighbour'

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

comes()
{
	wait_for 10 grep -s -- "$1" "$2"
}

"$peer" get postfix >/dev/null &
ok "packages are fetched, twice at once" "$peer" get postfix
ok "and both get them" wait $!

mkdir "$D/shared"
echo "postconf mail_spool_directory=$D/shared" >"$D/setup"
echo "chmod 1777 $D/shared" >>"$D/setup"
ok "Postfix starts" "$peer" start postfix --setup "$setups/postfix" \
    --setup "$setups/user" --setup "$D/setup" --bind "$D/shared" \
    --wait-port 25 postfix -- postfix start
ok "Exim starts" "$peer" start exim --setup "$setups/exim" \
    --setup "$setups/user" --wait-port 25 exim4-daemon-light -- \
    exim4 -bdf -q30m
ok "OpenSMTPD starts" "$peer" start opensmtpd --setup "$setups/opensmtpd" \
    --setup "$setups/user" --wait-port 25 opensmtpd -- smtpd -d

ok "Postfix takes a message from its sendmail" "$peer" exec postfix \
    sh -c 'echo from sendmail | sendmail -f root alice'
ok "and delivers it where the host sees it" \
    comes "from sendmail" "$D/shared/alice"
for p in postfix exim opensmtpd; do
	ok "$p takes a message by SMTP" submit $p "words for $p"
done
ok "Postfix delivers it" comes "words for postfix" "$D/shared/alice"
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

echo 'echo no luck; exit 3' >"$D/setup"
exits "a setup that fails is an error" 1 "$peer" start bad -s "$D/setup"
like "and its words are shown" "$err" "no luck"
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
	grep "$D" /proc/self/mounts
	ls "$PEER_DIR"
}
ok "peers stop" "$peer" stop postfix exim opensmtpd neighbour
left >"$D/left"
ok "nothing is left of them" not grep . "$D/left"
ok "stopping twice does no harm" "$peer" stop postfix
ok "a peer that does not run is an error" not "$peer" exec postfix true

done_testing
