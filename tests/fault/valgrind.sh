#!/bin/sh
# Unit tests and commands under valgrind, in a build tree without sanitizers: no memory is lost or read
# before it was written. For .ci/run; prints a line for each and fails where one does.
#   valgrind.sh [UNIT-TEST...]
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-valgrind.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
memcheck='valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=99'
SCEPWIZ_SOURCE=$source LC_ALL=C.UTF-8
export SCEPWIZ_SOURCE LC_ALL
result=0

run() { # NAME COMMAND...
	name=$1
	shift
	if "$@" >"$work/log" 2>&1 && ! grep -qE '^not ok|^1\.\.0' "$work/log"; then
		echo "ok: $name"
	else
		echo "FAILED: $name"
		grep -vE '^ok ' "$work/log"
		result=1
	fi
}

# The scripts compare what the commands print, so a message of valgrind's is a failure.
cat >"$work/scepwiz" <<END
#!/bin/sh
exec $memcheck '$build/scepwiz' "\$@"
END
chmod +x "$work/scepwiz"

[ $# -gt 0 ] || set -- draft_file draft_patch draft_save fileio form_file lineedit profile url x500 yaml
for test; do
	# shellcheck disable=SC2086 # words
	CMOCKA_MESSAGE_OUTPUT=TAP run "$test" $memcheck "tests/test_$test"
done
for script in check export show; do
	SCEPWIZ=$work/scepwiz run "$script" sh "$source/tests/cli/$script.sh"
done
exit $result
