#!/bin/sh
# Builds the fuzz targets with libyaml, expat and libplist compiled from Debian's sources with the same
# instruments, so that errors inside of them are found and their branches count as new: instrumented.sh FOLDER
# The programs are then in FOLDER/build; there run.sh SECONDS [CORPUS] runs them. Ends with 77 where the sources cannot be had.
set -eu
mkdir -p "${1:?instrumented.sh FOLDER}"
folder=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")/../.." && pwd)
: "${CC:=clang}"
export CC
# libplist guesses how long a number will be by casts and signs that the largest ones do not fit into
CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=float-cast-overflow,signed-integer-overflow -fno-sanitize-recover=all -fno-omit-frame-pointer' \
	sh "$source/tests/lib/libraries.sh" "$folder"
mkdir -p "$folder/build"
cd "$folder/build"
# what is found there comes first; OpenSSL and ncurses are the system's
[ -f Makefile ] || PKG_CONFIG_PATH=$folder/lib/pkgconfig "$source/configure" --quiet --enable-fuzzers
make -s -j2
