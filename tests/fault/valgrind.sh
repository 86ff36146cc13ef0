#!/bin/sh
# The whole suite under valgrind, in a build tree without sanitizers: every unit test, the scripts of
# tests/cli with the program's runs in them, the wizard on a terminal, and calls that fail. No memory is lost
# or read before it was written. For .ci/run; prints a line for each and fails where one does.
#
# SCEPWIZ_VALGRIND_EVERY=N: in a script one run of the program in N is watched; 5 unless told, for valgrind
# takes a second to begin. Nothing is suppressed: what libraries keep to their end they can still reach.
# Tests in which the wizard stops itself (^Z) cannot pass here: valgrind does not let SIGTSTP stop a program.
#
# valgrind.sh [UNIT-TEST|SCRIPT.sh|tui|failing...]    those alone
source=$(cd "$(dirname "$0")/../.." && pwd)
self=$source/tests/fault/$(basename "$0")
build=$(pwd)
memcheck='valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=99'
SCEPWIZ_SOURCE=$source SCEPWIZ_BUILD=$build LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=TAP
: "${SCEPWIZ_VALGRIND_EVERY:=5}"
: "${SCEPWIZ_RANDOM:=4}" # of tests/cli/verdict.sh, whose runs would take longer than all others
export SCEPWIZ_SOURCE SCEPWIZ_BUILD LC_ALL CMOCKA_MESSAGE_OUTPUT SCEPWIZ_VALGRIND_EVERY SCEPWIZ_RANDOM

# What cannot be told apart from valgrind's own doing: it writes a log where no file may grow, and gives a
# program without standard output one.
cannot='^not ok [0-9]* - (a limit on file sizes: (set|export)|standard output closed)$'

unit_test() {
	SCEPWIZ=$build/scepwiz $memcheck --log-file="$work/log.%p" "tests/unit/$1"
}

# What the program prints is compared, so valgrind tells in a log of each process.
watched() {
	cat >"$work/scepwiz" <<-END
		#!/bin/sh
		echo >>'$work/runs'
		[ \$((\$(wc -l <'$work/runs') % $SCEPWIZ_VALGRIND_EVERY)) -eq 0 ] || exec '$build/scepwiz' "\$@"
		exec $memcheck --log-file='$work/log.%p' '$build/scepwiz' "\$@"
	END
	chmod +x "$work/scepwiz"
	SCEPWIZ=$work/scepwiz "$@"
}

# What a failed save had asked for is given back. (Calls that valgrind itself makes are left alone.)
failing() {
	cd "$work" || return 1
	printf 'form: scep\nplatform: ios\npolicy_name: x\nchallenge: {from: env, name: SCEP_CHALLENGE}\n' >a.yaml
	printf 'url: "https://a.net/x"\nsubject: "/CN=x"\nkey_size: 2048\nkey_usage: [signing]\n' >>a.yaml
	chmod 600 a.yaml
	${CC:-cc} -D_GNU_SOURCE -shared -fPIC -O1 -o fault.so "$source/tests/fault/fault.c" -ldl || return 1
	for command in 'set now.yaml name=y' 'export now.yaml --force' 'check now.yaml'; do
		for fault in open:2:EACCES open:3:EMFILE read:2:EIO write:1:ENOSPC fsync:1:EIO fsync:2:EIO \
			fchmod:1:EPERM rename:1:EROFS malloc:100:ENOMEM malloc:400+:ENOMEM; do
			cp a.yaml now.yaml && cp a.yaml now.mobileconfig
			echo >>runs
			# who ends for want of memory gives none back
			case $fault in malloc*) leaks=no ;; *) leaks=full ;; esac
			# shellcheck disable=SC2086 # words
			$memcheck --leak-check=$leaks --log-file="$work/log.%p" --trace-children=yes \
				--soname-synonyms=somalloc=nouserintercepts env SCEPWIZ_FAULT="$fault" \
				LD_PRELOAD="$work/fault.so" SCEP_CHALLENGE=x "$build/scepwiz" $command >out 2>&1
			[ $? -lt 4 ] || echo "not ok - $command with $fault: $(cat out)"
		done
	done
}

# One test, by its name, in a folder of its own.
one() { # NAME
	work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-valgrind.XXXXXX") || exit 1
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	case $1 in
	failing) failing ;;
	tui) watched tests/tui/test_tui_fill ;;
	*.sh) watched sh "$source/tests/cli/$1" ;;
	*) unit_test "$1" ;;
	esac >"$work/out" 2>&1
	status=$?
	wrong=$(grep -E '^not ok|^1\.\.0' "$work/out" | grep -vE "$cannot")
	logs=$(find "$work" -name 'log.*' | wc -l)
	if [ -z "$wrong" ] && [ $status -eq 0 ] && [ "$logs" -gt 0 ] &&
		! grep -qE "^==[0-9]+==" "$work"/log.*; then
		echo "ok: $1 ($logs processes under valgrind)"
	else
		echo "FAILED: $1 (status $status)"
		grep -v '^ok ' "$work/out"
		grep -hE "^==[0-9]+==" "$work"/log.* | head -n 200
		return 1
	fi
}

if [ "${1-}" = --one ]; then
	one "$2"
	exit
fi
# test_damaged reads so much that it is for ASan alone, and test_report crashes, which valgrind tells. The long
# ones first, so that both processors have work to the end.
[ $# -gt 0 ] || set -- tui failing test_field_type test_profile_lint test_cms test_draft_patch \
	$(cd "$source/tests/cli" && echo *.sh | sed 's/lib\.sh//') \
	$(cd tests/unit && find . -maxdepth 1 -name 'test_*' -perm -u+x ! -name '*.*?*' \
		! -name test_damaged ! -name test_report | sed 's|\./||' | sort)
printf '%s\n' "$@" | awk '!seen[$0]++' | xargs -P2 -n1 sh "$self" --one
