#!/bin/sh
# A letter through sendmail and pickup, with a fault at every file-system call
# of cleanup.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"

fault_instance
sweep 'by pickup' cleanup
note "$points points"
done_testing
