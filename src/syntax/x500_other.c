/* X.500 names as people bring them: in other notations than the slash form, copied from other programs,
 * and with several slips at once. A wrong subject is worse than none, so what is not certain is left
 * alone. */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/x500.h"

/* Whether a slash has NAME= behind it, so that only the first slash of the text is missing. */
static bool
other_has_slashes(const char *text)
{
	while ((text = strchr(text, '/'))) {
		size_t len = strcspn(++text, "=/,; ");

		if (len && text[len] == '=')
			return true;
	}
	return false;
}

/* Reads TYPE=value up to a comma or semicolon into name, undoing the escapes of RFC 4514. Returns
 * where the next part begins, or NULL where it is not certain what is meant. */
static const char *
comma_pair(const char *text, struct x500_name *name)
{
	STRBUF(type);
	STRBUF(value);
	size_t len = strcspn(text, "=,;/\"+");
	bool certain = len && text[len] == '=';

	strbuf_add(&type, text, len);
	text += len + (text[len] != '\0');
	for (; certain && *text && !strchr(",;", *text); text++) {
		/* \2C and the like are hex, and a \ at the end is half an escape */
		if (*text == '\\')
			certain = *++text && strchr(",;+\"\\<>=# ", *text);
		else if (strchr("\"+<>#", *text))
			certain = false;
		if (certain)
			strbuf_addch(&value, *text);
	}
	if (certain) {
		strbuf_trim(&type);
		strbuf_trim(&value);
		x500_add(name, type.buf, value.buf, 1);
		text += *text != '\0';
		text += strspn(text, " \t\r\n");
	}
	return certain ? text : NULL;
}

static bool
type_is_one_of(const struct x500_rdn *rdn, const char *const *types)
{
	for (; *types; types++)
		if (!strcasecmp(rdn->pairs[0].type, *types))
			return true;
	return false;
}

/* 1 where the name goes from the narrowest to the widest, as RFC 4514 writes it with commas, 0
 * where it is the other way round, -1 where its ends do not say. */
static int
comma_is_reversed(const struct x500_name *name)
{
	static const char *const wide[] = { "C", "DC", "O", "ST", NULL };
	static const char *const narrow[] = { "CN", "EMAIL", "E", "emailAddress", "UID", NULL };
	const struct x500_rdn *first = &name->rdns[0], *last = &name->rdns[name->n - 1];

	if (name->n == 1 || (type_is_one_of(first, wide) && !type_is_one_of(last, wide)))
		return 0;
	return type_is_one_of(first, narrow) && type_is_one_of(last, wide) ? 1 : -1;
}

/* Appends the slash form of a name in commas, from the widest to the narrowest. */
static void
comma_convert(const char *text, struct strbuf *out)
{
	X500_NAME(read);
	X500_NAME(turned);
	int reversed;

	while (text && *text)
		text = comma_pair(text, &read);
	reversed = text && read.n ? comma_is_reversed(&read) : -1;
	if (reversed < 0)
		return;
	for (size_t i = 0; i < read.n; i++) {
		const struct x500_rdn *rdn = &read.rdns[reversed ? read.n - 1 - i : i];

		x500_add(&turned, rdn->pairs[0].type, rdn->pairs[0].value, 1);
	}
	x500_format(&turned, out);
}

void
x500_from_other(const char *text, struct strbuf *out)
{
	static const char label[] = "subject";
	size_t signs;

	text += strspn(text, " \t\r\n");
	/* behind the label that openssl prints, "subject=" */
	if (!strncasecmp(text, label, strlen(label)) &&
		(signs = strspn(text + strlen(label), " :=")))
		text += strlen(label) + signs;
	if (*text == '/')
		strbuf_addstr(out, text);
	else if (other_has_slashes(text))
		strbuf_addf(out, "/%s", text);
	else
		comma_convert(text, out);
}

/* Where the part at text ends: at the next slash that no backslash makes a part of the value. */
static const char *
part_end(const char *text)
{
	for (; *text && *text != '/'; text++)
		if (*text == '\\' && text[1])
			text++;
	return text;
}

void
x500_fix_case(const char *text, struct strbuf *out)
{
	while (*text) {
		const char *part = text + (*text == '/'), *end = part_end(part);
		size_t len = strcspn(part, "=/");
		const char *known = part[len] == '=' ? x500_known_type(part, len) : NULL;

		strbuf_add(out, text, (size_t)(part - text));
		strbuf_addstr(out, known ? known : "");
		part += known ? len : 0;
		strbuf_add(out, part, (size_t)(end - part));
		text = end;
	}
}

/* Each part is read as a statement of its own. */
void
x500_say_more(const char *text, struct finding *slip)
{
	const char *part = text + slip->offset;
	STRBUF(behind);
	size_t more = 0;

	if (*text != '/')
		return;
	for (part = part_end(part + (*part == '/')); *part;) {
		const char *end = part_end(part + 1);
		STRBUF(statement);
		X500_NAME(name);
		FINDING(its);

		strbuf_add(&statement, part, (size_t)(end - part));
		more += x500_parse(statement.buf, &name, &its) < 0;
		part = end;
	}
	if (!more)
		return;
	strbuf_addf(&behind, ". %zu more %s wrong too", more, plural(more, "part is", "parts are"));
	finding_wrap(slip, "", behind.buf);
}
