#!/bin/sh
# Where a secret is, and where it must not be: see secret.py.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
command -v infocmp >/dev/null || skip_all 'there is no infocmp to tell what sequences a terminal has'
own_folder
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
# ASan keeps what was freed, so there the memory is not looked through. Bound at once: binding later would
# save registers, and with them what was copied last, on the stack.
[ -n "$asan" ] || fault_library "$work/fault.so" -Wl,-z,now
python3 "$SCEPWIZ_SOURCE/tests/fault/secret.py" "$SCEPWIZ" "$work"
