#!/bin/sh
# What the door does to addresses: tables, aliases, copies.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/cleanup.sh"

rcpts() {		# without root, to whom every letter goes
	sed -n '2,/^$/s/^\([-+]\) recipient /\1 /p' "$file" |
	    grep -v '^- root@example.com orig=root$'
}
from() {
	sed -n '2,/^$/s/^sender //p' "$file"
}
header() {
	"$T/t/tool/qcontent" "$file" | sed -n "s/^$1: //p"
}
table() {
	cat >"$D/i/etc/$1"
}

# -- virtual aliases
table virtual <<END
team@list.example	ann, bob@other.example,
	ann
bob@other.example	bob@host.example
ann			ann@host.example ann@example.com
@old.example		@new.example
x.y@d.example		"x y"@e.example
null@d.example		<>
END
conf 'recipient_delimiter = +' 'mydestination = example.com' \
    "virtual_alias_maps = texthash:$D/i/etc/virtual"
put 'A: b\n\nx\n' 'R team@list.example' 'R bob+x@other.example' 'R joe@old.example' \
    'R x.y@d.example' 'R null@d.example' 'R nobody@list.example'
is 'aliases' "$(rcpts)" '- ann@host.example orig=team@list.example
- bob@host.example orig=team@list.example
- ann@example.com orig=team@list.example
- bob+x@host.example orig=bob+x@other.example
- joe@new.example orig=joe@old.example
- x\x20y@e.example orig=x.y@d.example
- MAILER-DAEMON@example.com orig=null@d.example
- nobody@list.example'
put 'A: b\n\nx\n' 'O first@x.example' 'P orcpt=rfc822;first@x.example' \
    'P notify=success,failure' 'R team@list.example' 'P notify=success' \
    'R joe@old.example' 'P notify=success' 'R nobody@list.example' \
    'P notify=never' 'R bob@other.example'
is 'wishes for notices' "$(rcpts)" '+ team@list.example orig=first@x.example orcpt=rfc822;first@x.example notify=success
- ann@host.example orig=first@x.example orcpt=rfc822;first@x.example notify=failure
- bob@host.example orig=first@x.example orcpt=rfc822;first@x.example notify=failure
- ann@example.com orig=first@x.example orcpt=rfc822;first@x.example notify=failure
+ joe@old.example notify=success
- joe@new.example orig=joe@old.example notify=never
- nobody@list.example notify=success
- bob@host.example orig=bob@other.example notify=never'
conf 'enable_original_recipient = no'
put 'A: b\n\nx\n' 'R bob@other.example' 'R bob@host.example' 'R team@list.example'
is 'each mailbox once' "$(rcpts)" '- bob@host.example orig=bob@other.example
- ann@host.example orig=team@list.example
- ann@example.com orig=team@list.example'
put 'To: team@list.example\n\nx\n' 'R team@list.example'
is 'headers stay' "$(header To)" team@list.example
put 'A: b\n\nx\n' 'R team@list.example' 'A failed=5.6.0 no'
is 'not of what is to be returned' "$(rcpts)" '- team@list.example'
conf 'propagate_unmatched_extensions ='
put 'A: b\n\nx\n' 'R bob+x@other.example'
is 'without extensions' "$(rcpts)" '- bob@host.example orig=bob+x@other.example'
fresh

# -- limits
table virtual <<END
loop@d.example	pool@d.example
pool@d.example	loop@d.example
many@d.example	a b c d
long@d.example	$(printf '%050d' 1)
END
conf 'virtual_alias_expansion_limit = 3' 'virtual_alias_recursion_limit = 20' \
    'virtual_alias_address_length_limit = 60' \
    "virtual_alias_maps = texthash:$D/i/etc/virtual"
for r in loop many long; do
	rm -f "$log"
	letter 'A: b\n\nx\n' "R $r@d.example" >s
	cleanup <s >answers
	like "$r: refused for now" "$("$T/t/tool/records" <answers)" \
	    '^Z 4.6.0 unreasonable virtual_alias_maps map'
	is "$r: nothing is left" "$(ls "$spool/incoming")" ''
	like "$r: the log" "$(cat "$log")" \
	    'warning: [^ ]*: unreasonable virtual_alias_maps map .* -- message not accepted, try again later$'
done
{ letter 'A: b\n\nx\n' 'R loop@d.example'; letter 'A: b\n\nx\n' 'R x@y.example'; } >s
cleanup <s >answers
is 'the next message is' "$("$T/t/tool/records" <answers | cut -c1 | tr -d '\n')" QQZK
fresh

# -- canonical addresses and masquerading
conf 'masquerade_domains = !lab.example.com example.com' \
    'masquerade_exceptions = root' \
    'canonical_maps = inline:{ joe@example.com=Joe.Doe@example.com, a@b.example=c@d.example }' \
    'sender_canonical_maps = inline:{ ann@example.com=from@example.com }' \
    'recipient_canonical_maps = inline:{ ann@example.com=to@example.com }'
put 'From: Joe <joe>, ann (Ann)\nReply-To: "a" <a@b.example>\nTo: ann,\n joe@host.example.com\nCc: x@y.lab.example.com, root@host.example.com\n\nx\n' \
    'R ann' 'R joe@host.example.com' 'R a@b.example'
is 'the sender' "$(from)" Joe.Doe@example.com
is 'senders in headers' "$(header From)" \
    'Joe <Joe.Doe@example.com>, from@example.com (Ann)'
is 'where answers go' "$(header Reply-To)" '"a" <c@d.example>'
is 'recipients in headers' "$("$T/t/tool/qcontent" "$file" | sed -n '/^To/,/^Cc/p')" \
    'To: to@example.com,
 joe@example.com
Cc: x@y.lab.example.com, root@host.example.com'
is 'recipients' "$(rcpts)" '- to@example.com orig=ann
- joe@host.example.com
- c@d.example orig=a@b.example'
put 'From: joe\n\nx\n' 'R ann' 'A rewrite=none'
is 'not in headers of others' "$(header From)" joe
is 'but in their envelopes' "$(from)" Joe.Doe@example.com
for kind in local smtp; do
	put 'From: joe\n\nx\n' 'R ann' "A kind=$kind" 'A override=no_address_mappings'
	is "override, $kind: the sender" "$(from)" joe@example.com
	is "override, $kind: in headers" "$(header From)" joe@example.com
	is "override, $kind: recipients" "$(rcpts)" '- ann@example.com orig=ann'
done
conf 'canonical_classes = header_sender' 'masquerade_classes = envelope_recipient'
put 'From: joe\nTo: joe\n\nx\n' 'R joe' 'R x@host.example.com'
is 'classes: the sender' "$(from)" joe@example.com
is 'classes: sender in headers' "$(header From)" Joe.Doe@example.com
is 'classes: recipient in headers' "$(header To)" joe@example.com
is 'classes: recipients' "$(rcpts)" '- joe@example.com orig=joe
- x@example.com orig=x@host.example.com'
conf 'receive_override_options = no_address_mappings'
put 'From: joe\n\nx\n' 'R ann'
is 'overridden in main.cf' "$(header From) $(rcpts)" \
    'joe@example.com - ann@example.com orig=ann'
put 'From: joe\n\nx\n' 'R ann' 'A kind=notice'
is 'not for what is made here' "$(rcpts)" '- to@example.com orig=ann'
put 'From: joe\n\nx\n' 'R ann' 'A kind=smtp'
is 'smtpd speaks for itself' "$(rcpts)" '- to@example.com orig=ann'
fresh
sender=mailer-daemon
conf 'sender_canonical_maps = static:x@y.example'
put 'A: b\n\nx\n'
is 'a daemon is nobody' "$(from)" ''
sender=joe
fresh

# -- copies
conf 'always_bcc = archive' 'sender_bcc_maps = inline:{{joe@example.com=boss, spy@x.example}}' \
    'recipient_bcc_maps = inline:{@d.example=copy@d.example}' \
    'virtual_alias_maps = inline:{archive@example.com=archive@box.example}'
put 'A: b\n\nx\n' 'R x@d.example' 'R y@e.example'
is 'copies' "$(rcpts)" '- boss@example.com notify=never
- spy@x.example notify=never
- x@d.example
- copy@d.example notify=never
- y@e.example
- archive@box.example orig=archive@example.com notify=never'
put 'A: b\n\nx\n' 'R x@d.example' 'A kind=forward'
is 'none of mail that is made here' "$(rcpts)" '- x@d.example'
{ rec F joe; rec M x; rec E ''; } >s
rm -f "$spool"/incoming/*
cleanup <s >answers
like 'none of mail to nobody' "$("$T/t/tool/records" <answers)" \
    '^D 5.1.0 no recipients specified$'
fresh

# -- tables that cannot answer
while read -r p text; do
	conf "$p = fail:{cannot be}"
	rm -f "$spool"/incoming/* "$log"
	letter "${text:-A: b}\n\nx\n" 'R joe@d.example' >s
	cleanup <s >answers
	like "$p: refused for now" "$("$T/t/tool/records" <answers)" '^Z 4.3.0 '
	is "$p: nothing is left" "$(ls "$spool/incoming")" ''
	like "$p: the log" "$(cat "$log")" \
	    ' map lookup problem for .*cannot be.* -- message not accepted, try again later$'
	fresh
done <<'END'
canonical_maps
sender_canonical_maps
recipient_canonical_maps
virtual_alias_maps
sender_bcc_maps
recipient_bcc_maps
END
conf 'canonical_maps = fail:{cannot be}' 'canonical_classes = header_recipient'
letter 'To: x@y.example\nTo: z\n\nx\n' >s
cleanup <s >answers
like 'a header: refused for now' "$("$T/t/tool/records" <answers)" '^Z 4.3.0 '
is 'a header: nothing is left' "$(ls "$spool/incoming")" ''
is 'a header: told once' "$(grep -c 'not accepted' "$log")" 1
fresh
conf 'masquerade_domains = example.com' 'masquerade_exceptions = fail:{cannot be}' \
    'masquerade_classes = envelope_recipient'
letter 'A: b\n\nx\n' 'R joe@host.example.com' >s
cleanup <s >answers
like 'exceptions: refused for now' "$("$T/t/tool/records" <answers)" '^Z 4.3.0 '
fresh
conf 'always_bcc = a@"b"'
letter 'A: b\n\nx\n' >s
cleanup <s >answers
like 'a bad address' "$("$T/t/tool/records" <answers)" '^Z 4.3.0 always_bcc'
fresh
for p in canonical_classes masquerade_classes propagate_unmatched_extensions \
    receive_override_options; do
	conf "$p = nothing_known"
	exits "$p: a word that is none" 78 cleanup </dev/null
	fresh
done

# -- a table that changes while a session lasts
table virtual <<END
joe@d.example	one@d.example
END
conf "virtual_alias_maps = texthash:$D/i/etc/virtual"
mkfifo in
cleanup <in >answers &
exec 3>in
letter 'A: b\n\nx\n' 'R joe@d.example' >&3
answered() {
	[ "$("$T/t/tool/records" <answers | grep -c ^K)" -ge "$1" ]
}
wait_for 10 answered 1
printf 'joe@d.example two@d.example\n' >"$D/i/etc/virtual.new"
mv "$D/i/etc/virtual.new" "$D/i/etc/virtual"
found() {
	n=$((n + 1))
	letter 'A: b\n\nx\n' 'R joe@d.example' >&3
	wait_for 10 answered $n
	grep -q 'recipient two@d.example' "$spool"/incoming/*
}
n=1
ok 'a table that changes is seen' wait_for 20 found
exec 3>&-
wait $!
done_testing
