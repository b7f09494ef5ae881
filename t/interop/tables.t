#!/bin/sh
# Tables that ask servers: real MariaDB, PostgreSQL, slapd and SQLite.
. "$(dirname "$0")/../lib.sh"
peer=$T/t/tool/peer
setups=$T/t/tool/peers

[ "${PEERS:-1}" != 0 ] || skip_all "PEERS=0"
[ "$(id -u)" = 0 ] || skip_all "peers need root"
need sqlite3
chmod 755 "$D"
export PEER_DIR="$D/peers"
mkdir etc maria pg ldap
chmod 777 maria pg ldap
: >etc/main.cf
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
at_exit '$peer stop maria pg ldap 2>/dev/null'

cat >rows.sql <<'END'
CREATE TABLE t (k VARCHAR(100), v VARCHAR(100), d VARCHAR(100));
INSERT INTO t VALUES ('a@x.example', 'one@y.example', 'x.example');
INSERT INTO t VALUES ('a@x.example', 'two@y.example', 'x.example');
INSERT INTO t VALUES ('o''hara@x.example', 'quote', 'x.example');
INSERT INTO t VALUES ('é@x.example', 'utf', 'x.example');
INSERT INTO t VALUES ('null@x.example', NULL, 'x.example');
INSERT INTO t VALUES ('empty@x.example', '', 'x.example');
INSERT INTO t VALUES ('back\slash@x.example', 'slash', 'x.example');
INSERT INTO t VALUES ('plain', 'unqualified', '');
END

# ask TYPE FILE KEY: what postmap says, and its status.
ask() {
	run timeout 60 postmap -q "$3" "$1:$D/$2"
	echo "$status $out"
}

# The same for all that speak SQL. The file to begin with is $1.base.
sql() {
	t=$1
	{ cat "$t.base"; echo "query = SELECT v FROM t WHERE k = '%s'"; } >"$t.cf"
	is "$t: two rows" "$(ask "$t" "$t.cf" a@x.example)" \
	    '0 one@y.example,two@y.example'
	is "$t: keys are folded" "$(ask "$t" "$t.cf" A@X.example)" \
	    '0 one@y.example,two@y.example'
	is "$t: absent" "$(ask "$t" "$t.cf" b@x.example)" '1 '
	is "$t: a quote" "$(ask "$t" "$t.cf" "o'hara@x.example")" '0 quote'
	is "$t: UTF-8" "$(ask "$t" "$t.cf" "é@x.example")" '0 utf'
	is "$t: what is not UTF-8" \
	    "$(ask "$t" "$t.cf" "$(printf '\377\376@x.example')")" '1 '
	is "$t: no value" "$(ask "$t" "$t.cf" null@x.example)" '1 '
	is "$t: an empty one" "$(ask "$t" "$t.cf" empty@x.example)" '1 '
	for evil in "' OR 1=1 --" "\\' OR 1=1 --" "x'; DROP TABLE t; --" \
	    "' UNION SELECT 'x' --" "$(printf "\\\\\277' OR 1=1 #")" "%s" "a@%d"
	do
		is "$t: injection $evil" "$(ask "$t" "$t.cf" "$evil")" '1 '
	done
	{ cat "$t.base"; echo "query = SELECT v FROM t WHERE k = '%s'"
	  echo 'domain = x.example, z.example'
	  echo 'result_format = %u at %d for %U'; } >"$t.fmt"
	is "$t: result_format, domain" "$(ask "$t" "$t.fmt" a@x.example)" \
	    '0 one at y.example for a,two at y.example for a'
	is "$t: a result without the parts" \
	    "$(ask "$t" "$t.fmt" "o'hara@x.example")" '1 '
	is "$t: not in domain" "$(ask "$t" "$t.fmt" plain)" '1 '
	{ cat "$t.base"
	  echo "query = SELECT v FROM t WHERE k='%u@%d' AND d='%2.%1'"; } >"$t.parts"
	is "$t: parts of the key" "$(ask "$t" "$t.parts" a@x.example)" \
	    '0 one@y.example,two@y.example'
	is "$t: a key that lacks them" "$(ask "$t" "$t.parts" plain)" '1 '
	{ cat "$t.cf"; echo 'expansion_limit = 1'; } >"$t.lim"
	is "$t: expansion_limit" "$(ask "$t" "$t.lim" a@x.example)" '75 '
	like "$t: is told" "$(cat .err)" 'expansion_limit \(1\)'
	{ cat "$t.base"; echo 'query = SELECT nonsense'; } >"$t.bad"
	is "$t: a bad query is no answer" "$(ask "$t" "$t.bad" a)" '75 '
	{ cat "$t.base"; echo 'table = t'; echo 'select_field = v'
	  echo 'where_field = k'; echo "additional_conditions = AND d <> 'q'"
	} >"$t.old"
	is "$t: an old option file" "$(ask "$t" "$t.old" plain)" '0 unqualified'
	echo 'this is no option' >"$t.no"
	is "$t: no option file" "$(ask "$t" "$t.no" a)" '75 '
	like "$t: says where" "$(cat .err)" "$t.no, line 1: "
	is "$t: many keys on one connection" "$(printf \
	    'a@x.example\nnone\nplain\n' | postmap -q - "$t:$D/$t.cf" |
	    cut -f1 | tr '\n' ' ')" 'a@x.example plain '
}

sqlite3 file.db <rows.sql
echo "dbpath = $D/file.db" >sqlite.base
sql sqlite
echo "dbpath = $D/none.db
query = SELECT 1" >none.cf
is 'sqlite: no file' "$(ask sqlite none.cf a)" '75 '
sed 's/^query/#/' sqlite.base >p
echo "lite_dbpath = $D/file.db
lite_query = SELECT v FROM t WHERE k='%s'" >>etc/main.cf
is 'sqlite: options in main.cf' \
    "$(postmap -q plain sqlite:lite)" unqualified

if "$peer" start maria --setup "$setups/mariadb" --bind "$D/maria" \
    --wait-file "$D/maria/s" mariadb-server -- mariadbd --user=mysql \
    --skip-networking --socket="$D/maria/s" >start.log 2>&1
then
	sed 's/back\\slash/back\\\\slash/' rows.sql >maria.sql
	{ echo 'CREATE DATABASE mail CHARACTER SET utf8mb4; USE mail;'
	  cat maria.sql
	  echo "CREATE USER postern IDENTIFIED BY 'secret';"
	  echo "CREATE USER postern@localhost IDENTIFIED BY 'secret';"
	  echo 'GRANT SELECT, EXECUTE ON mail.* TO postern@localhost;'
	  echo "CREATE PROCEDURE p(x TEXT) SELECT v FROM t WHERE k = x;"
	} | "$peer" exec maria mariadb -u root -S "$D/maria/s"
	cat >mysql.base <<-END
		hosts = unix:$D/maria/s
		user = postern
		password = secret
		dbname = mail
	END
	sql mysql
	is 'mysql: backslash' "$(ask mysql mysql.cf 'back\slash@x.example')" \
	    '0 slash'
	{ cat mysql.base; echo "query = CALL p('%s')"; } >mysql.proc
	is 'mysql: a procedure' "$(ask mysql mysql.proc plain)" '0 unqualified'
	sed 's,^hosts.*,hosts = unix:/nonexistent unix:'"$D/maria/s," mysql.cf >mysql.two
	is 'mysql: the second server answers' "$(ask mysql mysql.two plain)" \
	    '0 unqualified'
	sed 's/secret/wrong/' mysql.cf >mysql.pw
	is 'mysql: a wrong password is no answer' "$(ask mysql mysql.pw plain)" \
	    '75 '
	unlike 'mysql: nor is it shown' "$(cat .err)" wrong
	# It dies while a program has a connection.
	mkfifo keys
	postmap -q - "mysql:$D/mysql.cf" <keys >answers 2>answers.err & q=$!
	exec 9>keys
	yes plain 2>/dev/null | head -20000 >&9
	wait_for 10 grep -q plain answers
	"$peer" stop maria
	(echo plain >&9) 2>/dev/null
	exec 9>&-
	wait $q && st=0 || st=$?
	is 'mysql: a server that dies in the middle is no answer' "$st" 75
	is 'mysql: nor is one that is gone' "$(ask mysql mysql.cf plain)" '75 '
else
	cat start.log >&2
	result 1 'mysql: a server'
fi

if "$peer" start pg --setup "$setups/postgresql" --bind "$D/pg" \
    --wait-file "$D/pg/.s.PGSQL.5432" postgresql-15 -- runuser -u postgres -- \
    /usr/lib/postgresql/15/bin/postgres -D /var/lib/pg -k "$D/pg" -h '' \
    >start.log 2>&1
then
	{ cat rows.sql; echo "CREATE FUNCTION f(text) RETURNS SETOF varchar AS
	    'SELECT v FROM t WHERE k = \$1' LANGUAGE sql;"; } >pg.sql
	wait_for 10 "$peer" exec pg psql -h "$D/pg" -U postgres -c 'SELECT 1'
	"$peer" exec pg psql -q -h "$D/pg" -U postgres <pg.sql
	cat >pgsql.base <<-END
		hosts = unix:$D/pg
		user = postgres
		dbname = postgres
	END
	sql pgsql
	is 'pgsql: backslash' "$(ask pgsql pgsql.cf 'back\slash@x.example')" \
	    '0 slash'
	{ cat pgsql.base; echo 'select_function = f'; } >pgsql.fn
	is 'pgsql: select_function' "$(ask pgsql pgsql.fn plain)" '0 unqualified'
	echo "hosts = postgresql:///postgres?host=$D/pg&user=postgres
query = SELECT v FROM t WHERE k='%s'" >pgsql.uri
	is 'pgsql: a URI' "$(ask pgsql pgsql.uri plain)" '0 unqualified'
	rm -f keys; mkfifo keys
	postmap -q - "pgsql:$D/pgsql.cf" <keys >answers 2>answers.err & q=$!
	exec 9>keys
	(echo plain >&9) 2>/dev/null
	yes plain 2>/dev/null | head -20000 >&9
	wait_for 10 grep -q plain answers
	"$peer" stop pg
	(echo plain >&9) 2>/dev/null
	exec 9>&-
	wait $q && st=0 || st=$?
	is 'pgsql: a server that dies in the middle is no answer' "$st" 75
	is 'pgsql: nor is one that is gone' "$(ask pgsql pgsql.cf plain)" '75 '
else
	cat start.log >&2
	result 1 'pgsql: a server'
fi

uri=ldapi://$(echo "$D/ldap/s" | sed 's,/,%2F,g')
if "$peer" start ldap --setup "$setups/slapd" --bind "$D/ldap" \
    --wait-file "$D/ldap/s" slapd ldap-utils -- slapd -d 0 \
    -f /etc/ldap/test.conf -h "$uri" >start.log 2>&1
then
	cat >entries.ldif <<-'END'
		dn: dc=example,dc=org
		objectClass: dcObject
		objectClass: organization
		o: example
		dc: example

		dn: cn=anna,dc=example,dc=org
		objectClass: inetOrgPerson
		objectClass: mailUser
		cn: anna
		sn: A
		mailacceptinggeneralid: anna@example.org
		maildrop: anna@mailbox.example
		mail: a@other.example

		dn: cn=ben,dc=example,dc=org
		objectClass: inetOrgPerson
		objectClass: mailUser
		cn: ben
		sn: B
		mailacceptinggeneralid: b*n@example.org
		maildrop: ben1@mailbox.example
		maildrop: ben2@mailbox.example

		dn: cn=group,dc=example,dc=org
		objectClass: inetOrgPerson
		objectClass: mailUser
		cn: group
		sn: G
		mailacceptinggeneralid: group@example.org
		maildrop: leaf@mailbox.example
		memberdn: cn=anna,dc=example,dc=org
		memberdn: cn=ben,dc=example,dc=org

		dn: cn=loop,dc=example,dc=org
		objectClass: inetOrgPerson
		objectClass: mailUser
		cn: loop
		sn: L
		mailacceptinggeneralid: loop@example.org
		memberdn: cn=loop,dc=example,dc=org
	END
	ok 'ldap: entries' "$peer" exec ldap ldapadd -x -H "$uri" \
	    -D cn=admin,dc=example,dc=org -w secret -f /dev/stdin <entries.ldif
	cat >ldap.base <<-END
		server_host = $uri
		search_base = dc=example,dc=org
	END
	cp ldap.base ldap.cf
	is 'ldap: defaults' "$(ask ldap ldap.cf anna@example.org)" \
	    '0 anna@mailbox.example'
	is 'ldap: absent' "$(ask ldap ldap.cf nobody@example.org)" '1 '
	is 'ldap: * is no wildcard' "$(ask ldap ldap.cf 'a*@example.org')" '1 '
	is 'ldap: it is itself' "$(ask ldap ldap.cf 'b*n@example.org')" \
	    '0 ben1@mailbox.example,ben2@mailbox.example'
	for evil in '*' 'anna@example.org)(cn=*' ')(|(cn=*' '\2a' '(' ')'; do
		is "ldap: injection $evil" "$(ask ldap ldap.cf "$evil")" '1 '
	done
	{ cat ldap.base; echo 'query_filter = (&(cn=%u)(objectClass=mailUser))'
	  echo 'result_attribute = mail'; echo 'result_format = smtp:%d'
	  echo 'domain = example.org'; } >ldap.fmt
	is 'ldap: filter, format, domain' "$(ask ldap ldap.fmt anna@example.org)" \
	    '0 smtp:other.example'
	{ cat ldap.base; echo 'special_result_attribute = memberdn'
	  echo 'leaf_result_attribute = mail'; } >ldap.grp
	is 'ldap: groups' "$(ask ldap ldap.grp group@example.org | tr ' ,' '\n\n' |
	    sort | tr '\n' ' ')" '0 a@other.example anna@mailbox.example ben1@mailbox.example ben2@mailbox.example leaf@mailbox.example '
	{ cat ldap.grp; echo 'recursion_limit = 20'; } >ldap.loop
	is 'ldap: a loop ends' "$(ask ldap ldap.loop loop@example.org)" '75 '
	{ cat ldap.base; echo 'terminal_result_attribute = mail'; } >ldap.term
	is 'ldap: terminal' "$(ask ldap ldap.term anna@example.org)" \
	    '0 a@other.example'
	echo "server_host = $uri
search_base = cn=%u,dc=example,dc=org
scope = base
query_filter = (objectClass=*)" >ldap.dn
	is 'ldap: parts in the base' "$(ask ldap ldap.dn anna@example.org)" \
	    '0 anna@mailbox.example'
	is 'ldap: quoted there' "$(ask ldap ldap.dn 'anna,dc=example@example.org')" '1 '
	{ cat ldap.base; echo 'bind_dn = cn=admin,dc=example,dc=org'
	  echo 'bind_pw = wrong'; } >ldap.pw
	is 'ldap: a wrong password is no answer' \
	    "$(ask ldap ldap.pw anna@example.org)" '75 '
	sed 's/wrong/secret/' ldap.pw >ldap.good
	is 'ldap: the right one' "$(ask ldap ldap.good anna@example.org)" \
	    '0 anna@mailbox.example'
	"$peer" stop ldap
	is 'ldap: a server that is gone is no answer' \
	    "$(ask ldap ldap.cf anna@example.org)" '75 '
else
	cat start.log >&2
	result 1 'ldap: a server'
fi
done_testing
