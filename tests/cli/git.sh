#!/bin/sh
# Drafts in git: differences and merges in a real repository; what CI and pre-commit read.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

mkdir other # where they are not neighbours
good_draft other/base.yaml
mine() { sed "$@" other/base.yaml >mine.yaml; }
theirs() { sed "$@" other/base.yaml >other/theirs.yaml; }
merge() {
	"$SCEPWIZ" merge "other/${base-base.yaml}" mine.yaml other/theirs.yaml office.yaml
	merge_status=$?
	diff other/base.yaml mine.yaml
	"$SCEPWIZ" check mine.yaml 2>&1
	rm -f mine.yaml other/theirs.yaml
	return $merge_status
}
commented() {
	merge | sed 's/20[0-9][0-9]-[0-9-]*/DATE/'
}

mine -e 's/2048/4096/'
theirs -e 's/^subject: .*/subject: "\/CN=%HardwareUUID%"   # of the board/' -e 's/^url: .*/&   # load balancer/'
transcript 'lines beside each other, and comments of the file' merge
mine -e '/^subject/i # one for each Mac' -e 's/\[signing\]/[signing, encryption]/'
theirs -e 's/2048/4096/'
transcript 'comments of mine stay' merge
mine -e 's/2048/4096/' -e 's/"Office"/"Head office"/'
theirs -e 's/2048/1024/' -e 's/"Office"/"Head office"/' -e 's/\[signing\]/[encryption]/'
transcript 'a field that both changed' merge
mine -e 's/x/x/'
theirs -e 's/x/x/'
SCEPWIZ_AUTHOR=Ada "$SCEPWIZ" comment mine.yaml url 'who runs it?' >/dev/null 2>&1
SCEPWIZ_AUTHOR=Grace "$SCEPWIZ" comment other/theirs.yaml url 'which CA?' >/dev/null 2>&1
transcript "reviewers' comments" commented
mine -e '1i # mine' -e 's/2048/4096/'
theirs -e '1i # theirs' -e 's/\[signing\]/[encryption]/'
transcript 'both changed more than values' merge
mine -e 's/2048/4096/'
theirs -e 's/^key_size/	key_size/'
transcript 'one that is not a draft' merge
: >other/empty.yaml
mine -e 's/2048/4096/'
theirs -e 's/x/x/'
base=empty.yaml
transcript 'both have added the draft' merge
unset base
rm other/empty.yaml
mine -e 's/x/x/'
theirs -e 's/x/x/'
transcript 'nothing changed' merge
mine -e 's/x/x/'
unchanged 'a file that is missing' "$SCEPWIZ" merge other/base.yaml mine.yaml missing.yaml
unchanged 'standard input' "$SCEPWIZ" merge other/base.yaml mine.yaml -
mine -e 's/^challenge: .*/challenge: "Sommer-Wiese-42"/'
theirs -e 's/^challenge: .*/challenge: "Winter-Weide-43"/'
secret_is_told() {
	"$SCEPWIZ" merge other/base.yaml mine.yaml other/theirs.yaml 2>&1 | grep -e Wiese -e Weide
	"$SCEPWIZ" check mine.yaml 2>&1 | grep -e Wiese -e Weide
}
transcript 'no secret is told' secret_is_told
rm mine.yaml other/theirs.yaml

#
# In a repository.
#

GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
export GIT_CONFIG_NOSYSTEM GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
in_git() {
	git init -q repo && cd repo && git checkout -q -b main && mkdir drafts &&
		cp ../other/base.yaml drafts/office.yaml &&
		echo 'drafts/*.yaml diff=scepwiz merge=scepwiz' >.gitattributes &&
		git config diff.scepwiz.textconv "'$SCEPWIZ' show - <" &&
		git config merge.scepwiz.driver "'$SCEPWIZ' merge %O %A %B %P" &&
		git add . && git commit -q -m base
}
changed() { # BRANCH EXPRESSION: a commit there, made of main
	git checkout -q -B "$1" main && sed -e "$2" drafts/office.yaml >drafts/new && mv drafts/new drafts/office.yaml &&
		git commit -q -a -m "$1"
}
compared() {
	changed size 's/2048/4096/;s/^challenge: .*/challenge: "Winter-Weide-43"/' && git diff -U0 main size | grep '^[-+]'
	git diff main size | grep Weide
}
merged() {
	changed size 's/2048/4096/' && changed subject 's/^subject: .*/subject: "\/CN=%HardwareUUID%"/' || return
	git merge -q -m merged size >/dev/null && git diff -U0 main | grep '^[-+]' && git status --short
}
conflict() {
	changed size 's/2048/4096/' && changed small 's/2048/1024/' || return
	git merge -q size >/dev/null 2>told && return
	grep '^scepwiz' told
	rm told
	git status --short
	git diff --no-textconv main | grep '^[-+ ]*[<=>]\{7\}'
	"$SCEPWIZ" check drafts/office.yaml
}
if command -v git >/dev/null; then
	in_git
	ok $? 'a repository'
	transcript 'git diff shows fields, and no secret' compared
	transcript 'git merge merges by field' merged
	transcript 'git merge leaves a conflict' conflict
	cd "$work" || exit 1
	rm -rf repo
else
	for git_case in 'git diff shows fields, and no secret' 'git merge merges by field' 'git merge leaves a conflict'; do
		skip_case "$git_case" 'there is no git'
	done
fi

#
# CI and pre-commit.
#

matched() { # what GitHub makes of the lines: contrib/github-matcher.json
	{ sed -e 's/2048/1024/' -e 's/^subject: .*/subject: "nothing [x]"/' -e 's/^url: .*/url: "http:\/\/scep.acme.net\/scep"/' \
		other/base.yaml; } >'a: b.yaml'
	"$SCEPWIZ" check 'a: b.yaml' 2>/dev/null >lines
	python3 - "$SCEPWIZ_SOURCE/contrib/github-matcher.json" <<-'END'
		import json, re, sys
		pattern = json.load(open(sys.argv[1]))["problemMatcher"][0]["pattern"][0]
		lines = open("lines").read().splitlines()
		for line in lines:
		    match = re.search(pattern["regexp"], line)
		    part = {name: match[group] for name, group in pattern.items() if name != "regexp"}
		    assert "{file}:{line}:{column}: {severity}: {message} [{code}]".format(**part) == line
		    print(part["file"], part["line"], part["column"], part["severity"], part["code"], sep=" | ")
	END
	rm lines 'a: b.yaml'
}
hooks() { # what pre-commit runs: .pre-commit-hooks.yaml
	cp other/base.yaml drafts/office.yaml
	cp other/base.yaml more.scep.yaml
	"$SCEPWIZ" export other/base.yaml -o office.mobileconfig 2>/dev/null
	PATH=$(dirname "$SCEPWIZ"):$PATH python3 - "$SCEPWIZ_SOURCE/.pre-commit-hooks.yaml" <<-'END'
		import re, subprocess, sys, yaml
		files = ["drafts/office.yaml", "drafts/.office.yaml.scepwiz", "more.scep.yaml", "office.mobileconfig", "base.yaml", "README.md"]
		for hook in yaml.safe_load(open(sys.argv[1])):
		    assert hook["language"] == "system" and hook["name"] and hook["description"]
		    own = [file for file in files if re.search(hook["files"], file)]
		    print(hook["id"], *own)
		    print(subprocess.run([*hook["entry"].split(), *own], check=True, stderr=subprocess.DEVNULL).returncode)
	END
	rm drafts/office.yaml more.scep.yaml office.mobileconfig
}
if python3 -c 'import yaml' 2>/dev/null; then
	unchanged "GitHub's matcher" matched
	unchanged 'the hooks of pre-commit' hooks
else
	skip_case "GitHub's matcher" 'there is no python3 with yaml'
	skip_case 'the hooks of pre-commit' 'there is no python3 with yaml'
fi
finish_transcripts
