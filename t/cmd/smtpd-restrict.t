#!/bin/sh
# smtpd: what restrictions write into the log, and what they order for the
# message. Replies are compared with Postfix's in t/interop/smtpd-restrict.t.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

mkdir tables
cat >tables/sender <<'END'
hold@a.test		HOLD look at it
discard@a.test		DISCARD away with it
filter@a.test		FILTER scan:[127.0.0.1]:10025
redirect@a.test		REDIRECT ann@example.com
bcc@a.test		BCC ann@example.com
prepend@a.test		PREPEND X-Seen: by a table
info@a.test		INFO good to know
warn@a.test		WARN take care
loop@a.test		circle
bye@a.test		521 5.7.1 go away
later@a.test		421 4.7.1 come later
END
instance 'mynetworks = 192.0.2.0/24' 'smtpd_hard_error_limit = 100' \
    'smtpd_client_connection_count_limit = 0' \
    "smtpd_sender_restrictions = check_sender_access hash:$D/tables/sender" \
    'smtpd_restriction_classes = circle, polite' 'circle = circle' \
    'polite = warn_if_reject reject_non_fqdn_sender, warn_if_reject reject_sometimes' \
    'smtpd_recipient_restrictions = warn_if_reject reject_non_fqdn_sender, check_client_access inline:{127.0.0.9=polite}' \
    'smtpd_log_access_permit_actions = permit_mynetworks, OK' \
    'smtpd_client_restrictions = check_client_access inline:{127.0.0.7=OK}'
postmap -c "$I/etc" "hash:$D/tables/sender"
listen -e

# letter SENDER [FROM [RCPT...]]: a message; all replies are in talk.out.
letter() {
	{
		printf 'S:\nC: EHLO client.example\nS:\nC: MAIL FROM:<%s>\nS:\n' "$1"
		printf 'C: RCPT TO:<%s>\nS:\n' "${3-joe@example.com}"
		printf 'C: DATA\nS:\nC: Subject: x\nC: \nC: body\nC: .\nS:\nC: QUIT\nS: eof\n'
	} | "$T/t/tool/talk" "$port" 127.0.0.1 "${2-127.0.0.1}" >talk.out 2>&1
}
in_dir() {
	find "$I/spool/$1" -type f | wc -l | tr -d ' '
}
note=': [a-z]+: RCPT from unknown\[127\.0\.0\.1\]: <[a-z]+@a\.test>: Sender address'
tail='; from=<[a-z]+@a\.test> to=<joe@example\.com> proto=ESMTP helo=<client\.example>$'

letter hold@a.test
is 'HOLD' "$(in_dir hold) $(in_dir incoming)" '1 0'
ok 'HOLD: the log' logged "NOQUEUE: hold: RCPT from .*: <hold@a\.test>: Sender address look at it$tail"
rm -f "$I"/spool/hold/*
letter discard@a.test
like 'DISCARD is taken' "$(cat talk.out)" '^S: 250 2.0.0 Ok: queued as'
is 'and nothing comes in' "$(in_dir hold) $(in_dir incoming)" '0 0'
ok 'DISCARD: the log' logged "NOQUEUE: discard: .*: <discard@a\.test>: Sender address away with it$tail"
letter discard@a.test 127.0.0.1 x@elsewhere.example
like 'DISCARD does not ask who it is for' "$(cat talk.out)" '^S: 250 2.1.5 Ok'
letter filter@a.test
ok 'FILTER: the log' logged "NOQUEUE: filter: .*: <filter@a\.test>: Sender address triggers FILTER scan:\[127\.0\.0\.1\]:10025$tail"
like 'FILTER is in the envelope' "$(cat "$I"/spool/incoming/*)" '^filter scan:\[127\.0\.0\.1\]:10025$'
empty
letter redirect@a.test
ok 'REDIRECT: the log' logged "NOQUEUE: redirect: .*triggers REDIRECT ann@example\.com$tail"
like 'REDIRECT: the recipient' "$(cat "$I"/spool/incoming/*)" '^- recipient ann@example\.com'
is 'and no other' "$(grep -c '^- recipient' "$I"/spool/incoming/*)" 1
empty
letter bcc@a.test
ok 'BCC: the log' logged "NOQUEUE: bcc: .*triggers BCC ann@example\.com$tail"
is 'BCC: one more' "$(grep -c '^- recipient' "$I"/spool/incoming/*)" 2
empty
letter prepend@a.test
like 'PREPEND' "$(cat "$I"/spool/incoming/*)" '^X-Seen: by a table$'
empty
letter info@a.test
ok 'INFO' logged "NOQUEUE: info: RCPT from unknown\[127\.0\.0\.1\]: good to know$tail"
letter warn@a.test
ok 'WARN' logged "NOQUEUE: warn: RCPT from unknown\[127\.0\.0\.1\]: take care$tail"
empty
letter loop@a.test
like 'a class that names itself' "$(cat talk.out)" '^S: 451 4.3.5 Server configuration error'
ok 'is told' logged 'warning: restrictions cause unreasonable recursion'
letter bye@a.test
like '521 ends the session' "$(sed -n '/521 5.7.1/,$p' talk.out | sed -n 2,3p | tr '\n' ' ')" 'cannot send|closed'
letter later@a.test
is '421, too' "$(grep -c '^S: 250 2.0.0\|^S: 221' talk.out)" 0
letter nodots
like 'warn_if_reject refuses nothing' "$(cat talk.out)" '^S: 250 2.0.0 Ok: queued'
ok 'but tells' logged 'NOQUEUE: reject_warning: RCPT from unknown\[127\.0\.0\.1\]: 504 5\.5\.2 <nodots>: Sender address rejected: need fully-qualified address; from=<nodots> to='
letter a@b.test 127.0.0.9
like 'nor helps it against what is not known' "$(cat talk.out)" '^S: 451 4.3.5 Server configuration error'
letter a@b.test 127.0.0.7
ok 'permits may be logged' logged 'NOQUEUE: permit: RCPT from unknown\[127\.0\.0\.7\]: action=OK for Client host=unknown\[127\.0\.0\.7\] from inline:\{127\.0\.0\.7=OK\}; from=<a@b\.test>'
empty

# --- what would relay for everybody ---------------------------------------------------
open_relay() {
	printf '%s\n' 'smtpd_restriction_classes = guard, open' \
	    'guard = reject_unauth_destination' 'open = permit_mynetworks' \
	    "smtpd_relay_restrictions = $1" "smtpd_recipient_restrictions = $2" >>"$I/etc/main.cf"
	run "$I/libexec/smtpd" -t
}
relays() {
	open_relay "$2" "$3"
	is "$1" "$status" 78
	like "$1: why" "$(tail -1 "$I/log/maillog")" 'specify at least one working instance of'
}
relays 'no guard' permit_mynetworks permit_auth_destination
relays 'a guard behind permit' 'permit, reject_unauth_destination' ''
relays 'one that only warns' 'warn_if_reject reject_unauth_destination' ''
relays 'a class without one' open open
relays 'one that is an argument' 'check_policy_service reject' 'reject_rbl_client reject'
open_relay guard ''
is 'a guard in a class' "$status" 0
open_relay 'permit_mynetworks' 'check_client_access inline:{x=y}, defer_unauth_destination'
is 'a guard among the others' "$status" 0
done_testing
