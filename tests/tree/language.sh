#!/bin/sh
# Sentences are in the words of the trade: tests/tree/language.py has the list. And the list finds what is on it.
root=${SCEPWIZ_SOURCE:-.}
. "$root/tests/lib/tap.sh"
command -v python3 >/dev/null || skip_all 'there is no python3'

found=$(python3 "$root/tests/tree/language.py" "$root")
ok_status=$?
[ "$ok_status" = 0 ] || printf '%s\n' "$found" | sed 's/^/# /'
ok "$ok_status" 'no sentence has a word that has a plainer one'

folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/src/model" "$folder/src/ui"
echo '/* a mend */' >"$folder/src/ui/b.c"
cat >"$folder/src/model/a.c" <<'END'
/* a mend; in a comment */
static const char *a = "take the "
	"mend", *b = "it is wrong; delete it", *c = "an entity such as &amp; for &", *d = "ok";
END
found=$(python3 "$root/tests/tree/language.py" "$folder" | sed '/PENDING/d')
[ "$found" = 'src/model/a.c:2: mend: fix
src/model/a.c:3: g; d: two sentences
src/model/a.c:1: mend: fix' ]
ok $? 'texts and comments are checked as a whole, with their lines'
finish
