#!/bin/sh
# contrib/scepwiz-publish-jumpcloud against a server that answers as JumpCloud's API does (jumpcloud.py), on the loopback.
: "${SCEPWIZ:=./scepwiz}" "${SCEPWIZ_SOURCE:=.}"
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"

for tool in curl jq python3; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
own_folder
publish=$SCEPWIZ_SOURCE/contrib/scepwiz-publish-jumpcloud
cd "$work" || exit 1
TMPDIR=$work/tmp JC_API_KEY=jca_0123456789 JC_TIMEOUT=30
export TMPDIR JC_API_KEY JC_TIMEOUT
unset JC_ORG_ID JC_API_URL
no_proxy=127.0.0.1
export no_proxy
mkdir tmp

draft() { # NAME PLATFORM
	"$SCEPWIZ" new "$1.yaml" --no-edit --platform "$2" --set "policy_name=$1" --set url=https://scep.acme.net/scep \
		--set challenge=correct-horse-battery --set subject=/CN=mac --set 'device_groups=Field laptops' 2>/dev/null &&
		"$SCEPWIZ" export "$1.yaml" 2>/dev/null && "$SCEPWIZ" export "$1.yaml" --for jumpcloud 2>/dev/null
}
draft mac macos && draft pad ios
ok $? 'the exports'

: >log
python3 -B "$SCEPWIZ_SOURCE/tests/servers/jumpcloud.py" "$JC_API_KEY" log >ready 2>errors &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
tries=0
until grep -q '^ready ' ready; do
	tries=$((tries + 1))
	kill -0 "$server" 2>/dev/null && [ "$tries" -lt 600 ] || skip_all 'the server does not start'
	sleep 0.1
done
port=$(cut -d ' ' -f 2 ready)

# Runs it, without a terminal.
said() { # MODE STATUS WORDS ARGUMENT...
	said_mode=$1 said_status=$2 said_words=$3
	shift 3
	JC_API_URL=http://127.0.0.1:$port/$said_mode/api/v2 python3 -c '
import os, subprocess, sys
sys.exit(subprocess.run(sys.argv[1:], start_new_session=True, stdin=subprocess.DEVNULL).returncode)' \
		sh "$publish" "$@" >out 2>&1
	said_is=$?
	cat out
	[ "$said_is" -eq "$said_status" ] || {
		echo "status $said_is, not $said_status"
		return 1
	}
	if grep -q -e "$JC_API_KEY" -e correct-horse out || [ -n "$(ls tmp)" ]; then
		echo 'the key or the challenge is told, or a file is left'
		return 1
	fi
	grep -qF -e "$said_words" out
}
# What was accepted last holds the profile of a plain export.
arrived() { # DRAFT MODE METHOD
	python3 - "$@" <<-'END'
		import base64, json, sys
		name, mode, method = sys.argv[1:]
		rows = [json.loads(line) for line in open("log")]
		last = [row for row in rows if row["mode"] == mode and row["path"].split("/")[-1] != "associations"][-1]
		body = last["body"]
		assert last["method"] == method, last["method"]
		assert body["name"] == name and set(body) == {"name", "template", "values"}, body.keys()
		assert set(body["template"]) == {"id"}
		payload = base64.b64decode(body["values"][0]["value"], validate=True)
		assert payload == open(name + ".mobileconfig", "rb").read()
	END
}
last_is() { # MODE FIELDS
	[ "$(jq -rs --arg mode "$1" 'map(select(.mode == $mode)) | last | '"$2" log)" = "$3" ]
}

check 'a policy is made' said plain 0 'was made (p-1), and assigned to 1' mac.jumpcloud.json --group 'Field laptops'
check 'a policy is made: the profile is that of a plain export' arrived mac plain POST
check 'a policy is made: with its group' last_is plain '[.path, .body.op, .body.type, .body.id] | join(" ")' \
	'policies/p-1/associations add system_group g-1'
check 'it is not replaced without asking' said plain 2 'already a policy "mac". Use --yes' mac.jumpcloud.json
check 'it is replaced' said plain 0 'was replaced (p-1)' mac.jumpcloud.json --yes
check 'it is replaced: by the same profile' arrived mac plain PUT
jq '.name = "pad"' mac.jumpcloud.json >other.json
check 'iOS' said plain 0 'was made (p-2)' pad.jumpcloud.json
check 'iOS: the profile' arrived pad plain POST
check 'iOS: the template' last_is plain '.body.template.id' t-iphone
check 'a policy of another template is left alone' said plain 3 'has another template' other.json --yes
check 'iOS by its other name' said ios 0 'was made' pad.jumpcloud.json
check 'iOS by its other name: the template' last_is ios '.body.template.id' t-ios
check 'iOS by no name' said neither 3 'here: custom_mdm_profile_tvos' pad.jumpcloud.json
check 'an old template' said old 0 'was made' mac.jumpcloud.json
check 'an old template: without the field that it lacks' last_is old '[.body.values[].configFieldName] | join(" ")' payload
check 'a policy that is made, and not assigned' said alone 3 \
	'was made (p-1), but is not assigned to all groups. Run this again with --yes' mac.jumpcloud.json --group 'Field laptops'
check 'an unknown group' said plain 3 'there is no device group "Nobody". Nothing was sent' mac.jumpcloud.json --yes --group Nobody
jq '(.values[] | select(.configFieldName == "payload")).value = "bm90IGEgcGxpc3Q="' mac.jumpcloud.json >wrong.json
check 'a payload that is no profile' said wrong 3 'payload is not a property list[31m' wrong.json
JC_API_KEY=jca_other
check 'a wrong key' said plain 3 'does not accept the API key (401)' mac.jumpcloud.json
JC_API_KEY=jca_0123456789
check '403' said forbidden 3 'may not do this (403)' mac.jumpcloud.json
check '404' said gone 3 'does not know /policytemplates (404)' mac.jumpcloud.json
check '429' said often 3 'too many requests (429). Wait a minute' mac.jumpcloud.json
check '500' said broken 3 'refuses GET /policytemplates (500)' mac.jumpcloud.json
check 'a login page' said page 3 'cannot be read' mac.jumpcloud.json
check 'half an answer' said half 3 'within its answer' mac.jumpcloud.json
JC_TIMEOUT=1
check 'no answer in time' said late 3 'did not answer in time' mac.jumpcloud.json
JC_TIMEOUT=30

wc -l <log >before
check 'a dry run' said gone 0 'bytes, SHA-256' mac.jumpcloud.json --dry-run --group 'Field laptops'
hash_is_told() {
	grep -q "$(python3 -c 'import hashlib; print(hashlib.sha256(open("mac.mobileconfig", "rb").read()).hexdigest())')" out
}
check 'a dry run: the hash of the profile' hash_is_told
sends_nothing() {
	wc -l <log | cmp -s - before
}
check 'a dry run: sends nothing' sends_nothing
refuses() { # STATUS WORDS ARGUMENT...
	refuses_status=$1 refuses_words=$2
	shift 2
	"$@" >out 2>&1 </dev/null
	[ $? -eq "$refuses_status" ] && grep -qF -e "$refuses_words" out
}
check 'never by plain http' refuses 2 'must begin with https://' env JC_API_URL=http://jumpcloud.test sh "$publish" mac.jumpcloud.json
check 'a key that is none' refuses 2 'a character that no key has' env JC_API_KEY='a"
b' sh "$publish" mac.jumpcloud.json
check 'another file' refuses 3 'is not an export for JumpCloud' sh "$publish" mac.mobileconfig
check 'no file' refuses 2 'no file. Usage:' sh "$publish"

asked() { # ANSWER: on a terminal, with the key asked for too
	JC_API_URL=http://127.0.0.1:$port/plain/api/v2 python3 - "$1" "$JC_API_KEY" sh "$publish" mac.jumpcloud.json <<-'END'
		import os, pty, sys
		answer, key, *command = sys.argv[1:]
		del os.environ["JC_API_KEY"]
		pid, fd = pty.fork()
		if not pid:
		    os.execvp(command[0], command)
		screen, sent = b"", 0
		while True:
		    try:
		        data = os.read(fd, 4096)
		    except OSError:
		        break
		    if not data:
		        break
		    screen += data
		    if sent == 0 and b"API key of JumpCloud:" in screen:
		        import termios, time
		        while termios.tcgetattr(fd)[3] & termios.ECHO:
		            time.sleep(0.01)
		        os.write(fd, key.encode() + b"\n")
		        sent = 1
		    if sent == 1 and b"y or n:" in screen:
		        os.write(fd, answer.encode() + b"\n")
		        sent = 2
		print(screen.decode())
		status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
		sys.exit(key.encode() in screen or status != {"y": 0, "n": 1}[answer])
	END
}
check 'asked for the key, and before it replaces' asked y
check 'no leaves it alone' asked n
finish
