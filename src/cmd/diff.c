/* scepwiz diff: what differs between two drafts or profiles, field by field. */
#include <string.h>

#include "base/json.h"
#include "base/report.h"
#include "base/text.h"

#include "model/field_type.h"

#include "format/form_file.h"

#include "cmd/commands.h"
#include "cmd/opened.h"
#include "cmd/value.h"

enum { SIDES = 2 };

struct diffing {
	const struct form *form;
	struct opened side[SIDES];
	bool as_json;
	struct json json;
	struct strbuf out;
	bool differ;
};

/* What is compared of a field, and how it is told, on one side. */
struct side_value {
	const struct draft *draft;
	bool applies;
	struct strvec lines;
};

/* Where a secret is, when it is not in the draft; the texts are compared apart, and never told. */
static bool
diff_same_answer(const struct draft *a, const struct draft *b, const struct field *field)
{
	return draft_source(a, field) == draft_source(b, field) &&
	       !strcmp(draft_source_name(a, field), draft_source_name(b, field)) &&
	       !strcmp(value_text(a, field), value_text(b, field));
}

static bool
diff_same_lines(const struct strvec *a, const struct strvec *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]))
			return false;
	return true;
}

static void
diff_take(const struct opened *opened, const struct field *field, struct side_value *value)
{
	struct strbuf why = STRBUF_INIT;

	value->draft = opened->file.draft;
	value->applies = draft_applies(value->draft, field, &why);
	if (value->applies) {
		value_lines(opened, field, &value->lines);
	} else {
		strbuf_splice(&why, 0, 0, "does not apply: ", strlen("does not apply: "));
		strvec_push(&value->lines, why.buf);
	}
	strbuf_release(&why);
}

/* Two secrets of one length, or one certificate written in two ways, look alike. */
static void
diff_tell_alike(const struct field *field, struct side_value *values)
{
	struct strbuf line = STRBUF_INIT;

	if (!values[1].lines.n || !diff_same_lines(&values[0].lines, &values[1].lines))
		return;
	strbuf_addf(&line, "%s, %s", values[1].lines.v[0],
		field->type->flags & FT_SECRET ? "another" : "written otherwise");
	strvec_release(&values[1].lines);
	strvec_init(&values[1].lines);
	strvec_push(&values[1].lines, line.buf);
	strbuf_release(&line);
}

static void
diff_line(struct strbuf *out, char sign, const char *text)
{
	strbuf_addf(out, "%c ", sign);
	text_show(out, text, strlen(text));
	strbuf_addch(out, '\n');
}

/* Lines that both begin or end with are left out: of a list, the items that changed remain. */
static void
diff_lines(const struct strvec *a, const struct strvec *b, struct strbuf *out)
{
	size_t same = 0, tail = 0;

	while (same < a->n && same < b->n && !strcmp(a->v[same], b->v[same]))
		same++;
	while (tail < a->n - same && tail < b->n - same &&
		!strcmp(a->v[a->n - 1 - tail], b->v[b->n - 1 - tail]))
		tail++;
	for (size_t i = same; i < a->n - tail; i++)
		diff_line(out, '-', a->v[i]);
	for (size_t i = same; i < b->n - tail; i++)
		diff_line(out, '+', b->v[i]);
}

static void
diff_json_lines(struct json *json, const char *key, const struct strvec *lines)
{
	json_open(json, key, '[');
	for (size_t i = 0; i < lines->n; i++)
		json_text(json, NULL, lines->v[i]);
	json_close(json);
}

/* key is the field's in scripts, label names what differs for people. */
static void
diff_tell(struct diffing *diffing, const char *key, const char *label, const struct strvec *a,
	const struct strvec *b)
{
	diffing->differ = true;
	if (diffing->as_json) {
		json_open(&diffing->json, NULL, '{');
		json_text(&diffing->json, "key", key);
		json_text(&diffing->json, "label", label);
		diff_json_lines(&diffing->json, "a", a);
		diff_json_lines(&diffing->json, "b", b);
		json_close(&diffing->json);
		return;
	}
	text_show(&diffing->out, label, strlen(label));
	strbuf_addch(&diffing->out, '\n');
	diff_lines(a, b, &diffing->out);
}

static void
diff_field(struct diffing *diffing, const struct field *field)
{
	struct side_value values[SIDES] = { { .lines = STRVEC_INIT }, { .lines = STRVEC_INIT } };
	bool apply;

	for (int i = 0; i < SIDES; i++)
		diff_take(&diffing->side[i], field, &values[i]);
	apply = values[0].applies && values[1].applies;
	if (apply && !diff_same_answer(values[0].draft, values[1].draft, field)) {
		diff_tell_alike(field, values);
		diff_tell(diffing, field->key, field->label, &values[0].lines, &values[1].lines);
	} else if (values[0].applies != values[1].applies &&
		   *value_text(values[values[1].applies].draft, field)) {
		diff_tell(diffing, field->key, field->label, &values[0].lines, &values[1].lines);
	}
	for (int i = 0; i < SIDES; i++)
		strvec_release(&values[i].lines);
}

static void
diff_note(struct diffing *diffing, const struct field *field)
{
	struct strvec notes[SIDES] = { STRVEC_INIT, STRVEC_INIT };
	struct strbuf label = STRBUF_INIT, key = STRBUF_INIT;

	for (int i = 0; i < SIDES; i++) {
		const char *note = draft_note(diffing->side[i].file.draft, field);

		if (*note)
			value_split(note, &notes[i]);
	}
	strbuf_addf(&key, "review/%s", field->key);
	strbuf_addf(&label, "%s, comment", field->label);
	if (!diff_same_lines(&notes[0], &notes[1]))
		diff_tell(diffing, key.buf, label.buf, &notes[0], &notes[1]);
	for (int i = 0; i < SIDES; i++)
		strvec_release(&notes[i]);
	strbuf_release(&key);
	strbuf_release(&label);
}

static int
diff_print(struct diffing *diffing)
{
	struct strbuf out = STRBUF_INIT;
	int status;

	if (!diffing->as_json && diffing->differ)
		for (int i = 0; i < SIDES; i++) {
			strbuf_addstr(&out, i ? "+++ " : "--- ");
			text_show(&out, diffing->side[i].name, strlen(diffing->side[i].name));
			strbuf_addch(&out, '\n');
		}
	strbuf_add(&out, diffing->out.buf, diffing->out.len);
	status = command_print(&out);
	strbuf_release(&out);
	return status == STATUS_DONE && diffing->differ ? STATUS_FINDINGS : status;
}

static int
diff_opened(struct diffing *diffing)
{
	if (diffing->as_json)
		json_open(&diffing->json, NULL, '[');
	for (size_t i = 0; i < diffing->form->nfields; i++) {
		diff_field(diffing, diffing->form->fields[i]);
		diff_note(diffing, diffing->form->fields[i]);
	}
	if (diffing->as_json)
		json_close(&diffing->json);
	return diff_print(diffing);
}

static int
diff_run(const struct invocation *invocation)
{
	struct diffing diffing = { .out = STRBUF_INIT };
	struct form *form;
	struct strbuf err = STRBUF_INIT;
	int as_json = option_is_json(invocation), status = STATUS_DONE;

	if (as_json < 0)
		return STATUS_USAGE;
	if (!strcmp(invocation->operands.v[0], "-") && !strcmp(invocation->operands.v[1], "-"))
		return command_misuse(
			invocation->command, "only one of the two can be standard input");
	form = form_builtin();
	diffing.form = form;
	diffing.as_json = as_json;
	diffing.json = (struct json)JSON_INIT(&diffing.out);
	for (int i = 0; i < SIDES; i++) {
		strbuf_clear(&err);
		if (opened_read(&diffing.side[i], form, invocation->operands.v[i], NULL, &err) <
			0) {
			report_error("%s", err.buf);
			status = STATUS_TROUBLE;
		}
	}
	if (status == STATUS_DONE)
		status = diff_opened(&diffing);
	for (int i = 0; i < SIDES; i++)
		opened_release(&diffing.side[i]);
	strbuf_release(&diffing.out);
	strbuf_release(&err);
	form_free(form);
	return status;
}

static const struct option_spec diff_options[] = {
	{ "format", 0, "text|json", "text (the default) or json, an array with an object a field",
		false },
	{ NULL },
};

const struct command cmd_diff = {
	.name = "diff",
	.args = "A B",
	.summary = "tells what differs between two drafts or profiles",
	.help = "Compares drafts, profiles, or one of each, field by field in the documented order:\n\n"
		"    Key size\n    - 1024\n    + 2048\n\n"
		"What counts is the value that an export would take: a default that is written out "
		"equals one that is not, and comments, order and quoting of the files do not matter. "
		"Reviewers' comments count. A secret is never shown; that it is another is told. A or "
		"B may be - for standard input.\n\n"
		"Exit status: 0 where nothing differs, 1 where something does, 3 where one cannot be "
		"read.",
	.min_args = 2,
	.max_args = 2,
	.options = diff_options,
	.run = diff_run,
};
