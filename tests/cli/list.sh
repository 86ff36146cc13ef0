#!/bin/sh
# scepwiz list: the drafts of the current folder and of the drafts folder.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
TZ=UTC
export TZ

unchanged 'no draft at all' "$SCEPWIZ" list
unchanged 'no draft at all, as json' "$SCEPWIZ" list --format json
mv drafts away
unchanged 'no drafts folder' "$SCEPWIZ" list
mv away drafts

good_draft office.yaml
unchanged_time() { # what is compared has no time of day
	touch -d '2026-11-20 12:00 UTC' ./*.y*ml drafts/*.y*ml 2>/dev/null
	unchanged "$@"
}
unchanged_time 'one draft' "$SCEPWIZ" list

SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
good_draft drafts/lyon.yaml
"$SCEPWIZ" export lyon >/dev/null 2>&1
sed 's/^platform: .*/platform: ios/' office.yaml >drafts/phones.yaml
printf 'form: scep\nurl: [1\n' >drafts/broken.yml
printf 'form: scep\npolicy_name: "\\u202Eab"\n' >"$(printf 'b\033[31m.yml')"
# these are no drafts
printf 'services:\n  form: x\n' >compose.yaml
printf 'extends: scep\nform: acme\n' >acme.yaml
mkdir folder.yaml
mkfifo pipe.yaml
chmod 600 ./*.yml office.yaml drafts/*.y*ml
unchanged_time 'both folders' "$SCEPWIZ" list
unchanged_time 'both folders, as json' "$SCEPWIZ" list --format json
in_drafts() {
	(cd drafts && "$SCEPWIZ" list)
}
unchanged_time 'in the drafts folder, which is listed once' in_drafts
no_home() {
	env -u SCEPWIZ_DRAFTS XDG_DATA_HOME="$work/none" "$SCEPWIZ" list
}
unchanged_time 'without a drafts folder' no_home

transcript 'another word for it' "$SCEPWIZ" ls
transcript 'and another' "$SCEPWIZ" dir
transcript 'an operand' "$SCEPWIZ" list drafts
transcript 'help' "$SCEPWIZ" list --help

full() {
	"$SCEPWIZ" list >/dev/full
}
[ ! -c /dev/full ] || transcript 'a full disk' full

mkdir many
(
	cd many || exit
	i=0
	while [ $i -lt 200 ]; do
		cp ../office.yaml "d$i.yaml"
		i=$((i + 1))
	done
)
two_hundred() {
	(cd many && SCEPWIZ_DRAFTS=$work/none "$SCEPWIZ" list) | grep -c ' here .* complete '
}
transcript 'two hundred drafts' two_hundred

# Ten thousand cost time, but not more for each than a few do.
ten_thousand() {
	python3 - "$SCEPWIZ" "$work/thousands" <<'END_PYTHON'
import os, resource, subprocess, sys

program, folder = sys.argv[1:]
text = open("office.yaml", encoding="utf-8").read()


def cost(count):
    for n in range(count):
        with open(os.path.join(folder, f"d{n}.yaml"), "w", encoding="utf-8") as draft:
            draft.write(text.replace('"Office"', f'"Office {n}"'))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([program, "list"], cwd=folder, check=True, capture_output=True, text=True,
                         env=dict(os.environ, SCEPWIZ_DRAFTS="/nowhere")).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(out.splitlines()) == count + 1, len(out.splitlines())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


os.mkdir(folder)
some, all_of_them = cost(1000), cost(10000)
print(f"1,000 drafts {some:.2f} s, 10,000 {all_of_them:.2f} s")
sys.exit(all_of_them > 20 * some)
END_PYTHON
}
if command -v python3 >/dev/null; then
	ten_thousand >"$results/thousands" 2>&1
	status=$?
	sed 's/^/# /' "$results/thousands"
	ok $status 'ten thousand drafts cost no more than twenty times what a thousand do'
else
	skip 'ten thousand drafts cost no more than twenty times what a thousand do' 'there is no python3'
fi

finish_transcripts
