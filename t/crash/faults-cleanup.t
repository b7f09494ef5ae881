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
note "$points points"
done_testing
