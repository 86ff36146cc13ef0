#!/bin/sh
# make release: what is in it, and that a checkout elsewhere, with other permissions and times and another time zone, gives
# the same bytes. To be run in the build folder of a checkout without changes.
. "$(dirname "$0")/lib.sh"
need git git
need python3 python3
git -C "$SCEPWIZ_SOURCE" rev-parse -q --verify HEAD >/dev/null 2>&1 || cannot 'the sources are no checkout of git'
[ -z "$(git -C "$SCEPWIZ_SOURCE" status --porcelain)" ] || cannot 'the tree has changes that are not committed'
rm -rf "$build/dist"
check 'make release' make -s -C "$build" release
dist=$build/dist
check 'the checksums are right' sh -c "cd '$dist' && sha256sum --check --strict SHA256SUMS"
tarball=$(echo "$dist"/scepwiz-*.tar.xz) sbom=$(echo "$dist"/scepwiz-*.cdx.json)
check 'the list of parts has the shape of CycloneDX 1.5' python3 "$SCEPWIZ_SOURCE/tests/packages/sbom_shape.py" "$sbom" "$tarball"

# no entry has what differs between machines
tar --numeric-owner -tvf "$tarball" | awk '{ print $2, $4, $5 }' | sort -u >"$work/entries"
sed 's/^/# all entries: /' "$work/entries"
[ "$(wc -l <"$work/entries")" = 1 ] && grep -q '^0/0 ' "$work/entries"
ok $? 'all entries have one owner and one time'
tar -tf "$tarball" | grep -v '/$' >"$work/names"
LC_ALL=C sort -u "$work/names" | wc -l | grep -qx "$(wc -l <"$work/names")"
ok $? 'no entry comes twice'
check 'the page of the rules is in it' grep -q '/man/scepwiz-rules.7$' "$work/names"
! grep -E '\.o$|src/builtin_form\.c$|\.git/' "$work/names"
ok $? 'nothing that was compiled is in it'

elsewhere() {
	umask 077
	git clone -q "$SCEPWIZ_SOURCE" "$work/another/folder" && cd "$work/another/folder" && autoreconf -i &&
		TZ=Pacific/Auckland && export TZ && find . -exec touch -d 2020-02-02 {} + &&
		touch aclocal.m4 && touch config.h.in Makefile.in && touch configure &&
		./configure --quiet --disable-hardening --without-curl ${CC:+CC="$CC"} CFLAGS=-O0 &&
		make -s -j2 && make -s release
}
check 'a release of another checkout' elsewhere
check 'it is the same bytes' diff -r "$dist" "$work/another/folder/dist"
finish
