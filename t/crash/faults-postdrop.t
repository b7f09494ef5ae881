#!/bin/sh
# A letter through sendmail, with a fault at every file-system call of postdrop.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"

fault_instance
sweep 'by sendmail' postdrop
note "$points points"
done_testing
