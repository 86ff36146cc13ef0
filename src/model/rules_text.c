/* Rules about what any text may have: invisible characters, placeholders, entities, the challenge in another place. */
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/xalloc.h"

#include "syntax/entity.h"
#include "syntax/placeholder.h"
#include "syntax/url.h"
#include "syntax/x500.h"

#include "model/comments.h"
#include "model/field_type_rows.h"
#include "model/rules_lints.h"

/* A shorter secret occurs in other texts by chance. */
#define SECRET_LEAST 6

/* Bytes of a value that a sentence quotes: 60 columns. */
#define QUOTED_MAX 256

/* So does one of letters or of digits alone, as a word or a date, where it is shorter than this. */
#define SECRET_NO_WORD 12

/* Characters that look like a space but are not one come from web pages and word processors. */
static bool
invisible_is_space(uint32_t cp)
{
	return cp == 0x00a0 || cp == 0x2007 || cp == 0x202f;
}

/* Appends text without such characters, with a space for each of these. Also the first one and its offset. Returns how
 * many there are. */
static size_t
invisible_fix(const char *text, struct strbuf *fix, uint32_t *first, size_t *offset)
{
	size_t len = strlen(text), count = 0, n;
	uint32_t cp;

	for (size_t pos = 0; pos < len; pos += n) {
		bool space;

		n = utf8_decode(text + pos, len - pos, &cp);
		space = invisible_is_space(cp);
		/* control characters are another rule's; a PEM text has line ends */
		if (cp < ' ' || (!space && unicode_is_visible(cp))) {
			strbuf_add(fix, text + pos, n);
			continue;
		}
		if (space)
			strbuf_addch(fix, ' ');
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
	STRBUF(fix);
	STRBUF(which);
	uint32_t first = 0;
	size_t offset = 0, count;

	if (text_is_plain(check->text) ||
		(type->widget == WIDGET_LINES && !field_has_items(check->field)) ||
		lint_has_error(check))
		return;
	count = invisible_fix(check->text, &fix, &first, &offset);
	if (count && !(type->flags & FT_SECRET))
		strbuf_addf(&which, ": U+%04X at byte %zu%s", (unsigned)first, offset + 1,
			count > 1 ? ", and more of them" : "");
	if (count)
		check_add_fix(check,
			check_report(check, "text-invisible", type->flags & FT_SECRET ? 0 : offset,
				"this has a character that is invisible, only looks like a space, "
				"or is not in Unicode 14%s. It will not match anything, so delete "
				"it",
				which.buf),
			text_is_blank(fix.buf) ? NULL : fix.buf);
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
			"\"%.*s\" looks like a placeholder or a variable. Enter the real value "
			"unless your MDM replaces it",
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
entity_fix(const struct check *check, struct strbuf *fix)
{
	const char *parting = check->field->type == &subject_type ? "\n\r\t/\\+" : "\n\r\t";
	struct entity entity;
	size_t pos = 0;

	while (entity_next(check->text, &pos, &entity))
		if (entity.cp < 0x80 && strchr(parting, (int)entity.cp))
			return false;
	entity_decode(check->text, fix);
	return !text_is_blank(fix->buf);
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
			"the challenge has an XML entity as text, such as &amp; for &. It was "
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
	STRBUF(fix);
	struct entity entity;
	size_t pos = 0;

	if (!field_is_text(check->field) ||
		(check->field->type->widget == WIDGET_LINES && !field_has_items(check->field)) ||
		!entity_next(check->text, &pos, &entity) || check_is_told(check, "text-entity"))
		return;
	entity_report(check, &entity, entity_fix(check, &fix) ? fix.buf : NULL);
}

/* ---- secret-elsewhere ---- */

/* The draft's secret, without spaces that were pasted with it, and its field; NULL if the draft has none, or one that
 * occurs in other texts by chance. check, which may be NULL, depends on it. */
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

/* "office", "Acme Corp" and "20261128" may be challenges, but also occur in names. */
static bool
secret_is_word(const char *secret)
{
	size_t len = strlen(secret);

	return len < SECRET_NO_WORD &&
	       (strspn(secret, "0123456789") == len ||
		       strspn(secret, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ") ==
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

int
draft_secret_refuse(
	const struct draft *draft, const char *what, const char *text, struct strbuf *err)
{
	STRBUF(copy);

	strbuf_addstr(&copy, text);
	if (!draft_secret_hide(draft, &copy))
		return 0;
	return error_add(
		err, "%s contains the challenge, and others read it. Remove the challenge", what);
}

#define HIDDEN "(hidden)"

/* Quotes around what is hidden go with it. */
static void
hide_each(struct strbuf *sentence, const char *part)
{
	size_t at = 0, len = strlen(part);
	const char *found;

	while ((found = strstr(sentence->buf + at, part))) {
		size_t from = (size_t)(found - sentence->buf), to = from + len;

		if (from && sentence->buf[from - 1] == '"' && sentence->buf[to] == '"') {
			from--;
			to++;
		}
		strbuf_splice(sentence, from, to - from, HIDDEN, strlen(HIDDEN));
		at = from + strlen(HIDDEN);
	}
}

/* A quoted text may be cut amid the secret, so a beginning of it before a quote goes too. */
void
secret_hide(const struct check *check, struct strbuf *sentence)
{
	STRBUF(secret);

	if (!check->draft || !check->field || !secret_of_draft(check->draft, check, &secret) ||
		!text_tells_secret(check->whole, secret.buf))
		return;
	hide_each(sentence, secret.buf);
	strbuf_truncate(&secret, secret.len < QUOTED_MAX ? secret.len : QUOTED_MAX);
	for (size_t len = secret.len - 1; len >= SECRET_LEAST / 2; len--) {
		const char *at;

		strbuf_truncate(&secret, len);
		strbuf_addch(&secret, '"');
		if ((at = strstr(sentence->buf, secret.buf)))
			strbuf_splice(sentence, (size_t)(at - sentence->buf), len, HIDDEN,
				strlen(HIDDEN));
	}
}

/* The text without the secret: lines that are nothing else go. */
static void
secret_remove(const char *text, const char *secret, struct strbuf *out)
{
	STRVEC(lines);

	strvec_split(&lines, text, '\n');
	for (size_t i = 0; i < lines.n; i++) {
		STRBUF(line);
		const char *at;

		if (text_is_secret(lines.v[i], secret))
			continue;
		strbuf_addstr(&line, lines.v[i]);
		while ((at = strstr(line.buf, secret)))
			strbuf_splice(&line, (size_t)(at - line.buf), strlen(secret), "", 0);
		strbuf_trim(&line);
		strbuf_addf(out, "%s%s", out->len ? "\n" : "", line.buf);
	}
	if (text_is_blank(out->buf))
		strbuf_clear(out);
}

/* An error where it cannot be chance. What has a syntax may need more than the deletion, so people do it. */
static void
secret_report(struct check *check, const char *secret)
{
	const struct field_type *type = check->field->type;
	bool same = text_is_secret(check->text, secret);
	bool sure = !secret_is_word(secret) && (same || strlen(secret) >= SECRET_NO_WORD);
	bool alone = same && !strchr(check->text, '\n');
	struct finding *told;
	STRBUF(fix);

	told = check_report_as(check, sure ? SEVERITY_ERROR : SEVERITY_WARNING, "secret-elsewhere",
		0, "%s %s. Delete it there, and ask for a new challenge if others have seen it",
		check->field->label,
		alone ? "is the same as the challenge" : "holds the challenge");
	secret_remove(check->text, secret, &fix);
	if (check_add_fix(check, told, fix.buf))
		told->advice = !sure || (!same && type->check);
}

/* Each is reported where it is. */
static void
secret_in_comments(struct check *check, const char *note, const char *secret)
{
	COMMENTS(list);

	comments_read(&list, note);
	for (size_t i = 0; i < list.n; i++) {
		struct finding *told = NULL;

		if (text_tells_secret(list.v[i].text, secret) ||
			text_tells_secret(list.v[i].by, secret))
			told = check_report_as(check, SEVERITY_WARNING, "secret-elsewhere", 0,
				"the comment on %s holds the challenge. Delete it there, and ask "
				"for a new challenge if others have seen it",
				check->field->label);
		if (told)
			told->place = draft_note_place(check->draft, check->field, i);
	}
}

/* Reports where it is, and does not show it. A comment on a field is checked with the field. */
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
	if (in_value && text_tells_secret(check->text, secret.buf))
		secret_report(check, secret.buf);
	secret_in_comments(check, note, secret.buf);
}

static const struct rule text_rows[] = {
	{ .id = "text-invisible",
		.severity = SEVERITY_WARNING,
		.gist = "An invisible character",
		.why = "the value looks right but matches nothing, because values are compared "
		       "byte by byte",
		.advice = "accept the fix, or type the value again",
		.source = "Unicode: Default_Ignorable_Code_Point; Unicode Technical Report 36",
		.flags = RULE_ALONE,
		.lint = text_invisible },
	{ .id = "placeholder",
		.severity = SEVERITY_WARNING,
		.gist = "Looks like an unfilled placeholder",
		.why = "devices and servers get the text itself",
		.advice = "enter the real value. If it is only a guess, it is a note",
		.source = "seen in published templates",
		.flags = RULE_ALONE,
		.lint = placeholder },
	{ .id = "text-entity",
		.severity = SEVERITY_WARNING,
		.gist = "Holds an XML entity as text, such as &amp;",
		.why = "a tool escaped the value twice, and devices receive the entity",
		.advice = "replace the entity with its character",
		.source = "XML 1.0, section 4.6; terraform-provider-jamfpro issue 624",
		.flags = RULE_ALONE | RULE_CERTAIN,
		.lint = text_entity },
	{ .id = "secret-elsewhere",
		.severity = SEVERITY_ERROR,
		.gist = "Another field or a comment holds the challenge",
		.why = "other fields are visible on screens, in reviews and on devices",
		.advice = "delete it there. Ask for a new challenge if others may have seen it",
		.detail =
			"A challenge of fewer than 6 characters is not looked for. In a comment, or "
			"if it may be chance, it is a warning: words or digits with fewer than 12 "
			"characters, and other short challenges within a longer text. The reason "
			"for accepting a finding is checked, too",
		.source = "scepwiz-draft(5)",
		.flags = RULE_DORMANT | RULE_CERTAIN,
		.lint = secret_elsewhere },
};
const struct rule_table text_rules = { text_rows, ARRAY_SIZE(text_rows), "Any value" };
