#!/bin/sh
# Letters are sent, half of them with sendmail and half over SMTP, and delivered
# while processes of the suite are killed at random: whatever was acknowledged
# arrives. STORM is how many are sent.
. "$(dirname "$0")/../lib.sh"
. "$T/t/crash/lib.sh"

need perl
fault_instance
"$I/bin/postconf" -e myhostname=here.example mydestination=here.example \
    'mynetworks = 127.0.0.0/8' smtpd_peername_lookup=no smtpd_idle_time=3s
letters=${STORM:-2000}
cat >"$base/smtp.pl" <<'END'
# smtp.pl PORT TO FIRST STEP LAST: a message with each number; prints those that
# were acknowledged. When a connection breaks, the next message has a new one.
use strict;
use warnings;
use IO::Socket::INET;
my ($port, $to, $first, $step, $last) = @ARGV;
$SIG{PIPE} = 'IGNORE';
$SIG{ALRM} = sub { die "no answer\n" };
$| = 1;
sub reply {
	my ($s, $want) = @_;
	while (defined(my $line = <$s>)) {
		next if $line =~ /^\d{3}-/;
		return $line =~ /^$want/;
	}
	return 0;
}
sub say_to {
	my ($s, $text, $want) = @_;
	return print({$s} $text) && reply($s, $want);
}
my $s;
for (my $k = $first; $k <= $last; $k += $step) {
	my $done = eval {
		alarm 20;
		unless ($s) {
			$s = IO::Socket::INET->new("127.0.0.1:$port") or return 0;
			$s->autoflush(1);
			reply($s, '220') && say_to($s, "EHLO x\r\n", '250')
			    or return 0;
		}
		say_to($s, "MAIL FROM:<a\@here.example>\r\n", '250') &&
		    say_to($s, "RCPT TO:<$to>\r\n", '250') &&
		    say_to($s, "DATA\r\n", '354') &&
		    say_to($s, "Subject: storm\r\n\r\ntoken $k\r\n.\r\n", '250');
	};
	if ($done) {
		print "$k\n";
	} else {
		undef $s;
	}
}
END

# Kills what it finds of the instance at this moment, again and again.
killer() {
	while [ -e "$base/storm" ]; do
		find /proc -maxdepth 2 -path '/proc/[0-9]*/exe' -lname "$I/*" \
		    2>/dev/null | cut -d / -f 3 | shuf -n 2 |
		    while read -r pid; do
			kill -9 "$pid" 2>/dev/null && echo "$pid" >>"$base/killed"
		done
	done
}
runner() {
	while [ -e "$base/storm" ]; do
		"$I/bin/runq" -f >/dev/null 2>&1
	done
}
sender() {
	seq "$1" 4 "$((letters / 2))" | while read -r k; do
		printf 'Subject: storm\n\ntoken %s\n' "$k" |
		    "$I/bin/sendmail" -odq -f "$me" "$me" >/dev/null 2>&1 &&
			echo "$k" >>"$base/acked"
	done
}

smtp_sender() {
	perl "$base/smtp.pl" "$1" "$me@here.example" $((letters / 2 + $2)) 4 \
	    "$letters" >>"$base/acked.smtp"
}
# listen MODE: a super-server (which is none of the suite) on a port of its own
listen() {
	"$B/t/tool/listen" $1 0 "$I/libexec/smtpd" >"$base/port" 2>/dev/null &
	at_exit "kill $!"
	wait_for 10 test -s "$base/port" || exit 99
	port=$(cat "$base/port")
	rm "$base/port"
}

: >"$base/storm"
: >"$base/acked"
: >"$base/acked.smtp"
: >"$base/killed"
listen ''
wait_port=$port
listen -n
nowait_port=$port
killer & killers=$!
killer & killers="$killers $!"
runner &
runner=$!
senders=
for s in 1 2 3 4; do
	sender $s & senders="$senders $!"
done
for s in 1 2; do
	smtp_sender $wait_port $s & senders="$senders $!"
	smtp_sender $nowait_port $((s + 2)) & senders="$senders $!"
done
wait $senders
rm "$base/storm"
wait $runner $killers

emptied() {
	"$I/bin/runq" -f >/dev/null 2>&1
	[ -z "$(unexplained)" ]
}
ok 'the queue runs empty afterwards' wait_for 30 emptied
find "$I/mail" -path '*/new/*' -type f -exec sed -n 's/^token //p' {} + |
    sort -u >"$base/arrived"
sort -u "$base/acked" "$base/acked.smtp" >"$base/sent"
isnt 'some were acknowledged to sendmail' "$(wc -l <"$base/acked")" 0
isnt 'some were acknowledged over SMTP' "$(wc -l <"$base/acked.smtp")" 0
isnt 'some were killed' "$(wc -l <"$base/killed")" 0
is 'all that was acknowledged arrived' \
    "$(comm -23 "$base/sent" "$base/arrived" | head -n 5)" ''
note "$(wc -l <"$base/acked") and $(wc -l <"$base/acked.smtp") of $letters acknowledged, $(wc -l <"$base/killed") processes killed"
done_testing
