/* Requests and answers as nodes; the keeper's tasks, and how the session asks for them. */
#include "base/fetch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/confirm.h"
#include "base/fileio.h"
#include "base/frame.h"
#include "base/helper.h"
#include "base/keeper.h"
#include "base/text.h"
#include "base/xalloc.h"

/* The name of a host has no more (RFC 1035, 2.3.4). */
#define HOST_MAX 253
/* A text of a frame that names what a server said. */
#define TYPE_MAX 256
/* "302 " and the redirect that was one too many are there, too. */
#define REDIRECTS_TOLD (FETCH_REDIRECTS_MAX + 1)

void
fetch_release(struct fetch *fetch)
{
	strbuf_release(&fetch->url);
	strbuf_release(&fetch->type);
	strbuf_release(&fetch->body);
	strbuf_release(&fetch->root);
	strbuf_release(&fetch->proxy);
}

void
fetched_release(struct fetched *fetched)
{
	strbuf_release(&fetched->says);
	strbuf_release(&fetched->type);
	strbuf_release(&fetched->body);
	strvec_release(&fetched->redirects);
	strbuf_release(&fetched->whose);
}

/*
 * Names.
 */

static const char *const failures[] = {
	[FETCH_DONE] = "done",
	[FETCH_NAME_UNKNOWN] = "name-unknown",
	[FETCH_REFUSED] = "refused",
	[FETCH_TIMEOUT] = "timeout",
	[FETCH_TLS] = "tls",
	[FETCH_CUT] = "cut",
	[FETCH_TOO_LARGE] = "too-large",
	[FETCH_HEADERS] = "headers",
	[FETCH_NOT_HTTP] = "not-http",
	[FETCH_REDIRECTS] = "redirects",
	[FETCH_REDIRECT_SCHEME] = "redirect-scheme",
	[FETCH_REDIRECT_DOWNGRADE] = "redirect-downgrade",
	[FETCH_PROXY] = "proxy",
	[FETCH_OTHER] = "other",
};

static const char *const trusts[] = {
	[FETCH_TRUST_NONE] = "none",
	[FETCH_TRUST_SYSTEM] = "system",
	[FETCH_TRUST_ROOT] = "root",
};

static bool
name_find(const char *const *names, size_t n, const char *name, size_t *found)
{
	for (*found = 0; name && *found < n; ++*found)
		if (!strcmp(names[*found], name))
			return true;
	return false;
}

const char *
fetch_failure_name(enum fetch_failure failure)
{
	return failures[failure];
}

bool
fetch_failure_find(const char *name, enum fetch_failure *failure)
{
	size_t i;
	bool found = name_find(failures, ARRAY_SIZE(failures), name, &i);

	if (found)
		*failure = (enum fetch_failure)i;
	return found;
}

/*
 * Servers.
 */

static const struct scheme {
	const char *name, *port;
	bool of_proxy; /* alone */
} schemes[] = {
	{ "http", "80", false },
	{ "https", "443", false },
	{ "socks5", "1080", true },
	{ "socks5h", "1080", true },
};

static const struct scheme *
scheme_find(const char *name, bool proxy)
{
	for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
		if (!strcmp(schemes[i].name, name) && (proxy || !schemes[i].of_proxy))
			return &schemes[i];
	return NULL;
}

/* Letters, digits and what addresses have. Anything else could mean one server to a reader and another to libcurl: an @ ends
 * a user's name, a % is decoded, a letter may look like another. */
static size_t
host_length(const char *at)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz0123456789-._",
			  address[] = "abcdef0123456789:.";
	size_t len;

	if (*at != '[')
		return strspn(at, name);
	len = 1 + strspn(at + 1, address);
	return len > 1 && at[len] == ']' ? len + 1 : 0;
}

/* "", or ":" and a port, which is that of the scheme or told. False for anything else. */
static bool
port_add(const char *at, const struct scheme *scheme, struct strbuf *server)
{
	size_t digits = *at == ':' ? strspn(at + 1, "0123456789") : 0;

	if (!*at)
		return true;
	if (!digits || digits > 5 || at[1 + digits])
		return false;
	if (strcmp(at + 1, scheme->port) != 0)
		strbuf_addstr(server, at);
	return true;
}

static bool
server_add(const char *url, bool proxy, struct strbuf *server)
{
	const char *colon = strstr(url, "://");
	OWN_TEXT(given) = colon ? xstrndup(url, (size_t)(colon - url)) : NULL;
	OWN_TEXT(name) = given ? text_lower(given) : NULL;
	const struct scheme *scheme = name ? scheme_find(name, proxy) : NULL;
	OWN_TEXT(there) = scheme ? xstrndup(colon + 3, strcspn(colon + 3, "/?#")) : NULL;
	OWN_TEXT(lower) = there ? text_lower(there) : NULL;
	size_t host = lower ? host_length(lower) : 0;

	if (!host || host > HOST_MAX)
		return false;
	strbuf_addf(server, "%s://%.*s", scheme->name, (int)host, lower);
	return port_add(lower + host, scheme, server);
}

/* Nothing that is not printed, and no space: it goes into the first line of a request. */
static bool
url_is_plain(const char *url)
{
	size_t len = strlen(url);

	return len <= FETCH_URL_LIMIT && text_ascii_run(url, len) == len && !strchr(url, ' ');
}

bool
fetch_server(const char *url, struct strbuf *server)
{
	return url_is_plain(url) && server_add(url, false, server);
}

bool
fetch_proxy_is_sound(const char *url)
{
	STRBUF(server);

	return strlen(url) <= FETCH_TEXT_LIMIT && url_is_plain(url) &&
	       server_add(url, true, &server);
}

/* Where a request goes, as it is shown. */
static bool
fetch_where(const struct fetch *fetch, struct strbuf *where)
{
	if (!fetch_server(fetch->url.buf, where))
		return false;
	if (!fetch->proxy.len)
		return true;
	strbuf_addstr(where, " through the proxy ");
	return url_is_plain(fetch->proxy.buf) && server_add(fetch->proxy.buf, true, where);
}

/*
 * Nodes.
 */

static struct node *
text_of(const struct strbuf *text)
{
	return node_text_new(text->buf);
}

static struct node *
data_of(const struct strbuf *data)
{
	return node_data_new(data->buf, data->len);
}

struct node *
fetch_to_node(const struct fetch *fetch)
{
	struct node *map = node_map_new();

	node_set(map, "url", text_of(&fetch->url));
	node_set(map, "post", node_boolean_new(fetch->post));
	node_set(map, "type", text_of(&fetch->type));
	node_set(map, "body", data_of(&fetch->body));
	node_set(map, "root", data_of(&fetch->root));
	node_set(map, "proxy", text_of(&fetch->proxy));
	node_set(map, "seconds", node_integer_new(fetch->seconds));
	return map;
}

struct node *
fetched_to_node(const struct fetched *fetched)
{
	struct node *map = node_map_new(), *list;

	node_set(map, "failure", node_text_new(fetch_failure_name(fetched->failure)));
	node_set(map, "says", text_of(&fetched->says));
	node_set(map, "status", node_integer_new(fetched->status));
	node_set(map, "type", text_of(&fetched->type));
	node_set(map, "body", data_of(&fetched->body));
	list = node_set(map, "redirects", node_list_new());
	for (size_t i = 0; i < fetched->redirects.n; i++)
		node_append(list, node_text_new(fetched->redirects.v[i]));
	node_set(map, "trust", node_text_new(trusts[fetched->trust]));
	node_set(map, "whose", text_of(&fetched->whose));
	node_set(map, "ms", node_integer_new(fetched->ms));
	return map;
}

/* Each takes one member, and is false where it is missing, of another kind or too long. */
static bool
take_text(const struct node *map, const char *key, size_t most, struct strbuf *out)
{
	const char *text = node_get_text(map, key);

	if (!text || strlen(text) > most)
		return false;
	strbuf_addstr(out, text);
	return true;
}

static bool
take_data(const struct node *map, const char *key, size_t most, struct strbuf *out)
{
	const struct strbuf *data = node_get_data(map, key);

	if (!data || data->len > most)
		return false;
	strbuf_add(out, data->buf, data->len);
	return true;
}

static bool
take_number(const struct node *map, const char *key, int64_t least, int64_t most, int64_t *number)
{
	const struct node *node = node_get(map, key);

	if (!node_is(node, NODE_INTEGER) || node->number < least || node->number > most)
		return false;
	*number = node->number;
	return true;
}

static bool
take_redirects(const struct node *list, struct strvec *out)
{
	if (!node_is(list, NODE_LIST) || list->n > REDIRECTS_TOLD)
		return false;
	for (size_t i = 0; i < list->n; i++) {
		const char *text = node_text(list->v[i]);

		if (!text || strlen(text) > FETCH_TEXT_LIMIT)
			return false;
		strvec_push(out, text);
	}
	return true;
}

/* A type is a header's value. */
static bool
fetch_is_sound(const struct fetch *fetch)
{
	STRBUF(where);

	return fetch_where(fetch, &where) &&
	       text_ascii_run(fetch->type.buf, fetch->type.len) == fetch->type.len &&
	       (fetch->post ? fetch->type.len > 0 : !fetch->type.len && !fetch->body.len);
}

#define FETCH_MEMBERS 7
#define FETCHED_MEMBERS 9

bool
fetch_from_node(const struct node *node, struct fetch *fetch)
{
	const struct node *post = node_get(node, "post");
	int64_t seconds;

	if (!node_is(node, NODE_MAP) || node->n != FETCH_MEMBERS || !node_is(post, NODE_BOOLEAN) ||
		!take_text(node, "url", FETCH_URL_LIMIT, &fetch->url) ||
		!take_text(node, "type", TYPE_MAX, &fetch->type) ||
		!take_data(node, "body", FETCH_BODY_LIMIT, &fetch->body) ||
		!take_data(node, "root", FETCH_BODY_LIMIT, &fetch->root) ||
		!take_text(node, "proxy", FETCH_TEXT_LIMIT, &fetch->proxy) ||
		!take_number(node, "seconds", 1, FETCH_SECONDS_MAX, &seconds))
		return false;
	fetch->post = post->number;
	fetch->seconds = (unsigned)seconds;
	return fetch_is_sound(fetch);
}

/* An answer has a status; what failed has no body. */
static bool
fetched_is_sound(const struct fetched *fetched)
{
	return fetched->failure == FETCH_DONE ? fetched->status > 0 : !fetched->body.len;
}

bool
fetched_from_node(const struct node *node, struct fetched *fetched)
{
	int64_t status, ms;
	size_t trust;

	if (!node_is(node, NODE_MAP) || node->n != FETCHED_MEMBERS ||
		!fetch_failure_find(node_get_text(node, "failure"), &fetched->failure) ||
		!take_text(node, "says", FETCH_TEXT_LIMIT, &fetched->says) ||
		!take_number(node, "status", 0, 999, &status) ||
		!take_text(node, "type", FETCH_TEXT_LIMIT, &fetched->type) ||
		!take_data(node, "body", FETCH_BODY_LIMIT, &fetched->body) ||
		!take_redirects(node_get(node, "redirects"), &fetched->redirects) ||
		!name_find(trusts, ARRAY_SIZE(trusts), node_get_text(node, "trust"), &trust) ||
		!take_text(node, "whose", FETCH_TEXT_LIMIT, &fetched->whose) ||
		!take_number(node, "ms", 0, INT32_MAX, &ms))
		return false;
	fetched->status = (int)status;
	fetched->trust = (enum fetch_trust)trust;
	fetched->ms = (unsigned)ms;
	return fetched_is_sound(fetched);
}

/*
 * In the keeper.
 */

/* Servers that were allowed. */
static struct strvec allowed = STRVEC_INIT;
/* Of tests. */
static const char *program;

void
fetch_use(const char *path)
{
	program = path;
}

/* Gives the session the socket of a program that has its request: what the session sends there later is not read. */
static void
fetch_start(const struct fetch *fetch, struct strbuf *why)
{
	NODE(request) = fetch_to_node(fetch);
	int fd = helper_start_apart(FETCH_NAME, program, why);

	if (fd < 0)
		return;
	/* one of another version says so, and ends without reading */
	if (frame_send(fd, request) == 0 || errno == EPIPE || errno == ECONNRESET) {
		keeper_give(fd);
		return;
	}
	close(fd);
	error_add(why, "the network program ended early");
}

/* Whether a server may be asked that was not allowed before. */
typedef bool fetch_permit(const char *where, struct strbuf *why);

static void
fetch_serve(const struct node *request, fetch_permit *permit, bool needs_word, struct node *answer)
{
	const struct node *about = node_get(request, "about");
	FETCH(fetch);
	STRBUF(where);
	STRBUF(why);
	bool known;

	if (!fetch_from_node(about ? about : node_get(request, "fetch"), &fetch) ||
		!fetch_where(&fetch, &where)) {
		node_set(answer, "error", node_text_new("it is not a request"));
		return;
	}
	known = strvec_contains(&allowed, where.buf);
	if (about) {
		node_set(answer, "word", node_boolean_new(needs_word && !known));
		return;
	}
	if (!known && permit(where.buf, &why)) {
		strvec_push(&allowed, where.buf);
		known = true;
	}
	if (known)
		fetch_start(&fetch, &why);
	if (why.len)
		node_set(answer, "error", text_of(&why));
}

/* The first one alone, which is shown before it is asked. */
static bool
fetch_tell(const char *where, struct strbuf *why)
{
	STRBUF(line);

	if (allowed.n) {
		error_add(why, "only %s may be asked here", allowed.v[0]);
		return false;
	}
	strbuf_addstr(&line, "Asking ");
	text_show(&line, where, strlen(where));
	strbuf_addstr(&line, " ...\n");
	(void)fd_write(STDERR_FILENO, line.buf, line.len);
	return true;
}

void
fetch_task(const struct node *request, struct node *answer)
{
	fetch_serve(request, fetch_tell, false, answer);
}

/* What it shows has no more than two hosts and their ports, so all of it is seen. */
static bool
fetch_confirm(const char *where, struct strbuf *why)
{
	STRBUF(question);

	strbuf_addstr(&question, "Ask ");
	text_show(&question, where, strlen(where));
	strbuf_addstr(&question, " over the network? Type y for yes: ");
	if (confirm(question.buf, keeper_socket()) > 0)
		return true;
	error_add(why, "it was not confirmed at the terminal");
	return false;
}

void
fetch_confirm_task(const struct node *request, struct node *answer)
{
	fetch_serve(request, fetch_confirm, true, answer);
}

/*
 * In the session.
 */

static struct node *
fetch_ask(const char *key, const struct fetch *fetch)
{
	NODE(request) = keeper_request(FETCH_TASK);

	node_set(request, key, fetch_to_node(fetch));
	return keeper_ask(request);
}

bool
fetch_needs_word(const struct fetch *fetch)
{
	NODE(answer) = fetch_ask("about", fetch);
	const struct node *word = node_get(answer, "word");

	return node_is(word, NODE_BOOLEAN) && word->number;
}

int
fetch_begin(const struct fetch *fetch, struct strbuf *err)
{
	NODE(answer) = NULL;
	STRBUF(where);
	const char *error;
	int fd;

	if (!WITH_CURL)
		return error_add(err, "scepwiz was built without asking (libcurl)");
	if (!fetch_where(fetch, &where))
		return error_add(err,
			"%s cannot be asked. Enter http:// or https:// and a host in ASCII, without "
			"a user name",
			fetch->url.buf);
	answer = fetch_ask("fetch", fetch);
	error = node_get_text(answer, "error");
	if (error)
		return error_add(err, "%s cannot be asked: %s", where.buf, error);
	fd = answer ? keeper_take() : -1;
	if (fd < 0)
		return error_add(
			err, "%s cannot be asked: the process for it has ended", where.buf);
	return fd;
}
