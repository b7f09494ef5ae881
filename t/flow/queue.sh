# t/flow/queue.sh - an instance whose agent is t/tool/fakeagent; see there what
# the names of recipients do.

SUITE=$D/i
"$T/t/instance" "$SUITE" >/dev/null || skip_all 'no instance'
. "$SUITE/env"
cp "$B/t/tool/fakeagent" "$SUITE/libexec/local"
here=here.example
cat >>"$SUITE/etc/main.cf" <<END
mydestination = $here
myhostname = $here
default_transport = smtp
END
Q=$SUITE/spool

# send RCPT...: one message, queued in maildrop/; its id is in $id.
send() {
	before=$(ls "$Q/maildrop")
	printf 'Subject: test\n\nhello\n' | sendmail -odq -f sender@$here "$@"
	id=$(ls "$Q/maildrop" | grep -Fvx "$before")
}
# How often was it delivered?
delivered() {
	grep -c "$1" "$SUITE/delivered" 2>/dev/null || :
}
asked() {
	grep -c "$1" "$SUITE/asked" 2>/dev/null || :
}
# where ID: "active", "deferred", ...; nothing when it is gone.
where() {
	(cd "$Q" && find maildrop incoming active deferred hold corrupt \
	    -name "$1" | sed 's,/.*,,' | sort | tr '\n' ' ' | sed 's/ $//')
}
file() {
	find "$Q" -name "$1" -type f
}
slot() {
	file "$1" | sed -n 's,.*/deferred/\([0-9]*\)/.*,\1,p'
}
log() {
	sed 's/^.*postfix/postfix/; s/\[[0-9]*\]//' "$SUITE/log/maillog"
}
# at SECONDS COMMAND...: with the clock set forward, or back.
at() {
	offset=$1
	shift
	ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 \
	    LD_PRELOAD=$B/t/crash/clock.so POSTERN_CLOCK=$offset "$@"
}
# Nothing is left anywhere.
empty() {
	(cd "$Q" && [ -z "$(find maildrop incoming active deferred hold corrupt -type f)" ])
}
waiting_agent() {
	[ -s "$SUITE/asked" ]
}
