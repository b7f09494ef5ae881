# Shared by the tests of AUTH: Cyrus SASL with a password file of its own.
# Behind t/cmd/smtpd.sh; needs $D and $I.

# sasl_conf LINE...: what the library reads, as smtpd.conf.
sasl_conf() {
	mkdir -p "$D/sasl"
	printf '%s\n' "$@" >"$D/sasl/smtpd.conf"
}

# sasl_user NAME PASSWORD
sasl_user() {
	printf '%s\n' "$2" | saslpasswd2 -p -c -f "$D/sasldb" -u mx.example.com "$1"
}

# with_sasldb: the usual configuration, and joe, whose password is secret.
with_sasldb() {
	sasl_conf 'pwcheck_method: auxprop' 'auxprop_plugin: sasldb' \
	    "sasldb_path: $D/sasldb" \
	    'mech_list: PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 ANONYMOUS'
	sasl_user joe secret
}

b64() {
	printf "$1" | base64 -w0
}
