#!/bin/sh
# What holding a secret leaves outside of the program, and who may look into it: see traces.py.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
[ -r /proc/self/status ] || skip_all 'there is no /proc to look into'
own_folder
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
SANITIZED=$asan
export SANITIZED
python3 "$SCEPWIZ_SOURCE/tests/fault/traces.py" "$SCEPWIZ" "$work"
