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
dd if=/dev/zero bs=1000000 count=10 2>/dev/null | tr '\0' 'a' >kinds/large
good_draft kinds/unreadable
chmod 000 kinds/unreadable
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("kinds/socket")' 2>/dev/null

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
		3 show FILE
		3 diff FILE other/b.yaml
		3 diff other/b.yaml FILE
		3 export FILE --output x.mobileconfig
		3 export a.yaml --output FILE
		3 export a.yaml --output x.mobileconfig --sign FILE
		3 export a.yaml --output x.mobileconfig --sign ca.pem --key FILE
		3 export a.yaml --output x.mobileconfig --sign ca.pem --key ca.key --chain FILE
		3 set FILE name=x
		3 set a.yaml policy_notes=@FILE
		1 set a.yaml include_root_certificate=yes root_certificate=FILE
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
	$as_nobody "$SCEPWIZ" --version >/dev/null 2>&1 || {
		as_nobody=
		rm -f kinds/unreadable
	}
fi

attempt() { # FILE STATUS COMMAND...
	file=$1 wanted=$2
	shift 2
	# shellcheck disable=SC2086 # several words
	timeout 20 $as_nobody "$SCEPWIZ" "$@" </dev/null >"$results/out" 2>"$results/err"
	status=$?
	case $status in
	124) echo "scepwiz $* hangs" ;;
	"$wanted") ;;
	*) echo "scepwiz $*: status $status" ;;
	esac
	[ ! -s "$results/out" ] || echo "scepwiz $*: standard output: $(head -c 200 "$results/out")"
	grep -q "^scepwiz: error: .*$file" "$results/err" ||
		echo "scepwiz $*: it does not name the file: $(head -c 300 "$results/err")"
	[ "$(wc -l <"$results/err")" -le 3 ] || echo "scepwiz $*: more than a few lines"
	[ "$(wc -c <"$results/err")" -le 600 ] || echo "scepwiz $*: more than a sentence"
}

files >"$results/before"
commands >"$results/commands"
while read -r wanted command; do
	: >"$results/wrong"
	for kind in kinds/*; do
		case $command:$kind in
		*--output\ FILE:kinds/large | *--output\ FILE:kinds/unreadable) continue ;; # replaced like any file
		esac
		# shellcheck disable=SC2046 # words
		attempt "$kind" "$wanted" $(echo "$command" | sed "s|FILE|$kind|") >>"$results/wrong"
	done
	sed 's/^/# /' "$results/wrong"
	[ ! -s "$results/wrong" ]
	ok $? "$command"
done <"$results/commands"
files >"$results/after"
diff "$results/before" "$results/after" | sed 's/^/# /'
cmp -s "$results/before" "$results/after"
ok $? 'every file is as it was'

# the drafts folder too
: >"$results/wrong"
for kind in kinds/fifo kinds/loop kinds/device kinds/large; do
	SCEPWIZ_DRAFTS=$work/$kind timeout 20 "$SCEPWIZ" check office </dev/null >"$results/out" 2>"$results/err"
	[ $? -eq 3 ] || echo "$kind as the drafts folder" >>"$results/wrong"
done
sed 's/^/# /' "$results/wrong"
[ ! -s "$results/wrong" ]
ok $? 'a drafts folder that is none'
finish
