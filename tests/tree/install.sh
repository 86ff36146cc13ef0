#!/bin/sh
# make install below another root, and make uninstall: what comes is what goes, with the folders that only scepwiz has.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
own_folder
build=${SCEPWIZ_BUILD:-.}
unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR

makes() { # TARGET
	make -s -C "$build" "$1" DESTDIR="$work/root"
}

own_folders() {
	find "$work/root" -type d -name scepwiz
}

check 'make install' makes install
[ -n "$(find "$work/root" -name scepwiz -type f -perm -111)" ] && [ -n "$(find "$work/root" -name 'scepwiz.1')" ] &&
	[ -n "$(own_folders)" ]
ok $? 'there are the program, its page and its folders'
check 'make uninstall' makes uninstall
[ -z "$(find "$work/root" ! -type d)" ]
ok $? 'no file is left'
[ -z "$(own_folders)" ]
ok $? 'nor a folder of its own'
check 'make install again' makes install
: >"$(own_folders | head -n 1)/a file of another"
check 'make uninstall with a file of somebody else' makes uninstall
[ "$(find "$work/root" ! -type d)" = "$(own_folders)/a file of another" ]
ok $? 'that file is left'
finish
