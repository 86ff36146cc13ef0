#!/bin/sh
# The man pages against the program: every command, option, rule and field type has its entry, and every
# entry exists. (Keys are held against scepwiz(1) by tests/unit/test_keys.c.) And what comments and documents
# name is there.
root=${SCEPWIZ_SOURCE:-.}
. "$root/tests/lib/tap.sh"
program=${SCEPWIZ:-./scepwiz}
man1=$root/man/scepwiz.1
form5=$root/man/scepwiz-form.5

# same NAME TEXT TEXT: two sorted lists are equal.
same() {
	if [ "$2" = "$3" ]; then
		ok 0 "$1"
		return
	fi
	printf '# the program has:\n%s\n# the man page has:\n%s\n' "$2" "$3" | sed 's/^/# /'
	ok 1 "$1"
}

none() { # NAME WORDS: there are no such words
	[ -z "$2" ] || printf '# %s\n' "$2"
	[ -z "$2" ]
	ok $? "$1"
}

section() { # PAGE TITLE: the lines of one .Sh section
	awk -v title=".Sh $2" '/^\.Sh / { inside = $0 == title } inside' "$1"
}

commands=$("$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  .*/\1/p' | sort)
same 'every command has its entry' "$commands" \
	"$(section "$man1" COMMANDS | sed -n 's/^\.It Cm \([a-z]*\).*/\1/p' | sort)"

options() { # of all commands, but for --help
	for command in $commands; do
		"$program" help "$command" | sed -n '/^Options:/,$s/^  .*--\([a-z-]*\).*/\1/p'
	done | grep -vx help
}
same 'every option has its entry' "$(options | sort)" \
	"$(section "$man1" COMMANDS | sed -n 's/^\.It Fl \(. , -\|-\)\([a-z-]*\).*/\2/p' | sort)"

in_synopsis() { # COMMAND: its options there
	section "$man1" SYNOPSIS | awk -v command="$1" '
		/^\.Cm / { inside = $2 == command; if (inside) print "" }
		inside && /^\.(Op )?Fl -/ {
			for (i = 1; i < NF; i++)
				if ($i == "Fl" || $i == ".Fl" || $i == "|")
					if ($(i + 1) ~ /^-/)
						print substr($(i + 1), 2)
		}' | sort
}
absent=
for command in $commands; do
	wanted=$({ echo; "$program" help "$command" | sed -n '/^Options:/,$s/^  .*--\([a-z-]*\).*/\1/p' | grep -vx help; } | sort)
	[ "$(in_synopsis "$command")" = "$wanted" ] || absent="$absent $command"
done
none 'every command stands in the synopsis with its options' "$absent"

# The page of the rules is made by the build; a distribution has it.
page7=man/scepwiz-rules.7
if [ -f "${SCEPWIZ_BUILD:-.}/$page7" ]; then page7=${SCEPWIZ_BUILD:-.}/$page7; else page7=$root/$page7; fi
same 'the page of rules is what the program prints' "$("$program" rules --format man)" "$(cat "$page7")"
same 'every rule has its entry' \
	"$("$program" rules | awk '$2 ~ /^(error|warning|info)$/ { print $1, $2 }' | sort)" \
	"$(section "$page7" RULES | sed -n 's/^\.It Cm \([a-z0-9-]*\) Pq \([a-z]*\).*/\1 \2/p' | sort)"

# A rule without a row ends the program when it is raised.
raised=$(grep -rhoE '(check_report(_as)?|walk_tell|walk_lacks|finding_set|findings_addf)\([^"(]*"[a-z0-9]+(-[a-z0-9]+)+"' \
	"$root/src" --include='*.c' | sed 's/.*"\(.*\)"/\1/' | sort -u)
known=$("$program" rules | awk '$2 ~ /^(error|warning|info)$/ { print $1 }')
rowless=$(for rule in $raised; do
	printf '%s\n' "$known" | grep -qxF "$rule" || echo "$rule"
done)
[ -n "$raised" ]
ok $? 'rules are raised'
none 'every rule that is raised has its row' "$rowless"

same 'every field type has its entry' \
	"$("$program" fields --types | awk 'NR > 1 && NF { print $1 }' | sort)" \
	"$(section "$form5" 'FIELD TYPES' | sed -n 's/^\.It Cm \([a-z_]*\)/\1/p' | sort)"

roles=$(sed -n 's/.*\[ROLE_[A-Z_]*\] = "\([a-z_][a-z_]*\)".*/\1/p' "$root/src/model/form.c" | sort)
same 'every role has its entry' "$roles" \
	"$(section "$form5" ROLES | sed -n 's/^\.It Cm \([a-z_]*\)$/\1/p' | sort)"

form_keys() { # of the tables of the reader
	sed -n 's/.*{ \.name = "\([a-z_]*\)".*/\1/p' "$root"/src/format/form/form_*.c | sort -u
}
missing=
for key in $(form_keys); do
	grep -qE "^\.(It|Ic) (Ic )?$key( [,.])?\$" "$form5" || missing="$missing $key"
done
[ -n "$(form_keys)" ]
ok $? 'the reader of form files has tables of keys'
none 'every key of form files has its entry' "$missing"

# what others call so, what is made by the build, and folders of other kinds of files
others='config.h term.h src/builtin_form.c src/completion/scepwiz src/completion/_scepwiz src/completion/scepwiz.fish tests/expected tests/expected/screens yaml_free yaml_strdup pem_password_cb'
stale=$(cd "$root" && find README.md HACKING.md SECURITY.md Makefile.am configure.ac bootstrap .ci forms m4 man packaging src tests \
	-type f ! -name builtin_form.c \( -name '*.[ch15]' -o -name '*.sh' -o -name '*.py' -o -name '*.awk' -o -name '*.yaml' \
	-o -name '*.m4' -o -name '*.md' -o -name Makefile.am -o -name configure.ac -o -name bootstrap -o -name run \) \
	-exec awk -v others="$others" -f tests/tree/names.awk {} +)
[ -z "$stale" ] || printf '%s\n' "$stale" | sed 's/^/# /'
[ -z "$stale" ]
ok $? 'what comments and documents name is there'

if command -v mandoc >/dev/null 2>&1; then
	for page in "$root"/man/*.[15] "$page7"; do
		found=$(mandoc -T lint -W style "$page" 2>&1 |
			grep -vE 'referenced manual not found|outdated mandoc.db')
		same "mandoc finds nothing in ${page##*/}" '' "$found"
	done
else
	skip 'mandoc finds nothing in the man pages' 'mandoc is not installed'
fi
finish
