#!/bin/sh
# From sendmail to a mailbox, and what cannot be delivered back to the sender:
# no failure is silent, and none is told of twice or for ever.
. "$(dirname "$0")/../lib.sh"
need perl

"$T/t/instance" "$D/i" >/dev/null || skip_all 'no instance'
. "$D/i/env"
me=$(id -un) Q=$D/i/spool
main() {
	postconf -e "$@"
}
main 'myhostname = here.example' 'mydestination = here.example'
queued() {
	find "$Q/maildrop" "$Q/incoming" "$Q/active" "$Q/deferred" "$Q/hold" \
	    "$Q/corrupt" -type f | wc -l
}
mails() {
	ls "$D/i/mail/$1/new" 2>/dev/null | wc -l
}
log() {
	sed 's/^.*postfix/postfix/; s/\[[0-9]*\]//' "$D/i/log/maillog"
}
# runs the queue until nothing moves any more
run_all() {
	runq && runq
}

printf 'Subject: one\n\nhello\n' >m
sendmail -odq -f "$me@here.example" "$me@here.example" nosuch@here.example <m
ok 'the queue runs' run_all
is 'the message and the notice arrived' "$(mails "$me")" 2
is 'nothing is left' "$(queued)" 0
notice=$(grep -l '^Subject: Undelivered' "$D/i/mail/$me/new"/*)
like 'the notice has the null sender' "$(head -1 "$notice")" '^Return-Path: <>$'
like 'it is from the mail system' "$(cat "$notice")" \
    '^From: MAILER-DAEMON@here.example \(Mail Delivery System\)$'
like 'it names the recipient' "$(cat "$notice")" \
    '^Final-Recipient: rfc822; nosuch@here.example$'
like 'and the reason' "$(cat "$notice")" \
    '^<nosuch@here.example>: unknown user: "nosuch"$'
like 'it returns the message' "$(cat "$notice")" '^hello$'
id=$(sed -n 's/^	id \([0-9A-Za-z]*\);.*/\1/p' "$notice" | head -1)
like 'the log names it' "$(log)" \
    "^postfix/bounce: [0-9A-Za-z]{17}: sender non-delivery notification: $id\$"

rm -r "$D/i/mail/$me"
sendmail -odq -f nobody.at.all@here.example nosuch@here.example <m
run_all
is 'a notice that cannot be delivered is the last' "$(queued)" 0
is 'there was one notice' \
    "$(log | grep -c 'sender non-delivery notification')" 2
like 'the log says that it ends' "$(log)" \
    'undeliverable notification discarded'

main 'notify_classes = 2bounce' "2bounce_notice_recipient = $me"
sendmail -odq -f nobody.at.all@here.example nosuch@here.example <m
run_all
is 'the postmaster hears of it if he wants' "$(mails "$me")" 1
like 'in a notice of its own' "$(cat "$D/i/mail/$me/new"/*)" \
    '^Subject: Postmaster Copy: Undelivered Mail$'
like 'from a sender that ends all' "$(cat "$D/i/mail/$me/new"/*)" \
    '^Return-Path: <double-bounce@here.example>$'
main '2bounce_notice_recipient = nobody.either'
sendmail -odq -f nobody.at.all@here.example nosuch@here.example <m
run_all
run_all
is 'or it ends there' "$(queued)" 0
like 'with a line in the log' "$(log)" \
    'undeliverable postmaster notification discarded$'

rm -r "$D/i/mail/$me"
sendmail -odq -N never -f "$me@here.example" nosuch@here.example <m
run_all
is 'who wants no notice gets none' "$(mails "$me") $(queued)" '0 0'
sendmail -odq -R hdrs -f "$me@here.example" nosuch@here.example <m
run_all
is 'who wants the header gets that' \
    "$(cat "$D/i/mail/$me/new"/* | grep -c '^hello$')" 0

# -- a mailbox that is not to be had for now --
rm -r "$D/i/mail/$me"
echo 'in the way' >"$D/i/mail/$me"
sendmail -odq -f "$me@here.example" "$me@here.example" <m
runq
is 'trouble of the host is no reason to return mail' "$(queued)" 1
rm "$D/i/mail/$me"
runq -f
is 'it arrives later' "$(mails "$me") $(queued)" '1 0'
done_testing
