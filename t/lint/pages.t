#!/bin/sh
# Every program has a page and a test; every page is clean and complete.
. "$(dirname "$0")/../lib.sh"
cd "$T" || exit 99
need mandoc

for dir in cmd/*/; do
	p=$(basename "$dir")
	[ -f "cmd/$p/main.c" ] || continue
	ok "$p has a page" test -f "man/$p.1" -o -f "man/$p.8"
	ok "$p has a test" grep -lqw -- "$p" t/cmd/*.t t/flow/*.t
done

clean() {
	mandoc -Tlint -Wwarning "$1" 2>&1 | grep -v 'cross reference to self' |
	    sed 's/^mandoc: //'
}
# A page of a program says how it ends and what it touches.
incomplete() {
	for s in 'EXIT STATUS' FILES EXAMPLES STANDARDS 'SECURITY CONSIDERATIONS'
	do
		grep -q "^\.Sh $s" "$1" || echo "no $s"
	done
}
for page in man/*.[0-9]; do
	[ -f "$page" ] || continue
	is "$page is clean mdoc" "$(clean "$page")" ''
	case $page in *.1|*.8) is "$page is complete" "$(incomplete "$page")" '' ;; esac
done

if [ -f man/postern.7 ]; then
	mandoc -Tutf8 -O width=80 man/postern.7 | LC_ALL=C.UTF-8 col -bx >"$D/readme"
	same 'README is printed from postern.7' README "$D/readme"
fi
done_testing
