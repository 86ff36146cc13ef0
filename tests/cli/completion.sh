#!/bin/sh
# Completion for bash: what it offers, and that a draft's name is never run.
. "${SCEPWIZ_SOURCE:-.}/tests/tap.sh"
command -v bash >/dev/null || skip_all 'there is no bash'
source=$(cd "${SCEPWIZ_SOURCE:-.}" && pwd)
program=${SCEPWIZ:-./scepwiz}
program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program")
work=$(mktemp -d "${TMPDIR:-/tmp}/scepwiz-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/drafts" "$work/here"
cd "$work/here" || exit 1
SCEPWIZ_DRAFTS=$work/drafts
export SCEPWIZ_DRAFTS
# shellcheck disable=SC2016 # as they stand
for name in office 'two words' '$(touch ran)' '`touch ran`' '*'; do
	: >"$SCEPWIZ_DRAFTS/$name.yaml"
done

completed() { # WORD...: what is offered for the last, in one line
	# shellcheck disable=SC2016
	bash -c 'compopt() { :; }
		. "$1"/src/completion/scepwiz
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_scepwiz
		printf "[%s]" "${COMPREPLY[@]}"' bash "$source" "$program" "$@"
}
offers() { # NAME WANTED WORD...
	offers_name=$1 offers_wanted=$2
	shift 2
	check "$offers_name" test "$(completed "$@")" = "$offers_wanted"
}

offers 'a command' '[check]' ch
offers 'an option' '[--help]' --h
offers 'a format' '[text][json]' check --format ''
offers 'a platform' '[ios]' new x --platform i
offers 'a rule' '[key-size-weak]' check --ignore key-size-w
offers 'a key' '[challenge=]' set office chall
offers 'a draft' '[office]' check o
offers 'a draft whose name has blanks' '[two words]' check tw
# shellcheck disable=SC2016
offers 'a draft whose name is a command' '[$(touch ran)]' check '$'
completed check '' >/dev/null
check 'and is not run' test ! -e ran
finish
