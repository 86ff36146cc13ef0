/* What a process has found in a file, as frames and back. */
#include "cmd/check_jobs.h"

#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/json.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "model/finding_node.h"

#include "cmd/operand.h"

/* Bytes of findings in a frame: a file may have many, with long fixes. */
#define FRAME_BYTES (256 * 1024)
/* Of a finding besides its texts. */
#define FINDING_BYTES 500

/*
 * In the process.
 */

static const struct form *
checked_form(const struct checked *checked, const struct forms *forms)
{
	for (size_t i = 0; i < checked->found.n; i++)
		if (checked->found.v[i].field)
			return forms_of_field(forms, checked->found.v[i].field);
	return NULL;
}

/* The form comes first: fields are found in it. */
static struct node *
findings_frame(const struct form *form)
{
	struct node *map = node_map_new();

	if (form)
		json_add(map, "form", form->name, "path", form->path ? form->path : "", NULL);
	node_add(map, "found", node_list_new());
	return map;
}

/* What does not fit into the last frame is said before. */
static struct node *
findings_say(const struct findings *found, const struct form *form)
{
	struct node *map = findings_frame(form);
	size_t bytes = 0;

	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];
		size_t more = FINDING_BYTES + strlen(f->sentence) + (f->fix ? strlen(f->fix) : 0);

		if (bytes && bytes + more > FRAME_BYTES) {
			crew_say(map);
			node_free(map);
			map = findings_frame(form);
			bytes = 0;
		}
		bytes += more;
		node_append(node_get(map, "found"), finding_node(f));
	}
	return map;
}

static void
add_identities(struct node *map, const struct identities *identities)
{
	struct node *list = node_add(map, "identities", node_list_new());

	for (size_t i = 0; i < identities->n; i++)
		node_append(list, node_text_new(identities->v[i].text))->place =
			identities->v[i].place;
}

static struct node *
jobs_work(size_t file, void *data)
{
	struct check_jobs *jobs = data;
	struct checked *checked = &jobs->files[file];
	struct node *map;

	identities_release(
		jobs->identities); /* who takes another's place was forked with what was taken */
	jobs->check(file, jobs->data);
	map = findings_say(&checked->found, checked_form(checked, jobs->forms));
	json_add(map, "name", checked->name, "error", checked->error.buf, NULL);
	node_add(map, "kind", node_integer_new(checked->kind));
	node_add(map, "comments", node_integer_new((int64_t)checked->comments));
	node_add(map, "takes", json_texts(&checked->takes));
	if (checked->source.len)
		node_add(map, "source", node_data_new(checked->source.buf, checked->source.len));
	add_identities(map, jobs->identities);
	checked_release(checked);
	identities_release(jobs->identities);
	return map;
}

/*
 * In the parent.
 */

/* False where it was not found again, or has changed meanwhile. */
static bool
take_findings(struct checked *checked, const struct node *map, struct forms *forms)
{
	const char *name = node_get_text(map, "form"), *path = node_get_text(map, "path");
	const struct node *list = node_get(map, "found");
	const struct form *form = name && path ? forms_find(forms, name, path) : NULL;

	if (!node_is(list, NODE_LIST))
		return false;
	for (size_t i = 0; i < list->n; i++)
		if (findings_add_node(&checked->found, list->v[i], form) < 0)
			return false;
	checked->form = form;
	return true;
}

static bool
take_identities(struct identities *identities, size_t file, const struct node *list)
{
	if (!node_is(list, NODE_LIST))
		return false;
	for (size_t i = 0; i < list->n; i++)
		if (!node_is(list->v[i], NODE_TEXT))
			return false;
	for (size_t i = 0; i < list->n; i++)
		identities_add_text(identities, file, list->v[i]->text.buf, list->v[i]->place);
	return true;
}

static bool
take_takes(struct checked *checked, const struct node *list)
{
	if (!node_is(list, NODE_LIST))
		return false;
	for (size_t i = 0; i < list->n; i++) {
		if (!node_is(list->v[i], NODE_TEXT))
			return false;
		strvec_push(&checked->takes, list->v[i]->text.buf);
	}
	return true;
}

/* The lines of a draft are shown with its form. */
static bool
take_rest(struct check_jobs *jobs, size_t file, const struct node *map)
{
	struct checked *checked = &jobs->files[file];
	const char *name = node_get_text(map, "name"), *error = node_get_text(map, "error");
	const struct node *kind = node_get(map, "kind"), *comments = node_get(map, "comments");
	const struct strbuf *source = node_get_data(map, "source");

	if (!name || !error || !node_is(kind, NODE_INTEGER) || kind->number < DESK_NOTHING ||
		kind->number > DESK_FORM || !node_is(comments, NODE_INTEGER) ||
		!take_takes(checked, node_get(map, "takes")) ||
		!take_identities(jobs->identities, file, node_get(map, "identities")))
		return false;
	checked->name = xstrdup(name);
	checked->kind = (enum desk_kind)kind->number;
	checked->comments = (size_t)comments->number;
	strbuf_addstr(&checked->error, error);
	if (source)
		strbuf_add(&checked->source, source->buf, source->len);
	else
		checked->form = NULL;
	return true;
}

static bool
jobs_take(size_t file, const struct node *said, bool last, void *data)
{
	struct check_jobs *jobs = data;

	return take_findings(&jobs->files[file], said, jobs->forms) &&
	       (!last || take_rest(jobs, file, said));
}

/* Nothing that came of it counts. */
static void
jobs_lost(size_t file, const char *why, void *data)
{
	struct check_jobs *jobs = data;
	struct checked *checked = &jobs->files[file];
	const char *operand = jobs->operands->v[file];
	STRBUF(ignored);

	checked_release(checked);
	checked_init(checked);
	checked->name = operand_path(operand, &ignored);
	if (!checked->name)
		checked->name = xstrdup(operand);
	error_add(&checked->error, "%s could not be checked: %s", checked->name, why);
}

int
check_jobs_run(struct check_jobs *jobs)
{
	const struct crew crew = {
		.name = "checking",
		.n = jobs->operands->n,
		.members = jobs->members,
		.work = jobs_work,
		.take = jobs_take,
		.lost = jobs_lost,
		.data = jobs,
	};

	return crew_run(&crew);
}
