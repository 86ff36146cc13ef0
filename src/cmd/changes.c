/* What differs between two drafts, field by field. */
#include "cmd/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "model/accept.h"
#include "model/field_type.h"
#include "model/rules.h"

#include "format/form/form_file.h"
#include "format/profile/draft_same.h"
#include "format/profile/original_rest.h"
#include "format/profile/profile_read.h"

#include "cmd/value.h"

enum { SIDES = 2 };

/* Two desks, and where to. */
struct comparing {
	const struct desk *side[SIDES];
	struct changes *changes;
};

/* What is compared of a field, and how it is shown, on one side. */
struct side_value {
	const struct field *field; /* of its side's form; NULL: that form has no such field */
	const struct desk *desk;
	bool applies;
	struct strvec lines;
};

static bool
change_same_lines(const struct strvec *a, const struct strvec *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]))
			return false;
	return true;
}

static void
change_take(const struct desk *desk, const char *key, struct side_value *value)
{
	const struct draft *draft = desk->file->draft;
	STRBUF(why);

	strvec_init(&value->lines);
	value->desk = desk;
	value->field = form_field(draft_form(draft), key);
	strbuf_addstr(&why, "does not apply: ");
	value->applies = value->field && draft_applies(draft, value->field, &why);
	if (value->applies)
		value_lines(desk, value->field, &value->lines);
	else
		strvec_push(&value->lines, value->field ? why.buf : "not in this form");
}

/* Two secrets of one length, or one certificate written in two ways, look alike. */
static void
change_tell_alike(const struct field *field, struct side_value *values)
{
	STRBUF(line);

	if (!values[1].lines.n || !change_same_lines(&values[0].lines, &values[1].lines))
		return;
	strbuf_addf(&line, "%s, %s", values[1].lines.v[0],
		field->type->flags & FT_SECRET ? "changed" : "written otherwise");
	strvec_release(&values[1].lines);
	strvec_init(&values[1].lines);
	strvec_push(&values[1].lines, line.buf);
}

static void
change_take_lines(struct strvec *to, const struct strvec *from)
{
	strvec_init(to);
	for (size_t i = 0; i < from->n; i++)
		strvec_push(to, from->v[i]);
}

/* key is the field's in scripts, label names what differs for people. */
static void
change_tell(struct comparing *comparing, const char *key, const char *label, const struct strvec *a,
	const struct strvec *b)
{
	struct changes *changes = comparing->changes;
	struct change *change;
	size_t start = 0, end = 0;

	while (start < a->n && start < b->n && !strcmp(a->v[start], b->v[start]))
		start++;
	while (end < a->n - start && end < b->n - start &&
		!strcmp(a->v[a->n - 1 - end], b->v[b->n - 1 - end]))
		end++;
	ARRAY_GROW(changes->v, changes->n, changes->alloc);
	change = &changes->v[changes->n++];
	*change = (struct change){
		.key = xstrdup(key), .label = xstrdup(label), .same_start = start, .same_end = end
	};
	change_take_lines(&change->before, a);
	change_take_lines(&change->after, b);
}

/* What no profile has, such as the notes and comments, is unknown where one of the two is a profile. */
static bool
change_has_profile(const struct comparing *comparing)
{
	return comparing->side[0]->kind == DESK_PROFILE || comparing->side[1]->kind == DESK_PROFILE;
}

/* If it applies on one side only, an empty value there is not a difference. */
static bool
change_differs(const struct side_value *values)
{
	const struct side_value *applying = &values[values[1].applies];

	if (values[0].applies && values[1].applies)
		return !draft_same_answer(values[0].desk->file, values[0].field,
			values[1].desk->file, values[1].field);
	return values[0].applies != values[1].applies &&
	       (*draft_value(applying->desk->file->draft, applying->field) ||
		       draft_unread(applying->desk->file->draft, applying->field));
}

static void
change_field(struct comparing *comparing, const struct field *field)
{
	struct side_value values[SIDES];

	if (!*field->target.path && change_has_profile(comparing))
		return;
	for (int i = 0; i < SIDES; i++)
		change_take(comparing->side[i], field->key, &values[i]);
	if (change_differs(values)) {
		change_tell_alike(field, values);
		change_tell(
			comparing, field->key, field->label, &values[0].lines, &values[1].lines);
	}
	for (int i = 0; i < SIDES; i++)
		strvec_release(&values[i].lines);
}

static void
change_note(struct comparing *comparing, const struct field *field)
{
	struct strvec notes[SIDES] = { STRVEC_INIT, STRVEC_INIT };
	STRBUF(label);
	STRBUF(key);

	if (change_has_profile(comparing))
		return;
	for (int i = 0; i < SIDES; i++) {
		const struct draft *draft = comparing->side[i]->file->draft;
		const struct field *own = form_field(draft_form(draft), field->key);

		if (own)
			value_comments(draft, own, "", &notes[i]);
	}
	strbuf_addf(&key, "review/%s", field->key);
	strbuf_addf(&label, "%s, comments", field->label);
	if (!change_same_lines(&notes[0], &notes[1]))
		change_tell(comparing, key.buf, label.buf, &notes[0], &notes[1]);
	for (int i = 0; i < SIDES; i++)
		strvec_release(&notes[i]);
}

/* The reason, who gave it, and what for. */
static void
change_acceptance_lines(const struct draft *draft, const char *rule, struct strvec *lines)
{
	const struct acceptance *a = draft_acceptance(draft, rule);
	STRBUF(line);

	if (!a)
		return;
	strbuf_addstr(&line, a->reason);
	draft_secret_hide(draft, &line);
	value_split(line.buf, lines);
	strbuf_clear(&line);
	acceptance_show_author(a, &line);
	if (line.len)
		strvec_push(lines, line.buf);
	strbuf_set(&line, "for ");
	accept_show_values(draft_form(draft), a, &line);
	if (a->n)
		strvec_push(lines, line.buf);
}

static void
change_accepted(struct comparing *comparing, const struct rule *rule)
{
	const struct desk *const *side = comparing->side;
	struct strvec lines[SIDES] = { STRVEC_INIT, STRVEC_INIT };
	STRBUF(label);
	STRBUF(key);

	if (change_has_profile(comparing) ||
		acceptance_same(draft_acceptance(side[0]->file->draft, rule->id),
			draft_acceptance(side[1]->file->draft, rule->id)))
		return;
	for (int i = 0; i < SIDES; i++)
		change_acceptance_lines(side[i]->file->draft, rule->id, &lines[i]);
	if (change_same_lines(&lines[0], &lines[1]))
		strvec_push(&lines[1], "for another value");
	strbuf_addf(&key, "accepted/%s", rule->id);
	strbuf_addf(&label, "%s, accepted", rule->id);
	change_tell(comparing, key.buf, label.buf, &lines[0], &lines[1]);
	for (int i = 0; i < SIDES; i++)
		strvec_release(&lines[i]);
}

/* Values that differ in what is kept are not told, for they may be secrets. */
static void
change_kept(struct comparing *comparing)
{
	struct strvec lines[SIDES] = { STRVEC_INIT, STRVEC_INIT };

	if (original_rest_same(comparing->side[0]->file, comparing->side[1]->file))
		return;
	for (int i = 0; i < SIDES; i++)
		value_kept(comparing->side[i]->file, &lines[i]);
	if (change_same_lines(&lines[0], &lines[1]))
		strvec_push(&lines[1], "values in these without a field");
	change_tell(
		comparing, "foreign", "Preserved from an imported profile", &lines[0], &lines[1]);
	for (int i = 0; i < SIDES; i++)
		strvec_release(&lines[i]);
}

void
changes_find(const struct desk *before, const struct desk *after, struct changes *changes)
{
	struct comparing comparing = { .side = { before, after }, .changes = changes };
	const struct form *form = draft_form(before->file->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		change_field(&comparing, form->fields[i]);
		change_note(&comparing, form->fields[i]);
	}
	for (size_t i = 0; i < rules_count(); i++)
		change_accepted(&comparing, rule_at(i));
	change_kept(&comparing);
}

void
changes_release(struct changes *changes)
{
	for (size_t i = 0; i < changes->n; i++) {
		free(changes->v[i].key);
		free(changes->v[i].label);
		strvec_release(&changes->v[i].before);
		strvec_release(&changes->v[i].after);
	}
	free(changes->v);
	*changes = (struct changes){ .v = NULL };
}

static void
change_cell(const struct change *change, const struct strvec *lines, struct document *document)
{
	STRVEC(some);
	STRBUF(text);

	for (size_t i = change->same_start; i < lines->n - change->same_end; i++)
		strvec_push(&some, lines->v[i]);
	strvec_join(&some, "\n", &text);
	document_cell(document, some.n ? text.buf : "-");
}

void
changes_table(const struct changes *changes, struct document *document)
{
	static const char *const titles[] = { "Field", "Before", "After", NULL };

	document_table(document, titles);
	for (size_t i = 0; i < changes->n; i++) {
		document_cell(document, changes->v[i].label);
		change_cell(&changes->v[i], &changes->v[i].before, document);
		change_cell(&changes->v[i], &changes->v[i].after, document);
	}
}

/* A profile does not name its platform; it is compared as one for the other side's. If a key is missing, the preset of
 * an organization's form does not apply. */
int
changes_read_profile(
	struct desk *desk, struct forms *forms, const struct draft *other, struct strbuf *err)
{
	const struct form *form = other ? draft_form(other) : forms_default(forms);
	const struct form *base =
		form->extends && !form->compiled_in ? form_builtin_named(form->extends) : form;
	const struct profile_read_options options = {
		.platform = other ? draft_text(other, form->platform) : NULL,
		.any_form = !other && !forms_are_given(forms),
	};
	FINDINGS(ignored);

	if (profile_parse(&desk->own, base, desk->name, desk->content.buf, desk->content.len,
		    &options, &ignored, err) < 0)
		return -1;
	desk_lay(desk, NULL, NULL);
	return 0;
}
