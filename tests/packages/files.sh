#!/bin/sh
# What packaging has for systems that are not here is read by a judge of its language, where there is one; else its brackets
# are counted. And versions, libraries and licenses are the same everywhere.
root=$(cd "${SCEPWIZ_SOURCE:-.}" && pwd)
. "$root/tests/lib/tap.sh"
cd "$root/packaging" || exit 99
version=$(sed -n 's/^AC_INIT(\[scepwiz\], \[\(.*\)\])/\1/p' "$root/configure.ac")

balanced() { # FILE: as many brackets of each kind open as close
	awk '{ for (i = 1; i <= length($0); i++) n[substr($0, i, 1)]++ }
		END { exit n["("] != n[")"] || n["["] != n["]"] || n["{"] != n["}"] }' "$1"
}
# judged FILE PROGRAM ARGUMENT...
judged() {
	file=$1
	shift
	if command -v "$1" >/dev/null 2>&1; then
		check "$file: $1 reads it" "$@"
	else
		echo "# $file: there is no $1, brackets are counted"
		check "$file: its brackets meet" balanced "$file"
	fi
}

judged homebrew/scepwiz.rb ruby -c homebrew/scepwiz.rb
judged ../flake.nix nix-instantiate --store dummy:// --parse ../flake.nix
judged package.sh dash -n package.sh
for file in github/action.yml github/example.yml; do
	if python3 -c 'import yaml' 2>/dev/null; then
		check "$file: a mapping of YAML" python3 -c 'import sys, yaml; assert "name" in yaml.safe_load(open(sys.argv[1]))' "$file"
	else
		echo "# $file: there is no python3-yaml, brackets are counted"
		check "$file: its brackets meet" balanced "$file"
	fi
done
for key in name description inputs outputs runs; do
	check "github/action.yml has $key" grep -q "^$key:" github/action.yml
done
unknown=$(awk '/\\$/ { if (!more) print $1; more = 1; next } !/^#/ && NF { if (!more) print $1; more = 0 }' Containerfile |
	grep -vxE 'FROM|RUN|COPY|WORKDIR|USER|ENV|ENTRYPOINT|CMD')
[ -z "$unknown" ]
ok $? "Containerfile: every instruction is one $unknown"

for file in homebrew/scepwiz.rb ../flake.nix Containerfile github/action.yml github/example.yml; do
	check "$file says that it was not run" grep -q '^# Not run' "$file"
done
check 'Homebrew: the version of configure.ac' grep -qF "scepwiz-$version.tar.xz" homebrew/scepwiz.rb
check 'Nix: the version of configure.ac' grep -qF "version = \"$version\";" ../flake.nix

# packages_of COLUMN: what the table of bootstrap calls the libraries there
packages_of() {
	awk -v column="$1" '$2 ~ /^(ncursesw|libplist-2\.0|yaml-0\.1|libcrypto|expat|libcurl)$/ { print $column }' "$root/bootstrap"
}
names() { # FILE WORD...: which of the words it lacks
	for word in $2; do
		grep -qF -- "$word" "$1" || echo "$word"
	done
}
missing=$(names homebrew/scepwiz.rb "$(packages_of 5)"; names debian/control "$(packages_of 3)"; names Containerfile "$(packages_of 3)")
[ -z "$missing" ]
ok $? "Homebrew, Debian and the container name the libraries of bootstrap $missing"

modules=$(sed -n 's/^ *PKG_CHECK_MODULES(\[[A-Z]*\], \[\([a-z0-9.-]*\).*/\1/p' "$root/configure.ac" | grep -vxE 'cmocka|vterm' | sort)
[ "$modules" = "$(sed -n 's/^[^#|]*|\([^|]*\)|.*/\1/p' components | sort)" ]
ok $? 'the table of components has the libraries of configure.ac'
missing=$(names scepwiz.spec.in "$(printf 'pkgconfig(%s)\n' $modules)")
[ -z "$missing" ]
ok $? "the spec asks for the libraries of configure.ac $missing"
missing=$(grep -v '^#' components | while IFS='|' read -r name _ license program _; do
	grep -qE "^$name +$license +$program +" "$root/NOTICE" || echo "$name"
done)
[ -z "$missing" ]
ok $? "NOTICE has the libraries, licenses and programs of the table of components $missing"
finish
