/* Finding the one run of digits that is meant. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"

#include "syntax/base64.h"
#include "syntax/fingerprint_parts.h"

/* Fewer digits are a word or a number of another kind ("SHA-256", "RSA 2048", "cafe"). */
#define RUN_DIGITS_LEAST 8
/* An MD5 hash; a SHA-256 is sometimes shown in two lines of as many digits. */
#define MD5_DIGITS 32
/* Shorter names of files could be digits that were put there by a slip. */
#define NAME_LEAST 3

/*
 * Runs of digits.
 */

struct run {
	size_t start, end;
	size_t digits, groups;
	bool frayed; /* more digits follow, in a group of another size */
};

/* The length of a character that is shown as a space; 0 for any other. */
static size_t
blank_at(const char *text)
{
	if (*text && strchr(" \t\r\n", *text))
		return 1;
	if (!strncmp(text, "\xc2\xa0", 2))
		return 2;
	return !strncmp(text, "\xe2\x80\xaf", 3) ? 3 : 0;
}

static size_t
blanks_at(const char *text)
{
	size_t n = 0, one;

	while ((one = blank_at(text + n)))
		n += one;
	return n;
}

/* Whether a number may begin at pos: no letter is before it. */
static bool
begins_word(const char *text, size_t pos)
{
	if (!pos || (pos >= 2 && blank_at(text + pos - 2) == 2) ||
		(pos >= 3 && blank_at(text + pos - 3) == 3))
		return true;
	return !isalnum((unsigned char)text[pos - 1]) && (unsigned char)text[pos - 1] < 0x80;
}

/* The hex digits of the group at text, with none of a longer word; *prefix: of 0x and \x. */
static size_t
group_at(const char *text, size_t *prefix)
{
	size_t n;

	*prefix = 0;
	if ((text[0] == '0' || text[0] == '\\') && (text[1] == 'x' || text[1] == 'X'))
		*prefix = 2;
	n = strspn(text + *prefix, "0123456789ABCDEFabcdef");
	text += *prefix + n;
	return isalnum((unsigned char)*text) || ((unsigned char)*text >= 0x80 && !blank_at(text))
		       ? 0
		       : n;
}

/* The bytes between two groups; 0 if they are not two groups of one number. A colon with a space behind it ends a
 * label, unless a line was broken there. */
static size_t
gap_at(const char *text, size_t groups)
{
	size_t blanks = blanks_at(text), behind;

	if (blanks)
		return blanks;
	if (!*text || !strchr(":-.,_;", *text))
		return 0;
	behind = blanks_at(text + 1);
	if (behind && *text != ',' && groups < 2)
		return 0;
	return 1 + behind;
}

/* The next run from *pos on; *pos moves behind it. False at the end of the text. */
static bool
run_next(const char *text, size_t *pos, struct run *run)
{
	size_t at = *pos, size, next, prefix, gap;

	for (size = 0; text[at]; at++)
		if (begins_word(text, at) && (size = group_at(text + at, &prefix)))
			break;
	if (!size)
		return false;
	*run = (struct run){ .start = at, .end = at + prefix + size, .digits = size, .groups = 1 };
	while ((gap = gap_at(text + run->end, run->groups)) || text[run->end] == '\\') {
		next = group_at(text + run->end + gap, &prefix);
		run->frayed = next && next != size;
		if (next != size || (hash_find(size / 2) && size % 2 == 0 && size > MD5_DIGITS))
			break;
		run->end += gap + prefix + next;
		run->digits += next;
		run->groups++;
	}
	run->frayed = run->frayed && run->groups > 1;
	*pos = run->end;
	return true;
}

static void
run_decode(const char *text, const struct run *run, struct located *out)
{
	size_t n = 0;

	memset(out, 0, sizeof *out);
	out->len = run->digits / 2;
	out->offset = run->start;
	out->delimited = run->groups > 1;
	for (size_t at = run->start; at < run->end; at++) {
		unsigned char *byte = &out->bytes[n / 2];

		if (tolower((unsigned char)text[at + 1]) == 'x')
			at++; /* 0x, \x */
		else if (isxdigit((unsigned char)text[at])) {
			*byte = (unsigned char)(*byte << 4 | text_hex_digit(text[at]));
			n++;
		}
	}
}

/*
 * The one that is meant.
 */

/* The candidates so far. */
struct search {
	const char *text;
	struct located first; /* that is not told to be another number */
	struct label label;   /* its own */
	size_t end;           /* behind it */
	size_t found;         /* different ones */
	struct located sha256;
	size_t sha256_found;
	struct label other; /* the last that is told to be one */
};

static bool
same_hash(const struct located *a, const struct located *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len);
}

static void
search_add(struct search *search, const struct run *run, size_t label_start)
{
	struct label label = label_read(search->text + label_start, run->start - label_start);
	struct located hash;

	if (label.meaning == LABEL_NOTHING && label_start)
		label.meaning = LABEL_UNKNOWN;
	/* below "Public Key ID:" there are several, each only with the name of its hash */
	if (label.meaning == LABEL_HASH && search->other.meaning == LABEL_OTHER &&
		search->other.hash)
		label.meaning = LABEL_OTHER;
	else if (label.meaning == LABEL_OTHER)
		search->other = label;
	else
		search->other.meaning = LABEL_NOTHING;
	if (label.meaning == LABEL_OTHER)
		return;
	run_decode(search->text, run, &hash);
	hash.hash = label.hash;
	if (!search->found) {
		search->first = hash;
		search->label = label;
		search->end = run->end;
		search->found = 1;
	} else if (!same_hash(&search->first, &hash)) {
		search->found++;
	}
	if (hash.len == 32 && (!search->sha256_found || !same_hash(&search->sha256, &hash))) {
		search->sha256 = hash;
		search->sha256_found++;
	}
}

/* A text of only digits and their separators is left to the caller. */
static bool
is_digits_alone(const char *text)
{
	return !text[strspn(text, "0123456789ABCDEFabcdef:- \t\r\n")];
}

/* Base64 has letters on all sides of what may look like a run in it. */
static bool
is_one_word(const char *text)
{
	size_t start = strspn(text, " \t\r\n"), len = 0;

	while (isalnum((unsigned char)text[start + len]) || text[start + len] == '+' ||
		text[start + len] == '/')
		len++;
	len += strspn(text + start + len, "=");
	return len && !text[start + len + strspn(text + start + len, " \t\r\n")];
}

/* Whether a hash without a label is one all the same: nothing else is there, or the name of its file, as sha256sum
 * and its like print it. */
static bool
ends_like_sums(const char *rest)
{
	size_t blanks = strspn(rest, " \t"), name;
	const char *end = strchr(rest, '\n');

	if (!label_has_word(rest))
		return true;
	if (!blanks || (end && label_has_word(end)))
		return false;
	if (blanks > 1 || rest[blanks] == '*' || rest[0] == '\t')
		return true;
	name = strcspn(rest + blanks, " \t\r\n");
	return strcspn(rest + blanks, "./") < name && !label_has_word(rest + blanks + name);
}

/* Two spaces and one word, which may look like more digits: "cafe". */
static bool
is_name_of_sum(const char *rest)
{
	size_t name = strncmp(rest, "  ", 2) ? 0 : strcspn(rest + 2, " \t\r\n");

	return name >= NAME_LEAST && !label_has_word(rest + 2 + name);
}

int
fingerprint_is_other(struct finding *slip, const char *what)
{
	return finding_set(slip, "fingerprint-other-number", 0,
		"this is %s, not a fingerprint. Paste the SHA-256 fingerprint of the certificate",
		what);
}

static int
search_end(
	const struct search *search, const char *other, struct located *out, struct finding *slip)
{
	if (search->found > 1) {
		finding_set(slip, "fingerprint-several", search->first.offset,
			"the text has %zu different hashes. Keep one, the SHA-256 of the certificate",
			search->found);
		if (search->sha256_found == 1)
			fingerprint_fix(slip, search->sha256.bytes, search->sha256.len);
		return -1;
	}
	if (!search->found && other)
		return fingerprint_is_other(slip, other);
	/* only the digits; the caller reports a wrong number of them */
	if (search->found && search->label.meaning != LABEL_UNKNOWN && !search->first.delimited &&
		is_name_of_sum(search->text + search->end)) {
		*out = search->first;
		return 1;
	}
	if (!search->found || is_digits_alone(search->text) ||
		(is_digits_alone(search->text + search->first.offset) &&
			label_has_word(search->text + search->end)))
		return 0;
	if (search->label.meaning < LABEL_HASH &&
		(search->label.meaning == LABEL_UNKNOWN ||
			!ends_like_sums(search->text + search->end)))
		return finding_set(slip, "fingerprint-syntax", search->first.offset,
			"the text has a number as long as a hash, but does not say that it is a "
			"fingerprint. Paste only its digits");
	*out = search->first;
	return 1;
}

int
fingerprint_locate(const char *text, struct located *out, struct finding *slip)
{
	struct search search = { .text = text };
	const char *other = NULL;
	size_t pos = 0, behind = 0;
	struct run run;

	if (is_one_word(text))
		return 0;
	while (run_next(text, &pos, &run)) {
		if (!run.frayed && run.digits >= MD5_DIGITS && run.digits % 2 == 0 &&
			hash_find(run.digits / 2))
			search_add(&search, &run, behind);
		if (search.other.meaning == LABEL_OTHER)
			other = search.other.other;
		if (run.digits >= RUN_DIGITS_LEAST)
			behind = run.end;
	}
	return search_end(&search, other, out, slip);
}
