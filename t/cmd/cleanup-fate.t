#!/bin/sh
# What access tables say shall become of a message.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/cleanup.sh"

queued() {
	(cd "$spool" && ls -d incoming/* hold/* 2>/dev/null) | sed 's,/.*,,'
}
rest() {		# the envelope behind the content, and recipients before
	grep -aE '^[-+] recipient |^filter ' "$file"
}

put 'A: b\n\nx\n' 'A hold=because'
is 'hold: the answer' "$(echo "$answer" | cut -c1-2)" 'K '
is 'hold: where it lies' "$(queued)" hold
file=$(ls "$spool"/hold/*)
like 'hold: it is complete' "$(head -1 "$file")" '^POSTERN1 \+ '
fresh
put 'A: b\n\nx\n' 'A discard=because'
is 'discard: the answer' "$(echo "$answer" | cut -c1-2)" 'K '
is 'discard: nothing is left' "$(queued)" ''
put 'A: b\n\nx\n' 'A filter=smtp:[a]:1' 'A filter=smtp:[127.0.0.1]:10025'
is 'filter: the last one counts' "$(rest)" '- recipient root@example.com orig=root
filter smtp:[127.0.0.1]:10025'
put 'A: b\n\nx\n' 'R joe' 'A redirect=ann'
is 'redirect' "$(rest)" '+ recipient joe@example.com orig=joe
+ recipient root@example.com orig=root
- recipient ann@example.com orig=ann'
put 'A: b\n\nx\n' 'R joe' 'A redirect=joe'
is 'redirect to one of them' "$(rest)" '+ recipient joe@example.com orig=joe
+ recipient root@example.com orig=root
- recipient joe@example.com orig=joe'
put 'A: b\n\nx\n' 'A bcc=ann@x.example' 'A bcc=root'
is 'bcc, of which the sender is told nothing' "$(rest)" '- recipient root@example.com orig=root
- recipient ann@x.example notify=never
- recipient root@example.com notify=never'
put 'A: b\n\nx\n' 'A prepend=X-One: 1' 'A prepend=no header' 'A prepend=X-Two:2'
is 'prepend' "$(content | head -3 | cut -c1-9)" 'X-One: 1
X-Two:2
Received:'
like 'what is no header is told' "$(cat "$log")" 'warning: .*no header'

# a large one, whose envelope is on the disk already; facts behind the content
{ rec F joe; rec A kind=smtp; rec R root; m '\n'
for n in 1 2 3 4 5 6; do
	printf '60001:M'; head -c 60000 /dev/zero | tr '\0' x; printf ,
done
rec A redirect=ann; rec A hold=x; rec A ignored=1; rec E ''
rec F joe; rec R root; rec E ''; } >s
fresh
cleanup <s >answers
is 'facts behind the content: answers' \
    "$("$T/t/tool/records" <answers | cut -c1 | tr -d '\n')" QQKK
is 'held, and the next one not' "$(queued | sort | tr '\n' ' ')" 'hold incoming '
file=$(ls "$spool"/hold/*)
is 'redirected' "$(rest)" '+ recipient root@example.com orig=root
- recipient ann@example.com orig=ann'
unlike 'other facts come too late' "$(grep -a ^ignored "$file")" .
ok 'and it is whole' postcat -q "$(basename "$file")"

# picked up twice; the first time the door died while it put it on hold
fresh
i=4dCkBz0w1Hz0ZJ8pL
: >"$spool/maildrop/$i"
letter 'x\n' "A id=$i" 'A maildrop=12.34' 'A hold=x' >s
cleanup <s >answers
is 'held by pickup' "$("$T/t/tool/records" <answers | sed -n '$p')" "K $i"
cleanup <s >answers
is 'once more' "$("$T/t/tool/records" <answers | sed -n '$p')" "K $i"
is 'is the same' "$(queued)" hold
printf 'POSTERN1 -' | dd of="$spool/hold/$i" conv=notrunc 2>/dev/null
cleanup <s >answers
is 'over an unfinished one' "$("$T/t/tool/records" <answers | sed -n '$p')" "K $i"
like 'which is replaced' "$(head -1 "$spool/hold/$i")" '^POSTERN1 \+ '

# through the queue
fresh
conf 'mydestination = example.com'
me=$(id -un)
for fact in hold=x "filter=retry:some where"; do
	{ rec F "$me"; rec A kind=smtp; rec A "$fact"; rec R "$me"; m '\nx\n'; rec E ''; } |
	    cleanup >/dev/null
done
runq
is 'the held one stays' "$(ls "$spool/hold" | wc -l | tr -d ' ')" 1
like 'a filter is the way of all' "$(postqueue -p)" '\(some where\)'
is 'nothing is delivered' "$(ls "$D/i/mail/$me/new" 2>/dev/null)" ''
postsuper -H ALL 2>/dev/null
runq
is 'until it is released' "$(ls "$D/i/mail/$me/new" 2>/dev/null | wc -l | tr -d ' ')" 1
done_testing
