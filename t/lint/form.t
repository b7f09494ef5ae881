#!/bin/sh
# Licence lines, the contract at the top of each header, headers that stand
# alone, and no list of sources that git does not know.
. "$(dirname "$0")/../lib.sh"
cd "$T" || exit 99

no_licence() {
	for f in libcommon/*/*.[ch] libcommon/*/*.def cmd/*/*.[ch]; do
		[ -f "$f" ] || continue
		head -1 "$f" | grep -q '^/\* SPDX-License-Identifier: ISC' || echo "$f"
	done
}
is 'every source names its licence' "$(no_licence)" ''

no_contract() {
	for f in libcommon/*/*.h; do
		for word in Source: Owns: Errors: Effects:; do
			sed "/^ \*\/$/q" "$f" | grep -q "^ \* $word" || echo "$f: $word"
		done
	done
}
is 'every header of the library has its contract' "$(no_contract)" ''

not_alone() {
	for f in libcommon/*/*.h; do
		case $f in libcommon/base/banned.h) continue ;; esac
		echo "#include \"${f#libcommon/}\"" >"$D/h.c"
		${CC:-cc} -std=c17 -D_XOPEN_SOURCE=700 -Wall -Werror \
		    -iquote libcommon -include libcommon/base/banned.h \
		    -fsyntax-only "$D/h.c" 2>/dev/null || echo "$f"
	done
}
is 'every header stands alone' "$(not_alone)" ''

vla() {
	grep -snE '\[PATH_MAX' libcommon/*/*.[ch] cmd/*/*.[ch]
}
is 'no PATH_MAX arrays' "$(vla)" ''
done_testing
