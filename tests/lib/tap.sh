# shellcheck shell=sh
# tap.sh: for test scripts, which source it: counts and prints TAP (Test Anything Protocol).
#
#   plan N                    how many checks follow
#   ok STATUS NAME            one check: passed where STATUS is 0
#   check NAME COMMAND...     the same for a command, whose output is shown where it fails
#   skip_all REASON           this script cannot run here
#   skip NAME REASON          this check cannot
#   own_folder                makes $work, which goes at the end; home, drafts and state are in it, and the
#                             locale and what the caller has set are always the same
tap_count=0
tap_failed=0

plan() {
	echo "1..$1"
}

ok() {
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_count - $2"
	else
		tap_failed=$((tap_failed + 1))
		echo "not ok $tap_count - $2"
	fi
}

skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

check() {
	tap_name=$1
	shift
	tap_output=$("$@" 2>&1)
	tap_status=$?
	[ "$tap_status" -eq 0 ] || printf '%s\n' "$tap_output" | sed 's/^/# /'
	ok "$tap_status" "$tap_name"
}

own_folder() {
	SCEPWIZ=$(cd "$(dirname "${SCEPWIZ:-./scepwiz}")" && pwd)/$(basename "${SCEPWIZ:-./scepwiz}")
	SCEPWIZ_SOURCE=$(cd "${SCEPWIZ_SOURCE:-.}" && pwd)
	work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-test.XXXXXX") || exit 1
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	mkdir "$work/home" || exit 1
	LC_ALL=C.UTF-8 HOME=$work/home SCEPWIZ_DRAFTS=$work/home XDG_STATE_HOME=$work/state
	PYTHONDONTWRITEBYTECODE=1 # the tree of the sources is left as it is
	export LC_ALL HOME SCEPWIZ_DRAFTS XDG_STATE_HOME PYTHONDONTWRITEBYTECODE
	unset XDG_DATA_HOME SCEP_CHALLENGE VISUAL EDITOR
}

# Each script ends with this: as many checks as planned where no plan was given at the start.
finish() {
	echo "1..$tap_count"
	exit 0
}
