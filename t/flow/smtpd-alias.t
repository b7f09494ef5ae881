#!/bin/sh
# Aliases of mail that comes by SMTP: through a prepared door, with tables that
# change, lead in circles, or break.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

instance "virtual_alias_maps = texthash:$D/virtual" \
    'virtual_alias_domains = alias.example' 'recipient_delimiter = +' \
    'smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination' \
    'local_header_rewrite_clients =' 'canonical_maps = inline:{a@client.example=b@client.example}'
# send RECIPIENT: sets $out to the last replies.
send() {
	"$T/t/tool/talk" "$port" <<-END >out 2>&1
	S:
	C: EHLO client.example
	S:
	C: MAIL FROM:<a@client.example>
	S:
	C: RCPT TO:<$1>
	S:
	C: DATA
	S:
	C: From: a@client.example
	C:
	C: .
	S:
	C: QUIT
	S: eof
	END
	out=$(cat out)
}
envelope() {
	sed -n '2,/^$/p' "$I"/spool/incoming/* | grep -E '^(sender|- recipient) '
}
cat >virtual <<'END'
list@alias.example	joe@one.example, ann+x@two.example
loop@alias.example	pool@alias.example
pool@alias.example	loop@alias.example
END
listen -e
send list+e@alias.example
like 'accepted' "$out" '250 2.0.0 Ok: queued as'
is 'and expanded' "$(envelope)" 'sender b@client.example
- recipient joe+e@one.example orig=list+e@alias.example
- recipient ann+x+e@two.example orig=list+e@alias.example'
is "headers of strangers stay" "$(grep -h ^From: "$I"/spool/incoming/*)" \
    'From: a@client.example'
empty
send nobody@alias.example
like 'who is nobody is refused' "$out" '550 5.1.1 .*User unknown in virtual alias table'
send loop@alias.example
like 'a circle' "$out" '451 4.6.0 Alias expansion error'
ok 'is logged' logged 'warning: .*unreasonable virtual_alias_maps map nesting for loop@alias.example -- message not accepted, try again later'
is 'nothing is queued' "$(queued)" 0
printf 'list@alias.example new@three.example\n' >virtual.new
mv virtual.new virtual
send list@alias.example
like 'a table that has changed' "$out" '250 2.0.0 Ok: queued as'
is 'counts at once' "$(envelope)" 'sender b@client.example
- recipient new@three.example orig=list@alias.example'
empty
printf 'list@alias.example\n' >virtual.new
mv virtual.new virtual
send joe@example.com
like 'what does not need the broken line' "$out" '250 2.0.0 Ok: queued as'
empty
send list@alias.example
like 'a broken one is no absence' "$out" '^S: 45[01] 4'
is 'and nothing is queued' "$(queued)" 0
done_testing
