#!/bin/sh
# Includes go down the layers of libcommon/LAYERS; pure folders stay pure.
. "$(dirname "$0")/../lib.sh"
cd "$T" || exit 99

# Prints the includes that break the order.
upward() {
	awk '
	FNR == NR { if ($1 !~ /^#/ && NF == 2) layer[$1] = $2; next }
	/^#[ \t]*include[ \t]*"/ {
		split(FILENAME, at, "/"); here = at[2]
		split($0, q, "\""); split(q[2], to, "/"); there = to[1]
		if (!(here in layer)) { print FILENAME ": folder is not in LAYERS"; next }
		if (there == here || there == "base") next
		if (!(there in layer) || layer[there] >= layer[here])
			print FILENAME ":" FNR ": includes " q[2]
	}' libcommon/LAYERS libcommon/*/*.[ch]
}
is 'no include goes up or sideways' "$(upward)" ''

across() {
	grep -sn '^#[ \t]*include[ \t]*"[^"]*cmd/\|^#[ \t]*include[ \t]*"\.\./' \
	    libcommon/*/*.[ch] cmd/*/*.[ch] 2>/dev/null
}
is 'no program includes of another' "$(across)" ''

impure() {
	grep -snE '<(stdio|unistd|fcntl|sys/stat|sys/socket)\.h>' \
	    libcommon/msg/*.[ch] libcommon/wire/*.[ch]
}
is 'msg and wire do no I/O' "$(impure)" ''

# only HEADERS FILES...: the headers are included nowhere else.
only() {
	headers=$1
	shift
	grep -slE "#[ \t]*include[ \t]*<($headers)" libcommon/*/*.[ch] cmd/*/*.[ch] |
	    grep -vE "^($1)"
}
is 'OpenSSL lies in tlsio alone' "$(only 'openssl/' 'cmd/tlsio/')" ''
is 'Cyrus SASL lies in saslio alone' "$(only 'sasl/' 'cmd/saslio/')" ''
is 'Berkeley DB lies in table/db alone' "$(only 'db\.h' 'libcommon/table/db')" ''

gnu() {
	grep -sn 'define _GNU_SOURCE' libcommon/*/*.[ch] cmd/*/*.[ch]
}
is 'only the build says _GNU_SOURCE' "$(gnu)" ''
done_testing
