#!/bin/sh
# header_checks and its kin: every action, every kind of header, MIME limits.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/cleanup.sh"

client='A client_name=c.example'
# check CONTENT: as smtpd would hand it over.
check() {
	text=$1
	shift
	put "$text" 'A kind=smtp' 'A rewrite=none' "$client" 'A client_address=192.0.2.1' \
	    'A protocol=ESMTP' 'A helo_name=helo.example' "$@"
}
body() {		# what came in, behind our own Received
	content | sed '1,/; ..., .. /d'
}
saw() {
	sed 's/^.*cleanup\[[0-9]*\]: //; s/^\(warning: \)*[0-9A-Za-z]\{17\}: /\1ID: /' "$log" | grep -v message-id=
}
origin='from c.example[192.0.2.1]; from=<joe@example.com> to=<root@example.com> proto=ESMTP helo=<helo.example>'
queued() {
	(cd "$spool" && ls -d incoming/* hold/* 2>/dev/null) | sed 's,/.*,,' | tr '\n' ' '
}

cat >h <<'END'
/^Subject: reject$/	REJECT
/^Subject: reject-text/	REJECT not this
/^Subject: reject-dsn/	reject 5.7.9 nor this
/^Subject: warn/	WARN look at this
/^Subject: info/	INFO
/^Subject: hold/	HOLD for now
/^Subject: discard/	DISCARD
/^Subject: filter/	FILTER smtp:[127.0.0.1]:1
/^Subject: nofilter/	FILTER nowhere
/^Subject: redirect/	REDIRECT ann@x.example
/^Subject: noredirect/	REDIRECT ann
/^Subject: bcc/		BCC ann@x.example
/^Subject: prepend/	PREPEND X-Before: this
/^Subject: noprepend/	PREPEND
/^Subject: badprepend/	PREPEND no header
/^Subject: replace (.*)/	REPLACE Subject: with $1
/^Subject: badreplace/	REPLACE no header
/^Subject: ignore/	IGNORE
/^Subject: strip/	STRIP
/^Subject: dunno/	DUNNO
/^Subject: ok/		OK
/^Subject: pass/	PASS
/^Subject: funny/	FUNNY
/^Subject: two\n lines$/	WARN folded
/^Received: by mx/	IGNORE
/^X-After:/		REJECT after
END
cp h mh
cat >mh <<'END'
/^Content-Type:.*evil/	REJECT evil type
/^X-Part/		WARN part
END
cat >nh <<'END'
/^X-Nested/		WARN nested
/^X-Part/		WARN part in nested
END
cat >b <<'END'
/^evil$/	REJECT
/^warn/		WARN
/^replace/	REPLACE with this
/^ignore/	IGNORE
/^strip/	STRIP
/^prepend/	PREPEND before it
/^$/		INFO empty
/^--/		INFO boundary
/^hold/		HOLD
END
conf "header_checks = pcre:$D/h" "mime_header_checks = pcre:$D/mh" \
    "nested_header_checks = pcre:$D/nh"

refused() {
	check "$2" 'A ignored=1'
	is "$1" "$answer" "$3"
	is "$1: nothing is left" "$(queued)" ''
	is "$1: the log" "$(saw )" "$4"
}
refused 'REJECT' 'Subject: reject\n\nx\n' 'D 5.7.1 message content rejected' \
    "ID: reject: header Subject: reject $origin: 5.7.1 message content rejected"
refused 'REJECT with a text' 'Subject: reject-text\n\nx\n' 'D 5.7.1 not this' \
    "ID: reject: header Subject: reject-text $origin: 5.7.1 not this"
refused 'REJECT with a status' 'Subject: reject-dsn\n\nx\n' 'D 5.7.9 nor this' \
    "ID: reject: header Subject: reject-dsn $origin: 5.7.9 nor this"

# taken NAME SUBJECT-WORD WANTED-HEADERS WANTED-LOG
taken() {
	fresh_queue
	check "$2\nTo: x@y.example\n\nx\n"
	like "$1: taken" "$answer" '^K '
	is "$1: content" "$(body)" "$3"
	is "$1: the log" "$(saw)" "$4"
}
fresh_queue() {
	rm -f "$spool"/*/* 2>/dev/null
}
rest='To: x@y.example

x'
taken WARN 'Subject: warn' "Subject: warn
$rest" "ID: warning: header Subject: warn $origin: look at this"
taken INFO 'Subject: info' "Subject: info
$rest" "ID: info: header Subject: info $origin"
taken FILTER 'Subject: filter' "Subject: filter
$rest" "ID: filter: header Subject: filter $origin: smtp:[127.0.0.1]:1"
is 'FILTER: in the envelope' "$(grep -a '^filter' "$file")" 'filter smtp:[127.0.0.1]:1'
taken 'FILTER without a destination' 'Subject: nofilter' "Subject: nofilter
$rest" "warning: ID: header_checks: FILTER action needs transport:destination"
taken REDIRECT 'Subject: redirect' "Subject: redirect
$rest" "ID: redirect: header Subject: redirect $origin: ann@x.example"
is 'REDIRECT: recipients' "$(grep -a recipient "$file" | cut -d' ' -f1-3)" \
    '+ recipient root@example.com
- recipient ann@x.example'
taken 'REDIRECT to nobody' 'Subject: noredirect' "Subject: noredirect
$rest" "warning: ID: header_checks: REDIRECT action needs user@domain"
taken BCC 'Subject: bcc' "Subject: bcc
$rest" "ID: bcc: header Subject: bcc $origin: ann@x.example"
is 'BCC: recipients' "$(grep -a recipient "$file" | cut -d' ' -f1-3)" \
    '- recipient root@example.com
- recipient ann@x.example'
taken PREPEND 'Subject: prepend' "X-Before: this
Subject: prepend
$rest" "ID: prepend: header Subject: prepend $origin: X-Before: this"
taken 'PREPEND nothing' 'Subject: noprepend' "Subject: noprepend
$rest" "warning: ID: header_checks: PREPEND action without text"
taken 'PREPEND no header' 'Subject: badprepend' "Subject: badprepend
$rest" "warning: ID: header_checks: PREPEND action needs headername: headervalue"
taken REPLACE 'Subject: replace me' "Subject: with me
$rest" "ID: replace: header Subject: replace me $origin: Subject: with me"
taken 'REPLACE by no header' 'Subject: badreplace' "Subject: badreplace
$rest" "warning: ID: header_checks: REPLACE action needs headername: headervalue"
taken IGNORE 'Subject: ignore' "$rest" ''
taken STRIP 'Subject: strip' "$rest" "ID: strip: header Subject: strip $origin"
taken DUNNO 'Subject: dunno' "Subject: dunno
$rest" ''
taken OK 'Subject: ok' "Subject: ok
$rest" ''
taken PASS 'Subject: pass\nX-After: x' "Subject: pass
X-After: x
$rest" "ID: pass: header Subject: pass $origin"
taken 'an unknown word' 'Subject: funny' "Subject: funny
$rest" "warning: ID: unknown command in header_checks map: FUNNY"
taken 'a folded header' 'Subject: two\n lines' "Subject: two
 lines
$rest" "ID: warning: header Subject: two? lines $origin: folded"
fresh_queue
check 'Subject: hold\n\nx\n'
like 'HOLD: taken' "$answer" '^K '
is 'HOLD: where' "$(queued)" 'hold '
is 'HOLD: the log' "$(saw)" "ID: hold: header Subject: hold $origin: for now"
fresh_queue
check 'Subject: discard\nX-After: x\n\nx\n'
like 'DISCARD: taken, and nothing is looked at any more' "$answer" '^K '
is 'DISCARD: where' "$(queued)" ''
is 'DISCARD: the log' "$(saw)" "ID: discard: header Subject: discard $origin"

# our own trace line is looked at, too
put 'Subject: x\nTo: x\n\nx\n' 'A rewrite=none'
is 'our own Received' "$(content)" 'Subject: x
To: x

x'
check '\nx\n' 'A prepend=X-After: prepended'
is 'a prepended header' "$answer" 'D 5.7.1 after'
check 'no header\nX-After: y\n\nX-After: x\n'
like 'a body is no header' "$answer" '^K'

# -- which header goes where
multi='Content-Type: multipart/mixed; boundary=b\n\nX-Part: preamble\n--b\nX-Part: 1\n\nX-Part: body\n--b\nContent-Type: message/rfc822\n\nX-Nested: 1\nX-Part: 2\nContent-Type: evil/x\n\nx\n--b--\nX-Part: epilogue\n'
check "$multi"
is 'MIME headers everywhere go to mime_header_checks' "$answer" 'D 5.7.1 evil type'
check "$(echo "$multi" | sed 's/evil/good/')"
is 'of parts and of nested messages' "$(saw | sed 's/ from .*>:/:/')" 'ID: warning: header X-Part: 1: part
ID: warning: header X-Nested: 1: nested
ID: warning: header X-Part: 2: part in nested'
conf 'disable_mime_input_processing = yes'
check "$multi"
like 'not when MIME is off' "$answer" '^K'
is 'then it is all body' "$(saw)" ''
check 'Content-Type: evil/x\n\nx\n'
is 'but for the headers of the message itself' "$answer" 'D 5.7.1 evil type'

# -- bodies
fresh
cp main.cf "$D/i/etc/main.cf"
conf "body_checks = pcre:$D/b"
check 'Subject: x\n\ngood\nevil\n'
is 'body: REJECT' "$answer" 'D 5.7.1 message content rejected'
is 'body: the log' "$(saw | tail -1)" "ID: reject: body evil $origin: 5.7.1 message content rejected"
check 'evil: x\n\nwarn\nreplace me\nignore me\nstrip me\nprepend to\n\nlast'
is 'body: the others' "$(body)" 'evil: x

warn
with this
before it
prepend to

last'
is 'body: their log' "$(saw | cut -d' ' -f2-5)" 'warning: body warn from
replace: body replace me
strip: body strip me
prepend: body prepend to'
check 'X: y\n\nhold it\n'
is 'body: HOLD' "$(queued)" 'hold '
fresh_queue
check 'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n'
is 'boundaries are body' "$(saw | grep -c 'info: body --b')" 2
conf 'body_checks_size_limit = 20'
long='0123456789\n01234567890\nevil\n'
check "A: b\n\n$long"
like 'not behind the limit' "$answer" '^K'
check "Content-Type: multipart/mixed; boundary=b\n\n$long--b\n\n$long--b\n\nevil\n"
like 'which begins anew with each part' "$answer" '^D'

# -- who is not checked
for not in 'A override=no_milters,no_header_body_checks' 'A kind=notice' 'A kind=forward'; do
	check '\nevil\n' "$not"
	like "not checked: $not" "$answer" '^K'
done
conf 'internal_mail_filter_classes = bounce'
sender=
check '\nevil\n' 'A kind=notice'
like 'unless bounces shall be' "$answer" '^D'
sender=joe

# -- a table that cannot answer
conf 'header_checks = fail:x'
check 'X: y\n\nx\n'
like 'a broken table: later' "$answer" '^Z 4\.3\.0'
like 'it is told' "$(saw)" '^warning: .*: header_checks map lookup problem'
conf "header_checks = pcre:$D/none"
check 'X: y\n\nx\n'
like 'a missing one: later' "$answer" '^Z 4\.3\.0'

# -- what strict readers mind
cp main.cf "$D/i/etc/main.cf"
strict() {		# NAME PARAMETER CONTENT TEXT
	cp main.cf "$D/i/etc/main.cf"
	check "$3"
	like "$1: taken by default" "$answer" '^K'
	conf "$2"
	check "$3"
	is "$1: with $2" "$answer" "D 5.6.0 $4"
	like "$1: the log" "$(saw)" "^ID: reject: mime-error $(echo "$4" | sed 's/[*]/\\&/g'): .*from c\.example\[192\.0\.2\.1\]; from=<joe@example.com> to=<root@example.com>"
	check "$3" 'A override=no_header_body_checks'
	like "$1: not when checks are off" "$answer" '^K'
}
eight=$(printf '\303\274')
strict 'an 8-bit header' 'strict_7bit_headers = yes' "X: $eight\n\nx\n" \
    'improper use of 8-bit data in message header'
strict 'an 8-bit header' 'strict_8bitmime = yes' "X: $eight\n\nx\n" \
    'improper use of 8-bit data in message header'
strict 'an 8-bit body' 'strict_8bitmime_body = yes' "X: y\n\n$eight\n" \
    'improper use of 8-bit data in message body'
strict 'a coded multipart' 'strict_mime_encoding_domain = yes' \
    'Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\nx\n' \
    'invalid message/* or multipart/* encoding domain'
deep=$(for n in 1 2 3 4; do
	printf 'Content-Type: multipart/mixed; boundary=b%s\\n\\n--b%s\\n' $n $n
done)
cp main.cf "$D/i/etc/main.cf"
conf 'mime_nesting_limit = 3'
check "$deep\nx\n"
like 'too deep, but nobody looks' "$answer" '^K'
conf 'header_checks = static:DUNNO'
check "$deep\nx\n"
is 'too deep' "$answer" 'D 5.6.0 MIME nesting exceeds safety limit'

# -- Content-Transfer-Encoding tells of 8-bit content
cp main.cf "$D/i/etc/main.cf"
check 'Content-Transfer-Encoding: 8bit\n\nx\n' 'A encoding=7bit'
is 'the encoding' "$(grep -a '^encoding' "$file")" 'encoding 8bit'
check 'Content-Transfer-Encoding: 8bit\n\nx\n'
is 'when the client said nothing' "$(grep -a '^encoding' "$file")" 'encoding 8bit'
conf 'detect_8bit_encoding_header = no'
check 'Content-Transfer-Encoding: 8bit\n\nx\n' 'A encoding=7bit'
is 'not asked for' "$(grep -a '^encoding' "$file")" 'encoding 7bit'

# -- content_filter
conf 'content_filter = scan:[127.0.0.1]:10025'
put 'X: y\n\nx\n'
is 'content_filter' "$(grep -a '^filter' "$file")" 'filter scan:[127.0.0.1]:10025'
put 'X: y\n\nx\n' 'A kind=notice'
is 'not for notices' "$(grep -a '^filter' "$file")" ''
put 'X: y\n\nx\n' 'A filter=other:'
is 'something else wins' "$(grep -a '^filter' "$file")" 'filter other:'

# -- what master.cf says of pickup, and of the door itself
printf '%s\n' 'pickup unix n - n 60 1 pickup' ' -o content_filter=' ' -o header_checks=' \
    'cleanup unix n - n - 0 cleanup' ' -o mime_nesting_limit=7' \
    ' -o header_checks=static:HOLD' >"$D/i/etc/master.cf"
fresh_queue
put 'X: y\n\nx\n'
is 'options of cleanup' "$(queued)" 'hold '
is 'and of pickup' "$(grep -ac '^filter' "$spool"/hold/*)" 0
fresh_queue
letter 'X: y\n\nx\n' >s
cleanup -o header_checks= <s >answers
is 'the command line wins' "$(queued)" 'incoming '
done_testing
