#include "base/beyond.h"

#include <string.h>

#include "base/confirm.h"
#include "base/fileio.h"
#include "base/keeper.h"
#include "base/path.h"
#include "base/sandbox.h"
#include "base/text.h"
#include "base/xalloc.h"

/* The system's own programs do not read these, and they cannot be executed. */
#define HARMLESS ".mobileconfig"

/* In the keeper: real paths that may be written. */
static struct strvec permitted = STRVEC_INIT;

struct node *
beyond_request(const char *path)
{
	struct node *request = keeper_request(BEYOND_PERMIT);

	node_set(request, "path", node_text_new(path));
	return request;
}

/* A new file, of a real path. In hidden folders and below /etc are those of which a program reads every file, whatever its
 * name is, as ~/.bashrc.d and /etc/cron.d. */
static bool
is_harmless(const char *path)
{
	OWN_TEXT(name) = path_name(path);
	size_t len = strlen(name), end = strlen(HARMLESS);

	return !strstr(path, "/.") && !path_is_below(path, "/etc") && len > end &&
	       !strcmp(name + len - end, HARMLESS) && !path_exists(path) && !path_is_link(path);
}

static bool
ask(const char *path)
{
	STRBUF(question);

	strbuf_addstr(&question, "Write ");
	text_show(&question, path, strlen(path));
	strbuf_addstr(&question, "? It is outside the draft's folder. Type y for yes: ");
	return confirm(question.buf, keeper_socket()) > 0;
}

void
beyond_permit_task(const struct node *request, struct node *answer)
{
	const char *path = node_get_text(request, "path");
	OWN_TEXT(real) = path ? path_real_name(path) : NULL;
	bool may = real && !sandbox_plan_has(real) &&
		   (strvec_contains(&permitted, real) || is_harmless(real) || ask(real));

	if (may && !strvec_contains(&permitted, real))
		strvec_push(&permitted, real);
	node_set(answer, "permitted", node_boolean_new(may));
}

void
beyond_write_task(const struct node *request, struct node *answer)
{
	const char *path = node_get_text(request, "path");
	const struct strbuf *data = node_get_data(request, "data");
	const struct node *flags = node_get(request, "flags");
	OWN_TEXT(real) = path ? path_real_name(path) : NULL;
	struct node *list = node_set(answer, "told", node_list_new());
	STRVEC(told);
	STRBUF(err);
	int result = -1;

	if (!real || !data || !node_is(flags, NODE_INTEGER) || sandbox_plan_has(real) ||
		!strvec_contains(&permitted, real))
		error_add(&err, "cannot write %s: it is outside the draft's folder",
			path ? path : "it");
	else
		result = file_replace_locked(real, node_get_data(request, "was"), data->buf,
			data->len, (unsigned)flags->number, &told, &err);
	for (size_t i = 0; i < told.n; i++)
		node_append(list, node_text_new(told.v[i]));
	node_set(answer, "result", node_integer_new(result));
	node_set(answer, "error", node_text_new(err.buf));
}

int
beyond_replace(const char *path, const struct strbuf *was, const void *data, size_t len,
	unsigned flags, struct strvec *told, struct strbuf *err)
{
	NODE(request) = keeper_request(BEYOND_WRITE);
	NODE(answer) = NULL;
	const struct node *result, *list;

	node_set(request, "path", node_text_new(path));
	node_set(request, "data", node_data_new(data, len));
	if (was)
		node_set(request, "was", node_data_new(was->buf, was->len));
	node_set(request, "flags", node_integer_new(flags));
	answer = keeper_ask(request);
	result = node_get(answer, "result");
	list = node_get(answer, "told");
	if (!node_is(result, NODE_INTEGER))
		return error_add(err, "cannot write %s: the process for it has ended", path);
	for (size_t i = 0; told && node_is(list, NODE_LIST) && i < list->n; i++)
		strvec_push(told, node_text(list->v[i]));
	if (result->number < 0)
		error_add(err, "%s", node_get_text(answer, "error"));
	return (int)result->number;
}
