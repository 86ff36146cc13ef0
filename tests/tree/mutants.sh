#!/bin/sh
# What tests/tree/mutations.py finds in a file and in changed lines, and that what is accepted is there.
. "${SCEPWIZ_SOURCE:-.}/tests/lib/tap.sh"
command -v python3 >/dev/null 2>&1 || skip_all 'no python3'
own_folder
here=$SCEPWIZ_SOURCE
cd "$work" || exit 1
mkdir -p src tests/tree
cp "$here/tests/tree/mutations.py" tests/tree
: >configure.ac

cat >src/sample.c <<'C'
/* if (a == b) in a comment, and "quotes" */
#include <stdio.h>
#define ROOM_MAX 31 /* two
	lines: x == 1 */

static const int rows[][2] = {
	{ 0x0f, true }, { NULL, 4, false },
};

int
first(struct place *at, const char *text)
{
	size_t len = strlen(text);
	char *end = NULL;

	if (len > 1 && text[len - 1] == '"' /* && */)
		len--;
	for (size_t i = 0; i < len; i++)
		at->sum += -1;
	if (!len)
		BUG("no text at %d", 7);
	while (at->left)
		take(at, "a, b < c", text);
	switch (len) {
	case 2:
		*end = '\0';
		break;
	default:
		return -1;
	}
	return len >= sizeof(*at) || last(&at->sum,
		(x)text) ? true : len;
}

/* what no test can see */
#define WAIT_MS 20
static int
order(const char *a, const char *b, size_t n)
{
	char room[64], *more = xmalloc(n + 1);

	wipe(more, n);
	if (least(n, 4) == 4 && n_same(a, b))
		return a[2] < b[2] ? -1 : 1;
	return 0;
}
void
list_release(struct list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i]);
}

static void
lists_end(struct list *list, struct list *other)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->v[i].name);
		list_release(&list->v[i]);
	}
	while (take(other))
		wipe(other, 1000000L);
	while (count < ARRAY_SIZE(rows)) {
		free(other);
		count++;
	}
}
C
cat >expected <<'LIST'
3 ROOM_MAX: constant: 31 to 32
3 ROOM_MAX: constant: 31 to 30
6 -: constant: 2 to 3
6 -: constant: 2 to 1
7 rows: constant: 0x0f to 0x10
7 rows: constant: 0x0f to 0xe
7 rows: constant: true to false
16 first: negated: len > 1 && text[len - 1] == '"' negated
16 first: relation: > to >=
16 first: constant: 1 to 2
16 first: constant: 1 to 0
16 first: and/or: && to ||
16 first: plus/minus: - to +
16 first: constant: 1 to 2 #2
16 first: constant: 1 to 0 #2
16 first: relation: == to !=
17 first: deleted: len--; deleted
17 first: plus/minus: -- to ++
18 first: negated: i < len negated
18 first: constant: 0 to 1
18 first: relation: < to <=
18 first: plus/minus: ++ to --
19 first: deleted: at->sum += -1; deleted
19 first: plus/minus: += to -=
19 first: constant: 1 to 2
19 first: constant: 1 to 0
22 first: negated: at->left negated
23 first: swapped: at, "a, b < c" to "a, b < c", at
23 first: swapped: "a, b < c", text to text, "a, b < c"
23 first: deleted: take(at, "a, b < c", text); deleted
25 first: constant: 2 to 3
25 first: constant: 2 to 1
26 first: deleted: *end = '\0'; deleted
27 first: deleted: break; deleted
29 first: return: return -1 to return 0
31 first: return: return len >= sizeof(*at) || last(&at->sum, (x)text) ? true : len to return 0
31 first: relation: >= to >
31 first: and/or: || to &&
31 first: swapped: &at->sum, (x)text to (x)text, &at->sum
32 first: constant: true to false
42 order: swapped: more, n to n, more
43 order: negated: least(n, 4) == 4 && n_same(a, b) negated
43 order: constant: 4 to 5
43 order: constant: 4 to 3
43 order: relation: == to !=
43 order: constant: 4 to 5 #2
43 order: constant: 4 to 3 #2
43 order: and/or: && to ||
44 order: return: return a[2] < b[2] ? -1 : 1 to return 0
44 order: constant: 2 to 3
44 order: constant: 2 to 1
44 order: relation: < to <=
44 order: constant: 2 to 3 #2
44 order: constant: 2 to 1 #2
44 order: constant: 1 to 0
44 order: constant: 1 to 0 #2
45 order: return: return 0 to return -1
62 lists_end: swapped: other, 1000000L to 1000000L, other
63 lists_end: negated: count < ARRAY_SIZE(rows) negated
65 lists_end: deleted: count++; deleted
65 lists_end: plus/minus: ++ to --
LIST
list() {
	python3 tests/tree/mutations.py list src/sample.c >listed && diff -u expected listed
}
check 'the mutations of a file' list

changed() {
	git init -q . && git add src && git -c user.name=a -c user.email=a@example.org commit -q -m a &&
		sed -i.old -e 's/at->left/at->left > 9/' -e '/^	size_t len/d' -e 's/^	char \*end/	size_t len = strlen(text);\n&/' \
			src/sample.c && rm src/sample.c.old &&
		python3 tests/tree/mutations.py list BASE=HEAD >listed && diff -u - listed <<-'LIST'
			22 first: negated: at->left > 9 negated
			22 first: relation: > to >=
			22 first: constant: 9 to 10
			22 first: constant: 9 to 8
		LIST
}

# The sample changed in the last commit, which has the tag of its own release.
since_release() {
	git add src && git -c user.name=a -c user.email=a@example.org commit -q -m b && git tag v2 &&
		python3 tests/tree/mutations.py list BASE=release | grep -c '' >listed && echo 4 | diff -u - listed &&
		git clone -q --depth 1 "file://$PWD" shallow && cp -r tests configure.ac shallow &&
		python3 shallow/tests/tree/mutations.py list BASE=release >listed && echo | diff -u - listed
}
if command -v git >/dev/null 2>&1; then
	check 'the mutations of changed lines' changed
	check 'those since the release before, which a shallow clone does not know' since_release
else
	skip 'the mutations of changed lines' 'no git'
	skip 'those since the release before, which a shallow clone does not know' 'no git'
fi

entry() { # LINE MUTATION: what is accepted
	printf '# accepted\n\nsrc/sample.c first\n\t%s\n\t%s\n\tBecause.\n' "$1" "$2" >tests/tree/mutants.accepted
	python3 tests/tree/mutations.py accepted
}
check 'an entry for a mutation' entry 'len--;' '-- to ++'
refused() {
	entry "$@" >out 2>&1
	[ $? -eq 1 ] && grep -q '^mutants.accepted: src/sample.c: first no longer has this line' out
}
check 'an entry whose line is gone' refused 'length--;' '-- to ++'
check 'an entry whose mutation is gone' refused 'len--;' '-- to -'

own_list() {
	cd "$here" && python3 tests/tree/mutations.py accepted
}
check 'what is accepted is in the sources' own_list
finish
