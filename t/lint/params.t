#!/bin/sh
# Each row of params.def is whole, in order, and has its place in main.cf(5).
. "$(dirname "$0")/../lib.sh"
cd "$T" || exit 99
sed -n 's/^PARAM(\([A-Za-z0-9_]*\),.*/\1/p' libcommon/conf/params.def >"$D/names"

sorted() {
	sort -c -u "$D/names"
}
ok 'rows are in the order of strcmp' sorted
is 'every row has a meaning' "$(grep -c '^	"")' libcommon/conf/params.def)" 0
t/tool/params-page >"$D/page"
sed -n '/^\.Sh PARAMETERS/,/^\.Sh /p' man/main.cf.5 | sed '1,2d;$d' |
    sed '$d' >"$D/now"
same 'main.cf(5) has what t/tool/params-page prints' "$D/now" "$D/page"
unused() {
	sed -n 's/^REASON(\([a-z_]*\),.*/\1/p' libcommon/conf/reasons.def |
	while read -r r; do
		grep -q ", $r,\$" libcommon/conf/params.def || echo "$r"
	done
}
is 'every reason is used' "$(unused)" ''
done_testing
