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

[ $# -gt 0 ] || set -- draft_file draft_patch draft_save fileio form_file lineedit profile punycode url x500 yaml
for test; do
	# shellcheck disable=SC2086 # words
	CMOCKA_MESSAGE_OUTPUT=TAP run "$test" $memcheck "tests/test_$test"
done
for script in check export show; do
	SCEPWIZ=$work/scepwiz run "$script" sh "$source/tests/cli/$script.sh"
done

# What a failed save had asked for is given back. (Calls that valgrind itself makes are left alone.)
faulty() { # COMMAND...: each fault in it, status 3
	for fault in write:1:ENOSPC fsync:1:EIO fsync:2:EIO fchmod:1:EPERM rename:1:EROFS; do
		(cd "$work" && cp a.yaml now.yaml && cp a.yaml now.mobileconfig &&
			$memcheck --trace-children=yes --soname-synonyms=somalloc=nouserintercepts \
				env SCEPWIZ_FAULT="$fault" LD_PRELOAD="$work/fault.so" SCEP_CHALLENGE=x "$build/scepwiz" "$@")
		[ $? -eq 3 ] || {
			echo "not ok: $* with $fault"
			return 1
		}
	done
}
printf 'form: scep\nplatform: ios\npolicy_name: x\nchallenge: {from: env, name: SCEP_CHALLENGE}\nurl: "https://a.net/x"\n' >"$work/a.yaml"
printf 'subject: "/CN=x"\nkey_size: 2048\nkey_usage: [signing]\n' >>"$work/a.yaml"
if ${CC:-cc} -D_GNU_SOURCE -shared -fPIC -O1 -o "$work/fault.so" "$source/tests/fault/fault.c" -ldl; then
	run 'set, failing' faulty set now.yaml name=y
	run 'export, failing' faulty export now.yaml
fi
exit $result
