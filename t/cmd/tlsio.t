#!/bin/sh
# tlsio as a client, before openssl's server; and whose the key is.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
. "$T/t/cmd/tls.sh"
need openssl
[ -x "$B/libexec/tlsio" ] || skip_all 'built without OpenSSL'

make_ca ca
make_ca otherca
make_cert server mx.example.com rsa ca
make_cert wild '*.example.net' ec ca
make_cert self self.example ec
make_cert client client.example rsa ca
instance
export MAIL_CONFIG="$I/etc"

# serve OPTIONS: sets port.
serve() {
	[ -z "${server:-}" ] || kill "$server" 2>/dev/null
	: >s.out
	openssl s_server -accept 127.0.0.1:0 -rev "$@" >s.out 2>&1 &
	server=$!
	at_exit "kill $server 2>/dev/null"
	wait_for 10 grep -q '^ACCEPT' s.out || exit 99
	port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' s.out)
}
# client ARGS: its words go to $out.
client() {
	out=$(echo hello | timeout 30 "$B/t/tool/tlsclient" "$port" "$@" 2>&1)
}
yes() {
	name=$1; shift
	client "$@"
	like "$name" "$out" "^ok Verified TLSv1"
}
no() {
	name=$1 why=$2; shift 2
	client "$@"
	like "$name" "$out" "^failed 4\\.7\\.5 $why"
}
ca=set:smtp_tls_CAfile=$D/ca.pem

serve -cert server.pem -key server.key
client level=may
like 'may: anybody' "$out" '^ok Untrusted TLSv1\.3 with cipher'
like 'what is sent arrives, and comes back' "$out" '^olleh$'
client level=may "$ca"
like 'may: an authority is noted' "$out" '^ok Trusted'
client level=encrypt set:smtp_tls_protocols='!TLSv1.3'
like 'encrypt: those protocols do not count' "$out" 'TLSv1\.3'
client level=encrypt set:smtp_tls_mandatory_protocols='!TLSv1.3'
like 'encrypt: these do' "$out" 'TLSv1\.2'
client level=encrypt 'protocols=<=TLSv1.2' exclude=ECDHE
like 'what the session asks for wins' "$out" 'TLSv1\.2 with cipher DHE-'
client level=may protocols=TLSv9
like 'a protocol that there is not' "$out" '^failed 4\.7\.5 invalid TLS protocol: TLSv9'
client level=may ciphers=best
like 'a grade that there is not' "$out" '^failed 4\.7\.5 invalid cipher grade'
client level=sometimes
like 'a level that there is not' "$out" '^failed'

yes 'secure: the name' level=secure match=mx.example.com "$ca"
yes 'secure: one of the names' level=secure match=x.example match=mx.example.com "$ca"
yes 'secure: a domain' level=secure match=.example.com "$ca"
no 'secure: another name' 'Server certificate not verified' level=secure match=example.com "$ca"
no 'secure: no name' 'Server certificate not verified' level=secure "$ca"
no 'secure: no authority' 'Server certificate not trusted' level=secure match=mx.example.com
no 'verify: another authority' 'Server certificate not trusted' level=verify \
    match=mx.example.com "set:smtp_tls_CAfile=$D/otherca.pem"
yes 'anchors of the session' level=secure match=mx.example.com anchors="$D/ca.pem"
no 'and no others then' 'Server certificate not trusted' level=secure \
    match=mx.example.com anchors="$D/otherca.pem" "$ca"
mkdir -p capath && cp ca.pem "capath/$(openssl x509 -hash -noout -in ca.pem).0"
yes 'a directory of authorities' level=secure match=mx.example.com "set:smtp_tls_CApath=$D/capath"

# Fingerprints.
client level=may
cert=$(echo "$out" | sed -n 's/^cert=\([^ ]*\) .*/\1/p')
key=$(echo "$out" | sed -n 's/.* key=//p')
is 'the fingerprint is that of openssl' "$cert" \
    "$(openssl x509 -in server.pem -noout -fingerprint -sha256 | sed 's/.*=//')"
yes 'fingerprint of the certificate' level=fingerprint match="$cert"
yes 'fingerprint of the key' level=fingerprint "match=$(echo "$key" | tr A-F a-f)"
no 'another fingerprint' 'Server certificate not trusted' level=fingerprint match=00:11
client level=may set:smtp_tls_fingerprint_digest=sha1
like 'another digest' "$out" 'cert=([0-9A-F]{2}:){19}[0-9A-F]{2} '

# DANE: the key itself, the authority, nothing that can be used.
spki=$(openssl x509 -in server.pem -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -r | cut -d' ' -f1)
cahash=$(openssl x509 -in ca.pem -outform DER | openssl dgst -sha256 -r | cut -d' ' -f1)
bad=$(echo "$spki" | tr 0-9 1-90)
yes 'dane 3 1 1' level=dane host=any.example "tlsa=3 1 1 $spki"
yes 'dane-only, one of two' level=dane-only host=any.example "tlsa=3 1 1 $bad" "tlsa=3 1 1 $spki"
no 'dane: another key' 'Server certificate not trusted' level=dane host=mx.example.com "tlsa=3 1 1 $bad"
client level=dane host=mx.example.com "tlsa=1 1 1 $bad"
like 'dane: nothing usable: encrypted' "$out" '^ok Untrusted'
no 'dane-only: nothing usable' 'no usable TLSA records' level=dane-only host=mx.example.com "tlsa=3 1 1 xx" 'tlsa=9'
cat server.pem ca.pem >chain.pem
serve -cert server.pem -key server.key -cert_chain ca.pem
yes 'dane 2 0 1' level=dane host=mx.example.com "tlsa=2 0 1 $cahash"
no 'dane 2 0 1, another name' 'Server certificate not trusted' level=dane host=other.example "tlsa=2 0 1 $cahash"
yes 'dane 2 0 1, the next hop' level=dane host=other.example match=mx.example.com "tlsa=2 0 1 $cahash"

# Names.
serve -cert wild.pem -key wild.key -servername wanted.example -cert2 server.pem -key2 server.key
yes 'a wildcard' level=secure match=a.example.net "$ca"
yes 'for more labels' level=secure match=a.b.example.net "$ca"
no 'unless that is switched off' 'Server certificate not verified' level=secure \
    match=a.b.example.net "$ca" set:tls_wildcard_matches_multiple_labels=no
yes 'the name is sent' level=secure sni=wanted.example match=mx.example.com "$ca"

# Sessions.
for v in TLSv1.2 TLSv1.3; do
	serve -cert server.pem -key server.key
	client level=secure match=mx.example.com "$ca" protocols=$v out="$D/sess"
	client level=secure match=mx.example.com "$ca" protocols=$v in="$D/sess"
	like "$v: resumed" "$out" "^ok Verified reused $v"
	client level=secure match=other.example "$ca" protocols=$v in="$D/sess"
	like "$v: not for another name" "$out" '^failed'
	client level=may protocols=$v out="$D/sess"
	client level=secure match=mx.example.com "$ca" protocols=$v in="$D/sess"
	like "$v: not when nothing was verified" "$out" "^ok Verified $v"
	echo junk >junk
	client level=may in="$D/junk"
	like "$v: junk is no session" "$out" "^ok Untrusted $v|^ok Untrusted TLSv1"
done

# Its own certificate.
serve -cert server.pem -key server.key -Verify 1 -verify_return_error -CAfile ca.pem
client level=may protocols=TLSv1.2
like 'a server that wants one' "$out" '^failed'
client level=may "set:smtp_tls_cert_file=$D/client.pem" "set:smtp_tls_key_file=$D/client.key"
like 'gets it' "$out" '^olleh$'
kill "$server"

# A peer that is no TLS server, and one that says nothing.
"$B/t/tool/listen" -n 0 /bin/echo '220 hello' >port.out 2>/dev/null &
echo=$!
at_exit "kill $echo 2>/dev/null"
wait_for 10 test -s port.out
port=$(cat port.out)
client level=encrypt
like 'no TLS there' "$out" '^failed 4\.7\.5 -1$'
like 'the library says why' "$out" '^warning: TLS library problem: error:.*wrong version number'
kill $echo
"$B/t/tool/listen" -n 0 /bin/sleep 30 >port2.out 2>/dev/null &
mute=$!
at_exit "kill $mute 2>/dev/null"
wait_for 10 test -s port2.out
port=$(cat port2.out)
client level=encrypt timeout=1
like 'a server that says nothing' "$out" '^failed 4\.4\.2 Connection timed out$'
kill $mute

# The key: root's own, or that of tls_owner. The worker must not read it.
if [ "$(id -u)" != 0 ]; then
	skip 'the rest needs root'
	done_testing
	exit
fi
# pick N: a user that is there, not root.
pick() {
	getent passwd | awk -F: -v n="$1" '$3 > 0 && $3 < 60000 && ++i == n { print $1 }'
}
net=$(pick 3) tls=$(pick 4) mail=$(pick 5)
chmod 755 "$D" "$I" "$I/etc" && chmod 711 "$I/libexec" "$I/bin"
chown -R "$mail" "$I/spool" "$I/data"
cat >>"$I/etc/main.cf" <<END
mail_owner = $mail
net_owner = $net
tls_owner = $tls
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_tls_cert_file = $D/server.pem
smtpd_tls_key_file = $D/server.key
END
chmod 666 "$I/log/maillog" 2>/dev/null
listen
# proc PROGRAM WHAT: of each of this instance's processes of that name.
users() {
	for exe in /proc/[0-9]*/exe; do
		[ "$(readlink "$exe")" = "$I/libexec/$1" ] &&
		    stat -c %U "${exe%/exe}"
	done | sort -u | paste -sd' '
}
session() {
	(printf 'EHLO x\r\n'; sleep 2; printf 'QUIT\r\n') | timeout 20 \
	    openssl s_client -connect "127.0.0.1:$port" -starttls smtp \
	    -crlf >s_client.out 2>&1 &
	wait_for 10 logged "$1" || true
	who=$(users tlsio) smtpd=$(users smtpd)
	for exe in /proc/[0-9]*/exe; do
		[ "$(readlink "$exe")" != "$I/libexec/smtpd" ] ||
		    cp "${exe%/exe}/maps" "maps.$(basename "${exe%/exe}")"
	done
	wait $!
}
chown root server.key && chmod 600 server.key
session 'Anonymous TLS connection established'
is 'tlsio has become tls_owner' "$who" "$tls"
like 'the session is net_owner' "$smtpd" "(^| )$net( |\$)"
is 'smtpd has no OpenSSL in it' "$(cat maps.* | grep -c libssl)" 0
exits 'the session cannot read the key' 1 setpriv --reuid "$net" --clear-groups \
    cat server.key
is 'ticket keys are tls_owner'"'"'s alone' \
    "$(stat -c '%U %a' "$I/data/tls" "$I/data/tls/ticket_keys" | paste -sd' ')" \
    "$tls 700 $tls 600"
kill $listener
wait $listener 2>/dev/null
chown "$tls" server.key && chmod 400 server.key
: >"$I/log/maillog"
listen
session 'Anonymous TLS connection established'
ok 'a key of tls_owner works, too' logged 'Anonymous TLS connection established'
kill $listener
done_testing
