#!/bin/sh
. "$(dirname "$0")/../lib.sh"

"$T/t/instance" "$D/i" >/dev/null || exit 99
. "$D/i/env"
spool=$D/i/spool drop=$D/i/spool/maildrop
cp "$D/i/etc/main.cf" main.cf

# rec LETTER DATA: one record.
rec() {
	printf '%d:%s%s,' $((${#2} + 1)) "$1" "$2"
}

conf() {
	printf '%s\n' "$@" >>"$D/i/etc/main.cf"
}

fresh() {
	rm -f "$drop"/*
	cp main.cf "$D/i/etc/main.cf"
}

# drops NAME STATUS ANSWER: stream s; nothing is left unless it is K.
drops() {
	rm -f "$drop"/*
	run postdrop -r <s
	is "$1: status" "$status" "$2"
	is "$1: answer" "$(printf %s "$out" | "$T/t/tool/records" |
	    sed '/^Q/d; s/^K .*/K/')" "$3"
	[ "$3" = K ] || is "$1: nothing is left" "$(ls "$drop")" ''
}

{ rec F joe; rec A full_name=J; rec O o; rec P orcpt=rfc822\;x
rec P notify=never; rec R ann; rec R bob; rec M 'a

b'; rec M c; rec E ''; } >s
drops 'a message' 0 K
f=$(ls "$drop")
is 'its id is the name' "$(postdrop <s | "$T/t/tool/records" | sed -n 's/^K //p' | xargs -I@ ls "$drop/@" | wc -l | tr -d ' ')" 1
is 'what is in it' "$("$T/t/tool/records" <"$drop/$f" | sed 's/^A arrival=.*/A arrival/; s/^A login=.*/A login/')" "F joe
A kind=local
A arrival
A uid=$(id -u)
A login
A full_name=J
O o
P orcpt=rfc822;x
P notify=never
R ann
R bob
M a\\x0a\\x0ab
M c
E "
is 'its mode' "$(ls -l "$drop/$f" | cut -c1-10)" '-r--r--r--'

{ rec F joe; rec A uid=4; rec A kind=smtp; rec A id=4jY0rp1RbFz6jMGt0
rec A maildrop=1.2; rec A client_address=192.0.2.1; rec A login=root
rec A arrival=1.000000; rec A encoding=8bit; rec R ann; rec E ''; } >s
drops 'facts that are not the caller'\''s' 0 K
is 'are left out' "$(cat "$drop"/* | "$T/t/tool/records" | grep -c '^A')" 5
is 'but not the others' "$(cat "$drop"/* | "$T/t/tool/records" | grep encoding)" \
    'A encoding=8bit'

ok 'the id is told at once, also where the end will be bad' perl -e \
    'use IPC::Open2; alarm 60; open2(my $from, my $to, "postdrop");
    syswrite $to, "4:Fa\nb,"; my $all; exit !(sysread($from, $all, 22) == 22 &&
    $all =~ /^18:Q\w{17},$/)'

# -- what is not a message
{ rec F joe; rec R a; rec M x; } >s
drops 'no E' 65 ''
{ rec F joe; rec R a; printf '5:Mab'; } >s
drops 'half a record' 65 ''
echo hello >s
drops 'no stream' 65 ''
{ rec F joe; rec R a; rec '!' x; rec E ''; } >s
drops 'an unknown record' 65 ''
: >s
drops 'nothing' 0 ''
{ rec F joe; rec R a; rec M x; rec X ''; } >s
drops 'X' 0 ''
{ rec F joe; rec M x; rec E ''; } >s
drops 'no recipients' 65 'D 5.1.0 no recipients specified'
{ rec F joe; rec R 'a
b'; rec E ''; } >s
drops 'a line end in a recipient' 65 'D 5.1.3 bad recipient address syntax'
{ rec F joe; rec A 'full_name=a
b'; rec R a; rec E ''; } >s
drops 'a line end in a fact' 65 'D 5.5.2 submission: bad value'
{ rec F joe; rec A full_name; rec R a; rec E ''; } >s
drops 'a fact without value' 65 'D 5.5.2 submission: name without a value'
n=0
{ rec F joe; while [ $n -le 100 ]; do rec A full_name=x; n=$((n + 1)); done
rec R a; rec E ''; } >s
drops 'too many facts' 65 'D 5.5.3 submission: too many facts'
conf 'message_size_limit = 5'
{ rec F joe; rec R a; rec M abc; rec M def; rec E ''; } >s
drops 'too large' 69 'D 5.3.4 message file too big'
{ rec F joe; rec R a; rec M abc; rec M de; rec E ''; } >s
drops 'just not too large' 0 K
fresh

# -- signals and unfinished messages
{ rec F joe; rec R a; } >part
is_empty() {
	[ -z "$(ls "$drop")" ]
}
is_there() {
	[ -n "$(ls "$drop")" ]
}
for signal in HUP INT TERM QUIT ALRM; do
	mkfifo "in.$signal"
	# a shell's background child ignores INT and QUIT, unless told not to
	perl -e '$SIG{INT} = $SIG{QUIT} = "DEFAULT"; exec @ARGV' \
	    "$(command -v postdrop)" <"in.$signal" >/dev/null 2>&1 &
	pid=$!
	exec 7>"in.$signal"
	cat part >&7
	ok "$signal: the file is there" wait_for 10 is_there
	kill -s $signal $pid
	wait $pid
	is "$signal: status" $? 75
	ok "$signal: it is removed" is_empty
	exec 7>&-
done

# -- the caller's surroundings
{ rec F joe; rec R a; rec M x; rec E ''; } >s
fresh
exits 'closed descriptors' 0 sh -c 'postdrop <&- >&- 2>&-'
sh -c 'postdrop <s >&-'
is 'no answer is wanted' "$(ls "$drop" | wc -l | tr -d ' ')" 1
is 'an odd umask' "$(fresh; umask 777; postdrop <s >/dev/null; ls -l "$drop"/* | cut -c1-10)" \
    '-r--r--r--'
fresh
exits 'a pending alarm and ignored signals' 0 perl -e 'alarm 3600;
    $SIG{CHLD} = $SIG{TERM} = "IGNORE"; open STDIN, "<", "s"; exec "postdrop"'
exits 'no environment' 0 env -i "$(command -v postdrop)" <s
exits 'a bad option' 64 postdrop -Z <s
exits 'an operand' 64 postdrop x <s
exits '-c' 69 postdrop -c "$D/nowhere" <s

# -- who may
me=$(id -un)
if [ "$(id -u)" -ne 0 ]; then
	conf 'authorized_submit_users = nobody-else' 'mail_owner = root'
	exits 'one who may not' 77 postdrop <s
	like 'says so' "$err" "User $me\\(.*\\) is not allowed to submit mail"
	conf "authorized_submit_users = !root, $me"
	exits 'one who may' 0 postdrop <s
	fresh
fi

# -- whose sender
sends() {
	{ rec F "$2"; rec R a; rec M x; rec E ''; } >s
	if [ "$3" = yes ]; then
		drops "$1" 0 K
	else
		drops "$1" 77 "D 5.7.1 Sender address rejected: not owned by user $me"
	fi
}
conf 'recipient_delimiter = +'
conf "local_login_sender_maps = inline:{ {$me = $me, @b.example, <>} }"
sends 'a sender of his own' "$me" yes
sends 'with an extension' "$me+x" yes
sends 'of his own domain' x@B.example yes
sends 'the null sender' '' yes
sends 'of another' joe no
sends 'of another domain' "$me@c.example" no
conf "local_login_sender_maps = inline:{ {$me = *} }"
sends 'any' joe@c.example yes
conf 'local_login_sender_maps = inline:{ {somebody = *} }'
sends 'not listed' "$me" no
conf 'local_login_sender_maps = fail:x'
exits 'a table that fails' 75 postdrop <s
like 'says which' "$out" ':Z4\.[0-9.]* fail:x'
fresh
{ rec F joe; rec R a; rec M x; rec E ''; } >s

# -- space
{ rec F joe; rec R root; rec M '
'
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	printf '60001:M'; head -c 60000 /dev/zero | tr '\0' x; printf ,
done
rec E ''; } >large
fresh
(trap '' XFSZ; ulimit -f 100; postdrop <large >out 2>/dev/null; echo $? >status)
is 'a file size limit: status' "$(cat status)" 75
like 'a file size limit: answer' "$("$T/t/tool/records" <out)" '^Z 4.3.1 .*ulimit'
is 'a file size limit: nothing is left' "$(ls "$drop")" ''
(ulimit -S -f 100; postdrop <large >out)
like 'a soft limit is raised' "$("$T/t/tool/records" <out)" '^K'
fresh
if [ "$(id -u)" -eq 0 ] && mkdir "$D/tiny" &&
    mount -t tmpfs -o size=1m tiny "$D/tiny" 2>/dev/null; then
	at_exit 'umount "$D/tiny"'
	cp -R "$spool" "$D/tiny/spool"
	conf "queue_directory = $D/tiny/spool"
	drop=$D/tiny/spool/maildrop
	run postdrop <large
	is 'a full disk: status' "$status" 75
	like 'a full disk: answer' "$(printf %s "$out" | "$T/t/tool/records")" '^Z 4.3.1'
	is 'a full disk: nothing is left' "$(ls "$drop")" ''
	{ printf 'Subject: x\n\n'; head -c 1200000 /dev/zero | tr '\0' x; } >in
	exits 'sendmail and a full disk' 75 sendmail root <in
	like 'says so' "$err" 'No space left on device'
	is 'queues nothing' "$(ls "$drop")" ''
	exits 'a small one' 0 postdrop <s
	drop=$spool/maildrop
	fresh
else
	skip 'no tmpfs without root'
fi

# -- the wake-up byte
mkfifo "$spool/public/runq"
exec 8<>"$spool/public/runq"
postdrop <s >/dev/null
is 'somebody who waits is woken' "$(dd bs=1 count=1 <&8 2>/dev/null)" w
exec 8>&-
exits 'nobody waits' 0 postdrop <s
rm "$spool/public/runq"
fresh

# -- set-gid, as an ordinary user
setgid() {
	[ "$(id -u)" -eq 0 ] && command -v unshare setpriv >/dev/null || return
	mkdir -p up work
	chmod 755 "$D"
	unshare -m sh -c '
		mount -t tmpfs -o mode=755 none "$1/work" &&
		mkdir "$1/work/u" "$1/work/w" &&
		mount -t overlay -o "lowerdir=/etc,upperdir=$1/work/u,workdir=$1/work/w" \
		    none /etc || exit 99
		mkdir -p /etc/postern
		cp "$1/i/etc/main.cf" /etc/postern/main.cf
		chmod 755 "$1" "$1/i" "$1/i/etc" "$1/i/bin" "$1/i/spool"
		chown daemon "$1/i/spool" "$1/i/spool/maildrop" "$1/i/spool/public"
		chgrp games "$1/i/bin/postdrop" "$1/i/spool/maildrop" "$1/i/spool/public"
		chmod 1770 "$1/i/spool/maildrop"
		chmod 2755 "$1/i/bin/postdrop"
		for d in incoming active deferred hold; do
			chgrp "${group:-daemon}" "$1/i/spool/$d"
			chmod 750 "$1/i/spool/$d"
		done
		chgrp daemon "$1/i/bin/postqueue"
		chmod 2755 "$1/i/bin/postqueue"
		shift
		exec "$@"' sh "$D" "$@"
}
as_nobody() {
	export group; setgid setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}
conf 'mail_owner = daemon' 'setgid_group = games'
chmod 644 s
unset MAIL_CONFIG
# Is all this possible here? Sanitizers fail in programs that may not be traced.
if [ -z "$SAN" ] && as_nobody test -r /etc/postern/main.cf 2>/dev/null; then
	exits 'as nobody' 0 as_nobody "$D/i/bin/postdrop" <s
	is 'owner and group' "$(stat -c '%u %G %a' "$drop"/*)" '65534 games 444'
	rm -f "$drop"/*
	printf 'To: root\n\nx\n' >in
	exits 'sendmail as nobody' 0 as_nobody "$D/i/bin/sendmail" -t <in
	is 'is nobody'\''s' "$(cat "$drop"/* | "$T/t/tool/records" | grep uid=)" 'A uid=65534'
	exits 'mailq as nobody' 0 as_nobody "$D/i/bin/mailq"
	like 'shows what was just submitted' "$out" '^ +root'
	is 'and has no complaints' "$err" ''
	run as_nobody "$D/i/bin/postdrop" -l
	unlike 'no content is listed' "$out" 'To: root'
	group=root exits 'mailq without rights' 77 as_nobody "$D/i/bin/mailq"
	like 'says what it may not read' "$err" 'incoming: permission denied'
	conf 'authorized_mailq_users = root'
	exits 'mailq by one who may not' 77 as_nobody "$D/i/bin/mailq"
	exits 'nor by postdrop' 77 as_nobody "$D/i/bin/postdrop" -l
	conf 'authorized_mailq_users = static:anyone'
	rm -f "$drop"/*
	exits 'without new privileges' 69 as_nobody --no-new-privs "$D/i/bin/sendmail" -t <in
	like 'says so' "$err" 'NoNewPrivileges'
	mkdir -p evil
	printf 'queue_directory = %s/evil\n' "$D" >evil/main.cf
	chmod -R a+rX evil
	exits 'the caller'\''s configuration' 77 as_nobody "$D/i/bin/postdrop" -c "$D/evil" <s
	exits 'by the environment' 77 as_nobody env MAIL_CONFIG="$D/evil" \
	    "$D/i/bin/postdrop" <s
	conf 'authorized_submit_users = root, !nobody'
	exits 'one who may not' 77 as_nobody "$D/i/bin/sendmail" -t <in
	like 'says so' "$err" 'User nobody\(65534\) is not allowed to submit mail'
	conf 'authorized_submit_users = root, nobody'
	exits 'one who may' 0 as_nobody "$D/i/bin/sendmail" -t <in
	conf 'authorized_submit_users ='
	exits 'nobody may' 77 as_nobody "$D/i/bin/sendmail" -t <in
	chgrp root "$D/i/bin/postdrop"
else
	skip 'no root, no overlay file system, or sanitizers'
fi
done_testing
