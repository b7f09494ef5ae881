#!/bin/sh
# saslio with a Dovecot that is not quite one.
. "$(dirname "$0")/../lib.sh"
. "$T/t/cmd/smtpd.sh"
instance

cat >fake.pl <<'END'
# fake.pl SOCKET GREETING [REPLY...]: serves one client. Each line that begins
# with AUTH or CONT gets the next reply; without one left the line is the last.
use strict;
use warnings;
use IO::Socket::UNIX;
my ($path, $greeting, @replies) = map { s/\\([tn0])/{ t => "\t", n => "\n", 0 => "\0" }->{$1}/ger } @ARGV;
my $s = IO::Socket::UNIX->new(Local => $path, Listen => 1) or die "$path: $!";
open my $ready, '>', "$path.ready" or die;
alarm 60;
my $c = $s->accept;
$SIG{PIPE} = 'IGNORE';
$c->autoflush(1);
exit if !defined $greeting;	# just closes
print {$c} $greeting;
open my $log, '>', "$path.log" or die;
$log->autoflush(1);
while (my $line = <$c>) {
	print {$log} $line;
	next if $line !~ /^(AUTH|CONT)\t(\d+)/;
	my $id = $2;
	my $reply = shift @replies // last;
	$reply =~ s/%/$id/g;
	print {$c} $reply;
}
END
hello='VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\nMECH\tCRAM-MD5\tdictionary\tactive\nMECH\tANONYMOUS\tanonymous\nMECH\tHIDDEN\tprivate\nSPID\t1\nCUID\t1\nCOOKIE\tx\nDONE\n'
r() {
	for one; do
		bytes=$(printf "$one" | wc -c)
		printf "%d:$one," "$bytes"
	done
}
# says NAME WANTED "GREETING REPLY..." RECORD...
says() {
	name=$1 want=$2 fake=$3
	shift 3
	rm -f sock sock.log sock.ready
	(IFS='|'; exec perl fake.pl sock $fake) &
	server=$!
	wait_for 10 test -e sock.ready
	got=$(r "$@" | saslio server dovecot "$D/sock" 2>"$D/err" |
	    "$T/t/tool/records" | paste -sd'|')
	wait $server
	is "$name" "$got" "$want"
}
lost='Z Connection lost to authentication server'
nothing="Z Can't connect to authentication server"

says 'the list' 'M PLAIN LOGIN CRAM-MD5 ANONYMOUS' "$hello" L
says 'without plain text' 'M CRAM-MD5' "$hello" 'Soptions=noplaintext, noanonymous' L
says 'what it has not got' 'M ' "$hello" Soptions=mutual_auth L
says 'a login' 'K joe' "$hello|OK\t%\tuser=joe\n" Sservice=smtp Sclient=192.0.2.1 Sserver=192.0.2.2 \
    Sserver_port=25 Stls=yes 'I\0joe\0x' BPLAIN
like 'what it is told' "$(tr '\t' ' ' <sock.log | tail -1)" \
    '^AUTH 1 PLAIN service=smtp nologin lip=192\.0\.2\.2 rip=192\.0\.2\.1 lport=25 secured resp=AGpvZQB4$'
like 'greeted' "$(head -1 sock.log)" '^VERSION	1	0$'
says 'in steps' 'C user|C password|K joe' "$hello|CONT\t%\tdXNlcg==\n|CONT\t%\tcGFzc3dvcmQ=\n|OK\t%\tuser=joe\n" \
    BLOGIN Rjoe Rx
says 'refused' 'U joe|D not you' "$hello|FAIL\t%\tuser=joe\treason=not you\n" BPLAIN
says 'in trouble' 'U joe|Z ' "$hello|FAIL\t%\tuser=joe\ttemp\n" BPLAIN
says 'twice on one connection' 'U joe|D |K joe' "$hello|FAIL\t%\tuser=joe\n|OK\t%\tuser=joe\n" BPLAIN BPLAIN
says 'given up' 'C |K joe' "$hello|CONT\t%\t\n|OK\t%\tuser=joe\n" BLOGIN X BPLAIN
like 'it is told so' "$(cat sock.log)" '^CANCEL	1$'
says 'not its mechanism' 'D Invalid authentication mechanism' "$hello" BSCRAM-SHA-1
says 'nor a hidden one' 'D Invalid authentication mechanism' "$hello" BHIDDEN
says 'nor one that is not wanted' 'D Invalid authentication mechanism' "$hello" Soptions=noplaintext BPLAIN
says 'an answer to somebody else first' 'K joe' "$hello|OK\t77\tuser=ann\nOK\t%\tuser=joe\n" BPLAIN
says 'words that are not known' 'K joe' "$hello|NEWS\t1\nOK\t%\tuser=joe\tmore=x\n" BPLAIN
says 'a success without a name' "$lost" "$hello|OK\t%\n" BPLAIN
says 'no base64' "$lost" "$hello|CONT\t%\t!\n" BPLAIN
says 'it goes' "$lost" "$hello" BPLAIN
says 'it goes in the middle, and is not asked again' "C |$lost" "$hello|CONT\t%\t\n" BLOGIN Rx BPLAIN
says 'a control byte in a mechanism' 'D Invalid authentication mechanism' "$hello" 'BPLAIN\tx'
says 'another version' "$nothing" 'VERSION\t2\t0\nMECH\tPLAIN\nDONE\n' BPLAIN
like 'the log says so' "$(cat "$I/log/maillog")" 'handshake .*failed: it speaks another version'
says 'a socket for masters' "$nothing" 'VERSION\t1\t1\nSPID\t12\n' BPLAIN
says 'nothing at all' "$nothing" '' L </dev/null
says 'another protocol' "$nothing" 'HTTP/1.0 400 Bad\n\nMECH\n' L
says 'a line without end' "$nothing" "$(head -c 70000 /dev/zero | tr '\0' x)" L
exits 'no socket' 0 sh -c 'printf 1:L,1:L, | saslio server dovecot /nonexistent'
is 'is answered once' "$out" "$(r "Z${nothing#Z }")"
done_testing
