#!/bin/sh
# postconf: what it shows, how it edits, and that nobody's edit is lost.
. "$(dirname "$0")/../lib.sh"

pc() {
	postconf -c "$D/etc" "$@"
}
# The same without warnings.
pq() {
	postconf -c "$D/etc" -q "$@"
}
fresh() {
	rm -rf etc
	mkdir etc
	cat >etc/main.cf
	cat >etc/master.cf <<-'END'
	smtp       inet  n       -       n       -       -       smtpd
	# the service for users
	submission inet  n       -       n       -       5       smtpd
	    -o syslog_name=postfix/submission
	# within
	    -o { smtpd_client_restrictions = permit_sasl_authenticated, reject }
	procmail   unix  -       n       n       -       -       pipe
	    flags=DR user=mail argv=/usr/bin/procmail {a b}
	END
}

# Showing

fresh <<'END'
# top
myhostname = mail.example.org
smtpd_banner = $myhostname  ESMTP	x
mydestination = $myhostname,
# within
    localhost
other = 1
virtual_alias_maps = ldap:people
people_server_host = ldap.example.org
END
run pc mydestination smtpd_banner mydomain
is 'named parameters, in that order' "$out" 'mydestination = $myhostname, localhost
smtpd_banner = $myhostname ESMTP x
mydomain = example.org'
is 'an unused name is warned about' "$err" \
    "postconf: warning: $D/etc/main.cf: unused parameter: other=1"
run pc -q mydomain
is '-q is quiet' "$err" ''
run pc -n
is '-n shows what is set, sorted' "$out" "config_directory = $D/etc
mydestination = \$myhostname, localhost
myhostname = mail.example.org
people_server_host = ldap.example.org
smtpd_banner = \$myhostname ESMTP x
virtual_alias_maps = ldap:people"
is '-x expands' "$(pq -hx mydestination)" 'mail.example.org, localhost'
is '-x leaves what is expanded at use' "$(pq -xh forward_path)" \
    '$home/.forward${recipient_delimiter}${extension}, $home/.forward'
is '-H' "$(pq -H mydomain)" mydomain
is '-o' "$(pq -o myhostname=a.b.c -h mydomain)" b.c
is '-d does not read main.cf' "$(pq -dh smtpd_banner)" '$myhostname ESMTP $mail_name'
is '-j keeps blanks' "$(pq -j smtpd_banner)" \
    '{"smtpd_banner": "$myhostname  ESMTP\tx"}'
is 'a boundless value is folded' "$(pq -df smtpd_relay_restrictions)" \
'smtpd_relay_restrictions = ${{$compatibility_level} <level {1} ? {} :
    {permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}'
is '-C user' "$(pq -C user)" 'people_server_host = ldap.example.org'
is '-C service' "$(pq -C service -H | head -2)" 'procmail_delivery_slot_cost
procmail_delivery_slot_discount'
run pc nosuch
is 'an unknown name is no error' "$status:$out" 0:
like 'but told' "$err" '^postconf: warning: nosuch: unknown parameter$'
pq -d >all
ok 'all names are sorted' sort -c all
ok '-d shows every parameter' sh -c '[ "$(wc -l <all)" -gt 900 ]'
is 'an empty value has no blank' "$(pq -d relayhost)" 'relayhost ='
is 'and is an empty line with -h' "$(pq -dh relayhost | wc -l)" 1
exits '-d with -n' 1 pc -d -n
exits 'a class that is none' 1 pc -C some
exits 'an option that is none' 1 pc -Z
exits 'no such directory' 1 postconf -c "$D/nowhere"
exits 'a full disk' 74 sh -c "postconf -c $D/etc >/dev/full"

# master.cf

is '-M' "$(pq -M smtp/inet)" \
    'smtp       inet  n       -       n       -       -       smtpd'
is '-Mf' "$(pq -Mf submission)" \
'submission inet  n       -       n       -       5       smtpd
    -o syslog_name=postfix/submission
    -o {smtpd_client_restrictions=permit_sasl_authenticated, reject}'
is '-F' "$(pq -F submission/inet/process_limit)" 'submission/inet/process_limit = 5'
is '-F of all' "$(pq -Fh '*/*/command')" "smtpd
smtpd -o syslog_name=postfix/submission -o {smtpd_client_restrictions=permit_sasl_authenticated, reject}
pipe flags=DR user=mail argv=/usr/bin/procmail {a b}"
is '-P' "$(pq -P '*/inet/syslog_name')" \
    'submission/inet/syslog_name = postfix/submission'
is '-PP shows what is not set' "$(pq -PP submission/inet/mydomain)" \
    'submission/inet/mydomain = example.org'
is '-Mj' "$(pq -Mj smtp)" '{"smtp/inet": "smtp inet n - n - - smtpd"}'
run pc -M nosuch
like 'what does not match is told' "$err" 'unmatched request: "nosuch"'
exits 'a field that is none' 1 pc -F smtp/inet/colour

# Editing

pc -e 'mydestination = new' 'relayhost=[a]:25' 'b = 2' 'a = 1'
is 'a value is replaced, its comment stays, new ones come last' "$(cat etc/main.cf)" \
'# top
myhostname = mail.example.org
smtpd_banner = $myhostname  ESMTP	x
mydestination = new
# within
other = 1
virtual_alias_maps = ldap:people
people_server_host = ldap.example.org
a = 1
b = 2
relayhost = [a]:25'
pc a=3 b=
is '-e is implied' "$(tail -3 etc/main.cf)" 'a = 3
b =
relayhost = [a]:25'
pc -X a relayhost nosuch
is '-X' "$(tail -1 etc/main.cf)" 'b ='
pc -# b
is '-#' "$(tail -1 etc/main.cf)" '#b ='
cp etc/main.cf before
for bad in foo =x '#a=b' 'a
b=c'; do
	exits "refused: $bad" 1 pc -e "$bad"
done
same 'and nothing has changed' etc/main.cf before
printf 'a = 1\nno newline = no\nx = 1' >etc/main.cf
exits 'a broken main.cf can be edited' 0 pc -e z=1
is 'after a line without newline' "$(tail -2 etc/main.cf)" 'x = 1
z = 1'
printf 'x = 1\nx = 2\n' >etc/main.cf
run pc -e x=3
is 'a double is changed twice' "$(cat etc/main.cf)" 'x = 3
x = 3'
like 'with a warning' "$err" 'multiple entries for "x"'
printf 'x = 1\0\n' >etc/main.cf
exits 'a binary file is refused' 1 pc -e x=2
exits 'for reading, too' 1 pc x

chmod 640 etc/main.cf
printf 'x = 1\n' >etc/main.cf
mv etc/main.cf etc/real.cf
ln -s real.cf etc/main.cf
pc -e x=2
ok 'a symbolic link stays' test -L etc/main.cf
is 'its target is changed' "$(cat etc/real.cf)" 'x = 2'
is 'the mode stays' "$(stat -c %a etc/real.cf)" 640
ok 'nothing is left over' sh -c '[ "$(ls etc)" = "main.cf
master.cf
real.cf" ]'
inode=$(stat -c %i etc/real.cf)
pc -e x=2
is 'no change, no new file' "$(stat -c %i etc/real.cf)" "$inode"
if [ "$(id -u)" -eq 0 ]; then
	chown 1234:2345 etc/real.cf
	pc -e x=3
	is 'the owner stays' "$(stat -c %u:%g etc/real.cf)" 1234:2345
else
	skip 'only root can give files away'
fi

fresh </dev/null
pc -Me 'smtp/inet=smtp inet n - y - 3 smtpd -v' \
    'new/unix=new unix - - n - - pipe user=x argv=/y {a b}'
is '-Me replaces, and appends' "$(sed -n '1p;$p' etc/master.cf)" \
'smtp       inet  n       -       y       -       3       smtpd -v
    {a b}'
pc -Pe submission/inet/syslog_name=x 'submission/inet/new = a b'
is '-Pe' "$(sed -n 3,8p etc/master.cf)" '# within
submission inet  n       -       n       -       5       smtpd
    -o syslog_name=x
    -o {smtpd_client_restrictions=permit_sasl_authenticated, reject}
    -o {new=a b}
procmail   unix  -       n       n       -       -       pipe'
pc -PX submission/inet/new submission/inet/syslog_name
is '-PX' "$(pq -PH submission)" submission/inet/smtpd_client_restrictions
pc -Fe submission/inet/chroot=y procmail/unix/command='pipe a {b c}'
is '-Fe' "$(pq -Fh '*/*/chroot' | paste -sd' ')" 'y y n n'
is '-Fe of the command' "$(pq -Fh procmail/unix/command)" 'pipe a {b c}'
pc -M# smtp/inet
is '-M#' "$(head -1 etc/master.cf)" \
    '#smtp       inet  n       -       y       -       3       smtpd -v'
pc -MX new/unix submission/inet
is '-MX' "$(pq -F '*/*/service')" 'procmail/unix/service = procmail'
cp etc/master.cf before
exits 'a type that is none' 1 pc -Fe procmail/unix/type=x
exits 'a field that is no entry' 1 pc -Me 'a/unix=b'
exits 'half a brace' 1 pc -Pe 'procmail/unix/a={'
exits 'no wild card for parameters' 1 pc -PX '*/*/*'
same 'and nothing has changed' etc/master.cf before

# A hundred editors at once; each of their settings is there, and no other.
fresh <<'END'
# a comment
myhostname = mail.example.org
END
i=0
while [ $i -lt 100 ]; do
	pc -e "user_$i = $i" & i=$((i + 1))
done
wait
i=0 missing=
while [ $i -lt 100 ]; do
	grep -qx "user_$i = $i" etc/main.cf || missing="$missing $i"
	i=$((i + 1))
done
is 'a hundred editors at once' "$missing" ''
is 'and nothing else' "$(wc -l <etc/main.cf)" 102

# Ten thousand parameters
i=0
while [ $i -lt 10000 ]; do
	echo "p$i = \$p$((i + 1))"
	i=$((i + 1))
done >etc/main.cf
run pq -n
is 'ten thousand parameters' "$(echo "$out" | wc -l)" 10000
run pq -hx p9950
is 'a chain is followed' "$status:$out" '0:'
run pq -hx p1
like 'but not without end' "$err" 'nesting'

# Files that are none

rm etc/main.cf
mkdir etc/main.cf
exits 'a directory in its place' 1 pc -n
exits 'nor is it edited' 1 pc -e a=1
rmdir etc/main.cf
truncate -s 1G etc/main.cf
exits 'a gigabyte' 1 pc -n
like 'is too much' "$err" 'larger than'
exits 'to edit, too' 1 pc -e a=1
is 'and is left alone' "$(stat -c %s etc/main.cf)" 1073741824
{ printf 'relayhost = '; head -c 8000000 /dev/zero | tr '\0' x; } >etc/main.cf
is 'a line of 8 MB' "$(pq -h relayhost | wc -c)" 8000001

# Explaining

fresh <<'END'
smtpd_timeout = 5m
END
run pc --explain smtpd_timeout
like 'explain: meaning' "$out" '	meaning: time limit for commands'
like 'explain: what it takes' "$out" '	takes: time of at least 1s'
like 'explain: where it comes from' "$out" "from: $D/etc/main.cf, line 1"
like 'explain: why it has no effect' "$(pq --explain max_idle)" \
    'no effect here: no process stays in memory'
like 'explain: services' "$(pq --explain syslog_name)" \
    'services: submission/inet .*master.cf, line 3.: postfix/submission'
run pc --explain mydestinaton
is 'a misspelt name' "$status" 1
like 'has a suggestion' "$out" 'did you mean: mydestination'
ok 'JSON is JSON' sh -c "postconf -c etc --explain -j smtpd_banner smtpd_timeout |
    perl -MJSON::PP -ne 'decode_json(\$_)'"

# Checking

me=$(id -un) group=$(id -gn)
mkdir -p spool data
good() {
	fresh <<-END
	mail_owner = $me
	net_owner = $me
	tls_owner = $me
	setgid_group = $group
	queue_directory = $D/spool
	data_directory = $D/data
	daemon_directory = $B/libexec
	command_directory = $B/bin
	myhostname = mail.example.org
	$(printf '%s\n' "$*" | sed 's/^	*//')
	END
	: >etc/master.cf
	chmod 644 etc/main.cf
}
# finds WHAT-ERE SETTINGS: an error is found, and the status says so.
finds() {
	good "$2"
	run pc --check
	like "check finds: $1" "$out" "^error: .*$1"
	is 'and fails' "$status" 1
}
good
run pc --check
is 'nothing to complain about' "$status:$out" 0:
finds 'main.cf, line 10: unknown name mydestinaton; did you mean mydestination' \
    'mydestinaton = x'
finds 'line 10: smtpd_helo_required: "maybe" is not yes or no' \
    'smtpd_helo_required = maybe'
finds 'smtpd_timeout: "soon" is not a time' 'smtpd_timeout = soon'
finds 'default_process_limit: 0 is less than 1' 'default_process_limit = 0'
finds 'myorigin must not be empty' 'myorigin ='
finds 'truncated macro reference' 'myorigin = ${x'
finds 'alias_maps: .*/nowhere' "alias_maps = texthash:$D/nowhere"
finds 'there is no user nobody-at-all' 'mail_owner = nobody-at-all'
finds 'queue_directory: /nowhere' 'queue_directory = /nowhere'
finds 'x.example is in mydestination and in relay_domains' 'mydestination = x.example
	relay_domains = y, X.example'
finds 'relays mail for strangers' 'smtpd_relay_restrictions = permit_mynetworks'
finds 'relays mail for strangers' \
    'smtpd_relay_restrictions = permit, reject_unauth_destination'
finds 'everybody in it' 'mynetworks = 127.0.0.0/8, 0.0.0.0/0'
finds 'smaller than message_size_limit' 'mailbox_size_limit = 5'
good 'smtpd_relay_restrictions =
	smtpd_recipient_restrictions = myclass
	smtpd_restriction_classes = myclass
	myclass = permit_mynetworks reject'
run pc --check
is 'a class that refuses is enough' "$status:$out" 0:
good
chmod 666 etc/main.cf
run pc --check
like 'who may write' "$out" '^error: .*main.cf: everybody may write'
good
echo 'smtp inet n - n - - smtpd -o smtpd_relay_restrictions=permit' >etc/master.cf
run pc --check
like 'a service that relays' "$out" \
    '^error: .*master.cf, line 1: service smtp relays'
good 'max_idle = 5
	smtpd_use_tls = yes'
run pc --check
is 'warnings alone are no failure' "$status" 0
like 'what has no effect' "$out" 'warning: .*line 10: max_idle has no effect'
like 'what is old' "$out" 'warning: .*line 11: smtpd_use_tls is to be replaced'
ok 'findings in JSON' sh -c "postconf -c etc --check -j |
    perl -MJSON::PP -ne 'decode_json(\$_); \$n++; END { exit(\$n != 2) }'"

# Which configuration: -c, MAIL_CONFIG, the instance of the program

mkdir -p inst/bin inst/etc mc
cp "$B/bin/postconf" inst/bin/
echo 'relayhost = instance' >inst/etc/main.cf
echo 'relayhost = environment' >mc/main.cf
good 'relayhost = option'
exits 'no instance without its env' 1 env -u MAIL_CONFIG inst/bin/postconf \
    -c /nonexistent relayhost
touch inst/env
is 'an instance finds itself' "$(inst/bin/postconf -h relayhost)" instance
is 'MAIL_CONFIG goes before' \
    "$(MAIL_CONFIG=$D/mc inst/bin/postconf -h relayhost)" environment
is '-c goes before all' \
    "$(MAIL_CONFIG=$D/mc inst/bin/postconf -c etc -h relayhost)" option
ln -s inst/bin/postconf here
is 'through a link, too' "$(./here -h relayhost)" instance

# Presets

good
pc --null-client '[smtp.example.net]:587'
is 'a null client' "$(pq -h relayhost mydestination inet_interfaces)" \
    '[smtp.example.net]:587

loopback-only'
POSTERN_MYHOSTNAME=x.example POSTERN_smtp_tls_CAfile=/ca pc --from-env
is 'from the environment' "$(pq -h myhostname smtp_tls_CAfile)" 'x.example
/ca'
M_RELAYHOST=r pc --from-env M_
is 'with another prefix' "$(pq -h relayhost)" r
cp etc/main.cf before
POSTERN_MYHOSTNAM=x exits 'a variable that is no parameter' 1 pc --from-env
same 'changes nothing' etc/main.cf before

for shell in bash zsh fish; do
	ok "completion for $shell" \
	    sh -c "postconf --completion $shell | grep -q smtpd_banner"
done
command -v bash >/dev/null &&
    ok 'bash takes it' sh -c 'postconf --completion bash | bash -n'
good
cat >tpl <<'END'
# texts
failure_template = <<X
Charset: utf-8
Subject: none

$myhostname ${relayhost?a:b} $delay_warning_time_hours $maximal_queue_lifetime_days
X
delay_template = <<X
Colour: red

x
X
colour_template = <<X
X
END
run pc -b tpl
is '-b expands a template' "$(echo "$out" | sed 3q)" 'expanded_failure_text = <<EOF
mail.example.org  0 5
EOF'
is 'and warns about wrong ones' "$err" \
'postconf: warning: tpl, line 9: the header has an unknown name
postconf: warning: tpl, line 13: the template has an unknown name'
is '-t shows them as they are' "$(pq -t tpl 2>/dev/null | sed 7q)" \
'failure_template = <<EOF
Charset: utf-8
From: Mail Delivery System <MAILER-DAEMON>
Subject: none
Postmaster-Subject: Postmaster Copy: Undelivered Mail

$myhostname ${relayhost?a:b} $delay_warning_time_hours $maximal_queue_lifetime_days'
pq -t "" >tpl
pq -t tpl >tpl2
same 'what is shown can be read' tpl2 tpl

is '-l' "$(postconf -l | paste -sd' ')" 'flock fcntl dotlock'
is '-A' "$(postconf -A)" cyrus
is '-a' "$(postconf -a | paste -sd' ')" 'cyrus dovecot'
postconf -m >types
ok 'types are sorted' sort -c types
ok 'texthash is one' grep -qx texthash types
done_testing
