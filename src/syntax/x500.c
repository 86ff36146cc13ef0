/* The subject's statement, read from left to right. Where the fix of a mistake is certain, it is
 * the whole statement put right, so that it can be taken at once. */
#include "syntax/x500.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/variable.h"

#define NEAR_MAX 24
/* Fixes of fixes: one for each name in a statement, and no statement has more. */
#define FIXES_MAX 64

static const char *const known[] = { "C", "ST", "L", "O", "OU", "CN", "EMAIL", NULL };

/* Names that other programs know and devices do not. Two are read in two ways, and have no fix. */
static const struct foreign {
	const char *name, *instead;
	const char *doubt;
} foreign[] = {
	{ "DC", "0.9.2342.19200300.100.1.25", NULL },
	{ "domainComponent", "0.9.2342.19200300.100.1.25", NULL },
	{ "UID", "0.9.2342.19200300.100.1.1", NULL },
	{ "userId", "0.9.2342.19200300.100.1.1", NULL },
	{ "SERIALNUMBER", "2.5.4.5", NULL },
	{ "SN", "2.5.4.4", "the surname, while the serial number is 2.5.4.5" },
	{ "surname", "2.5.4.4", NULL },
	{ "GN", "2.5.4.42", NULL },
	{ "G", "2.5.4.42", NULL },
	{ "givenName", "2.5.4.42", NULL },
	{ "initials", "2.5.4.43", NULL },
	{ "generationQualifier", "2.5.4.44", NULL },
	{ "dnQualifier", "2.5.4.46", NULL },
	{ "pseudonym", "2.5.4.65", NULL },
	{ "title", "2.5.4.12", NULL },
	{ "T", "2.5.4.12", "the title" },
	{ "description", "2.5.4.13", NULL },
	{ "street", "2.5.4.9", NULL },
	{ "streetAddress", "2.5.4.9", NULL },
	{ "postalCode", "2.5.4.17", NULL },
	{ "telephoneNumber", "2.5.4.20", NULL },
	{ "businessCategory", "2.5.4.15", NULL },
	{ "organizationIdentifier", "2.5.4.97", NULL },
	{ "unstructuredName", "1.2.840.113549.1.9.2", NULL },
	{ "unstructuredAddress", "1.2.840.113549.1.9.8", NULL },
	{ "E", "EMAIL", NULL },
	{ "emailAddress", "EMAIL", NULL },
	{ "commonName", "CN", NULL },
	{ "countryName", "C", NULL },
	{ "localityName", "L", NULL },
	{ "stateOrProvinceName", "ST", NULL },
	{ "S", "ST", NULL },
	{ "SP", "ST", NULL },
	{ "organizationName", "O", NULL },
	{ "organizationalUnitName", "OU", NULL },
};

void
x500_release(struct x500_name *name)
{
	for (size_t i = 0; i < name->n; i++) {
		for (size_t j = 0; j < name->rdns[i].n; j++) {
			free(name->rdns[i].pairs[j].type);
			free(name->rdns[i].pairs[j].value);
		}
		free(name->rdns[i].pairs);
	}
	free(name->rdns);
	*name = (struct x500_name)X500_NAME_INIT;
}

static struct x500_pair *
x500_add_pair(struct x500_name *name, bool new_rdn)
{
	struct x500_rdn *rdn;

	if (new_rdn || !name->n) {
		ARRAY_GROW(name->rdns, name->n, name->alloc);
		name->rdns[name->n++] = (struct x500_rdn){ 0 };
	}
	rdn = &name->rdns[name->n - 1];
	ARRAY_GROW(rdn->pairs, rdn->n, rdn->alloc);
	rdn->pairs[rdn->n] = (struct x500_pair){ 0 };
	return &rdn->pairs[rdn->n++];
}

void
x500_add(struct x500_name *name, const char *type, const char *value, int new_rdn)
{
	struct x500_pair *pair = x500_add_pair(name, new_rdn);

	pair->type = xstrdup(type);
	pair->value = xstrdup(value);
}

/* What is wrong with a dotted OID, or NULL (X.660: first arc 0 to 2, second below 40 under 0 and 1). */
static const char *
oid_fault(const char *text)
{
	size_t arcs = 0, first = strtoul(text, NULL, 10);

	for (const char *arc = text;; arcs++) {
		size_t len = strspn(arc, "0123456789");

		if (!len && (!*arc || *arc == '.'))
			return "it has an empty number";
		if (arc[len] && arc[len] != '.')
			return "use numbers with dots between them";
		if (len > 1 && *arc == '0')
			return "a number in it begins with 0";
		if (arcs == 0 && (len > 1 || first > 2))
			return "its first number is above 2";
		if (arcs == 1 && first < 2 && (len > 2 || strtoul(arc, NULL, 10) > 39))
			return "its second number is above 39, which under 0 and 1 cannot be";
		if (!arc[len])
			return arcs ? NULL : "it needs at least two numbers";
		arc += len + 1;
	}
}

static bool
type_is_known(const char *type)
{
	for (size_t i = 0; known[i]; i++)
		if (!strcmp(known[i], type))
			return true;
	return false;
}

const char *
x500_known_type(const char *type, size_t len)
{
	for (size_t i = 0; known[i]; i++)
		if (strlen(known[i]) == len && !strncasecmp(known[i], type, len))
			return known[i];
	return NULL;
}

/* Whether text begins with a known type or an OID, and =. Both x500_parse and x500_format take a +
 * for a join by this alone, or a name would not be read back as it was. */
static bool
pair_begins(const char *text)
{
	size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");
	char *type;
	bool begins;

	if (!len || text[len] != '=')
		return false;
	type = xstrndup(text, len);
	begins = type_is_known(type) || !oid_fault(type);
	free(type);
	return begins;
}

/* A statement being read. */
struct reader {
	const char *text;
	size_t pos;
	struct x500_name *name;
	struct finding *slip;
};

/* The fix: the text with len bytes at pos replaced. */
static int
fix_replace(struct reader *reader, size_t pos, size_t len, const char *by)
{
	finding_fixf(
		reader->slip, "%.*s%s%s", (int)pos, reader->text, by, reader->text + pos + len);
	return -1;
}

/* The fix: what another reading makes of the whole text, if it makes anything. */
static int
fix_with(struct reader *reader, void (*read)(const char *text, struct strbuf *out))
{
	STRBUF(fix);

	read(reader->text, &fix);
	finding_fix(reader->slip, fix.len ? fix.buf : NULL);
	return -1;
}

/* A short part of the text at this point, to recognize it: up to the next slash. */
static void
near_text(const char *text, struct strbuf *out)
{
	size_t len = strcspn(text + (*text == '/'), "/") + (*text == '/');

	if (len <= NEAR_MAX) {
		strbuf_add(out, text, len);
		return;
	}
	strbuf_add(out, text, text_boundary(text, NEAR_MAX));
	strbuf_addstr(out, "...");
}

static int
syntax_slip(struct reader *reader, size_t offset, const char *sentence)
{
	STRBUF(near);

	near_text(reader->text + offset, &near);
	finding_set(reader->slip, "subject-syntax", offset, "%s, near \"%s\"", sentence, near.buf);
	return -1;
}

static int
type_unknown(struct reader *reader, const char *type)
{
	const char *near = text_nearest(type, known);

	for (size_t i = 0; i < ARRAY_SIZE(foreign); i++) {
		const char *instead = foreign[i].instead, *doubt = foreign[i].doubt;

		if (strcasecmp(foreign[i].name, type) != 0)
			continue;
		finding_set(reader->slip, "subject-unknown-type", reader->pos,
			"devices do not know \"%s\". Write %s%s%s%s instead", type, instead,
			doubt ? " (" : "", doubt ? doubt : "", doubt ? ")" : "");
		return doubt ? -1 : fix_replace(reader, reader->pos, strlen(type), instead);
	}
	return finding_set(reader->slip, "subject-unknown-type", reader->pos,
		"devices do not know \"%s\". They know C, ST, L, O, OU, CN and EMAIL. Write "
		"others as an OID (1.2.5.3)%s%s",
		type, near ? ". Did you mean " : "", near ? near : "");
}

static int
type_oid(struct reader *reader, const char *type)
{
	bool prefix = !strncasecmp(type, "OID.", 4);
	const char *fault = oid_fault(prefix ? type + 4 : type);

	if (!fault && !prefix)
		return 0;
	finding_set(reader->slip, "subject-oid", reader->pos, "\"%s\" is not an OID: %s", type,
		fault ? fault : "write it without \"OID.\"");
	return fault ? -1 : fix_replace(reader, reader->pos, 4, "");
}

/* Spaces beside a type, "C = US" as openssl prints it. */
static int
type_blanks(struct reader *reader, const char *type, size_t len)
{
	STRBUF(bare);

	strbuf_addstr(&bare, type);
	strbuf_trim(&bare);
	syntax_slip(reader, reader->pos, "there are spaces next to a name");
	fix_replace(reader, reader->pos,
		len + 1 + strspn(reader->text + reader->pos + len + 1, " \t"),
		(strbuf_addch(&bare, '='), bare.buf));
	return -1;
}

static int
type_check(struct reader *reader, const char *type, size_t len)
{
	const char *written;

	if (!len)
		return syntax_slip(
			reader, reader->pos, "a name such as CN is missing before \"=\"");
	if (isspace((unsigned char)type[0]) || isspace((unsigned char)type[len - 1]))
		return type_blanks(reader, type, len);
	if (type_is_known(type))
		return 0;
	written = x500_known_type(type, len);
	if (written) {
		finding_set(reader->slip, "subject-type-case", reader->pos,
			"write \"%s\" as %s. Names are case-sensitive", type, written);
		return fix_with(reader, x500_fix_case);
	}
	if (isdigit((unsigned char)*type) || strchr(type, '.'))
		return type_oid(reader, type);
	return type_unknown(reader, type);
}

/* Reads a value up to the next RDN, a join or the end. */
static int
value_read(struct reader *reader, struct strbuf *value)
{
	const char *text = reader->text;

	for (; text[reader->pos] && text[reader->pos] != '/'; reader->pos++) {
		if (text[reader->pos] == '+' && pair_begins(text + reader->pos + 1))
			return 0;
		if (text[reader->pos] == '\\') {
			char next = text[reader->pos + 1];

			if (!next || !strchr("/\\+", next)) {
				syntax_slip(reader, reader->pos,
					"a backslash must come before / + or \\. Write a "
					"backslash itself as \\\\");
				/* DOMAIN\user: before a letter or a digit it can only be itself */
				return isalnum((unsigned char)next)
					       ? fix_replace(reader, reader->pos, 1, "\\\\")
					       : -1;
			}
			reader->pos++;
		}
		strbuf_addch(value, text[reader->pos]);
	}
	return 0;
}

static int
value_check(struct reader *reader, const struct x500_pair *pair)
{
	const char *value = pair->value;

	if (text_is_blank(value))
		return finding_set(reader->slip, "subject-empty-value", pair->offset,
			"%s has no value. Enter one, or remove it", pair->type);
	if (strcmp(pair->type, "C") != 0 || variable_is_alone(value))
		return 0;
	if (isalpha((unsigned char)value[0]) && isalpha((unsigned char)value[1]) && !value[2])
		return 0;
	return finding_set(reader->slip, "subject-country", pair->offset,
		"C must be a country code of two letters, such as US or DE, not \"%.40s\"", value);
}

/* A part without "=": empty, or the rest of a value that was cut by its slash. */
static int
part_slip(struct reader *reader, size_t start, size_t len)
{
	const char *text = reader->text;
	STRBUF(part);

	if (len) {
		near_text(text + start, &part);
		return finding_set(reader->slip, "subject-syntax", start,
			"\"%s\" has no \"=\". Each part is NAME=value. Write a / inside a value "
			"as \\/",
			part.buf);
	}
	syntax_slip(reader, start - 1,
		text[start] ? "there are two slashes in a row"
			    : "there is nothing after the last slash");
	return text[start] || start < 2 ? -1 : fix_replace(reader, start - 1, 1, "");
}

/* Reads TYPE=value at the slash or plus before it. */
static int
pair_read(struct reader *reader)
{
	const char *text = reader->text;
	bool new_rdn = text[reader->pos] == '/';
	size_t start = ++reader->pos, len = strcspn(text + start, "=/");
	STRBUF(type);
	STRBUF(value);
	struct x500_pair *pair;

	if (text[start + len] != '=')
		return part_slip(reader, start, len);
	strbuf_add(&type, text + start, len);
	if (type_check(reader, type.buf, len) < 0)
		return -1;
	reader->pos = start + len + 1;
	if (value_read(reader, &value) < 0)
		return -1;
	pair = x500_add_pair(reader->name, new_rdn);
	*pair = (struct x500_pair){ strbuf_detach(&type), strbuf_detach(&value), start };
	return value_check(reader, pair);
}

static int
statement_read(struct reader *reader)
{
	if (!*reader->text)
		return finding_set(reader->slip, "subject-syntax", 0,
			"the subject is empty. Its form is /C=US/O=Acme/CN=name");
	if (*reader->text != '/') {
		syntax_slip(reader, 0,
			strchr(reader->text, ',') && !strchr(reader->text, '/')
				? "write the subject with a slash before each name, not with "
				  "commas: /C=US/O=Acme/CN=name"
				: "begin the subject with a slash: /C=US/O=Acme/CN=name");
		return fix_with(reader, x500_from_other);
	}
	while (reader->text[reader->pos])
		if (pair_read(reader) < 0)
			return -1;
	return 0;
}

static int
statement_check(const char *text, struct finding *slip)
{
	X500_NAME(name);
	struct reader reader = { .text = text, .name = &name, .slip = slip };

	return statement_read(&reader);
}

int
x500_parse(const char *text, struct x500_name *name, struct finding *slip)
{
	struct reader reader = { .text = text, .name = name, .slip = slip };

	if (statement_read(&reader) == 0)
		return 0;
	finding_settle_fix(slip, statement_check, FIXES_MAX);
	/* what is certain for all parts is worth taking, whatever else is wrong */
	if (!slip->fix && !strcmp(slip->rule, "subject-type-case"))
		fix_with(&reader, x500_fix_case);
	x500_say_more(text, slip);
	return -1;
}

void
x500_format(const struct x500_name *name, struct strbuf *out)
{
	for (size_t i = 0; i < name->n; i++) {
		for (size_t j = 0; j < name->rdns[i].n; j++) {
			const struct x500_pair *pair = &name->rdns[i].pairs[j];

			strbuf_addf(out, "%c%s=", j ? '+' : '/', pair->type);
			for (const char *c = pair->value; *c; c++) {
				if (*c == '/' || *c == '\\' || (*c == '+' && pair_begins(c + 1)))
					strbuf_addch(out, '\\');
				strbuf_addch(out, *c);
			}
		}
	}
}
