#!/bin/sh
# When a message is tried, how often, and what its end is.
. "$(dirname "$0")/../lib.sh"
. "$T/t/flow/queue.sh"

send ok-a
ok 'a run' runq
is 'delivers once' "$(delivered "$id")" 1
is 'and removes' "$(where "$id")" ''
like 'the queue is told of' "$(log)" "^postfix/qmgr: $id: from=<sender@$here>, size=[0-9]+, nrcpt=1 \(queue active\)"
like 'and its end' "$(log)" "^postfix/qmgr: $id: removed"
like 'pickup names the user' "$(log)" "^postfix/pickup: $id: uid=$(id -u) from=<sender@$here>"

# -- deferral and back-off
send temp-a
now=$(date +%s)
runq
is 'what fails for now is deferred' "$(where "$id")" deferred
wait=$(($(slot "$id") - now))
ok 'for minimal_backoff_time, a little more' test "$wait" -ge 300 -a "$wait" -le 335
runq
is 'and not tried before' "$(asked "$id")" 1
at 400 runq
is 'but then' "$(asked "$id")" 2
wait=$(($(slot "$id") - $(date +%s) - 400))
ok 'the delay grows with the age' test "$wait" -ge 400 -a "$wait" -le 445
at 20000 runq
wait=$(($(slot "$id") - $(date +%s) - 20000))
ok 'up to maximal_backoff_time' test "$wait" -ge 4000 -a "$wait" -le 4065
is 'the same words are noted once' \
    "$(grep -c 'not now, temp-a' "$(file "$id")")" 1
runq -f
is 'a flush tries at once' "$(asked "$id")" 4
runq "$id"
is 'and so does its id' "$(asked "$id")" 5
exits 'an id that is nowhere does no harm' 0 runq 4jY1S54RfhzC59TCH
is 'a slot in the past that is empty is removed' \
    "$(ls "$Q/deferred" | awk -v now="$(date +%s)" '$1 < now' | wc -l)" 0

# -- expiry
at 432100 runq
is 'nobody is returned right after the clock has jumped' "$(where "$id")" deferred
at 436300 runq
like 'but then' "$(log)" "^postfix/qmgr: $id: from=<sender@$here>, status=expired, returned to sender"
is 'it is gone' "$(where "$id")" ''
like 'and its sender was told' "$(log)" "^postfix/bounce: $id: sender non-delivery notification: "
is 'by a notice' "$(delivered "sender@$here")" 1
runq

# -- recipients of one message end differently
: >"$SUITE/down"
send ok-1 again-2 perm-3 temp-4
runq
is 'states are marked' "$(sed -n "s/^\([-+!x]\) recipient \([a-z]*-[0-9]\)@.*/\1 \2/p" "$(file "$id")" | tr '\n' ,)" \
    '+ ok-1,- again-2,x perm-3,- temp-4,'
like 'the journal says why' "$(cat "$(file "$id")")" ' 2 D 5.1.1 fake no such user: perm-3'
is 'the sender got one notice' "$(delivered "sender@$here")" 2
rm "$SUITE/down"
runq -f
is 'who was reached is not tried again' "$(delivered "$id ok-1")" 1
is 'who was not is' "$(delivered "$id again-2")" 1
is 'no notice again' "$(delivered "sender@$here")" 2
postsuper -d "$id" 2>/dev/null

# -- agents that fail
for how in die silent junk; do
	send $how-a ok-b
	runq
	is "an agent that answers with $how: deferred" "$(where "$id")" deferred
	runq -f
	like 'with a reason' "$(postcat -q "$id" 2>/dev/null; cat "$(file "$id")")" \
	    ' Z 4.3.0 none (unknown mail transport error|delivery agent did not say)'
	is 'the other recipient got it' "$(delivered "$id ok-b")" 1
	postsuper -d "$id" 2>/dev/null
done

# -- no agent at all
rm "$SUITE/libexec/smtp"
send joe@remote.example
runq
is 'without a transport it waits' "$(where "$id")" deferred
like 'as Postfix says it' "$(log)" "^postfix/error: $id: to=<joe@remote.example>, relay=none, .*dsn=4.3.0, status=deferred \(mail transport unavailable\)"
postsuper -d "$id" 2>/dev/null
postconf -e 'defer_transports = local'
send ok-deferred
runq
like 'defer_transports' "$(log)" "^postfix/error: $id: to=<ok-deferred@$here>, .*dsn=4.3.2, status=deferred \(deferred transport\)"
postconf -e 'defer_transports ='
runq -f
is 'and later' "$(delivered "$id")" 1

# -- where mail goes
postconf -e 'virtual_alias_domains = alias.example' \
    'virtual_mailbox_domains = box.example' 'relay_domains = relay.example' 'parent_domain_matches_subdomains = relay_domains' \
    'relay_transport = local' 'virtual_transport = local:somewhere'
send ok-1@alias.example ok-2@box.example ok-3@sub.relay.example \
    'ok-4@[127.0.0.1]' ok-5@elsewhere.example
runq
like 'a virtual alias domain has no mailbox' "$(log)" "$id: to=<ok-1@alias.example>, .*status=bounced \(User unknown in virtual alias table\)"
is 'virtual_transport' "$(delivered "$id ok-2@box.example")" 1
is 'relay_transport' "$(delivered "$id ok-3@sub.relay.example")" 1
is "the host's own address" "$(delivered "$id ok-4@")" 1
is 'elsewhere: default_transport' "$(delivered "$id ok-5@")" 0
postconf -e 'relay_domains = regexp:/nonexistent'
send ok-6@sub.relay.example
runq
is 'a list that cannot answer' "$(where "$id")" deferred
postconf -X virtual_alias_domains virtual_mailbox_domains relay_domains
postsuper -d ALL 2>/dev/null

# -- notices that cannot be queued
mv "$SUITE/libexec/bounce" "$SUITE/libexec/bounce.off"
send perm-x
runq
is 'without a bounce agent it waits' "$(where "$id")" deferred
like 'as failed' "$(cat "$(file "$id")")" "^! recipient perm-x@"
mv "$SUITE/libexec/bounce.off" "$SUITE/libexec/bounce"
before=$(delivered "sender@$here")
runq -f
is 'then the sender is told' "$(delivered "sender@$here")" $((before + 1))
is 'without another attempt' "$(asked "$id")" 1
is 'and it is gone' "$(where "$id")" ''

# -- forwards
send forward-a
runq
is 'a forward is delivered' "$(delivered "ok-forwarded@$here")" 1
like 'and said to be' "$(log)" "^postfix/local: $id: to=<forward-a@$here>, .*relay=fake, .*status=sent \(forwarded as [0-9A-Za-z]+\)"
is 'the original is gone' "$(where "$id")" ''

# -- what the door refuses for good
postconf -e 'hopcount_limit = 3'
before=$(ls "$Q/maildrop")
{
	for i in 1 2 3 4 5 6; do echo "Received: by hop$i"; done
	echo; echo text
} | sendmail -odq -f sender@$here ok-hops
id=$(ls "$Q/maildrop")
before=$(delivered "sender@$here")
runq
like 'too many hops' "$(log)" "^postfix/error: $id: to=<ok-hops@$here>, .*status=bounced \(too many hops\)"
is 'is returned' "$(delivered "sender@$here")" $((before + 1))
is 'not delivered' "$(delivered "$id")" 0
ok 'nothing is left' empty

# -- soft_bounce
postconf -e 'soft_bounce = yes'
send perm-soft
runq
is 'soft_bounce' "$(where "$id")" deferred
like 'in the log' "$(log)" "$id: to=<perm-soft@$here>, .*dsn=5.1.1, status=SOFTBOUNCE"
postsuper -d "$id" 2>/dev/null
done_testing
