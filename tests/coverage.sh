#!/bin/sh
# Branch coverage of what reads, checks, saves and exports: builds the tree with gcc's --coverage in a
# temporary folder, runs make check, prints a table. Branches that only exceptions could take do not count.
#   coverage.sh [TEST...]    those tests alone
source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-coverage.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

"$source/configure" --quiet --enable-coverage --disable-hardening CC=gcc >"$work/log" 2>&1 &&
	make -j2 >>"$work/log" 2>&1 || {
	tail -n 40 "$work/log"
	exit 1
}
# gcov has messages of its own where a test takes rights or memory away, so some checks fail here that pass
# elsewhere; the numbers stand nevertheless
make -k -j2 check ${1:+"TESTS=$*"} >"$work/check" 2>&1 || {
	grep -cE '^(FAIL|ERROR): tests' "$work/check" | sed 's/$/ checks fail where gcov watches/'
}

# what, and its files
parts() {
	cat <<-'END'
		parse src/format/yaml*.c src/format/draft_read.c src/format/form_f*.c src/format/plist_[dxs]*.c
		syntax src/syntax/*.c
		check src/model/*.c
		save src/base/fileio.c src/format/draft_file.c src/format/draft_patch.c src/format/draft_write.c
		export src/format/profile*.c
	END
}

# The objects of a program and of the library are named after their sources, some behind a prefix.
branches() { # FILE...: "taken all" of these, and those of each file to standard error
	for file; do
		object=$(find . -name "$(basename "$file" .c).gcno" -o -name "*-$(basename "$file" .c).gcno" | head -1)
		[ -n "$object" ] || continue
		gcov -b -n "$object" 2>/dev/null | awk -v file="$file" '
			/^File / { on = index($0, file) }
			on && /^Taken at least once:/ { split($0, part, /[:%]/); sub(/.* of /, ""); taken = part[2] * $0 / 100; all = $0; on = 0 }
			END { printf "%.0f %d\n", taken, all }'
	done | awk '{ taken += $1; all += $2 } END { print taken + 0, all + 0 }'
}

printf '%-8s %9s %9s %7s\n' part branches taken ''
parts | while read -r name files; do
	# shellcheck disable=SC2046,SC2086 # patterns
	set -- $(branches $(cd "$source" && ls $files))
	awk -v name="$name" -v taken="$1" -v all="$2" \
		'BEGIN { printf "%-8s %9d %9d %6.1f%%\n", name, all, taken, all ? 100 * taken / all : 0 }'
done
