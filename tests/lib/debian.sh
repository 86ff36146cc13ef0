# Packages of Debian and its kin for a test, without a change to the system: they are fetched by an apt of its own in a
# folder, and unpacked there. To be sourced.

# debian_begin FOLDER TYPE [ARCHITECTURE]: the system's own list of archives, for packages (deb) or sources (deb-src).
# An archive that cannot be reached is told when something of it is wanted.
debian_begin() {
	debian=$1/apt-$2${3:+-$3}
	mkdir -p "$debian/parts" "$debian/lists/partial" "$debian/cache/archives/partial" || return 1
	: >"$debian/status"
	for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ ! -f "$list" ] || sed -n "s/^deb  *\(\[[^]]*\]\)* */$2 /p" "$list"
	done >"$debian/sources.list"
	for list in /etc/apt/sources.list.d/*.sources; do
		[ ! -f "$list" ] || sed "s/^Types:.*/Types: $2/; /^Architectures:/d" "$list" >"$debian/parts/${list##*/}"
	done
	debian_arch=${3-}
	debian_run apt-get -qq update >"$debian/log" 2>&1 || return 0
}

debian_run() { # apt-get or apt-cache ARGUMENT...
	tool=$1
	shift
	command -v "$tool" >/dev/null || {
		echo "there is no $tool"
		return 1
	}
	"$tool" -o Dir::Etc::sourcelist="$debian/sources.list" -o Dir::Etc::sourceparts="$debian/parts" \
		-o Dir::State::lists="$debian/lists" -o Dir::Cache="$debian/cache" -o Acquire::Retries=3 \
		-o APT::Sandbox::User=root -o APT::Get::List-Cleanup=0 \
		${debian_arch:+-o Dir::State::status="$debian/status" -o APT::Architecture="$debian_arch" \
			-o APT::Architectures="$debian_arch"} "$@"
}

# debian_source NAME FOLDER: its source with Debian's patches, the newest that the archive gives out.
debian_source() {
	[ ! -d "$2" ] || return 0
	mkdir -p "$debian/sources"
	for version in $(debian_run apt-cache showsrc "$1" | sed -n 's/^Version: //p' | sort -rV | uniq); do
		(cd "$debian/sources" && debian_run apt-get -qq source --download-only "$1=$version") >>"$debian/log" 2>&1 ||
			continue
		dpkg-source --no-check -x "$debian/sources/$1_${version#*:}.dsc" "$2" >>"$debian/log" 2>&1 && return 0
	done
	echo "no source of $1 to be had: $(tail -n 1 "$debian/log")"
	return 1
}

# debian_root FOLDER PACKAGE...: these and all that they need, unpacked (not installed) below FOLDER.
debian_root() {
	root=$1
	shift
	[ ! -f "$root/whole" ] || return 0
	debian_run apt-get -qq install --download-only --no-install-recommends --yes "$@" >>"$debian/log" 2>&1 || {
		echo "no packages to be had: $(tail -n 1 "$debian/log")"
		return 1
	}
	mkdir -p "$root"
	for package in "$debian"/cache/archives/*.deb; do
		dpkg-deb --extract "$package" "$root" || return 1
	done
	find "$root" -lname '/*' | while read -r link; do # absolute ones lead into the root, too
		ln -sfn "$root$(readlink "$link")" "$link"
	done
	: >"$root/whole"
}
