/* JSON of facts: the tree of model/asked.h with other names and kinds of values, both ways. */
#include "format/ask/asked_json.h"

#include <ctype.h>
#include <string.h>

#include "base/fileio.h"
#include "base/json.h"
#include "base/utc.h"
#include "base/xalloc.h"

/* Members that are not only spelled differently. */
static const struct renamed {
	const char *fact, *json;
} renamed[] = {
	{ "roles", "role" },
	{ "not before", "begins" },
	{ "not after", "ends" },
	{ "trust", "tls" },
	{ "post", "method" },
};

/* In this order. */
static const char *const members[] = { "asked", "url", "name", "transport", "capabilities", "names",
	"answer", "type kind", "certificates", "fingerprint", "device stops", "root", "root known",
	"trial" };

/* "line ends" to "lineEnds" */
static void
json_key(const char *fact, struct strbuf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(renamed); i++)
		if (!strcmp(renamed[i].fact, fact)) {
			strbuf_addstr(out, renamed[i].json);
			return;
		}
	for (; *fact; fact++) {
		if (*fact == ' ' && fact[1])
			strbuf_addch(out, (char)toupper((unsigned char)*++fact));
		else
			strbuf_addch(out, *fact);
	}
}

/* And back; false for a member that no fact has this name of. */
static bool
fact_key(const char *json, struct strbuf *out)
{
	STRBUF(again);

	for (size_t i = 0; i < ARRAY_SIZE(renamed); i++)
		if (!strcmp(renamed[i].json, json)) {
			strbuf_addstr(out, renamed[i].fact);
			return true;
		}
	for (const char *c = json; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			strbuf_addf(out, " %c", tolower((unsigned char)*c));
		else
			strbuf_addch(out, *c);
	json_key(out->buf, &again);
	return !strcmp(again.buf, json);
}

/*
 * To JSON.
 */

#define YEAR_MAX 9999

static struct node *
date_json(int64_t seconds)
{
	struct tm utc;
	char text[40];

	utc_parts(seconds, &utc);
	if (utc.tm_year + 1900 > YEAR_MAX || utc.tm_year + 1900 < 0)
		return node_text_new(
			utc.tm_year < 0 ? "0000-01-01T00:00:00Z" : "9999-12-31T23:59:59Z");
	snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900,
		utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
	return node_text_new(text);
}

static struct node *value_json(const struct node *fact);

/* Of what has no value of its own in JSON. NULL: it has. */
static struct node *
special_json(const struct node *fact)
{
	bool none = fact->number < 0;

	if (!strcmp("trust", fact->key) && !strcmp("none", fact->text.buf))
		return node_null_new();
	if (!strcmp("post", fact->key))
		return node_text_new(fact->number ? "POST" : "GET");
	if (fact->kind == NODE_DATE && !fact->number)
		return node_null_new();
	if (none && (!strcmp("matches", fact->key) || !strcmp("fail info", fact->key)))
		return node_null_new();
	return NULL;
}

static void
member_json(const struct node *fact, struct node *object)
{
	struct node *special = special_json(fact);
	STRBUF(key);

	json_key(fact->key, &key);
	if (!strcmp("matches", fact->key))
		node_add(object, "given", node_boolean_new(fact->number != ASKED_NOT_GIVEN));
	node_add(object, key.buf, special ? special : value_json(fact));
}

static struct node *
value_json(const struct node *fact)
{
	struct node *json;

	if (fact->kind == NODE_DATE)
		return date_json(fact->number);
	if (fact->kind != NODE_LIST && fact->kind != NODE_MAP) {
		json = node_copy(fact);
		free(json->key);
		json->key = NULL;
		return json;
	}
	json = node_new(fact->kind);
	for (size_t i = 0; i < fact->n; i++)
		if (fact->kind == NODE_LIST)
			node_append(json, value_json(fact->v[i]));
		else
			member_json(fact->v[i], json);
	return json;
}

static struct node *
findings_of_asked(const struct findings *found)
{
	struct node *list = node_list_new();

	for (size_t i = 0; found && i < found->n; i++) {
		const struct finding *f = &found->v[i];

		json_add(node_append(list, node_map_new()), "rule", f->rule, "severity",
			severity_name(f->severity), "field", f->field ? f->field->key : NULL,
			"sentence", f->sentence, NULL);
	}
	return list;
}

void
asked_json_write(const struct asked *asked, const struct findings *found, struct strbuf *out)
{
	NODE(facts) = asked_to_node(asked);
	NODE(top) = json_add(node_map_new(), "scepwiz", PACKAGE_VERSION, NULL);
	STRVEC(dropped);

	node_add(facts, "root known", node_boolean_new(asked->root_known));
	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		member_json(node_get(facts, members[i]), top);
	asked_dropped(&asked->trial, &dropped);
	node_add(node_at(top, "trial/issued"), "dropped", json_texts(&dropped));
	node_add(top, "findings", findings_of_asked(found));
	json_write(top, out);
}

/*
 * From JSON.
 */

/* Exactly as date_json writes it, and a day of the calendar. */
static bool
date_read(const char *text, int64_t *seconds)
{
	static const char shape[] = "0000-00-00T00:00:00Z";
	struct tm utc = { 0 }, again;
	int *const parts[] = { &utc.tm_year, &utc.tm_mon, &utc.tm_mday, &utc.tm_hour, &utc.tm_min,
		&utc.tm_sec };
	size_t part = 0;

	for (size_t i = 0; i < sizeof shape; i++) {
		if (shape[i] != '0' ? text[i] != shape[i] : text[i] < '0' || text[i] > '9')
			return false;
		if (shape[i] == '0')
			*parts[part] = *parts[part] * 10 + (text[i] - '0');
		else
			part++;
	}
	if (utc.tm_mon < 1 || utc.tm_mon > 12 || utc.tm_mday < 1 || utc.tm_hour > 23 ||
		utc.tm_min > 59 || utc.tm_sec > 59)
		return false;
	utc.tm_year -= 1900;
	utc.tm_mon--;
	*seconds = utc_seconds(&utc);
	utc_parts(*seconds, &again);
	return again.tm_mday == utc.tm_mday && again.tm_mon == utc.tm_mon;
}

static struct node *value_fact(const struct node *json, const char *key);

/* Maps with members that only JSON has. */
static bool
is_only_json(const struct node *json)
{
	return !strcmp("given", json->key) || !strcmp("dropped", json->key);
}

static struct node *
map_fact(const struct node *json)
{
	struct node *map = node_map_new();

	for (size_t i = 0; i < json->n; i++) {
		STRBUF(key);
		struct node *value = NULL;

		if (is_only_json(json->v[i]))
			continue;
		if (fact_key(json->v[i]->key, &key))
			value = value_fact(json->v[i], key.buf);
		if (!value) {
			node_free(map);
			return NULL;
		}
		node_add(map, key.buf, value);
	}
	return map;
}

static struct node *
list_fact(const struct node *json)
{
	struct node *list = node_list_new();

	for (size_t i = 0; i < json->n; i++) {
		struct node *value = value_fact(json->v[i], "");

		if (!value) {
			node_free(list);
			return NULL;
		}
		node_append(list, value);
	}
	return list;
}

static struct node *
date_fact(const struct node *json)
{
	int64_t seconds;

	if (json->kind == NODE_NULL)
		return node_date_new(0);
	return json->kind == NODE_TEXT && date_read(json->text.buf, &seconds)
		       ? node_date_new(seconds)
		       : NULL;
}

static struct node *
method_fact(const struct node *json)
{
	const char *method = node_text(json);

	if (!method || (strcmp(method, "POST") != 0 && strcmp(method, "GET") != 0))
		return NULL;
	return node_boolean_new(!strcmp(method, "POST"));
}

/* null of a number whose fact is less than 0. */
static struct node *
number_fact(const struct node *json, const char *key)
{
	const struct node *given = node_get(json->parent, "given");
	bool matches = !strcmp("matches", key);

	if (json->kind != NODE_NULL)
		return json->kind == NODE_INTEGER && json->number >= 0
			       ? node_integer_new(json->number)
			       : NULL;
	return node_integer_new(matches && given && !given->number ? ASKED_NOT_GIVEN : -1);
}

/* NULL: this is not what asked_json_write writes. */
static struct node *
value_fact(const struct node *json, const char *key)
{
	if (!strcmp("asked", key) || !strcmp("not before", key) || !strcmp("not after", key))
		return date_fact(json);
	if (!strcmp("post", key))
		return method_fact(json);
	if (!strcmp("matches", key) || !strcmp("fail info", key))
		return number_fact(json, key);
	if (!strcmp("trust", key) && json->kind == NODE_NULL)
		return node_text_new("none");
	switch (json->kind) {
	case NODE_MAP:
		return map_fact(json);
	case NODE_LIST:
		return list_fact(json);
	case NODE_TEXT:
		return node_text_new(json->text.buf);
	case NODE_INTEGER:
		return node_integer_new(json->number);
	case NODE_BOOLEAN:
		return node_boolean_new(json->number);
	default:
		return node_null_new();
	}
}

/* What is not among the facts, whose own reader knows all others. */
static bool
json_only_good(const struct node *top)
{
	const struct node *given = node_at(top, "fingerprint/given"),
			  *matches = node_at(top, "fingerprint/matches");

	return node_get_text(top, "scepwiz") && node_is(node_get(top, "findings"), NODE_LIST) &&
	       node_is(node_get(top, "rootKnown"), NODE_BOOLEAN) &&
	       node_is(node_at(top, "trial/issued/dropped"), NODE_LIST) &&
	       node_is(given, NODE_BOOLEAN) && (given->number || node_is(matches, NODE_NULL));
}

static void
json_drop(struct node *top, const char *key)
{
	node_free(node_get(top, key));
}

static int
asked_json_take(struct node *top, struct asked *asked, struct strbuf *err)
{
	bool root_known;
	NODE(facts) = NULL;

	if (!json_only_good(top))
		return error_add(err, "members are missing, or are not what they must be");
	root_known = node_get(top, "rootKnown")->number;
	json_drop(top, "scepwiz");
	json_drop(top, "findings");
	json_drop(top, "rootKnown");
	facts = map_fact(top);
	if (!facts)
		return error_add(err, "it has members that are not known, or values of "
				      "another kind than theirs");
	if (!asked_from_node(facts, asked, err))
		return -1;
	asked->root_known = root_known;
	return 0;
}

int
asked_json_read(const char *text, size_t len, struct asked *asked, struct strbuf *err)
{
	NODE(top) = NULL;

	if (len > ASKED_JSON_LIMIT)
		return error_add(err, "it has more than %d bytes", ASKED_JSON_LIMIT);
	top = json_read(text, len, ASKED_JSON_DEPTH, err);
	return top ? asked_json_take(top, asked, err) : -1;
}

int
asked_json_load(const char *path, struct asked *asked, struct strbuf *err)
{
	STRBUF(data);
	STRBUF(why);

	if (file_read(path, ASKED_JSON_LIMIT, &data, err) < 0)
		return -1;
	if (asked_json_read(data.buf, data.len, asked, &why) == 0)
		return 0;
	return error_add(err, "%s is not what scepwiz ask --format json writes: %s. Ask again",
		!strcmp(path, "-") ? "standard input" : path, why.buf);
}
