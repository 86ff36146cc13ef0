#!/bin/sh
# Files that no one should give to scepwiz: a message, a status, and every file as it was.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"

# drafts
bad_draft() { # NAME CONTENT
	printf '%b' "$2" >draft.yaml
	unchanged "draft: $1" "$SCEPWIZ" check draft.yaml
	unchanged "draft: $1: no change saved" "$SCEPWIZ" set draft.yaml name=x
}
bad_draft 'an empty file' ''
bad_draft 'comments only' '# nothing\n'
bad_draft 'an alias' 'form: scep\nname: &a "x"\nurl: *a\n'
bad_draft 'a tab' 'form: scep\n\tname: "x"\n'
bad_draft 'a NUL' 'form: scep\nname: "a\0000b"\n'
bad_draft 'invalid UTF-8' 'form: scep\nname: "a\0377b"\n'
bad_draft 'a tag' 'form: !!str scep\n'
bad_draft 'another form' 'form: wifi\n'
bad_draft 'a list' '- form\n'
bad_draft 'no end of a quote' 'form: scep\nname: "x\n'
# slips: one value is not read and told; the rest is, and a save leaves the value as it is
slip_draft() { # NAME CONTENT
	printf '%b' "$2" >draft.yaml
	chmod 600 draft.yaml
	unchanged "draft: $1" "$SCEPWIZ" check draft.yaml --ignore url-missing --ignore challenge-missing \
		--ignore subject-missing --ignore key-usage-none --ignore assignment-missing --ignore key-size-weak \
		--ignore identity-missing
	"$SCEPWIZ" set draft.yaml organization=x 2>/dev/null
	unchanged "draft: $1: another field is set" cat draft.yaml
}
slip_draft 'a duplicate key' 'form: scep\nname: "a"\nname: "b"\n'
slip_draft 'a NUL behind an escape' 'form: scep\nname: "a\\0b"\n'
slip_draft 'a control character behind an escape' 'form: scep\nname: "a\\eb"\n'
slip_draft 'two documents' 'form: scep\n---\nform: scep\n'
slip_draft 'a map where a list is wanted' 'form: scep\ndevice_groups: {a: b}\n'
slip_draft 'a map where text is wanted' 'form: scep\nname: {a: b}\n'
slip_draft 'a list where text is wanted' 'form: scep\nname:\n  - a\n  # c\n  - b\n'
slip_draft 'a colon in an item' 'form: scep\ndevices:\n  - a: b\n  - c\n'
slip_draft 'a placeholder in braces' 'form: scep\nchallenge: {{ challenge }}\n'
slip_draft 'a source that there is not' 'form: scep\nchallenge: {from: vault, name: s3cret}\n'
slip_draft 'a group that is a text' 'form: scep\nidentity: net.acme\n'
slip_draft 'a review that is a text' 'form: scep\nreview: looks good\n'
slip_draft 'a form that is a list' 'form: [scep]\nname: x\n'
awk 'BEGIN { for (i = 0; i < 300; i++) printf "["; print "" }' >draft.yaml
unchanged 'draft: too deep' "$SCEPWIZ" check draft.yaml
dd if=/dev/zero bs=1000000 count=10 2>/dev/null | tr '\0' 'a' >draft.yaml
unchanged 'draft: 10 MB' "$SCEPWIZ" check draft.yaml
large_input() {
	"$SCEPWIZ" check - <draft.yaml
}
unchanged 'draft: 10 MB on standard input' large_input
rm draft.yaml
mkdir draft.yaml
unchanged 'draft: a folder' "$SCEPWIZ" check ./draft.yaml
mkdir -p several; echo "# Read me" >README.md; echo form: scep >several/a.yaml
unchanged "draft: names of what is here" "$SCEPWIZ" check README.md . .. several ./several
rmdir draft.yaml
mkfifo draft.yaml
unchanged 'draft: a FIFO' "$SCEPWIZ" check draft.yaml
rm draft.yaml
unchanged 'draft: missing' "$SCEPWIZ" check draft.yaml
unchanged 'draft: missing in the drafts folder' "$SCEPWIZ" check office
unchanged 'draft: a name that steers the terminal' "$SCEPWIZ" check "$(printf 'a\033]0;x\007\377.yaml')"
printf 'form: scep\nplatfrom: ios\nurl: "https://scep.acme.net/scep"\n' >draft.yaml
chmod 600 draft.yaml
unchanged 'draft: an unknown key' "$SCEPWIZ" check draft.yaml
transcript 'draft: an unknown key is kept' "$SCEPWIZ" set draft.yaml name=x
transcript 'draft: an unknown key is kept: there it is' cat draft.yaml

# a draft of nearly that name
"$SCEPWIZ" new office --no-edit 2>/dev/null
cp drafts/office.yaml here.yaml
near_miss() {
	for command in 'edit --plain ofice' 'show ofice' 'check here' 'export here' 'set here name=x' \
		'diff here ofice' 'new x --no-edit --from ofice' 'edit --plain heer' 'export drafts/Office.yaml' \
		'check nothing' 'edit --plain nothing' 'show drafts/office.yaml/' 'show drafts/ofice.yaml//'; do
		# shellcheck disable=SC2086 # several words
		"$SCEPWIZ" $command
	done
}
unchanged 'draft: a near miss' near_miss
near_file() {
	for command in 'show here.yml' 'show other.yml' 'check oter.yml' 'show officce.yaml' 'import office.mobilconfig' \
		'import drafts/ofice.mobileconfig' 'check profile' 'check nothing.mobileconfig' 'import -x' 'import ./-x'; do
		# shellcheck disable=SC2086 # several words
		"$SCEPWIZ" $command
	done
}
cp drafts/office.yaml other.yml
: >office.mobileconfig
: >profile.mobileconfig
: >drafts/office.mobileconfig
unchanged 'file: a near miss' near_file
rm other.yml office.mobileconfig profile.mobileconfig drafts/office.mobileconfig
mv drafts/office.yaml drafts/office.yml
transcript 'draft: a near miss that its name does not lead to' "$SCEPWIZ" show office
rm drafts/office.yml here.yaml

# certificates
good_draft a.yaml
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -set_serial 1 -subj '/CN=Acme Root' \
	2>/dev/null
openssl x509 -in ca.pem -outform DER -out ca.cer
openssl req -new -key ca.key -subj '/CN=Acme Root' -out request.pem
openssl pkcs12 -export -inkey ca.key -in ca.pem -passout pass: -out both.p12
openssl rsa -in ca.key -pubout -out public.pem 2>/dev/null
cat ca.key ca.pem >with-key.pem
cat ca.pem ca.pem >two.pem
{ cat ca.cer && printf 'behind'; } >behind.cer
{ cat ca.pem && dd if=/dev/zero bs=1000000 count=1 2>/dev/null | tr '\0' '\n'; } |
	head -c 1000000 >large.pem
head -c 300 ca.cer >cut.cer
: >empty.cer
printf '<html>Not found</html>\n' >page.cer
mkdir folder.cer
mkfifo fifo.cer
bad_certificate() { # NAME FILE
	unchanged "certificate: $1" "$SCEPWIZ" set a.yaml include_root_certificate=yes \
		root_certificate="$2"
}
bad_certificate 'missing' missing.cer
bad_certificate 'a folder' folder.cer
bad_certificate 'a FIFO' fifo.cer
bad_certificate 'an empty file' empty.cer
bad_certificate '1,000,000 bytes' large.pem
bad_certificate 'a private key with it' with-key.pem
bad_certificate 'PKCS 12' both.p12
bad_certificate 'two of them' two.pem
bad_certificate 'a request' request.pem
bad_certificate 'a public key' public.pem
bad_certificate 'a web page' page.cer
bad_certificate 'DER with bytes behind' behind.cer
bad_certificate 'DER cut short' cut.cer
rm fifo.cer

# folders and disks
SCEP_CHALLENGE=correct-horse-battery
export SCEP_CHALLENGE
as_nobody=
if [ "$(id -u)" -eq 0 ]; then
	as_nobody='setpriv --reuid 65534 --regid 65534 --clear-groups'
	chmod 755 "$work"
	$as_nobody test -x "$SCEPWIZ" || as_nobody=none
fi
if [ "$as_nobody" = none ]; then
	skip_case 'a read-only folder: set' 'root may write anywhere, and nobody else can run the program here'
	skip_case 'a read-only folder: export' 'root may write anywhere, and nobody else can run the program here'
else
	mkdir locked
	cp a.yaml locked/a.yaml
	[ -z "$as_nobody" ] || chown -R 65534 locked
	chmod 500 locked
	# shellcheck disable=SC2086 # several words
	unchanged 'a read-only folder: set' $as_nobody "$SCEPWIZ" set locked/a.yaml name=x
	# shellcheck disable=SC2086
	unchanged 'a read-only folder: export' $as_nobody "$SCEPWIZ" export locked/a.yaml
	chmod 700 locked
fi

# a limit on the size of files, which the messages' own file would have too
size_limited() { # COMMAND...
	{
		sh -c 'ulimit -f 0 && exec "$@"' - "$@"
		echo "status: $?"
	} 2>&1 | cat
}
unchanged 'a limit on file sizes: set' size_limited "$SCEPWIZ" set a.yaml name=x
unchanged 'a limit on file sizes: export' size_limited "$SCEPWIZ" export a.yaml

# values from files
printf 'a\000b\n' >value.txt
unchanged 'a value with a NUL' "$SCEPWIZ" set a.yaml name=@value.txt
unchanged 'a value from a folder' "$SCEPWIZ" set a.yaml name=@folder.cer
unchanged 'a value from a file that is missing' "$SCEPWIZ" set a.yaml name=@missing.txt

# a file system of 64 KiB that is full, in a mount namespace of its own
mkdir disk
on_full_disk() { # COMMAND...
	unshare "$namespaces" -- sh -c '
		mount -t tmpfs -o size=64k none disk && cp -p a.yaml disk/a.yaml || exit 99
		dd if=/dev/zero of=disk/fill bs=1024 2>/dev/null
		"$@"
		status=$?
		cmp a.yaml disk/a.yaml || echo "the draft has changed"
		ls -A disk
		exit $status' - "$@"
}
namespaces=-m
unshare -m true 2>/dev/null || namespaces=-rm
if unshare "$namespaces" sh -c 'mount -t tmpfs -o size=64k none disk' 2>/dev/null; then
	unchanged 'a full disk: set' on_full_disk "$SCEPWIZ" set disk/a.yaml name=x
	unchanged 'a full disk: export' on_full_disk "$SCEPWIZ" export disk/a.yaml
else
	skip_case 'a full disk: set' 'no mount namespace is to be had'
	skip_case 'a full disk: export' 'no mount namespace is to be had'
fi
# terminals
no_term() {
	(
		unset TERM
		"$SCEPWIZ" show a.yaml | head -1
		"$SCEPWIZ" edit a.yaml >"$results/edit" 2>&1
		echo "edit: $?"
	)
}
unchanged 'TERM unset' no_term
unchanged 'no terminal: edit' "$SCEPWIZ" edit a.yaml
unchanged 'no terminal: edit: no draft either' "$SCEPWIZ" edit missing.yaml
unchanged 'no terminal: new' "$SCEPWIZ" new b.yaml


good_draft linked.yaml
ln -s linked.yaml link.yaml
unchanged 'edit: a symbolic link' "$SCEPWIZ" edit --plain link.yaml
sed -i 's/key_size: 2048/key_size: "2048 "/; s/^device_groups.*//' linked.yaml
unchanged 'set: a symbolic link' "$SCEPWIZ" set link.yaml name=CA-2
unchanged 'accept: a symbolic link' "$SCEPWIZ" accept link.yaml assignment-missing --reason known
unchanged 'check --fix: a symbolic link' "$SCEPWIZ" check --fix link.yaml
unchanged 'import: onto a symbolic link' "$SCEPWIZ" import linked.mobileconfig -o link.yaml
rm linked.yaml link.yaml

finish_transcripts
