/* Reading form files: the form that is compiled in, and every mistake that a form can hold. */
#include "testing.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/form/form_file.h"

static const char sample[] = "form: tiny\n"
			     "version: 3\n"
			     "title: Tiny\n"
			     "platform: platform\n"
			     "sections:\n"
			     "  - title: First\n"
			     "    fields:\n"
			     "      - key: platform\n"
			     "        label: Platform\n"
			     "        type: choice\n"
			     "        default: macos\n"
			     "        choices:\n"
			     "          - {value: macos, label: macOS}\n"
			     "          - {value: ios, label: iOS, hint: Phones}\n"
			     "        hint: Which.\n"
			     "      - key: size\n"
			     "        label: Size\n"
			     "        type: integer\n"
			     "        range: {min: 1, max: 9}\n"
			     "        platforms: [ios]\n"
			     "        write: always\n"
			     "        hint: How much.\n"
			     "        profile: {payload: p, path: A/B C}\n"
			     "      - key: more\n"
			     "        label: More\n"
			     "        type: boolean\n"
			     "        hint: Yes or no.\n"
			     "      - key: names\n"
			     "        label: Names\n"
			     "        type: names\n"
			     "        list: true\n"
			     "        presence: required\n"
			     "        when: more\n"
			     "        hint: Some.\n"
			     "  - title: Last\n"
			     "    documented: false\n"
			     "    fields:\n"
			     "      - key: id\n"
			     "        label: Id\n"
			     "        type: uuid\n"
			     "        group: identity\n"
			     "        make: once\n"
			     "        read_only: true\n"
			     "        hint: Made.\n"
			     "        profile: {payload: p, path: PayloadUUID}\n"
			     "payloads:\n"
			     "  - key: p\n"
			     "    type: com.example.p\n"
			     "    label: P\n"
			     "    suffix: p\n"
			     "    when: more\n"
			     "    constants:\n"
			     "      A/Kind: x\n";

static void
a_form_is_read_whole(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct form *form = form_read(sample, strlen(sample), "f", &err);
	const struct field *size, *names, *id;

	(void)state;
	assert_string_equal(err.buf, "");
	assert_non_null(form);
	assert_string_equal(form->name, "tiny");
	assert_int_equal(form->version, 3);
	assert_int_equal(form->nfields, 5);
	assert_string_equal(form->platform->choices[1].hint, "Phones");
	assert_null(form->platform->choices[2].value);
	size = form_field(form, "size");
	assert_int_equal(size->number, 2);
	assert_int_equal(size->flags, FIELD_WRITE_ALWAYS);
	assert_int_equal(size->platforms, 1 << 1);
	assert_int_equal(size->minimum, 1);
	assert_int_equal(size->maximum, 9);
	assert_int_equal(size->place.line, 16);
	assert_string_equal(size->target.payload, "p");
	assert_string_equal(size->target.path, "A/B C");
	assert_string_equal(size->default_text, "");
	names = form_field(form, "names");
	assert_int_equal(names->flags, FIELD_REQUIRED | FIELD_LIST);
	assert_ptr_equal(names->when, form_field(form, "more"));
	id = form_field(form, "id");
	assert_int_equal(id->number, 0);
	assert_false(id->section->documented);
	assert_int_equal(id->flags, FIELD_MADE | FIELD_READ_ONLY);
	assert_string_equal(id->group, "identity");
	assert_string_equal(form->payloads[0]->constants[0].path, "A/Kind");
	assert_string_equal(node_text(form->payloads[0]->constants[0].value), "x");
	assert_ptr_equal(form->payloads[0]->when, form_field(form, "more"));
	form_free(form);
	strbuf_release(&err);
}

static void
the_form_that_is_compiled_in_is_the_documented_one(void **state)
{
	static const char *const order[] = { "platform", "policy_name", "policy_notes",
		"fingerprint", "challenge", "key_size", "subject", "retries", "extractable_key",
		"key_usage", "retry_delay", "url", "name", "include_root_certificate",
		"root_certificate", "set_subject_alternative_name", "san_dns_name", "san_principal",
		"san_rfc822", "san_uri", "device_groups", "devices" };
	const struct form *form = form_builtin();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		assert_string_equal(form->fields[i]->key, order[i]);
		assert_int_equal(form->fields[i]->number, i + 1);
	}
	assert_int_equal(form->fields[ARRAY_SIZE(order)]->number, 0);
	assert_string_equal(form->name, "scep");
	assert_string_equal(form_field(form, "key_size")->default_text, "1024");
}

/* The two of a pair of structs are compared member by member where these are pointers, which are set
 * to null then; what is left must be the same, also in members that this test has not heard of. */
static void
assert_same_text(char **a, char **b)
{
	assert_int_equal(!*a, !*b);
	if (*a)
		assert_string_equal(*a, *b);
	*a = *b = NULL;
}

static void
assert_same_field_pointer(const struct field **a, const struct field **b)
{
	assert_int_equal(!*a, !*b);
	if (*a)
		assert_int_equal((*a)->index, (*b)->index);
	*a = *b = NULL;
}

#define PAIR(type, x, y)         \
	struct type a, b;        \
	memcpy(&a, x, sizeof a); \
	memcpy(&b, y, sizeof b)
#define SAME_TEXT(member) assert_same_text(&a.member, &b.member)
#define SAME_FIELD(member) assert_same_field_pointer(&a.member, &b.member)
#define SAME_REST() assert_memory_equal(&a, &b, sizeof a)

static void
assert_same_section(const struct section *x, const struct section *y)
{
	PAIR(section, x, y);
	SAME_TEXT(title);
	SAME_REST();
}

static void
assert_same_choice(const struct choice *x, const struct choice *y)
{
	PAIR(choice, x, y);
	SAME_TEXT(value);
	SAME_TEXT(label);
	SAME_TEXT(hint);
	SAME_REST();
}

/* The sections of both forms are compared by themselves: here only which of them it is. */
static void
assert_same_field(const struct field *x, const struct field *y)
{
	PAIR(field, x, y);
	SAME_TEXT(key);
	SAME_TEXT(label);
	SAME_TEXT(hint);
	SAME_TEXT(help);
	SAME_TEXT(example);
	SAME_TEXT(group);
	SAME_TEXT(when_is);
	SAME_TEXT(default_text);
	SAME_TEXT(absent_text);
	SAME_TEXT(target.payload);
	SAME_TEXT(target.path);
	SAME_FIELD(when);
	assert_string_equal(a.section->title, b.section->title);
	a.section = b.section = NULL;
	assert_int_equal(!a.choices, !b.choices);
	a.choices = b.choices = NULL;
	SAME_REST();
	for (size_t i = 0; x->choices && i <= x->nchoices; i++)
		assert_same_choice(&x->choices[i], &y->choices[i]);
}

static void
assert_same_payload(const struct payload *x, const struct payload *y)
{
	PAIR(payload, x, y);
	SAME_TEXT(key);
	SAME_TEXT(type);
	SAME_TEXT(label);
	SAME_TEXT(suffix);
	SAME_TEXT(when_is);
	SAME_FIELD(when);
	SAME_FIELD(each);
	a.constants = b.constants = NULL;
	SAME_REST();
	for (size_t i = 0; i < x->nconstants; i++) {
		assert_string_equal(x->constants[i].path, y->constants[i].path);
		assert_true(node_equal(x->constants[i].value, y->constants[i].value));
	}
}

static void
assert_same_form(const struct form *x, const struct form *y)
{
	PAIR(form, x, y);
	SAME_TEXT(name);
	SAME_TEXT(extends);
	SAME_TEXT(title);
	SAME_FIELD(platform);
	a.compiled_in = b.compiled_in = false;
	a.path = b.path = NULL;
	a.sections = b.sections = NULL;
	a.fields = b.fields = NULL;
	a.payloads = b.payloads = NULL;
	SAME_REST();
	for (size_t i = 0; i < x->nsections; i++)
		assert_same_section(x->sections[i], y->sections[i]);
	for (size_t i = 0; i < x->nfields; i++)
		assert_same_field(x->fields[i], y->fields[i]);
	for (size_t i = 0; i < x->npayloads; i++)
		assert_same_payload(x->payloads[i], y->payloads[i]);
}

static void
the_form_that_is_compiled_in_is_what_its_file_says(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; form_builtin_at(i); i++) {
		struct strbuf path = STRBUF_INIT;
		struct form *read;

		strbuf_addf(&path, "forms/%s.yaml", form_builtin_at(i)->name);
		read = form_file_read(source_file(path.buf), &err);
		assert_string_equal(err.buf, "");
		assert_false(read->compiled_in);
		assert_true(form_builtin_at(i)->compiled_in);
		assert_same_form(form_builtin_at(i), read);
		form_free(read);
		strbuf_release(&path);
	}
	strbuf_release(&err);
}

/* Twice as well as never: it is nobody's to free. */
static void
the_form_that_is_compiled_in_outlives_form_free(void **state)
{
	(void)state;
	form_free(form_builtin());
	form_free(form_builtin());
	assert_string_equal(form_builtin()->name, "scep");
}

/* One part of the sample replaced by another, and what is said. */
static const struct {
	const char *part, *by, *sentence;
} mistakes[] = {
	/* form */
	{ "form: tiny\n", "", "f:1:1: a form needs the key \"form\"" },
	{ "form: tiny", "form: Tiny",
		"f:1:7: form is \"Tiny\". Use small letters, digits, _ and -, and begin with a "
		"letter" },
	{ "form: tiny", "form: [tiny]", "f:1:7: form is a list, but must be a text" },
	{ "title: Tiny", "titel: Tiny",
		"f:3:1: a form has no key \"titel\". Did you mean \"title\"?" },
	{ "title: Tiny", "title: Tiny\nmdm: jamf",
		"f:4:6: mdm names the MDM, but no field of the form has that role. Add role: mdm "
		"to one" },
	{ "title: Tiny", "title: ''", "f:3:8: title is empty. Remove the key or enter a text" },
	{ "version: 3", "version: three", "f:2:10: version is \"three\". Use a whole number" },
	{ "version: 3", "version: 99999999999999999999",
		"f:2:10: version is \"99999999999999999999\". Use a whole number" },
	{ "platform: platform", "platform: system", "f:4:11: the form has no field \"system\"" },
	/* sections */
	{ "  - title: Last\n", "  - titles: Last\n",
		"f:35:5: a section has no key \"titles\". Did you mean \"title\"?" },
	{ "documented: false", "documented: no",
		"f:36:17: documented is \"no\". Use true or false" },
	{ "sections:\n", "sections: x\nxx:\n",
		"f:5:11: sections is a text, but must be a list\nf:6:1: a form has no key \"xx\". "
		"Known are form, version, title, platform, payloads, sections, mdm" },
	/* fields */
	{ "label: Size", "labl: Size",
		"f:17:9: a field has no key \"labl\". Did you mean \"label\"?" },
	{ "        label: Size\n", "", "f:16:9: a field needs the key \"label\"" },
	{ "key: size", "key: form",
		"f:16:14: \"form\" is a key of every draft, so it cannot name a field" },
	{ "key: size", "key: platform", "f:16:14: the field \"platform\" is already in line 8" },
	{ "key: size", "key: Key Size",
		"f:16:14: key is \"Key Size\". Use small letters, digits and _, and begin with a "
		"letter" },
	{ "type: integer", "type: integr",
		"f:18:15: there is no field type \"integr\". Did you mean \"integer\"?" },
	{ "type: integer", "type: integer\n        role: retires",
		"f:19:15: there is no role \"retires\". Did you mean \"retries\"?" },
	{ "        hint: Yes or no.\n      - key: names\n",
		"        role: groups\n        hint: Yes or no.\n      - role: groups\n        key: names\n",
		"f:29:15: the field more already has the role \"groups\"" },
	{ "type: integer", "type: integer\n        role: [retries]",
		"f:19:15: role is a list, but must be a text" },
	{ "type: integer", "type: boolean",
		"f:19:16: a field of type boolean has no range. Remove the key" },
	{ "{min: 1, max: 9}", "{min: 1}", "f:19:16: write a range as {min: NUMBER, max: NUMBER}" },
	{ "{min: 1, max: 9}", "{min: 9, max: 1}", "f:19:16: the range ends before it begins" },
	{ "{min: 1, max: 9}", "{min: -1, max: 9}", "f:19:22: a range must begin at 0 or above" },
	{ "{min: 1, max: 9}", "[1, 9]", "f:19:16: write a range as {min: NUMBER, max: NUMBER}" },
	{ "{min: 1, max: 9}", "{min: x, max: 9}", "f:19:22: min is \"x\". Use a whole number" },
	{ "platforms: [ios]", "platforms: [android]",
		"f:20:21: \"android\" is not a choice of the field platform" },
	{ "platforms: [ios]", "platforms: []",
		"f:20:20: platforms is empty. Remove the key for all platforms" },
	{ "write: always", "write: never", "f:21:16: write is \"never\", but can only be always" },
	{ "presence: required", "presence: always",
		"f:32:19: presence is \"always\". Use required or optional" },
	{ "path: A/B C", "path: A//B", "f:23:37: the path \"A//B\" has an empty part" },
	{ "payload: p,", "payload: q,", "f:23:28: the form has no payload \"q\"" },
	{ "profile: {payload: p, path: A/B C}", "profile: {payload: p}",
		"f:23:18: profile needs the key \"path\"" },
	{ "        when: more\n", "        when: later\n",
		"f:33:15: when names \"later\", which is not a field above" },
	{ "        when: more\n", "        when: id\n",
		"f:33:15: when names \"id\", which is not a field above" },
	{ "        when: more\n", "        when: names\n",
		"f:33:15: when names \"names\", which is not a field above" },
	{ "        when: more\n", "        when: size\n",
		"f:33:15: when names \"size\", which is not a boolean field" },
	{ "type: names\n        list: true", "type: lines\n        list: true",
		"f:31:15: a field of type lines has no list. Remove the key" },
	{ "group: identity", "group: foreign",
		"f:41:16: \"foreign\" is a key of every draft, so it cannot name a group" },
	{ "group: identity", "group: names",
		"f:41:16: \"names\" is already the name of the field in line 28" },
	{ "group: identity\n",
		"group: ids\n        hint: x\n      - key: ids\n        label: y\n        type: uuid\n",
		"f:43:14: \"ids\" is already the name of the group of the field in line 38" },
	{ "type: uuid", "type: text",
		"f:42:15: a field of type text cannot be made. Remove the key" },
	{ "default: macos", "default: linux",
		"f:11:18: the default is wrong: \"linux\" is not one of the choices. Use macos or "
		"ios" },
	{ "platforms: [ios]", "default: ten",
		"f:20:18: the default is wrong: enter a whole number from 1 to 9, such as 1" },
	{ "type: boolean", "type: boolean\n        default: maybe",
		"f:27:18: the default is wrong: \"maybe\" is not yes or no. Use true or false" },
	{ "value: ios", "value: macos", "f:14:13: the choice \"macos\" is already in the list" },
	{ "{value: macos, label: macOS}", "macos",
		"f:13:13: this is a text, but must be a mapping (KEY: VALUE)" },
	{ "        choices:\n          - {value: macos, label: macOS}\n          - {value: ios, label: iOS, hint: Phones}\n",
		"", "f:8:9: the field platform has type choice and needs choices" },
	/* payloads */
	{ "suffix: p", "sufix: p",
		"f:50:5: a payload has no key \"sufix\". Did you mean \"suffix\"?" },
	{ "    when: more\n    constants", "    when: size\n    constants",
		"f:51:11: when names \"size\", which is not a boolean field" },
	{ "A/Kind: x", "/Kind: x", "f:53:7: the path \"/Kind\" has an empty part" },
	{ "A/Kind: x", "A/Kind: [x, '']",
		"f:53:19: a constant is empty. Remove the key or enter a value" },
	{ "A/Kind: x", "A/Kind: []",
		"f:53:15: a constant is empty. Remove the key or enter a value" },
	{ "A/Kind: x", "A/Kind: {B: [yes]}",
		"f:53:20: yes can be read in more than one way. Write true or false, or put a "
		"text in double quotes" },
	{ "A/Kind: x", "A/Kind: 013",
		"f:53:15: 013 is not a whole number. Put a text in double quotes" },
	{ "A/Kind: x", "A/Kind: 99999999999999999999",
		"f:53:15: 99999999999999999999 is not a whole number. Put a text in double quotes" },
	{ "A/Kind: x", "A/Kind: {data: AB?D}", "f:53:22: data is not Base64 from character 3 on" },
	{ "A/Kind: x", "A/Kind: {payload: q}", "f:53:15: the form has no payload \"q\"" },
	{ "A/Kind: x", "A/Kind: [{B: {payload: q}}]", "f:53:20: the form has no payload \"q\"" },
	{ "A/Kind: x", "A/Kind: {payload: p, key: PayloadType}",
		"f:53:33: a reference must be to PayloadUUID or PayloadIdentifier" },
	{ "A/Kind: x", "A/Kind: {payload: p, of: x}",
		"f:53:15: write a reference as {payload: KEY} or {payload: KEY, key: "
		"PayloadIdentifier}" },
	{ "A/Kind: x", "PayloadVersion: 1",
		"f:53:7: PayloadVersion is made for every payload, so it cannot be a constant" },
	{ "        profile: {payload: p, path: PayloadUUID}\n", "",
		"f:46:5: the payload \"p\" has no PayloadUUID. Add a field of type uuid with "
		"make: once and profile: {payload: p, path: PayloadUUID}" },
	{ "    when: more\n    constants", "    when: {field: platform, is: tvos}\n    constants",
		"f:51:33: \"tvos\" is not a choice of the field platform" },
	{ "        when: more\n", "        when: {field: more, is: maybe}\n",
		"f:33:33: is is \"maybe\". Use true or false" },
	{ "        when: more\n", "        when: {field: size, is: 3}\n",
		"f:33:23: when names \"size\", which is not a choice or boolean field" },
	{ "        when: more\n", "        when: {field: more}\n",
		"f:33:15: write when as KEY, or {field: KEY, is: VALUE}" },
	{ "        when: more\n", "        when: {field: later, is: true}\n",
		"f:33:23: when names \"later\", which is not a field above" },
	{ "list: true", "list: often", "f:31:15: list is \"often\". Use true, always or false" },
	{ "    when: more\n    constants", "    each: many\n    constants",
		"f:51:11: each names \"many\", but the form has no such field" },
	{ "    when: more\n    constants", "    each: size\n    constants",
		"f:51:11: each names \"size\", which is not a list" },
	{ "    when: more\n    constants", "    each: names\n    constants",
		"f:51:11: each names \"names\", which has no place in this payload. Add profile: "
		"{payload: p, path: PATH}" },
	{ "payloads:\n", "payloads:\n  - {key: q, type: t, label: l, suffix: p}\n",
		"f:51:13: there are two payloads with the suffix \"p\"" },
	{ "payloads:\n", "payloads:\n  - {key: p, type: t, label: l, suffix: s}\n",
		"f:48:10: there are two payloads with the key \"p\"" },
	/* YAML */
	{ "version: 3", "version: &a 3",
		"f:2:10: anchors (&name) are not supported. Remove it, or put a value that begins "
		"with & in double quotes" },
};

static void
mistakes_are_told_with_their_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(mistakes); i++) {
		struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
		const char *part = strstr(sample, mistakes[i].part);

		assert_non_null(part);
		strbuf_addstr(&text, sample);
		strbuf_splice(&text, (size_t)(part - sample), strlen(mistakes[i].part),
			mistakes[i].by, strlen(mistakes[i].by));
		assert_null(form_read(text.buf, text.len, "f", &err));
		assert_string_equal(err.buf, mistakes[i].sentence);
		strbuf_release(&text);
		strbuf_release(&err);
	}
}

/* Several parts replaced at once, and all that is said: each mistake, and nothing that follows from one. */
#define SEVERAL_MAX 5

static const struct {
	struct {
		const char *part, *by;
	} parts[SEVERAL_MAX];
	const char *sentences;
} several[] = {
	{ { { "version: 3", "version: three" }, { "label: Size", "labl: Size" },
		  { "write: always", "write: never" }, { "path: A/B C", "path: A//B" } },
		"f:2:10: version is \"three\". Use a whole number\nf:17:9: a field has no key "
		"\"labl\". Did you mean \"label\"?\nf:21:16: write is \"never\", but can only be "
		"always\nf:23:37: the path \"A//B\" has an empty part" },
	/* what needs the type, and what names a field that could not be read, is not told */
	{ { { "key: more", "key: More" }, { "type: integer", "type: integr" },
		  { "presence: required", "presence: [required]" } },
		"f:18:15: there is no field type \"integr\". Did you mean \"integer\"?\nf:24:14: "
		"key is \"More\". Use small letters, digits and _, and begin with a "
		"letter\nf:32:19: presence is a list, but must be a text" },
	/* neither is a payload that could not be read, nor a platform among its choices */
	{ { { "key: p\n", "key: P\n" }, { "value: ios,", "valeu: ios," },
		  { "suffix: p", "suffix: ''" } },
		"f:14:14: a choice has no key \"valeu\". Did you mean \"value\"?\nf:47:10: key is "
		"\"P\". Use small letters, digits and _, and begin with a letter\nf:50:13: suffix "
		"is empty. Remove the key or enter a text" },
	{ { { "title: Tiny", "title: Tiny\ntitle: Small" },
		  { "suffix: p\n", "suffix: p\n---\nform: tiny\n" } },
		"f:4:1: the key \"title\" is already in line 3. Remove one of them\nf:52:1: a "
		"second document begins here. A file can only have one, so remove it or the line "
		"--- before it" },
	{ { { "hint: Phones", "hint: \"a\\eb\"" }, { "A/Kind: x", "A/Kind: {{ kind }}" } },
		"f:14:44: hint has the control character U+001B, written as an escape. Remove "
		"it\nf:53:15: A/Kind begins with a brace, which YAML reads as a mapping. Put the "
		"value in double quotes" },
};

static void
all_mistakes_are_told_at_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(several); i++) {
		struct strbuf text = STRBUF_INIT, err = STRBUF_INIT, why = STRBUF_INIT;
		struct findings found = FINDINGS_INIT;

		strbuf_addstr(&text, sample);
		for (size_t p = 0; p < SEVERAL_MAX && several[i].parts[p].part; p++) {
			const char *part = strstr(text.buf, several[i].parts[p].part);

			assert_non_null(part);
			strbuf_splice(&text, (size_t)(part - text.buf),
				strlen(several[i].parts[p].part), several[i].parts[p].by,
				strlen(several[i].parts[p].by));
		}
		assert_null(form_read(text.buf, text.len, "f", &err));
		assert_string_equal(err.buf, several[i].sentences);
		assert_true(form_is_one(text.buf, text.len));
		assert_int_equal(form_check(text.buf, text.len, "f", &found, &why), 0);
		assert_true(found.n > 1);
		assert_string_equal(found.v[0].rule, "form-structure");
		findings_release(&found);
		strbuf_release(&text);
		strbuf_release(&err);
	}
	assert_false(form_is_one("form: scep\nurl: x\n", 18));
	assert_false(form_is_one("[", 1));
}

static void
an_empty_file_is_no_form(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	assert_null(form_read("# x\n", 4, "f", &err));
	assert_string_equal(err.buf, "f:1:1: the file is empty. A form begins with form: NAME");
	strbuf_release(&err);
}

/* Files that are no form, whole, as they may lie in a folder: a sentence that says what and where, and
 * the file as it was. */
#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *data;
	size_t len;
	const char *sentence; /* behind the path */
} bad_files[] = {
	{ BYTES(""), ":1:1: the file is empty. A form begins with form: NAME" },
	{ BYTES("# nothing\n"), ":1:1: the file is empty. A form begins with form: NAME" },
	{ BYTES("form: a\nform: b\n"),
		":2:1: the key \"form\" is already in line 1. Remove one of them" },
	{ BYTES("from: a\n"), ":1:1: a form has no key \"from\". Did you mean \"form\"?" },
	{ BYTES("form: a\ntitle: *x\n"),
		":2:8: aliases (*name) are not supported. Write the value itself, or put a value "
		"that begins with * in double quotes" },
	{ BYTES("form: a\n\ttitle: b\n"), ":2:1: a tab cannot indent a line. Use spaces" },
	{ BYTES("form: a\0b\n"),
		":1:8: a NUL byte. Save the file as UTF-8 text (UTF-16 is not supported)" },
	{ BYTES("form: a\ntitle: \xff\n"),
		":2:8: the byte 0xFF is not UTF-8. Save the file as UTF-8" },
	{ BYTES("form: \"a\\e\"\n"),
		":1:7: form has the control character U+001B, written as an escape. Remove it" },
	{ BYTES("- form\n"), ":1:1: this is a list, but must be a mapping (KEY: VALUE)" },
	{ BYTES("form: a\n---\nform: b\n"),
		":2:1: a second document begins here. A file can only have one, so remove it or "
		"the line --- before it" },
};

static char bad_path[64];

/* What is said before the path, and behind it, perhaps among other mistakes. */
static void
assert_no_form(const char *before, const char *behind)
{
	struct strbuf err = STRBUF_INIT, wanted = STRBUF_INIT;

	assert_null(form_file_read(bad_path, &err));
	strbuf_addf(&wanted, "%s%s%s", before, bad_path, behind);
	if (!strstr(err.buf, wanted.buf))
		fail_msg("%s\nis not in\n%s", wanted.buf, err.buf);
	strbuf_release(&err);
	strbuf_release(&wanted);
}

static void
bad_path_put(const char *data, size_t len)
{
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write(bad_path, data, len, 0, &err), 0);
}

static void
files_that_are_no_form_are_explained(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad_files); i++) {
		struct strbuf after = STRBUF_INIT, err = STRBUF_INIT;

		bad_path_put(bad_files[i].data, bad_files[i].len);
		assert_no_form("", bad_files[i].sentence);
		assert_int_equal(file_read(bad_path, 1 << 20, &after, &err), 0);
		assert_int_equal(after.len, bad_files[i].len);
		assert_memory_equal(after.buf, bad_files[i].data, after.len);
		strbuf_release(&after);
	}
}

static void
ten_megabytes_are_not_read_as_a_form(void **state)
{
	struct strbuf large = STRBUF_INIT;

	(void)state;
	strbuf_addchars(&large, 'a', 10 * 1000 * 1000);
	bad_path_put(large.buf, large.len);
	assert_no_form("", " has 10000000 bytes, but the limit here is 262144");
	strbuf_release(&large);
}

/* A FIFO without a writer would hang a careless reader for ever. */
static void
what_is_no_file_is_no_form(void **state)
{
	(void)state;
	unlink(bad_path);
	assert_no_form("cannot open ", ": No such file or directory");
	assert_int_equal(mkfifo(bad_path, 0600), 0);
	assert_no_form("", " is a FIFO, not a file");
	unlink(bad_path);
	assert_int_equal(mkdir(bad_path, 0700), 0);
	assert_no_form("", " is a folder, not a file");
	assert_int_equal(rmdir(bad_path), 0);
}

/* Cut at each byte, it fails with a sentence or is a form. */
static void
every_prefix_ends_cleanly(void **state)
{
	(void)state;
	for (size_t len = 0; len < strlen(sample); len++) {
		struct strbuf err = STRBUF_INIT;
		struct form *form = form_read(sample, len, "f", &err);

		if (!form)
			assert_memory_equal(err.buf, "f:", 2);
		form_free(form);
		strbuf_release(&err);
	}
}

/* The text with what it says of a key changed. */
static struct form *
sample_read(const char *key, const char *by)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	const char *at = strstr(sample, key);
	struct form *form;

	strbuf_add(&text, sample, (size_t)(at - sample));
	strbuf_addf(&text, "%s%s", by, at + strlen(key));
	form = form_read(text.buf, text.len, "f", &err);
	assert_string_equal(err.buf, "");
	strbuf_release(&text);
	return form;
}

/* Forms of before there were roles keep their rules; one role that is said, and none is guessed. */
static void
forms_without_roles_have_those_of_scep(void **state)
{
	struct form *form = sample_read("key: size", "key: retries");

	(void)state;
	assert_int_equal(form_field(form, "retries")->role, ROLE_RETRIES);
	assert_int_equal(form_field(form, "more")->role, ROLE_NONE);
	assert_true(form_is_ios(form, "ios"));
	assert_false(form_is_ios(form, "macos"));
	form_free(form);
	/* of the same key, and of another type */
	form = sample_read("key: names", "key: retries");
	assert_int_equal(form_field(form, "retries")->role, ROLE_NONE);
	form_free(form);
	form = sample_read("key: size", "role: retry_delay\n        key: retries");
	assert_int_equal(form_field(form, "retries")->role, ROLE_RETRY_DELAY);
	assert_false(form_is_ios(form, "ios"));
	form_free(form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_is_read_whole),
		cmocka_unit_test(the_form_that_is_compiled_in_is_the_documented_one),
		cmocka_unit_test(the_form_that_is_compiled_in_is_what_its_file_says),
		cmocka_unit_test(the_form_that_is_compiled_in_outlives_form_free),
		cmocka_unit_test(mistakes_are_told_with_their_place),
		cmocka_unit_test(all_mistakes_are_told_at_once),
		cmocka_unit_test(an_empty_file_is_no_form),
		cmocka_unit_test(every_prefix_ends_cleanly),
		cmocka_unit_test(files_that_are_no_form_are_explained),
		cmocka_unit_test(ten_megabytes_are_not_read_as_a_form),
		cmocka_unit_test(forms_without_roles_have_those_of_scep),
		cmocka_unit_test(what_is_no_file_is_no_form),
	};

	snprintf(bad_path, sizeof bad_path, "%s/test_form_file.%ld", P_tmpdir, (long)getpid());
	return run_tests(tests);
}
