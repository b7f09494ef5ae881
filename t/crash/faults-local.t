#!/bin/sh
# Deliveries to a Maildir and to an mbox, with a fault at every file-system call
# of local.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"

fault_instance
sweep 'into a Maildir' local

# without lock files: that of a killed delivery stays until it is stale
"$I/bin/postconf" -e "mail_spool_directory = $I/mail" \
    'mailbox_delivery_lock = fcntl'
mailbox() {
	find "$I/mail" -maxdepth 1 -type f ! -name '*.lock'
}
# The letter as often as its last line is there, and nothing else; what a
# letter cut short left behind, the next delivery must have cut off.
whole() {
	times=$(grep -c "^token $token\$" "$1")
	made=0
	: >"$base/want"
	while [ $made -lt "$times" ]; do
		{ cat "$base/body"; echo; } >>"$base/want"
		made=$((made + 1))
	done
	sed '/^From [^ ]*@/,/^$/d' "$1" | cmp -s - "$base/want"
}
sweep 'into an mbox' local
note "$points points"
done_testing
