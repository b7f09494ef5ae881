#!/bin/sh
# smtpd for real clients: those that speak for others, and that send in chunks.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"

[ "${PEERS:-1}" != 0 ] || skip_all 'PEERS=0'
[ "$(id -u)" = 0 ] || skip_all 'peers need root'
peer=$T/t/tool/peer
export PEER_DIR=$D/peers
chmod 755 "$D"
instance 'mynetworks = 192.0.2.0/24' 'smtpd_authorized_xclient_hosts = 127.0.0.1'

"$peer" start clients --bind "$D" swaks msmtp s-nail exim4-daemon-light \
    libio-socket-inet6-perl -- sleep infinity >peer.out 2>&1
case $? in
0) ;;
77) skip_all 'no peers on this machine' ;;
*) note "$(cat peer.out)"; skip_all 'cannot start the peer' ;;
esac
at_exit '"$peer" stop clients'
on() {
	"$peer" exec clients "$@"
}
serve() {
	p=$1
	shift
	on systemd-socket-activate -l 127.0.0.1:"$p" "$I/libexec/smtpd" "$@" >/dev/null 2>&1 &
	wait_for 10 "$peer" net clients sh -c "
		grep -q '$(printf ':%04X 00000000:0000 0A' "$p")' /proc/net/tcp"
}
serve 2501
serve 2502 -o smtpd_upstream_proxy_protocol=haproxy
from=sender@client.example

ok 'swaks: XCLIENT' on swaks --server 127.0.0.1:2501 --from $from --to joe@example.com \
    --xclient 'NAME=other.example ADDR=198.51.100.7' --silent 2
ok 'the log has whom it spoke for' logged 'client=other\.example\[198\.51\.100\.7\]'
for v in 1 2; do
	ok "swaks: PROXY $v" on swaks --server 127.0.0.1:2502 --from $from --to joe@example.com \
	    --proxy-version $v --proxy-family "$([ $v = 1 ] && echo TCP4 || echo AF_INET)" \
	    --proxy-source 198.51.100.1$v --proxy-source-port 4711 \
	    --proxy-dest 192.0.2.1 --proxy-dest-port 25 --silent 2
	ok "the log has the client of PROXY $v" logged "client=unknown\\[198\\.51\\.100\\.1$v\\]"
done
printf 'Subject: by msmtp\n\n.hello\n' >letter
ok 'msmtp' on sh -c "msmtp --host=127.0.0.1 --port=2501 --from=$from --dsn-notify=success --dsn-return=headers joe@example.com <$D/letter"
ok 's-nail' on sh -c "echo hello | s-nail -n -S v15-compat -S mta=smtp://127.0.0.1:2501 -S smtp-auth=none -S hostname=client.example -S from=$from -s 'by s-nail' joe@example.com"
is 'five messages' "$(queued)" 5
like "msmtp's wishes are kept" "$(cat "$I"/spool/incoming/*)" '^ret hdrs$'
empty

cat >exim.conf <<'END'
primary_hostname = client.example
log_file_path = syslog
spool_directory = /tmp/exim
begin routers
all:
  driver = manualroute
  route_list = * 127.0.0.1
  transport = remote
  self = send
begin transports
remote:
  driver = smtp
  port = 2501
  allow_localhost
END
chmod 644 exim.conf
printf 'Subject: by exim\n\n.hello\n%s\n' "$(head -c 200000 /dev/zero | tr '\0' x | fold -w 900)" >long
chmod 644 long
on sh -c "echo 'Debian-exim:x:114:114::/tmp:/bin/false' >>/etc/passwd; echo 'Debian-exim:x:114:' >>/etc/group"
ok 'exim sends in chunks' on sh -c "mkdir -p /tmp/exim && chown Debian-exim /tmp/exim; exim4 -C $D/exim.conf -odi -f $from joe@example.com <$D/long"
ok 'by BDAT' wait_for 5 logged 'disconnect from .* bdat=[1-9]'
like 'all of it came' "$(cat "$I"/spool/incoming/*)" '^\.hello$'
is 'to the last byte' "$(cat "$I"/spool/incoming/* | tr -cd x | wc -c | tr -d ' ' | sed 's/^20[0-9]*$/whole/')" whole

done_testing
