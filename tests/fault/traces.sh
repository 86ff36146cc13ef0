#!/bin/sh
# What holding a secret leaves outside of the program, and who may look into it: see traces.py.
. "${SCEPWIZ_SOURCE:-.}/tests/tap.sh"
: "${SCEPWIZ:=./scepwiz}"
command -v python3 >/dev/null || skip_all 'there is no python3'
[ -r /proc/self/status ] || skip_all 'there is no /proc to look into'
SCEPWIZ=$(cd "$(dirname "$SCEPWIZ")" && pwd)/$(basename "$SCEPWIZ")
SCEPWIZ_SOURCE=$(cd "${SCEPWIZ_SOURCE:-.}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" || exit 1
LC_ALL=C.UTF-8 HOME=$work/home SCEPWIZ_DRAFTS=$work/home
PYTHONDONTWRITEBYTECODE=1 # the tree of the sources is left as it is
export LC_ALL HOME SCEPWIZ_DRAFTS PYTHONDONTWRITEBYTECODE
unset XDG_DATA_HOME SCEP_CHALLENGE VISUAL EDITOR
ldd "$SCEPWIZ" 2>/dev/null | grep -q asan && SANITIZED=1 && export SANITIZED
python3 "$SCEPWIZ_SOURCE/tests/fault/traces.py" "$SCEPWIZ" "$work"
