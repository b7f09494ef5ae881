#!/bin/sh
# Whatever stands around a dot: only CR LF . CR LF ends a message.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

instance 'mynetworks = 127.0.0.0/8'
listen -e

# letter BEFORE AFTER: a message that holds another, behind BEFORE . AFTER
letter() {
	cat <<-END
	S:
	C: EHLO client.example
	S:
	C: MAIL FROM:<a@client.example>
	C: RCPT TO:<joe@example.com>
	C: DATA
	S: 3
	B: Subject: outer\\r\\n\\r\\nbefore$1.$2
	B: MAIL FROM:<evil@client.example>\\r\\nRCPT TO:<ann@example.com>\\r\\nDATA\\r\\nSubject: smuggled\\r\\n\\r\\nx\\r\\n.\\r\\n
	P: 0.01
	C: QUIT
	S: eof
	END
}

# Replies from the 354 on.
answers() {
	letter "$1" "$2" | "$T/t/tool/talk" "$port" | tidy |
	    sed -n -e '/^S: 354/,$s/^S: //p'
}

one='354 End data with <CR><LF>.<CR><LF>
250 2.0.0 Ok: queued as ID
221 2.0.0 Bye'

# all ENDS... of the first kind with all of the second
matrix() {
	for before in '\r\n' '\n' '\r' '\r\r\n' '\n\r' '\0\r\n' '\r\0\n' '\r\n\0' \
	    '\x85' '\x0b' '\r\n '
	do
		for after in '\r\n' '\n' '\r' '\r\r\n' '\n\r' '\0\r\n' '\r\0\n' \
		    '.\r\n' ' \r\n' '\x85'
		do
			case $before.$after in
			# these have CR LF . CR LF within
			'\r\n.\r\n'|'\r\r\n.\r\n'|'\0\r\n.\r\n') continue ;;
			esac
			empty
			got=$(answers "$before" "$after")
			[ "$got" = "$one" ] && [ "$(queued)" = 1 ] &&
			    grep -q smuggled "$I"/spool/incoming/* && continue
			echo "$before.$after: $(queued) messages: $got"
		done
	done
}

is 'all line ends around a dot: one message each' "$(matrix)" ''
empty
like 'the real end ends it' "$(answers '\r\n' '\r\n')" '554 5.5.0|503 5.5.1|250 2.1.0'
is 'and what follows is no part of it' "$(queued) $(cat "$I"/spool/incoming/* | grep -c smuggled)" '1 0'
empty

# Lines of a message that end in LF alone are lines.
cat >bare.in <<'END'
S:
B: EHLO client.example\n
S:
B: MAIL FROM:<a@client.example>\nRCPT TO:<joe@example.com>\nDATA\n
S: 3
B: Subject: bare\n\none\n..two\n.three\n.\n.\r\nfour\r\n.\r\n
S:
C: QUIT
S: eof
END
"$T/t/tool/talk" "$port" <bare.in >bare.out
is 'bare LF is a line end' "$(queued)" 1
is 'and nothing is lost' "$(body)" 'one
.two
three
.
.
four'
empty

cat >>"$I/etc/main.cf" <<'END'
smtpd_forbid_bare_newline = note
smtpd_forbid_bare_newline_exclusions =
END
sleep 1.1
"$T/t/tool/talk" "$port" <bare.in >bare.out
is 'note: it is taken' "$(queued)" 1
ok 'note: and noted' wait_for 5 logged 'disconnect from .* commands=.* notes=bare_lf$'
empty

echo 'smtpd_forbid_bare_newline = reject' >>"$I/etc/main.cf"
sleep 1.1
"$T/t/tool/talk" "$port" <bare.in >bare.out
is 'reject: a command' "$(grep -c '550 5.5.2 mx.example.com Error: bare <LF> received' bare.out)" 1
letter '\n' '\r\n' | "$T/t/tool/talk" "$port" >bare.out
like 'reject: a message' "$(cat bare.out)" '550 5.5.2 mx.example.com Error: bare <LF> received'
is 'reject: nothing came in' "$(queued)" 0
ok 'reject: logged' logged ': reject: DATA from .*: 550 5.5.2 mx.example.com Error: bare <LF> received; from=<a@client.example> to=<joe@example.com> proto=ESMTP'

echo "smtpd_forbid_bare_newline_exclusions = 127.0.0.1" >>"$I/etc/main.cf"
sleep 1.1
"$T/t/tool/talk" "$port" <bare.in >bare.out
is 'excluded clients are not refused' "$(queued)" 1

done_testing
