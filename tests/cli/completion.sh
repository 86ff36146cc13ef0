#!/bin/sh
# Completion in bash: what is offered where, and that the name of a draft, which may be a stranger's, is
# never run.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
command -v bash >/dev/null || skip_all 'there is no bash'

complete() { # WORD...: what is offered for the last one
	bash -c '
		. "$1/src/completion/scepwiz"
		compopt() { :; }
		COMP_WORDS=("${@:2}") COMP_CWORD=$(($# - 2))
		_scepwiz
		printf "%s\n" "${COMPREPLY[@]}"' - "$SCEPWIZ_SOURCE" "$SCEPWIZ" "$@"
}

# shellcheck disable=SC2016 # nothing is to be expanded
tricks() {
	printf '%s\n' '$(touch run)' '`touch run`' '${x:=$(touch run)}' '<(touch run)' 'a b' "a'b" 'a"b' 'a\b' '*' '-n' \
		'~' '!!' '%s%n' "$(printf 'a\033]0;x\007b')"
}
tricks | while IFS= read -r name; do : >"drafts/$name.yaml"; done
: >"drafts/$(printf 'two\nlines').yaml"

unchanged 'commands' complete ex
unchanged 'options' complete export --f
unchanged 'formats' complete check --format ''
unchanged 'options everywhere' complete --h
unchanged 'platforms' complete new x --platform i
unchanged 'fields' complete set a.yaml set_
unchanged 'rules' complete rules challenge-
unchanged 'rules to accept' complete accept a.yaml challenge-s
unchanged 'options of accept' complete accept a.yaml --re
tricks | LC_ALL=C sort >"$results/names"
(cd home && complete check '') | LC_ALL=C sort >"$results/offered"
diff "$results/names" "$results/offered" | sed 's/^/# /'
cmp -s "$results/names" "$results/offered"
ok $? 'drafts are offered as they are called'
find . -name run >"$results/run"
[ ! -s "$results/run" ]
ok $? 'and nothing in their names is run'
finish_transcripts
