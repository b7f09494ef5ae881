#!/bin/sh
# postmap: makes tables, changes them, asks them, and says what is wrong.
. "$(dirname "$0")/../lib.sh"

mkdir etc
: >etc/main.cf
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
types='hash btree'
for t in lmdb cdb; do
	printf 'a b\n' >probe
	postmap "$t:probe" 2>/dev/null && types="$types $t"
done
rm -f probe*

suffix() { case $1 in hash|btree) echo db ;; *) echo "$1" ;; esac; }

for t in $types; do
	rm -f t*
	cat >t <<-'EOF'
	# comment
	Key  some value

	  # a comment inside
	  goes on
	"two \"words"@x x
	last y
	EOF
	exits "$t: a table is made" 0 postmap "$t:t"
	is "$t: without a word" "$out$err" ''
	run postmap -q KEY "$t:t"
	is "$t: keys are folded, lines continued" "$out" 'some value  goes on'
	run postmap -q '"two \"words"@x' "$t:t"
	is "$t: a quoted key" "$out" x
	exits "$t: an absent key is status 1" 1 postmap -q nokey "$t:t"
	is "$t: and silent" "$out$err" ''
	run sh -c "printf 'last\nnone\nkey' | postmap -q - $t:t"
	is "$t: keys from standard input" "$status $out" \
	    "0 last	y
key	some value  goes on"
	run sh -c "echo none | postmap -q - $t:t"
	is "$t: none of them found is 1" "$status$out" 1
	run sh -c "postmap -s $t:t | grep -v two | sort"
	is "$t: all pairs" "$out" "key	some value  goes on
last	y"
	run sh -c "postmap -sj $t:t | sort | tail -2 | head -1"
	is "$t: as JSON" "$out" '{"key": "some value  goes on"}'
	is "$t: nothing is left over" "$(ls t*)" "t
t.$(suffix $t)"
done

for t in hash btree $(echo "$types" | grep -o lmdb); do
	rm -f t*
	printf 'a 1\nb 2\n' >t
	postmap "$t:t"
	run sh -c "printf 'c 3\na x\n' | postmap -i $t:t"
	like "$t: -i warns of a key that is there" "$err" 'line 2: duplicate entry: "a"'
	is "$t: -i adds and keeps" "$(postmap -s "$t:t" | sort | tr '\n' ' ')" \
	    'a	1 b	2 c	3 '
	run sh -c "printf 'a x\n' | postmap -ir $t:t"
	is "$t: -ir replaces" "$status$err$(postmap -q a "$t:t")" 0x
	run sh -c "printf 'a y\n' | postmap -iw $t:t"
	is "$t: -iw ignores" "$status$err$(postmap -q a "$t:t")" 0x
	exits "$t: -d removes" 0 postmap -d A "$t:t"
	exits "$t: what is gone" 1 postmap -q a "$t:t"
	exits "$t: -d of an absent key is 1" 1 postmap -d a "$t:t"
	run sh -c "printf 'zz\nb\n' | postmap -d - $t:t"
	is "$t: -d -" "$status $(postmap -s "$t:t")" '0 c	3'
	rm -f t*
	run sh -c "echo 'n 1' | postmap -i $t:t"
	is "$t: -i makes a table that is missing" "$status $(postmap -q n "$t:t")" '0 1'
	exits "$t: -d does not" 75 postmap -d n "$t:none"
done

cat >bad <<'EOF'
key value
lonely
 continued
"open quote x
"q"x y
alias: x
key other
EOF
printf 'nul \377\376\n' >>bad
run postmap hash:bad
is 'bad lines do not stop a build' "$status" 0
is 'each is told' "$err" "postmap: warning: bad, line 4: unbalanced quotes
postmap: warning: bad, line 6: record is in \"key: value\" format; is this an alias file?
postmap: warning: bad, line 8: non-UTF-8 input -- ignoring this line
postmap: warning: bad, line 7: duplicate entry: \"key\""
is 'the first of two counts' "$(postmap -q key hash:bad)" value
run postmap -r hash:bad
is '-r: the last counts' "$(postmap -q key hash:bad)" other
run postmap -w hash:bad
unlike '-w: no warning of duplicates' "$err" duplicate
before=$(cksum <bad.db)
exits '--strict minds' 65 postmap --strict hash:bad
is 'and changes nothing' "$(cksum <bad.db)" "$before"
printf '  early x\na b\n' >early
run postmap hash:early
like 'a first line that continues nothing' "$err" \
    'early, line 1: logical line must not start with whitespace'

printf 'Key v\n' >case
postmap -f hash:case
is '-f keeps the case' "$(postmap -f -q Key hash:case)" v
exits 'and asks with it' 1 postmap -f -q key hash:case
printf 'k v\n' >nul
postmap -n hash:nul
is 'a file without NULs is read all the same' "$(postmap -q k hash:nul)" v
exits '-N asks for NULs' 1 postmap -N -q k hash:nul
postmap -N hash:nul
exits '-n asks for none' 1 postmap -n -q k hash:nul

# -F: values are files.
printf 'one\n' >f1; printf 'two' >f2
echo "k $D/f1, $D/f2" >fv
exits '-F stores files' 0 postmap -F hash:fv
is 'in base64' "$(postmap -q k hash:fv)" b25lCgp0d28=
is '-F decodes' "$(postmap -F -q k hash:fv)" 'one

two'
is '-F reads for types of text' "$(postmap -F -q k texthash:fv)" 'one

two'
exits 'a value that is not base64 is no answer' 75 postmap -F -q key hash:bad
echo "k $D/none" >fn
exits 'a missing file stops it' 75 postmap -F hash:fn
like 'and is named' "$err" 'fn, line 1: open .*none: No such file'

# -h, -b, -m: messages.
cat >msg <<'EOF'
From: a@example.com
Subject: one
	two
Content-Type: multipart/mixed; boundary="q"

before
--q
Content-Type: text/plain

body
--q--
EOF
echo '/./ HIT' >any
run sh -c 'postmap -h -q - regexp:any <msg'
is '-h: the header' "$out" 'From: a@example.com	HIT
Subject: one
	two	HIT
Content-Type: multipart/mixed; boundary="q"	HIT'
run sh -c 'postmap -b -q - regexp:any <msg | wc -l'
is '-b: all below it' "$out" 5
run sh -c 'postmap -hm -q - regexp:any <msg | tail -1'
is '-hm: headers of parts' "$out" 'Content-Type: text/plain	HIT'
run sh -c 'postmap -bm -q - regexp:any <msg | cut -f1 | tr "\n" " "'
is '-bm: bodies only' "$out" 'before --q body --q-- '
exits '-h asks for -q -' 64 postmap -h -q x regexp:any

# Rights.
umask 022
printf 'k secret\n' >pw; chmod 600 pw
postmap hash:pw
is 'a secret source makes a secret file' "$(stat -c %a pw.db)" 600
chmod 640 pw.db
postmap hash:pw
is 'a file keeps its mode' "$(stat -c %a pw.db)" 640
chmod 644 pw.db
postmap hash:pw
is 'but not for the world' "$(stat -c %a pw.db)" 640
rm pw.db
postmap -p hash:pw
is '-p: public' "$(stat -c %a pw.db)" 644
chmod 644 pw; rm pw.db; postmap hash:pw
is 'a public source makes a public file' "$(stat -c %a pw.db)" 644
if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$D"
	chown 65534:65534 pw; chmod 600 pw; rm -f pw.db
	postmap hash:pw
	is "root makes its owner's file" "$(stat -c '%u:%g %a' pw.db)" '65534:65534 600'
	postmap -o hash:pw
	is '-o leaves the file as it is' "$(stat -c '%u:%g %a' pw.db)" '65534:65534 600'
	mkdir rootdir; cp pw rootdir/; chown 65534 rootdir/pw
	exits 'also where the owner may not write' 0 postmap hash:rootdir/pw
	is 'with the right owner' "$(stat -c %u rootdir/pw.db)" 65534
else
	skip 'only root can give files away'
fi

# What is no table.
exits 'a type that there is not' 75 postmap -q x nosuch:x
is 'is named' "$err" 'postmap: fatal: unsupported table type "nosuch" in "nosuch:x"'
exits 'a missing source' 66 postmap hash:none
exits 'a missing table is not an absent key' 75 postmap -q x hash:none
mkdir dir dir2.db
exits 'a directory as source' 66 postmap hash:dir
like 'is named' "$err" 'dir: Is a directory'
touch dir2
exits 'a directory as database' 75 postmap hash:dir2
exits 'or to be asked' 75 postmap -q x hash:dir2
exits 'texthash cannot be made' 75 postmap texthash:bad
exits 'usage' 64 postmap
exits 'an unknown option' 64 postmap -Z x
exits 'two things at once' 64 postmap -s -q x hash:t

# Damage.
seq 1 5000 | sed 's/.*/key& value&/' >cut
for t in hash btree; do
	postmap $t:cut
	size=$(stat -c %s cut.db)
	truncate -s $((size / 2)) cut.db
	exits "$t: a file cut in half" 75 postmap -q key4999 $t:cut
	like "$t: is told" "$err" 'cut.db: damaged: the file is shorter than it says'
	truncate -s 100 cut.db
	exits "$t: all but its start" 75 postmap -q key4999 $t:cut
	: >cut.db
	exits "$t: an empty file" 75 postmap -q key4999 $t:cut
	head -c 9000 /dev/urandom >cut.db
	exits "$t: noise" 75 postmap -q key4999 $t:cut
done
postmap btree:cut
exits 'another type of database' 75 postmap -q key1 hash:cut

# Missing and old databases.
rm -f cut.db
run postmap -q key7 hash:cut
is 'a missing .db: the source answers' "$status $out" '0 value7'
like 'with a warning' "$err" 'cut.db: No such file or directory: reading the source file .*cut instead'
postmap hash:cut
touch -d '2 hours ago' cut.db
touch -d '1 hour ago' cut
run postmap -q key7 hash:cut
like 'an old .db: a warning' "$err" 'cut.db is older than source file .*cut$'

# Berkeley DB and the directory it is in.
mkdir cwd && cp cut cwd/
echo 'set_data_dir /nonexistent' >cwd/DB_CONFIG
(cd cwd && postmap hash:cut && postmap -q key3 hash:cut) >"$D/o" 2>&1
is 'DB_CONFIG is not read' "$(cat o)" value3

# One at a time, and readers see old or new.
seq 1 20000 | sed 's/.*/key& one/' >r
postmap hash:r
(for i in 1 2 3 4; do
	sed "s/ .*/ value$i/" r >r.src && cat r.src >r && postmap hash:r
done) &
builder=$!
for i in 1 2 3 4 5 6 7 8 9 10; do
	for j in 1 2 3 4 5; do
		postmap -q key20000 hash:r >"o.$j" 2>>r.err &
		pids="$pids $!"
	done
	for p in $pids; do wait "$p" || echo "exit $?" >>r.err; done
	pids=
	cat o.? | grep -Evx 'one|value[1-4]' >>r.bad
done
wait $builder
is '50 readers see whole tables while one is rebuilt' "$(cat r.bad r.err | grep -v older)" ''
is 'the last build holds' "$(postmap -q key777 hash:r)" value4

for i in 1 2 3 4 5 6 7 8; do echo "n$i v" | postmap -i hash:many & done
wait
is 'no concurrent -i is lost' "$(postmap -s hash:many | wc -l)" 8

seq 1 400000 | sed 's/.*/key& value&/' >slow
postmap hash:slow & p=$!
wait_for 5 test -e slow.db.new
kill -TERM $p
wait $p 2>/dev/null && st=0 || st=$?
is 'a build that is interrupted leaves nothing' "$(ls slow*)" slow
isnt 'and does not succeed' "$st" 0

truncate -s 200M huge
([ -n "${SAN:-}" ] || ulimit -v 200000; postmap hash:huge) >o 2>&1 && st=0 || st=$?
is 'an endless line is refused' "$st $(cut -c1-60 o)" \
    '75 postmap: fatal: huge, line 1: line is longer than 33554432 b'
done_testing
