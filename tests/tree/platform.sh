#!/bin/sh
# Builds scepwiz for another platform and runs its unit tests there: platform.sh i386|s390x|musl FOLDER
# In a native build folder, whose src/form2c it takes (or in $FORM2C). What the platform needs beyond a
# compiler is unpacked below FOLDER, not installed. Ends with 77, and says why, where it cannot be had. TESTS="tests/unit/test_url
# ..." runs these alone.
#   i386   words of 32 bits; gcc-i686-linux-gnu, the libraries of Debian i386; runs on x86-64
#   s390x  the first byte is the highest, char is unsigned; gcc-s390x-linux-gnu, the libraries of Debian s390x, qemu-user
#   musl   another C library; musl-tools, and libraries compiled from Debian's sources. There is no OpenSSL: everything is
#          compiled, and those tests are run that do without
set -eu
platform=${1:?platform.sh i386|s390x|musl FOLDER}
mkdir -p "${2:?platform.sh i386|s390x|musl FOLDER}"
folder=$(cd "$2" && pwd)
source=$(cd "$(dirname "$0")/../.." && pwd)
FORM2C=$(realpath "${FORM2C:-src/form2c}")
. "$source/tests/lib/debian.sh"
. "$source/tests/lib/screens.sh"

need() {
	for program; do
		command -v "$program" >/dev/null || {
			echo "not tested on $platform: there is no $program"
			exit 77
		}
	done
}

# Libraries of another architecture of Debian, beside its compiler.
foreign() { # ARCHITECTURE HOST
	host=$2 root=$folder/root
	need "$host-gcc"
	[ -f "$root/whole" ] || {
		debian_begin "$folder" deb "$1" && debian_root "$root" libc6-dev libc-bin libncurses-dev libplist-dev libyaml-dev \
			libssl-dev libexpat1-dev libcmocka-dev
	} || exit 77
	PKG_CONFIG_SYSROOT_DIR=$root
	PKG_CONFIG_LIBDIR=$(printf '%s:' "$root"/usr/lib/*-linux-gnu/pkgconfig)$root/usr/share/pkgconfig
	export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_LIBDIR
	CC="$host-gcc --sysroot=$root"
}


# Headers of libraries that are not compiled anew, and of the kernel: the same for each C library. There is nothing to link.
headers_alone() {
	include=$folder/include triplet=/usr/include/$(cc -print-multiarch)
	for header in /usr/include/*curses*.h /usr/include/term.h /usr/include/unctrl.h /usr/include/linux \
		/usr/include/asm-generic "$triplet/asm"; do
		ln -sfn "$header" "$include"
	done
	mkdir -p "$include/openssl"
	ln -sf /usr/include/openssl/*.h "$triplet"/openssl/*.h "$include/openssl"
	for module in ncursesw libcrypto; do
		printf 'Name: %s\nDescription: headers\nVersion: %s\nCflags: -isystem %s\nLibs:\n' $module \
			"$(pkg-config --modversion $module)" "$include" >"$folder/lib/pkgconfig/$module.pc"
	done
}

# Runs a test. What the emulator does otherwise than a kernel is skipped: it says a word of its own of a crash, keeps some
# signals and limits to itself, tells another beginning of a process, finds out late that a program is missing, and
# executes none of that platform.
emulator() {
	cat <<END
#!/bin/sh
$qemu "\$@" >"\$1.out" 2>&1
status=\$?
sed -E 's/^not ok ([0-9]+) # SKIP/ok \1 # SKIP/
	s/^not ok ([0-9]+) - ($(echo $not_emulated | tr ' ' '|'))\$/ok \1 # SKIP \2, which the emulator does otherwise/' \
	"\$1.out" >"\$1.tap"
cat "\$1.tap"
[ \$status -lt 128 ] || exit \$status
! grep -q '^not ok' "\$1.tap"
END
}
not_emulated='a_mistake_of_its_own_puts_back_tells_where_and_aborts
	a_crash_puts_back_tells_what_it_was_and_ends_by_it
	a_session_is_taken_over when_a_process_began_is_what_the_system_tells
	one_that_is_inside_is_this_program limits_hold_where_no_filter_does its_limits_are_set one_that_is_missing_is_named signals_wait_while_there_is_a_temporary_file'

objects='$(scepwiz_OBJECTS) $(scepwiz_worker_OBJECTS)' programs='scepwiz scepwiz-worker' LDFLAGS= run= libs= others=
worker=$(dirname "$FORM2C")/../scepwiz-worker
case $platform in
i386)
	foreign i386 i686-linux-gnu
	# what is linked runs as it is, with the libraries below the root
	libraries=$(echo "$root"/usr/lib/*-linux-gnu)
	LDFLAGS="-Wl,--disable-new-dtags -Wl,--dynamic-linker=$root/lib/ld-linux.so.2"
	LDFLAGS="$LDFLAGS -Wl,-rpath,$libraries:$root/lib/${libraries##*/}"
	;;
s390x)
	need qemu-s390x
	foreign s390x s390x-linux-gnu
	# locales are files in the machine's own byte order
	qemu="qemu-s390x -E LOCPATH=$root/usr/lib/locale $root/lib/ld64.so.1"
	qemu="$qemu --library-path $root/lib/s390x-linux-gnu:$root/usr/lib/s390x-linux-gnu" run=$folder/build/emulate
	;;
musl)
	need musl-gcc cc pkg-config
	host=$(cc -dumpmachine | sed 's/-[^-]*$//')-musl CC=musl-gcc
	CC=$CC sh "$source/tests/lib/libraries.sh" "$folder"
	headers_alone
	PKG_CONFIG_LIBDIR=$folder/lib/pkgconfig CPPFLAGS="-isystem $folder/include"
	export PKG_CONFIG_LIBDIR CPPFLAGS
	programs='libscepwiz.a libask.a libworker.a'
	;;
*)
	echo "platform.sh: $platform is neither i386, s390x nor musl"
	exit 1
	;;
esac

mkdir -p "$folder/build"
cd "$folder/build"
[ -f Makefile ] || "$source/configure" --quiet --host="$host" --without-curl --libexecdir="$folder/libexec" --enable-werror CC="$CC" FORM2C="$FORM2C" LDFLAGS="$LDFLAGS"
cat >platform.mk <<END
include Makefile
platform-objects: $objects $programs
platform-tests: \$(filter-out %/test_damaged,\$(unit_tests))
platform-names:
	@printf '%s\n' \$(filter-out %/test_damaged,\$(unit_tests))
END
make -s -j2 -f platform.mk platform-objects
tests=${TESTS:-$(make -s -f platform.mk platform-names)}
case $platform in
s390x) # the kernel runs no program of s390x: a script does; and no test that starts itself as another program
	# nor those of the screen, which has no order of bytes
	tests=$(printf '%s\n' $tests | grep -v test_ask_run)
	[ -n "${TESTS-}" ] || tests=$(for test in $tests; do
		is_of_the_screen "$test" || echo "$test"
	done)
	head -c 4 scepwiz-worker | grep -q ELF && mv scepwiz-worker scepwiz-worker.s390x # or there from another run
	printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$qemu" "$PWD/scepwiz-worker.s390x" >scepwiz-worker
	emulator >emulate
	export SCEPWIZ_ONE_IN=11 # of many cases alike
	chmod +x scepwiz-worker emulate
	;;
musl) mkdir -p ../libexec/scepwiz && cp "$worker" ../libexec/scepwiz && cp "$worker" . ;; # it is asked by every C library alike
esac
# shellcheck disable=SC2086 # lists of words
case $platform in
musl) # what makes certificates by OpenSSL is compiled, and cannot be linked
	make -s -j2 tests/lib/libtest.a $(printf '%s.o ' $tests)
	libs='core_libs=$(asking_libs)' others='check_DATA=' # so cannot all programs in one file
	make -s -k -j2 "$libs" $tests >unlinked 2>&1 || :
	all=$(echo "$tests" | wc -l)
	tests=$(for test in $tests; do [ ! -x "$test" ] || echo "$test"; done)
	linked=$(echo "$tests" | wc -l)
	echo "$linked of $all unit tests do without OpenSSL"
	[ "$linked" -gt $((all / 2)) ]
	;;
*) make -s -j2 $tests ;;
esac
tests=$(echo $tests) # in a line
make -s -j2 check-TESTS TESTS="$tests" check_PROGRAMS="$tests" LOG_COMPILER="$run" VERBOSE=1 ${libs:+"$libs"} $others
