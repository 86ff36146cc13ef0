/* The keys of every draft that are no fields: which form it is of, a reviewer's words, and the original of an
 * imported one. */
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/draft_reader.h"
#include "format/draft/forms.h"

/* Of one profile; no more nodes are read of one. */
#define PAYLOADS_MAX 100000

static int
form_key_read(struct draft_reader *r, const struct node *node)
{
	if (node->kind == NODE_TEXT && form_answers_to(r->form, node->text.buf))
		return 0;
	if (node->kind == NODE_TEXT) {
		STRBUF(missing);

		forms_tell_missing(node->text.buf, &missing);
		return draft_fail(r, node, "%s", missing.buf);
	}
	note_slip(r, NULL, node->place, "form is %s, but must be one word. Write form: %s",
		yaml_node_kind(node), r->form->name);
	return 0;
}

static struct original *
reader_original(struct draft_reader *r)
{
	if (!r->file->original)
		r->file->original = original_new();
	return r->file->original;
}

static int
original_key_read(struct draft_reader *r, const struct node *node)
{
	struct original *original = reader_original(r);

	if (node->kind != NODE_TEXT || node->source.slip) {
		original->unread = true;
		note_slip(r, NULL, node->place,
			"foreign is the XML of the imported profile, and %s. Restore it, or "
			"import the profile again",
			node->source.slip ? "it has a control character" : "this is not XML text");
		return 0;
	}
	original_set(original, &node->text);
	original->at = (struct place){ node->place.line, 0 };
	if (node->source.style == NODE_LITERAL)
		original->at = (struct place){ node->place.line + 1, (int)node->source.indent + 1 };
	return 0;
}

/* One entry; false after a note. */
static bool
original_payload_read(struct draft_reader *r, const struct node *item, int *numbers)
{
	const struct form *form = r->form;
	size_t p = 0;
	char *end = NULL;
	long number = item->kind == NODE_TEXT ? strtol(item->text.buf, &end, 10) : 0;

	while (p < form->npayloads && strcmp(form->payloads[p]->key, item->key) != 0)
		p++;
	if (p == form->npayloads) {
		note_slip(r, NULL, item->source.key_place,
			"the form %s has no payload \"%s\". Restore foreign_payloads, or import "
			"the profile again",
			form->name, item->key);
		return false;
	}
	if (number < 1 || number > PAYLOADS_MAX || *end) {
		note_slip(r, NULL, item->place,
			"%s must be the number of a payload, from 1 to %d. Restore "
			"foreign_payloads, or import the profile again",
			item->key, PAYLOADS_MAX);
		return false;
	}
	numbers[p] = (int)number;
	return true;
}

/* {scep: 2, root: 1} */
static int
original_payloads_read(struct draft_reader *r, const struct node *node)
{
	const struct form *form = r->form;
	int *numbers = xcalloc(form->npayloads + 1, sizeof *numbers);
	bool good = node->kind == NODE_MAP && !node->source.slip;

	if (!good)
		note_slip(r, NULL, node->place,
			"foreign_payloads is %s. Write which payload of the imported profile is "
			"which, as {%s: 1}",
			yaml_node_kind(node), form->npayloads ? form->payloads[0]->key : "scep");
	for (size_t i = 0; good && i < node->n; i++)
		good = original_payload_read(r, node->v[i], numbers);
	if (good)
		original_set_payloads(reader_original(r), form, numbers);
	else
		reader_original(r)->unread = true;
	free(numbers);
	return 0;
}

static void
note_lost(struct draft_reader *r, const struct node *note)
{
	struct draft *draft = r->file->draft;

	draft_set_lost_notes(draft, draft_lost_notes(draft) + draft_comments_lost(note));
}

/* A comment that nobody sees may be the one that matters. */
static void
note_of_no_field(struct draft_reader *r, const struct node *note)
{
	const struct field *near = form_nearest(r->form, note->key);

	if (note->kind == NODE_TEXT && text_is_blank(note->text.buf)) {
		note_unknown_key(r, note, DRAFT_NOTES);
		return;
	}
	note_slip(r, NULL, note->source.key_place,
		"there is a comment on \"%.*s\", which is not a field of the form %s%s%s%s",
		EXCERPT(note->key), r->form->name, near ? ". Did you mean " : "",
		near ? near->key : "", near ? "?" : "");
	note_lost(r, note);
}

static void
note_read(struct draft_reader *r, const struct node *note)
{
	const struct field *field = form_field(r->form, note->key);
	COMMENTS(list);
	struct place place;
	STRBUF(why);

	if (!field) {
		note_of_no_field(r, note);
	} else if (yaml_node_repeats(note)) {
		note_repeated(r, note, "Put all comments under one key");
		note_lost(r, note);
	} else if (draft_comments_read(r->file->draft, field, note, &list, &place, &why) < 0) {
		note_slip(r, NULL, place, "%s", why.buf);
		note_lost(r, note);
	} else {
		comments_put(r->file->draft, field, &list);
	}
}

static int
notes_key_read(struct draft_reader *r, const struct node *node)
{
	if (node->source.slip || node->kind == NODE_LIST ||
		(node->kind == NODE_TEXT && node->text.len))
		note_slip(r, NULL, node->place,
			DRAFT_NOTES
			" is %s, but needs a line KEY: TEXT for each field, indented below it. "
			"Write the text after the key of its field",
			yaml_node_kind(node));
	for (size_t i = 0; node->kind == NODE_MAP && i < node->n; i++)
		note_read(r, node->v[i]);
	return 0;
}

/* What is wrong there is noted, and never an error. */
static int
accepted_key_read(struct draft_reader *r, const struct node *node)
{
	draft_accepted_read(r->file, node);
	return 0;
}

/* Keys of every draft that are no fields. */
static const struct {
	const char *name;
	int (*read)(struct draft_reader *r, const struct node *node);
} draft_keys[] = {
	{ DRAFT_FORM, form_key_read },
	{ DRAFT_ORIGINAL_PAYLOADS, original_payloads_read },
	{ DRAFT_ORIGINAL, original_key_read },
	{ DRAFT_NOTES, notes_key_read },
	{ DRAFT_ACCEPTED, accepted_key_read },
};

int
reserved_key_read(struct draft_reader *r, const struct node *node)
{
	if (yaml_node_repeats(node)) {
		note_repeated(r, node, "Remove one of them");
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(draft_keys); i++)
		if (!strcmp(draft_keys[i].name, node->key))
			return draft_keys[i].read(r, node);
	BUG("the key %s of drafts is reserved and has no reader", node->key);
}
