#!/bin/sh
# smtpd: sessions compared with transcripts, and what they leave behind.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

instance 'mynetworks = 192.0.2.0/24' 'smtpd_hard_error_limit = 100' 'recipient_delimiter = +' \
    'relay_domains = relayed.example'
listen -e

talk simple
is 'the dot is unstuffed' "$(body)" '.dot'
ok 'the log has the client of the message' \
    logged ': [0-9A-Za-z]{17}: client=unknown\[127\.0\.0\.1\]$'
ok 'and what the session did' logged 'disconnect from unknown\[127\.0\.0\.1\] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5$'
ok 'and who knocked' logged 'postfix/smtpd\[[0-9]+\]: connect from unknown\[127\.0\.0\.1\]$'
like 'Received tells the protocol' "$(cat "$I"/spool/incoming/*)" 'with ESMTP id'
empty

talk pipelined
is 'one message for two recipients' "$(queued)" 1
is 'who are these' "$(grep -c '^- recipient' "$I"/spool/incoming/*)" 2
ok 'the refusal is in the log' logged 'NOQUEUE: reject: RCPT from unknown\[127\.0\.0\.1\]: 550 5\.1\.1 <nobody@example\.com>: Recipient address rejected: User unknown in local recipient table; from=<a@client\.example> to=<nobody@example\.com> proto=ESMTP helo=<client\.example>$'
ok 'counted good and all' logged 'rcpt=3/4 .*commands='
empty

talk order
talk syntax
talk vrfy
talk relay
is 'nothing came in by that' "$(queued)" 0
ok 'refused relaying is logged' logged 'NOQUEUE: reject: RCPT from unknown\[127\.0\.0\.1\]: 554 5\.7\.1 <x@elsewhere\.example>: Relay access denied; from=<a@stranger\.example> to=<x@elsewhere\.example> proto=ESMTP helo=<stranger\.example>$'

talk http
ok 'another protocol is logged' logged 'warning: non-SMTP command from unknown\[127\.0\.0\.1\]: GET / HTTP/1\.0$'
talk header
talk unauthorised
is 'a message behind a refused DATA is not run' "$(queued)" 0
ok 'pipelining too early is logged' logged 'improper command pipelining after DATA from unknown\[127\.0\.0\.1\]: Subject: x'

talk wishes
like 'wishes for notices are kept' "$(cat "$I"/spool/incoming/*)" '^envid x\+2By$'
like 'and of what is to come back' "$(cat "$I"/spool/incoming/*)" '^ret hdrs$'
like 'UTF-8 is declared' "$(cat "$I"/spool/incoming/*)" '^smtputf8 yes$'
like 'a recipient keeps its own' "$(cat "$I"/spool/incoming/*)" 'success,delay'
empty

talk bdat
is 'two messages came in chunks' "$(queued)" 2
like 'chunks are not unstuffed, nor ended by dots' "$(cat "$I"/spool/incoming/* | tr '\n' '/')" '/\./\./QUIT/\.\./'
unlike 'what was refused is not there' "$(cat "$I"/spool/incoming/*)" '^abc'
ok 'without a size there is no going on' logged 'malformed BDAT command syntax: BDAT 18446744073709551616 LAST$'
empty

mkfifo "$I/spool/public/flush" "$I/spool/public/runq" 2>/dev/null
exec 8<>"$I/spool/public/flush" 9<>"$I/spool/public/runq"
talk etrn
is 'the dispatcher is asked for the sites' "$(dd bs=4096 count=1 <&8 2>/dev/null)" '16:srelayed.example,20:ssub.relayed.example,'
exec 8<&- 9<&-

# --- what the administrator may add or change
cp "$I/etc/main.cf" main.before
cat >>"$I/etc/main.cf" <<'END'
smtpd_reject_footer = \c. Ask $server_name about $client_address\nat $recipient
smtpd_command_filter = regexp:{{/^BADCMD (.*)/ NOOP $$1}}
smtpd_hide_client_session = yes
smtpd_discard_ehlo_keyword_address_maps = inline:{{127.0.0.1=chunking, etrn}}
END
sleep 1.1
talk extras
mail=$(cat "$I"/spool/incoming/*)
unlike 'a hidden client is not in Received' "$mail" '^Received: from'
like 'which tells of UTF-8' "$mail" 'with UTF8SMTP id'
ok 'a changed command is logged' logged 'replacing client command "BADCMD x" with "NOOP x"$'
ok 'and what was not announced' logged 'discarding EHLO keywords: ETRN CHUNKING$'
empty
cp main.before "$I/etc/main.cf"

cat >>"$I/etc/main.cf" <<'END'
smtpd_recipient_limit = 3
smtpd_hard_error_limit = 6
message_size_limit = 2000
smtpd_helo_required = yes
disable_vrfy_command = yes
smtpd_discard_ehlo_keywords = pipelining
END
sleep 1.1	# files are looked at once a second
talk limits
is 'nothing came in beyond the limits' "$(queued)" 0
ok 'the end is logged' logged 'too many errors after UNKNOWN from unknown\[127\.0\.0\.1\]$'
ok 'a new generation had taken over' logged 'configuration changed'

done_testing
