#!/bin/sh
# Files that are made to cost time and memory: see cost.py.
. "${SCEPWIZ_SOURCE:-.}/tests/tap.sh"
: "${SCEPWIZ:=./scepwiz}"
command -v python3 >/dev/null || skip_all 'there is no python3'
work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
HOME=$work SCEPWIZ_DRAFTS=$work PYTHONDONTWRITEBYTECODE=1
export HOME SCEPWIZ_DRAFTS PYTHONDONTWRITEBYTECODE
unset XDG_DATA_HOME
python3 "${SCEPWIZ_SOURCE:-.}/tests/cost.py" "$SCEPWIZ" "$work"
