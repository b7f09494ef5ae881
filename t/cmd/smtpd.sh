# Shared by the tests of smtpd: an instance, an smtpd for it, and talks.
# It stands in $D; $I is the instance, $port the port.
I=$D/i

# instance [NAME=VALUE...]: what main.cf says besides. An smtpd ends when it has
# been idle for $idle seconds.
instance() {
	sh "$T/t/instance" "$I" >/dev/null || exit 99
	PATH=$I/bin:$I/libexec:$PATH
	cat >>"$I/etc/main.cf" <<-END
		myhostname = mx.example.com
		mydestination = mx.example.com, example.com
		smtpd_peername_lookup = no
		smtpd_error_sleep_time = 0
		smtpd_idle_time = ${idle:-3}s
		local_recipient_maps = inline:{{joe=x},{ann=x}}
	END
	for line; do
		printf '%s\n' "$line" >>"$I/etc/main.cf"
	done
}

# listen [-e|-n] [smtpd's arguments]: sets port.
listen() {
	how=
	case $1 in -[en]) how=$1; shift ;; esac
	rm -f "$D/port"
	"$B/t/tool/listen" $how 0 "$I/libexec/smtpd" "$@" >"$D/port" 2>"$D/listen.err" &
	listener=$!
	at_exit "kill $listener 2>/dev/null"
	wait_for 10 test -s "$D/port" || exit 99
	port=$(cat "$D/port")
}

# What differs from run to run, made the same.
tidy() {
	sed -E -e 's/queued as [0-9A-Za-z]{17}$/queued as ID/' "$@"
}

# talk NAME: the script t/data/smtpd/NAME.in, compared with NAME.out.
talk() {
	"$T/t/tool/talk" "$port" <"$T/t/data/smtpd/$1.in" | tidy >"$D/$1.got"
	[ -z "${UPDATE:-}" ] || cp "$D/$1.got" "$T/t/data/smtpd/$1.out"
	same "session: $1" "$D/$1.got" "$T/t/data/smtpd/$1.out"
}

# How many messages came in.
queued() {
	find "$I/spool/incoming" -type f | wc -l | tr -d ' '
}

# The body of the only message: behind the envelope, behind the headers.
body() {
	awk 'n == 2; n < 2 && /^$/ { n++ }' "$I"/spool/incoming/*
}

empty() {
	rm -f "$I"/spool/incoming/*
}

logged() {
	grep -Eq -- "$1" "$I/log/maillog"
}
