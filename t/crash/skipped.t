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

for of in postdrop cleanup local; do
	attempt $of 0 >"$base/found"
	is "$of syncs what it must" "$(cat "$base/found")" ''
	syncs=$(grep -c "^call [0-9]* $of sync" "$faults")
	isnt "$of syncs" "$syncs" 0
	nth=1
	while [ $nth -le "$syncs" ]; do
		attempt $of $nth >"$base/found"
		like "$of without its sync $nth is found out" \
		    "$(cat "$base/found")" "^unsynced $of"
		nth=$((nth + 1))
	done
done
done_testing
