#!/bin/sh
# Where a secret is, and where it must not be: see secret.py.
. "${SCEPWIZ_SOURCE:-.}/tests/tap.sh"
: "${SCEPWIZ:=./scepwiz}"
command -v python3 >/dev/null || skip_all 'there is no python3'
command -v infocmp >/dev/null || skip_all 'there is no infocmp to tell what sequences a terminal has'
SCEPWIZ=$(cd "$(dirname "$SCEPWIZ")" && pwd)/$(basename "$SCEPWIZ")
work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
# ASan keeps what was freed, so there the memory is not looked through. Bound at once: binding later would
# save registers, and with them what was copied last, on the stack.
ldd "$SCEPWIZ" 2>/dev/null | grep -q asan ||
	${CC:-cc} -D_GNU_SOURCE -shared -fPIC -O1 -Wl,-z,now -o "$work/fault.so" \
		"${SCEPWIZ_SOURCE:-.}/tests/fault/fault.c" -ldl 2>/dev/null ||
	skip_all 'the library of faults cannot be built here (it is for glibc)'
mkdir "$work/home" || exit 1
LC_ALL=C.UTF-8 HOME=$work/home SCEPWIZ_DRAFTS=$work/home
PYTHONDONTWRITEBYTECODE=1 # the tree of the sources is left as it is
export LC_ALL HOME SCEPWIZ_DRAFTS PYTHONDONTWRITEBYTECODE
unset XDG_DATA_HOME SCEP_CHALLENGE VISUAL EDITOR
python3 "${SCEPWIZ_SOURCE:-.}/tests/fault/secret.py" "$SCEPWIZ" "$work"
