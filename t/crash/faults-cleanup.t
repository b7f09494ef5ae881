#!/bin/sh
# A letter through sendmail and pickup, with a fault at every file-system call
# of cleanup.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"

fault_instance
sweep 'by pickup' cleanup

# every message is put on hold, gets another recipient, and is released later
"$I/bin/postconf" -e 'header_checks = static:HOLD' "body_checks = pcre:$base/redirect"
printf '/^token/ REDIRECT %s@localhost\n' "$me" >"$base/redirect"
between='"$I/bin/runq" -f; "$I/bin/postsuper" -H ALL'
sweep 'on hold' cleanup

# a milter changes every message, whose content waits on the disk
if command -v python3 >/dev/null; then
	"$I/bin/postconf" -X header_checks body_checks
	"$I/bin/postconf" -e "non_smtpd_milters = unix:$base/milter" \
	    'milter_default_action = tempfail'
	printf 'E h X-Seen\\0yes\\0\nE + <%s@localhost>\\0\nE c\n' "$me" >"$base/script"
	"$T/t/tool/milter" "$base/milter" "$base/script" /dev/null &
	at_exit "kill $!"
	wait_for 20 test -S "$base/milter"
	between=
	lines=7000
	sweep 'with a milter' cleanup kill enospc eio
fi
note "$points points"
done_testing
