/* The field types identifier and uuid: by what devices tell profiles and payloads apart. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/uuid.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

/* The base of an identifier whose name has no letter or digit that an identifier may have. */
#define SLUG_FALLBACK "policy"

static bool
identifier_allows(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-';
}

static const char *
identifier_default_word(const char *text)
{
	static const char *const words[] = { "yourcompany", "mycompany", "yourdomain", "yourorg",
		"changeme", "untitled", NULL };

	for (size_t i = 0; words[i]; i++)
		if (text_contains(text, words[i]))
			return words[i];
	return NULL;
}

/* Rule identifier-form. */
static void
identifier_check(struct check *check)
{
	size_t good = 0;
	const char *word = identifier_default_word(check->text);

	while (check->text[good] && identifier_allows(check->text[good]))
		good++;
	if (check->text[good])
		check_report(check, "identifier-form", good,
			"\"%.*s\" has a character that identifiers cannot have. Use letters, "
			"digits, dots and dashes, such as com.example.scep.office",
			EXCERPT(check->text));
	else if (word)
		check_report(check, "identifier-form", 0,
			"\"%.*s\" still has the placeholder \"%s\". Replace it with your "
			"organization's domain, reversed, such as com.example.scep.office",
			EXCERPT(check->text), word);
}

/* Begins as the form's example does. */
static void
identifier_make(const struct field *field, const char *name, const char *seed, struct strbuf *out)
{
	const char *dot = field->example ? strrchr(field->example, '.') : NULL;
	size_t start;

	(void)seed;
	if (dot)
		strbuf_add(out, field->example, (size_t)(dot + 1 - field->example));
	else
		strbuf_addstr(out, "com.example.");
	start = out->len;
	text_slug(name, out);
	if (out->len == start)
		strbuf_addstr(out, SLUG_FALLBACK);
}

/* Rule uuid-form; a new one is always right. Apple says that what a UUID looks like is unimportant, so a
 * strange one is a warning. */
static void
uuid_check(struct check *check)
{
	char uuid[UUID_TEXT_SIZE];

	if (uuid_is_valid(check->text))
		return;
	lint_env(check); /* no other draft is offered the same one */
	uuid_make(uuid);
	check_add_fix(check,
		check_report_as(check, SEVERITY_WARNING, "uuid-form", 0,
			"\"%.*s\" is not a UUID (32 hex digits as 8-4-4-4-12). Restore the one "
			"that devices have, or make a new one",
			EXCERPT(check->text)),
		uuid);
}

/* RFC 9562: both cases are read. */
static void
uuid_fold(const struct field *field, const char *text, struct strbuf *out)
{
	(void)field;
	for (; *text; text++)
		strbuf_addch(out, *text >= 'a' && *text <= 'f' ? (char)(*text - 'a' + 'A') : *text);
}

static void
uuid_make_text(const struct field *field, const char *name, const char *seed, struct strbuf *out)
{
	char uuid[UUID_TEXT_SIZE];
	STRBUF(whole);

	(void)name;
	strbuf_addf(&whole, "%s/%s", seed ? seed : "", field->key);
	if (seed)
		uuid_of_name(whole.buf, uuid);
	else
		uuid_make(uuid);
	strbuf_addstr(out, uuid);
}

const struct field_type identifier_type = {
	.name = "identifier",
	.summary = "A reverse-DNS identifier, such as com.example.scep.office.",
	.widget = WIDGET_LINE,
	.check = identifier_check,
	.make = identifier_make,
};

const struct field_type uuid_type = {
	.name = "uuid",
	.summary = "A UUID.",
	.widget = WIDGET_LINE,
	.check = uuid_check,
	.fold = uuid_fold,
	.make = uuid_make_text,
};
