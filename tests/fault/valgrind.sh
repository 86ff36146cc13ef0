#!/bin/sh
# What valgrind sees and sanitizers do not: memory that is read before it was written, in libraries too. In a build tree
# without sanitizers it watches every unit test, the wizard on a terminal, calls that fail, and in the scripts of
# tests/cli that are about a command the first run of each command with these options; all other runs are for ASan
# (make distcheck in .ci/run). Prints a line for each and fails where one does.
#
# SCEPWIZ_VALGRIND_EACH=N: the first N runs of each (1, of the wizard 10). Nothing is suppressed: what libraries keep to
# their end they can still reach. Tests in which the wizard stops itself (^Z) cannot pass here: valgrind does not let
# SIGTSTP stop a program.
#
# valgrind.sh [UNIT-TEST|SCRIPT.sh|tui|failing...]    those alone
# valgrind.sh --short                                 all but the scripts of tests/cli and the unit tests of the screen, of
#                                                     which tui is one, too: they take two thirds of the time
source=$(cd "$(dirname "$0")/../.." && pwd)
self=$source/tests/fault/$(basename "$0")
build=$(pwd)
. "$source/tests/lib/screens.sh"
memcheck='valgrind -q --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite --error-exitcode=99'
SCEPWIZ_SOURCE=$source SCEPWIZ_BUILD=$build LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=TAP SCEPWIZ_UNDER_VALGRIND=yes SCEPWIZ_ONE_IN=11
export SCEPWIZ_SOURCE SCEPWIZ_BUILD LC_ALL CMOCKA_MESSAGE_OUTPUT SCEPWIZ_UNDER_VALGRIND SCEPWIZ_ONE_IN

# What cannot be told apart from valgrind's own doing: it writes a log where no file may grow, and gives a
# program without standard output one.
cannot='^not ok [0-9]* - (a limit on file sizes: (set|export)|a mend that cannot be saved is told|standard output closed)$'

unit_test() {
	SCEPWIZ=$build/scepwiz $memcheck --log-file="$work/log.%p" "tests/unit/$1"
}

# What the program prints is compared, so valgrind tells in a log of each process.
watched() { # HOW-OFTEN COMMAND...
	mkdir "$work/seen"
	cat >"$work/scepwiz" <<-END
		#!/bin/sh
		run=\$(printf '%s\n' "\$1" "\$@" | sed -n '1p; s/^\(--[a-z-]*\).*/\1/p' | tr -dc 'a-z-')
		for n in \$(seq ${SCEPWIZ_VALGRIND_EACH:-$1}); do
			mkdir "$work/seen/\$run.\$n" 2>/dev/null &&
				exec $memcheck --log-file='$work/log.%p' '$build/scepwiz' "\$@"
		done
		exec '$build/scepwiz' "\$@"
	END
	shift
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
			cp a.yaml now.yaml && echo notes >now.mobileconfig
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
	tui) watched 10 tests/tui/test_tui_fill ;;
	*.sh) watched 1 sh "$source/tests/cli/$1" ;;
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
# Left out are the scripts that are not about a command of their own, and these tests: test_damaged reads so much that it is
# for ASan alone; test_report crashes, which valgrind tells; what test_jail and test_ask_jail forbid valgrind needs for
# itself, as it does what the walls of test_sandbox keep out and the signals that test_signals sends; test_seccomp makes
# calls in vain, with arguments that none takes; the processes of test_crew and the walks of test_wizard_enter take
# minutes, and other tests call what they call. The long ones come first, so that both processors have work to the end.
scripts() {
	cd "$source/tests/cli" &&
		ls *.sh | grep -vxE '(bad_input|completion|defaults|edges|files|forms|lib|mdm|overwrite|own_form|verdict)\.sh'
}
short=
if [ "${1-}" = --short ]; then
	shift
	short=yes
	scripts() { :; }
fi
watched_tests() { # NAME...
	for test; do
		[ "$short" ] && is_of_the_screen "tests/unit/$test" || echo "$test"
	done
}
[ $# -gt 0 ] || set -- tui failing test_rules test_recovery test_worker_lies $(scripts) \
	$(watched_tests $(cd tests/unit && find . -maxdepth 1 -name 'test_*' -perm -u+x ! -name '*.*?*' \
		! -name test_damaged ! -name test_report ! -name test_jail ! -name test_ask_jail \
		! -name test_crew ! -name test_wizard_enter ! -name test_signals ! -name test_seccomp \
		! -name test_sandbox | sed 's|\./||' | sort))
printf '%s\n' "$@" | awk '!seen[$0]++' | xargs -P2 -n1 sh "$self" --one
