#!/bin/sh
# Completion in bash, zsh and fish: what is offered where, and that the name of a draft, which may be a stranger's, is
# never run.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
command -v bash >/dev/null || skip_all 'there is no bash'

complete() { # WORD...: what is offered for the last one
	bash -c '
		. "$1/src/completion/scepwiz"
		compopt() { :; }
		COMP_WORDS=("${@:2}") COMP_CWORD=$(($# - 2))
		_scepwiz
		printf "%s\n" "${COMPREPLY[@]}"' - "$built" "$SCEPWIZ" "$@"
}
built=$(dirname "$SCEPWIZ")

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
unchanged 'formats of a profile' complete export --format ''
unchanged 'formats of fields' complete fields --format ''
unchanged 'values' complete set a.yaml key_size = ''
unchanged 'values, right behind the sign' complete set a.yaml key_size =
unchanged 'values of a switch' complete set a.yaml include_root_certificate = y
unchanged 'values of several' complete set a.yaml key_usage = ''
unchanged 'sources of a secret' complete set a.yaml challenge = ''
unchanged 'sources of a secret, behind @' complete set a.yaml challenge =@
unchanged 'what a certificate begins with' complete set a.yaml root_certificate =
unchanged 'what a fingerprint begins with' complete set a.yaml fingerprint =
unchanged 'values of a text, which has none' complete set a.yaml url = ''
unchanged 'a key that is a command of sed' complete set a.yaml 'k/;e touch run;#' = ''
unchanged 'an option that is a command of sed' complete check '-k/;e touch run;#' ''
unchanged 'values of --set' complete new --set platform = ''
unchanged 'colors' complete check --color ''
unchanged 'an option with =' complete check --format = s
unchanged 'behind an option that takes nothing' complete rules --help url-m
unchanged 'behind a text nothing is offered' complete accept x url-missing --reason ''
unchanged 'forms' complete edit x --form ac
: >ca.pem
: >k.mobileconfig
: >hand.yaml
: >.hand.yaml.scepwiz
mkdir folder
drafts_away() { # ARGUMENT...: without those of the drafts folder
	SCEPWIZ_DRAFTS=$work/none complete "$@"
}
unchanged 'files for edit' drafts_away edit ''
unchanged 'files for check' drafts_away check ''
unchanged 'files for merge' drafts_away merge ''
unchanged 'files for --since' drafts_away show x --since ''
unchanged 'files for import' drafts_away import ''
unchanged 'files for --sign' drafts_away export x --sign ''
unchanged 'files for a certificate' drafts_away set x root_certificate =@
unchanged 'files for a certificate, behind --set' drafts_away new x --set root_certificate =@ c
unchanged 'files for any other value' drafts_away set x policy_notes =@ k
unchanged 'behind the last operand nothing is offered' drafts_away edit x ''
unchanged 'a command without operands' drafts_away list ''
unchanged 'operands behind options' drafts_away accept --reason x hand url-miss
unchanged 'both files of diff' drafts_away diff hand.yaml k
unchanged 'fields to comment' drafts_away comment hand.yaml key_s
unchanged 'hidden files, once the dot is typed' drafts_away export x --sign .
rm -r ca.pem k.mobileconfig hand.yaml .hand.yaml.scepwiz folder
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

zsh_complete() { # WORD...: what _scepwiz gives to zsh
	zsh -f -c '
		compdef() { :; }
		compset() { PREFIX=${PREFIX#*=}; }
		_files() { print -r -- files "$@"; }
		compadd() { [[ $1 != -S ]] || { print -r -- no blank; shift 2; }; print -rl -- ${(PM)2:#$PREFIX*}; }
		. "$1/src/completion/_scepwiz"
		words=("${(@q)@[2,-1]}") CURRENT=$#words PREFIX=$@[-1]
		_scepwiz' - "$built" "$SCEPWIZ" "$@"
}
fish_complete() { # TEXT: what fish shows behind it
	PATH=$built:$PATH XDG_CONFIG_HOME=$results/fish XDG_DATA_HOME=$results/fish \
		fish -N -c 'source $argv[1]/src/completion/scepwiz.fish; complete -C $argv[2]' "$built" "scepwiz $1"
}
in_shell() { # SHELL NAME COMMAND...
	in_name="$1: $2" in_program=$1
	shift 2
	if command -v "$in_program" >/dev/null; then
		unchanged "$in_name" "$@"
	else
		skip_case "$in_name" "there is no $in_program"
	fi
}
in_shell zsh 'commands' zsh_complete ex
in_shell zsh 'formats' zsh_complete check --format ''
in_shell zsh 'an option with =' zsh_complete check --format=s
in_shell zsh 'fields' zsh_complete set a.yaml set_
in_shell zsh 'values' zsh_complete set a.yaml key_size=
in_shell zsh 'files for import' zsh_complete import ''
in_shell zsh 'files for --sign' zsh_complete export x --sign ''
in_shell fish 'commands' fish_complete ex
in_shell fish 'formats' fish_complete 'check --format '
in_shell fish 'fields' fish_complete 'set a.yaml set_'
in_shell fish 'values' fish_complete 'set a.yaml key_size='
: >ca.pem
: >k.mobileconfig
in_shell fish 'files for import' fish_complete 'import '
in_shell fish 'files for --sign' fish_complete 'export x --sign '
rm ca.pem k.mobileconfig
# Real lines in the shells' own editors: what is quoted, what a blank follows, and where a word begins.
: >ca.pem
: >hand.yaml
: >'with blank.yaml'
mkdir folder
typed() { # SHELL
	in_shell "$1" 'what Tab makes of a line' python3 "$SCEPWIZ_SOURCE/tests/cli/complete.py" "$1" "$built" \
		'scepwiz exp' 'scepwiz set hand.yaml key_s' 'scepwiz set hand.yaml key_size=20' \
		'scepwiz set hand.yaml include_root_certificate=y' 'scepwiz set hand.yaml root_certificate=' \
		'scepwiz set hand.yaml root_certificate=@c' 'scepwiz set hand.yaml root_certificate=@fo' \
		'scepwiz new x --set root_certificate=@./c' 'scepwiz set hand.yaml challenge=@e' \
		'scepwiz new x --set platform=i' 'scepwiz check --format=s' 'scepwiz export hand.yaml --sign=c' \
		'scepwiz edit ha' 'scepwiz edit wi' 'scepwiz edit fo' 'scepwiz rules url-mal'
}
for shell in bash zsh fish; do
	if command -v python3 >/dev/null; then
		SCEPWIZ_DRAFTS=$work/none typed "$shell"
	else
		skip_case "$shell: what Tab makes of a line" 'there is no python3'
	fi
done
rm -r ca.pem hand.yaml 'with blank.yaml' folder

! command -v zsh >/dev/null || (cd home && zsh_complete check '') >/dev/null 2>&1
! command -v fish >/dev/null || (cd home && fish_complete 'check ') >/dev/null 2>&1
find . -name run >"$results/run"
[ ! -s "$results/run" ]
ok $? 'and nothing in their names is run'
finish_transcripts
