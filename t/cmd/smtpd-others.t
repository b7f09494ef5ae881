#!/bin/sh
# smtpd: hosts that speak for others, by XCLIENT, XFORWARD and the PROXY
# protocol.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

instance 'mynetworks = 192.0.2.0/24' 'smtpd_upstream_proxy_timeout = 1s'
listen -e
talk unauthorised-x
kill $listener; wait $listener 2>/dev/null

cat >>"$I/etc/main.cf" <<'END'
smtpd_authorized_xclient_hosts = 127.0.0.1
smtpd_authorized_xforward_hosts = 127.0.0.0/8
END
listen -e
talk xclient
mail=$(cat "$I"/spool/incoming/*)
like 'XCLIENT: Received has the other client' "$mail" '^Received: from other\.example \(mail\.example\.net \[192\.0\.2\.77\]\)$'
ok 'XCLIENT: so has the log' logged 'client=mail\.example\.net\[192\.0\.2\.77\], sasl_method=XCLIENT, sasl_username=joe'
ok 'XCLIENT: and its refusals' logged 'NOQUEUE: reject: RCPT from unknown\[2001:db8::7\]: 550 5\.1\.1'
empty
talk xforward
mail=$(cat "$I"/spool/incoming/*)
like 'XFORWARD: is not in Received' "$mail" '^Received: from client\.example \(unknown \[127\.0\.0\.1\]\)$'
like 'XFORWARD: but among the facts' "$mail" '^log_client_address 192\.0\.2\.99$'
ok 'XFORWARD: and in the log' logged 'client=unknown\[127\.0\.0\.1\], orig_queue_id=4jZPQJ30yGzBxwdNX, orig_client=spike\.example\[192\.0\.2\.99\]$'
empty
kill $listener; wait $listener 2>/dev/null

# --- behind a proxy --------------------------------------------------------------
simple=$T/t/data/smtpd/simple.in
listen -e -o smtpd_upstream_proxy_protocol=haproxy
# behind BYTES: what the client gets behind this header, in the file got.
behind() {
	{ printf 'B: %s\n' "$1"; cat "$simple"; } |
	    "$T/t/tool/talk" "$port" | tidy | sed 1d >got
	ok "$2: served" grep -q 'queued as ID' got
	mail=$(cat "$I"/spool/incoming/*)
	like "$2: the client is known" "$mail" "^client_address $3\$"
	empty
}
behind 'PROXY TCP4 198.51.100.8 192.0.2.1 4711 25\r\n' 'version 1' '198\.51\.100\.8'
behind 'PROXY TCP6 2001:db8::8 2001:db8::1 4711 25\r\n' 'version 1, IPv6' '2001:db8::8'
behind 'PROXY UNKNOWN\r\n' 'version 1, itself' '127\.0\.0\.1'
sig='\r\n\r\n\0\r\nQUIT\n'
behind "$sig"'!\x11\0\x0c\xc6\x33\x64\x09\xc0\0\x02\x01\x12\x67\0\x19' 'version 2' '198\.51\.100\.9'
behind "$sig"'!\x11\0\x10\xc6\x33\x64\x0a\xc0\0\x02\x01\x12\x67\0\x19\x04\0\x01x' 'version 2 with more in it' '198\.51\.100\.10'
behind "$sig"' \0\0\0' 'version 2, itself' '127\.0\.0\.1'

# refused BYTES NAME LOGGED
refused() {
	printf 'B: %s\nS: eof\n' "$1" | "$T/t/tool/talk" "$port" | sed 1d >got
	is "$2: not a word" "$(cat got)" '(closed)'
	ok "$2: logged" wait_for 5 logged "$3"
}
refused 'EHLO client.example\r\nQUIT\r\n' 'a client without a proxy' 'haproxy: bad or missing protocol header'
refused 'PROXY TCP4 198.51.100.8 192.0.2.1 4711\r\n' 'half a header' 'haproxy: bad'
refused 'PROXY' 'a slow one' 'haproxy read: timeout error'
printf 'X:\n' | "$T/t/tool/talk" "$port"
ok 'one that goes' wait_for 5 logged 'haproxy read: EOF'
printf 'B: PROXY TCP4 198.51.100.8 192.0.2.1 4711 25\\r\\nEHLO x\\r\\n\nS: eof\n' | "$T/t/tool/talk" "$port" >got
like 'who talks before the greeting is an early talker still' "$(cat got)" '^S: 554 5\.5\.0'
is 'no message by that' "$(queued)" 0

done_testing
