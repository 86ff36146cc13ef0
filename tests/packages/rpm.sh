#!/bin/sh
# The packages of make rpm: rpmlint, their files, and that they work, unpacked. They are not installed: where rpm is a guest
# (Debian), it does not know what they need.
. "$(dirname "$0")/lib.sh"
need rpmbuild 'rpm; on Fedora rpm-build'
need rpm2cpio rpm
need cpio cpio
packages_made rpm
a_draft
arch=$(rpm --eval '%{_arch}')
rpm=$(echo "$packages"/scepwiz-[0-9]*."$arch".rpm) ask=$(echo "$packages"/scepwiz-ask-[0-9]*."$arch".rpm)

if command -v rpmlint >/dev/null; then
	rpmlint -c "$SCEPWIZ_SOURCE/packaging/rpmlint.toml" "$rpm" "$ask" >"$work/rpmlint" 2>&1
	sed 's/^/# /' "$work/rpmlint"
	! grep -q ': E: ' "$work/rpmlint"
	ok $? 'rpmlint has no error'
else
	skip 'rpmlint has no error' 'there is no rpmlint'
fi

unpacks() { # PACKAGE FOLDER: without the links to debugging information; pages are named alike, compressed or not
	mkdir "$2" && rpm2cpio "$1" | (cd "$2" && cpio -id --quiet) && rm -rf "$2/usr/lib/.build-id" &&
		find "$2" -path '*/man/*' -name '*.gz' -exec gunzip {} +
}
license=$(rpm --eval '%{_defaultlicensedir}')
case $license in %*) license=/usr/share/licenses ;; esac
docs='/usr/share/doc/scepwiz/NEWS
/usr/share/doc/scepwiz/NOTICE
/usr/share/doc/scepwiz/README.md'
for page in scepwiz.1 scepwiz-draft.5 scepwiz-form.5 scepwiz-rules.7; do
	docs="$docs
/usr/share/man/man${page##*.}/$page"
done
check 'scepwiz unpacks' unpacks "$rpm" "$work/files"
holds scepwiz "$work/files" "$common $docs $license/scepwiz/COPYING"
check 'scepwiz-ask unpacks' unpacks "$ask" "$work/ask"
holds scepwiz-ask "$work/ask" "/usr/libexec/scepwiz/scepwiz-ask $license/scepwiz-ask/COPYING"
works_unpacked
finish
