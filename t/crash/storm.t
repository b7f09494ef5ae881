#!/bin/sh
# Letters are sent and delivered while processes of the suite are killed at
# random: whatever was acknowledged arrives. STORM is how many are sent.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"

fault_instance
letters=${STORM:-2000}

# Kills what it finds of the instance at this moment, again and again.
killer() {
	while [ -e "$base/storm" ]; do
		find /proc -maxdepth 2 -path '/proc/[0-9]*/exe' -lname "$I/*" \
		    2>/dev/null | cut -d / -f 3 | shuf -n 2 |
		    while read -r pid; do
			kill -9 "$pid" 2>/dev/null && echo "$pid" >>"$base/killed"
		done
	done
}
runner() {
	while [ -e "$base/storm" ]; do
		"$I/bin/runq" -f >/dev/null 2>&1
	done
}
sender() {
	seq "$1" 4 "$letters" | while read -r k; do
		printf 'Subject: storm\n\ntoken %s\n' "$k" |
		    "$I/bin/sendmail" -odq -f "$me" "$me" >/dev/null 2>&1 &&
			echo "$k" >>"$base/acked"
	done
}

: >"$base/storm"
: >"$base/acked"
: >"$base/killed"
killer &
killer &
runner &
for s in 1 2 3 4; do sender $s & eval "sender$s=\$!"; done
wait $sender1 $sender2 $sender3 $sender4
rm "$base/storm"
wait

emptied() {
	"$I/bin/runq" -f >/dev/null 2>&1
	[ -z "$(unexplained)" ]
}
ok 'the queue runs empty afterwards' wait_for 30 emptied
find "$I/mail" -path '*/new/*' -type f -exec sed -n 's/^token //p' {} + |
    sort -u >"$base/arrived"
sort -u "$base/acked" >"$base/sent"
isnt 'some were acknowledged' "$(wc -l <"$base/sent")" 0
isnt 'some were killed' "$(wc -l <"$base/killed")" 0
is 'all that was acknowledged arrived' \
    "$(comm -23 "$base/sent" "$base/arrived" | head -n 5)" ''
note "$(wc -l <"$base/sent") of $letters acknowledged, $(wc -l <"$base/killed") processes killed"
done_testing
