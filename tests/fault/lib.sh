# shellcheck shell=sh
# What the scripts of this folder share; sourced behind tests/cli/lib.sh or tests/lib/tap.sh.
#
#   fault_library PATH [OPTION...]  builds fault.c there; skips the script where that cannot be
#   preload_of LIBRARY              what LD_PRELOAD is to be
#   fresh_folder                    goes to $work/now, which is empty
#   with_fault COMMAND...           runs it with $fault of $preload; what it leaves open is in $results/open
#   counting COMMAND...             runs it and counts its calls in $counts
#   numbers CALL                    1 .. as many as are counted in $counts
#   told NAME                       one check: of $runs runs $wrong were
#   finish_faults                   at the end
asan=$(ldd "$SCEPWIZ" 2>/dev/null | awk '/lib(clang_rt\.)?asan/ { print $3 }')
no_fault='no fault can be put into the program (it is static, or its sanitizer forbids it)'
no_kills='# no kills and no lack of memory with ASan: it has nothing to say then, and a malloc of its own'
failed=0 killed=0 starved=0 all_wrong=0

fault_library() {
	fault_path=$1
	shift
	fault_said=$(${CC:-cc} -D_GNU_SOURCE -shared -fPIC -O1 "$@" -o "$fault_path" \
		"${SCEPWIZ_SOURCE:-.}/tests/fault/fault.c" -ldl 2>&1) || {
		printf '%s\n' "$fault_said" | sed 's/^/# /'
		skip_all 'the library of faults cannot be built here (it is for glibc)'
	}
	preload=$(preload_of "$fault_path")
}

# ASan wants to come first
preload_of() {
	echo "$asan${asan:+ }$1"
}

fresh_folder() {
	rm -rf "$work/now"
	mkdir "$work/now"
	cd "$work/now" || exit 1
}

with_fault() {
	rm -f "$results/open"
	env SCEPWIZ_FAULT="$fault" SCEPWIZ_FAULT_LEFT="$results/open" LD_PRELOAD="$preload" "$@"
}

counting() {
	env SCEPWIZ_FAULT_COUNT="$counts" LD_PRELOAD="$preload" "$@"
}

numbers() {
	seq "$(awk -v call="$1" '$1 == call { print $2 }' "$counts")"
}

told() {
	[ "$runs" -eq 0 ] || ok "$wrong" "$1 ($runs runs)"
	all_wrong=$((all_wrong + wrong))
}

finish_faults() {
	echo "# $failed runs with a failing call, $killed kills, $starved without memory: $all_wrong lost or broken"
	cd "$work" || exit 1
	finish
}
