#!/bin/sh
# AUTH with real back ends in Debian's layout, for real clients, read by
# fail2ban: smtpd is installed as root would, with its three users.
. "$(dirname "$0")/../lib.sh"

[ "${PEERS:-1}" != 0 ] || skip_all 'PEERS=0'
[ "$(id -u)" = 0 ] || skip_all 'peers need root'
peer=$T/t/tool/peer
export PEER_DIR=$D/peers
chmod 755 "$D"

cat >setup-postern <<END
cd $T
DESTDIR= install_root= config_directory=/etc/postern \\
    daemon_directory=/usr/libexec/postern command_directory=/usr/sbin \\
    queue_directory=/var/spool/postern data_directory=/var/lib/postern \\
    mail_owner=postern net_owner=postern-net tls_owner=postern-tls \\
    setgid_group=postdrop sendmail_path=/usr/sbin/sendmail \\
    newaliases_path=/usr/bin/newaliases mailq_path=/usr/bin/mailq \\
    manpage_directory=/usr/share/man sh conf/install $B >/dev/null
cat >/etc/postern/main.cf <<'CF'
myhostname = mx.example.com
mydestination = example.com
mynetworks = 192.0.2.0/24
maillog_file = /var/log/maillog
smtpd_peername_lookup = no
smtpd_sasl_auth_enable = yes
smtpd_tls_auth_only = no
smtpd_idle_time = 3s
smtpd_error_sleep_time = 0
local_recipient_maps =
CF
END

"$peer" start auth --bind "$D" --bind "$T" --bind "$B" \
    -s "$T/t/data/auth/setup" -s "$D/setup-postern" -s "$T/t/tool/peers/mariadb" \
    sasl2-bin libsasl2-modules libsasl2-modules-sql courier-authdaemon \
    dovecot-core mariadb-server swaks msmtp fail2ban curl python3 libauthen-sasl-perl \
    libdigest-hmac-perl -- sleep infinity >peer.out 2>&1
case $? in
0) ;;
77) skip_all 'no peers on this machine' ;;
*) note "$(cat peer.out)"; result 1 'the peer starts'; done_testing ;;
esac
at_exit '"$peer" stop auth'
on() {
	"$peer" exec auth "$@"
}
log() {
	on cat /var/log/maillog
}

# --- back ends ------------------------------------------------------------------
on saslauthd -a pam -c -m /run/saslauthd -n 2
on /usr/sbin/authdaemond start
on dovecot
on sh -c 'mariadbd --user=mysql --skip-networking --socket=/run/mysqld/mysqld.sock >/var/log/mariadb.log 2>&1 &'
ok 'saslauthd runs' wait_for 20 on test -S /run/saslauthd/mux
ok 'authdaemond runs' wait_for 20 on test -S /run/courier/authdaemon/socket
ok 'Dovecot runs' wait_for 20 on test -S /var/spool/postern/private/auth
ok 'MariaDB runs' wait_for 60 on mariadb -e 'SELECT 1'
on mariadb -e "CREATE DATABASE mail; USE mail;
    CREATE TABLE users (name VARCHAR(64), realm VARCHAR(64), password VARCHAR(64));
    INSERT INTO users VALUES ('alice', 'mx.example.com', 'secret');
    CREATE USER mail@localhost IDENTIFIED BY 'dbsecret';
    GRANT SELECT ON mail.users TO mail@localhost"

# listen PORT NAME=VALUE...
listen() {
	at=$1
	shift
	args=
	for one; do
		args="$args -o $one"
	done
	# shellcheck disable=SC2086
	on "$B/t/tool/listen" "$at" /usr/libexec/postern/smtpd $args >/dev/null 2>"$D/listen.$at" &
	wait_for 10 on sh -c "grep -q '$(printf ':%04X 00000000:0000 0A' "$at")' /proc/net/tcp" ||
	    note "nobody listens on $at"
}
listen 2501 smtpd_sasl_path=saslauthd
listen 2502 smtpd_sasl_path=authdaemond
listen 2503 smtpd_sasl_path=sasldb
listen 2504 smtpd_sasl_path=sql
listen 2505 smtpd_sasl_type=dovecot smtpd_sasl_path=private/auth
listen 2506 smtpd_sasl_type=dovecot smtpd_sasl_path=inet:127.0.0.1:12345
listen 2507 smtpd_sasl_type=dovecot smtpd_sasl_path=unix:private/nothing

# login PORT MECHANISM USER PASSWORD: by saslio, as a client
login() {
	on sh -c 'cd / && PATH=/usr/libexec/postern:$PATH exec "$@"' sh \
	    "$T/t/tool/login" "$@" 2>&1 | paste -sd'|'
}
good='235 2.7.0 Authentication successful'
tries() {
	port=$1 name=$2
	shift 2
	for m; do
		is "$name: $m" "$(login "$port" "$m" alice secret)" \
		    "mechanism $m|$good|proved"
		like "$name: $m, a wrong password" \
		    "$(login "$port" "$m" alice wrong)" '\|535 5\.7\.8 Error: authentication failed: '
		like "$name: $m, nobody" \
		    "$(login "$port" "$m" mallory secret)" '\|535 5\.7\.8 Error: authentication failed: '
	done
}
tries 2501 saslauthd PLAIN LOGIN
tries 2502 authdaemond PLAIN LOGIN
tries 2503 sasldb PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256
tries 2504 SQL PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256
tries 2505 Dovecot PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256
tries 2506 'Dovecot by TCP' PLAIN SCRAM-SHA-256
like 'no Dovecot: later' "$(login 2507 PLAIN alice secret)" \
    "\|454 4\.7\.0 Temporary authentication failure: Can't connect to authentication server"
like 'and why is in the log' "$(log)" "warning: SASL: Connect to Dovecot auth socket 'unix:private/nothing' failed: .*No such file"

# --- who is who -----------------------------------------------------------------
sessions() {
	on ps -eo user:20,supgrp:60,args | grep "^postern-net .*[s]aslio.* server $1"
}
no_sessions() {
	! sessions "$1"
}
# held PORT SASLIO'S-ARGUMENTS: its user and groups, in the middle of a login
held() {
	printf '%s\n' S: 'C: EHLO x' S: 'C: AUTH LOGIN' S: 'P: 1' 'C: *' S: 'X:' |
	    on "$T/t/tool/talk" "$1" >/dev/null &
	talker=$!
	wait_for 10 sessions "$2"
	sessions "$2" | head -1
	on sh -c 'for p in $(pgrep -u postern-net -f "[s]aslio.* server"); do
		grep Seccomp: /proc/$p/status
	done' | sort -u | paste -sd' ' >confined
	wait $talker
}
like 'with saslauthd saslio has its group' "$(held 2501 'cyrus saslauthd')" '^postern-net +.*sasl'
like 'with authdaemond its one' "$(held 2502 'cyrus authdaemond')" '^postern-net +.*courier'
like 'and is confined' "$(cat confined)" '^Seccomp:.2$'
unlike 'with Dovecot none' "$(held 2505 'dovecot private/auth')" 'sasl +[^ ]*saslio|courier'
is 'nobody was made a member' "$(on getent group sasl courier | cut -d: -f4 | tr -d '\n')" ''

# --- trouble --------------------------------------------------------------------
on doveadm stop
on sh -c 'kill $(pgrep -x auth)'	# it stays for those who are connected
ok 'Dovecot ends' wait_for 10 on sh -c '! pgrep -x auth && ! test -e /run/dovecot/master.pid'
like 'Dovecot has gone: later' "$(login 2505 PLAIN alice secret)" '\|454 4\.7\.0 '
on dovecot
wait_for 20 on test -S /var/spool/postern/private/auth
is 'and is back' "$(login 2505 PLAIN alice secret)" "mechanism PLAIN|$good|proved"
on sh -c 'kill $(cat /run/saslauthd/saslauthd.pid)'
ok 'saslauthd ends' wait_for 10 on sh -c '! pgrep -x saslauthd'
like 'saslauthd has gone: later' "$(login 2501 PLAIN alice secret)" '\|454 4\.7\.0 '
on saslauthd -a pam -c -m /run/saslauthd -n 2
wait_for 20 on test -S /run/saslauthd/mux
is 'and is back, too' "$(login 2501 PLAIN alice secret)" "mechanism PLAIN|$good|proved"
on chmod 600 /etc/sasldb2
like 'a password file out of reach: later' "$(login 2503 PLAIN alice secret)" '\|454 4\.7\.0 '
on chmod 660 /etc/sasldb2
# what began meanwhile has not got the group
ok 'it goes when nobody comes' wait_for 20 no_sessions 'cyrus sasldb'

# --- clients ----------------------------------------------------------------------
for m in PLAIN LOGIN CRAM-MD5 DIGEST-MD5; do
	ok "swaks $m" on swaks --server 127.0.0.1:2503 --auth $m --auth-user alice \
	    --auth-password secret --from a@example.com --to x@elsewhere.example --silent 2
	ok "swaks $m, Dovecot" on swaks --server 127.0.0.1:2505 --auth $m --auth-user alice \
	    --auth-password secret --from a@example.com --to x@elsewhere.example --silent 2
	exits "swaks $m with a wrong password" 28 on swaks --server 127.0.0.1:2503 --auth $m \
	    --auth-user alice --auth-password wrong --from a@example.com \
	    --to x@elsewhere.example --silent 3
done
printf 'Subject: x\n\nhello\n' >letter
for m in plain login cram-md5 scram-sha-1 scram-sha-256; do
	ok "msmtp $m" on sh -c "msmtp --host=127.0.0.1 --port=2504 --tls=off \
	    --auth=$m --user=alice --passwordeval='echo secret' --from=a@example.com \
	    x@elsewhere.example <$D/letter"
done
for m in PLAIN LOGIN; do
	ok "curl $m" on curl -sS --login-options AUTH=$m --user alice:secret --mail-from a@example.com \
	    --mail-rcpt x@elsewhere.example --upload-file "$D/letter" smtp://127.0.0.1:2501/client
done
cat >lib.py <<'PY'
import smtplib
for port in (2503, 2505):
    for how in ('auth_plain', 'auth_login', 'auth_cram_md5'):
        s = smtplib.SMTP('127.0.0.1', port)
        s.ehlo()
        s.user, s.password = 'alice', 'wrong'
        name = how[5:].replace('_', '-').upper()
        try:
            s.auth(name, getattr(s, how))
            raise SystemExit('a wrong password was taken')
        except smtplib.SMTPAuthenticationError as e:
            assert e.smtp_code == 535, e
        s.password = 'secret'
        code, text = s.auth(name, getattr(s, how))
        assert code == 235, (code, text)
        s.sendmail('a@example.com', ['x@elsewhere.example'], 'Subject: x\n\nhello\n')
        s.quit()
PY
ok 'smtplib: wrong, then right, in one session' on python3 "$D/lib.py"

# --- the log ------------------------------------------------------------------------
like 'messages have their login' "$(log)" \
    ': client=unknown\[127\.0\.0\.1\], sasl_method=CRAM-MD5, sasl_username=alice(@.*)?$'
is 'no password is in it' "$(log | grep -cE 'secret|wrong|c2VjcmV0|d3Jvbmc')" 0
log >maillog
# It passes over what is no fault of the client.
refused=$(grep -E 'SASL (LOGIN|PLAIN|CRAM-MD5|DIGEST-MD5) authentication failed:' maillog |
    grep -cv 'failed: Connection lost to authentication server')
on fail2ban-regex "$D/maillog" 'postfix[mode=auth]' >f2b 2>&1
matched=$(sed -n 's/^Lines: .* \([0-9]*\) matched.*/\1/p' f2b)
is "fail2ban's filter matches each failure" "$matched" "$refused"
isnt 'and there are some' "$refused" 0
done_testing
