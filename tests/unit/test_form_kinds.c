/* Every key of every mapping of a form, given a text, a number, a list and a mapping: what is not accepted is
 * refused with its line. Which keys there are the reader says itself, so that a new key needs a row. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/form/form_file.h"

/* A comment marks each mapping whose keys are tried. A key is replaced with all that is indented below it, or put
 * in where the mapping lacks it. */
static const char whole[] = "# a form\n"
			    "form: tiny\n"
			    "version: 3\n"
			    "title: Tiny\n"
			    "platform: platform\n"
			    "mdm: jamf\n"
			    "payloads:\n"
			    "  - # a payload\n"
			    "    key: p\n"
			    "    type: com.example.p\n"
			    "    label: P\n"
			    "    suffix: p\n"
			    "    when: more\n"
			    "    constants:\n"
			    "      A/Kind: x\n"
			    "      B/Kind: y\n"
			    "sections:\n"
			    "  - title: First\n"
			    "    fields:\n"
			    "      - # a field of choices\n"
			    "        key: platform\n"
			    "        label: Platform\n"
			    "        type: choice\n"
			    "        choices:\n"
			    "          - {value: macos, label: macOS}\n"
			    "          - # a choice\n"
			    "            value: ios\n"
			    "            label: iOS\n"
			    "            hint: Phones\n"
			    "            number: 2\n"
			    "        hint: Which.\n"
			    "      - {key: mdm, label: MDM, type: text, role: mdm, hint: Whose.}\n"
			    "      - {key: more, label: More, type: boolean, hint: Yes or no.}\n"
			    "      - # a field that is a number\n"
			    "        key: size\n"
			    "        label: Size\n"
			    "        type: integer\n"
			    "        range: {min: 1, max: 9}\n"
			    "        hint: How much.\n"
			    "      - # a field of names\n"
			    "        key: names\n"
			    "        label: Names\n"
			    "        type: names\n"
			    "        list: true\n"
			    "        hint: Some.\n"
			    "      - # a field that is made\n"
			    "        key: id\n"
			    "        label: Id\n"
			    "        type: uuid\n"
			    "        make: once\n"
			    "        hint: Made.\n"
			    "        profile: {payload: p, path: PayloadUUID}\n"
			    "  - # a section\n"
			    "    title: Last\n"
			    "    documented: false\n"
			    "    fields:\n"
			    "      - # a field\n"
			    "        key: word\n"
			    "        label: Word\n"
			    "        type: text\n"
			    "        profile:\n"
			    "          # profile\n"
			    "          payload: p\n"
			    "          path: A/B C\n"
			    "        hint: A word.\n";

static const char own[] = "# an own form\n"
			  "extends: scep\n"
			  "form: acme\n"
			  "title: Acme\n"
			  "preset:\n"
			  "  key_size: 2048\n"
			  "mdm: jamf\n"
			  "lock: [key_size]\n"
			  "hints:\n"
			  "  subject: Only the CN.\n"
			  "domain: acme.net\n";

static const char *const mappings[] = { "a form", "a payload", "a section", "a field", "a choice",
	"profile", "an own form" };

enum kind { NOTHING = -1, A_TEXT, A_LIST, A_MAPPING };

static void
types_known(struct strbuf *out)
{
	for (size_t i = 0; i < field_types_count; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", field_types[i]->name);
}

static void
roles_known(struct strbuf *out)
{
	for (size_t role = ROLE_NONE + 1; role < ROLE_COUNT; role++)
		strbuf_addf(out, "%s%s", role > ROLE_NONE + 1 ? ", " : "", role_names[role]);
}

static void
forms_known(struct strbuf *out)
{
	form_builtin_names(out);
	strbuf_addstr(out, " can be extended");
}

/* sentence: of a value of the kind that is wanted, with the text for %s; NULL where it is accepted. Behind its
 * place, unless it has its own. */
static const struct row {
	const char *mark, *key, *at;
	enum kind wanted;
	const char *sentence;
	bool number;                       /* is accepted, though other texts are not */
	const char *mapping;               /* what is said of one, where it may be right */
	void (*known)(struct strbuf *out); /* appends the names that end the sentence */
} rows[] = {
	{ "a form", "form", "f:2:7", A_TEXT,
		"form is \"%s\". Use small letters, digits, _ and -, and begin with a letter" },
	{ "a form", "version", "f:3:10", A_TEXT, "version is \"%s\". Use a whole number",
		.number = true },
	{ "a form", "title", "f:4:8", A_TEXT },
	{ "a form", "platform", "f:5:11", A_TEXT, "the form has no field \"%s\"" },
	{ "a form", "payloads", "f:7:11", A_LIST,
		"f:7:12: this is a text, but must be a mapping (KEY: VALUE)\nf:7:18: this is a "
		"text, but must be a mapping (KEY: VALUE)" },
	{ "a form", "sections", "f:17:11", A_LIST,
		"f:17:12: this is a text, but must be a mapping (KEY: VALUE)\nf:17:18: this is a "
		"text, but must be a mapping (KEY: VALUE)" },
	{ "a form", "mdm", "f:6:6", A_TEXT,
		"\"%s\" is not an MDM that scepwiz knows. Leave it empty, or use a name from scepwiz-draft(5)" },
	{ "a payload", "key", "f:9:10", A_TEXT,
		"key is \"%s\". Use small letters, digits and _, and begin with a letter" },
	{ "a payload", "type", "f:10:11", A_TEXT },
	{ "a payload", "label", "f:11:12", A_TEXT },
	{ "a payload", "suffix", "f:12:13", A_TEXT },
	{ "a payload", "when", "f:13:11", A_TEXT, "when names \"%s\", which is not a field above",
		.mapping = "write when as KEY, or {field: KEY, is: VALUE}" },
	{ "a payload", "each", "f:9:11", A_TEXT,
		"each names \"%s\", but the form has no such field" },
	{ "a payload", "constants", "f:14:16", A_MAPPING },
	{ "a section", "title", "f:54:12", A_TEXT },
	{ "a section", "documented", "f:55:17", A_TEXT, "documented is \"%s\". Use true or false" },
	{ "a section", "fields", "f:56:13", A_LIST,
		"f:56:14: this is a text, but must be a mapping (KEY: VALUE)\nf:56:20: this is a "
		"text, but must be a mapping (KEY: VALUE)" },
	{ "a field", "key", "f:58:14", A_TEXT,
		"key is \"%s\". Use small letters, digits and _, and begin with a letter" },
	{ "a field", "label", "f:59:16", A_TEXT },
	{ "a field", "type", "f:60:15", A_TEXT, "there is no field type \"%s\". Known are ",
		.known = types_known },
	{ "a field", "presence", "f:58:19", A_TEXT,
		"presence is \"%s\". Use required or optional" },
	{ "a field of choices", "choices", "f:24:18", A_LIST,
		"f:24:19: this is a text, but must be a mapping (KEY: VALUE)\nf:24:25: this is a "
		"text, but must be a mapping (KEY: VALUE)" },
	{ "a field that is a number", "range", "f:38:16", NOTHING,
		"write a range as {min: NUMBER, max: NUMBER}" },
	{ "a field of names", "list", "f:44:15", A_TEXT,
		"list is \"%s\". Use true, always or false" },
	{ "a field", "default", "f:58:18", A_TEXT },
	{ "a field", "absent", "f:58:17", A_TEXT },
	{ "a field", "write", "f:58:16", A_TEXT, "write is \"%s\", but can only be always" },
	{ "a field that is made", "make", "f:50:15", A_TEXT,
		"make is \"%s\", but can only be once" },
	{ "a field", "read_only", "f:58:20", A_TEXT, "read_only is \"%s\". Use true or false" },
	{ "a field", "platforms", "f:58:20", A_LIST,
		"f:58:21: \"some\" is not a choice of the field platform\nf:58:27: \"text\" is "
		"not a choice of the field platform" },
	{ "a field", "when", "f:58:15", A_TEXT, "when names \"%s\", which is not a field above",
		.mapping = "write when as KEY, or {field: KEY, is: VALUE}" },
	{ "a field", "role", "f:58:15", A_TEXT, "there is no role \"%s\". Known are ",
		.known = roles_known },
	{ "a field", "group", "f:58:16", A_TEXT,
		"group is \"%s\". Use small letters, digits and _, and begin with a letter" },
	{ "a field", "hint", "f:65:15", A_TEXT },
	{ "a field", "help", "f:58:15", A_TEXT },
	{ "a field", "example", "f:58:18", A_TEXT },
	{ "a field", "profile", "f:61:18", A_MAPPING,
		"f:61:19: profile has no key \"some\". Known are payload, path" },
	{ "a choice", "value", "f:27:20", A_TEXT },
	{ "a choice", "label", "f:28:20", A_TEXT },
	{ "a choice", "hint", "f:29:19", A_TEXT },
	{ "a choice", "role", "f:27:19", A_TEXT,
		"the role of a choice is \"%s\", but only ios is "
		"known" },
	{ "a choice", "number", "f:30:21", A_TEXT, "number is \"%s\". Use a whole number",
		.number = true },
	{ "profile", "payload", "f:63:20", A_TEXT, "the form has no payload \"%s\"" },
	{ "profile", "path", "f:64:17", A_TEXT },
	{ "an own form", "extends", "f:2:10", A_TEXT, "extends names \"%s\", but only ",
		.known = forms_known },
	{ "an own form", "form", "f:3:7", A_TEXT,
		"form is \"%s\". Use small letters, digits, _ and -, and begin with a letter" },
	{ "an own form", "title", "f:4:8", A_TEXT },
	{ "an own form", "version", "f:2:10", A_TEXT, "version is \"%s\". Use a whole number",
		.number = true },
	{ "an own form", "payloads", "f:2:11", A_LIST,
		"f:2:12: this is a text, but must be a mapping (KEY: VALUE)\nf:2:18: this is a "
		"text, but must be a mapping (KEY: VALUE)" },
	{ "an own form", "sections", "f:2:11", A_LIST,
		"f:2:12: this is a text, but must be a mapping (KEY: VALUE)\nf:2:18: this is a "
		"text, but must be a mapping (KEY: VALUE)" },
	{ "an own form", "preset", "f:5:9", A_MAPPING,
		"f:5:10: the form scep has no field \"some\"" },
	{ "an own form", "mdm", "f:7:6", A_TEXT,
		"\"%s\" is not an MDM that scepwiz knows. Leave it empty, or use a name from scepwiz-draft(5)" },
	{ "an own form", "lock", "f:8:7", A_LIST,
		"f:8:8: the form scep has no field \"some\"\nf:8:14: the form scep has no field \"text\"" },
	{ "an own form", "hints", "f:9:8", A_MAPPING,
		"f:9:9: the form scep has no field \"some\"" },
	{ "an own form", "domain", "f:11:9", A_TEXT, "domain must be a domain, such as acme.net" },
};

static const struct {
	enum kind kind;
	const char *text, *is;
} values[] = {
	{ A_TEXT, "some text", "a text" },
	{ A_TEXT, "7", "a text" },
	{ A_LIST, "[some, text]", "a list" },
	{ A_MAPPING, "{some: text}", "a mapping" },
};

static size_t
line_indent(const char *line)
{
	return strspn(line, " ");
}

static const char *
line_next(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end + 1 : line + strlen(line);
}

/* The form, with a value for a key of the mapping that has the mark. */
static void
form_with(const char *mark, const char *key, const char *value, struct strbuf *out)
{
	STRBUF(comment);
	const char *text, *first, *start, *end;
	size_t indent;

	strbuf_addf(&comment, "# %s\n", mark);
	text = strstr(whole, comment.buf) ? whole : own;
	first = strstr(text, comment.buf);
	if (!first)
		fail_msg("no mapping has the mark %s", mark);
	first = line_next(first);
	indent = line_indent(first);
	start = end = first;
	for (const char *line = first; *line && line_indent(line) >= indent; line = line_next(line))
		if (line_indent(line) == indent && !strncmp(line + indent, key, strlen(key)) &&
			line[indent + strlen(key)] == ':') {
			start = line;
			for (end = line_next(line); line_indent(end) > indent;)
				end = line_next(end);
		}
	strbuf_addf(out, "%.*s%*s%s: %s\n%s", (int)(start - text), text, (int)indent, "", key,
		value, end);
}

/* What is said of the form with that value; "" where it is read. */
static void
told_of(const char *mark, const char *key, const char *value, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	struct form *form;

	form_with(mark, key, value, &text);
	form = form_read(text.buf, text.len, "f", out);
	assert_int_equal(!form, out->len > 0);
	form_free(form);
	strbuf_release(&text);
}

static void
wanted_of(const struct row *row, size_t value, struct strbuf *out)
{
	static const char *const wanted[] = { "a text", "a list", "a mapping (KEY: VALUE)" };
	const char *sentence = row->sentence, *mark = sentence ? strstr(sentence, "%s") : NULL;
	bool right = row->wanted == NOTHING || row->wanted == values[value].kind;

	if (row->mapping && values[value].kind == A_MAPPING) {
		strbuf_addf(out, "%s: %s", row->at, row->mapping);
		return;
	}
	if (!right)
		strbuf_addf(out, "%s: %s is %s, but must be %s", row->at, row->key,
			values[value].is, wanted[row->wanted]);
	if (!right || !sentence || (row->number && value == 1))
		return;
	if (strncmp(sentence, "f:", 2) != 0)
		strbuf_addf(out, "%s: ", row->at);
	if (mark)
		strbuf_addf(out, "%.*s%s%s", (int)(mark - sentence), sentence, values[value].text,
			mark + 2);
	else
		strbuf_addstr(out, sentence);
	if (row->known)
		row->known(out);
}

static void
every_key_refuses_what_it_does_not_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		for (size_t v = 0; v < ARRAY_SIZE(values); v++) {
			struct strbuf told = STRBUF_INIT, wanted = STRBUF_INIT;

			told_of(rows[i].mark, rows[i].key, values[v].text, &told);
			wanted_of(&rows[i], v, &wanted);
			if (strcmp(told.buf, wanted.buf) != 0)
				fail_msg("%s of %s is %s: \"%s\" and not \"%s\"", rows[i].key,
					rows[i].mark, values[v].text, told.buf, wanted.buf);
			strbuf_release(&told);
			strbuf_release(&wanted);
		}
}

static bool
rows_have(const char *mark, const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strncmp(rows[i].mark, mark, strlen(mark)) && !strcmp(rows[i].key, key))
			return true;
	return false;
}

/* An unknown key that is near to none is answered with all of them, ", " between. */
static void
every_key_has_a_row(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(mappings); i++) {
		struct strbuf told = STRBUF_INIT;
		struct strvec keys = STRVEC_INIT;

		told_of(mappings[i], "0", "x", &told);
		assert_contains(told.buf, ". Known are ");
		strvec_split(&keys, strstr(told.buf, "Known are ") + strlen("known are"), ',');
		for (size_t k = 0; k < keys.n; k++)
			if (!rows_have(mappings[i], keys.v[k] + 1))
				fail_msg("%s has the key%s, which no row tries", mappings[i],
					keys.v[k]);
		n += keys.n;
		strvec_release(&keys);
		strbuf_release(&told);
	}
	assert_int_equal(n, ARRAY_SIZE(rows));
}

/* The second of two, where the first is good. */
static const struct {
	const char *mark, *key, *value, *told;
} seconds[] = {
	{ "a field", "platforms", "[ios, [macos]]", "f:58:26: this is a list, but must be a text" },
	{ "a field", "platforms", "[ios, {a: b}]",
		"f:58:26: this is a mapping, but must be a text" },
	{ "a field", "platforms", "[ios, linux]",
		"f:58:26: \"linux\" is not a choice of the field platform" },
	{ "a field of choices", "choices", "[{value: ios, label: iOS}, [x]]",
		"f:24:45: this is a list, but must be a mapping (KEY: VALUE)" },
	{ "a field of choices", "choices", "[{value: ios, label: iOS}, {value: ios, label: x}]",
		"f:24:45: the choice \"ios\" is already in the list" },
	{ "a payload", "constants", "{A/B: x, C/D: [y]}", "" },
	{ "a payload", "constants", "{A/B: x, C/D: {y: 1}}", "" },
	{ "a payload", "constants", "{A/B: x, C/D: [y, {}]}",
		"f:14:34: a constant is empty. Remove the key or enter a value" },
	{ "a payload", "constants", "{A/B: x, C/D: ''}",
		"f:14:30: a constant is empty. Remove the key or enter a value" },
	{ "a payload", "constants", "{A/B: x, C/: y}",
		"f:14:25: the path \"C/\" has an empty part" },
	{ "a payload", "constants", "{A/B: x, A/B: y}",
		"f:14:25: the key \"A/B\" is already in line 14. Remove one of them" },
	{ "profile", "path", "A/", "f:64:17: the path \"A/\" has an empty part" },
	{ "a field that is a number", "range", "{min: 1, max: [9]}",
		"f:38:30: max is a list, but must be a text" },
	{ "a field that is a number", "range", "{min: {a: b}, max: 9}",
		"f:38:22: min is a mapping, but must be a text" },
	{ "a field that is a number", "range", "{min: 1, max: 9, by: 2}",
		"f:38:16: write a range as {min: NUMBER, max: NUMBER}" },
	{ "a section", "fields", "[{key: a, label: A, type: text, hint: x}, [b]]",
		"f:56:55: this is a list, but must be a mapping (KEY: VALUE)" },
	{ "a section", "fields", "[]", "f:56:13: the section has no fields" },
	{ "an own form", "lock", "[key_size, [url]]",
		"f:8:18: this is a list, but must be a text" },
	{ "an own form", "lock", "[key_size, {url: x}]",
		"f:8:18: this is a mapping, but must be a text" },
	{ "an own form", "lock", "[key_size, ulr]",
		"f:8:18: the form scep has no field \"ulr\". Did you mean url?" },
	{ "an own form", "hints", "{url: x, subject: [y]}",
		"f:9:26: subject is a list, but must be a text" },
	{ "an own form", "hints", "{url: x, subject: {y: z}}",
		"f:9:26: subject is a mapping, but must be a text" },
	{ "an own form", "hints", "{url: x, subject: ' '}",
		"f:9:26: a hint is empty. Remove the key or enter a text" },
	{ "an own form", "hints", "{url: x, url: y}",
		"f:9:17: the key \"url\" is already in line 9. Remove one of them" },
	{ "an own form", "preset", "{key_size: 2048, key_size: 4096}",
		"f:5:26: the key \"key_size\" is already in line 5. Remove one of them" },
	{ "an own form", "preset", "{key_size: 2048, retries: [1]}",
		"f:5:35: Retries is a list, but must be one text. Write retries: VALUE" },
	{ "an own form", "preset", "{key_size: 2048, retries: {a: b}}",
		"f:5:35: Retries is a mapping, but must be a text. Write retries: VALUE, in "
		"double quotes if the value has a colon or a brace" },
	{ "an own form", "preset", "{key_size: 2048, device_groups: {a: b}}",
		"f:5:41: Device groups is a mapping, but must be a text or a list. Write "
		"device_groups: VALUE, in double quotes if the value has a colon or a brace" },
	{ "a payload", "when", "{field: [a], is: b}",
		"f:13:19: field is a list, but must be a text" },
	{ "a payload", "when", "{field: platform, is: [b]}",
		"f:13:33: is is a list, but must be a text" },
	{ "a payload", "when", "{field: platform, is: macos}", "" },
	{ "a payload", "when", "{field: platform, is: linux}",
		"f:13:33: \"linux\" is not a choice of the field platform" },
	{ "a payload", "when", "{field: names, is: a}",
		"f:13:19: when names \"names\", which is not a choice or boolean field" },
	{ "a payload", "when", "{field: word, is: a}",
		"f:13:19: when names \"word\", which is not a choice or boolean field" },
	{ "a payload", "when", "{field: more, is: maybe}",
		"f:13:29: is is \"maybe\". Use true or false" },
	{ "a payload", "when", "{field: more, is: false}", "" },
	{ "a payload", "when", "{field: platform, is: ios, or: b}",
		"f:13:11: write when as KEY, or {field: KEY, is: VALUE}" },
	{ "a payload", "when", "{field: platform}",
		"f:13:11: write when as KEY, or {field: KEY, is: VALUE}" },
	{ "a payload", "constants", "{A: .5, B: 1.5.2, C: 1., D: 1.5, E: -1.5, F: 01, G: -.}",
		"f:14:61: 01 is not a whole number. Put a text in double quotes" },
	{ "a payload", "constants", "{A: 1-2, B: '-'}", "" },
	{ "a payload", "constants", "{A: {data: [x]}}",
		"f:14:27: data is a list, but must be a text" },
	{ "a payload", "constants", "{A: {data: '=='}}",
		"f:14:27: data is not Base64 from character 1 on" },
	{ "a payload", "constants", "{A: {payload: [p]}}",
		"f:14:30: payload is a list, but must be a text" },
	{ "a payload", "constants", "{A: {payload: p, key: PayloadType}}",
		"f:14:38: a reference must be to PayloadUUID or PayloadIdentifier" },
	{ "a payload", "constants", "{A: {payload: p, key: [PayloadUUID]}}",
		"f:14:38: a reference must be to PayloadUUID or PayloadIdentifier" },
	{ "a payload", "constants", "{A: {payload: p, keys: PayloadUUID}}",
		"f:14:20: write a reference as {payload: KEY} or {payload: KEY, key: "
		"PayloadIdentifier}" },
	{ "a payload", "constants", "{A: {payload: q}}", "f:14:20: the form has no payload \"q\"" },
	{ "a payload", "constants", "{A: {payload: p, key: PayloadUUID}}", "" },
	{ "profile", "path", "' '", "f:64:17: path is empty. Remove the key or enter a text" },
	{ "profile", "path", "/A", "f:64:17: the path \"/A\" has an empty part" },
	{ "profile", "path", "A//B", "f:64:17: the path \"A//B\" has an empty part" },
	{ "a payload", "each", "names",
		"f:9:11: each names \"names\", which has no place in this payload. Add profile: "
		"{payload: p, path: PATH}" },
	{ "a payload", "constants", "{' ': x}",
		"f:14:17: constants is empty. Remove the key or enter a text" },
	{ "a payload", "constants", "{A: yes}",
		"f:14:20: yes can be read in more than one way. Write true or false, or put a "
		"text in double quotes" },
	{ "a payload", "constants", "{A: no}",
		"f:14:20: no can be read in more than one way. Write true or false, or put a text "
		"in double quotes" },
	{ "a payload", "constants", "{A: on}",
		"f:14:20: on can be read in more than one way. Write true or false, or put a text "
		"in double quotes" },
	{ "a payload", "constants", "{A: off}",
		"f:14:20: off can be read in more than one way. Write true or false, or put a "
		"text in double quotes" },
	{ "a payload", "constants", "{A: null}",
		"f:14:20: a constant is empty. Remove the key or enter a value" },
	{ "a payload", "constants", "{A: ~}",
		"f:14:20: a constant is empty. Remove the key or enter a value" },
	{ "a payload", "constants", "{A: 9223372036854775807}", "" },
	{ "a payload", "constants", "{A: 9223372036854775808}",
		"f:14:20: 9223372036854775808 is not a whole number. Put a text in double quotes" },
};

static void
the_second_of_two_is_read_as_the_first(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(seconds); i++) {
		struct strbuf told = STRBUF_INIT;

		told_of(seconds[i].mark, seconds[i].key, seconds[i].value, &told);
		if (strcmp(told.buf, seconds[i].told) != 0)
			fail_msg("%s: %s: \"%s\" and not \"%s\"", seconds[i].key, seconds[i].value,
				told.buf, seconds[i].told);
		strbuf_release(&told);
	}
}

/* N choices. */
static void
told_of_choices(size_t n, struct strbuf *out)
{
	struct strbuf value = STRBUF_INIT;

	strbuf_addch(&value, '[');
	for (size_t i = 0; i < n; i++)
		strbuf_addf(&value, "%s{value: c%zu, label: C}", i ? ", " : "", i);
	strbuf_addch(&value, ']');
	told_of("a field of choices", "choices", value.buf, out);
	strbuf_release(&value);
}

static void
choices_are_1_to_31(void **state)
{
	static const struct {
		size_t n;
		const char *told;
	} cases[] = {
		{ 0, "f:24:18: 0 choices. Use 1 to 31" },
		{ 1, "" },
		{ 31, "" },
		{ 32, "f:24:18: 32 choices. Use 1 to 31" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf told = STRBUF_INIT;

		told_of_choices(cases[i].n, &told);
		assert_string_equal(told.buf, cases[i].told);
		strbuf_release(&told);
	}
}

static void
numbers_are_those_of_an_int(void **state)
{
	static const struct {
		const char *mark, *key, *value, *told;
	} cases[] = {
		{ "a form", "version", "2147483647", "" },
		{ "a form", "version", "2147483648",
			"f:3:10: version is \"2147483648\". Use a whole number" },
		{ "a choice", "number", "-2147483648", "" },
		{ "a choice", "number", "-2147483649",
			"f:30:21: number is \"-2147483649\". Use a whole number" },
		{ "a choice", "number", "''", "f:30:21: number is \"\". Use a whole number" },
		{ "a choice", "number", "+1", "f:30:21: number is \"+1\". Use a whole number" },
		{ "a choice", "number", "' 1'", "f:30:21: number is \" 1\". Use a whole number" },
		{ "a choice", "number", "1.0", "f:30:21: number is \"1.0\". Use a whole number" },
		{ "a field that is a number", "range", "{min: 0, max: 0}", "" },
		{ "a field that is a number", "range", "{min: -1, max: 0}",
			"f:38:22: a range must begin at 0 or above" },
		{ "a field that is a number", "range", "{min: 9, max: 9}", "" },
		{ "a field that is a number", "range", "{min: 9, max: 8}",
			"f:38:16: the range ends before it begins" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf told = STRBUF_INIT;

		told_of(cases[i].mark, cases[i].key, cases[i].value, &told);
		assert_string_equal(told.buf, cases[i].told);
		strbuf_release(&told);
	}
}

/* A form of exactly so many bytes, filled with a comment; one more is refused. */
static void
a_form_has_256_kibibytes(void **state)
{
	static const size_t limit = 256 * 1024;

	(void)state;
	for (size_t more = 0; more < 2; more++) {
		struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
		struct form *form;

		strbuf_addf(&text, "%s# ", own);
		strbuf_addchars(&text, 'x', limit + more - text.len);
		assert_int_equal(form_is_one(text.buf, text.len), !more);
		form = form_read(text.buf, text.len, "f", &err);
		assert_string_equal(
			err.buf, more ? "f has 262145 bytes, but at most 262144 are allowed" : "");
		form_free(form);
		strbuf_release(&text);
		strbuf_release(&err);
	}
}

/* Mistakes enough for several screens. */
static void
a_hundred_mistakes_are_told(void **state)
{
	static const struct {
		size_t n;
		const char *last;
	} cases[] = {
		{ 100, "\nf:101:1: a form has no key \"k99\"" },
		{ 101, "\nf: 1 mistake more" },
		{ 102, "\nf: 2 mistakes more" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

		strbuf_addstr(&text, "extends: scep\n");
		for (size_t k = 0; k < cases[i].n; k++)
			strbuf_addf(&text, "k%zu: x\n", k);
		assert_null(form_read(text.buf, text.len, "f", &err));
		assert_contains(strrchr(err.buf, '\n'), cases[i].last);
		assert_int_equal(!strstr(err.buf, "mistake"), cases[i].n == 100);
		assert_null(strstr(err.buf, "\"k100\""));
		strbuf_release(&text);
		strbuf_release(&err);
	}
}

/* A constant without quotes is of the kind it looks like. */
static void
constants_are_of_the_kind_they_look_like(void **state)
{
	static const struct {
		const char *value;
		enum node_kind kind;
	} cases[] = {
		{ "1", NODE_INTEGER },
		{ "-1", NODE_INTEGER },
		{ "0", NODE_INTEGER },
		{ "10", NODE_INTEGER },
		{ "'1'", NODE_TEXT },
		{ "1.5", NODE_REAL },
		{ "-0.5", NODE_REAL },
		{ ".5", NODE_TEXT },
		{ "-.5", NODE_TEXT },
		{ "5.", NODE_TEXT },
		{ "1.2.3", NODE_TEXT },
		{ "'1.5'", NODE_TEXT },
		{ "1e3", NODE_TEXT },
		{ "1-2", NODE_TEXT },
		{ "--1", NODE_TEXT },
		{ "true", NODE_BOOLEAN },
		{ "false", NODE_BOOLEAN },
		{ "'true'", NODE_TEXT },
		{ "{data: AAE=}", NODE_DATA },
		{ "[1]", NODE_LIST },
		{ "{a: 1}", NODE_MAP },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		static const char part[] = "A/Kind: x\n";
		const char *at = strstr(whole, part);
		STRBUF(text);
		STRBUF(err);
		struct form *form;

		strbuf_addf(&text, "%.*sA/Kind: %s\n%s", (int)(at - whole), whole, cases[i].value,
			at + strlen(part));
		form = form_read(text.buf, text.len, "f", &err);
		if (!form)
			fail_msg("%s", err.buf);
		if (form->payloads[0]->constants[0].value->kind != cases[i].kind)
			fail_msg("%s is of the kind %d", cases[i].value,
				form->payloads[0]->constants[0].value->kind);
		form_free(form);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_refuses_what_it_does_not_hold),
		cmocka_unit_test(every_key_has_a_row),
		cmocka_unit_test(the_second_of_two_is_read_as_the_first),
		cmocka_unit_test(choices_are_1_to_31),
		cmocka_unit_test(numbers_are_those_of_an_int),
		cmocka_unit_test(a_form_has_256_kibibytes),
		cmocka_unit_test(a_hundred_mistakes_are_told),
		cmocka_unit_test(constants_are_of_the_kind_they_look_like),
	};

	return run_tests(tests);
}
