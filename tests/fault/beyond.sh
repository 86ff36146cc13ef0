#!/bin/sh
# What a session may do beyond its walls, and what it asks for before: see beyond.py.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
command -v infocmp >/dev/null || skip_all 'there is no infocmp to tell what sequences a terminal has'
own_folder
if grep -q -e __asan_init -e __gcov_init "$SCEPWIZ"; then
	ok 0 'a program with instruments has no walls'
	finish
	exit
fi
python3 -c 'import ctypes, sys; sys.exit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)' 2>/dev/null ||
	skip_all 'the kernel has no Landlock'
python3 "$SCEPWIZ_SOURCE/tests/fault/beyond.py" "$SCEPWIZ" "$work"
