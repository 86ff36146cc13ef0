#include "syntax/scep.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/digest.h"
#include "syntax/fingerprint.h"
#include "syntax/x509.h"

static const char *const operation_names[] = {
	[SCEP_GET_CA_CAPS] = "GetCACaps",
	[SCEP_GET_CA_CERT] = "GetCACert",
	[SCEP_PKI_OPERATION] = "PKIOperation",
};

const char *
scep_operation_name(enum scep_operation operation)
{
	return operation_names[operation];
}

bool
scep_operation_find(const char *name, enum scep_operation *operation)
{
	for (size_t i = 0; name && i < ARRAY_SIZE(operation_names); i++)
		if (!strcmp(name, operation_names[i])) {
			*operation = (enum scep_operation)i;
			return true;
		}
	return false;
}

/*
 * URLs.
 */

/* RFC 3986, 2.3: characters that mean the same with and without escapes. */
static bool
is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("-._~", c));
}

static void
url_add_escaped(const struct strbuf *text, struct strbuf *out)
{
	for (size_t i = 0; i < text->len; i++) {
		if (is_unreserved(text->buf[i]))
			strbuf_addch(out, text->buf[i]);
		else
			strbuf_addf(out, "%%%02X", (unsigned char)text->buf[i]);
	}
}

/* A Mac leaves + and / as they are, and servers that decode + as a space cannot read the message then. */
static void
url_add_base64(const struct strbuf *bytes, struct strbuf *out)
{
	STRBUF(text);

	base64_encode(bytes->buf, bytes->len, &text);
	for (size_t i = 0; i < text.len; i++) {
		if (text.buf[i] == '=')
			strbuf_addstr(out, "%3D");
		else
			strbuf_addch(out, text.buf[i]);
	}
}

void
scep_url(const char *url, enum scep_operation operation, const struct strbuf *message,
	struct strbuf *out)
{
	strbuf_add(out, url, strcspn(url, "?#"));
	strbuf_addf(out, "?operation=%s", scep_operation_name(operation));
	if (!message)
		return;
	strbuf_addstr(out, "&message=");
	if (operation == SCEP_PKI_OPERATION)
		url_add_base64(message, out);
	else
		url_add_escaped(message, out);
}

/*
 * Wishes and plans.
 */

bool
scep_bits_serve(unsigned bits)
{
	return bits == 1024 || bits == 2048 || bits == 4096;
}

bool
scep_usage_serves(unsigned usage)
{
	return !(usage & ~(unsigned)(SCEP_SIGNING | SCEP_ENCRYPTION));
}

void
scep_wish_release(struct scep_wish *wish)
{
	free(wish->subject);
	free(wish->principal);
	strvec_release(&wish->dns);
	strvec_release(&wish->email);
	strvec_release(&wish->uri);
	strbuf_release(&wish->challenge);
	*wish = (struct scep_wish)SCEP_WISH_INIT;
}

void
scep_plan_release(struct scep_plan *plan)
{
	free(plan->url);
	free(plan->name);
	strbuf_release(&plan->fingerprint);
	strbuf_release(&plan->root);
	strbuf_release(&plan->trusted);
	scep_wish_release(&plan->wish);
	*plan = (struct scep_plan)SCEP_PLAN_INIT;
}

const char *
scep_probe_name(const struct scep_plan *plan)
{
	return plan->name && *plan->name ? "" : "scepwiz-probe";
}

/* What a draft's value may have; texts of a plan are the user's, not the server's. */
#define PLAN_TEXT_MAX 65536
#define PLAN_LIST_MAX 1000
/* Apple's profiles have integers of 32 bits. */
#define PLAN_NUMBER_MAX INT32_MAX

static struct node *
text_or_null(const char *text)
{
	return text ? node_text_new(text) : node_null_new();
}

static struct node *
list_to_node(const struct strvec *list)
{
	struct node *node = node_list_new();

	for (size_t i = 0; i < list->n; i++)
		node_append(node, node_text_new(list->v[i]));
	return node;
}

static struct node *
data_to_node(const struct strbuf *data)
{
	return node_data_new(data->buf, data->len);
}

struct node *
scep_wish_to_node(const struct scep_wish *wish)
{
	struct node *node = node_map_new();

	node_add(node, "subject", text_or_null(wish->subject));
	node_add(node, "dns", list_to_node(&wish->dns));
	node_add(node, "email", list_to_node(&wish->email));
	node_add(node, "uri", list_to_node(&wish->uri));
	node_add(node, "principal", text_or_null(wish->principal));
	node_add(node, "usage", node_integer_new(wish->usage));
	node_add(node, "bits", node_integer_new(wish->bits));
	node_add(node, "retries", node_integer_new(wish->retries));
	node_add(node, "delay", node_integer_new(wish->delay));
	return node;
}

struct node *
scep_plan_to_node(const struct scep_plan *plan)
{
	struct node *node = node_map_new();

	node_add(node, "url", text_or_null(plan->url));
	node_add(node, "name", text_or_null(plan->name));
	node_add(node, "fingerprint", data_to_node(&plan->fingerprint));
	node_add(node, "root", data_to_node(&plan->root));
	node_add(node, "probe name", node_boolean_new(plan->probe_name));
	node_add(node, "wish", plan->asks_trial ? scep_wish_to_node(&plan->wish) : node_null_new());
	node_add(node, "trusted", data_to_node(&plan->trusted));
	node_add(node, "now", node_date_new(plan->now));
	return node;
}

static bool
text_take(const struct node *node, char **text)
{
	if (!node_is(node, NODE_TEXT) || node->text.len > PLAN_TEXT_MAX ||
		strlen(node->text.buf) != node->text.len)
		return false;
	*text = xstrdup(node->text.buf);
	return true;
}

/* NULL where there is none. */
static bool
text_or_null_take(const struct node *node, char **text)
{
	return node_is(node, NODE_NULL) || text_take(node, text);
}

static bool
list_take(const struct node *node, struct strvec *list)
{
	if (!node_is(node, NODE_LIST) || node->n > PLAN_LIST_MAX)
		return false;
	for (size_t i = 0; i < node->n; i++) {
		char *text;

		if (!text_take(node->v[i], &text))
			return false;
		strvec_push_nodup(list, text);
	}
	return true;
}

static bool
data_take(const struct node *node, size_t most, struct strbuf *data)
{
	if (!node_is(node, NODE_DATA) || node->text.len > most)
		return false;
	strbuf_add(data, node->text.buf, node->text.len);
	return true;
}

static bool
number_take(const struct node *node, unsigned *number)
{
	if (!node_is(node, NODE_INTEGER) || node->number < 0 || node->number > PLAN_NUMBER_MAX)
		return false;
	*number = (unsigned)node->number;
	return true;
}

static bool
usage_take(const struct node *node, unsigned *usage)
{
	return number_take(node, usage) && scep_usage_serves(*usage);
}

static bool
bits_take(const struct node *node, unsigned *bits)
{
	return number_take(node, bits) && scep_bits_serve(*bits);
}

/* As many members as these functions look at. */
static bool
map_has(const struct node *node, size_t n)
{
	return node_is(node, NODE_MAP) && node->n == n;
}

bool
scep_wish_from_node(const struct node *node, struct scep_wish *wish)
{
	return map_has(node, 9) && text_take(node_get(node, "subject"), &wish->subject) &&
	       list_take(node_get(node, "dns"), &wish->dns) &&
	       list_take(node_get(node, "email"), &wish->email) &&
	       list_take(node_get(node, "uri"), &wish->uri) &&
	       text_or_null_take(node_get(node, "principal"), &wish->principal) &&
	       usage_take(node_get(node, "usage"), &wish->usage) &&
	       bits_take(node_get(node, "bits"), &wish->bits) &&
	       number_take(node_get(node, "retries"), &wish->retries) &&
	       number_take(node_get(node, "delay"), &wish->delay);
}

static bool
plan_take_wish(const struct node *node, struct scep_plan *plan)
{
	if (node_is(node, NODE_NULL))
		return true;
	plan->asks_trial = true;
	return scep_wish_from_node(node, &plan->wish);
}

static bool
flag_take(const struct node *node, bool *flag)
{
	if (!node_is(node, NODE_BOOLEAN))
		return false;
	*flag = node->number;
	return true;
}

static bool
date_take(const struct node *node, int64_t *date)
{
	if (!node_is(node, NODE_DATE))
		return false;
	*date = node->number;
	return true;
}

/* Nothing, or as many bytes as a hash has. */
static bool
hash_take(const struct node *node, struct strbuf *hash)
{
	return data_take(node, FINGERPRINT_MAX, hash) &&
	       (!hash->len || fingerprint_hash_name(hash->len));
}

bool
scep_plan_from_node(const struct node *node, struct scep_plan *plan)
{
	return map_has(node, 8) && text_take(node_get(node, "url"), &plan->url) &&
	       text_or_null_take(node_get(node, "name"), &plan->name) &&
	       hash_take(node_get(node, "fingerprint"), &plan->fingerprint) &&
	       data_take(node_get(node, "root"), X509_FILE_LIMIT, &plan->root) &&
	       flag_take(node_get(node, "probe name"), &plan->probe_name) &&
	       plan_take_wish(node_get(node, "wish"), plan) &&
	       hash_take(node_get(node, "trusted"), &plan->trusted) &&
	       (!plan->trusted.len || plan->trusted.len == SHA256_BYTES) &&
	       date_take(node_get(node, "now"), &plan->now);
}

bool
scep_challenge_from_node(const struct node *node, struct strbuf *challenge)
{
	return data_take(node, PLAN_TEXT_MAX, challenge);
}
