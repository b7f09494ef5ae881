#!/bin/sh
# postmap and postalias beside Debian's: the same tables, the same answers, and
# files that the other side reads.
. "$(dirname "$0")/../lib.sh"
peer=$T/t/tool/peer

[ "${PEERS:-1}" != 0 ] || skip_all "PEERS=0"
[ "$(id -u)" = 0 ] || skip_all "peers need root"
chmod 755 "$D"
export PEER_DIR="$D/peers"
at_exit '$peer stop pf 2>/dev/null'

cat >setup <<'END'
for t in pcre lmdb cdb; do
	echo "$t postfix-$t.so dict_${t}_open mkmap_${t}_open"
done | sed '/^pcre/s/ mkmap.*//' >/etc/postfix/dynamicmaps.cf
END
if ! "$peer" start pf --setup "$T/t/tool/peers/postfix" --setup "$D/setup" \
    --bind "$D" postfix postfix-pcre postfix-lmdb postfix-cdb >start.log 2>&1
then
	cat start.log >&2
	result 1 'a peer'
	done_testing
fi
mkdir etc o p
: >etc/main.cf
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
# theirs COMMAND...: in $D/p
theirs() {
	"$peer" exec pf sh -c 'cd "$1"; shift; "$@"' sh "$PWD" \
	    env -u MAIL_CONFIG "$@"
}
suffix() { case $1 in hash|btree) echo db ;; *) echo "$1" ;; esac; }

# A source with everything that a person might write, and keys to ask for.
perl -e '
	print "# comment\n\n   \n";
	for my $i (1 .. 300) {
		print "User$i\@Example.COM  mailbox$i\@host.example\n";
		print "  # inside a line\n" if $i % 7 == 0;
		print "\tcontinued $i\n" if $i % 5 == 0;
	}
	print "\"quoted key $_\"  quoted value $_\n" for 1 .. 20;
	print "tab\tvalue\twith\ttabs\n", "trail value   \n";
	print "colon: x\n", "colon2:x y\n", "\@domain.example any\n";
	print "dup one\ndup two\nDUP three\n", "lonely\n", "crlf value\r\n";
	print "k" x 400, " long key\n", "long ", "v" x 2000, "\n";
	print "\\back\\slash \\value\\\n", "caf\xc3\xa9 u\xc3\x9ctf\n";
	print "a=b c=d\n", "\$x \$y\n", "\x27 quote\n", "< <>\n", "no newline";
' >src
perl -e '
	print "user$_\@example.com\nUSER$_\@example.com\n" for 1 .. 300;
	print "quoted key $_\n\"quoted key $_\"\n" for 1 .. 20;
	print "$_\n" for qw(tab trail colon: colon2:x @domain.example dup DUP
	    lonely crlf nokey key < > \\back\\slash a=b $x no), "k" x 400,
	    "k" x 399, "\x27", " dup", "dup ", "long", "caf\xc3\xa9", "%s", "*";
' >keys
cp src o/t; cp src p/t
n=0
for t in hash btree lmdb cdb; do
	s=$(suffix $t)
	(cd o && postmap -w $t:t) 2>/dev/null
	(cd p && theirs postmap -w $t:t) 2>/dev/null
	(cd o && theirs postmap -s $t:t) 2>err | cut -c1-150 | sort >oo.their
	(cd p && theirs postmap -s $t:t) 2>err | cut -c1-150 | sort >pp.their
	(cd o && postmap -s $t:t) 2>err | cut -c1-150 | sort >oo.ours
	(cd p && postmap -s $t:t) 2>err | cut -c1-150 | sort >pp.ours
	ok "$t: there is something to compare" test "$(wc -l <oo.ours)" -gt 300
	if [ $t != cdb ]; then	# they cannot list it
		same "$t: they list our file as theirs" oo.their pp.their
		same "$t: we list ours so" oo.ours pp.their
		same "$t: we list theirs so" pp.ours pp.their
	fi
	for side in o p; do
		(cd $side && postmap -q - $t:t <../keys) >q.ours 2>err
		(cd $side && theirs postmap -q - $t:t <../keys) >q.their 2>err
		same "$t: every key of $side/t.$s" q.ours q.their
		n=$((n + $(wc -l <keys)))
	done
done
for t in hash btree lmdb; do
	(cd o && postmap -w $t:t) 2>/dev/null
	(cd p && theirs postmap -w $t:t) 2>/dev/null
	for side in o p; do
		(cd $side && printf 'added by us\nuser1@example.com replaced\n' |
		    postmap -ir $t:t; postmap -d user2@example.com $t:t)
		(cd $side && theirs postmap -q - $t:t) >got 2>err <<-'END'
		added
		user1@example.com
		user2@example.com
		user3@example.com
		END
		is "$t: they read what we changed in $side" "$(cat got)" \
		    "added	by us
user1@example.com	replaced
user3@example.com	mailbox3@host.example"
		(cd $side && printf 'theirs x\n' | theirs postmap -i $t:t
		    theirs postmap -d user3@example.com $t:t)
		is "$t: we read what they changed in $side" \
		    "$(cd $side && printf 'theirs\nuser3@example.com\nadded\n' |
		    postmap -q - $t:t)" 'theirs	x
added	by us'
	done
done
for o in -N -n; do
	for t in hash btree lmdb cdb; do
		printf 'k v\n' >o/nul; cp o/nul p/nul
		(cd o && postmap $o $t:nul; theirs postmap -q k $t:nul) >got 2>err
		is "$t $o: they read ours" "$(cat got)" v
		(cd p && theirs postmap $o $t:nul; postmap -q k $t:nul) >got 2>err
		is "$t $o: we read theirs" "$(cat got)" v
		for q in -N -n; do
			a=$(cd p && theirs postmap $q -q k $t:nul 2>&1; echo $?)
			b=$(cd p && postmap $q -q k $t:nul 2>&1; echo $?)
			is "$t $o, asked with $q" "$b" "$a"
		done
	done
done

# Types that are read as they are. Only rules that both take for good: where
# one is broken we answer "cannot say", and they pass it over.
cat >c <<'END'
# networks
192.168.1.1 one
!192.168.0.0/16 not-one-six-eight
if 192.168.2.0/24
192.168.2.128/25 upper
192.168.2.1 low
endif
if !192.168.3.0/24
192.168.3.0/24 never
0.0.0.0/0 rest
endif
192.168.3.0/25 three
2001:db8::/32 doc
2001:db8:1::1/128 never
::1 loop
::/0 six
END
cat >c.keys <<'END'
192.168.1.1
192.168.2.1
192.168.2.200
192.168.2.3
192.168.3.1
192.168.3.200
10.0.0.1
2001:db8::5
2001:DB8:1::1
::1
0:0:0:0:0:0:0:1
fe80::1
example.com
192.168.1
1.2.3.4.5

END
cat >r <<'END'
/^a(.)c(.*)$/ one $1 two ${2} three $(1) dollar $$
/^CASE$/i exact
/^nocase$/ folded
if /^if/
/x$/ ends in x
!/y$/ not y
endif
/^paren\/slash$/ slash
!/^[a-z]/ not a letter
|^other| delimiter
/^(a|b)+(c)?$/ [$1][$2]
/multi word/ text
/tail/ last
END
sed 's/^|^other| /|^other|x /' r >r.pcre
cat >>r.pcre <<'END'
/^look(?=ahead)/ ahead
/^\d+$/ digits
/^(?<name>z+)$/ named $1
/^lazy(.*?)x/U greedy $1
END
cat >r.keys <<'END'
abc
aXc$1
ABCdef
case
CASE
nocase
NoCase
ifx
ify
if
paren/slash
1abc
other
aabbc
aab
multi word
lookahead
12345
zzz
lazyxxx
the tail
tailor
END
# Of a key without value we know that there is one: so is one more.
grep -v ^lonely src >src.text
for t in cidr:c regexp:r pcre:r.pcre texthash:src.text; do
	f=${t#*:}
	case $f in src.text) k=keys ;; *) k=${f%%.*}.keys ;; esac
	postmap -q - "$t" <"$k" >q.ours 2>err.ours
	theirs postmap -q - "$t" <"$k" >q.their 2>err
	ok "$t: something is found" test -s q.their
	same "$t: every key" q.ours q.their
	postmap -fq - "$t" <"$k" >q.ours 2>err.ours
	theirs postmap -fq - "$t" <"$k" >q.their 2>err
	same "$t: every key, not folded" q.ours q.their
	n=$((n + 2 * $(wc -l <"$k")))
done
i=0
while read -r spec; do
	for key in x X a b 'c d' nokey; do
		run postmap -q "$key" "$spec"
		# Theirs fails with 1, too.
		[ "$status" -ne 75 ] || status=1
		ours="$status $out"
		run theirs postmap -q "$key" "$spec"
		is "$key in $spec" "$ours" "$status $out"
		i=$((i + 1))
	done
done <<'END'
inline:{x=1, {b = two words}, a = 3}
inline:{ {x = y}, a=b=c }
static:text
static:{ text with blanks }
unionmap:{static:one, inline:{x=two}}
unionmap:{inline:{x=1}, inline:{a=2}}
pipemap:{inline:{x=a, c=d}, inline:{a=found, b=c}}
pipemap:{inline:{x=a}}
pipemap:{static:x, inline:{x=through}}
randmap:{same, same}
unix:passwd.byname
environ:
END
for key in root daemon nobody nosuchuser 'root:x'; do
	run postmap -q "$key" unix:group.byname
	ours="$status $out"
	run theirs postmap -q "$key" unix:group.byname
	is "group $key" "$ours" "$status $out"
done

# Messages.
for f in "$T"/t/data/mail/*; do
	[ "$(wc -c <"$f")" -lt 100000 ] || continue
	tr -d '\000\r' <"$f" >msg
	for o in -h -b -hm -bm -hbm; do
		postmap $o -q - regexp:r <msg >q.ours 2>err.ours
		theirs postmap $o -q - regexp:r <msg >q.their 2>err
		same "$o: ${f##*/}" q.ours q.their
	done
done

# aliases(5). What differs is said in compat(7): a backslash outside of quotes
# is kept.
cat >al <<'END'
# c
foo: bar,baz,   qux
pipe: "|/usr/bin/prog -x 'a b'", |/bin/cat, |"/bin/x y"
file: /var/mail/x, "/var/mail/with blank"
inc: :include:/etc/list, ":include:/etc/li st"
com: a (comment) , b ; c
"quo ted": x
"Up@per": y
rt: "John Smith" <js@example.com>, <a@b>
dots: a.b@c.d , .x
colon: a:b@c
cont: a,
  b,
	c
space x: y
MiXed: Z
empty: ""
novalue:
nokey
: v
a,b: c
k@h: v
utf: jürgen@é.example
semi: a;b
lit: x@[1.2.3.4]
owner-foo: foo-admin
dup: 1
dup: 2
END
cp al o/al; cp al p/al
(cd o && postalias hash:al) 2>err.o
(cd p && theirs postalias hash:al) 2>err.p
(cd o && postalias -s hash:al | grep -v ^YP_ | sort) >oo.ours
(cd o && theirs postalias -s hash:al | grep -v ^YP_ | sort) >oo.their
(cd p && theirs postalias -s hash:al | grep -v ^YP_ | sort) >pp.their
(cd p && postalias -s hash:al | grep -v ^YP_ | sort) >pp.ours
same 'aliases: ours, by us' oo.ours pp.their
same 'aliases: ours, by them' oo.their pp.their
same 'aliases: theirs, by us' pp.ours pp.their
is 'aliases: the same lines are wrong' \
    "$(grep -o 'line [0-9]*: n.*' err.o)" "$(grep -o 'line [0-9]*: n.*' err.p)"
for k in foo FOO 'quo ted' 'up@per' YP_LAST_MODIFIED @ none empty; do
	ours=$(cd p && postalias -q "$k" hash:al; echo $?)
	is "aliases: $k" "$ours" "$(cd p && theirs postalias -q "$k" hash:al; echo $?)"
done
note "$((n + i)) keys compared"
done_testing
