#!/bin/sh
# newaliases: postalias for every alias_database.
. "$(dirname "$0")/../lib.sh"

mkdir etc
echo "alias_database = hash:$D/one, btree:$D/two
command_directory = $B/bin" >etc/main.cf
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
echo 'a: b' >one
echo 'c: d' >two
exits 'rebuilds all' 0 newaliases
is 'silently' "$out$err" ''
is 'the first' "$(postalias -q a hash:one)" b
is 'the second' "$(postalias -q c btree:two)" d
rm two
isnt 'a missing one is no success' "$(newaliases >o 2>&1; echo $?)" 0
like 'and is named' "$(cat o)" 'two: No such file'
echo 'alias_database =' >>etc/main.cf
exits 'none is fine' 0 newaliases
exits 'usage' 64 newaliases -x
done_testing
