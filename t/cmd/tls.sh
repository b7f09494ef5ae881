# Shared by the tests of TLS: keys, certificates, and talks over TLS.

# make_ca NAME: an authority, NAME.pem with its key in NAME.key.
make_ca() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
	    -nodes -days 30 -subj "/O=Test/CN=$1" -keyout "$1.key" \
	    -out "$1.pem" 2>/dev/null || exit 99
}

# make_cert FILE NAME KEYTYPE [CA]: FILE.key and FILE.pem, signed by CA or self.
make_cert() {
	case $3 in
	rsa)	set -- "$1" "$2" "$4" -newkey rsa:2048 ;;
	ec)	set -- "$1" "$2" "$4" -newkey ec -pkeyopt \
		    ec_paramgen_curve:prime256v1 ;;
	*)	set -- "$1" "$2" "$4" -newkey "$3" ;;
	esac
	f=$1 name=$2 ca=$3
	shift 3
	if [ -z "$ca" ]; then
		openssl req -x509 "$@" -nodes -days 30 -subj "/CN=$name" \
		    -addext "subjectAltName=DNS:$name" -keyout "$f.key" \
		    -out "$f.pem" 2>/dev/null || exit 99
		return
	fi
	openssl req "$@" -nodes -subj "/CN=$name" -keyout "$f.key" \
	    -out "$f.csr" 2>/dev/null || exit 99
	echo "subjectAltName=DNS:$name" >"$f.ext"
	openssl x509 -req -in "$f.csr" -CA "$ca.pem" -CAkey "$ca.key" \
	    -CAcreateserial -days 30 -extfile "$f.ext" -out "$f.pem" \
	    2>/dev/null || exit 99
}

# tls [OPTIONS of tlstalk]: the script is standard input; the talk goes to $out.
tls() {
	out=$("$T/t/tool/tlstalk" "$@" "$port" 2>&1 | tr -d '\r')
}

# s_client OPTIONS: EHLO and QUIT; what openssl says of it goes to $out.
s_client() {
	out=$(printf 'QUIT\r\n' | timeout 20 openssl s_client \
	    -connect "127.0.0.1:$port" -starttls smtp -crlf "$@" 2>&1 |
	    tr -d '\000\r')
}
