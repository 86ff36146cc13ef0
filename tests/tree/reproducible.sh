#!/bin/sh
# The same sources give the same programs, whatever their folder and that of the build are called: run in a build folder,
# it copies the sources, builds them there in place, and compares every byte. 0: equal.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-elsewhere.XXXXXX")
trap 'rm -rf "$work"' EXIT
there=$work/a/folder+of_another/length
mkdir -p "$there"
(cd "$source" && { git ls-files -z 2>/dev/null || find . -type f ! -name '*.o' -print0; } |
	tar --create --null --no-recursion --files-from=- --ignore-failed-read aclocal.m4 build-aux/* config.h.in configure Makefile.in) |
	tar --extract --directory="$there"
cd "$there"
eval "./configure --quiet $("$build/config.status" --config)"
programs='scepwiz scepwiz-worker'
[ ! -x "$build/scepwiz-ask" ] || programs="$programs scepwiz-ask"
# shellcheck disable=SC2086 # a list of words
make -s -j2 $programs
for program in $programs; do
	cmp "$build/$program" "$program"
	echo "$program: the same $(wc -c <"$program") bytes, debugging information included"
done
# shellcheck disable=SC2086
if LC_ALL=C grep -F -e "$work" $programs || (cd "$build" && LC_ALL=C grep -F -e "$build" -e "$source" $programs); then
	exit 1
fi
