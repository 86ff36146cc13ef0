#!/bin/sh
# Every command that takes a file, given what is none: it ends at once, with a status and a sentence that
# names the file, nothing on standard output, and every file as it was.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
command -v timeout >/dev/null || skip_all 'there is no timeout to end a command that hangs'

# what stands for the file, by its name
mkdir kinds
mkfifo kinds/fifo
mkdir kinds/folder
ln -s loop kinds/loop
ln -s nothing kinds/dangling
ln -s fifo kinds/link-to-fifo
ln -s /dev/zero kinds/endless
ln -s /dev/null kinds/device
ln -s /dev/full kinds/full
ln -s /dev/tty kinds/terminal
ln -s /dev/stdin kinds/stdin
[ ! -e /proc/self/pagemap ] || ln -s /proc/self/pagemap kinds/no-size
dd if=/dev/null of=kinds/hole bs=1 seek=20000000 2>/dev/null
dd if=/dev/zero bs=1000000 count=10 2>/dev/null | tr '\0' 'a' >kinds/large
good_draft kinds/unreadable
chmod 000 kinds/unreadable
command -v openssl >/dev/null || skip_all 'there is no openssl to make a key for --sign'
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("kinds/socket")' 2>/dev/null ||
	skip 'a socket' 'there is no python3 to make one'

good_draft a.yaml
mkdir other
good_draft other/b.yaml
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -set_serial 1 -subj '/CN=Acme Root' \
	2>/dev/null
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE

# the status, and the command, in which a kind takes FILE's place
commands() {
	cat <<-'END'
		3 check FILE
		3 check a.yaml --asked FILE
		3 accept FILE key-size-weak --reason x
		3 comment FILE
		3 comment FILE url x
		3 allow FILE --yes
		3 ask FILE
		3 ask FILE --fill
		3 enrol --trial --yes FILE
		3 show FILE
		3 diff FILE other/b.yaml
		3 diff other/b.yaml FILE
		3 show a.yaml --format markdown --since FILE
		3 merge FILE a.yaml other/b.yaml
		3 merge other/b.yaml a.yaml FILE
		3 export FILE --output x.mobileconfig
		3 export a.yaml --output FILE
		3 export a.yaml --output x.mobileconfig --sign FILE
		3 export a.yaml --output x.mobileconfig --sign ca.pem --key FILE
		3 export a.yaml --output x.mobileconfig --sign ca.pem --key ca.key --chain FILE
		3 set FILE name=x
		3 set a.yaml policy_notes=@FILE
		1 set a.yaml include_root_certificate=yes root_certificate=FILE
		3 set a.yaml challenge=@FILE
		1 set a.yaml fingerprint=@FILE
		3 show a.yaml --form FILE
		3 import FILE --output new.yaml
		3 new new.yaml --no-edit --from FILE
		3 edit --plain FILE
	END
}

# root may read anything
as_nobody=
if [ "$(id -u)" -eq 0 ]; then
	as_nobody='setpriv --reuid 65534 --regid 65534 --clear-groups'
	chmod 755 "$work"
	chown -R 65534 "$work"
	$as_nobody test -x "$SCEPWIZ" || {
		skip 'a file that may not be read' 'root may read anything, and nobody else can run the program here'
		as_nobody=
		rm -f kinds/unreadable
	}
fi

# odd names, of which there are no files
names() {
	long=$(printf '%05000d' 0 | tr 0 x)
	cat <<-END
		$work/a.yaml/below
		kinds/folder/
		%s%n%s
		$long
		./$long/x
		a b'"\$(touch run)
		a$(printf '\033]0;x\007\377')
		/dev/stdin
		/dev/fd/99
	END
}

# the words of a command, with the file in its place
run() { # FILE COMMAND
	run_file=$1
	set -f
	# shellcheck disable=SC2086 # words
	set -- $2
	set +f
	for word; do
		shift
		case $word in
		*FILE) set -- "$@" "${word%FILE}$run_file" ;;
		*) set -- "$@" "$word" ;;
		esac
	done
	# shellcheck disable=SC2086 # several words
	timeout 120 $as_nobody "$SCEPWIZ" "$@" >"$results/out" 2>"$results/err"
}

attempt() { # FILE STATUS COMMAND SENTENCE
	run "$1" "$3"
	status=$?
	case $status in
	124) echo "$1 hangs" ;;
	"$2") ;;
	*) echo "$1: status $status" ;;
	esac
	[ ! -s "$results/out" ] || echo "$1: standard output: $(head -c 200 "$results/out")"
	grep -q "^scepwiz: error: .*$4" "$results/err" ||
		echo "$1: it does not name the file: $(head -c 300 "$results/err")"
	[ "$(wc -l <"$results/err")" -le 3 ] || echo "$1: more than a few lines"
	[ "$(wc -c <"$results/err")" -le 600 ] || echo "$1: more than a sentence"
}

none_wrong() { # NAME
	sed 's/^/# /' "$results/wrong"
	[ ! -s "$results/wrong" ]
	ok $? "$1"
}

files >"$results/before"
commands >"$results/commands"
names >"$results/names"
for command in $("$SCEPWIZ" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  .*/\1/p'); do
	case $command in
	fields | rules | help | list | version) ;; # no operand of theirs is a file
	*) grep -q "^[0-9] $command " "$results/commands" || echo "$command" ;;
	esac
done >"$results/wrong"
none_wrong 'every command that takes a file is tried'
while read -r wanted command; do
	for kind in kinds/*; do
		case $command:$kind in
		*--output\ FILE:kinds/large | *--output\ FILE:kinds/hole | *--output\ FILE:kinds/unreadable)
			continue ;; # replaced like any file
		esac
		attempt "$kind" "$wanted" "$command" "$kind" </dev/null
	done >"$results/wrong"
	none_wrong "$command"
	case $command in
	*--output\ FILE | edit*) continue ;; # they make or name what is not there
	esac
	while IFS= read -r name; do
		attempt "$name" "$wanted" "$command" '' </dev/null
	done <"$results/names" >"$results/wrong"
	none_wrong "$command: odd names"
done <"$results/commands"

# without an end, and a folder
for command in 'check -' 'show -' 'diff - other/b.yaml' 'export - --output x.mobileconfig' \
	'import - --output new.yaml' 'set a.yaml policy_notes=-' 'set a.yaml challenge=-' 'show a.yaml --form -' \
	'export a.yaml --output x.mobileconfig --sign -'; do
	for input in /dev/zero /dev/full kinds/folder; do
		attempt "$input" 3 "$command" 'standard input' <"$input"
	done >"$results/wrong"
	none_wrong "$command: what has no end"
done
files | grep -v '/home/\.local' >"$results/after" # the first wizard makes its folders
diff "$results/before" "$results/after" | sed 's/^/# /'
cmp -s "$results/before" "$results/after"
ok $? 'every file is as it was'

# the drafts folder too
: >"$results/wrong"
for kind in kinds/fifo kinds/loop kinds/device kinds/large; do
	SCEPWIZ_DRAFTS=$work/$kind timeout 120 "$SCEPWIZ" check office </dev/null >"$results/out" 2>"$results/err"
	[ $? -eq 3 ] || echo "$kind as the drafts folder" >>"$results/wrong"
done
none_wrong 'a drafts folder that is none'

# what a draft names, what stands beside it, and the form that it asks for
mkdir drawn forms
for kind in kinds/*; do
	ln -s "$work/$kind" "drawn/$(basename "$kind").yaml"
done
rm -f drawn/unreadable.yaml # root reads it, and it has the same name
good_draft drawn/a.yaml
check 'drafts beside that are none' timeout 120 "$SCEPWIZ" check drawn/a.yaml
for kind in kinds/*; do
	{
		cat a.yaml
		echo "include_root_certificate: true"
		echo "root_certificate: $kind"
	} >named
	sed 's/^form: scep$/form: odd/' a.yaml >drawn/formed
	ln -sf "$work/$kind" forms/odd.yaml
	chmod 644 named drawn/formed
	# shellcheck disable=SC2086 # several words
	timeout 120 $as_nobody "$SCEPWIZ" check ./named </dev/null >"$results/out" 2>&1
	[ $? -eq 1 ] && grep -q "error: .*$kind" "$results/out" || echo "$kind: $(cat "$results/out")"
	# shellcheck disable=SC2086
	SCEPWIZ_FORMS=forms timeout 120 $as_nobody "$SCEPWIZ" check ./drawn/formed </dev/null >"$results/out" 2>&1
	[ $? -eq 3 ] || [ ! -e "forms/odd.yaml" ] || echo "$kind as a form: $(cat "$results/out")"
done >"$results/wrong"
none_wrong 'a root certificate and a form that are none'

# What a draft names outside its folder is neither read nor looked at: what is there, and whether anything is, is not told.
mkdir outside
cp ca.pem ca.key outside/
mkfifo outside/fifo
for kind in ca.pem ca.key fifo missing missing/x 'ca.pem#1' 'missing#1'; do
	for path in "$work/outside/$kind" "../outside/$kind" "way/$kind" "./other/../../outside/$kind"; do
		case $path in way/*) ln -sfn ../outside drawn/way ;; esac
		{
			cat a.yaml
			echo "include_root_certificate: true"
			echo "root_certificate: \"$path\""
		} >drawn/named
		for command in 'check FILE' 'show FILE' 'export FILE --force -o out.mobileconfig' 'diff FILE a.yaml'; do
			# shellcheck disable=SC2046 # several words
			timeout 120 "$SCEPWIZ" $(echo "$command" | sed 's|FILE|drawn/named|') </dev/null >"$results/out" 2>&1
			tr -s ' \n' ' ' <"$results/out" | sed "s|$path|PATH|g" >"$results/told"
			case $command in diff*) grep -qF 'is outside the folder' "$results/told" ;;
			*) grep -qF "PATH is outside the folder of the file that names it." "$results/told" ;; esac ||
				echo "$command, $path: $(cat "$results/out")"
			[ "$command" != 'check FILE' ] || sed 's|^.*certificate-unreadable||' "$results/told" | cksum
		done
	done
done >"$results/looked"
grep -v '^[0-9]* [0-9]*$' "$results/looked" >"$results/wrong"
none_wrong 'what is outside is not read'
[ "$(grep '^[0-9]* [0-9]*$' "$results/looked" | sort -u | wc -l)" -eq 1 ]
ok $? 'all of it is told in the same words'
if command -v strace >/dev/null && strace -o "$results/trace" true 2>/dev/null; then
	for path in "$work/outside/ca.key" ../outside/ca.key way/ca.key; do
		sed "s|^root_certificate: .*|root_certificate: \"$path\"|" drawn/named >drawn/traced
		strace -f -e trace=file -o "$results/trace" "$SCEPWIZ" check ./drawn/traced >/dev/null 2>&1
		grep 'outside\|way' "$results/trace" | grep -v 'readlink("[^"]*/drawn/way"' # which is inside
	done >"$results/wrong"
	none_wrong 'no call names it'
else
	skip 'no call names it' 'there is no strace, or it may not trace'
fi
finish
