#!/bin/sh
# Program and helpers in one file: it executes itself as its worker, and looks for no other.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
built=${SCEPWIZ_BUILD:-$SCEPWIZ_SOURCE}/one/scepwiz
[ -x "$built" ] || skip_all 'there is no one/scepwiz (no getauxval, ld or objcopy)'
mkdir one helpers && cp "$built" one/scepwiz && one=$work/one/scepwiz || exit 1

good_draft a.yaml
check 'an export, which the worker writes' "$one" export a.yaml -o a.mobileconfig
"$SCEPWIZ" export a.yaml -o b.mobileconfig 2>/dev/null
check 'the same bytes as with the other worker' cmp a.mobileconfig b.mobileconfig
printf '#!/bin/sh\n: >"%s/run"\n' "$work" >one/scepwiz-worker
chmod +x one/scepwiz-worker
check 'an import' "$one" import a.mobileconfig -o ./imported.yaml
check 'a worker beside it is not run' [ ! -e run ]
for name in scepwiz-worker scepwiz-ask; do
	ln -s "$one" "helpers/$name"
	[ "$name" = scepwiz-worker ] || [ -x "$(dirname "$SCEPWIZ")/$name" ] || continue # it is built where libcurl is
	says=$(PATH=$work/helpers:$PATH $name 2>&1)
	status=$?
	case $status$says in
	2*'Do not run it by hand.') true ;;
	*) echo "# $status $says" && false ;;
	esac
	ok $? "by the name of $name it is $name"
done
finish
