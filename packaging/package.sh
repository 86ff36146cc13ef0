#!/bin/sh
# Makes packages of the tarball of make dist: package.sh deb|rpm|release TARBALL FOLDER
# They are put into FOLDER; the work is done in FOLDER/KIND, which stays if it fails. What varies in the recipes
# (@VERSION@, @HOMEPAGE@, @DATE@) comes from the name of the tarball, from $HOMEPAGE and from $SOURCE_DATE_EPOCH.
set -eu
: "${HOMEPAGE:?}" "${SOURCE_DATE_EPOCH:?}"
kind=$1
case $kind in
deb | rpm | release) ;;
*)
	echo "package.sh: $kind is neither deb, rpm nor release" >&2
	exit 2
	;;
esac
tarball=$(realpath "$2")
mkdir -p "$3"
folder=$(cd "$3" && pwd)
source=$(cd "$(dirname "$0")" && pwd)
name=$(basename "$tarball" .tar.xz)
version=${name#scepwiz-}
work=$folder/$kind
export SOURCE_DATE_EPOCH LC_ALL=C

need() { # PROGRAM PACKAGE
	command -v "$1" >/dev/null || {
		echo "make $kind: there is no $1; install $2" >&2
		exit 1
	}
}

fill() { # FILE: its text with what differs between releases
	sed -e "s|@VERSION@|$version|g" -e "s|@HOMEPAGE@|$HOMEPAGE|g" \
		-e "s|@DATE@|$(date -u -d "@$SOURCE_DATE_EPOCH" "+${2:-%a, %d %b %Y %H:%M:%S +0000}")|g" "$1"
}

make_deb() {
	need dpkg-buildpackage dpkg-dev
	need dh debhelper
	cp "$tarball" "$work/scepwiz_$version.orig.tar.xz"
	tar -xf "$tarball" -C "$work"
	cd "$work/$name"
	mkdir -p debian/source
	for file in packaging/debian/* packaging/debian/source/*; do
		[ -d "$file" ] || fill "$file" >"debian/${file#packaging/debian/}"
	done
	chmod +x debian/rules
	DEB_BUILD_OPTIONS=${DEB_BUILD_OPTIONS-noautodbgsym} dpkg-buildpackage -us -uc
	cd "$work"
	mv ./*.deb ./*.dsc ./*.changes ./*.buildinfo ./*.debian.tar.* ./*.orig.tar.xz "$folder"
}

make_rpm() {
	need rpmbuild 'rpm (on Fedora: rpm-build)'
	mkdir -p "$work/SOURCES"
	cp "$tarball" "$work/SOURCES"
	tar -xOf "$tarball" "$name/packaging/scepwiz.spec.in" >"$work/spec"
	fill "$work/spec" '%a %b %d %Y' >"$work/scepwiz.spec"
	# where rpm does not know the distribution's packages, configure says what is missing
	[ -d /var/lib/rpm ] && rpm -q rpm >/dev/null 2>&1 || set -- --nodeps
	rpmbuild -ba "$@" --define "_topdir $work" "$work/scepwiz.spec"
	mv "$work"/RPMS/*/*.rpm "$work"/SRPMS/*.rpm "$folder"
}

# The tarball, what it is made of, and their checksums.
make_release() {
	need python3 python3
	cp "$tarball" "$folder"
	cd "$folder"
	python3 "$source/sbom.py" "$name.tar.xz" "$HOMEPAGE" >"$name.cdx.json"
	sha256sum "$name.tar.xz" "$name.cdx.json" >SHA256SUMS
	cat SHA256SUMS
}

told() {
	tail -n 40 "$folder/$kind.log" >&2
	echo "make $kind: it failed; the whole log is $folder/$kind.log" >&2
}

rm -rf "$work"
mkdir "$work"
case $kind in
deb | rpm)
	trap told EXIT
	("make_$kind") >"$folder/$kind.log" 2>&1
	trap - EXIT
	ls -l "$folder"/*."$kind"
	;;
release) make_release ;;
esac
rm -rf "$work"
