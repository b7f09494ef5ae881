#!/bin/sh
# smtpd: what a session may not do, tried from within one.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

[ -z "${SAN:-}" ] || skip_all 'the shim does not go with sanitizers'
instance 'mynetworks = 192.0.2.0/24'
smtpd -t || exit 99
cp "$I/etc/main.cf" main.first
chmod 755 "$D"

# attempts [smtpd's arguments]: what a session could do, in the file got.
attempts() {
	rm -rf "$D/p" && mkdir -m 777 "$D/p"
	echo text >"$D/p/victim"; chmod 666 "$D/p/victim"
	head -c 4096 /dev/zero >"$D/p/result"
	PROBE_DIR=$D/p LD_PRELOAD=$B/t/crash/probe.so
	export PROBE_DIR LD_PRELOAD
	listen "$@"
	unset LD_PRELOAD PROBE_DIR
	"$T/t/tool/talk" "$port" <"$T/t/data/smtpd/simple.in" | tidy >session
	kill $listener; wait $listener 2>/dev/null
	tr -d '\0' <"$D/p/result" >got
}

# confined NAME
confined() {
	is "$1: the probe came to its end" "$(tail -n 1 got)" 'done'
	is "$1: nothing forbidden can be done" \
	    "$(grep -v '^may_' got | grep -v ' EPERM$' | tr '\n' ' ')" 'clone3 ENOSYS done '
	is "$1: what is needed can" "$(grep '^may_' got | grep -vc ' ok$')" 0
	is "$1: the file is as it was" "$(ls "$D/p" | tr '\n' ' ')$(cat "$D/p/victim")" \
	    'result victim text'
	same "$1: and mail comes in" session "$T/t/data/smtpd/simple.out"
	is "$1: it is queued" "$(queued)" 1
	empty
}

if grep -q 'not available here' "$I/log/maillog" 2>/dev/null; then
	skip 'built without libseccomp'
else
	attempts -e
	confined 'one user'
	attempts -n
	confined 'one user, each connection alone'
fi

attempts -e -o smtpd_sandbox=no
like 'without it much could be done' "$(cat got)" '^create ok$'
like 'programs could be started' "$(cat got)" '^fork ok$'
empty

if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1 && id daemon >/dev/null 2>&1
then
	printf 'mail_owner = daemon\nnet_owner = nobody\n' >>"$I/etc/main.cf"
	chown -R daemon "$I/spool"
	attempts -e
	confined 'started by root'
	attempts -n
	confined 'started by root, each connection alone'

	# every place that the log can go to
	before=$(cat "$I/etc/main.cf")
	mkfifo -m 622 "$I/spool/public/log"
	cat "$I/spool/public/log" >fifo.log &
	reader=$!
	at_exit "kill $reader 2>/dev/null"
	exec 6>"$I/spool/public/log"
	echo "maillog_file = $D/none/maillog" >>"$I/etc/main.cf"
	listen -e
	"$T/t/tool/talk" "$port" <"$T/t/data/smtpd/simple.in" | tidy >session
	kill $listener; wait $listener 2>/dev/null
	ok 'a session logs to the FIFO' wait_for 5 grep -q 'disconnect from unknown' fifo.log
	exec 6>&-
else
	skip 'not root'
fi

done_testing
