# What the command-line tests share; each script sources it first. They speak TAP.
#
#   transcript NAME COMMAND...   runs the command with nothing on standard input and holds what it
#                                wrote against the section "## NAME" of tests/expected/TOPIC.txt:
#                                standard output, standard error behind "! ", the status behind "= "
#   unchanged NAME COMMAND...    the same, and every file must be as it was
#   skip_case NAME REASON        neither can run here
#   finish_transcripts           at the end
#
# ok, check and skip are those of tests/lib/tap.sh.
#
# What differs from run to run is replaced: UUIDs, hashes, the folder. SCEPWIZ_UPDATE=1 writes the
# expected file anew.
: "${SCEPWIZ:=./scepwiz}" "${SCEPWIZ_SOURCE:=.}"
SCEPWIZ=$(cd "$(dirname "$SCEPWIZ")" && pwd)/$(basename "$SCEPWIZ")
SCEPWIZ_SOURCE=$(cd "$SCEPWIZ_SOURCE" && pwd)
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"
[ -x "$SCEPWIZ" ] || {
	echo "Bail out! there is no program $SCEPWIZ"
	exit 1
}
topic=$(basename "$0" .sh)
expected=$SCEPWIZ_SOURCE/tests/expected/$topic.txt

work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-test.XXXXXX") || exit 1
results=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-result.XXXXXX") || exit 1
trap 'chmod -R u+rwx "$work"; rm -rf "$work" "$results"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
work=$(pwd -P)

LC_ALL=C.UTF-8 HOME=$work/home SCEPWIZ_DRAFTS=$work/drafts XDG_STATE_HOME=$results/state TERM=dumb TMPDIR=$results
export LC_ALL HOME SCEPWIZ_DRAFTS XDG_STATE_HOME TERM TMPDIR
unset XDG_DATA_HOME XDG_CONFIG_HOME SCEPWIZ_FORMS SCEPWIZ_AUTHOR
# new drafts begin the same, whether or not scepwiz is installed
export SCEPWIZ_SCHEMA=
# of good_draft
export SCEP_CHALLENGE=Sommer-Wiese-42
umask 022
mkdir home drafts

: >"$results/all"

skip_case() { # NAME REASON; the section stays for a run that can do it
	skip "$1" "$2"
	section "$1" >>"$results/all"
}

section() { # the expected text of a case, without its heading
	awk -v name="## $1" '$0 == name { on = 1 } /^## / && $0 != name { on = 0 } on' "$expected" \
		2>/dev/null
}

normalise() {
	sed -e "s|$work|WORK|g" \
		-e 's/[0-9A-F]\{8\}-[0-9A-F]\{4\}-[0-9A-F]\{4\}-[0-9A-F]\{4\}-[0-9A-F]\{12\}/UUID/g' \
		-e 's/[0-9a-f]\{64\}/HASH/g'
}

files() {
	find "$work" ! -type p -exec ls -ld {} + | awk '{ print $1, $3, $5, $NF }' | sort
	find "$work" -type f -exec cksum {} + 2>/dev/null | sort
}

run_case() { # NAME WATCH COMMAND...: leaves the transcript in $results/case
	case_name=$1 watch=$2
	shift 2
	[ -z "$watch" ] || files >"$results/before"
	"$@" >"$results/out" 2>"$results/err" </dev/null
	status=$?
	{
		echo "## $case_name"
		normalise <"$results/out"
		normalise <"$results/err" | sed 's/^/! /'
		echo "= $status"
	} >"$results/case"
	[ -n "$watch" ] || return 0
	files >"$results/after"
	cmp -s "$results/before" "$results/after" || {
		echo 'files have changed:'
		diff "$results/before" "$results/after"
	} >>"$results/case"
}

compare_case() {
	cat "$results/case" >>"$results/all"
	section "$case_name" >"$results/wanted"
	if [ -n "${SCEPWIZ_UPDATE-}" ] || cmp -s "$results/wanted" "$results/case"; then
		ok 0 "$case_name"
	else
		ok 1 "$case_name"
		diff -u "$results/wanted" "$results/case" | sed 's/^/# /'
	fi
}

transcript() {
	transcript_name=$1
	shift
	run_case "$transcript_name" '' "$@"
	compare_case
}

unchanged() {
	transcript_name=$1
	shift
	run_case "$transcript_name" yes "$@"
	compare_case
}

finish_transcripts() {
	[ -z "${SCEPWIZ_UPDATE-}" ] || cp "$results/all" "$expected"
	finish
}

# A draft without errors or warnings, with an identity of its own.
good_draft() { # PATH
	cat >"$1" <<-'END'
		# scepwiz draft; form scep 1
		form: scep
		platform: macos
		policy_name: "Office"
		fingerprint: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
		challenge: {from: env, name: SCEP_CHALLENGE}
		key_size: 2048
		subject: "/C=US/O=Acme/CN=%SerialNumber%"   # differs for each Mac
		key_usage: [signing]
		url: "https://scep.acme.net/scep"
		device_groups: ["Field laptops"]
		identity:
		  profile_identifier: "net.acme.scep.office"
		  profile_uuid: "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0"
		  scep_uuid: "1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1"
		  root_uuid: "2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2"
	END
	chmod 600 "$1"
}

# Gives drafts that were made of another one an identity of their own, each by its name.
own_identity() { # FILE...
	for own_file; do
		own_number=$(printf %s "$own_file" | cksum | cut -d ' ' -f 1)
		own_hex=$(printf %07X $((own_number % 268435456)))
		sed -e "s/profile_identifier: \"\{0,1\}[^\"]*/&.$(basename "$own_file" .yaml)/" \
			-e "s/_uuid: \"\([0-9A-F]\)[0-9A-F]\{7\}/_uuid: \"\1$own_hex/" "$own_file" >"$results/own"
		cat "$results/own" >"$own_file"
	done
}
