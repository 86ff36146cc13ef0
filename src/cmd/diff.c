/* scepwiz diff: what differs between two drafts or profiles, field by field. */
#include "cmd/diff.h"

#include <string.h>

#include "base/json.h"
#include "base/report.h"
#include "base/text.h"

#include "cmd/changes.h"
#include "cmd/commands.h"
#include "cmd/operand.h"

enum { SIDES = 2 };

struct diffing {
	struct desk side[SIDES];
	struct changes changes;
};

#define DIFFING(name)   \
	__attribute__(( \
		cleanup(diff_release))) struct diffing name = { .side = { DESK_INIT, DESK_INIT } }

static void
diff_release(struct diffing *diffing)
{
	for (int i = 0; i < SIDES; i++)
		desk_release(&diffing->side[i]);
	changes_release(&diffing->changes);
}

static void
diff_line(struct strbuf *out, const char *sign, const char *text)
{
	strbuf_addstr(out, sign);
	text_show(out, text, strlen(text));
	strbuf_addch(out, '\n');
}

static void
diff_lines(const struct change *change, const struct strvec *lines, const char *sign,
	struct strbuf *out)
{
	for (size_t i = change->same_start; i < lines->n - change->same_end; i++)
		diff_line(out, sign, lines->v[i]);
}

static void
diff_text(const struct diffing *diffing, struct strbuf *out)
{
	const struct changes *changes = &diffing->changes;

	for (int i = 0; i < SIDES && changes->n; i++)
		diff_line(out, i ? "+++ " : "--- ", diffing->side[i].name);
	for (size_t i = 0; i < changes->n; i++) {
		diff_line(out, "", changes->v[i].label);
		diff_lines(&changes->v[i], &changes->v[i].before, "- ", out);
		diff_lines(&changes->v[i], &changes->v[i].after, "+ ", out);
	}
}

static void
diff_json(const struct diffing *diffing, struct strbuf *out)
{
	const struct changes *changes = &diffing->changes;
	NODE(list) = node_list_new();

	for (size_t i = 0; i < changes->n; i++) {
		const struct change *change = &changes->v[i];
		struct node *object = node_append(list,
			json_add(node_map_new(), "key", change->key, "label", change->label, NULL));

		node_add(object, "a", json_texts(&change->before));
		node_add(object, "b", json_texts(&change->after));
	}
	json_write(list, out);
}

static void
diff_markdown(const struct diffing *diffing, struct strbuf *out)
{
	DOCUMENT(document);

	if (!diffing->changes.n)
		return;
	changes_table(&diffing->changes, &document);
	document_markdown(&document, out);
}

/* Why one cannot be read, in errs, and then nothing is compared; a profile is read behind the other one, by whose form it
 * is read. */
static bool
diff_read(
	struct diffing *diffing, struct forms *forms, const char *const *names, struct strbuf *errs)
{
	struct desk *side = diffing->side;

	for (int i = 0; i < SIDES; i++)
		desk_open(&side[i], forms, names[i], NULL, &errs[i]);
	for (int i = 0; i < SIDES; i++)
		if (side[i].kind == DESK_PROFILE && side[i].content.len) {
			strbuf_clear(&errs[i]);
			changes_read_profile(&side[i], forms, side[!i].own.draft, &errs[i]);
		}
	if (errs[0].len || errs[1].len)
		return false;
	changes_find(&side[0], &side[1], &diffing->changes);
	return true;
}

int
diff_drafts(
	struct forms *forms, const char *a, const char *b, struct strbuf *out, struct strbuf *err)
{
	const char *const names[SIDES] = { a, b };
	DIFFING(diffing);
	struct strbuf errs[SIDES] = { STRBUF_INIT, STRBUF_INIT };
	const bool compared = diff_read(&diffing, forms, names, errs);

	if (compared)
		diff_text(&diffing, out);
	else
		error_add(err, "%s", errs[errs[0].len == 0].buf);
	for (int i = 0; i < SIDES; i++)
		strbuf_release(&errs[i]);
	return compared ? 0 : -1;
}

static void
diff_print(const struct invocation *invocation, const struct diffing *diffing, struct strbuf *out)
{
	if (option_is(invocation, "format", "json"))
		diff_json(diffing, out);
	else if (option_is(invocation, "format", "markdown"))
		diff_markdown(diffing, out);
	else
		diff_text(diffing, out);
}

static int
diff_run(const struct invocation *invocation)
{
	const char *const names[SIDES] = { invocation->operands.v[0], invocation->operands.v[1] };
	DIFFING(diffing);
	struct strbuf errs[SIDES] = { STRBUF_INIT, STRBUF_INIT };
	int status = STATUS_DONE;
	STRBUF(out);

	if (!strcmp(names[0], STANDARD_INPUT) && !strcmp(names[1], STANDARD_INPUT))
		return command_misuse(
			invocation->command, "only one of the two can be standard input");
	diff_read(&diffing, invocation->forms, names, errs);
	for (int i = 0; i < SIDES; i++) {
		if (errs[i].len)
			status = command_trouble(&errs[i]);
		strbuf_release(&errs[i]);
	}
	if (status != STATUS_DONE)
		return status;
	diff_print(invocation, &diffing, &out);
	status = command_print(&out);
	return status == STATUS_DONE && diffing.changes.n ? STATUS_FINDINGS : status;
}

static const struct option_spec diff_options[] = {
	{ "format", 0, "text|json|markdown",
		"text (the default), json, an array with an object for each field, or "
		"markdown, a table",
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
