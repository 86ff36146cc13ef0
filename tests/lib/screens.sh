# shellcheck shell=sh
# Which unit tests are those of the screen: what takes long leaves them out. A script sources it after $source is set.
is_of_the_screen() { # tests/unit/NAME
	grep -qE '"(ui/|wizard_)' "$source/$1.c"
}
