#!/bin/sh
# error, retry and discard: what becomes of recipients, and what the log says.
. "$(dirname "$0")/../lib.sh"

mkdir etc
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
printf '%s\n' "queue_directory = $D" "maillog_file = $D/log" >etc/main.cf
ln -s "$B/libexec/error" retry

# deliver PROGRAM NEXTHOP: what the agent reports for two recipients.
deliver() {
	rm -f log
	echo text | "$B/t/tool/ask" -x "$2" "$B/libexec/$1" a@x.example b@x.example |
	    sed '/^e $/d'
}
logged() {
	sed 's/^.*\(postfix\)/\1/; s/\[[0-9]*\]: [0-9A-Za-z]*: / /; s/delay=.*dsn/dsn/' log
}

is 'error returns mail' "$(deliver error '5.1.2 no such place')" \
'r 0 D 5.1.2 none no such place
r 1 D 5.1.2 none no such place'
is 'and says so' "$(logged)" \
'postfix/error to=<a@x.example>, relay=none, dsn=5.1.2, status=bounced (no such place)
postfix/error to=<b@x.example>, relay=none, dsn=5.1.2, status=bounced (no such place)'
is 'a code of class 4 defers' "$(deliver error '4.3.2 not now' | head -1)" \
    'r 0 Z 4.3.2 none not now'
is 'retry defers whatever the code' \
    "$("$B/t/tool/ask" -x '5.3.2 not now' "$D/retry" a@x.example </dev/null | head -1)" \
    'r 0 Z 4.3.2 none not now'
is 'discard delivers' "$(deliver discard 'nobody reads this')" \
'r 0 K 2.0.0 none nobody reads this
r 1 K 2.0.0 none nobody reads this'
is 'and says why' "$(logged | head -1)" \
'postfix/discard to=<a@x.example>, relay=none, dsn=2.0.0, status=sent (nobody reads this)'
exits 'an unknown option is refused' 64 error -x
exits 'by discard, too' 64 discard -x
done_testing
