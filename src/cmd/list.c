/* scepwiz list: the drafts of the current folder and of the drafts folder. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/report.h"
#include "base/text.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "cmd/commands.h"
#include "cmd/draft_list.h"
#include "cmd/table.h"

/* In the order of enum draft_state. */
static const char *const state_ids[] = { "unreadable", "errors", "complete", "exported", "changed",
	"removed" };
/* In that of enum recovery_state. */
static const char *const session_ids[] = { NULL, "left", "elsewhere", "open", "open" };

/* Those of the current folder first; each by its name. */
static int
compare_drafts(const void *a, const void *b)
{
	const struct draft_entry *x = a, *y = b;

	if (x->here != y->here)
		return x->here ? -1 : 1;
	return strcmp(x->name, y->name);
}

static const char *
folder_id(const struct draft_entry *entry)
{
	return entry->here ? "here" : "drafts";
}

/* More than fits the start page: the errors of a draft that has something to recover, too. */
static void
list_state(const struct draft_entry *entry, struct strbuf *out)
{
	draft_entry_state(entry, out);
	if (entry->session != RECOVERY_READY && entry->problems)
		strbuf_addf(out, ", %zu %s", entry->problems,
			plural(entry->problems, "error", "errors"));
	else if ((entry->session != RECOVERY_READY || entry->problems) && entry->warnings)
		strbuf_addf(out, ", %zu %s", entry->warnings,
			plural(entry->warnings, "warning", "warnings"));
}

static void
list_row(struct table *table, const struct draft_entry *entry)
{
	STRBUF(state);
	STRBUF(time);

	list_state(entry, &state);
	draft_entry_time(entry, true, &time);
	table_add(table, entry->name);
	table_add(table, folder_id(entry));
	table_add(table, entry->platform);
	table_add(table, state.buf);
	table_add(table, time.buf);
}

static struct node *
list_object(const struct draft_entry *entry)
{
	struct node *object = json_add(node_map_new(), "name", entry->name, "path", entry->path,
		"folder", folder_id(entry), "platform", *entry->platform ? entry->platform : NULL,
		"policy", *entry->title ? entry->title : NULL, "state", state_ids[entry->state],
		"session", session_ids[entry->session], NULL);
	struct tm when;
	STRBUF(changed);

	utc_parts(entry->changed, &when);
	strbuf_addf(&changed, "%04d-%02d-%02dT%02d:%02d:%02dZ", when.tm_year + 1900,
		when.tm_mon + 1, when.tm_mday, when.tm_hour, when.tm_min, when.tm_sec);
	node_add(object, "errors", node_integer_new((int64_t)entry->problems));
	node_add(object, "warnings", node_integer_new((int64_t)entry->warnings));
	return json_add(object, "changed", changed.buf, "message", entry->trouble, NULL);
}

static int
list_print(struct draft_list *list, bool json)
{
	static const char *const titles[] = { "Draft", "Folder", "Platform", "State", "Changed",
		NULL };
	TABLE(table, titles);
	STRBUF(out);
	int status;

	for (size_t i = 0; i < list->n; i++) {
		const struct draft_entry *entry = draft_list_entry(list, i);

		if (json) {
			NODE(object) = list_object(entry);

			json_write_item(object, i, &out);
		} else {
			list_row(&table, entry);
		}
	}
	if (json)
		json_write_end(list->n, &out);
	else if (list->n)
		table_write(&table, &out);
	status = command_print(&out);
	for (size_t i = 0; i < list->n && !json; i++)
		if (list->v[i].trouble)
			report_warning("%s", list->v[i].trouble);
	return status;
}

static int
list_run(const struct invocation *invocation)
{
	struct draft_list list = DRAFT_LIST_INIT;
	bool json = option_is(invocation, "format", "json");
	STRBUF(err);
	STRBUF(ignored);
	OWN_TEXT(kept) = draft_folder(&ignored);
	int status;

	draft_list_read(&list, invocation->forms, draft_list_here(kept), kept, &err);
	draft_list_settle(&list);
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, compare_drafts);
	status = list_print(&list, json);
	if (!list.n && !json && !err.len)
		report_note("no drafts here or in %s. To make one: scepwiz new",
			kept ? kept : "a drafts folder");
	draft_list_release(&list);
	return err.len ? command_trouble(&err) : status;
}

static const struct option_spec list_options[] = {
	{ "format", 0, "text|json", "text (the default) or json, an array with an object a draft",
		false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_list = {
	.name = "list",
	.examples = "scepwiz list\n"
		    "scepwiz list --format json\n",
	.also = "ls dir",
	.args = "",
	.summary = "lists the drafts, and the state of each",
	.help = "Lists the drafts of the current folder (here), then those of the drafts folder (drafts), "
		"by name: platform, errors and warnings, whether the profile is up to date, unsaved "
		"changes that can be recovered, and when the draft was last changed. Warnings say why one "
		"cannot be read. The first column is "
		"what other commands accept as DRAFT.\n\n"
		"In the current folder only files that name a form count as drafts. \"exported\" means that "
		"an export would write the same profile again.\n\n"
		"Exit status: 0, also without any draft; 3 if a folder cannot be read.",
	.max_args = 0,
	.options = list_options,
	.run = list_run,
};
