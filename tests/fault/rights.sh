#!/bin/sh
# Who may read and write a draft and a profile, and what else hangs on the file, is the same behind a save: group,
# access control list, attributes, other users' drafts in a team's folder. What cannot be kept takes rights away, gives none, and
# is told. As root; users and groups by number: 1001 and 1002 are in 2000, 1003 is in none of them.
. "${SCEPWIZ_SOURCE:-.}/tests/cli/lib.sh"
. "$SCEPWIZ_SOURCE/tests/fault/lib.sh"

[ "$(id -u)" -eq 0 ] || skip_all 'only root may run programs as other users'
command -v setpriv >/dev/null || skip_all 'there is no setpriv'
command -v setfacl >/dev/null || skip_all 'there is no setfacl'
chmod 755 "$work" "$results"
chmod 1777 "$work/home" "$work/drafts"
as() { # USER GROUP[,GROUP...] COMMAND...
	as_user=$1 as_groups=$2
	shift 2
	setpriv --reuid "$as_user" --regid "${as_groups%%,*}" --groups "$as_groups" "$@"
}
as 1001 100,2000 test -x "$SCEPWIZ" || skip_all 'other users cannot run the program here'

good_draft "$results/first.yaml"
sed 's/{from: env, name: SCEP_CHALLENGE}/"correct-horse-battery"/' "$results/first.yaml" >"$results/secret.yaml"
fresh() { # OWNER MODE: the folder, and in it a.yaml
	rm -rf now
	mkdir now
	cp "$results/secret.yaml" now/a.yaml
	chown "$1" now now/a.yaml
	chmod "$2" now/a.yaml
}
state() { # FILE: mode owner group
	stat -c '%a %u %g' "$1"
}
is() { # WANTED NAME: of now/a.yaml, of which the last call has said $said with status $status
	is_state=$(state now/a.yaml)
	[ "$is_state" = "$1" ]
	is_result=$?
	[ $is_result -eq 0 ] || echo "# $is_state, status $status: $said"
	ok $is_result "$2"
}
told() { # PATTERN NAME
	printf '%s\n' "$said" | grep -q "$1"
	told_result=$?
	[ $told_result -eq 0 ] || printf '%s\n' "$said" | sed "s/^/# $status: /"
	ok $told_result "$2"
}
untold() { # NAME: no word but on the challenge
	said=$(printf '%s\n' "$said" | grep -v 'challenge')
	[ -z "$said" ] || printf '%s\n' "$said" | sed 's/^/# /'
	[ -z "$said" ]
	ok $? "$1"
}
save_as() { # USER GROUPS
	said=$(as "$1" "$2" "$SCEPWIZ" set now/a.yaml name=CA-2 2>&1)
	status=$?
}

# the group
fresh 1001:100 640
chgrp 2000 now/a.yaml
save_as 1001 100,2000
is '640 1001 2000' 'the group stays'
untold 'the group stays: nothing is said'
for pair in 640:600 660:600 644:644 664:644 604:600 606:600 777:777; do
	fresh 1001:100 "${pair%:*}"
	chgrp 2000 now/a.yaml
	save_as 1001 100
	is "${pair#*:} 1001 100" "a group that cannot be kept: ${pair%:*} becomes ${pair#*:}"
done
fresh 1001:100 640
chgrp 2000 now/a.yaml
save_as 1001 100
told 'belonged to group 2000, which cannot be preserved' 'a group that cannot be kept is told'
fresh 1001:2000 640
chmod 2755 now
save_as 1001 100
is '640 1001 2000' 'a folder gives its group to what is made in it'

# access control lists
list() {
	getfacl -cnp "$1" 2>/dev/null | grep -v '^$' | tr '\n' ' '
}
for mode in 600 640 660; do
	fresh 1001:100 $mode
	setfacl -m u:1003:r,g:2000:rw now/a.yaml
	before=$(list now/a.yaml)
	save_as 1001 100
	[ "$(list now/a.yaml)" = "$before" ]
	ok $? "an access control list stays: $mode"
	untold "an access control list stays: $mode: nothing is said"
done
fresh 1001:100 640
chgrp 2000 now/a.yaml
setfacl -m u:1003:r now/a.yaml
save_as 1001 100
is '600 1001 100' 'a list whose group cannot be kept goes'
! as 1003 300 cat now/a.yaml >/dev/null 2>&1
ok $? 'a list whose group cannot be kept goes: 1003 may not read any more'
told 'had an access control list that cannot be preserved' 'a list whose group cannot be kept goes: it is told'
fresh 1001:100 640
setfacl -d -m u:1003:rw now
save_as 1001 100
is '640 1001 100' 'a list for new files is none for this one'
! as 1003 300 cat now/a.yaml >/dev/null 2>&1
ok $? 'a list for new files is none for this one: 1003 may not read it'

# attributes
fresh 1001:100 600
if setfattr -n user.review -v Jo now/a.yaml 2>/dev/null; then
	save_as 1001 100
	[ "$(getfattr --only-values -n user.review now/a.yaml 2>/dev/null)" = Jo ]
	ok $? 'an attribute stays'
else
	skip 'an attribute stays' 'there is no setfattr, or the file system has no attributes'
fi

# a team's folder: whoever could read and write the draft still can, or it is not replaced
team() { # MODE
	fresh 1001:2000 "$1"
	chmod 2770 now
	before=$(cksum <now/a.yaml)
}
team 660
save_as 1002 100,2000
is '660 1002 2000' 'a draft of somebody else in a team'
told 'belonged to user 1001 and is yours now. Others can still read and write it' 'a draft of somebody else in a team: it is told'
save_as 1001 100,2000
is '660 1001 2000' 'a draft of somebody else in a team: who had it goes on'
for mode in 600 640 644; do
	team $mode
	save_as 1002 100,2000
	[ $status -eq 3 ] && [ "$(cksum <now/a.yaml)" = "$before" ]
	ok $? "a draft that only its owner writes is not replaced: $mode"
	is "$mode 1001 2000" "a draft that only its owner writes is not replaced: $mode: it stays"
done
team 644
save_as 1002 100,2000
told 'it belongs to user 1001, and the new file would be yours alone' 'a draft that only its owner writes: it is told'
[ -z "$(find now -name '.*')" ]
ok $? 'a draft that only its owner writes: nothing is left'
team 666
save_as 1003 300
[ $status -eq 3 ]
ok $? 'a folder that may not be written: no save'
team 640
said=$("$SCEPWIZ" set now/a.yaml name=CA-2 2>&1)
is '640 1001 2000' 'root leaves it to its owner'
team 600
setfacl -m g:2000:rw now/a.yaml
before=$(list now/a.yaml)
save_as 1002 100,2000
[ "$(list now/a.yaml)" = "$before" ] && [ "$(state now/a.yaml)" = '660 1002 2000' ]
ok $? 'a list that gives it to the team'
for given in u:1002:rw u:1002:rw,g:2000:r u:1002:rw,u:1001:r; do
	fresh 1001:100 600
	chmod 777 now
	setfacl -m $given now/a.yaml
	before=$(list now/a.yaml)
	save_as 1002 300
	[ $status -eq 3 ] && [ "$(list now/a.yaml)" = "$before" ] && [ "$(state now/a.yaml)" = '660 1001 100' ]
	ok $? "a list that gives it to others, and not to who had it: $given"
done
for given in u:1002:rw,u:1001:rw u:1002:rw,g:2000:rw; do
	fresh 1001:300 600
	chmod 777 now
	setfacl -m $given now/a.yaml
	before=$(list now/a.yaml)
	save_as 1002 300
	[ $status -eq 0 ] && [ "$(list now/a.yaml)" = "$before" ] && [ "$(state now/a.yaml)" = '660 1002 300' ]
	ok $? "a list that gives it to both: $given"
	save_as 1001 100,2000,300
	[ $status -eq 0 ]
	ok $? "a list that gives it to both: $given: who had it goes on"
done

# other names
fresh 1001:100 600
ln now/a.yaml now/b
save_as 1001 100
told 'had another name (a hard link), which still has the old content' 'another name is told'
cmp -s now/b "$results/secret.yaml"
ok $? 'another name has the text as it was'

# a profile: private where there is a secret, whatever was there
export_as() { # USER GROUPS OPTION...
	export_user=$1 export_groups=$2
	shift 2
	said=$(as "$export_user" "$export_groups" "$SCEPWIZ" export now/a.yaml "$@" 2>&1)
	status=$?
}
fresh 1001:100 600
export_as 1001 100
setfacl -m u:1003:r now/a.mobileconfig
chgrp 2000 now/a.mobileconfig
export_as 1001 100,2000
[ "$(state now/a.mobileconfig | cut -c1-8)" = '600 1001' ] && ! as 1003 300 cat now/a.mobileconfig >/dev/null 2>&1 &&
	! as 1002 2000 cat now/a.mobileconfig >/dev/null 2>&1
ok $? 'a profile with a secret is private again: list and group'
told 'others could read it' 'a profile with a secret is private again: it is told'
team 660
export_as 1001 100,2000
chmod 660 now/a.mobileconfig
sed 's/2048/4096/' now/a.mobileconfig >"$results/other"
cat "$results/other" >now/a.mobileconfig
export_as 1002 100,2000
[ $status -eq 3 ] && [ "$(state now/a.mobileconfig)" = '660 1001 2000' ]
ok $? "somebody else's profile is not taken away"
told 'it belongs to user 1001' "somebody else's profile is not taken away: it is told"
told 'Use --force to overwrite it' "somebody else's profile is not taken away: the way out is told"
export_as 1002 100,2000 --force
[ $status -eq 0 ] && [ "$(state now/a.mobileconfig)" = '600 1002 2000' ]
ok $? "somebody else's profile with --force"
told 'who no longer has access' "somebody else's profile with --force: it is told"
sed '/^challenge/d' "$results/secret.yaml" >now/a.yaml
export_as 1002 100,2000 --force
chown 1001:2000 now/a.mobileconfig
chmod 640 now/a.mobileconfig
sed 's/2048/4096/' now/a.mobileconfig >"$results/other"
cat "$results/other" >now/a.mobileconfig
as 1001 100,2000 "$SCEPWIZ" export now/a.yaml 2>/dev/null
[ "$(state now/a.mobileconfig)" = '640 1001 2000' ]
ok $? 'a profile without a secret keeps its group'

# at no moment more than before
fault_library "$results/fault.so"
chmod 755 "$results/fault.so"
fresh 1001:100 640
chgrp 2000 now/a.yaml
setfacl -m u:1003:r now/a.yaml
mkdir "$results/seen"
chmod 777 "$results/seen"
SCEPWIZ_FAULT_RUN="getfacl -cnp now/.a.yaml.scepwiz-* >>$results/seen/lists 2>/dev/null; stat -c '%a %u %g' now/.a.yaml.scepwiz-* >>$results/seen/states 2>/dev/null; :"
export SCEPWIZ_FAULT_RUN
for call in write fchmod fsync; do
	for number in 1 2 3; do
		as 1001 100,2000 env SCEPWIZ_FAULT=$call:$number:run LD_PRELOAD="$preload" "$SCEPWIZ" set now/a.yaml \
			name=CA-$call-$number >/dev/null 2>&1
	done
done
sort -u "$results/seen/states" | sed 's/^/# /'
[ -s "$results/seen/states" ] && ! grep -vE '^(600 1001 100|640 1001 2000)$' "$results/seen/states"
ok $? 'at no moment may more people read it than before'

# sudo -E: the variables are those of whoever calls it
mkdir theirs roots
chown 1001:100 theirs
chmod 777 theirs
said=$(env -u SCEPWIZ_DRAFTS HOME="$work/roots" XDG_STATE_HOME="$work/theirs/state" XDG_DATA_HOME="$work/theirs" \
	XDG_CONFIG_HOME="$work/theirs/config" "$SCEPWIZ" new office --no-edit --set challenge=@env:THEIRS 2>&1)
[ -z "$(ls theirs)" ] && [ -s roots/.local/share/scepwiz/drafts/office.yaml ] && [ -s roots/.local/state/scepwiz/allowed/list ]
ok $? 'root puts nothing into the folders of another user'
finish
