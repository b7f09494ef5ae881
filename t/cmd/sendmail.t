#!/bin/sh
. "$(dirname "$0")/../lib.sh"

"$T/t/instance" "$D/i" >/dev/null || exit 99
. "$D/i/env"
at_exit 'rm -rf "$D/i"'
me=$(id -un) drop=$D/i/spool/maildrop
unset NAME

conf() {
	printf '%s\n' "$@" >>"$D/i/etc/main.cf"
}

fresh() {
	rm -f "$drop"/*
}

# The one message in maildrop, as records; without what differs each time.
dropped() {
	cat "$drop"/* | "$T/t/tool/records" |
	    grep -Ev '^A (arrival|uid|login|full_name)='
}

content() {
	cat "$drop"/* | "$T/t/tool/records" -m
}

rcpts() {
	cat "$drop"/* | "$T/t/tool/records" | sed -n 's/^R //p' | tr '\n' ' ' |
	    sed 's/ $//'
}

sender() {
	cat "$drop"/* | "$T/t/tool/records" | sed -n 's/^F //p'
}

fact() {
	cat "$drop"/* | "$T/t/tool/records" | sed -n "s/^A $1=//p"
}

# text NAME INPUT WANTED [OPTIONS]: the content that becomes of an input.
text() {
	name=$1 input=$2 wanted=$3
	shift 3
	fresh
	printf "$input" | sendmail "$@" root || note "exit status $?"
	printf "$wanted" >wanted
	content >got
	same "$name" got wanted
}

# refuses NAME STATUS TEXT COMMAND...: nothing is left behind.
refuses() {
	name=$1 want=$2 text=$3
	shift 3
	fresh
	printf 'To: root\n\nx\n' >in
	exits "$name" "$want" "$@" <in
	like "$name: says so" "$err" "$text"
	is "$name: nothing queued" "$(ls "$drop")" ''
}

# -- a plain message
fresh
printf 'Subject: hi\n\nhello\n' >in
exits 'a message' 0 sendmail root <in
is 'quietly' "$out$err" ''
is 'its envelope' "$(dropped)" "F $me
A kind=local
A rewrite=local
R root
M Subject: hi\\x0a\\x0ahello\\x0a
E "
like 'the caller is known' "$(fact uid)" "^$(id -u)\$"
is 'its mode' "$(ls -l "$drop"/* | cut -c1-10)" '-r--r--r--'

# -- content
text 'CR LF becomes LF' 'a: b\r\n\r\nc\r\n' 'a: b\n\nc\n'
text 'one CR of several' 'a\r\r\n' 'a\r\n'
text 'a CR within' 'a\rb\n' 'a\rb\n'
text 'a CR at the end' 'a\r' 'a\r'
text 'no last newline' 'a: b\n\nc' 'a: b\n\nc'
text 'NUL' 'a\000b\n\000\n' 'a\000b\n\000\n'
text '8 bit' '\n\344\366\374\377\n' '\n\344\366\374\377\n'
text 'an empty message' '' ''
text 'From lines' 'From a b\n>From c\nSubject: x\n\nFrom y\n' \
    'Subject: x\n\nFrom y\n'
text 'a From line with CR LF' 'From a b\r\nSubject: x\r\n' 'Subject: x\n'
text 'only a From line' 'From a' ''
text 'a lone dot ends it' 'a\n.\nb\n' 'a\n'
text 'a lone dot with CR LF' 'a\r\n.\r\nb\r\n' 'a\n'
text 'a lone dot at the start' '.\nb\n' ''
text 'a dot without newline' 'a\n.' 'a\n.'
text 'other dots' 'a\n..\n.b\n. \n' 'a\n..\n.b\n. \n'
text 'a lone dot with -i' 'a\n.\nb\n' 'a\n.\nb\n' -i
text 'a lone dot with -oi' 'a\n.\nb\n' 'a\n.\nb\n' -oi
cp "$D/i/etc/main.cf" main.cf
conf 'sendmail_fix_line_endings = never'
text 'never fixed' 'a\r\nb\n' 'a\r\nb\n'
conf 'sendmail_fix_line_endings = strict'
text 'strict, first with CR' 'a\r\nb\nc\r\n' 'a\nb\nc\n'
text 'strict, first without' 'a\nb\r\n' 'a\nb\r\n'
cp main.cf "$D/i/etc/main.cf"

fresh
{ printf 'Subject: long\n\n'; head -c 5000000 /dev/zero | tr '\0' x; echo; } >in
exits 'a line of 5 MB' 0 sendmail root <in
content >got
ok 'arrives whole' cmp got in
fresh
{ head -c 65535 /dev/zero | tr '\0' x; printf '\r\n.\r\nz\n'; } >in
sendmail root <in
is 'CR LF where a piece ends' "$(content | wc -c | tr -d ' ')" 65536
fresh
{ head -c 65536 /dev/zero | tr '\0' x; printf '.\nz\n'; } >in
sendmail root <in
content >got
ok 'a dot where a piece begins is text' cmp got in

# -- senders
from() {
	fresh
	sendmail "$@" </dev/null
	sender
}
is '-f' "$(from -f a@b.example root)" a@b.example
is '-r' "$(from -r a@b.example root)" a@b.example
is '-f bundled' "$(from -fa@b.example root)" a@b.example
is '-f twice' "$(from -f x -f y root)" y
is '-f empty' "$(from -f '' root)" ''
is '-f <>' "$(from -f '<>' root)" ''
is '-f with a name' "$(from -f 'Joe <j@b.example>' root)" j@b.example
is '-f quoted' "$(from -f '"a b"@c.example' root)" 'a b@c.example'
refuses 'two senders' 64 'malformed sender' sendmail -f 'a b' root
refuses 'a line end in the sender' 64 'malformed sender' sendmail -f 'a
b' root
name() {
	fresh
	"$@" </dev/null
	fact full_name
}
is '-F' "$(name sendmail -F 'Joe Doe' root)" 'Joe Doe'
is '-F bundled' "$(name sendmail -FJoe root)" 'Joe'
is 'NAME' "$(name env NAME=Anna sendmail root)" 'Anna'
is '-F over NAME' "$(name env NAME=Anna sendmail -F Joe root)" 'Joe'
is 'a line end in the name' "$(name sendmail -F 'a
Bcc: x' root)" 'a Bcc: x'

# -- recipients
to() {
	fresh
	sendmail "$@" <in
	rcpts
}
printf 'x\n' >in
is 'two arguments' "$(to a b@c.example)" 'a b@c.example'
is 'a list as argument' "$(to 'a, B <b@c.example>,,(x) d')" 'a b@c.example d'
is 'behind --' "$(to -- -f)" '-f'
is 'a quoted one' "$(to '"x y"@z.example')" 'x y@z.example'
is 'a route' "$(to '<@a.example,@b.example:c@d.example>')" 'c@d.example'
refuses 'no recipient' 64 'Recipient addresses must be specified' sendmail
refuses 'a control character' 64 'bad recipient address' sendmail "a$(printf '\001')b"
fresh
sendmail '' <in
is 'an empty recipient' "$(cat "$drop"/* | "$T/t/tool/records" | grep ^R)" 'R '

printf 'To: a, b\ncc: "C, D" <c@d.example>,\n e\nBcc: f\nReply-To: no\n\nTo: g\n' >in
is '-t' "$(to -t)" 'a b c@d.example e f'
is '-t and arguments' "$(to -t z)" 'z a b c@d.example e f'
is 'without -t' "$(to z)" 'z'
fresh
sendmail -t <in
content >got
ok 'the headers stay for cleanup' cmp got in
printf 'To: a\nResent-To: b\nCc: c\nResent-Bcc: d\nBcc: e\n\nx\n' >in
is 'Resent- wins' "$(to -t)" 'b d'
is 'Resent- and arguments' "$(to -t z)" 'z b d'
printf 'To: friends: a, b;, c\nBcc: undisclosed:;\n\n' >in
is 'groups' "$(to -t)" 'a b c'
printf 'To: a\nno header\nTo: b\n' >in
is 'the headers end at what is none' "$(to -t)" 'a'
printf 'To: a\r\nCc: b\r\n\r\nCc: c\r\n' >in
is '-t with CR LF' "$(to -t)" 'a b'
printf 'From x\nTo: a' >in
is '-t without newline' "$(to -t)" 'a'
printf 'Subject: x\n\nTo: a\n' >in
fresh
exits '-t without recipients' 64 sendmail -t <in
like 'says so' "$err" 'No recipient addresses found in message header'
is 'is not queued' "$(ls "$drop")" ''
printf 'To: a\nCc: b\001c\n\nx\n' >in
exits '-t with a bad address' 65 sendmail -t <in
{ printf 'To: a'; head -c 102400 /dev/zero | sed 's/\x00/,\n b/g'; printf '\n\nx\n'; } >in
exits '-t with too large a header' 65 sendmail -t <in
is 'nothing queued' "$(ls "$drop")" ''
conf 'header_size_limit = 1000000'
exits 'a larger limit' 0 sendmail -t <in
is 'all of it counts' "$(rcpts | wc -w | tr -d ' ')" 102401
cp main.cf "$D/i/etc/main.cf"

# -- facts for notifications and delivery
facts() {
	fresh
	sendmail "$@" root </dev/null || return
	dropped | sed -n 's/^[AP] //p' | grep -v '^kind=' | tr '\n' ' ' |
	    sed 's/ $//'
}
is '-N' "$(facts -N success,failure)" 'rewrite=local notify=success,failure'
is '-N never' "$(facts -Nnever)" 'rewrite=local notify=never'
is '-R' "$(facts -R HDRS)" 'ret=hdrs rewrite=local'
is '-V' "$(facts -V 'a +b')" 'envid=a+20+2Bb rewrite=local'
is '-B' "$(facts -B 8BITMIME)" 'encoding=8bit rewrite=local'
is '-G' "$(facts -G)" 'rewrite=none'
is '-O smtputf8=yes' "$(facts -O smtputf8=yes)" 'smtputf8=yes rewrite=local'
refuses '-N nonsense' 64 '-N' sendmail -N never,success root
refuses '-R nonsense' 64 '-R' sendmail -R some root
refuses '-B in lower case' 64 '-B' sendmail -B 8bitmime root
refuses '-V too long' 64 '-V' sendmail -V "$(head -c 101 /dev/zero | tr '\0' x)" root
is 'options that are ignored' "$(facts -A c -U -e m -h 3 -L tag -m -p x -x -c -n \
    -v -vv -D -d0.1 -om -o7 -odq -odd -oem -O DeliveryMode=b -bm -bq)" \
    'rewrite=local'
is 'bundled options' "$(facts -odi -om -itc -Gi -v)" 'rewrite=none'
refuses 'an unknown option' 64 'unknown option: -Z' sendmail -Z root
refuses 'a missing argument' 64 'requires an argument' sendmail -f
refuses '-t with -bp' 64 '-t' sendmail -t -bp
refuses '-bp with a recipient' 64 'no recipient' sendmail -bp root
refuses '-bv with -N' 64 '-bv' sendmail -bv -N never root
refuses '-bd' 64 'no daemon' sendmail -bd -q30m
refuses '-bl' 64 'no daemon' sendmail -bl
refuses '-bt' 64 'unsupported' sendmail -bt
refuses '-X file' 64 'unsupported' sendmail -X log root
refuses '-qS' 64 '-qS' sendmail -qSsite
exits '-q with a time' 0 sendmail -q30m
exits '-bh' 0 sendmail -bh

# -- other programs
exits '-bp' 0 sendmail -bp
like 'lists the queue' "$out" 'queue is empty'
fresh
printf 'HELO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<%s>\r\nDATA\r\nx: y\r\n\r\n..\r\n.\r\nQUIT\r\n' \
    "$me" >in
exits '-bs' 0 sendmail -bs <in
like 'speaks SMTP' "$out" '^250 2.0.0 Ok: queued as [0-9A-Za-z]{17}'
is 'leaves it in maildrop' "$(sender) $(rcpts)" "a@b.example $me"
is 'the text' "$(content | tail -1)" '.'
fake() {
	rm -f "$D/i/$1"
	printf '#!/bin/sh\necho "$0 $*"\n' >"$D/i/$1"
	chmod +x "$D/i/$1"
}
for p in bin/postqueue bin/newaliases bin/postalias libexec/smtpd; do
	fake $p
done
is '-q' "$(sendmail -q)" "$D/i/bin/postqueue -f"
is '-qI' "$(sendmail -qIabc)" "$D/i/bin/postqueue -i abc"
is '-qR' "$(sendmail -qRexample.org)" "$D/i/bin/postqueue -s example.org"
is '-bi' "$(sendmail -bi)" "$D/i/bin/newaliases "
is '-I' "$(sendmail -I)" "$D/i/bin/newaliases "
is '-bi -oA' "$(sendmail -bi -oA/a/b)" "$D/i/bin/postalias /a/b"
is '-bs' "$(sendmail -bs)" "$D/i/libexec/smtpd -S"
rm "$D/i/bin/postqueue"
exits 'a program that is not there' 69 sendmail -bp

# -- trouble
printf 'x\n' >in
fresh
run sendmail -C "$D/i/etc/main.cf" root <in
is '-C with a file' "$status" 0
exits '-C without a main.cf' 69 sendmail -C "$D/nowhere" root <in
exits 'a closed input' 0 sh -c 'sendmail root <&-'
mkdir dir
fresh
exits 'a directory as input' 65 sendmail root <dir
is 'is not queued' "$(ls "$drop")" ''
fresh
exits 'leaked descriptors' 0 sh -c 'exec 5<in 9<in; sendmail root <in'
conf 'message_size_limit = 1000'
head -c 1001 /dev/zero | tr '\0' x >in
fresh
exits 'too large' 69 sendmail root <in
like 'says so' "$err" 'message file too big'
is 'is not queued' "$(ls "$drop")" ''
head -c 1000 /dev/zero | tr '\0' x >in
exits 'just not too large' 0 sendmail root <in
cp main.cf "$D/i/etc/main.cf"
mv "$drop" "$drop.away"
exits 'without maildrop' 69 sendmail root <in
like 'says what to do' "$err" 'set-permissions'
mv "$drop.away" "$drop"
mv "$D/i/spool" "$D/i/away"
exits 'without the queue' 69 sendmail root <in
mv "$D/i/away" "$D/i/spool"
mv "$D/i/bin/postdrop" "$D/i/bin/away"
exits 'without postdrop' 69 sendmail root <in
printf '#!/bin/sh\nexit 0\n' >"$D/i/bin/postdrop"
chmod +x "$D/i/bin/postdrop"
exits 'a postdrop that says nothing' 75 sendmail root <in
printf '#!/bin/sh\nkill -9 $$\n' >"$D/i/bin/postdrop"
exits 'a postdrop that is killed' 75 sendmail root <in
mv "$D/i/bin/away" "$D/i/bin/postdrop"
printf 'message_size_limit = many\n' >>"$D/i/etc/main.cf"
exits 'a bad main.cf' 78 sendmail root <in
cp main.cf "$D/i/etc/main.cf"

# -- -odb
rm -f "$D/i/bin/runq"
printf '#!/bin/sh\nenv >"%s"; echo "$*" >>"%s.part"; mv "%s.part" "%s"\n' \
    "$D/ran.env" "$D/ran" "$D/ran" "$D/ran" >"$D/i/bin/runq"
chmod +x "$D/i/bin/runq"
SECRET=x
export SECRET
sendmail -odq root <in
sendmail -odb root <in
ok '-odb starts a run' wait_for 10 test -e "$D/ran"
is 'as cron does' "$(cat "$D/ran")" '--cron'
unlike 'in a clean environment' "$(cat "$D/ran.env")" SECRET

done_testing
