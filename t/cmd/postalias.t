#!/bin/sh
# postalias: aliases(5) files.
. "$(dirname "$0")/../lib.sh"

mkdir etc
: >etc/main.cf
MAIL_CONFIG=$D/etc
export MAIL_CONFIG

cat >al <<'EOF'
# comment
foo: bar,baz,   qux
pipe: "|/usr/bin/prog -x 'a b'", |/bin/cat, |"/bin/x y"
file: /var/mail/x, "/var/mail/with blank"
inc: :include:/etc/list, ":include:/etc/li st"
com: a (comment) , b
"quo ted": x
"Up@per": y
rt: "John Smith" <js@example.com>, <a@b>
esc: \root
cont: a,
  b,
	c
space x: y
MiXed: Z
empty: ""
EOF
exits 'a database is made' 0 postalias hash:al
is 'in silence' "$out$err" ''
postalias -s hash:al | grep -v '^YP_' | sort >got
sort >want <<'EOF'
@:	@
foo:	bar, baz, qux
pipe:	"|/usr/bin/prog -x 'a b'", |/bin/cat, |"/bin/x y"
file:	/var/mail/x, "/var/mail/with blank"
inc:	:include:/etc/list, ":include:/etc/li st"
com:	a (comment), b
quo ted:	x
up@per:	y
rt:	"John Smith" <js@example.com>, <a@b>
esc:	\root
cont:	a, b, c
space x:	y
mixed:	Z
empty:	""
EOF
same 'what it holds' got want
like 'Sendmail and NIS find their marks' "$(postalias -s hash:al)" '^YP_LAST_MODIFIED:	[0-9]+$'
is 'a query' "$(postalias -q FOO hash:al)" 'bar, baz, qux'

cat >bad <<'EOF'
novalue:
nokey
: v
a,b: c
k@h: v
  good x
ok: fine
ok: again
EOF
run postalias hash:bad
is 'bad lines' "$err" 'postalias: warning: bad, line 1: need name:value pair
postalias: warning: bad, line 2: need name:value pair
postalias: warning: bad, line 3: need name:value pair
postalias: warning: bad, line 4: need name:value pair
postalias: warning: bad, line 5: name must be local
postalias: warning: bad, line 8: duplicate entry: "ok"'
is 'do not stop it' "$status $(postalias -q ok hash:bad)" '0 fine'

rm al.db
run postalias -q foo hash:al
is 'without a database the file answers' "$status $out" '0 bar, baz, qux'
like 'with a warning' "$err" 'reading the source file .*/al instead'
postalias hash:al
touch -d '1 hour ago' al.db
sed 's/^foo:.*/foo: new/' al >al2 && cat al2 >al
run postalias -q foo hash:al
is 'the file answers for an old database' "$status $out" '0 new'
like 'with a warning, too' "$err" 'al.db is older than source file .*reading'
is 'aliases as texthash' "$(postalias -q foo texthash:al)" new
done_testing
