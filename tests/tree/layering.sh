#!/bin/sh
# The layers: each folder of src includes only itself and what stands to its left. And what belongs to
# one room stays there: curses, libyaml, libcurl, OpenSSL's X.509, exit().
root=${SCEPWIZ_SOURCE:-.}
. "$root/tests/lib/tap.sh"
cd "$root/src" || exit 99

layers='base syntax model format cmd ui'

# Prints the includes of layer $1 that point to one of the layers in $2.
forbidden() {
	for right in $2; do
		grep -rn "^#include \"$right/" "$1"
	done
}

layer_test() {
	found=$(forbidden "$1" "$2")
	[ -z "$found" ] || printf '%s\n' "$found" | sed 's/^/# /'
	[ -z "$found" ]
	ok $? "$1 includes nothing of $(echo $2)"
}

# layers_test PREFIX LAYERS: each includes nothing of those behind it.
layers_test() {
	behind=" $2 "
	for layer in $2; do
		behind=${behind#* "$layer" }
		right=
		for other in $behind; do
			right="$right $1$other"
		done
		[ -z "$right" ] || layer_test "$1$layer" "$right"
		behind=" $behind"
	done
}

layers_test '' "$layers"
inside='worker yaml form draft profile handover ask recovery'
layers_test format/ "$inside"
strays=$(ls format | grep -vxF "$(printf '%s\n' $inside)")
[ -z "$strays" ] || printf '# %s\n' "$strays"
[ -z "$strays" ]
ok $? 'each folder of format is a layer'

layer_test worker 'model format cmd ui ask'
layer_test ask 'syntax model format cmd ui worker'
for layer in $layers; do
	layer_test $layer 'worker ask'
done

# only NAME PATTERN ALLOWED: files that match PATTERN are among ALLOWED (an extended expression).
only() {
	found=$(grep -rlE "$2" --include='*.[ch]' . | sed 's#^\./##' | grep -vE "^($3)\$")
	[ -z "$found" ] || printf '%s\n' "$found" | sed 's/^/# /'
	[ -z "$found" ]
	ok $? "$1"
}

only 'curses is for the screen alone' '#include <(ncursesw/)?(n?curses|term)\.h>' \
	'ui/screen/(screen|paint|terminal|tui)\.[ch]'
only 'libyaml is for format/yaml alone' '#include <yaml\.h>' 'format/yaml/yaml_events\.h'
only 'expat is for worker/plist_xml alone' '#include <expat\.h>' 'worker/plist_xml[a-z_]*\.[ch]'
only 'libcurl is for ask/http alone' '#include <curl/' 'ask/http\.c'
only 'OpenSSL is for the worker alone' '#include <openssl/' 'worker/.*'
only 'exit is for main.c and the end without memory' '[^_a-z]exit\(' '(worker/)?main\.c|base/xalloc\.c'
only 'libplist is for worker/plist_library alone' '#include <plist/' 'worker/plist_library\.c'
only 'no library is given a time_t, which may be another there: base/utc' \
	'ASN1_[A-Z]*TIME_(set|adj|cmp_time_t)\(|X509_(cmp_time|time_adj|VERIFY_PARAM_set_time)' 'none'
only 'of DER scepwiz reads what a file begins with, and how long a pasted value is' \
	'[^_a-z](ber_length|ber_read_header|shape_der)\(' '(worker/[a-z0-9_]+|syntax/(ber|cms|x509_shape))\.[ch]'
only 'days of UTC are from base/utc' '[^_a-z](gmtime|timegm)' 'none'
only 'files are opened in base/fileio, base/file_write and base/sandbox, by the recovery, and by the terminal and its editor' '[^_a-z](fopen|open|openat)\(' \
	'base/(confirm|fileio|file_access|file_write|random|sandbox|xalloc)\.c|main\.c|ui/tty/(output|edit_folder)\.c|cmd/(secret|secret_command)\.c|format/recovery/recovery_(lock|store)\.c'

# The keys of the form that is built in, as a text of its own or in a list of keys; fields are found by role or type.
keys=$(sed -n 's/^      - key: \([a-z0-9]*_[a-z0-9_]*\)$/\1/p' ../forms/scep.yaml)
found=
for key in $keys; do
	found=$found$(grep -rnE "\"([a-z0-9_]+ )*$key( [a-z0-9_]+)*\"" --include='*.[ch]' . |
		grep -vE '^\./(builtin_form\.c|model/form\.c:[0-9]+:	\[ROLE_)|/\*.*\"')
done
[ -z "$found" ] || printf '%s\n' "$found" | sed 's/^/# /'
[ -n "$keys" ] && [ -z "$found" ]
ok $? 'C names no key of a form'
only 'which platform is iOS, the form says' 'strcmp\([^;]*"(ios|macos)"\)' 'format/form/form_field\.c'
only 'rules ask for fields by their role' 'form_field\([^;]*, "|lint_(text|is_empty)\(check, "|key, "[a-z_]+"\)' 'none'
only 'keys are pressed by the terminal alone, not by plain mode' '[^_a-z]wizard_chord\(|CHORD_CTRL|CHORD_META' \
	'ui/keys\.[ch]|ui/tty/input[a-z_]*\.[ch]|ui/screen/(screen|tui)\.c|ui/wizard/(wizard\.[ch]|questions\.c)'

# wall NAME PATTERN FILES: no file of the wizard among FILES (names without their ending) matches PATTERN.
wall() {
	found=$(cd ui/wizard && for file in $3; do
		grep -nE "$2" "$file".[ch] /dev/null 2>/dev/null
	done)
	[ -z "$found" ] || printf '%s\n' "$found" | sed 's/^/# /'
	[ -z "$found" ]
	ok $? "$1"
}

pages='form fields comments facts options review result undo help drafts drafts_do quick'
asking='question questions popup ask help_index drafts_ask choose export file files folder guard merge preview remarks server source trial word ios_draft'
viewing='view view_drafts view_question keys'
machine='wizard machine actions'
wall 'the session knows no page, no question and no key' 'struct wizard|#include "ui/(keys|wizard/[^s])' session
wall 'a list knows neither session nor page nor question' '"ui/wizard/(session|pages|question|popup|machine|view)\.h"' list
wall 'what is said knows neither session nor page nor question' 'w->(s|p|ask)\.' say
wall 'a page knows its list and the session, and no question' \
	'w->ask|wizard_ask|question_|QUESTION_|"ui/wizard/(question|popup|view)\.h"' "$pages"
wall 'a question knows what it is about, and of pages their functions alone' 'w->p\.|"ui/wizard/view\.h"' "$asking"
wall 'the view changes nothing' '(^|[(,])[[:blank:]]*struct wizard \*' "$viewing"

# From the lowest to the highest: no file calls a function that a file of a higher room defines.
set -- 'say list session' "$pages" "$asking" "$viewing" "$machine"
files= rank=0
for room; do
	rank=$((rank + 1))
	for file in $room; do
		[ ! -f "ui/wizard/$file.c" ] || files="$files rank=$rank ui/wizard/$file.c"
	done
done
# shellcheck disable=SC2086 # files is a list of words; awk reads it twice
uphill=$(awk '
	FNR == 1 { inside = 0 }
	{ sub(/\/\*.*\*\//, ""); gsub(/"([^"\\]|\\.)*"/, "") }
	/\/\*/ { inside = 1; sub(/\/\*.*/, "") }
	inside && /\*\// { inside = 0; sub(/.*\*\//, "") }
	inside { next }
	pass == 1 && /^[a-z_0-9]+\(/ && before !~ /^static/ { home[substr($0, 1, index($0, "(") - 1)] = rank }
	pass == 1 { before = $0 }
	pass == 2 {
		n = split($0, words, /[^A-Za-z_0-9]+/)
		for (i = 1; i <= n; i++)
			if (words[i] in home && home[words[i]] > rank)
				print FILENAME ": " words[i]
	}' pass=1 $files pass=2 $files)
[ -z "$uphill" ] || printf '%s\n' "$uphill" | sed 's/^/# /'
[ -n "$files" ] && [ -z "$uphill" ]
ok $? 'no file of the wizard calls a room above its own'

rooms=" $pages $asking $viewing $machine say session list "
strays=$(for file in ui/wizard/*.c; do
	name=${file##*/}
	case $rooms in *" ${name%.c} "*) ;; *) echo "$name" ;; esac
done)
[ -z "$strays" ] || printf '# %s\n' "$strays"
[ -z "$strays" ]
ok $? 'each file of the wizard has its room'
finish
