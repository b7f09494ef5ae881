#!/bin/sh
# Every fuzz target runs over its corpus: t/fuzz/corpus/TARGET/*.
ASAN_OPTIONS=detect_leaks=1
. "$(dirname "$0")/../lib.sh"

replays() {
	"$1" "$2"/* 2>"$D/log" && return
	echo "it ended badly; the last lines:"
	tail -20 "$D/log"
	return 1
}

for source in "$T"/t/fuzz/*.c; do
	target=$(basename "$source" .c)
	corpus=$T/t/fuzz/corpus/$target
	if ! [ -d "$corpus" ]; then
		result 1 "$target has a corpus"
		continue
	fi
	ok "$target: $(ls "$corpus" | wc -l) files" \
	    replays "$B/t/fuzz/$target" "$corpus"
done
done_testing
