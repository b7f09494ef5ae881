#!/bin/sh
# posttrace: every step, for people and as JSON; and it changes nothing.
. "$(dirname "$0")/../lib.sh"
need python3

me=$(id -un)
mkdir etc home
MAIL_CONFIG=$D/etc
export MAIL_CONFIG
config() {
	{
		printf '%s\n' "queue_directory = $D/spool" \
		    "maillog_file = $D/log" "daemon_directory = $B/libexec" "command_directory = $B/bin" \
		    'myhostname = mx.here.example' 'mydomain = here.example' \
		    'myorigin = here.example' 'alias_maps =' \
		    'mydestination = here.example, localhost' \
		    'default_transport = discard:x' 'relay_transport = discard' \
		    'forward_path ='
		for line; do echo "$line"; done
	} >etc/main.cf
}
# results ADDRESS...: outcome and where to, from the JSON.
results() {
	posttrace -j "$@" | python3 -c '
import json, sys
for line in sys.stdin:
    for r in json.loads(line)["results"]:
        print(r["recipient"], r["outcome"], r["dsn"], r["text"])'
}
# steps ADDRESS...: the steps, with what decided.
steps() {
	posttrace -j "$@" | python3 -c '
import json, sys
for line in sys.stdin:
    for s in json.loads(line)["steps"]:
        print(" " * s["depth"] + s["step"], s.get("to", ""),
            s.get("parameter", ""), s.get("line", ""))' | sed 's/ *$//'
}

config
is 'a user of this host' "$(posttrace "$me")" "$me
  rewrite: $me -> $me@here.example  [myorigin]
  class: here.example -> local  [mydestination: here.example]
  transport: local:mx.here.example  [local_transport]
  => delivered: by local to the mailbox of $me"
exits 'is a good end' 0 posttrace "$me"
is 'who is nobody is returned' "$(results nobody.at.all)" \
    'nobody.at.all@here.example returned 5.1.1 unknown user: "nobody.at.all"'
exits 'which the exit status says' 69 posttrace nobody.at.all
is 'what is no address' "$(results 'a b c' -- a@-x.example)" \
'a b c returned 5.1.3 bad address syntax
a@-x.example returned 5.1.3 bad address syntax'
exits 'no address at all is a mistake' 64 posttrace
exits 'so is an option that is none' 64 posttrace -x a
exits 'and a sender that is no address' 64 posttrace -f 'a b' "$me"

# -- every kind of table, and the lines where keys stand
cat >virtual <<'END'
# comment
vip@here.example	joe@virtual.example,
	ann@closed.example
@virtual.example	@remote.example
joe@remote.example	joe@remote.example
END
printf '/@remote/ discard:[remote]\n/@closed/ error:5.1.10 closed\n' >transport
printf 'old@here.example new@else.example\n' >moved
printf 'sales: %s, ann@else.example, "|/bin/cat >x, y", /var/mail/all\nann: nobody.else\n' "$me" >aliases
ok 'a table is made' postmap hash:virtual
config "virtual_alias_maps = hash:$D/virtual" 'virtual_alias_domains = virtual.example' \
    "transport_maps = regexp:$D/transport" "relocated_maps = texthash:$D/moved" \
    "alias_maps = texthash:$D/aliases" 'relayhost = [gw.example]' \
    'sender_bcc_maps = inline:{boss@here.example=audit@else.example}' \
    'sender_dependent_relayhost_maps = inline:{@here.example=[ours.example]}'
is 'virtual aliases, with file and line' "$(steps vip@here.example)" \
'address
 virtual alias joe@virtual.example virtual_alias_maps 2
 virtual alias ann@closed.example virtual_alias_maps 2
 virtual alias joe@remote.example virtual_alias_maps 4
 virtual alias joe@remote.example virtual_alias_maps 5
 address
  class default
  transport discard:x default_transport
  next hop [gw.example] relayhost
  transport discard:[remote] transport_maps 1
  final discarded
 address
  class default
  transport discard:x default_transport
  next hop [gw.example] relayhost
  transport error:5.1.10 closed transport_maps 2
  final returned'
like 'a transport that is not there' "$(posttrace -o 'transport_maps=inline:{else.example=nosuch:}' x@else.example)" \
    '=> deferred: 4.3.0 mail transport unavailable: there is no nosuch$'
is 'who has moved' "$(results old@here.example)" \
    'old@here.example returned 5.1.6 User has moved to new@else.example'
is 'aliases are a tree' "$(posttrace sales+x -o recipient_delimiter=+ 2>&1 | head -3; steps -o recipient_delimiter=+ sales+x | sed -n '5,$p')" \
"$(posttrace sales+x 2>&1 | head -1)
  rewrite: sales+x -> sales+x@here.example  [myorigin]
  class: here.example -> local  [mydestination: here.example]
 alias $me, ann@else.example, \"|/bin/cat >x, y\", /var/mail/all alias_maps 1
  address
   rewrite $me@here.example myorigin
   class local mydestination
   transport local:mx.here.example local_transport
   final delivered
  address
   class default
   transport discard:x default_transport
   next hop [gw.example] relayhost
   final discarded
  final delivered
  final delivered"
is 'commands and files' "$(results sales | tail -2)" \
'sales@here.example delivered 2.0.0 by local to the command /bin/cat >x, y
sales@here.example delivered 2.0.0 by local to the file /var/mail/all'
is 'the sender decides, too' "$(steps -f boss x@else.example | grep -E 'bcc|next')" \
' next hop [ours.example] sender_dependent_relayhost_maps
 bcc audit@else.example sender_bcc_maps
  next hop [ours.example] sender_dependent_relayhost_maps'
printf 'joe: joe\nloop: pool\npool: loop\n' >aliases
is 'an alias for itself is the user' "$(results joe)" \
    'joe@here.example returned 5.1.1 unknown user: "joe"'
is 'a loop ends' "$(results loop)" \
    'loop@here.example returned 5.1.1 unknown user: "loop"'

# -- files of users
: >home/.forward
config "forward_path = $D/home/.forward+\${extension}, $D/home/.forward"
like 'a .forward file that is there' "$(posttrace "$me")" \
    "forward file: $me -> $D/home/\.forward"
is 'it is not read' "$(results "$me")" \
    "$me@here.example delivered 2.0.0 by local to the addresses and commands in $D/home/.forward"

# -- trouble
config 'virtual_alias_maps = fail:broken'
like 'a table that fails' "$(posttrace x@else.example)" '=> deferred: 4\.[0-9.]+ .*fail:broken'
exits 'has a status of its own' 75 posttrace x@else.example
config 'mydestination = fail:broken'
exits 'a list that fails, too' 75 posttrace x@else.example
i=0
while [ $i -lt 3000 ]; do
	echo "d$i.example smtp:[h$i.example]"
	i=$((i + 1))
done >many
postmap hash:many
size=$(stat -c %s many.db)
cp many.db cut.db
truncate -s $((size / 2)) cut.db
mkdir dir
truncate -s 1G big
# waits NAME PARAMETER REASON: mail waits, for this reason.
waits() {
	config "$2"
	like "$1: mail waits" "$(posttrace x@d2999.example 2>&1)" "=> deferred: 4\.[0-9.]+ .*$3"
	exits "$1: and that is told" 75 posttrace x@d2999.example
}
waits 'a database cut in half' "transport_maps = hash:$D/cut" 'cut\.db: damaged'
waits 'a directory for a table' "transport_maps = texthash:$D/dir" 'dir: Is a directory'
waits 'a directory for a list' "relay_domains = $D/dir" 'dir: Is a directory'
waits 'a line of a gigabyte' "relay_domains = $D/big" 'big, line 1: line is longer than'
waits 'a table that is not there' "relocated_maps = hash:$D/none" 'none.db: No such file'
waits 'a type that is not there' 'transport_maps = odd:x' 'unsupported table type'
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$D" etc
	chmod 600 many many.db
	config "transport_maps = hash:$D/many"
	chmod 644 etc/main.cf
	like 'a table that may not be read: mail waits' \
	    "$(setpriv --reuid 65534 --clear-groups posttrace x@d1.example 2>&1)" \
	    '=> deferred: 4\.[0-9.]+ .*many.db: Permission denied'
fi
config 'virtual_alias_maps = inline:{a@b.example=a@b.example}'
is 'control bytes do not get through' "$(posttrace "$(printf '"a\033[1m"@c.example')" | tr -d '[:print:]\n')" ''
ok 'JSON stays JSON' sh -c 'posttrace -j "$(printf "\"a\\033\\\"\"@c.example")" | python3 -m json.tool'
ok 'sendmail -bv prints the same' sh -c 'sendmail -bv -f a@b.example x@else.example >1; posttrace -f a@b.example x@else.example >2; cmp 1 2 && test -s 1'
is 'nothing was queued' "$(ls spool 2>/dev/null)" ''
done_testing
