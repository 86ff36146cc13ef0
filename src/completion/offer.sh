# What may come next on the command line of scepwiz, for bash, zsh and fish. POSIX, but for local. It asks the program,
# so that it knows what the program knows.

_scepwiz_ask() { # WHAT [KEY]; uses program, command and its help
	case $1 in
	commands) "$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  .*/\1/p' ;;
	topics) "$program" help topics | sed -n '/^Topics:/,$s/^  \([a-z][a-z-]*\)  .*/\1/p' ;;
	options) printf '%s\n' "$help" | sed -n '/^Options:/,$s/^  .*\(--[a-z-]*\).*/\1/p' ;;
	argument) # what an option is followed by, as FILE, or text|json
		printf '%s\n' "$help" | sed -n -e '/^Options:/,$s/^  \(-[a-z], \)\{0,1\}'"$2"' \([^ ][^ ]*\).*/\2/p' \
			-e '/^Options:/,$s/^  '"$2"', --[a-z-]* \([^ ][^ ]*\).*/\1/p' ;;
	operands) # as DRAFT KEY=VALUE...
		printf '%s\n' "$help" | sed -n "1{s/^usage: scepwiz $command//; s/ *\\[--.*//; s/\\[//g; s/\\]//g; p;}" ;;
	rules) "$program" rules | awk 'NR > 1 { print $1 }' ;;
	keys) "$program" fields --format json | sed -n 's/.*"key": "\([a-z0-9_]*\)".*/\1=/p' ;;
	type)
		"$program" fields --format json | awk -v key="\"$2\"," '
			$1 == "\"key\":" { on = $2 == key }
			on && $1 == "\"type\":" { gsub(/[",]/, "", $2); print $2; exit }' ;;
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
	local program="$1" command="$2" help='' previous='' word='' before='' argument='' operands=-1 valued=''
	shift
	[ $# -lt 2 ] || help=$("$program" help "$command" 2>/dev/null)
	for argument; do
		previous=$word word=$argument
		case $previous in # an option, whose argument is no operand
		-*[!a-z-]*) valued= ;;
		-*) valued=$(_scepwiz_ask argument "$previous") ;;
		*) valued= ;;
		esac
		case $valued,$word in
		,-*) ;;
		,*) operands=$((operands + 1)) ;;
		esac
	done
	case $word in # --option=value
	-*[!a-z-]*=*) ;;
	--*=*) before=${word%%=*}= valued=$(_scepwiz_ask argument "${word%%=*}") ;;
	esac
	case $#,$valued,$word in
	1,*) printf '%s\n' word "$(_scepwiz_ask commands)" --help --version ;;
	*,,-*) echo word && _scepwiz_ask options ;;
	*,,*) _scepwiz_operand "$operands" ;;
	*) _scepwiz_argument "$valued" ;;
	esac | sed -e "1!s/^/$before/"
}

_scepwiz_argument() { # WHAT, as the help of an option calls it
	case $1 in
	PLATFORM) echo word && _scepwiz_ask values platform ;;
	RULE) echo word && _scepwiz_ask rules ;;
	KEY=VALUE) _scepwiz_answer "${word#"$before"}" ;;
	FILE\|NAME) echo 'files .yaml .yml' && _scepwiz_ask forms ;;
	FILE) echo files ;;
	DRAFT | OLD) echo 'files .yaml .yml .mobileconfig .plist' && _scepwiz_ask drafts ;;
	*\|*) echo word && echo "$1" | tr '|' '\n' ;;
	*) echo word ;;
	esac
}

_scepwiz_answer() { # KEY=VALUE, as far as it is typed
	local key="${1%%=*}" type=''
	case $key in # it becomes a part of sed's commands
	*[!a-z0-9_]*) echo word && return ;;
	esac
	case $1 in
	*=*) type=$(_scepwiz_ask type "$key") ;;
	esac
	case $1,$type in
	*=@*,certificate | *=@*,fingerprint) echo 'files .cer .crt .pem .der .p7b .p7c' ;;
	*=*,secret) echo key ;;
	*=@*) echo files ;;
	*=*,certificate | *=*,fingerprint) echo key && echo "$key=@" ;;
	*=*) echo word && _scepwiz_ask values "$key" | sed "s/^/$key=/" ;;
	*) echo key && _scepwiz_ask keys ;;
	esac
	case $1,$type in
	*=*,fingerprint) echo "$key=@root_certificate" ;;
	*=*,secret) _scepwiz_ask values "$key" | sed -e "s/^/$key=@/" -e '/prompt$/!s/$/:/' ;;
	esac
}

_scepwiz_operand() { # NUMBER, from 1
	local number="$1" operand='' last='' what=''
	for operand in $(_scepwiz_ask operands); do
		number=$((number - 1)) last=${operand%...}
		[ "$number" != 0 ] || what=$last
	done
	[ "$last" = "$operand" ] || what=${what:-$last} # it repeats
	case $what in
	DRAFT) echo 'files .yaml .yml' && _scepwiz_ask drafts ;;
	A | B | FILE | DRAFT\|PROFILE*) echo 'files .yaml .yml .mobileconfig .plist' && _scepwiz_ask drafts ;;
	PROFILE) echo 'files .mobileconfig .plist .xml' ;;
	BASE | MINE | THEIRS) echo 'files .yaml .yml' ;;
	RULE) echo word && _scepwiz_ask rules ;;
	FIELD) echo word && _scepwiz_ask keys | sed 's/=$//' ;;
	KEY=VALUE) _scepwiz_answer "$word" ;;
	COMMAND\|TOPIC) echo word && _scepwiz_ask commands && _scepwiz_ask topics ;;
	*) echo word ;;
	esac
}

