#!/bin/bash
# postconf and Postfix's own, over the same files: what they print, what they
# warn about, and what they make of the files. Intended differences are in
# compat(7); where they show here, it is said.
. "$(dirname "$0")/../lib.sh"
[ "${PEERS:-1}" != 0 ] || skip_all "PEERS=0"
deb=$("$T/t/tool/peer" get postfix 2>/dev/null | grep '/postfix_') ||
    skip_all "cannot get Debian's postfix"
dpkg-deb -x "$deb" "$D/peer" || skip_all "cannot unpack it"
theirs() {
	LD_LIBRARY_PATH=$D/peer/usr/lib/postfix "$D/peer/usr/sbin/postconf" "$@"
}
theirs -d mail_version >/dev/null 2>&1 || skip_all "its libraries are missing"

# Their messages begin with their path, and are repeated, unsorted.
messages() {
	sed 's,^[^ ]*/postconf: ,postconf: ,' "$1" | sort -u
}

# Theirs waits while a file was changed this very second.
old() {
	touch -d '1 hour ago' ./*.cf
}

# both ARG...: same output, messages and status.
both() {
	# With -F they lose the blank behind a command without options.
	theirs -c . "$@" 2>e1 | sed 's/^pipeflags=/pipe flags=/' >o1
	s1=${PIPESTATUS[0]}
	postconf -c . "$@" >o2 2>e2; s2=$?
	{ cat o1; messages e1; echo "status $s1"; } >all1
	{ cat o2; messages e2; echo "status $s2"; } >all2
	same "$here: $*" all2 all1
}
# The same output and status; messages are worded otherwise.
both_but_words() {
	theirs -c . "$@" >o1 2>e1; s1=$?
	postconf -c . "$@" >o2 2>e2; s2=$?
	{ cat o1; echo "status $s1"; } >all1
	{ cat o2; echo "status $s2"; } >all2
	same "$here: $*" all2 all1
}
# edits ARG...: the same files afterwards, and the same messages. Theirs waits
# for the clock's next second, so all are started before the first is looked
# at, by edited.
queue=0
edits() {
	queue=$((queue + 1))
	printf '%s' "$here: ${*//$'\n'/\\n}" >"$D/edit.$queue"
	mkdir "$D/edit.$queue.1" "$D/edit.$queue.2"
	cp -p ./*.cf "$D/edit.$queue.1"
	cp -p ./*.cf "$D/edit.$queue.2"
	(
		cd "$D/edit.$queue.1" || exit
		theirs -c . "$@" >o 2>e
		echo "status $?" >>o
	) &
	(
		cd "$D/edit.$queue.2" || exit
		postconf -c . "$@" >o 2>e
		echo "status $?" >>o
	)
}
edited() {
	wait
	for n in $(seq $queue); do
		for side in 1 2; do
			cd "$D/edit.$n.$side" || exit
			# Their lines for empty values end in a blank.
			{ cat o; messages e; cat ./*.cf; } |
			    sed 's/ $//' >"$D/all$side"
		done
		same "$(cat "$D/edit.$n")" "$D/all2" "$D/all1"
	done
	cd "$D" || exit
}
begin() {
	here=$1
	mkdir -p "$D/$1"
	cd "$D/$1" || exit 99
	cat >main.cf
	: >master.cf
	old
}

# Defaults that both know are the same, but for those of compat(7), those
# that newer versions changed, and those that depend on them.
begin defaults <<'END'
END
differ="address_verify_map alias_database alias_maps compatibility_level
config_directory daemon_directory data_directory html_directory
import_environment mail_owner mail_release_date mail_version meta_directory
milter_default_action mynetworks postscreen_cache_map process_id
proxy_read_maps queue_directory readme_directory sample_directory
shlib_directory smtp_tls_dane_insecure_mx_policy smtp_tls_security_level
smtpd_forbid_bare_newline smtpd_forbid_unauth_pipelining tls_eecdh_auto_curves
tls_export_cipherlist tls_high_cipherlist tls_low_cipherlist
tls_medium_cipherlist tls_null_cipherlist tlsproxy_client_policy_maps
tlsproxy_client_security_level"
theirs -c . -d >d1 2>/dev/null
postconf -c . -d >d2
sed 's/ =.*//' d1 | sort >n1
sed 's/ =.*//' d2 | sort >n2
is 'names that they have and we have not' \
    "$(comm -23 n1 n2 | paste -sd' ')" \
    'tls_legacy_public_key_fingerprints tlsproxy_client_loglevel_parameter'
comm -12 n1 n2 >common
ok 'there is something to compare' [ "$(wc -l <common)" -gt 820 ]
for name in $differ; do echo "$name"; done | sort >apart
comm -23 common apart | sed 's/^/^/;s/$/ =/' >want
for class in -d -df -dh; do
	case $class in
	-dh)	set -- $(comm -23 common apart)
		theirs -c . -dh "$@" >o1; postconf -c . -dh "$@" >o2 ;;
	-d)	grep -f want d1 | LC_ALL=C sort >o1; grep -f want d2 | LC_ALL=C sort >o2 ;;
	*)	set -- $(comm -23 common apart)
		theirs -c . -df "$@" >o1; postconf -c . -df "$@" >o2 ;;
	esac
	same "defaults of $(wc -l <common) parameters: $class" o2 o1
done

# Values
begin plain <<'END'
# top
myhostname = mail.example.org
mydestination = $myhostname,
   localhost,
# inner comment

   example.org
smtpd_banner = $myhostname   ESMTP    hello
relayhost =
nosuch = 1
smtpd_restriction_classes = myclass, other
myclass = permit
other = reject
virtual_alias_maps = ldap:foo, hash:/etc/x, proxy:mysql:bar
foo_server_host = h
bar_hosts = i
baz_hosts = j
mailbox_command = procmail $USER
luser_relay = $local@x
empty_unused =
smtpd_tls_security_level = may
lmtp_sasl_password_maps = $mymaps ${yours?{$theirs}}
mymaps = hash:/x
yours = $mine
virtual_maps = hash:/old
END
for o in -n -nf -nx -nh -nH -nxf -nxh -hn -fhn; do both $o; done
both myhostname nosuch nothere mydomain
both -x myorigin mydestination mailbox_command luser_relay smtpd_banner
both -h myorigin relayhost smtpd_banner
both -H myorigin relayhost
both -p relayhost
both -n mydestination relayhost mydomain
both -o myhostname=foo -x myorigin mydomain
both -o myhostname=a.b.c -hx myorigin mydomain
both -o nosuch2=7 -n
both -o relayhost=x relayhost
both -C user
both -C user,builtin relayhost
both -C builtin,user -n
both -C all nosuch
both -d -n
both -h -H relayhost
both -d nosuch mydomain
both -n nosuch
both -xn myclass foo_server_host yours
both virtual_maps virtual_alias_maps
both -C bogus
both -C ""

begin tricky <<'END'
   leading = blank
a=b
mydomain=   x.example
myorigin	=	$mydomain
relayhost = [a]:25 # no comment
relay_domains = {a b}, c
	,d
   # more
	e
header_checks = regexp:{{/^x$$/ y}}
smtpd_banner = 100$$ $$$$ $myhostname $nothing${nothing}$(mydomain)
END
printf 'mynetworks = 1.2.3.4\r\n  5.6.7.8\r\n' >>main.cf
printf 'proxy_interfaces = \303\274\360\237\222\214 \377' >>main.cf
old
for o in -n -nf -nh -nx; do both_but_words $o; done
both_but_words -x myorigin smtpd_banner mynetworks
both_but_words -h relay_domains header_checks

# The expander
n=0
begin expand <<'END'
a = 1
b = $a$a
empty =
e2 = $empty
ten = 10
nine = 9
level = 3.6
END
exec 5<main.cf
while IFS= read -r text; do
	n=$((n + 1))
	sed '/^myorigin/d' main.cf >m2 && mv m2 main.cf
	printf 'myorigin = [%s]\n' "$text" >>main.cf
	old
	theirs -c . -xh myorigin >o1 2>e1; s1=$?
	postconf -c . -q -xh myorigin >o2 2>e2; s2=$?
	if [ $s1 -ne 0 ]; then
		is "expand $n: $text: an error" "$s2" "$s1"
	else
		is "expand $n: $text" "$s2 $(cat o2)" "0 $(cat o1)"
	fi
done <<'END'
$a
${a}$(a)$a.
$b-$nothing-
$$a $
cost: $$
$a_b
$.
${}
${a
$(a}
${a.b}
${a }
${ a}
${a?yes}${empty?no}${nothing?no}
${a:no}${empty:yes}${nothing:yes}
${e2?set}
${a?{yes}}${a?{yes}:{no}}${empty?{yes}:{no}}
${empty?{yes}:no}
${a? {yes} : {no} }
${a?$b:c}
${a ? {x} : {y}}
${a?${empty?{x}:{y}}}
${a?{ x }}
${a?{x}y}
${a?{x}:{y}z}
${a?{x}
${a??foo:{b}ar}
${empty?{${a.b}}:{ok}}
${{$a} == {1} ? {yes} : {no}}
${{$a} != {1} ? {yes} : {no}}
${{$a} == {1}}
${{$a} == {2}}
${{$a}=={1}?{x}:{y}}
${{$ten} > {$nine}?{number}:{text}}
${{${ten}a} > {${nine}a}?{number}:{text}}
${{007} == {7}?{number}:{text}}
${{a} < {b}?{y}:{n}}${{a} <= {a}?{y}:{n}}${{a} >= {b}?{y}:{n}}
${{$a} == {1} ? yes}
${{$a} == {1} : no}
${{a} =! {b}}
${{a} == b}
${{a} == {b} {c}}
${{a}}
${{a} == {b}
${{$level} <level {3.10}?{y}:{n}}
${{$level} < {3.10}?{y}:{n}}
${{3.6} ==level {3.6.0}?{y}:{n}}
${{3} >=level {2.9.9}?{y}:{n}}
${{$level} <=level {3.6}?{y}:{n}}
${{$level} !=level {3.6}?{y}:{n}}
${{x} <level {1}?{y}:{n}}
${{1.2.3.4} <level {1}?{y}:{n}}
${{} <level {1}?{y}:{n}}
${{-1} < {1}?{y}:{n}}
${{ 1 } == {1}?{y}:{n}}
${{} == {}?{y}:{n}}
$(a?x)
$(empty?x:y)
${a?{${b?{${a}}}}}
${a?}${a?{}}
${a:}
${myorigin2:$myhostname2}
END

# master.cf
begin services <<'END'
myhostname = a.example
mine2 = 5
END
cat >master.cf <<'END'
# top
smtp      inet  n       -       y       -       -       smtpd
submission inet n       -       y       -       -       smtpd -v
  -o syslog_name=postfix/submission
# inner comment
  -o { smtpd_client_restrictions = permit_sasl_authenticated, reject }
  -osmtpd_tls_security_level=encrypt -o {mine=x y} -o other=$mine$mine2
maildrop  unix  -       n       n       -       -       pipe
  flags=DRXhu user=vmail argv=/usr/bin/maildrop -d ${recipient} {two  words} {x}
127.0.0.1:10025 inet n - - - - smtpd -o a=b
relay     unix  -       -       n       -       -       smtp
        -o syslog_name=postfix/$service_name
qmgr      unix  n       -       n       300     1       qmgr
a-long-name.with-dots unix - - n 1000? 0 spawn user=nobody argv=/bin/a b c d e f g h i j k l m n o p q r s t u v w x y z
END
old
for o in -M -Mf -Mx -Mxf -F -Ff -Fx -FH -Fh -P -Pf -Px -Ph -PH; do both $o; done
both -M smtp
both -M smtp/inet submission/inet
both -M submission/inet smtp/inet smtp/inet
both -M '*/unix'
both -M '*'
both -M nosuch smtp
both -M smtp/unix/x
both -Mf submission relay
both -Mx submission
both -M 127.0.0.1:10025/inet
both -Mh
both -F smtp/inet
both -F smtp/inet/chroot '*/*/command'
both -F '*/unix/process_limit'
both -F '*/*'
both -F smtp/inet/bogus
both -F a/b/c/d
both -Fx submission/inet/command
both -Fh relay/unix/service
both -P submission
both -P submission/inet/mine relay/unix/syslog_name
both -P '*/inet/syslog_name' '*/*/a'
both -P nosuch/inet
both -Px submission/inet/other
both -P smtp/inet
both -Pn
both -C service relay_time_limit relay_destination_concurrency_limit
both -d relay_destination_recipient_limit maildrop_time_limit
theirs -c . -d -C service -H 2>/dev/null >o1
postconf -c . -d -C service -H >o2
same 'parameters of transports' o2 o1

# Edits
begin edits <<'END'
# top
myhostname = a.b
# c1
mydestination = x,
  y,
# inner
  z

relayhost=r
myhostname = dup
   # blank comment
last = 1
END
cp -p ../services/master.cf master.cf
edits -e 'mydestination = new   value'
edits alpha=2
edits myhostname=h
edits -e 'mydestination='
edits -X mydestination
edits -X mydestination last
edits -X nosuch
edits -X myhostname
edits '-#' mydestination myhostname
edits '-#' last
edits '-#' nosuch
edits -e foo
edits -e =x
edits -e '#foo=x'
edits -e $'a=b\nc'
edits -X $'a\nb'
edits -e
edits -X
edits -e a=1 a=2
edits -e 'a b=c'
edits -e 'name =  v # w '
edits -e a=b=c A=1 B
edits -e 'relayhost = $x ${y?{z}}'
edits -e 'last=ü'
edits -e '  relayhost = q'
edits -Me 'smtp/inet=smtp inet n - n - 5 smtpd -o x=y'
edits -Me 'new/unix=new unix - - n - - pipe flags=x user=y argv=/z {a b}'
edits -M 'relay/unix = relay unix - - n - - smtp'
edits -Me 'smtp/inet=smtpx inet n - n - 5 smtpd'
edits -Me 'a/b=c'
edits -Me 'smtp/inet='
edits -Me 'smtp/inet=smtp inet n - n - - smtpd' 'smtp/inet=smtp inet n - n - 6 smtpd'
edits -MX smtp/inet
edits -MX nosuch/inet
edits -MX '*/unix'
edits -MX submission/inet relay/unix
edits '-M#' submission/inet
edits '-M#' '*/*'
edits '-M#' nosuch/unix
edits -Fe smtp/inet/chroot=n
edits -F smtp/inet/process_limit=20
edits -Fe submission/inet/process_limit=7
edits -Fe '*/*/chroot=n'
edits -Fe smtp/inet/chroot=q
edits -Fe smtp/inet/service=foo
edits -Fe smtp/inet/type=foo
edits -Fe 'smtp/inet/command=smtpd -v'
edits -Fe 'maildrop/unix/command=pipe flags=q user=z  argv=/y {d e}'
edits -FX smtp/inet/chroot
edits -Pe submission/inet/mine=z submission/inet/newp=ab
edits -P relay/unix/smtp_helo_timeout=5
edits -Pe maildrop/unix/a=b
edits -Pe submission/inet/other=1 submission/inet/other=2
edits -Pe nosuch/inet/a=b
edits -Pe smtp/inet/a
edits -PX submission/inet/mine
edits -PX submission/inet/other relay/unix/syslog_name
edits '-P#' submission/inet/mine
edits -PX '*/*/*'
edits -PX nosuch/inet/a
cd "$D" || exit 99

# Made-up configurations: both must say the same of each.
random_main() {
	awk -v seed="$1" 'BEGIN {
		srand(seed)
		n = split("myorigin mydestination relayhost relay_domains " \
		    "smtpd_banner mail_name virtual_maps own1 " \
		    "own2 own3 smtpd_restriction_classes virtual_alias_maps", name)
		m = split("$myhostname|x|a, b|${own1?{y}:{n}}|$own2|hash:/etc/x|" \
		    "${relayhost:z}|  many   blanks |#x|{ b c }|$$|100s", text, "|")
		for (i = 0; i < 12; i++) {
			if (rand() < .2) print "# comment"
			if (rand() < .1) print ""
			line = name[1 + int(rand() * n)] (rand() < .5 ? " = " : "=")
			line = line text[1 + int(rand() * m)]
			while (rand() < .3) {
				line = line "\n" (rand() < .3 ? "#c\n" : "")
				line = line (rand() < .5 ? "\t" : "  ") text[1 + int(rand() * m)]
			}
			print line
		}
	}'
}
seed=1
while [ $seed -le 12 ]; do
	begin "made-$seed" <<-END
	$(random_main $seed)
	END
	both_but_words -nf
	both_but_words -nx
	both_but_words -x mydestination myorigin relayhost own1 own2
	edits relayhost=new
	edits -X own1 smtpd_banner
	edits '-#' own1 relay_domains
	seed=$((seed + 1))
done
edited
done_testing
