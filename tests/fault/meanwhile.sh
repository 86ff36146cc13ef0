#!/bin/sh
# What other programs do with a draft's folder meanwhile: see meanwhile.py.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"
fault_library "$results/fault.so"
good_draft "$results/first.yaml"
SCEP_CHALLENGE=correct-horse-battery PYTHONDONTWRITEBYTECODE=1
export SCEP_CHALLENGE PYTHONDONTWRITEBYTECODE
unset VISUAL EDITOR
python3 "$SCEPWIZ_SOURCE/tests/fault/meanwhile.py" "$SCEPWIZ" "$work" "$results" "$preload"
