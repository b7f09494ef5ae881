#!/bin/sh
# The test of the tests: with one sync taken out of a program, the shim must
# find its acknowledgement wrong; with all in place it finds nothing.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"

fault_instance
make_letter
attempt() {
	empty_instance
	skip=$2 with_fault "$1" none 0 "$base/send" >/dev/null 2>&1
	skip=$2 with_fault "$1" none 0 "$I/bin/runq" >/dev/null 2>&1
	grep '^unsynced' "$faults"
}

# of PROG SYNC...: the numbers of its syncs that no later one makes up for
of() {
	of=$1
	shift
	attempt "$of" 0 >"$base/found"
	is "$of syncs what it must" "$(cat "$base/found")" ''
	for left_out; do
		attempt "$of" "$left_out" >"$base/found"
		like "$of without its sync $left_out is found out" \
		    "$(cat "$base/found")" "^unsynced $of"
	done
}

of postdrop 1 2		# the file, its directory
of cleanup 1 2
# the mailbox's directory, the last of those in it, the letter, new
of local 1 4 5 6
done_testing
