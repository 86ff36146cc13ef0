#!/bin/sh
# The packages of make deb: lintian, their files, and that they work, unpacked and installed in a bare root (root, network).
. "$(dirname "$0")/lib.sh"
need dpkg-deb dpkg
need dpkg-buildpackage dpkg-dev
need dh debhelper
packages_made deb
a_draft
deb=$(echo "$packages"/scepwiz_*.deb) ask=$(echo "$packages"/scepwiz-ask_*.deb)

if command -v lintian >/dev/null; then
	lintian --tag-display-limit 0 "$packages"/scepwiz_*.changes >"$work/lintian" 2>&1
	sed 's/^/# /' "$work/lintian"
	! grep -q '^[EW]:' "$work/lintian"
	ok $? 'lintian has no error and no warning'
else
	skip 'lintian has no error and no warning' 'there is no lintian'
fi

docs='/usr/share/doc/scepwiz/NOTICE
/usr/share/doc/scepwiz/changelog.Debian.gz
/usr/share/doc/scepwiz/changelog.gz
/usr/share/doc/scepwiz/copyright'
for page in scepwiz.1 scepwiz-draft.5 scepwiz-form.5 scepwiz-rules.7; do
	docs="$docs
/usr/share/man/man${page##*.}/$page.gz"
done
check 'scepwiz unpacks' dpkg-deb -x "$deb" "$work/files"
holds scepwiz "$work/files" "$common $docs"
check 'scepwiz-ask unpacks' dpkg-deb -x "$ask" "$work/ask"
holds scepwiz-ask "$work/ask" '/usr/libexec/scepwiz/scepwiz-ask
/usr/share/doc/scepwiz-ask/changelog.Debian.gz
/usr/share/doc/scepwiz-ask/changelog.gz
/usr/share/doc/scepwiz-ask/copyright'
works_unpacked

# A bare root: what it takes to install the package there. SCEPWIZ_BARE=FOLDER names one that debootstrap has made already.
root=$work/root
bare() {
	[ -z "${SCEPWIZ_BARE-}" ] || {
		cp -a "$SCEPWIZ_BARE" "$root"
		return
	}
	suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
	mirror=$(sed -n 's|^URIs: *||p; s|^deb [^h]*\(http[^ ]*\).*|\1|p' /etc/apt/sources.list.d/debian.sources \
		/etc/apt/sources.list 2>/dev/null | head -n 1)
	debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/bare.log" 2>&1
}
inside() {
	DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"
}
installed() {
	inside dpkg-query -W -f '${Package} ${Installed-Size}\n' | LC_ALL=C sort
}
# installs NAME PACKAGE: what this brings beyond the bare root is in $count, $kb and $names.
installs() {
	begin=$(date +%s)
	check "$1 installs in a bare root" inside apt-get install -y --no-install-recommends "/try/${2##*/}"
	installed | LC_ALL=C join -v 1 - "$work/before" >"$work/added"
	count=$(wc -l <"$work/added")
	kb=$(awk '{ kb += $2 } END { print kb }' "$work/added")
	echo "# $1: $count packages, $kb kB, $(($(date +%s) - begin)) s: $(cut -d ' ' -f 1 "$work/added" | tr '\n' ' ')"
}
if [ "$(id -u)" != 0 ]; then
	skip 'a bare root' 'needs root'
elif ! bare; then
	tail -n 3 "$work/bare.log" | sed 's/^/# /'
	skip 'a bare root' 'debootstrap is not here, or cannot get its packages'
else
	mkdir "$root/try"
	cp "$deb" "$ask" "$root/try"
	inside apt-get -qq update >/dev/null 2>&1
	installed >"$work/before"
	installs scepwiz "$deb"
	[ "$count" -le 7 ]
	ok $? 'at most 7 packages'
	packaged() {
		inside env HOME=/try LC_ALL=C.UTF-8 sh -c "cd /try && $1"
	}
	works installed "$root/try"
	packaged 'scepwiz ask http://127.0.0.1:9/scep' >"$work/answer" 2>&1
	check 'without scepwiz-ask a message names it' grep 'scepwiz-ask' "$work/answer"
	installs 'scepwiz with scepwiz-ask' "$ask"
	packaged 'scepwiz ask http://127.0.0.1:9/scep' >"$work/answer" 2>&1
	sed 's/^/# /' "$work/answer"
	check 'with scepwiz-ask a server is asked' grep 'no connection' "$work/answer"
	check 'both are removed' inside apt-get purge -y scepwiz scepwiz-ask
	left=$(inside find / -xdev -name '*scepwiz*' ! -path '/try/*' ! -path '/proc/*')
	[ -z "$left" ]
	ok $? "nothing is left behind $left"
fi
finish
