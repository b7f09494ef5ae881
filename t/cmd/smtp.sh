# t/cmd/smtp.sh - an instance, and a server that behaves as it is told; see
# t/tool/fakesmtpd.

need python3
SUITE=$D/i
"$T/t/instance" "$SUITE" >/dev/null || skip_all 'no instance'
. "$SUITE/env"
cp "$SUITE/etc/main.cf" main.cf

# server [-l] [-e KEYWORDS] [RULE...]: a new one, which takes mail in ./srv.
server() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf srv port
	mkdir srv
	: >srv/log
	"$T/t/tool/fakesmtpd" "$@" >port 2>err &
	server=$!
	wait_for 10 test -s port
	where=$(cat port)
}
server=
at_exit '[ -z "$server" ] || kill $server 2>/dev/null'
