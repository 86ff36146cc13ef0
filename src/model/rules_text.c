/* Rules about what any text may hold: what nobody sees, placeholders, entities, the challenge in another place. */
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/xalloc.h"

#include "syntax/entity.h"
#include "syntax/placeholder.h"
#include "syntax/url.h"
#include "syntax/x500.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

/* A shorter secret stands in other texts by chance. */
#define SECRET_LEAST 6

/* Bytes of a value that a sentence quotes: 60 columns. */
#define QUOTED_MAX 256

/* So does one of letters or of digits alone, as a word or a date, where it is shorter than this. */
#define SECRET_NO_WORD 12

/* Spaces that look like a blank and are none come with text from web pages and word processors. */
static bool
invisible_is_space(uint32_t cp)
{
	return cp == 0x00a0 || cp == 0x2007 || cp == 0x202f;
}

/* Appends text without such characters, with a blank for spaces. The first one and its offset; returns
 * how many there are. */
static size_t
invisible_mend(const char *text, struct strbuf *mend, uint32_t *first, size_t *offset)
{
	size_t len = strlen(text), count = 0, n;
	uint32_t cp;

	for (size_t pos = 0; pos < len; pos += n) {
		bool space;

		n = utf8_decode(text + pos, len - pos, &cp);
		space = invisible_is_space(cp);
		/* control characters are another rule's; a PEM text has line ends */
		if (cp < ' ' || (!space && unicode_is_visible(cp))) {
			strbuf_add(mend, text + pos, n);
			continue;
		}
		if (space)
			strbuf_addch(mend, ' ');
		if (!count++) {
			*first = cp;
			*offset = pos;
		}
	}
	return count;
}

/* Nearly every value is, and needs no copy. */
static bool
text_is_plain(const char *text)
{
	while ((unsigned char)*text && (unsigned char)*text < 0x7f)
		text++;
	return !*text;
}

/* Notes may hold anything; a value that is wrong already is told so there. Of a secret nothing is said. */
static void
text_invisible(struct check *check)
{
	const struct field_type *type = check->field->type;
	STRBUF(mend);
	STRBUF(which);
	uint32_t first = 0;
	size_t offset = 0, count;

	if (text_is_plain(check->text) ||
		(type->widget == WIDGET_LINES && !field_has_items(check->field)) ||
		lint_has_error(check))
		return;
	count = invisible_mend(check->text, &mend, &first, &offset);
	if (count && !(type->flags & FT_SECRET))
		strbuf_addf(&which, ": U+%04X at byte %zu%s", (unsigned)first, offset + 1,
			count > 1 ? ", and more of them" : "");
	if (count)
		check_add_fix(check,
			check_report(check, "text-invisible", type->flags & FT_SECRET ? 0 : offset,
				"here stands a character that nobody sees, that only looks like a blank, or "
				"that is not in Unicode 14%s; "
				"what is compared with it will not match, so delete it",
				which.buf),
			text_is_blank(mend.buf) ? NULL : mend.buf);
}

/* Texts that people write: no numbers, choices, fingerprints and files. */
static bool
field_is_text(const struct field *field)
{
	const struct field_type *type = field->type;

	return !(type->flags & (FT_NATIVE | FT_CHOICES)) && type->widget != WIDGET_FILE &&
	       type != &fingerprint_type;
}

/* ---- placeholder ---- */

/* The rules about variables tell of a server's in the fields of a payload. */
static void
placeholder_report(
	struct check *check, const struct placeholder *found, const char *text, size_t offset)
{
	bool told = check->field->target.payload != NULL;
	int len = (int)text_fit(text + found->offset, found->len, 60);

	if (found->kind == PLACEHOLDER_VARIABLE && told)
		return;
	if (found->kind == PLACEHOLDER_VARIABLE)
		check_report_as(check, SEVERITY_INFO, "placeholder", offset,
			"\"%.*s\" looks like a placeholder or a variable. Enter the real value unless "
			"your MDM replaces it",
			len, text + found->offset);
	else if (found->sure)
		check_report(check, "placeholder", offset,
			"\"%.*s\" looks like a placeholder from a template. Enter the real value",
			len, text + found->offset);
	else
		check_report_as(check, SEVERITY_INFO, "placeholder", offset,
			"\"%.*s\" may be a placeholder from a template. If so, enter the real value",
			len, text + found->offset);
}

/* A name may be a host's or an address, whatever its field is for. */
static enum placeholder_text
text_kind(const char *text)
{
	return strpbrk(text, ".@") && !strpbrk(text, " \t") ? PLACEHOLDER_IN_DOTTED
							    : PLACEHOLDER_IN_TEXT;
}

static void
placeholder_in(struct check *check, const char *text, size_t offset, enum placeholder_text kind)
{
	struct placeholder found;

	if (placeholder_find(text, kind, &found))
		placeholder_report(check, &found, text, offset);
}

/* Each value by itself. */
static void
placeholder_in_subject(struct check *check)
{
	const struct x500_name *name = lint_subject(check);

	for (size_t i = 0; name && i < name->n; i++)
		for (size_t j = 0; j < name->rdns[i].n; j++) {
			const struct x500_pair *pair = &name->rdns[i].pairs[j];

			placeholder_in(check, pair->value, pair->offset, text_kind(pair->value));
		}
}

/* Of a URL's host url-unreachable-host tells. */
static void
placeholder_in_path(struct check *check)
{
	const struct url *url = lint_url(check);

	if (url)
		placeholder_in(check, url->path.buf,
			strlen(check->text) - url->path.len - url->query.len,
			PLACEHOLDER_IN_DOTTED);
}

/* Secrets have a rule of their own, challenge-placeholder; notes and lists of people may say anything. */
static void
placeholder(struct check *check)
{
	const struct field_type *type = check->field->type;

	if (type->widget != WIDGET_LINE || type->flags & FT_SECRET ||
		!field_is_text(check->field) || lint_has_error(check) ||
		lint_has_own_variable(check))
		return;
	if (type == &subject_type)
		placeholder_in_subject(check);
	else if (type == &url_type)
		placeholder_in_path(check);
	else
		placeholder_in(check, check->text, 0,
			type->check ? PLACEHOLDER_IN_DOTTED : text_kind(check->text));
}

bool
secret_is_placeholder(const char *text)
{
	struct placeholder found;

	return placeholder_find(text, PLACEHOLDER_IN_SECRET, &found);
}

/* ---- text-entity ---- */

/* The value without one level of entities. False where that would not be such a value: a line break, a
 * character that parts a subject. */
static bool
entity_mend(const struct check *check, struct strbuf *mend)
{
	const char *parting = check->field->type == &subject_type ? "\n\r\t/\\+" : "\n\r\t";
	struct entity entity;
	size_t pos = 0;

	while (entity_next(check->text, &pos, &entity))
		if (entity.cp < 0x80 && strchr(parting, (int)entity.cp))
			return false;
	entity_decode(check->text, mend);
	return !text_is_blank(mend->buf);
}

/* No name that people give has an entity in it. A secret, a path and a query may, if seldom. */
static bool
entity_is_certain(const struct field_type *type)
{
	return !(type->flags & FT_SECRET) && type != &url_type && type != &uri_type;
}

static void
entity_report(struct check *check, const struct entity *entity, const char *fix)
{
	const struct field_type *type = check->field->type;
	bool certain = entity_is_certain(type);
	struct finding *told;
	char utf8[5] = "";

	utf8_encode(entity->cp, utf8);
	if (type->flags & FT_SECRET)
		told = check_report(check, "text-entity", 0,
			"the challenge holds an XML entity as text, such as &amp; for &. It was "
			"probably escaped twice: enter it as the server shows it");
	else
		told = check_report(check, "text-entity", entity->offset,
			"\"%.*s\" is an XML entity as text, so a tool %sescaped the value twice. "
			"Did you mean \"%s\"?",
			(int)entity->len, check->text + entity->offset, certain ? "" : "probably ",
			utf8);
	if (check_add_fix(check, told, fix))
		told->advice = !certain;
}

/* Notes may say anything. Told once a value: the fix does all of it. */
static void
text_entity(struct check *check)
{
	STRBUF(mend);
	struct entity entity;
	size_t pos = 0;

	if (!field_is_text(check->field) ||
		(check->field->type->widget == WIDGET_LINES && !field_has_items(check->field)) ||
		!entity_next(check->text, &pos, &entity) || check_is_told(check, "text-entity"))
		return;
	entity_report(check, &entity, entity_mend(check, &mend) ? mend.buf : NULL);
}

/* ---- secret-elsewhere ---- */

/* The draft's secret, without blanks that were pasted along, and its field; NULL where there is none in the
 * draft, or one that other texts hold by chance. check, which may be NULL, depends on it. */
static const struct field *
secret_of_draft(const struct draft *draft, const struct check *check, struct strbuf *secret)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!(field->type->flags & FT_SECRET))
			continue;
		if (check)
			lint_depend(check, field);
		strbuf_set(secret, draft_text(draft, field));
		strbuf_trim(secret);
		if (secret->len >= SECRET_LEAST && !secret_is_placeholder(secret->buf))
			return field;
	}
	return NULL;
}

/* "office" and "20261128" may be challenges, and stand in names by chance. */
static bool
secret_is_word(const char *secret)
{
	size_t len = strlen(secret);

	return len < SECRET_NO_WORD &&
	       (strspn(secret, "0123456789") == len ||
		       strspn(secret, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
			       len);
}

/* Of a list, or of notes, a line is enough. */
static bool
text_is_secret(const char *text, const char *secret)
{
	size_t len = strlen(secret), end;

	for (;; text += end + 1) {
		size_t start = strspn(text, " \t\r");

		end = strcspn(text, "\n");
		if (!strncmp(text + start, secret, len) &&
			start + len + strspn(text + start + len, " \t\r") == end)
			return true;
		if (!text[end])
			return false;
	}
}

static bool
text_tells_secret(const char *text, const char *secret)
{
	return text_is_secret(text, secret) || (!secret_is_word(secret) && strstr(text, secret));
}

bool
draft_secret_hide(const struct draft *draft, struct strbuf *text)
{
	STRBUF(secret);
	bool tells =
		secret_of_draft(draft, NULL, &secret) && text_tells_secret(text->buf, secret.buf);
	const char *at;

	while (tells && (at = strstr(text->buf, secret.buf)))
		strbuf_splice(text, (size_t)(at - text->buf), secret.len, "...", strlen("..."));
	return tells;
}

/* A quoted text may be cut amid the secret, so a beginning of it before a quote goes too. */
void
secret_hide(const struct check *check, struct strbuf *sentence)
{
	STRBUF(secret);
	const char *at;

	if (check->draft && check->field && secret_of_draft(check->draft, check, &secret) &&
		text_tells_secret(check->whole, secret.buf)) {
		while ((at = strstr(sentence->buf, secret.buf)))
			strbuf_splice(sentence, (size_t)(at - sentence->buf), secret.len, "", 0);
		strbuf_truncate(&secret, secret.len < QUOTED_MAX ? secret.len : QUOTED_MAX);
		for (size_t len = secret.len - 1; len >= SECRET_LEAST / 2; len--) {
			strbuf_truncate(&secret, len);
			strbuf_addch(&secret, '"');
			if ((at = strstr(sentence->buf, secret.buf)))
				strbuf_splice(sentence, (size_t)(at - sentence->buf), len, "", 0);
		}
	}
}

/* Told where it stands, and what it is is not shown. A comment on a field is checked with the field. */
static void
secret_elsewhere(struct check *check)
{
	const struct field *field = check->field;
	const char *note = draft_note(check->draft, field);
	bool in_value = *check->text && !(field->type->flags & FT_SECRET) && field_is_text(field);
	STRBUF(secret);
	const struct field *holder =
		in_value || *note ? secret_of_draft(check->draft, check, &secret) : NULL;

	if (!holder)
		return;
	lint_look(check, holder);
	if (in_value && text_is_secret(check->text, secret.buf) && !strchr(check->text, '\n'))
		check_report(check, "secret-elsewhere", 0,
			"%s is the same as the challenge. Enter what belongs there, and ask for a new "
			"challenge if others have seen it",
			field->label);
	else if (in_value && text_tells_secret(check->text, secret.buf))
		check_report(check, "secret-elsewhere", 0,
			"%s holds the challenge. Delete it there, and ask for a new challenge if "
			"others have seen it",
			field->label);
	if (text_tells_secret(note, secret.buf))
		check_report(check, "secret-elsewhere", 0,
			"the comment on %s holds the challenge. Delete it there, and ask for a new "
			"challenge if others have seen it",
			field->label);
}

static const struct rule text_rows[] = {
	{ .id = "text-invisible",
		.severity = SEVERITY_WARNING,
		.gist = "Holds a character that nobody sees",
		.why = "the value looks right, is compared byte by byte, and matches nothing",
		.advice = "take the mend, or type the value anew",
		.source = "Unicode: Default_Ignorable_Code_Point; Unicode Technical Report 36",
		.flags = RULE_ALONE,
		.lint = text_invisible },
	{ .id = "placeholder",
		.severity = SEVERITY_WARNING,
		.gist = "Looks like an unfilled placeholder",
		.why = "devices and servers get the text itself",
		.advice = "enter the real value; what is only a guess is an info",
		.source = "seen in published templates",
		.flags = RULE_ALONE,
		.lint = placeholder },
	{ .id = "text-entity",
		.severity = SEVERITY_WARNING,
		.gist = "Holds an XML entity as text, such as &amp;",
		.why = "a tool escaped the value twice, and devices get it with the entity in it",
		.advice = "replace the entity by its character",
		.source = "XML 1.0, section 4.6; terraform-provider-jamfpro issue 624",
		.flags = RULE_ALONE | RULE_CERTAIN,
		.lint = text_entity },
	{ .id = "secret-elsewhere",
		.severity = SEVERITY_WARNING,
		.gist = "Another field or a comment holds the challenge",
		.why = "other fields are shown on screens, in reviews and on devices",
		.advice = "delete it there; if others may have seen it, ask for a new challenge",
		.source = "scepwiz-draft(5)",
		.flags = RULE_DORMANT,
		.lint = secret_elsewhere },
};
const struct rule_table text_rules = { text_rows, ARRAY_SIZE(text_rows) };
