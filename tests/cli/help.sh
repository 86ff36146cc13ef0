#!/bin/sh
# Help, lists and wrong use.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

transcript 'an unknown command' "$SCEPWIZ" chekc
transcript 'an unknown option' "$SCEPWIZ" check --formt json a.yaml
transcript 'an option before the command' "$SCEPWIZ" --hepl
versions() { # all the same
	for option in --version -V -v; do
		"$SCEPWIZ" $option
	done | sed 's/ [0-9.]*$/ N/' | uniq
}
transcript 'the version, by each option' versions
overview() { # its beginning
	"$SCEPWIZ" --help | sed '/^usage:/,$d'
}
transcript 'what the program is, and examples' overview
of_version() { # ARGUMENT...: without what differs from build to build
	"$SCEPWIZ" "$@" | tr -s ' ' | sed -e '1s/ [0-9.]*$/ N/' -e '/^libcurl /d' -e '/^musl /d' \
		-e 's/^\([a-zA-Z]*\) [0-9u][^ ]* \([^ ]* scepwiz\)/\1 N \2/' -e 's/^\(OpenSSL N\) OpenSSL/\1 Apache-2.0/'
}
transcript 'what it is built with' of_version version
transcript 'the same, asked by options' of_version --version --verbose
libraries() {
	"$SCEPWIZ" version --format json | python3 -c '
import json, sys
told = json.load(sys.stdin)
print(*told)
print(told["apple_schema"], *(form["form"] for form in told["forms"]))
print(*sorted({key for library in told["libraries"] for key in library}))
print("scepwiz-worker" in [library["program"] for library in told["libraries"] if library["name"] == "OpenSSL"])'
}
if command -v python3 >/dev/null; then
	transcript 'what it is built with, as json' libraries
else
	skip_case 'what it is built with, as json' 'there is no python3'
fi
for command in set check show export fields rules version help; do
	transcript "help $command" "$SCEPWIZ" help "$command"
	"$SCEPWIZ" "$command" --help >"$results/$command"
	check "$command --help is the same" sh -c "\"\$1\" help $command | cmp - \"\$2\"" - "$SCEPWIZ" \
		"$results/$command"
done
for topic in topics trust ipads RA Exporting sining; do
	transcript "help $topic" "$SCEPWIZ" help "$topic"
done
check 'every topic can be printed' sh -c '
	for topic in $("$1" help topics | sed -n "s/^  \([a-z][-a-z]*\) .*/\1/p"); do
		"$1" help "$topic" | grep -q . || { echo "$topic"; exit 1; }
	done' - "$SCEPWIZ"
check 'no topic is called like a command' sh -c '
	"$1" help topics | sed -n "s/^  \([a-z][-a-z]*\) .*/\1/p" >names &&
	"$1" --help | sed -n "/^Commands:/,/^Topics/s/^  \([a-z]*\)  .*/\1/p" >>names &&
	[ "$(sort names | uniq -d)" = "" ]' - "$SCEPWIZ"
check 'every command is in the overview' sh -c '
	"$1" --help >overview &&
	for command in new edit set check show export fields rules help; do
		grep -q "^  $command  " overview || { echo "$command"; exit 1; }
	done' - "$SCEPWIZ"
examples_of() { # COMMAND
	"$SCEPWIZ" help "$1" | sed -n '/^Examples:/,/^$/s/^  scepwiz //p'
}
# Its options are read before --help, so that a wrong one is refused.
examples_work() {
	for command in $("$SCEPWIZ" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  .*/\1/p'); do
		examples_of "$command" >examples-of
		[ -s examples-of ] || echo "$command has none"
		while IFS= read -r example; do
			case $example in
			"$command" | "$command "*) ;;
			*) echo "of another command: $example" ;;
			esac
			eval "set -- $example"
			"$SCEPWIZ" "$@" --help >help-of || echo "refused: $example"
		done <examples-of
	done
	rm -f examples-of help-of
}
transcript 'every command has examples' examples_work
check 'no arguments: the overview' sh -c '"$1" | cmp - overview' - "$SCEPWIZ"
transcript 'the version' sh -c '"$1" --version | sed "s/[0-9.]*$/N/"' - "$SCEPWIZ"
transcript 'the fields' "$SCEPWIZ" fields
transcript 'the types' "$SCEPWIZ" fields --types
check 'the fields as json' sh -c '"$1" fields --format json >fields.json' - "$SCEPWIZ"
check 'the types as json' sh -c '"$1" fields --types --format json >types.json' - "$SCEPWIZ"
if command -v python3 >/dev/null; then
	check 'both are json' python3 -c '
import json
fields = json.load(open("fields.json"))
assert [f["number"] for f in fields if f["number"]] == list(range(1, 23))
types = {t["type"] for t in json.load(open("types.json"))}
assert {f["type"] for f in fields} <= types'
else
	skip 'both are json' 'there is no python3'
fi
check 'the rules' sh -c '"$1" rules >rules.txt && grep -q "^url-scheme  *error  " rules.txt' - "$SCEPWIZ"
check 'every rule explains itself' sh -c '
	for rule in $(sed 1d rules.txt | grep "^[a-z]" | cut -d" " -f1); do
		"$1" rules "$rule" | grep -q "^why" || { echo "$rule"; exit 1; }
	done' - "$SCEPWIZ"
transcript 'the rules in their order' cut -d' ' -f1 rules.txt
# The examples of the manual, as they stand there; the first opens the wizard, the last needs a certificate, and one asks
# a server over the network.
examples() {
	mkdir examples
	ln -s "$SCEPWIZ" examples/scepwiz
	sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/p' "$SCEPWIZ_SOURCE/man/scepwiz.1" |
		sed -e '/^Sign it/,$d' -e '/^Ask the server/,/^\.Ed/d' -e '/^\./d' -e '/^[A-Z]/d' -e '/^passes/d' -e 's/\\e$/\\/' \
			-e '/^\.Fl/d' >examples/script
	(cd examples && SECRET=k3Fj29xLwqTz7 PATH=$PWD:$PATH sh -e ./script)
}
transcript 'the examples of the manual' examples
transcript 'one rule' "$SCEPWIZ" rules url-scheme
transcript 'an unknown rule' "$SCEPWIZ" rules url-shceme

finish_transcripts
