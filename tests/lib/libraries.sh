#!/bin/sh
# Libraries for a compiler that has none, or with instruments in them: libraries.sh FOLDER
# Compiles those that are small from Debian's sources with $CC and $CFLAGS into FOLDER, for configure with
# PKG_CONFIG_LIBDIR=FOLDER/lib/pkgconfig: libyaml, expat, libplist, cmocka, or those in $LIBRARIES. A source that is in
# FOLDER/src/NAME is taken as it is, with its version in FOLDER/src/NAME.version where it is not Debian's. Ends with 77
# where the sources cannot be had. OpenSSL and ncurses are not among them: these take minutes.
set -eu
folder=$1
: "${CC:=cc}" "${AR:=ar}" "${CFLAGS:=-O1 -g}"
here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
mkdir -p "$folder/include" "$folder/lib/pkgconfig" "$folder/objects"
folder=$(cd "$folder" && pwd)
# compile NAME OPTION...: adds src/NAME/FILE for each FILE of standard input to lib/libNAME.a.
compile() {
	library=$1
	shift
	rm -f "$folder/lib/lib$library.a"
	while read -r file; do
		object=$folder/objects/$library-$(basename "$file" .c).o
		# shellcheck disable=SC2086 # a list of options
		$CC $CFLAGS -w "$@" -I"$folder/config" -c "$file" -o "$object"
		$AR rcs "$folder/lib/lib$library.a" "$object"
	done
}

pkgconfig() { # MODULE NAME VERSION
	cat >"$folder/lib/pkgconfig/$1.pc" <<END
Name: $1
Description: $1
Version: $3
Cflags: -isystem $folder/include
Libs: -L$folder/lib -l$2
END
}

version_of() { # SOURCE
	cat "$folder/src/$1.version" 2>/dev/null || dpkg-parsechangelog -l "$folder/src/$1/debian/changelog" -S Version | sed 's/^[0-9]*://; s/[-+~].*//'
}

mkdir -p "$folder/src"
for name in ${LIBRARIES:=libyaml expat libplist cmocka}; do
	[ ! -d "$folder/src/$name" ] || continue
	command -v dpkg-source >/dev/null || { echo 'there is no dpkg-source' && exit 77; }
	[ -d "$folder/apt-deb-src" ] || debian_begin "$folder" deb-src || exit 77
	debian_source "$name" "$folder/src/$name" || exit 77
done
cd "$folder/src"
mkdir -p "$folder/config"
cat >"$folder/config/expat_config.h" <<'END'
#define XML_CONTEXT_BYTES 1024
#define XML_DTD 1
#define XML_GE 1
#define XML_NS 1
#define HAVE_GETRANDOM 1
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define BYTEORDER 4321
#else
#define BYTEORDER 1234
#endif
END

ls libyaml/src/*.c | compile yaml -Ilibyaml/include -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 \
	-DYAML_VERSION_PATCH=5 '-DYAML_VERSION_STRING="0.2.5"'
cp libyaml/include/yaml.h "$folder/include"
pkgconfig yaml-0.1 yaml "$(version_of libyaml)"

# newer ones have the random numbers in a file of their own
find expat/expat/lib -name xmlparse.c -o -name xmlrole.c -o -name xmltok.c -o -name random_getrandom.c | sort | compile expat
cp expat/expat/lib/expat.h expat/expat/lib/expat_external.h "$folder/include"
pkgconfig expat expat "$(version_of expat)"

order=__LITTLE_ENDIAN__
! echo '__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__' | $CC -E -P - | grep -q '4321 == 4321' || order=__BIG_ENDIAN__
# src/base/node.c has a function of the same name
ls libplist/src/*.c libplist/libcnary/node.c libplist/libcnary/node_list.c | compile plist-2.0 -D_GNU_SOURCE \
	-Ilibplist/src -Ilibplist/include -Ilibplist/libcnary/include -D$order=1 -DHAVE_STRDUP -DHAVE_STRNDUP -DHAVE_STPCPY -DHAVE_MEMMEM \
	-DHAVE_GMTIME_R -DHAVE_LOCALTIME_R -DHAVE_TIMEGM -DHAVE_STRPTIME -DHAVE_TM_TM_GMTOFF -DHAVE_TM_TM_ZONE \
	'-DPACKAGE_VERSION="2"' -Dnode_insert=cnary_node_insert
cp -r libplist/include/plist "$folder/include"
pkgconfig libplist-2.0 plist-2.0 "$(version_of libplist)"

case " $LIBRARIES " in
*' cmocka '*) ;;
*) exit 0 ;;
esac
echo cmocka/src/cmocka.c | compile cmocka -Icmocka/include -DHAVE_SIGNAL_H=1 -DHAVE_STRUCT_TIMESPEC=1 \
	-DHAVE_CLOCK_GETTIME_REALTIME=1 -DHAVE_STRINGS_H=1 -DHAVE_INTTYPES_H=1 -DHAVE_TIME_H=1 -DHAVE_GCC_THREAD_LOCAL_STORAGE=1
cp cmocka/include/cmocka.h "$folder/include"
pkgconfig cmocka cmocka "$(version_of cmocka)"
