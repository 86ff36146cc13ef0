# Prints the names that comments of C files, HACKING.md and its like, and the man pages mention, and that stand
# in no code: FILE: NAME. A name has an underscore and small letters, or is that of a file. Examples that are
# quoted are left alone, and so is what others call so (-v others="NAME...").
BEGIN {
	split(others, list, " ")
	for (i in list)
		code[list[i]] = known[list[i]] = 1
}

# The words of a text: of code where it is in no place.
function words(text, place,   before, name, part, n, i) {
	while (match(text, /[A-Za-z0-9_][A-Za-z0-9_.\/-]*/)) {
		before = substr(text, RSTART - 1, 1)
		name = substr(text, RSTART, RLENGTH)
		text = substr(text, RSTART + RLENGTH)
		sub(/[.\/-]+$/, "", name)
		if (place == "") {
			n = split(name, part, /[.\/-]/)
			for (i = 1; i <= n; i++)
				code[part[i]] = 1
		} else if (before != "\"" && !(name in told) && text !~ /^[*<{]/ &&
			(name ~ /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/ || name ~ /^([a-z0-9_]+\/)*[a-z0-9_]+[.](c|h|sh|py|awk)$/ ||
				name ~ /^(src|tests)\/[a-z0-9_\/]+$/))
			told[name] = place
	}
}

function end_of_file(   path, piece, n, i, at) {
	for (path = file; path != ""; sub(/\/?[^\/]*$/, "", path))
		known[path] = 1
	path = file
	sub(/[.]c$/, "", path) # the program that is built of it
	known[path] = 1
	sub(/.*\//, "", path)
	code[path] = 1
	path = file
	sub(/.*\//, "", path)
	known[path] = 1
	if (file ~ /[.][ch]$/) {
		n = split(text, piece, /\/[*]/)
		words(piece[1], "")
		for (i = 2; i <= n; i++) {
			at = index(piece[i], "*/")
			words(substr(piece[i], 1, at), file)
			words(substr(piece[i], at), "")
		}
	} else
		words(text, file ~ /[.](md|[15])$/ ? file : "")
}

FNR == 1 {
	end_of_file()
	text = ""
	file = FILENAME
}
{ text = text $0 "\n" }
END {
	end_of_file()
	for (name in told)
		if (name ~ /[.\/]/ ? !(name in known) && !("src/" name in known) : !(name in code))
			print told[name] ": " name
}
