# shellcheck shell=sh
# What the tests of packages share; each script sources it first, in a build folder whose scepwiz they compare with. They
# are no part of make check: they build packages, and some want root and the network. They end with 77, and say why, where
# they can try nothing. SCEPWIZ_PACKAGES=FOLDER names packages that are made already.
: "${SCEPWIZ:=./scepwiz}" "${SCEPWIZ_SOURCE:=$(cd "$(dirname "$0")/../.." && pwd)}"
. "$SCEPWIZ_SOURCE/tests/lib/tap.sh"
build=$(pwd)
own_folder

cannot() { # REASON
	echo "1..0 # SKIP $1"
	exit 77
}

need() { # PROGRAM PACKAGE
	command -v "$1" >/dev/null || cannot "there is no $1 ($2)"
}

# packages_made KIND: they are in $packages
packages_made() {
	packages=${SCEPWIZ_PACKAGES-}
	[ -z "$packages" ] || return 0
	packages=$build/dist
	rm -f "$packages"/*."$1"
	check "make $1" make -s -C "$build" "$1"
}

# holds NAME FOLDER LIST: below FOLDER are these files, and no others. A star stands for what versions change.
holds() {
	(cd "$2" && find . ! -type d | sed 's/^\.//' | LC_ALL=C sort) >"$work/found"
	printf '%s\n' $3 | LC_ALL=C sort >"$work/wanted"
	check "$1: the files that belong to it, and no others" diff "$work/wanted" "$work/found"
}

common='/usr/bin/scepwiz
/usr/libexec/scepwiz/scepwiz-worker
/usr/share/bash-completion/completions/scepwiz
/usr/share/fish/vendor_completions.d/scepwiz.fish
/usr/share/doc/scepwiz/examples/scepwiz-publish-jumpcloud
/usr/share/scepwiz/scep.schema.json
/usr/share/zsh/site-functions/_scepwiz'
for form in "$SCEPWIZ_SOURCE"/forms/*.yaml; do
	common="$common
/usr/share/scepwiz/forms/${form##*/}"
done

# a_draft: $work/office.yaml, and what this build exports of it
a_draft() {
	"$SCEPWIZ" new "$work/office.yaml" --no-edit --set url=https://scep.acme.net/scep --set challenge=Sommer-Wiese-42 \
		--set key_size=2048 >"$work/log" 2>&1 && "$SCEPWIZ" export "$work/office.yaml" -o "$work/plain" >>"$work/log" 2>&1
	ok $? 'the build folder exports a draft'
}

# works NAME FOLDER: the packaged program does its work in FOLDER. The caller has a function packaged, which runs a line of
# shell there.
works() {
	cp "$work/office.yaml" "$2"
	while read -r line; do
		check "$1: scepwiz $line" packaged "scepwiz $line"
	done <<'END'
help
new fresh.yaml --no-edit --set url=https://scep.acme.net/scep --set challenge=Sommer-Wiese-42
set fresh.yaml key_size=2048
check office.yaml
show office.yaml
export office.yaml -o made
check made
END
	check "$1: the export is that of the build folder" cmp "$work/plain" "$2/made"
}

# The same for files that are unpacked into $work/files. The helper of a program that is not installed is looked for beside
# it.
works_unpacked() {
	mkdir "$work/unpacked"
	cp "$work/files/usr/bin/scepwiz" "$work/files/usr/libexec/scepwiz/scepwiz-worker" "$work/unpacked"
	packaged() {
		(cd "$work/unpacked" && PATH=$work/unpacked:$PATH && eval "$1")
	}
	works unpacked "$work/unpacked"
}
