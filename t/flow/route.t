#!/bin/sh
# Where mail goes is decided when it is delivered, by the configuration of then:
# transports and next hops, errors, users who have moved, filters.
. "$(dirname "$0")/../lib.sh"
. "$T/t/flow/queue.sh"
for agent in smtp relay; do
	cp "$B/t/tool/fakeagent" "$SUITE/libexec/$agent"
done
# set NAME=VALUE...
set_to() {
	postconf -e "$@"
}
# said ID: what the log says of its recipients.
said() {
	log | sed -n "s/ delay=.*dsn=/ dsn=/; s/^[^:]*: $1: to=//p"
}

cat >"$SUITE/etc/transport" <<'END'
closed.example	error:5.1.10 no mail here
later.example	error:4.3.2 not now
wait.example	retry:5.3.2 busy
black.example	discard:nobody
odd.example	nosuchtransport:
END
set_to "transport_maps = texthash:$SUITE/etc/transport" \
    'relocated_maps = inline:{moved@here.example=joe@new.example}' \
    'virtual_alias_domains = alias.example' 'recipient_delimiter = +'

send a@closed.example
runq
is 'error: returns mail' "$(said "$id")" \
    '<a@closed.example>, relay=none, dsn=5.1.10, status=bounced (no mail here)'
is 'and that is its end' "$(where "$id")" ''
send a@later.example
runq
is 'error: with a code of class 4 defers' "$(said "$id")" \
    '<a@later.example>, relay=none, dsn=4.3.2, status=deferred (not now)'
is 'and so does retry:' "$(send a@wait.example; runq; said "$id")" \
    '<a@wait.example>, relay=none, dsn=4.3.2, status=deferred (busy)'
is 'discard: delivers' "$(send a@black.example; runq; said "$id"; where "$id")" \
    '<a@black.example>, relay=none, dsn=2.0.0, status=sent (nobody)'
is 'who has moved is told' "$(send moved+x@$here; runq; said "$id")" \
    '<moved+x@here.example>, relay=none, dsn=5.1.6, status=bounced (User has moved to joe@new.example)'
is 'nobody of a virtual alias domain' "$(send a@alias.example; runq; said "$id")" \
    '<a@alias.example>, relay=none, dsn=5.1.1, status=bounced (User unknown in virtual alias table)'
is 'what cannot be an address is returned' "$(send -- a@-x.example; runq; said "$id")" \
    '<a@-x.example>, relay=none, dsn=5.1.3, status=bounced (bad address syntax)'

send hop@odd.example
runq
is 'a transport that is not there defers' "$(said "$id")" \
    '<hop@odd.example>, relay=none, dsn=4.3.0, status=deferred (mail transport unavailable)'
is 'and keeps the mail' "$(where "$id")" deferred
set_to 'transport_maps = inline:{odd.example=smtp:[there.example]:26}'
runq -f
is 'until the configuration is another' "$(said "$id" | tail -1)" \
    '<hop@odd.example>, relay=fake, dsn=2.0.0, status=sent (to [there.example]:26)'

set_to 'transport_maps = fail:broken'
send ok-a@else.example ok-b@$here
runq
like 'a table that fails defers' "$(said "$id")" \
    '^<ok-a@else.example>, relay=none, dsn=4\.[0-9.]*, status=deferred \(fail:broken'
is 'and keeps the mail' "$(where "$id")" deferred
set_to 'transport_maps ='
runq -f
is 'which goes when it can answer' "$(delivered "$id ok-")" 2
is 'and leaves nothing' "$(where "$id")" ''

send -- 'ok-c%else.example@here.example'
runq
like 'a route in an address is followed' "$(said "$id")" '^<ok-c@else.example>,'
set_to 'content_filter = smtp:[filter.example]:10025' \
    "transport_maps = texthash:$SUITE/etc/transport"
is 'a filter gets all mail' "$(send hop@closed.example; runq; said "$id")" \
    '<hop@closed.example>, relay=fake, dsn=2.0.0, status=sent (to [filter.example]:10025)'
set_to 'content_filter = smtp:'
is 'at the domain of the recipient if nothing else is said' \
    "$(send hop@closed.example; runq; said "$id")" \
    '<hop@closed.example>, relay=fake, dsn=2.0.0, status=sent (to closed.example)'

# -- a run that stays
set_to 'content_filter =' 'transport_maps ='
runq -w &
stay=$!
at_exit 'kill $stay 2>/dev/null'
# arrives RCPT HOP: the queue is looked at until it has.
arrives() {
	postqueue -f 2>/dev/null
	log | grep -q "to=<$1>.* status=sent (to $2)"
}
send hop@first.example
ok 'delivers' wait_for 20 arrives hop@first.example 'first\.example'
set_to 'relayhost = [gw.example]' "transport_maps = texthash:$SUITE/etc/transport"
send hop@second.example
ok 'by a main.cf that has changed meanwhile' \
    wait_for 20 arrives hop@second.example '\[gw\.example\]'
printf 'third.example\tsmtp:[third]\n' >>"$SUITE/etc/transport"
send hop@third.example
ok 'and by a table that has' wait_for 20 arrives hop@third.example '\[third\]'
ok 'still the same process' kill $stay
wait $stay
is 'which ends when it is told to' $? 0
done_testing
