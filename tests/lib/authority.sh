# shellcheck shell=sh
# authority.sh: for test scripts, which source it after tap.sh: the CA of tests/servers/authority.py.
#
#   authority_needs              ends the script with SKIP where the CA cannot run
#   authority_begin NAME [OPTION...]
#                                starts one; sets $authority to http://127.0.0.1:PORT; its files are in $work/NAME:
#                                log, certificates/NAME.pem, keep
#   authority_end                ends all that were started
#   logged NAME EXPRESSION       whether the Python expression is true. lines is what the CA has logged, last its last
#                                PKIOperation
authority_python=
authority_pids=

authority_needs() {
	for authority_python in python3 /usr/bin/python3; do
		"$authority_python" -c 'import asn1crypto, cryptography' 2>/dev/null && return
	done
	skip_all 'python3-asn1crypto and python3-cryptography are not installed'
}

authority_begin() {
	authority_folder=$work/$1
	shift
	mkdir "$authority_folder" || exit 1
	: >"$authority_folder/log" >"$authority_folder/ready"
	"$authority_python" "$SCEPWIZ_SOURCE/tests/servers/authority.py" --folder "$authority_folder/certificates" \
		--keep "$authority_folder/keep" --log "$authority_folder/log" --seconds 600 "$@" \
		>"$authority_folder/ready" 2>"$authority_folder/errors" &
	authority_pids="$authority_pids $!"
	authority_tries=0
	until grep -q '^ready ' "$authority_folder/ready"; do
		authority_tries=$((authority_tries + 1))
		kill -0 $! 2>/dev/null && [ "$authority_tries" -lt 600 ] || {
			cat "$authority_folder/errors" >&2
			exit 1
		}
		sleep 0.1
	done
	authority=http://127.0.0.1:$(cut -d' ' -f2 "$authority_folder/ready")
}

authority_end() {
	# shellcheck disable=SC2086 # a list of numbers
	[ -z "$authority_pids" ] || kill $authority_pids 2>/dev/null
	authority_pids=
}

logged() {
	"$authority_python" - "$work/$1/log" "$2" <<-'PYTHON'
		import json, sys
		lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
		last = next((line for line in reversed(lines) if line["operation"] == "PKIOperation"), {})
		if not eval(sys.argv[2]):
		    print(*map(json.dumps, lines[-4:]), sep="\n")
		    sys.exit(f"not so: {sys.argv[2]}")
	PYTHON
}
