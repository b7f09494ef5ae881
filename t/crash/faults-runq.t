#!/bin/sh
# A queue run with a fault at every file-system call of the dispatcher.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"

fault_instance
sweep 'a queue run' runq
note "$points points"
done_testing
