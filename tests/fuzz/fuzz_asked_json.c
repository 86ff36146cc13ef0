/* Facts about a server in JSON: what is read is written and read again as the same; the rules about it can be asked. */
#include "model/lint.h"

#include "format/ask/asked_json.h"

#include "fuzz.h"

static void
facts_again(const struct asked *asked)
{
	NODE(one) = asked_to_node(asked);
	NODE(other) = NULL;
	ASKED(again);
	STRBUF(json);
	STRBUF(err);

	asked_json_write(asked, NULL, &json);
	if (json.len > ASKED_JSON_LIMIT)
		return; /* escapes take more bytes than what was read */
	must(asked_json_read(json.buf, json.len, &again, &err) == 0);
	other = asked_to_node(&again);
	must(node_equal(one, other));
}

static void
facts_lint(const struct asked *asked)
{
	struct lint_env env = { .folder = ".", .asked = asked, .now = 1796083200 };
	const struct field *url = form_role(fuzz_form(), ROLE_SCEP_URL);
	struct draft *draft = draft_new(fuzz_form());
	FINDINGS(found);

	draft_set(draft, url, asked->url);
	lint_draft_asked(draft, &env, &found);
	lint_url_asked(fuzz_form(), &env, &found);
	for (size_t i = 0; i < found.n; i++)
		must(rule_find(found.v[i].rule)->flags & RULE_ASKED);
	draft_free(draft);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ASKED(asked);
	STRBUF(err);

	fuzz_locale();
	if (asked_json_read((const char *)data, size, &asked, &err) == 0) {
		facts_again(&asked);
		facts_lint(&asked);
	} else {
		must(err.len > 0);
	}
	return 0;
}
