# t/cmd/cleanup.sh - what the tests of cleanup share; comes after ../lib.sh:
# an instance in $D/i, submission streams, and what comes of them.

"$T/t/instance" "$D/i" >/dev/null || exit 99
. "$D/i/env"
spool=$D/i/spool log=$D/i/log/maillog
cat >>"$D/i/etc/main.cf" <<END
myhostname = mx.example.com
myorigin = example.com
END
cp "$D/i/etc/main.cf" main.cf

# rec LETTER DATA: one record.
rec() {
	printf '%d:%s%s,' $((${#2} + 1)) "$1" "$2"
}

# M of printf's format, so that line ends at its end stay.
m() {
	data=$(printf "$1"; echo .)
	rec M "${data%.}"
}

sender=joe

# One message from $sender: letter TEXT [RECORD...]; a record is "A name=value" and so on.
letter() {
	letter_text=$1
	shift
	for r in "F $sender" "A kind=local" "A arrival=1795425882.204579" "A uid=7" \
	    "A rewrite=local" "$@"; do
		rec "${r%% *}" "${r#? }"
	done
	rec R root
	m "$letter_text"
	rec E ''
}

fresh() {
	rm -f "$spool"/*/* "$log"
	cp main.cf "$D/i/etc/main.cf"
}

conf() {
	printf '%s\n' "$@" >>"$D/i/etc/main.cf"
}

# put TEXT [RECORD...]: sets $answer and $file.
put() {
	rm -f "$spool"/incoming/* "$log"
	letter "$@" >stream
	cleanup <stream >answers || note "exit status $?"
	answer=$("$T/t/tool/records" <answers | grep -v '^Q')
	file=$(ls "$spool"/incoming/* 2>/dev/null)
}

# The content of the file, ids replaced.
content() {
	"$T/t/tool/qcontent" "$file" | sed "s/$(basename "$file")/ID/g"
}
