#!/bin/sh
# What other programs do with a draft's folder meanwhile: see meanwhile.py.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
# ASan wants to come first
asan=$(ldd "$SCEPWIZ" 2>/dev/null | awk '/lib(clang_rt\.)?asan/ { print $3 }')
${CC:-cc} -D_GNU_SOURCE -shared -fPIC -O1 -o "$results/fault.so" "$SCEPWIZ_SOURCE/tests/fault/fault.c" -ldl \
	2>/dev/null || skip_all 'the library of faults cannot be built here (it is for glibc)'
good_draft "$results/first.yaml"
SCEP_CHALLENGE=correct-horse-battery PYTHONDONTWRITEBYTECODE=1
export SCEP_CHALLENGE PYTHONDONTWRITEBYTECODE
unset VISUAL EDITOR
python3 "$SCEPWIZ_SOURCE/tests/fault/meanwhile.py" "$SCEPWIZ" "$work" "$results" "$asan${asan:+ }$results/fault.so"
