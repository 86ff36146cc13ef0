#!/bin/sh
# Program and helpers as one file that needs nothing of the machine it runs on: static.sh SOURCE [TARBALLS]
#
# In a native build folder, whose src/form2c it takes (or $FORM2C); SOURCE is an unpacked distribution (make static makes
# one). musl and five libraries are linked in: they are compiled here, from the tarballs that static.sources names. These
# are taken from the folder TARBALLS, else fetched, and held against their SHA-256. libcurl is not among them, so this
# file asks no CA over the network. What was compiled is kept in $SCEPWIZ_STATIC (static) for the next run, until this
# file, that list or the compiler changes.
#
# Writes dist/scepwiz-VERSION-linux-ARCH and, to be given away with it, the same name with .txt. Ends with 77, and says
# why, where a tool or a tarball cannot be had.
#
# libplist is under the LGPL: who gets the file may link it with another one. To do so, change its row of static.sources.
set -eu
source=$(cd "${1:?static.sh SOURCE [TARBALLS]}" && pwd)
tarballs=${2:+$(cd "$2" && pwd)}
FORM2C=$(realpath "${FORM2C:-src/form2c}")
here=$source/packaging
top=$(pwd)

cannot() {
	echo "no static file: $*"
	exit 77
}

for tool in musl-gcc cc pkg-config perl tic infocmp sha256sum objcopy xz bzip2; do
	command -v $tool >/dev/null || cannot "there is no $tool"
done
triplet=$(cc -print-multiarch)
arch=${triplet%%-*} host=${triplet%%-*}-linux-musl
kept=${SCEPWIZ_STATIC:-$top/static}
mkdir -p "$kept"
key=$({ cat "$here/static.sh" "$here/static.sources" "$source/tests/lib/libraries.sh" "/usr/lib/$arch-linux-musl/libc.a"
	cc --version; } | sha256sum | cut -c 1-16)
folder=$(cd "$kept" && pwd)/$key
mkdir -p "$folder/src" "$folder/include" "$folder/lib/pkgconfig"

rows() { # NAME VERSION SHA-256 ADDRESS, for each
	grep -v '^#' "$here/static.sources"
}

take() { # NAME VERSION SHA-256 ADDRESS: its source, in src/NAME
	file=${tarballs:-$kept}/${4##*/}
	[ -z "$tarballs" ] || [ -f "$file" ] || cannot "${4##*/} is not in $tarballs"
	[ -f "$file" ] || { curl -fsSL --retry 2 -o "$file.part" "$4" 2>/dev/null || wget -qO "$file.part" "$4"; } ||
		cannot "$1 $2 cannot be had: $4"
	[ -f "$file" ] || mv "$file.part" "$file"
	echo "$3  $file" | sha256sum -c --quiet - >&2 || {
		echo "static.sh: $file is not what static.sources says. Remove it" >&2
		exit 1
	}
	rm -rf "$folder/src/$1.part"
	mkdir "$folder/src/$1.part"
	tar -xf "$file" -C "$folder/src/$1.part" --strip-components=1 --no-same-owner
	echo "$2" >"$folder/src/$1.version"
	mv "$folder/src/$1.part" "$folder/src/$1"
}

pkgconfig() { # MODULE LIBRARY VERSION
	printf 'Name: %s\nDescription: %s\nVersion: %s\nCflags: -isystem %s\nLibs: -L%s -l%s\n' "$1" "$1" "$3" \
		"$folder/include" "$folder/lib" "$2" >"$folder/lib/pkgconfig/$1.pc"
}

# Those of this machine's C library do not fit, but the kernel's are the same for each.
kernel_headers() {
	ln -sfn /usr/include/linux /usr/include/asm-generic "/usr/include/$triplet/asm" "$folder/include"
}

# Protections that configure asks for in scepwiz itself are in the libraries, too.
protections() {
	for flag in -fstack-protector-strong -fstack-clash-protection -fcf-protection -mbranch-protection=standard; do
		! echo 'int main(void) { return 0; }' | musl-gcc -Werror $flag -x c -c -o /dev/null - 2>/dev/null || echo $flag
	done
}

# Whatever terminal comes from elsewhere is one of these, or like one.
terminals=xterm,xterm-256color,screen,screen-256color,tmux,tmux-256color,linux,vt100,vt220,putty,rxvt-unicode
build_ncurses() {
	./configure --quiet --host="$host" --prefix="$folder" --with-build-cc=cc --enable-widec --enable-overwrite \
		--without-ada --without-cxx --without-cxx-binding --without-manpages --without-progs --without-tests \
		--without-debug --without-shared --without-gpm --without-dlsym --without-pkg-config --disable-stripping \
		--with-default-terminfo-dir=/usr/share/terminfo \
		--with-terminfo-dirs=/etc/terminfo:/lib/terminfo:/usr/share/terminfo \
		--with-fallbacks=$terminals
	make -s -j2 libs
	make -s install.libs install.includes
}

# What certificates and signed data of CAs are made with stays, and what encrypts a private key of today. Without
# assembler it is smaller, and fast enough for a few certificates.
build_openssl() {
	perl Configure --prefix=/usr --openssldir=/etc/ssl no-asm no-shared no-dso no-engine no-threads no-tests no-module no-legacy \
		no-async no-autoload-config no-ui-console no-sock no-dgram no-comp no-cmp no-ct no-ocsp no-ts no-srp no-srtp \
		no-psk no-nextprotoneg no-aria no-bf no-blake2 no-camellia no-cast no-chacha no-poly1305 no-gost no-idea no-md4 \
		no-mdc2 no-multiblock no-rc2 no-rc4 no-seed no-siphash no-siv no-sm2 no-sm3 no-sm4 no-whirlpool \
		no-secure-memory -I../../include
	make -s build_generated
	make -s -j2 libcrypto.a
	cp libcrypto.a "$folder/lib"
	mkdir -p "$folder/include/openssl"
	cp include/openssl/*.h "$folder/include/openssl"
}

build() { # NAME: once
	[ ! -f "$folder/src/$1.built" ] || return 0
	echo "static.sh: compiling $1, see $folder/$1.log"
	set +e # in a list with || that of the subshell would not count
	(
		set -e
		cd "$folder/src/$1"
		"build_$1"
	) >"$folder/$1.log" 2>&1
	status=$?
	set -e
	[ $status = 0 ] || {
		tail -n 20 "$folder/$1.log" >&2
		exit 1
	}
	: >"$folder/src/$1.built"
}

# musl-gcc's own options know no program that is static and may be loaded anywhere.
compiler() {
	sed -e 's/Scrt1\.o/rcrt1.o/' -e '/^\*link:/,/^$/s/.*-dynamic-linker.*/-static -nostdlib --no-dynamic-linker -z text/' \
		"/usr/lib/$arch-linux-musl/musl-gcc.specs" >"$folder/static.specs"
	printf '#!/bin/sh\nexec cc "$@" -specs "%s"\n' "$folder/static.specs" >"$folder/cc"
	chmod +x "$folder/cc"
}

libraries() {
	rows >"$folder/rows"
	while read -r name version sum address; do
		[ -d "$folder/src/$name" ] || take "$name" "$version" "$sum" "$address"
	done <"$folder/rows"
	kernel_headers
	SOURCE_DATE_EPOCH=0 CC=musl-gcc CFLAGS="-O2 -fPIE -ffunction-sections -fdata-sections $(protections | xargs)"
	export SOURCE_DATE_EPOCH CC CFLAGS
	[ -f "$folder/src/small.built" ] || LIBRARIES='libyaml expat libplist' sh "$source/tests/lib/libraries.sh" "$folder"
	: >"$folder/src/small.built"
	build ncurses
	build openssl
	pkgconfig ncursesw ncursesw "$(cut -d+ -f1 "$folder/src/ncurses.version")"
	pkgconfig libcrypto crypto "$(cat "$folder/src/openssl.version")"
}

program() {
	rm -rf "$top/static-build"
	mkdir "$top/static-build"
	cd "$top/static-build"
	PKG_CONFIG_LIBDIR=$folder/lib/pkgconfig "$source/configure" --quiet --host="$host" --prefix=/usr --sysconfdir=/etc \
		--without-curl CC="$folder/cc" FORM2C="$FORM2C" CFLAGS='-O2 -g1' CPPFLAGS="-isystem $folder/include" \
		LDFLAGS='-Wl,--gc-sections -Wl,--build-id=none'
	make -s -j2 one/scepwiz
	version=$(sed -n "s/^#define PACKAGE_VERSION \"\(.*\)\"/\1/p" config.h)
	result=$top/dist/scepwiz-$version-linux-$arch
	mkdir -p "$top/dist"
	strip -s -o "$result" one/scepwiz
}

note() {
	cat <<END
scepwiz $version for Linux on $arch, in one file. It contains, compiled by packaging/static.sh of its sources:

END
	while read -r name version sum address; do
		printf '    %-9s %-14s %s\n' "$name" "$version" "$address"
		printf '    %-9s sha256 %s\n' '' "$sum"
	done <"$folder/rows"
	cat <<END
    musl      $(dpkg-query -W -f '${Version}' musl-tools 2>/dev/null || echo 'of the compiler')

libplist is under the LGPL, version 2.1 or later. To link this program with another libplist, unpack the sources of
scepwiz $version, change the row of libplist in packaging/static.sources, and run: ./bootstrap && make static
NOTICE in these sources has the licences. This file cannot ask a CA over the network: it has no libcurl.
END
}

compiler
libraries
program
note >"$result.txt"
echo "$result: $(wc -c <"$result") bytes"
