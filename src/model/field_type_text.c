/* Field types that are text as people type it, and the plain behaviour behind null functions. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/uuid.h"

#include "model/field_type_rows.h"

/* What an identifier is made of where its name has no letter or digit that may stand in one. */
#define SLUG_FALLBACK "policy"

int
node_wrong_kind(
	const struct field *field, const struct node *node, const char *wanted, struct strbuf *err)
{
	return error_add(
		err, "%s: expected %s, found %s", field->label, wanted, node_kind_name(node->kind));
}

/* Blanks around a value come from pasting. */
int
plain_accept(const struct field *field, const char *typed, const char *folder, struct strbuf *kept,
	struct strbuf *err)
{
	size_t start = strspn(typed, " \t\r\n"), end = strlen(typed);

	(void)field, (void)folder, (void)err;
	while (end > start && strchr(" \t\r\n", typed[end - 1]))
		end--;
	strbuf_add(kept, typed + start, end - start);
	return 0;
}

void
plain_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	(void)field, (void)folder;
	strbuf_addstr(out, text);
}

int
string_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	size_t len = strlen(text);

	(void)folder;
	if (text_xml_check(text, len) < len)
		return error_add(err, "%s holds a character that XML cannot carry", field->label);
	*node = node_text_new(text);
	return 0;
}

int
string_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!node_is(node, NODE_TEXT))
		return node_wrong_kind(field, node, "a string", err);
	strbuf_addstr(text, node_text(node));
	return 0;
}

int
verbatim_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	(void)field, (void)folder, (void)err;
	strbuf_addstr(kept, typed);
	return 0;
}

void
lines_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	size_t len = strlen(text);

	(void)field, (void)folder;
	while (len && text[len - 1] == '\n')
		len--;
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\n')
			strbuf_addstr(out, " / ");
		else
			strbuf_addch(out, text[i]);
}

void
secret_progress(const struct field *field, const char *text, struct strbuf *out)
{
	size_t n = text_count(text);

	(void)field;
	if (n)
		strbuf_addf(out, "%zu %s", n, plural(n, "character", "characters"));
}

void
secret_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	(void)folder;
	strbuf_addstr(out, "set, ");
	secret_progress(field, text, out);
}

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
void
identifier_check(struct check *check)
{
	size_t good = 0;
	const char *word = identifier_default_word(check->text);

	while (check->text[good] && identifier_allows(check->text[good]))
		good++;
	if (check->text[good])
		check_report(check, "identifier-form", good,
			"\"%.*s\" holds a character that no identifier has; use letters, digits, "
			"dots and dashes, in reverse-DNS order, as com.example.scep.office",
			EXCERPT(check->text));
	else if (word)
		check_report(check, "identifier-form", 0,
			"\"%.*s\" still has the placeholder \"%s\" in it; put your organization's "
			"domain there, in reverse order, as com.example.scep.office",
			EXCERPT(check->text), word);
}

void
identifier_make(const struct field *field, const char *name, const char *seed, struct strbuf *out)
{
	size_t start;

	(void)field, (void)seed;
	strbuf_addstr(out, "com.example.scep.");
	start = out->len;
	text_slug(name, out);
	if (out->len == start)
		strbuf_addstr(out, SLUG_FALLBACK);
}

/* Rule uuid-form; a new one is always right. Apple says that what a UUID looks like is unimportant, so a
 * strange one is a warning. */
void
uuid_check(struct check *check)
{
	char uuid[UUID_TEXT_SIZE];

	if (uuid_is_valid(check->text))
		return;
	uuid_make(uuid);
	check_add_fix(check,
		check_report_as(check, SEVERITY_WARNING, "uuid-form", 0,
			"\"%.*s\" is no UUID, which has 32 hex digits as 8-4-4-4-12; put back the one "
			"that was rolled out, or take a new one",
			EXCERPT(check->text)),
		uuid);
}

/* RFC 9562: both cases are read. */
void
uuid_fold(const struct field *field, const char *text, struct strbuf *out)
{
	(void)field;
	for (; *text; text++)
		strbuf_addch(out, *text >= 'a' && *text <= 'f' ? (char)(*text - 'a' + 'A') : *text);
}

void
uuid_make_text(const struct field *field, const char *name, const char *seed, struct strbuf *out)
{
	char uuid[UUID_TEXT_SIZE];
	struct strbuf whole = STRBUF_INIT;

	(void)name;
	strbuf_addf(&whole, "%s/%s", seed ? seed : "", field->key);
	if (seed)
		uuid_of_name(whole.buf, uuid);
	else
		uuid_make(uuid);
	strbuf_release(&whole);
	strbuf_addstr(out, uuid);
}
