#!/bin/sh
# The layers: each folder of src includes only itself and what stands to its left. And what belongs to
# one room stays there: curses, libyaml, OpenSSL's X.509, exit().
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
	ok $? "$1 includes nothing to its right"
}

left=
for layer in $layers; do
	right=
	seen=no
	for other in $layers; do
		[ "$seen" = no ] || right="$right $other"
		[ "$other" = "$layer" ] && seen=yes
	done
	[ -z "$right" ] || layer_test "$layer" "$right"
	left="$left $layer"
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
only 'libyaml is for format/yaml alone' '#include <yaml\.h>' 'format/yaml/[a-z_]*\.[ch]'
only 'expat is for format/plist_xml alone' '#include <expat\.h>' 'format/plist/plist_xml[a-z_]*\.[ch]'
only "OpenSSL's CMS is for syntax/cms alone" '#include <openssl/cms' 'syntax/cms[a-z_]*\.[ch]'
only "OpenSSL's X.509 is for syntax/x509 and cms alone" '#include <openssl/(x509|pem|pkcs12|pkcs7)' \
	'syntax/(x509|cms)[a-z_]*\.[ch]'
only 'exit is for main.c and the end without memory' '[^_a-z]exit\(' 'main\.c|base/xalloc\.c'
only 'libplist is for format/plist/plist_library alone' '#include <plist/' 'format/plist/plist_library\.c'
only 'files are opened in base/fileio, by the journal and by the terminal' '[^_a-z](fopen|open|openat)\(' \
	'base/(fileio|xalloc)\.c|main\.c|syntax/uuid\.c|ui/tty/output\.c|cmd/secret\.c|format/journal/journal(_side)?\.c'
finish
