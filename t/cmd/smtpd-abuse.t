#!/bin/sh
# smtpd: those who want too much, and that others are served meanwhile.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

instance 'mynetworks = 192.0.2.0/24' 'default_process_limit = 100' \
    'smtpd_idle_time = 60s' 'recipient_delimiter = +'
simple=$T/t/data/smtpd/simple.in
want=$T/t/data/smtpd/simple.out
talker=$T/t/tool/talk
# mail NAME: an honest client's message, from an address of its own.
mail() {
	"$talker" "$port" 127.0.0.1 127.0.2.9 <"$simple" | tidy >got
	same "$1" got "$want"
}
memory() {
	awk '/^VmHWM/ { print $2 }' "/proc/$1/status"
}

# --- a crowd that says nothing ------------------------------------------------------
ulimit -n 4096 2>/dev/null || ulimit -n "$(ulimit -Hn)"
listen -e
monitor=$listener
"$T/t/tool/crowd" "$port" 1000 50 30 >crowd &
crowd=$!
wait_for 20 grep -q connected crowd
mail 'a client is served while 1,000 others are silent'
ok 'those are fewer than 100 at a time' [ "$(pgrep -c -P $monitor -x smtpd)" -le 100 ]
mail 'and another'
wait $crowd
got() { sed -n "s/^$1 //p" crowd; }
ok 'as many as there are places were greeted' [ "$(got greeted)" -ge 100 ]
ok 'who is silent had to go' [ "$(got ended)" -ge 80 ]
is 'each of the others was refused, or waits' \
    "$(($(got greeted) + $(got refused) + $(got waiting) + $(got cut)))" 1000
is 'nobody was cut off without a word' "$(got cut)" 0
ok 'under stress they got less time' logged 'timeout after CONNECT from unknown\[127\.0\.1\.'
ok 'too many of one client are logged' logged 'Connection concurrency limit exceeded: [0-9]+ from unknown\[127\.0\.1\.'
is 'the messages of the others are there' "$(queued)" 2
empty
kill $monitor; wait $monitor 2>/dev/null

# --- drips --------------------------------------------------------------------------
listen -e -o smtpd_timeout=3s -o smtpd_per_request_deadline=yes
pids=
for i in 1 2 3 4 5 6 7 8 9 10; do
	{
		printf 'S:\nB: EHLO \n'
		for n in 1 2 3 4 5 6 7 8 9 10 11 12; do printf 'B: x\nP: 0.5\n'; done
		printf 'S: eof\n'
	} | "$talker" "$port" >drip.$i & pids="$pids $!"
done
mail 'a client is served while others drip'
wait $pids
is 'all drips are cut' "$(grep -l '^S: 421 4.4.2' drip.* | wc -l | tr -d ' ')" 10
empty

# --- 100,000 recipients ---------------------------------------------------------------
{
	printf 'EHLO x\r\n'
	sleep 0.5
	printf 'MAIL FROM:<a@b.example>\r\n'
	awk 'BEGIN { for (i = 0; i < 100000; i++) printf "RCPT TO:<joe+%d@example.com>\r\n", i; print "QUIT\r" }'
} | timeout 60 python3 -c '
import socket, sys, threading
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
f = s.makefile("rb")
f.readline()
def send():
    try:
        while True:
            d = sys.stdin.buffer.read1(65536)
            if not d: break
            s.sendall(d)
    except OSError:
        pass
t = threading.Thread(target=send); t.start()
n = {}
try:
    for line in f:
        k = line[:9].decode(); n[k] = n.get(k, 0) + 1
except OSError:
    pass
t.join()
for k in sorted(n): print(k, n[k])
' "$port" >rcpts
mail 'a client is served after 100,000 recipients'
ok 'as many as the limit were taken' [ "$(sed -n 's/^250 2.1.5 //p' rcpts)" = 1000 ]
ok 'the others were refused' grep -q '^452 4.5.3 ' rcpts
ok 'and that had an end' wait_for 5 logged 'too many errors after RCPT from unknown\[127\.0\.0\.1\]'
empty
kill $listener; wait $listener 2>/dev/null

# --- a message of 1 GB --------------------------------------------------------------------
listen -e
monitor=$listener
python3 -c '
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
f = s.makefile("rb")
def say(t):
    s.sendall(t.encode())
    while True:
        l = f.readline()
        if l[3:4] != b"-": return l.decode().strip()
f.readline()
for t in ("EHLO x", "MAIL FROM:<a@b.example>", "RCPT TO:<joe@example.com>", "DATA"): say(t + "\r\n")
block = (b"x" * 998 + b"\r\n") * 1000
try:
    for i in range(1000): s.sendall(block)
    print(say("\r\n.\r\n"))
except OSError as e:
    print("cut")
' "$port" >big &
big=$!
mail 'a client is served while 1 GB comes'
wait $big
like 'it is refused, or cut' "$(cat big)" '^(552 5\.3\.4 |cut$)'
most=0
for p in $monitor $(pgrep -P $monitor); do
	m=$(memory "$p"); [ "${m:-0}" -le $most ] || most=$m
done
ok "no process needs much memory ($most kB)" [ "$most" -lt 60000 ]
is 'only the small message is queued' "$(queued)" 1
empty
kill $monitor; wait $monitor 2>/dev/null

# --- a disk that fills ----------------------------------------------------------------------
if [ "$(id -u)" = 0 ] && mkdir disk && mount -t tmpfs -o size=2m,mode=755 none disk 2>/dev/null
then
	at_exit "umount -l '$D/disk'"
	cp -a "$I/spool/." disk/ && rm -rf "$I/spool" && ln -s "$D/disk" "$I/spool"
	listen -e -o message_size_limit=0
	"$talker" "$port" <"$simple" >got
	like 'there is room' "$(cat got)" '^S: 250 2\.0\.0 Ok: queued as'
	before=$(cat "$I"/spool/incoming/* | cksum)
	python3 - "$port" <<-'END' >full
	import socket, sys
	s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
	f = s.makefile("rb")
	def say(t):
	    s.sendall(t)
	    while True:
	        l = f.readline()
	        if l[3:4] != b"-": return l.decode().strip()
	f.readline()
	for t in (b"EHLO x", b"MAIL FROM:<a@b.example>", b"RCPT TO:<joe@example.com>", b"DATA"): say(t + b"\r\n")
	print(say((b"x" * 998 + b"\r\n") * 4000 + b".\r\n"))
	print(say(b"NOOP\r\n"))
	END
	like 'a message that does not fit is put off' "$(sed -n 1p full)" '^45[12] 4\.3\.[01] '
	like 'and the session goes on' "$(sed -n 2p full)" '^250 2\.0\.0 '
	is 'what was acknowledged is there' "$(cat "$I"/spool/incoming/* | cksum)" "$before"
	"$talker" "$port" <"$simple" >got
	like 'and small messages find room again' "$(cat got)" '^S: 250 2\.0\.0 Ok: queued as'
	kill $listener; wait $listener 2>/dev/null
else
	skip 'cannot mount a small disk here'
fi

done_testing
