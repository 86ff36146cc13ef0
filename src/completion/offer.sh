# What may come next on the command line of scepwiz, for bash, zsh and fish. POSIX, but for local. It asks the program,
# so that it knows what the program knows.

_scepwiz_ask() { # WHAT [KEY]; uses program and command
	case $1 in
	commands) "$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  .*/\1/p' ;;
	topics) "$program" help topics | sed -n '/^Topics:/,$s/^  \([a-z][a-z-]*\)  .*/\1/p' ;;
	options) "$program" help "$command" | sed -n '/^Options:/,$s/^  .*\(--[a-z-]*\).*/\1/p' ;;
	argument) # what an option is followed by, as FILE, or text|json
		"$program" help "$command" | sed -n -e '/^Options:/,$s/^  \(-[a-z], \)\{0,1\}'"$2"' \([^ ][^ ]*\).*/\2/p' \
			-e '/^Options:/,$s/^  '"$2"', --[a-z-]* \([^ ][^ ]*\).*/\1/p' ;;
	rules) "$program" rules | awk 'NR > 1 { print $1 }' ;;
	keys) "$program" fields --format json | sed -n 's/.*"key": "\([a-z0-9_]*\)".*/\1=/p' ;;
	values) # the words of the key's first list in the schema
		"$program" fields --format json-schema | awk -v key="    \"$2\": {" '
			$0 == key { on = 1; next }
			on && /^    }/ { exit }
			on && /"enum": \[/ { list = 1; next }
			list && /^ *"[A-Za-z0-9._-]+",?$/ { gsub(/[ ",]/, ""); print; seen = 1 }
			seen && /\]/ { exit }' ;;
	forms)
		"$program" fields --forms | awk 'NR > 1 && /^[a-z]/ { print $1 }'
		_scepwiz_named "${SCEPWIZ_FORMS:-${XDG_CONFIG_HOME:-$HOME/.config}/scepwiz/forms}"
		;;
	drafts) _scepwiz_named "${SCEPWIZ_DRAFTS:-${XDG_DATA_HOME:-$HOME/.local/share}/scepwiz/drafts}" ;;
	esac 2>/dev/null
}

_scepwiz_named() { # FOLDER: names of its drafts or forms, but those with a line end inside
	find "$1" -maxdepth 1 -name '*.yaml' ! -name '.*' ! -name '*
*' -exec basename {} .yaml \; | LC_ALL=C sort
}

# The first line is for the shell: "word", "key" (no blank behind it), or "files" and their endings, if only some are
# meant. Then a candidate a line.
_scepwiz_offer() { # PROGRAM [ARGUMENT]... WORD
	local program="$1" command="$2" count="$(($# - 1))" previous='' word='' before='' argument=''
	shift
	for argument; do
		previous=$word word=$argument
	done
	case $word in # --option=value
	--*=*) previous=${word%%=*} before=${word%%=*}= ;;
	esac
	argument=
	case $count,$before$previous in
	1,*) ;;
	*,-*) argument=$(_scepwiz_ask argument "$previous") ;;
	esac
	case $argument in
	'') _scepwiz_operand ;;
	PLATFORM) echo word && _scepwiz_ask values platform ;;
	RULE) echo word && _scepwiz_ask rules ;;
	KEY=VALUE) _scepwiz_answer ;;
	FILE\|NAME) echo 'files .yaml .yml' && _scepwiz_ask forms ;;
	FILE) echo files ;;
	DRAFT | OLD) echo 'files .yaml .yml .mobileconfig .plist' && _scepwiz_ask drafts ;;
	*\|*) echo word && echo "$argument" | tr '|' '\n' ;;
	*) echo word ;;
	esac | sed -e "1!s/^/$before/"
}

_scepwiz_answer() {
	case $word in
	*=*) echo word && _scepwiz_ask values "${word%%=*}" | sed "s/^/${word%%=*}=/" ;;
	*) echo key && _scepwiz_ask keys ;;
	esac
}

_scepwiz_operand() {
	case $count,$command,$word in
	1,*) printf '%s\n' word "$(_scepwiz_ask commands)" --help --version ;;
	*,*,-*) echo word && _scepwiz_ask options ;;
	*,rules,* | 3,accept,*) echo word && _scepwiz_ask rules ;;
	*,help,*) echo word && _scepwiz_ask commands && _scepwiz_ask topics ;;
	3,comment,*) echo word && _scepwiz_ask keys | sed 's/=$//' ;;
	2,set,*) echo 'files .yaml .yml' && _scepwiz_ask drafts ;;
	*,set,*) _scepwiz_answer ;;
	*,merge,*) echo 'files .yaml .yml' ;;
	*,import,*) echo 'files .mobileconfig .plist .xml' ;;
	*,ask,* | *,check,* | *,diff,* | *,enrol,* | *,new,*)
		echo 'files .yaml .yml .mobileconfig .plist' && _scepwiz_ask drafts
		;;
	*) echo 'files .yaml .yml' && _scepwiz_ask drafts ;;
	esac
}
