#!/bin/sh
# socketmap: and tcp:, against servers that answer, lie, stall and vanish.
. "$(dirname "$0")/../lib.sh"
need perl

mkdir etc
: >etc/main.cf
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
cat >server <<'END'
use strict; use IO::Socket::UNIX; use IO::Socket::INET;
$| = 1;
$SIG{ALRM} = sub { exit }; alarm 60;
my ($kind, $at) = @ARGV;
my $s = $kind eq 'tcp'
    ? IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1')
    : IO::Socket::UNIX->new(Listen => 5, Local => $at);
print $kind eq 'tcp' ? $s->sockport : 'up', "\n"; close STDOUT;
my $n = 0;
while (my $c = $s->accept) {
	$c->autoflush(1); $n++;
	if ($kind eq 'tcp') {
		while (<$c>) {
			if (/^get key%20a%25$/) { print $c "200 v%0Al\n" }
			elsif (/^get none/) { print $c "500 no\n" }
			elsif (/^get count/) { print $c "200 $n\n" }
			elsif (/^get bad/) { print $c "200 %zz\n" }
			elsif (/^get long/) { print $c "200 ", "x" x 9000, "\n" }
			elsif (/^get cut/) { print $c "200 half"; last }
			else { print $c "400 trouble\n" }
		}
	} else {
		while (1) {
			my ($len, $q) = ('', '');
			while (read $c, my $d, 1) { last if $d eq ':'; $len .= $d }
			last if $len eq '';
			read $c, $q, $len + 1;
			my $r = $q =~ /^map key a,$/ ? 'OK value one'
			    : $q =~ /^map none,/ ? 'NOTFOUND '
			    : $q =~ /^map count,/ ? "OK $n"
			    : $q =~ /^map perm,/ ? 'PERM no such map'
			    : $q =~ /^map slow,/ ? 'TIMEOUT later'
			    : $q =~ /^map empty,/ ? 'OK ' : 'TEMP trouble';
			if ($q =~ /^map cut,/) { print $c "20:OK ha"; last }
			if ($q =~ /^map noise,/) { print $c "hello\n"; last }
			if ($q =~ /^map huge,/) { print $c "999999999:"; last }
			print $c length($r), ":$r,";
			last if $q =~ /^map bye,/;
		}
	}
	close $c;
}
END
perl server unix "$D/s" >up &
at_exit "kill $! 2>/dev/null"
wait_for 10 test -s up
m=socketmap:unix:$D/s:map
run postmap -q 'key a' "$m"
is 'a value' "$status $out" '0 value one'
exits 'absent' 1 postmap -q none "$m"
for k in temp perm slow cut noise huge; do
	exits "$k is no answer" 75 postmap -q $k "$m"
done
like 'the reason is told' "$(postmap -q perm "$m" 2>&1)" 'PERM no such map'
is 'one connection for many keys' "$(printf 'none\nnone\nkey a\ncount\n' |
    postmap -q - "$m" | tail -1 | cut -f2)" "$(printf 'count\n' |
    postmap -q - "$m" | awk '{ print $2 - 1 }')"
exits 'no server' 75 postmap -q x "socketmap:unix:$D/none:map"
exits 'no name' 75 postmap -q x socketmap:unix:/x
exits 'another kind' 75 postmap -q x socketmap:foo:x:y

perl server tcp >port &
at_exit "kill $! 2>/dev/null"
wait_for 10 test -s port
t=tcp:127.0.0.1:$(cat port)
run postmap -q 'key a%' "$t"
is 'tcp: a value, quoted both ways' "$status $out" '0 v
l'
exits 'tcp: absent' 1 postmap -q none "$t"
for k in temp bad long cut; do
	exits "tcp: $k is no answer" 75 postmap -q $k "$t"
done
exits 'tcp: no server' 75 postmap -q x tcp:127.0.0.1:1
done_testing
