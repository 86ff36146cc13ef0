#!/bin/sh
# Branch coverage of what reads, checks, saves, recovers and exports: builds the tree with gcc's --coverage in
# a temporary folder, runs the unit tests, the commands' and those of failing saves, prints a table. Fails
# where a part is below its least number, which is 2 below what it was when that was set. The helpers have no jail
# there, for gcov writes a file when it ends.
#   coverage.sh [TEST...]    those tests alone, and no least numbers
#   SCEPWIZ_COVERAGE=DIR     a tree that was built and tested so before
source=$(cd "$(dirname "$0")/../.." && pwd)
if [ -n "${SCEPWIZ_COVERAGE-}" ]; then
	cd "$SCEPWIZ_COVERAGE" || exit 1
else
	work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-coverage.XXXXXX") || exit 1
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	cd "$work" || exit 1
	"$source/configure" --quiet --enable-coverage --disable-hardening CC=gcc >log 2>&1 &&
		make -j2 >>log 2>&1 || {
		tail -n 40 log
		exit 1
	}
	tests="$(cd "$source" && ls tests/unit/test_*.c tests/cli/*.sh | sed 's/[.]c$//; /lib[.]sh$/d' | tr '\n' ' ')"
	tests="$tests tests/fault/save.sh tests/fault/recovery.sh tests/servers/fetch.sh"
	[ $# -eq 0 ] || tests=$*
	# gcov has messages of its own where a test takes rights or memory away, so some checks fail here that
	# pass elsewhere; the numbers stand nevertheless
	make -k -j3 check "TESTS=$tests" >check.log 2>&1 ||
		grep -cE '^(FAIL|ERROR): tests' check.log | sed 's/$/ checks fail where gcov watches/'
fi

# what, the least that is wanted, and its files. A worker that is killed writes nothing.
parts() {
	cat <<-'END'
		parse   87 src/format/yaml/*.c src/format/form/*.c src/format/draft/draft_read.c src/worker/plist_*.c
		syntax  91 src/syntax/*.c
		x509    80 src/worker/x509*.c src/worker/cms*.c
		worker  65 src/worker/answer_*.c src/worker/main.c src/format/worker/*.c src/base/frame.c src/base/helper.c
		network 62 src/ask/*.c src/base/fetch.c
		check   90 src/model/*.c src/format/profile/*_lint*.c
		save    86 src/base/fileio.c src/base/file_write.c src/format/draft/draft_[!mr]*.c
		recover 78 src/format/recovery/*.c src/format/draft/draft_merge.c
		import  91 src/format/profile/profile_import.c src/format/profile/profile_[rk]*.c
		export  81 src/format/profile/profile_[abeov]*.c src/format/profile/profile_items.c
	END
}

# The objects of the library are named after their sources.
branches() { # FILE...: "taken all"
	for file; do
		object=${file%.c}.gcno
		[ -f "$object" ] || echo "$file has no $object" >&2
		gcov -b -n "$object" 2>/dev/null | awk -v file="$file" '
			/^File / { on = index($0, file) }
			on && /^Taken at least once:/ { split($0, part, /[:%]/); sub(/.* of /, ""); taken = part[2] * $0 / 100; all = $0; on = 0 }
			END { printf "%.0f %d\n", taken, all }'
	done | awk '{ taken += $1; all += $2 } END { print taken + 0, all + 0 }'
}

printf '%-8s %9s %9s %7s %7s\n' part branches taken '' least
alone=$#
parts | {
	result=0
	while read -r name least patterns; do
		files=
		for pattern in $patterns; do
			found=$(cd "$source" && ls $pattern) || exit 1 # no such file: it was moved
			files="$files $found"
		done
		# shellcheck disable=SC2046,SC2086 # words
		set -- $(branches $files)
		[ "$alone" -eq 0 ] || least=0
		awk -v name="$name" -v taken="$1" -v all="$2" -v least="$least" 'BEGIN {
			percent = all ? 100 * taken / all : 0
			printf "%-8s %9d %9d %6.1f%% %6d%%%s\n", name, all, taken, percent, least,
				percent < least ? "  TOO FEW" : ""
			exit percent < least
		}' || result=1
	done
	exit $result
}
