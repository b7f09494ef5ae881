#!/bin/sh
# mailq and postqueue: the list for people, the list for scripts, requests.
. "$(dirname "$0")/../lib.sh"

"$T/t/instance" "$D/i" >/dev/null || { echo 'Bail out! no instance'; exit 99; }
. "$D/i/env"
me=$(id -un)

exits 'an empty queue' 0 mailq
is 'is said to be empty' "$out" 'Mail queue is empty'
exits 'an empty queue, for scripts' 0 postqueue -j
is 'prints nothing' "$out" ''

printf 'Subject: one\n\nbody\n' | sendmail -odq -f '"a b"@example.com' "$me"
run mailq
is 'the heading' "$(echo "$out" | head -n 1)" \
    '----Queue ID----- --Size-- ---Arrival Time---- --Sender/Recipient------'
like 'a letter that was just submitted' "$out" \
    '^[0-9B-Zb-z]{17} +[0-9]+ [A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} "a b"@example.com$'
like 'its recipient' "$out" "^ {47}$me"
like 'the sum' "$out" '^-- 0 Kbytes in 1 Request\.$'
run sendmail -bp
like 'sendmail -bp is the same' "$out" '1 Request\.$'
run postqueue -j
like 'JSON' "$out" '^\{"queue_name": "maildrop", "queue_id": "[^"]*", "arrival_time": [0-9]+, "message_size": [0-9]+, "forced_expire": false, "sender": "\\"a b\\"@example.com", "recipients": \[\{"address": ".*"\}\]\}$'

id=$(postqueue -j | sed 's/.*"queue_id": "\([^"]*\)".*/\1/')
exits 'postcat finds it' 0 postcat -q "$id"
like 'and shows its header' "$out" '^Subject: one$'
run postcat -bq "$id"
is 'or its body alone' "$(echo "$out" | tail -n 1)" 'body'
exits 'an id that is none' 1 postcat -q nonsense

# one that stays
echo "default_transport = retry:not today" >>"$D/i/etc/main.cf"
printf 'Subject: two\n\nbody\n' | sendmail -odq -f "$me" there@elsewhere.example
runq >/dev/null 2>&1
run mailq
like 'a deferred letter tells its reason' "$out" '^ *\(.+\)$'
run postqueue -j
like 'and its next attempt' "$out" '"next_attempt": [0-9]+\}$'
like 'in deferred' "$out" '"queue_name": "deferred"'
id=$(postqueue -j | sed 's/.*"queue_id": "\([^"]*\)".*/\1/')

exits 'on hold' 0 postsuper -h "$id"
run mailq
like 'hold is marked' "$out" "^$id! "
runq -f >/dev/null 2>&1
run postqueue -j
like 'and stays there in a run' "$out" '"queue_name": "hold"'
exits 'released' 0 postsuper -H ALL
run postqueue -j
like 'and waits again' "$out" '"queue_name": "deferred"'
exits 'expired' 0 postsuper -e "$id"
run mailq
like 'is marked' "$out" "^$id# "
run postsuper -d ALL
is 'deleted' "$status" 0
like 'and told' "$err" '^postsuper: Deleted: 1 message$'
run mailq
is 'nothing is left' "$out" 'Mail queue is empty'

exits 'a flush without a runner' 69 postqueue -f
like 'says what to do' "$err" 'runq -f'
exits 'no mode' 64 postqueue
exits 'a bad id' 65 postqueue -i nonsense
done_testing
