#!/bin/sh
# A host on which nobody has written /etc/aliases has no aliases; but tables
# that somebody has configured must be there.
case $(ls /etc/aliases /etc/aliases.db 2>/dev/null) in
'') ;;
*)	# somebody has, here: so look at an /etc without
	if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
		echo '1..0 # SKIP there is an /etc/aliases, which only root can hide'
		exit 0
	fi
	exec unshare -m sh -c 'tmp=$(mktemp -d) && mount -t tmpfs none "$tmp" &&
	    mkdir "$tmp/up" "$tmp/work" && mount -t overlay none -o \
	    "lowerdir=/etc,upperdir=$tmp/up,workdir=$tmp/work" /etc &&
	    rm -f /etc/aliases /etc/aliases.db && umount -l "$tmp" &&
	    rmdir "$tmp" && exec sh "$0"' "$0" ;;
esac
. "$(dirname "$0")/../lib.sh"

me=$(id -un)
mkdir etc spool
conf() {
	{
		echo "queue_directory = $D/spool"
		echo "maillog_file = $D/log"
		echo 'mydestination = here.example'
		echo 'smtpd_peername_lookup = no'
		echo "mail_owner = $me"
		echo "net_owner = $me"
		for line; do echo "$line"; done
	} >etc/main.cf
	: >log
}
rcpt() {
	printf 'HELO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<%s@here.example>\r\nQUIT\r\n' "$1" |
	    MAIL_CONFIG=$D/etc TCPREMOTEIP=192.0.2.1 smtpd \
	    -o smtpd_forbid_unauth_pipelining=no 2>/dev/null | sed -n 4p | cut -c1-9
}

conf
is 'a user is known without aliases' "$(rcpt "$me")" '250 2.1.5'
is 'nobody is unknown' "$(rcpt no.such.user)" '550 5.1.1'
like 'the log says so' "$(cat log)" \
    'warning: hash:/etc/aliases does not exist: there are no aliases'
conf 'alias_maps = hash:/etc/aliases'
is 'what is configured must be there' "$(rcpt no.such.user)" '451 4.3.0'
conf "local_recipient_maps = hash:$D/etc/none"
is 'and so must any other table' "$(rcpt no.such.user)" '451 4.3.0'
done_testing
