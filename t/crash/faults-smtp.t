#!/bin/sh
# A letter by SMTP, with a fault at every file-system call of the door behind
# smtpd, and of smtpd itself: 250 means that it arrives.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"
need curl

fault_instance
cat >"$base/send" <<END
#!/bin/sh
"$B/t/tool/listen" -n 0 "$I/libexec/smtpd" >"$base/port" &
listener=\$!
tries=100
until [ -s "$base/port" ] || [ \$((tries = tries - 1)) -eq 0 ]; do sleep 0.02; done
sed 's/\$/\r/' "$letter" >"$base/crlf"
curl -sS --max-time 20 --mail-from a@example.com --mail-rcpt "$me" \\
    --upload-file "$base/crlf" "smtp://127.0.0.1:\$(cat "$base/port")"
status=\$?
kill \$listener
rm -f "$base/port"
exit \$status
END
sweep 'by SMTP' cleanup
sweep 'by SMTP' smtpd kill enospc short
note "$points points"
done_testing
