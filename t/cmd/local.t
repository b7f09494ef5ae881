#!/bin/sh
# local: Maildirs and mbox files, in a private instance and as root.
. "$(dirname "$0")/../lib.sh"
need perl

ask=$B/t/tool/ask local=$B/libexec/local
me=$(id -un)
mkdir etc mail spool
MAIL_CONFIG=$D/etc
export MAIL_CONFIG

# config LINE...: a private instance with these lines in main.cf.
config() {
	{
		echo "queue_directory = $D/spool"
		echo "mail_owner = $me"
		echo "net_owner = $me"
		echo "maillog_file = $D/log"
		echo "mail_spool_directory = $D/mail/"
		for line; do echo "$line"; done
	} >etc/main.cf
}

# deliver RCPT...: what the agent reports about the message in the file m.
deliver() {
	"$ask" -f joe@x.example "$local" "$@" <m | sed '/^e $/d'
}
log() {
	sed 's/^.*\(postfix\)/\1/; s/\[[0-9]*\]: [0-9A-Za-z]*:/:/' log | tail -"$1"
}

# Every byte, lines of all lengths, no newline at the end.
perl -e 'print "Subject: x\n\n", map(chr, 0..255), "\nFrom me\n>From you\n",
    "x" x 300000, "\r\n\n\nFrom"' >m
head="Return-Path: <joe@x.example>
X-Original-To: $me@here.example
Delivered-To: $me@here.example"

config
is 'a Maildir is made' "$(deliver "$me@here.example")" \
    'r 0 K 2.0.0 local delivered to maildir'
{ echo "$head"; cat m; } >wanted
same 'the message is in it, byte for byte' mail/"$me"/new/* wanted
is 'nothing stays in tmp' "$(ls mail/"$me"/tmp)" ''
is 'its mode is 0700' "$(stat -c %a mail/"$me" mail/"$me"/new | uniq)" 700
like 'the log tells' "$(log 1)" \
    "^postfix/local: to=<$me@here.example>, relay=local, delay=[0-9.]+, delays=[0-9./]+, dsn=2.0.0, status=sent \(delivered to maildir\)\$"
is 'nobody of that name' "$(deliver nobody.like.that@here.example)" \
    'r 0 D 5.1.1 local unknown user: "nobody.like.that"'
like 'and the log tells' "$(log 1)" \
    'dsn=5.1.1, status=bounced \(unknown user: "nobody.like.that"\)$'
is 'names that lead elsewhere are nobody' \
    "$(deliver ../x@y .. /etc/passwd@y @y '' "$me/@y" | cut -c1-11 | sed 's/[0-9]/n/' | sort -u)" 'r n D 5.1.1'
up=$(echo "$me" | tr a-z A-Z)
is 'in upper case' "$(deliver "$up@x" | cut -c1-11)" 'r 0 K 2.0.0'
is 'an extension is part of the name' "$(deliver "$me+a@x" | cut -c1-11)" \
    'r 0 D 5.1.1'
config 'recipient_delimiter = +-'
is 'an extension is not' "$(deliver "$me+a-b@x" "$me-a@x" "+a@x" | cut -c1-11)" \
    'r 0 K 2.0.0
r 1 K 2.0.0
r 2 D 5.1.1'
is 'notices that cannot be returned end here' \
    "$(deliver double-bounce@x)" \
    'r 0 K 2.0.0 local undeliverable postmaster notification discarded'

config
printf 'To: x\nDelivered-To: %s@HERE.example\n\nx\n' "$me" >m
is 'a message that was here is in a loop' "$(deliver "$me@here.example")" \
    "r 0 D 5.4.6 local mail forwarding loop for $me@here.example"
is 'but not for another address' "$(deliver "$me@x" | cut -c1-11)" 'r 0 K 2.0.0'
printf 'To: x\n\nDelivered-To: %s@here.example\n' "$me" >m
is 'a body is no header' "$(deliver "$me@here.example" | cut -c1-11)" \
    'r 0 K 2.0.0'
rm -r mail/*
config 'enable_original_recipient = no' 'prepend_delivered_header = command'
deliver "$me@here.example" >/dev/null
is 'lines on top that are not wanted' "$(head -2 mail/"$me"/new/*)" \
    'Return-Path: <joe@x.example>
To: x'
config 'mailbox_size_limit = 100'
is 'too big' "$(deliver "$me@here.example")" \
    'r 0 D 5.2.2 local maildir delivery failed: error writing message: File too large'

# -- mbox --
rm -r mail/*
# from_line: makes the date of From_ lines comparable
undate() {
	sed 's/^\(From [^ ]*  \)[A-Z][a-z][a-z] [A-Z][a-z][a-z] [ 0-9][0-9] [0-9:]\{8\} [0-9]\{4\}$/\1DATE/' "$1"
}
perl -e 'print "Subject: x\n\n", map(chr, 0..255), "\nFrom me\n>From you\n",
    "x" x 300000, "\r\n\n\nFrom "' >m
config "mail_spool_directory = $D/mail"
box=mail/$me
is 'an mbox file is made' "$(deliver "$me@here.example")" \
    'r 0 K 2.0.0 local delivered to mailbox'
{
	echo "From joe@x.example  DATE"
	echo "$head"
	sed 's/^From />From /' m
	printf '\n\n'
} >wanted
undate "$box" >got
same 'the message is in it, quoted' got wanted
is 'its mode is 0600' "$(stat -c %a "$box")" 600
printf 'Subject: y\n\ny\n' >m
"$ask" -r alias@z "$local" "$me@here.example" <m >/dev/null
cat >>wanted <<END
From MAILER-DAEMON  DATE
Return-Path: <>
X-Original-To: alias@z
Delivered-To: $me@here.example
Subject: y

y

END
undate "$box" >got
same 'the next one follows' got wanted
is 'no lock file stays' "$(ls mail)" "$me"
printf 'cut of' >"$box"
deliver "$me@x" >/dev/null
is 'what a crash left does not swallow the next' \
    "$(undate "$box" | head -3)" 'cut of

From joe@x.example  DATE'

# refused TEXT: the delivery is put off for this reason, nothing is written
refused() {
	is "$1" "$(deliver "$me@x")" \
	    "r 0 Z 4.2.0 local cannot update mailbox $D/$box for user $me. $2"
}
rm "$box"; echo secret >victim; chmod 600 victim
ln -s "$D/victim" "$box"
refused 'a symbolic link' 'it is a symbolic link'
rm "$box"; ln -s "$D/none" "$box"
refused 'a dangling symbolic link' 'it is a symbolic link'
rm "$box"; ln victim "$box"
refused 'a hard link' 'it has 2 links'
rm "$box"; mkfifo -m 600 "$box"
refused 'a FIFO' 'it is not a regular file'
rm "$box"; mkdir "$box"
refused 'a directory' 'open: Is a directory'
rmdir "$box"
is 'no file came into being' "$(cat victim; ls mail none 2>/dev/null)" 'secret
mail:'

# -- locks --
config "mail_spool_directory = $D/mail" 'deliver_lock_attempts = 1'
echo >"$box"; chmod 600 "$box"; touch "$box.lock"
refused 'a lock file of somebody else' \
    'unable to lock for exclusive access: another program holds the dotlock lock'
ok 'it is not removed' test -e "$box.lock"
touch -d '20 minutes ago' "$box.lock"
is 'a stale one is' "$(deliver "$me@x" | cut -c1-11)" 'r 0 K 2.0.0'
ok 'and removed afterwards' test ! -e "$box.lock"

# hold STYLE: a process that holds the lock until its input ends
hold() {
	[ -p go ] || mkfifo go
	perl -e '
	use Fcntl qw(:flock F_SETLK F_WRLCK SEEK_SET);
	open my $f, "+<", $ARGV[1] or die;
	if ($ARGV[0] eq "flock") { flock($f, LOCK_EX) or die }
	else {
		my $l = pack("s s x4 q q i x4", F_WRLCK, SEEK_SET, 0, 0, 0);
		fcntl($f, F_SETLK, $l) or die;
	}
	open my $h, ">", "held"; close $h;
	open my $g, "<", "go"; <$g>;' "$1" "$box" &
	wait_for 10 test -e held || note 'nobody holds the lock'
	rm -f held
}
let_go() {
	echo >go
	wait
}
hold fcntl
refused 'an fcntl lock of somebody else' \
    'unable to lock for exclusive access: another program holds the fcntl lock'
is 'the lock file went' "$(ls mail)" "$me"
let_go
hold flock
is 'flock is not asked for' "$(deliver "$me@x" | cut -c1-11)" 'r 0 K 2.0.0'
config "mail_spool_directory = $D/mail" 'deliver_lock_attempts = 1' \
    'mailbox_delivery_lock = dotlock, flock'
refused 'or it is' \
    'unable to lock for exclusive access: another program holds the flock lock'
let_go
config "mail_spool_directory = $D/mail" 'mailbox_delivery_lock = none'
"$ask" "$local" "$me@x" <m >out 2>&1
like 'an unknown kind of lock' "$(tail -1 log)" \
    'fatal: bad value of mailbox_delivery_lock: none'

# -- limits --
config "mail_spool_directory = $D/mail" 'mailbox_size_limit = 1000'
perl -e 'print "x" x 900' >"$box"
printf 'Subject: y\n\n%0200d\n' 0 >m
is 'the mailbox would be too big' "$(deliver "$me@x")" \
    "r 0 D 5.2.2 local cannot update mailbox $D/$box for user $me. error writing message: File too large"
is 'it is what it was' "$(perl -ne 'print length' "$box")" 900
config "mail_spool_directory = $D/mail"
perl -e 'print "x" x 100000' >"$box"
perl -e 'print "Subject: x\n\n", "x" x 4000' >m
is 'a limit on files is none on mailboxes' \
    "$(ulimit -f 200; deliver "$me@x" 2>&1)" \
    "r 0 Z 4.2.2 local cannot update mailbox $D/$box for user $me. error writing message: File too large"
is 'it is what it was again' "$(perl -ne 'print length' "$box")" 100000

# -- many at once --
rm "$box"
printf 'Subject: many\n\n1\n2\n' >m
for i in 1 2 3 4 5 6 7 8 9 10; do
	"$ask" -n 10 "$local" "$me@x" <m >out.$i &
done
wait
is 'ten deliver into one mailbox at once' \
    "$(cat out.* | cut -d' ' -f1,2 | sort -u)" '10 done'
is 'and all is there, whole' "$(perl -0777 -ne '
    $n = () = /^From MAILER-DAEMON  .*\nReturn-Path: <>\nX.*\nD.*\nSubject: many\n\n1\n2\n\n(?=From |\z)/mg;
    print "$n ", tr/\n//' "$box")" '100 900'
config
for i in 1 2 3 4 5; do
	"$ask" -n 20 "$local" "$me@x" "$me@y" <m >out.$i &
done
wait
rm -r mail/*
for i in 1 2 3 4 5; do
	"$ask" -n 20 "$local" "$me@x" "$me@y" <m >out.$i &
done
wait
is 'or into one Maildir' "$(ls mail/"$me"/new | wc -l)" 200

# -- a full disk --
if [ "$(id -u)" -eq 0 ] && mkdir full &&
    mount -t tmpfs -o size=1m none full 2>/dev/null; then
	at_exit "umount '$D/full'"
	perl -e 'print "Subject: x\n\n", ("x" x 70 . "\n") x 20000' >m
	config "mail_spool_directory = $D/full/"
	is 'a full disk, Maildir' "$(deliver "$me@x")" \
	    'r 0 Z 4.3.1 local maildir delivery failed: error writing message: No space left on device'
	is 'nothing stays' "$(find full -type f)" ''
	rm -r full/*
	config "mail_spool_directory = $D/full"
	echo >full/"$me"; chmod 600 full/"$me"
	is 'a full disk, mbox' "$(deliver "$me@x")" \
	    "r 0 Z 4.3.1 local cannot update mailbox $D/full/$me for user $me. error writing message: No space left on device"
	is 'the mailbox is what it was' "$(find full -type f -printf '%f %s')" \
	    "$me 1"
	printf 'Subject: y\n\ny\n' >m
	is 'smaller mail goes on' "$(deliver "$me@x" | cut -c1-11)" \
	    'r 0 K 2.0.0'
else
	skip 'a full disk: mounting needs root'
fi

# -- as root, for others --
users=$(awk -F: '$3 > 0 && $1 != "sync" && NR < 12 { print $1 }' /etc/passwd)
set -- $users
if [ "$(id -u)" -ne 0 ] || [ $# -lt 3 ]; then
	skip 'becoming the recipient needs root'
	done_testing
fi
u=$1 v=$2 w=$3
chmod 711 "$D"
rm -rf mail; mkdir -m 1777 mail
many() {
	config "$@" 'net_owner = nobody'
}
many
printf 'Subject: y\n\ny\n' >m
is 'several users, and nobody' "$(deliver "$u@x" no.such.user@x "$v@x" root@x)" \
    'r 0 K 2.0.0 local delivered to maildir
r 1 D 5.1.1 local unknown user: "no.such.user"
r 2 K 2.0.0 local delivered to maildir
r 3 K 2.0.0 local delivered to maildir'
is 'each is the owner of the mail' \
    "$(stat -c '%U %G' mail/"$u"/new/* mail/"$v"/new/* mail/"$v" mail/root/new/*)" \
    "$u $(id -gn "$u")
$v $(id -gn "$v")
$v $(id -gn "$v")
root root"
is 'many for two users' "$("$ask" -n 30 "$local" "$u@x" "$v@x" <m | cut -d' ' -f1,2)" '60 done'

rm -r mail; mkdir mail; chgrp mail mail; chmod 2770 mail
many "mail_spool_directory = $D/mail"
is 'a spool directory for a group' "$(deliver "$u@x")" \
    'r 0 K 2.0.0 local delivered to mailbox'
is 'the mailbox has user and group' "$(stat -c '%U %G %a' mail/"$u")" \
    "$u mail 600"
cp mail/"$u" mail/"$v"; chown "$u" mail/"$v"
is 'a mailbox of somebody else' "$(deliver "$v@x" | cut -d' ' -f3-)" \
    "Z 4.2.0 local cannot update mailbox $D/mail/$v for user $v. open: Permission denied"
chmod 666 mail/"$v"
is 'that everybody may write' "$(deliver "$v@x" | cut -d' ' -f3-)" \
    "Z 4.2.0 local cannot update mailbox $D/mail/$v for user $v. it is not owned by the recipient"
many "mail_spool_directory = $D/mail" 'strict_mailbox_ownership = no'
is 'if that is wanted' "$(deliver "$v@x" | cut -d' ' -f3)" K
chown root mail/"$v"
is 'but never root' "$(deliver "$v@x" | cut -d' ' -f3-)" \
    "Z 4.2.0 local cannot update mailbox $D/mail/$v for user $v. it is not owned by the recipient"
chown root:root mail; chmod 755 mail
like 'a spool directory for nobody' "$(deliver "$w@x")" \
    "^r 0 Z 4.2.0 local .*: Permission denied"
ln -s /etc/passwd mail/"$w"
like 'a symbolic link to a file of root' "$(deliver "$w@x")" \
    "it is a symbolic link"
done_testing
