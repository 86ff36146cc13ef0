/* scepwiz diff: what differs between two drafts or profiles, field by field. */
#include "cmd/diff.h"

#include <string.h>

#include "base/json.h"
#include "base/report.h"
#include "base/text.h"

#include "model/accept.h"
#include "model/field_type.h"
#include "model/rules.h"

#include "format/form/form_file.h"
#include "format/profile/draft_same.h"
#include "format/profile/original_rest.h"
#include "format/profile/profile_read.h"

#include "cmd/commands.h"
#include "cmd/operand.h"
#include "cmd/value.h"

enum { SIDES = 2 };

struct diffing {
	struct desk side[SIDES];
	struct node *list; /* of --format json; NULL: text */
	struct strbuf out;
	bool differ;
};

/* What is compared of a field, and how it is shown, on one side. */
struct side_value {
	const struct field *field; /* of its side's form; NULL: that form has no such field */
	const struct desk *desk;
	bool applies;
	struct strvec lines;
};

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
diff_take(const struct desk *desk, const char *key, struct side_value *value)
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
diff_tell_alike(const struct field *field, struct side_value *values)
{
	STRBUF(line);

	if (!values[1].lines.n || !diff_same_lines(&values[0].lines, &values[1].lines))
		return;
	strbuf_addf(&line, "%s, %s", values[1].lines.v[0],
		field->type->flags & FT_SECRET ? "another" : "written otherwise");
	strvec_release(&values[1].lines);
	strvec_init(&values[1].lines);
	strvec_push(&values[1].lines, line.buf);
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

/* key is the field's in scripts, label names what differs for people. */
static void
diff_tell(struct diffing *diffing, const char *key, const char *label, const struct strvec *a,
	const struct strvec *b)
{
	diffing->differ = true;
	if (diffing->list) {
		struct node *object = node_append(
			diffing->list, json_add(node_map_new(), "key", key, "label", label, NULL));

		node_add(object, "a", json_texts(a));
		node_add(object, "b", json_texts(b));
		return;
	}
	text_show(&diffing->out, label, strlen(label));
	strbuf_addch(&diffing->out, '\n');
	diff_lines(a, b, &diffing->out);
}

/* What no profile has, such as the notes, is unknown where one of the two is a profile. */
static bool
diff_has_profile(const struct diffing *diffing)
{
	return diffing->side[0].kind == DESK_PROFILE || diffing->side[1].kind == DESK_PROFILE;
}

/* If it applies on one side only, an empty value there is not a difference. */
static bool
diff_differs(const struct side_value *values)
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
diff_field(struct diffing *diffing, const struct field *field)
{
	struct side_value values[SIDES];

	if (!*field->target.path && diff_has_profile(diffing))
		return;
	for (int i = 0; i < SIDES; i++)
		diff_take(&diffing->side[i], field->key, &values[i]);
	if (diff_differs(values)) {
		diff_tell_alike(field, values);
		diff_tell(diffing, field->key, field->label, &values[0].lines, &values[1].lines);
	}
	for (int i = 0; i < SIDES; i++)
		strvec_release(&values[i].lines);
}

static void
diff_note(struct diffing *diffing, const struct field *field)
{
	struct strvec notes[SIDES] = { STRVEC_INIT, STRVEC_INIT };
	STRBUF(label);
	STRBUF(key);

	for (int i = 0; i < SIDES; i++) {
		const struct draft *draft = diffing->side[i].file->draft;
		const struct field *own = form_field(draft_form(draft), field->key);

		if (own)
			value_comments(draft, own, "", &notes[i]);
	}
	strbuf_addf(&key, "review/%s", field->key);
	strbuf_addf(&label, "%s, comments", field->label);
	if (!diff_same_lines(&notes[0], &notes[1]))
		diff_tell(diffing, key.buf, label.buf, &notes[0], &notes[1]);
	for (int i = 0; i < SIDES; i++)
		strvec_release(&notes[i]);
}

/* The reason, who gave it, and what for. */
static void
diff_acceptance_lines(const struct draft *draft, const char *rule, struct strvec *lines)
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
diff_accepted(struct diffing *diffing, const struct rule *rule)
{
	const struct desk *side = diffing->side;
	struct strvec lines[SIDES] = { STRVEC_INIT, STRVEC_INIT };
	STRBUF(label);
	STRBUF(key);

	if (diff_has_profile(diffing) ||
		acceptance_same(draft_acceptance(side[0].file->draft, rule->id),
			draft_acceptance(side[1].file->draft, rule->id)))
		return;
	for (int i = 0; i < SIDES; i++)
		diff_acceptance_lines(side[i].file->draft, rule->id, &lines[i]);
	if (diff_same_lines(&lines[0], &lines[1]))
		strvec_push(&lines[1], "for another value");
	strbuf_addf(&key, "accepted/%s", rule->id);
	strbuf_addf(&label, "%s, accepted", rule->id);
	diff_tell(diffing, key.buf, label.buf, &lines[0], &lines[1]);
	for (int i = 0; i < SIDES; i++)
		strvec_release(&lines[i]);
}

/* Values that differ in what is kept are not told, for they may be secrets. */
static void
diff_kept(struct diffing *diffing)
{
	struct strvec lines[SIDES] = { STRVEC_INIT, STRVEC_INIT };

	if (original_rest_same(diffing->side[0].file, diffing->side[1].file))
		return;
	for (int i = 0; i < SIDES; i++)
		value_kept(diffing->side[i].file, &lines[i]);
	if (diff_same_lines(&lines[0], &lines[1]))
		strvec_push(&lines[1], "values in these without a field");
	diff_tell(diffing, "foreign", "Preserved from an imported profile", &lines[0], &lines[1]);
	for (int i = 0; i < SIDES; i++)
		strvec_release(&lines[i]);
}

static void
diff_write(struct diffing *diffing, struct strbuf *out)
{
	for (int i = 0; i < SIDES && !diffing->list && diffing->differ; i++) {
		strbuf_addstr(out, i ? "+++ " : "--- ");
		text_show(out, diffing->side[i].name, strlen(diffing->side[i].name));
		strbuf_addch(out, '\n');
	}
	strbuf_add(out, diffing->out.buf, diffing->out.len);
	if (diffing->list)
		json_write(diffing->list, out);
}

static void
diff_sides(struct diffing *diffing)
{
	const struct form *form = draft_form(diffing->side[0].file->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		diff_field(diffing, form->fields[i]);
		diff_note(diffing, form->fields[i]);
	}
	for (size_t i = 0; i < rules_count(); i++)
		diff_accepted(diffing, rule_at(i));
	diff_kept(diffing);
}

/* A profile does not name its platform; it is compared as one for the other side's. If a key is missing, the preset of
 * an organization's form does not apply. */
static int
diff_read_profile(
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

/* Why one cannot be read, in errs; a profile is read behind the other one, by whose form it is read. */
static void
diff_open(struct desk *side, struct forms *forms, const char *const *names, struct strbuf *errs)
{
	for (int i = 0; i < SIDES; i++)
		desk_open(&side[i], forms, names[i], NULL, &errs[i]);
	for (int i = 0; i < SIDES; i++)
		if (side[i].kind == DESK_PROFILE && side[i].content.len) {
			strbuf_clear(&errs[i]);
			diff_read_profile(&side[i], forms, side[!i].own.draft, &errs[i]);
		}
}

static void
diff_release(struct diffing *diffing)
{
	for (int i = 0; i < SIDES; i++)
		desk_release(&diffing->side[i]);
	strbuf_release(&diffing->out);
}

int
diff_drafts(
	struct forms *forms, const char *a, const char *b, struct strbuf *out, struct strbuf *err)
{
	const char *const names[SIDES] = { a, b };
	struct diffing diffing = { .side = { DESK_INIT, DESK_INIT }, .out = STRBUF_INIT };
	struct strbuf errs[SIDES] = { STRBUF_INIT, STRBUF_INIT };
	int result = -1;

	diff_open(diffing.side, forms, names, errs);
	if (errs[0].len || errs[1].len) {
		error_add(err, "%s", errs[errs[0].len == 0].buf);
	} else {
		diff_sides(&diffing);
		diff_write(&diffing, out);
		result = 0;
	}
	for (int i = 0; i < SIDES; i++)
		strbuf_release(&errs[i]);
	diff_release(&diffing);
	return result;
}

static int
diff_run(const struct invocation *invocation)
{
	const char *const names[SIDES] = { invocation->operands.v[0], invocation->operands.v[1] };
	NODE(list) = NULL;
	struct diffing diffing = { .side = { DESK_INIT, DESK_INIT }, .out = STRBUF_INIT };
	struct strbuf errs[SIDES] = { STRBUF_INIT, STRBUF_INIT };
	int status = STATUS_DONE;
	STRBUF(out);

	if (!strcmp(names[0], STANDARD_INPUT) && !strcmp(names[1], STANDARD_INPUT))
		return command_misuse(
			invocation->command, "only one of the two can be standard input");
	if (option_is(invocation, "format", "json"))
		diffing.list = list = node_list_new();
	diff_open(diffing.side, invocation->forms, names, errs);
	for (int i = 0; i < SIDES; i++) {
		if (errs[i].len)
			status = command_trouble(&errs[i]);
		strbuf_release(&errs[i]);
	}
	if (status == STATUS_DONE) {
		diff_sides(&diffing);
		diff_write(&diffing, &out);
		status = command_print(&out);
	}
	if (status == STATUS_DONE && diffing.differ)
		status = STATUS_FINDINGS;
	diff_release(&diffing);
	return status;
}

static const struct option_spec diff_options[] = {
	{ "format", 0, "text|json",
		"text (the default) or json, an array with an object for each "
		"field",
		false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_diff = {
	.name = "diff",
	.examples = "scepwiz diff office phones\n"
		    "scepwiz diff office.mobileconfig office\n",
	.args = "A B",
	.summary = "shows the differences between two drafts or profiles",
	.help = "Compares drafts, profiles, or one of each, field by field in the documented "
		"order:\n\n    Key size\n    - 1024\n    + 2048\n\nThe meaning of values is "
		"compared, not their spelling: a default that is written equals one that is not, "
		"yes equals true, a fingerprint in hex equals its Base64, a certificate equals "
		"its path, and capitals of a host name do not matter. Comments, order and quoting "
		"of the files, and the order of groups and devices do not matter either. The "
		"order of alternative names matters, because certificates have them in that "
		"order. Reviewers' comments, accepted findings and what an imported draft "
		"preserves beside its fields are compared too. For a secret, the output only "
		"shows whether it differs. A or B may be - for standard input.\n\nExit status: 0 "
		"if nothing differs, 1 if something does, 3 if one cannot be read.",
	.min_args = 2,
	.max_args = 2,
	.options = diff_options,
	.run = diff_run,
};
