#!/bin/sh
# ./bootstrap with and without packages, root, sudo, a terminal and a network: what it installs, what it says and where it
# ends. The tools that it calls are stand-ins that write down how they were called.
# shellcheck disable=SC2016,SC2086 # what stand-ins do, and lists of packages
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
own_folder
mkdir "$work/tools" "$work/tree" || exit 1
cp "$SCEPWIZ_SOURCE/bootstrap" "$work/tree" && chmod u+w "$work/tree/bootstrap" || exit 1
for tool in sh awk cat chmod dirname env find grep printf tail touch tr; do
	ln -s "$(command -v "$tool")" "$work/tools/$tool" || exit 1
done

stand_in() { # NAME: what it does is on standard input
	{
		echo '#!/bin/sh'
		cat
	} >"$work/tools/$1"
	chmod +x "$work/tools/$1"
}
stand_in called <<'END'
echo "$*" >>"$work/called"
END
stand_in apt-get <<'END'
[ "$*" != 'update -qq' ] || { called apt-get update; exit 0; }
case " $* " in
*' --print-uris '*)
	for word; do
		case $word in
		install | -* | Debug*) ;;
		*) echo "'http://deb.example/$word.deb' $word.deb 1500000 SHA256:0" ;;
		esac
	done
	exit 0
	;;
esac
shift 4
called apt-get install "$@"
for package; do
	[ -z "$(grep -x "$package" "$work/offline")" ] || { echo "E: Failed to fetch $package" >&2; exit 100; }
done
printf '%s\n' "$@" >>"$work/installed"
END
stand_in apt-cache <<'END'
! grep -qx "$2" "$work/unknown"
END
stand_in dpkg-query <<'END'
grep -qx "$4" "$work/installed" && echo installed
END
stand_in id <<'END'
cat "$work/user"
END
stand_in pkg-config <<'END'
grep -qx "$2" "$work/modules"
END
stand_in autoreconf <<'END'
called autoreconf
printf '#!/bin/sh\ncalled configure "$@"\ntouch Makefile config.status\n' >configure
chmod +x configure
END
stand_in make <<'END'
called make
END
stand_in sudo.sh <<'END'
[ "$1" != -n ] || { shift; [ ! -e "$work/password" ] || exit 1; }
[ "$1" = true ] || called sudo
"$@"
END
export work

building='gcc libc6-dev libncurses-dev libplist-dev libyaml-dev libssl-dev libexpat1-dev'
of_checkout='autoconf automake'

# A machine as it is at first: what is installed, who runs it, and what cannot be had.
machine() { # USER [PACKAGE...]
	echo "$1" >"$work/user"
	shift
	(cd "$work" && rm -rf called password tools/sudo && cd tree && rm -f configure* Makefile* config.status)
	for list in called offline unknown modules installed; do
		: >"$work/$list"
	done
	[ $# = 0 ] || printf '%s\n' "$@" >"$work/installed"
}

boots() { # STATUS ARGUMENT...
	wanted=$1
	shift
	PATH=$work/tools "$work/tools/sh" "$work/tree/bootstrap" "$@" >"$work/out" 2>"$work/err" </dev/null
	status=$?
	[ "$status" = "$wanted" ] || { cat "$work/out" "$work/err"; echo "status $status"; return 1; }
}

said() { # TEXT...
	for text; do
		grep -qF -e "$text" "$work/err" || { echo "not said: $text"; cat "$work/err"; return 1; }
	done
}

called() { # LINE...: all that was called
	printf '%s\n' "$@" >"$work/wanted"
	diff "$work/wanted" "$work/called"
}

built() {
	tail -n 3 "$work/called" | tr '\n' ' ' | grep -qx 'autoreconf configure[^/]* make ' || { cat "$work/called"; return 1; }
}

root_installs_what_building_needs() {
	machine 0
	boots 0 && built && said "missing: $building $of_checkout libcurl4-openssl-dev" &&
		called 'apt-get update' "apt-get install $building $of_checkout" 'apt-get install libcurl4-openssl-dev' \
			autoreconf 'configure --quiet' make
}

nothing_is_missing() {
	machine 1000 $building $of_checkout libcurl4-openssl-dev
	boots 0 --prefix=/opt/x && called autoreconf 'configure --quiet --prefix=/opt/x' make && boots 0 && boots 0 CC=clang &&
		called autoreconf 'configure --quiet --prefix=/opt/x' make make 'configure --quiet CC=clang' make
}

what_is_found_is_not_installed() {
	machine 0 gcc libc6-dev $of_checkout
	printf '%s\n' ncursesw libplist-2.0 yaml-0.1 libcrypto expat libcurl >"$work/modules"
	boots 0 && called autoreconf 'configure --quiet' make
}

a_distribution_needs_no_autoconf() {
	machine 0
	touch "$work/tree/configure.ac" "$work/tree/Makefile.am"
	printf '#!/bin/sh\ncalled configure "$@"\ntouch Makefile config.status\n' >"$work/tree/configure"
	chmod +x "$work/tree/configure"
	touch -t 202001010000 "$work/tree/configure.ac" "$work/tree/Makefile.am"
	boots 0 && called 'apt-get update' "apt-get install $building" 'apt-get install libcurl4-openssl-dev' \
		'configure --quiet' make
}

tests_and_what_the_system_does_not_know() {
	machine 0 $building $of_checkout libcurl4-openssl-dev
	echo scep >"$work/unknown"
	boots 0 --tests && built && said 'no package scep: without it tests are skipped or fail in tests/servers/enrol.sh' &&
		grep -q '^apt-get install .*libcmocka-dev .*e2fsprogs$' "$work/called" && ! grep -qw scep "$work/called"
}

lists_that_are_empty() {
	machine 0 $building $of_checkout libcurl4-openssl-dev
	printf '%s\n' gcc scep >"$work/unknown"
	boots 0 --tests && grep -q '^apt-get install .* scep ' "$work/called"
}

tests_later_are_found_by_configure() {
	machine 0 $building $of_checkout libcurl4-openssl-dev
	boots 0 && : >"$work/called" &&
		printf '#!/bin/sh\n[ "$1" = --config ] && echo "'"'--prefix=/opt/a b'"'"\n' >"$work/tree/config.status" &&
		chmod +x "$work/tree/config.status" && boots 0 --tests && grep -qx 'configure --quiet --prefix=/opt/a b' "$work/called"
}

tests_that_cannot_be_fetched() {
	machine 0 $building $of_checkout
	printf '%s\n' scep libcurl4-openssl-dev >"$work/offline"
	boots 0 --tests && built && said 'could not install: libcurl4-openssl-dev' 'could not install: libcmocka-dev'
}

neither_root_nor_sudo() {
	machine 1000
	boots 1 && said 'Run this as root, then ./bootstrap again:' \
		"    apt-get install --no-install-recommends $building $of_checkout libcurl4-openssl-dev" && [ ! -s "$work/called" ]
}

only_packages_of_tests_are_missing() {
	machine 1000 $building $of_checkout libcurl4-openssl-dev
	boots 0 --tests && built && said 'building without: libcmocka-dev' || return 1
	for option in '' --no-install; do
		machine 1000 $building $of_checkout libcurl4-openssl-dev
		boots 0 $option && built && [ "$(wc -l <"$work/err")" = 1 ] || return 1
	done
}

only_the_network_is_missing() {
	machine 1000 $building $of_checkout
	boots 0 && built && said 'building without: libcurl4-openssl-dev' || return 1
	machine 1000 $building $of_checkout
	boots 0 --without-curl && built && ! grep -q curl4 "$work/err"
}

with_sudo() {
	machine 1000
	ln -s sudo.sh "$work/tools/sudo"
}

sudo_without_a_terminal() {
	with_sudo
	boots 1 && said 'Use --yes' "    apt-get install --no-install-recommends $building" && [ ! -s "$work/called" ]
}

sudo_without_a_terminal_and_yes() {
	with_sudo
	boots 0 --yes && built &&
		[ "$(grep -c '^sudo$' "$work/called")" = 3 ] && grep -q "^apt-get install $building" "$work/called"
}

sudo_that_wants_a_password() {
	with_sudo
	: >"$work/password"
	boots 1 --yes && said 'sudo needs a password' "    apt-get install --no-install-recommends $building" &&
		[ ! -s "$work/called" ]
}

nothing_is_to_be_installed() {
	machine 0
	boots 1 --no-install && said "missing: $building" "    apt-get install --no-install-recommends $building" &&
		[ ! -s "$work/called" ]
}

no_network() {
	machine 0
	echo libyaml-dev >"$work/offline"
	boots 1 && said 'E: Failed to fetch' "could not install: $building $of_checkout. Check the network" &&
		[ "$(grep -n 'could not install' "$work/err")" = "$(grep -n . "$work/err" | tail -n 1)" ] &&
		[ "$(grep -c 'apt-get install' "$work/called")" = 1 ]
}

no_tool_for_packages() {
	machine 1000
	mv "$work/tools/apt-get" "$work/apt-get"
	boots 0 && built && said 'Building with what there is' "missing: $building"
	result=$?
	mv "$work/apt-get" "$work/tools/apt-get"
	return $result
}

help_is_shown() {
	machine 0
	boots 0 --help && for option in --tests --no-install --yes --prefix=; do
		grep -qF -e "$option" "$work/out" || return 1
	done && [ ! -s "$work/called" ]
}

on_a_terminal() { # ANSWER
	with_sudo
	python3 -B - "$SCEPWIZ_SOURCE/tests/cli" "$work/tools" "$1" "$work/tree/bootstrap" >"$work/err" <<-'END_PY'
		import os, sys
		sys.path.insert(0, sys.argv[1])
		from terminal import converse
		os.environ["PATH"] = sys.argv[2]
		shown, status = converse(sys.argv[4:], [(b"[Y/n] ", sys.argv[3].encode() + b"\n")])
		sys.stdout.buffer.write(shown)
		sys.exit(status)
	END_PY
}

on_a_terminal_it_asks() {
	on_a_terminal y && built && said 'Install them with sudo apt-get (10 packages, 15 MB to download)? [Y/n]' &&
		on_a_terminal n
	[ $? = 1 ] && said 'nothing installed' && [ ! -s "$work/called" ]
}

tests_that_are_named_are_there() {
	awk '/^test / { for (i = 6; i <= NF; i++) { sub(/,$/, "", $i); print $i } }' "$SCEPWIZ_SOURCE/bootstrap" | sort -u >"$work/named"
	[ -s "$work/named" ] && while read -r name; do
		[ -e "$SCEPWIZ_SOURCE/$name" ] || { echo "there is no $name"; return 1; }
	done <"$work/named"
}

check 'root: what building needs is installed, and no more' root_installs_what_building_needs
check 'nothing is missing: nothing is installed, and other words go to configure' nothing_is_missing
check 'what is found, whichever package it came with, is not installed' what_is_found_is_not_installed
check 'a distribution needs no autoconf' a_distribution_needs_no_autoconf
check '--tests leaves out what the system does not know, and says which tests need it' tests_and_what_the_system_does_not_know
check '--tests with lists that are empty' lists_that_are_empty
check '--tests after a build: configure looks again, with its options' tests_later_are_found_by_configure
check 'packages of tests that cannot be fetched stop nothing' tests_that_cannot_be_fetched
check 'no root, no sudo: a line to copy' neither_root_nor_sudo
check 'packages of tests that are missing stop nothing' only_packages_of_tests_are_missing
check 'without libcurl it is built' only_the_network_is_missing
check 'sudo and no terminal: a line to copy' sudo_without_a_terminal
check 'sudo and no terminal: --yes' sudo_without_a_terminal_and_yes
check 'sudo and no terminal: --yes, but a password' sudo_that_wants_a_password
check '--no-install installs nothing' nothing_is_to_be_installed
check 'no network: a sentence behind what apt says' no_network
check 'neither apt-get, dnf nor brew: it is tried' no_tool_for_packages
check '--help' help_is_shown
check 'the tests that it names are there' tests_that_are_named_are_there
if python3 -c 'import pty' 2>/dev/null; then
	check 'sudo and a terminal: asked, with the cost' on_a_terminal_it_asks
else
	skip 'sudo and a terminal: asked, with the cost' 'there is no python3 with pty'
fi
finish
