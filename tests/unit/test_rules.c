/* Every rule: when it speaks, what it says, and when it is silent. */
#include "testing.h"

#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "model/accept.h"
#include "model/field_type.h"
#include "model/lint.h"
#include "model/rules.h"

#include "drafts.h"
#include "make_cert.h"
#include "profile_cases.h"
#include "rule_cases.h"
#include "test_folder.h"

/* Rules that the form of the tree cannot break, or that a reader raises; each has a test below, or in
 * the reader's tests. */
static const char *const rules_elsewhere[] = { "integer-value", "draft-key-unknown", "draft-escape",
	"draft-comment", "draft-structure", "comment-open", "form-structure", "value-missing",
	"identifier-duplicate", "certificate-duplicate", "several-scep-payloads",
	"profile-was-signed", "profile-signer-untrusted", "profile-not-well-formed",
	"not-a-profile", "data-not-base64", "foreign-secret-in-clear", "accepted-expired",
	"accepted-unbound", "accepted-unused", "accepted-error", "accepted-unknown",
	"accepted-form", "profile-in-command", "payloads-unknown", "acme-directory-https" };

/* Rules about the structure of profiles: test_profile_lint.c. */
static bool
rule_is_of_structure(const char *id)
{
	for (size_t i = 0; i < ARRAY_SIZE(profile_cases); i++)
		if (!strcmp(profile_cases[i].rule, id))
			return true;
	return false;
}

static char folder[] = "/tmp/scepwiz-rules-XXXXXX";

static const struct cert_file {
	const char *name;
	struct cert_spec spec;
	bool der, twice, key;
} cert_files[] = {
	{ "root.cer", { "Example Root CA", NULL, 2048, "SHA256", -1, 3650, true }, 0, 0, 0 },
	{ "root.pem", { "Example Root CA", NULL, 2048, "SHA256", -1, 3650, true }, 0, 0, 0 },
	{ "der.crt", { "Example Root CA", NULL, 2048, "SHA256", -1, 3650, true }, .der = true },
	{ "two.cer", { "Example Root CA", NULL, 2048, "SHA256", -1, 3650, true }, .twice = true },
	{ "key.cer", { "Example Root CA", NULL, 2048, "SHA256", -1, 3650, true }, .key = true },
	{ "leaf.cer", { "mac1", "Example Root CA", 2048, "SHA256", -1, 3650, false }, 0, 0, 0 },
	{ "expired.cer", { "Old Root CA", NULL, 2048, "SHA256", -20, -10, true }, 0, 0, 0 },
	{ "soon.cer", { "Old Root CA", NULL, 2048, "SHA256", -20, 80, true }, 0, 0, 0 },
	{ "future.cer", { "New Root CA", NULL, 2048, "SHA256", 10, 3650, true }, 0, 0, 0 },
	{ "issuing.cer", { "Issuing CA", "Example Root CA", 2048, "SHA256", -1, 3650, true }, 0, 0,
		0 },
	{ "short.cer", { "Short Root CA", NULL, 1024, "SHA256", -1, 3650, true }, 0, 0, 0 },
	{ "ec.cer", { "EC Root CA", NULL, 0, "SHA256", -1, 3650, true }, 0, 0, 0 },
	{ "large.cer", { "Large Root CA", NULL, 2048, "SHA256", -1, 3650, true, 900000 },
		.der = true },
	{ "sha1root.cer", { "SHA-1 Root CA", NULL, 2048, "SHA1", -1, 3650, true }, 0, 0, 0 },
	{ "pss.cer", { "PSS Root CA", NULL, 2048, "SHA256", -1, 3650, true, .pss = true }, 0, 0,
		0 },
	{ "sha1.cer", { "SHA-1 CA", "SHA-1 Root CA", 2048, "SHA1", -1, 3650, true }, 0, 0, 0 },
};

static void
put_file(const char *name, const struct strbuf *data)
{
	struct strbuf err = STRBUF_INIT;
	char *path = path_join(folder, name);

	if (file_write(path, data->buf, data->len, 0, &err) < 0)
		fail_msg("%s", err.buf);
	free(path);
	strbuf_release(&err);
}

static void
put_cert_file(const struct cert_file *file)
{
	struct strbuf data = STRBUF_INIT;

	if (file->der)
		cert_der(&file->spec, &data);
	else
		cert_pem(&file->spec, &data);
	if (file->twice)
		cert_pem(&cert_files[ARRAY_SIZE(cert_files) - 1].spec, &data);
	if (file->key)
		cert_key_pem(file->spec.rsa_bits, &data);
	put_file(file->name, &data);
	strbuf_release(&data);
}

static int
group_setup(void **state)
{
	struct strbuf data = STRBUF_INIT;

	test_folder(folder);
	for (size_t i = 0; i < ARRAY_SIZE(cert_files); i++)
		put_cert_file(&cert_files[i]);
	strbuf_set(&data, "this is no certificate\n");
	put_file("text.cer", &data);
	strbuf_addchars(&data, 'x', 1000000 - data.len);
	put_file("big.cer", &data);
	strbuf_addch(&data, 'x');
	put_file("bigger.cer", &data);
	strbuf_release(&data);
	*state = form_of_tree();
	return 0;
}

static int
group_teardown(void **state)
{
	static const char *const others[] = { "text.cer", "big.cer", "bigger.cer" };
	char path[256];

	for (size_t i = 0; i < ARRAY_SIZE(cert_files); i++) {
		snprintf(path, sizeof path, "%s/%s", folder, cert_files[i].name);
		unlink(path);
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		snprintf(path, sizeof path, "%s/%s", folder, others[i]);
		unlink(path);
	}
	form_free(*state);
	return rmdir(folder);
}

/* A draft with its surroundings. */
struct scene {
	struct draft *draft;
	struct neighbour_drafts near;
	struct lint_env env;
	const struct field *told; /* the reader has told an error about it */
	struct findings found;
};

static const struct neighbour_drafts *
scene_neighbours(void *data)
{
	const struct scene *scene = data;

	return &scene->near;
}

static bool
is_copy(void *data, const char *file)
{
	(void)data;
	return !strcmp(file, "other.yaml");
}

static bool
has_variable(const char *name)
{
	return strcmp(name, "SCEP_SET") == 0;
}

static bool
is_allowed(void *data)
{
	(void)data;
	return true;
}

/* KEY=TEXT */
static void
scene_note(struct scene *scene, const char *note)
{
	const char *text = strchr(note, '=') + 1;
	char key[64];

	snprintf(key, sizeof key, "%.*s", (int)(text - note - 1), note);
	draft_set_note(scene->draft, field_of(draft_form(scene->draft), key), text);
}

static void
scene_prepare(struct scene *scene, const char *order)
{
	const struct form *form = draft_form(scene->draft);
	const char *value = strchr(order, '=') + 1;

	if (!strncmp(order, "@others=", 8)) {
		strvec_push(&scene->near.names.texts, value);
		strvec_push(&scene->near.names.files, "other.yaml");
	} else if (!strncmp(order, "@own=", 5)) {
		strvec_push(&scene->near.names.texts, value);
		strvec_push(&scene->near.names.files, "own.yaml");
	} else if (!strncmp(order, "@shared=", 8)) {
		strvec_push(&scene->near.identities.texts, value);
		strvec_push(&scene->near.identities.files, "other.yaml");
	} else if (!strncmp(order, "@drafts=", 8)) {
		scene->near.n = strtoul(value, NULL, 10);
		scene->near.compared = 10000;
	} else if (!strncmp(order, "@copy=", 6)) {
		scene->env.same_policy = is_copy;
	} else if (!strncmp(order, "@long=", 6)) {
		struct strbuf text = STRBUF_INIT;

		strbuf_addchars(&text, 'x', FIELD_LINES_MAX + 1);
		draft_set(scene->draft, field_of(form, value), text.buf);
		strbuf_release(&text);
	} else if (!strncmp(order, "@readable=", 10)) {
		scene->env.readable_by_others = true;
	} else if (!strncmp(order, "@env=", 5)) {
		draft_set_source(
			scene->draft, field_of(form, "challenge"), ANSWER_ENVIRONMENT, value);
	} else if (!strncmp(order, "@command=", 9)) {
		draft_set_source(scene->draft, field_of(form, "challenge"), ANSWER_COMMAND, value);
	} else if (!strncmp(order, "@allowed=", 9)) {
		scene->env.allowed = is_allowed;
	} else if (!strncmp(order, "@unset=", 7)) {
		scene->env.has_variable = has_variable;
	} else if (!strncmp(order, "@typed=", 7)) {
		draft_set_typed(scene->draft, field_of(form, value));
	} else if (!strncmp(order, "@note=", 6)) {
		scene_note(scene, value);
	} else if (!strncmp(order, "@changed=", 9)) {
		draft_set_place(scene->draft, field_of(form, value), (struct place){ 7, 3 });
	} else if (!strncmp(order, "@lock=", 6)) {
		form->fields[field_of(form, value)->index]->flags |= FIELD_LOCKED;
	} else {
		fail_msg("unknown order %s", order);
	}
}

static void
scene_check(struct scene *scene, const struct form *form, const char *const *answers)
{
	*scene = (struct scene){
		.draft = draft_new(form),
		.near = NEIGHBOUR_DRAFTS_INIT,
		.env = { .folder = folder, .own_file = "own.yaml" },
	};
	for (size_t i = 0; i < ANSWERS_MAX && answers[i]; i++)
		if (*answers[i] == '@')
			scene_prepare(scene, answers[i]);
		else
			draft_answer(scene->draft, answers[i]);
	scene->env.neighbours = scene_neighbours;
	scene->env.data = scene;
	lint_draft(scene->draft, &scene->env, &scene->found);
}

static void
scene_release(struct scene *scene)
{
	const struct form *form = draft_form(scene->draft);

	for (size_t i = 0; i < form->nfields; i++)
		form->fields[i]->flags &= ~(unsigned)FIELD_LOCKED;
	findings_release(&scene->found);
	draft_free(scene->draft);
	strvec_release(&scene->near.names.texts);
	strvec_release(&scene->near.names.files);
	strvec_release(&scene->near.identities.texts);
	strvec_release(&scene->near.identities.files);
}

/* The finding of a rule whose sentence has part (any, where part is NULL). */
static const struct finding *
scene_finding(const struct scene *scene, const char *rule, const char *part)
{
	for (size_t i = 0; i < scene->found.n; i++) {
		const struct finding *f = &scene->found.v[i];

		if (!strcmp(f->rule, rule) && (!part || strstr(f->sentence, part)))
			return f;
	}
	return NULL;
}

static void
scene_fail(const struct scene *scene, const char *what, const struct rule_case *c)
{
	for (size_t i = 0; i < scene->found.n; i++)
		print_message("%s: %s\n", scene->found.v[i].rule, scene->found.v[i].sentence);
	fail_msg("%s %s (%s)", c->rule, what, c->part);
}

static bool
speaks_of(const char *rule, const struct form *form, const char *const *answers)
{
	struct scene scene;
	bool speaks;

	scene_check(&scene, form, answers);
	speaks = scene_finding(&scene, rule, NULL) != NULL;
	scene_release(&scene);
	return speaks;
}

/* A value of the length that is allowed, behind what it begins with, and one more. */
static void
lengths_are_met_exactly(void **state)
{
	static const struct {
		const char *rule, *start;
		size_t most;
	} cases[] = {
		{ "challenge-too-long", "challenge=", 255 },
		{ "policy-name-long", "policy_name=", 256 },
		{ "text-too-long", "name=", 65536 },
		{ "text-too-long", "policy_notes=", 262144 },
		{ "subject-too-long", "subject=/CN=", 64 },
		{ "subject-too-long", "subject=/CN=x/O=", 64 },
		{ "subject-too-long", "subject=/CN=x/OU=", 64 },
		{ "subject-too-long", "subject=/CN=x/ST=", 128 },
		{ "subject-too-long", "subject=/CN=x/L=", 128 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		for (size_t more = 0; more < 2; more++) {
			struct strbuf answer = STRBUF_INIT;
			const char *answers[ANSWERS_MAX] = { NULL };

			strbuf_addstr(&answer, cases[i].start);
			strbuf_addchars(&answer, 'x', cases[i].most + more);
			answers[0] = answer.buf;
			if (speaks_of(cases[i].rule, *state, answers) != (more > 0))
				fail_msg("%s of %s and %zu", cases[i].rule, cases[i].start,
					cases[i].most + more);
			strbuf_release(&answer);
		}
}

/* The last value that is well, and the next. */
static void
numbers_are_met_exactly(void **state)
{
	static const struct {
		const char *rule, *quiet[ANSWERS_MAX], *loud[ANSWERS_MAX];
	} cases[] = {
		{ "retry-too-long", { "retries=10", "retry_delay=1" },
			{ "retries=11", "retry_delay=1" } },
		{ "retry-too-long", { "retries=1", "retry_delay=3600" },
			{ "retries=1", "retry_delay=3601" } },
		{ "retry-too-long", { "retries=10", "retry_delay=360" },
			{ "retries=10", "retry_delay=361" } },
		{ "retry-value", { "retries=0" }, { "retries=-1" } },
		{ "retry-value", { "retries=2147483647" }, { "retries=2147483648" } },
		{ "retry-no-delay", { "retries=0", "retry_delay=0" },
			{ "retries=1", "retry_delay=0" } },
		{ "retry-no-delay", { "retries=1", "retry_delay=1" },
			{ "retries=1", "retry_delay=0" } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		if (speaks_of(cases[i].rule, *state, cases[i].quiet))
			fail_msg("%s of %s", cases[i].rule, cases[i].quiet[0]);
		if (!speaks_of(cases[i].rule, *state, cases[i].loud))
			fail_msg("no %s of %s", cases[i].rule, cases[i].loud[0]);
	}
}

static void
rules_speak_when_they_should(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(rule_cases); i++) {
		const struct rule_case *c = &rule_cases[i];
		struct scene scene;

		if (!c->part)
			continue;
		scene_check(&scene, *state, c->loud);
		if (!scene_finding(&scene, c->rule, c->part))
			scene_fail(&scene, "is silent", c);
		scene_release(&scene);
	}
}

static void
rules_are_silent_when_they_should(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(rule_cases); i++) {
		const struct rule_case *c = &rule_cases[i];
		struct scene scene;

		if (!c->part)
			continue;
		scene_check(&scene, *state, c->quiet);
		if (scene_finding(&scene, c->rule, c->part))
			scene_fail(&scene, "speaks", c);
		scene_release(&scene);
	}
}

/* Whether the draft as it is now has a finding with this very sentence. */
static bool
scene_says(struct scene *scene, const char *rule, const char *sentence)
{
	struct findings found = FINDINGS_INIT;
	bool says = false;

	lint_draft(scene->draft, &scene->env, &found);
	for (size_t i = 0; i < found.n; i++)
		says |= found.v[i].rule == rule && !strcmp(found.v[i].sentence, sentence);
	findings_release(&found);
	return says;
}

/* The field of an answer gets the one that these answers have, or none; false for what sets the scene. */
static const struct field *
scene_answer(struct scene *scene, const char *answer, const char *const *answers)
{
	size_t len = strcspn(answer, "=") + 1;
	const struct field *field;
	char key[64];

	if (*answer == '@')
		return NULL;
	snprintf(key, sizeof key, "%.*s", (int)len - 1, answer);
	field = field_of(draft_form(scene->draft), key);
	draft_unset(scene->draft, field);
	for (size_t i = 0; i < ANSWERS_MAX && answers[i]; i++)
		if (!strncmp(answers[i], answer, len))
			draft_answer(scene->draft, answers[i]);
	return field;
}

/* A switch that takes a field away takes its findings, too. */
static bool
scene_applies(const struct scene *scene, const struct acceptance *a)
{
	for (size_t i = 0; i < a->n; i++)
		if (!draft_applies(scene->draft,
			    field_of(draft_form(scene->draft), a->values[i].key), NULL))
			return false;
	return true;
}

/* Each answer in turn becomes that of the quiet draft: where the finding goes or changes, the rule has looked
 * at that field, and an acceptance must be bound to it. */
static size_t
scene_check_bound(struct scene *scene, const struct rule_case *c, const struct finding *f)
{
	const char *const *lists[] = { c->loud, c->quiet };
	struct strbuf err = STRBUF_INIT;
	struct acceptance a;
	size_t bound = 0;

	if (accept_make(scene->draft, &scene->env, &scene->found, rule_find(f->rule), "known", &a,
		    &err) < 0)
		fail_msg("%s: %s", c->rule, err.buf);
	for (size_t l = 0; l < ARRAY_SIZE(lists); l++)
		for (size_t i = 0; i < ANSWERS_MAX && lists[l][i]; i++) {
			const struct field *field = scene_answer(scene, lists[l][i], c->quiet);

			if (!field)
				continue;
			if (!scene_says(scene, f->rule, f->sentence) && scene_applies(scene, &a)) {
				bound++;
				if (!acceptance_value(&a, field->key))
					scene_fail(scene, "is not bound to what it reads", c);
			}
			scene_answer(scene, lists[l][i], c->loud);
		}
	acceptance_release(&a);
	strbuf_release(&err);
	return bound;
}

static void
acceptances_are_bound_to_what_rules_read(void **state)
{
	size_t bound = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rule_cases); i++) {
		const struct rule_case *c = &rule_cases[i];
		const struct finding *f;
		struct scene scene;

		if (!c->part)
			continue;
		scene_check(&scene, *state, c->loud);
		f = scene_finding(&scene, c->rule, c->part);
		if (f && f->field && f->severity != SEVERITY_ERROR)
			bound += scene_check_bound(&scene, c, f);
		scene_release(&scene);
	}
	assert_true(bound > 50);
}

static void
every_rule_has_a_case(void **state)
{
	(void)state;
	for (size_t i = 0; i < rules_count(); i++) {
		/* those about a server: test_asked_rules.c */
		bool found = rule_is_of_structure(rule_at(i)->id) || rule_at(i)->flags & RULE_ASKED;

		for (size_t j = 0; j < ARRAY_SIZE(rule_cases); j++)
			found |= !strcmp(rule_cases[j].rule, rule_at(i)->id);
		for (size_t j = 0; j < ARRAY_SIZE(rules_elsewhere); j++)
			found |= !strcmp(rules_elsewhere[j], rule_at(i)->id);
		if (!found)
			fail_msg("%s has no case", rule_at(i)->id);
	}
}

static void
rows_are_complete_and_unique(void **state)
{
	const struct form *form = *state;

	for (size_t i = 0; i < rules_count(); i++) {
		const struct rule *rule = rule_at(i);

		assert_ptr_equal(rule_find(rule->id), rule);
		assert_true(*rule->gist && *rule->why && *rule->advice && *rule->source);
		assert_true(!rule->special_of ||
			    (rule_names_fields(rule) && rule_find(rule->special_of)));
		for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++)
			assert_true(!(rule->roles & ROLE_BIT(role)) || !form_role(form, role) ||
				    rule_covers(rule, form_role(form, role)));
	}
}

/* The caller ends the sentence. */
static bool
ends_with_stop(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	return len > 1 && text[len - 1] == '.' && text[len - 2] != '.';
}

static void
texts_of_rows_have_no_full_stop(void **state)
{
	(void)state;
	for (size_t i = 0; i < rules_count(); i++) {
		const struct rule *rule = rule_at(i);

		if (ends_with_stop(rule->gist) || ends_with_stop(rule->why) ||
			ends_with_stop(rule->advice) || ends_with_stop(rule->detail))
			fail_msg("%s", rule->id);
	}
}

/* By the first documented field that a rule names, else by its table. */
static void
rules_have_topics(void **state)
{
	static const struct {
		const char *rule, *topic;
	} cases[] = {
		{ "fingerprint-md5", "Fingerprint" },
		{ "retry-value", "Retries" },
		{ "retry-no-delay", "Retry delay" },
		{ "host-punycode", "URL" },
		{ "apps-access-off", "Keys and secrets" },
		{ "value-missing", "Any value" },
		{ "identity-missing", "Identity" },
		{ "value-type", "The profile" },
		{ "acme-directory-https", "Other servers" },
		{ "ca-redirect", "URL" },
		{ "trial-without-fingerprint", "Fingerprint" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(rule_topic(rule_find(cases[i].rule), *state), cases[i].topic);
}

/* One sentence in one line, which the caller ends; never a secret. */
static void
sentences_are_well_formed(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(rule_cases); i++) {
		struct scene scene;

		if (!rule_cases[i].part)
			continue;
		scene_check(&scene, *state, rule_cases[i].loud);
		for (size_t j = 0; j < scene.found.n; j++) {
			const char *sentence = scene.found.v[j].sentence;
			size_t len = strlen(sentence);

			assert_true(len > 10 && !strchr(sentence, '\n'));
			assert_int_not_equal(sentence[len - 1], '.');
			if (strstr(sentence, SECRET) || strstr(sentence, "JumpCloud"))
				fail_msg("%s", sentence);
		}
		scene_release(&scene);
	}
}

static void
severity_is_the_rows_or_less(void **state)
{
	static const struct {
		const char *rule, *answers[ANSWERS_MAX];
		enum severity severity;
	} cases[] = {
		{ "url-scheme", { "url=%ServerURL%" }, SEVERITY_WARNING },
		{ "url-scheme", { "url=ca" }, SEVERITY_ERROR },
		{ "san-dns-name", { WITH_SAN, "san_dns_name=*.corp.net" }, SEVERITY_WARNING },
		{ "san-dns-name", { WITH_SAN, "san_dns_name=10.0.0.5" }, SEVERITY_WARNING },
		{ "san-dns-name", { WITH_SAN, "san_dns_name=2001:db8::1" }, SEVERITY_WARNING },
		{ "san-dns-name", { WITH_SAN, "san_dns_name=10.0.0.500" }, SEVERITY_ERROR },
		{ "san-dns-name", { WITH_SAN, "san_dns_name=10.0.0.5/8" }, SEVERITY_ERROR },
		{ "placeholder", { "organization=REPLACE_ME" }, SEVERITY_WARNING },
		{ "placeholder", { "organization=Placeholder Pictures" }, SEVERITY_INFO },
		{ "placeholder", { "organization=$COMPANY" }, SEVERITY_INFO },
		{ "challenge-placeholder", { "challenge=your-challenge" }, SEVERITY_WARNING },
		{ "challenge-placeholder", { "challenge=secret" }, SEVERITY_INFO },
		{ "challenge-one-time", { "challenge=0123456789abcdef" }, SEVERITY_INFO },
		{ "challenge-one-time",
			{ "challenge=0123456789abcdef", "url=http://a.net/mscep/mscep.dll" },
			SEVERITY_WARNING },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct finding *finding;
		struct scene scene;

		scene_check(&scene, *state, cases[i].answers);
		finding = scene_finding(&scene, cases[i].rule, NULL);
		if (!finding || finding->severity != cases[i].severity)
			fail_msg("%s: %s", cases[i].rule,
				finding ? severity_name(finding->severity) : "silent");
		scene_release(&scene);
	}
}

/* Also where other rules quote the text that holds it, whole or cut. */
static void
no_sentence_quotes_the_challenge(void **state)
{
	static const char *const cases[][ANSWERS_MAX] = {
		{ "challenge=" SECRET "Kq7", "name=it is " SECRET "Kq7" },
		{ "challenge=" SECRET "Kq7", "subject=" SECRET "Kq7" },
		{ "challenge=" SECRET "Kq7", "devices=a\n" SECRET "Kq7\n" SECRET "Kq7" },
		{ "challenge=" SECRET "Kq7",
			"name=a name of fifty columns and a few more in one line " SECRET "Kq7" },
		{ "challenge=" SECRET "Kq7", "url=ftp://" SECRET "Kq7/" },
		{ "challenge=" SECRET "Kq7", WITH_SAN, "san_dns_name=" SECRET "Kq7/" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct scene scene;

		scene_check(&scene, *state, cases[i]);
		assert_non_null(scene_finding(&scene, "secret-elsewhere", NULL));
		for (size_t j = 0; j < scene.found.n; j++)
			if (strstr(scene.found.v[j].sentence, "s3cr"))
				fail_msg("%s", scene.found.v[j].sentence);
		scene_release(&scene);
	}
}

/* Two of one rule, of which check --fix takes one. */
static void
mends_of_a_certain_rule_may_be_advice(void **state)
{
	static const struct {
		const char *answer;
		bool advice;
	} cases[] = {
		{ "subject=/O=A &amp; B/CN=a", false },
		{ "organization=A &amp; B", false },
		{ "device_groups=A &amp; B", false },
		{ "url=https://a.net/?a&amp;b", true },
		{ "challenge=A&amp;B", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *answers[ANSWERS_MAX] = { cases[i].answer };
		const struct finding *finding;
		struct scene scene;

		scene_check(&scene, *state, answers);
		finding = scene_finding(&scene, "text-entity", NULL);
		assert_non_null(finding);
		assert_non_null(finding->fix);
		assert_true(rule_find(finding->rule)->flags & RULE_CERTAIN);
		assert_int_equal(finding->advice, cases[i].advice);
		scene_release(&scene);
	}
}

static void
mends_are_the_whole_value(void **state)
{
	static const struct {
		const char *rule, *answers[4], *mend;
	} cases[] = {
		{ "list-duplicate", { "device_groups=b\na\nb\na\nc" }, "b\na\nc" },
		{ "subject-type-case", { "subject=/cn=a/o=b" }, "/CN=a/O=b" },
		{ "subject-type-case", { "subject=/c=us/o=ACME\\/Inc/ou=/cn=x" },
			"/C=us/O=ACME\\/Inc/OU=/CN=x" },
		{ "subject-comma-form", { "subject=/CN=foo, O=Example,C=US" },
			"/CN=foo/O=Example/C=US" },
		{ "fingerprint-read-as-hex", { "fingerprint=" HEX40 }, SHA1 },
		{ "fingerprint-base64-of-hex",
			{ "fingerprint=ZGEzOWEzZWU1ZTZiNGIwZDMyNTViZmVmOTU2MDE4OTBhZmQ4MDcwOQo=" },
			SHA1 },
		{ "url-scheme", { "url=ca.corp.net/scep" }, "https://ca.corp.net/scep" },
		{ "url-query", { "url=https://ca.corp.net/scep?a=b" }, "https://ca.corp.net/scep" },
		{ "variable-unknown", { "subject=/CN=%serialnumber%-mac" },
			"/CN=%SerialNumber%-mac" },
		{ "variable-unknown", { WITH_SAN, "san_dns_name=a.net\n%hostname%\nb.net" },
			"a.net\n%HostName%\nb.net" },
		/* which would be an error there */
		{ "variable-unknown", { "platform=ios", "subject=/CN=%serialnumber%" }, NULL },
		{ "text-invisible",
			{ "subject=/CN=a\xe2\x80\x8b"
			  "b\xc2\xa0"
			  "c" },
			"/CN=ab c" },
		{ "text-invisible", { "device_groups=a\nb\xe2\x80\x8b" }, "a\nb" },
		{ "text-entity", { "subject=/O=Muster &amp; Co/CN=&#x61;" },
			"/O=Muster & Co/CN=a" },
		/* once, and as often again as it was done */
		{ "text-entity", { "organization=A &amp;amp; B" }, "A &amp; B" },
		{ "text-entity", { "device_groups=a\nR&amp;D\nb" }, "a\nR&D\nb" },
		/* what parts a subject, and what one line cannot hold */
		{ "text-entity", { "subject=/O=A&#47;S/CN=a" }, NULL },
		{ "text-entity", { "organization=A&#10;B" }, NULL },
		{ "variable-unsafe", { WITH_SAN, "san_dns_name=a.net\n%ComputerName%.b.net" },
			"a.net\n%LocalHostName%.b.net" },
		{ "key-size-weak", { "key_size=1024" }, "2048" },
		{ "key-size-value", { "key_size=02048" }, NULL },
		{ "key-size-value", { "key_size=2048 " }, "2048" },
		{ "key-usage-value", { "key_usage=5" }, "signing\nencryption" },
		{ "key-extractable", { "extractable_key=yes" }, "false" },
		{ "challenge-stray-space", { "challenge= a b \n" }, "a b" },
		{ "retry-value", { "retries=007" }, "7" },
		{ "retry-value", { "retries=many" }, NULL },
		{ "list-item", { "devices=mac-1\n \nmac-2" }, "mac-1\nmac-2" },
		{ "san-missing", { WITH_SAN }, "false" },
		{ "san-is-server",
			{ WITH_SAN, "san_dns_name=ca.corp.net", "url=https://ca.corp.net/" },
			NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct finding *finding;
		struct scene scene;

		scene_check(&scene, *state, cases[i].answers);
		finding = scene_finding(&scene, cases[i].rule, NULL);
		if (!finding)
			fail_msg("%s is silent", cases[i].rule);
		else if (cases[i].mend && finding->fix)
			assert_string_equal(finding->fix, cases[i].mend);
		else if (cases[i].mend != finding->fix)
			fail_msg("%s: mend %s", cases[i].rule, finding->fix);
		scene_release(&scene);
	}
}

/* Taking a mend must not lead to the same finding again. */
static void
mends_mend(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(rule_cases); i++) {
		struct scene before, after;

		if (!rule_cases[i].part)
			continue;
		scene_check(&before, *state, rule_cases[i].loud);
		for (size_t j = 0; j < before.found.n; j++) {
			const struct finding *f = &before.found.v[j];

			if (!f->fix || strcmp(f->rule, rule_cases[i].rule) != 0)
				continue;
			scene_check(&after, *state, rule_cases[i].loud);
			draft_set(after.draft, f->field, f->fix);
			findings_release(&after.found);
			lint_draft(after.draft, &after.env, &after.found);
			if (scene_finding(&after, f->rule, f->sentence))
				scene_fail(&after, "is not mended", &rule_cases[i]);
			scene_release(&after);
		}
		scene_release(&before);
	}
}

#define FIELD(key, type) \
	"      - {key: " key ", label: " key ", type: " type ", hint: h, help: h}\n"
#define FORM(fields)                                                                                 \
	"form: test\nversion: 1\ntitle: Test\nplatform: platform\n"                                  \
	"sections:\n  - title: All\n    fields:\n"                                                   \
	"      - {key: platform, label: Platform, type: choice, hint: h, help: h, default: macos,\n" \
	"         choices: [{value: macos, label: macOS}]}\n" fields "payloads: []\n"

static void
general_rules_serve_other_forms(void **state)
{
	static const struct {
		const char *rule, *answers[4], *part;
	} cases[] = {
		{ "value-missing", { "platform=macos" },
			"must is required: the profile does not work without it. Enter a value "
			"such as " },
		{ "integer-value", { "number=x" },
			"enter a whole number from 0 to 2147483647, such as 3" },
		{ "identifier-duplicate", { "one=a.b", "two=A.B" },
			"\"A.B\" is also the identifier of one. Each identifier must be unique" },
		{ "certificate-duplicate", { "first=root.cer", "second=root.pem" },
			"included as first" },
	};
	struct form *form = form_of_text(FORM(FIELD("number", "integer") FIELD(
		"one", "identifier") FIELD("two", "identifier") FIELD("first", "certificate")
			FIELD("second", "certificate") FIELD("must", "text, presence: required")));

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct scene scene;

		scene_check(&scene, form, cases[i].answers);
		if (!scene_finding(&scene, cases[i].rule, cases[i].part))
			fail_msg("%s is silent", cases[i].rule);
		scene_release(&scene);
	}
	form_free(form);
}

static void
fingerprint_of_the_root_is_silent(void **state)
{
	struct strbuf pem = STRBUF_INIT, hex = STRBUF_INIT;
	X509 *cert = cert_make(&cert_files[0].spec);
	unsigned char hash[32];
	unsigned len = sizeof hash;
	struct scene scene;
	const char *answers[ANSWERS_MAX] = { WITH_ROOT };
	BIO *bio = BIO_new(BIO_s_mem());

	assert_int_equal(X509_digest(cert, EVP_sha256(), hash, &len), 1);
	strbuf_addstr(&hex, "fingerprint=");
	for (size_t i = 0; i < len; i++)
		strbuf_addf(&hex, "%02x:", hash[i]);
	strbuf_truncate(&hex, hex.len - 1);
	strbuf_addstr(&pem, "root_certificate=");
	PEM_write_bio_X509(bio, cert);
	cert_bio_take(bio, &pem);
	answers[1] = hex.buf;
	answers[2] = pem.buf;
	scene_check(&scene, *state, answers);
	assert_null(scene_finding(&scene, "fingerprint-not-root", NULL));
	assert_null(scene_finding(&scene, "certificate-unreadable", NULL));
	scene_release(&scene);
	X509_free(cert);
	strbuf_release(&pem);
	strbuf_release(&hex);
}

static void
special_rows_stand_for_their_fields_only(void **state)
{
	static const struct {
		const char *rule, *key, *row;
	} cases[] = {
		{ "value-missing", "url", "url-missing" },
		{ "value-missing", "name", "value-missing" },
		{ "integer-value", "retry_delay", "retry-value" },
		{ "uuid-form", "scep_uuid", "uuid-form" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(
			rule_for(cases[i].rule, field_of(*state, cases[i].key))->id, cases[i].row);
	assert_string_equal(rule_for("integer-value", NULL)->id, "integer-value");
	assert_null(rule_for("no-such-rule", field_of(*state, "url")));
	assert_null(rule_find("no-such-rule"));
}

static void
the_directory_of_acme_is_https(void **state)
{
	static const struct {
		const char *text, *sentence, *fix;
	} cases[] = {
		{ "http://acme.corp.net/acme/directory",
			"Directory URL begins with http://, but devices speak only https to an "
			"ACME server. Begin it with https://",
			"https://acme.corp.net/acme/directory" },
		{ "HTTP://acme.corp.net:8080/d",
			"Directory URL begins with http://, but devices speak only https to an "
			"ACME server. Begin it with https://",
			NULL },
		{ "https://acme.corp.net/acme/directory", NULL, NULL },
		{ "acme.corp.net/acme/directory", NULL, NULL },
		{ "", NULL, NULL },
	};
	const struct form *form = form_builtin_at(0);

	(void)state;
	for (size_t i = 1; strcmp(form->name, "acme") != 0; i++)
		form = form_builtin_at(i);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		static const char *const nothing[ANSWERS_MAX] = { NULL };
		const struct finding *finding;
		struct scene scene;

		scene_check(&scene, form, nothing);
		draft_set(scene.draft, form_role(form, ROLE_ACME_DIRECTORY), cases[i].text);
		lint_draft(scene.draft, &scene.env, &scene.found);
		finding = scene_finding(&scene, "acme-directory-https", NULL);
		assert_true(!finding == !cases[i].sentence);
		if (finding) {
			assert_string_equal(finding->sentence, cases[i].sentence);
			assert_int_equal(finding->severity, SEVERITY_ERROR);
			assert_true(!finding->fix == !cases[i].fix);
			assert_true(!finding->fix || !strcmp(finding->fix, cases[i].fix));
		}
		findings_release(&scene.found);
		draft_free(scene.draft);
	}
}

/* ---- findings that are kept ---- */

/* The mend of a UUID is another each time. */
static void
findings_print(const struct findings *found, struct strbuf *out)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];

		strbuf_addf(out, "%d:%d %d %s %s %d %zu %s; %s; %d %s\n", f->place.line,
			f->place.column, (int)f->severity, f->rule, f->field->key, f->item,
			f->offset, f->sentence,
			f->fix && strcmp(f->rule, "uuid-form") != 0 ? f->fix : "", (int)f->advice,
			f->reads ? f->reads : "");
	}
}

static void
kept_is_same(struct scene *scene, struct lint_kept *kept, const char *after)
{
	FINDINGS(fresh);
	FINDINGS(again);
	STRBUF(a);
	STRBUF(b);
	size_t at = 0, line = 0;

	if (scene->told) {
		findings_addf(&fresh, "draft-structure", scene->told, (struct place){ 1, 1 }, "x");
		findings_copy(&again, &fresh.v[0]);
	}
	lint_draft(scene->draft, &scene->env, &fresh);
	scene->env.kept = kept;
	lint_draft(scene->draft, &scene->env, &again);
	scene->env.kept = NULL;
	findings_print(&fresh, &a);
	findings_print(&again, &b);
	while (at < a.len && a.buf[at] == b.buf[at])
		line = a.buf[at++] == '\n' ? at : line;
	if (strcmp(a.buf, b.buf) != 0)
		fail_msg("after %s\n%.*s\nis not\n%.*s", after, (int)strcspn(b.buf + line, "\n"),
			b.buf + line, (int)strcspn(a.buf + line, "\n"), a.buf + line);
}

static void
findings_kept_from_another_draft_are_the_same(void **state)
{
	struct lint_kept kept = LINT_KEPT_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(rule_cases); i++) {
		const struct rule_case *c = &rule_cases[i];
		struct scene scene;

		if (c->loud[0] && !strncmp(c->loud[0], "@lock", 5))
			continue; /* a form does not change */
		scene_check(&scene, *state, c->loud);
		kept_is_same(&scene, &kept, c->rule);
		scene_release(&scene);
		scene_check(&scene, *state, c->quiet);
		kept_is_same(&scene, &kept, c->rule);
		scene_release(&scene);
	}
	lint_kept_release(&kept);
}

static uint32_t
random_next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Every second one an answer of the rules' cases, so that all kinds of field have right and wrong ones. */
static void
edit_at_random(struct scene *scene, uint32_t *seed)
{
	const struct form *form = draft_form(scene->draft);
	const struct rule_case *c = &rule_cases[random_next(seed) % ARRAY_SIZE(rule_cases)];
	const char *const *answers = random_next(seed) % 2 ? c->loud : c->quiet;
	const struct field *field = form->fields[random_next(seed) % form->nfields];
	uint32_t what = random_next(seed) % 40;
	const char *texts[] = { "", "x", "true", "false", "ios", "macos", " x ", "%SerialNumber%",
		"a.example\nb.example", SECRET, SECRET SECRET, "3", "caf\xc3\xa9\xe2\x80\x8b",
		"A\033B", field->default_text, field->example ? field->example : "y" };

	for (size_t i = 0; what >= 20 && i < ANSWERS_MAX && answers[i]; i++) {
		size_t len = strcspn(answers[i], "=");
		char key[64];

		snprintf(key, sizeof key, "%.*s", (int)len, answers[i]);
		if (form_field(form, key))
			draft_answer(scene->draft, answers[i]);
	}
	if (what < 8)
		draft_set(scene->draft, field, texts[random_next(seed) % ARRAY_SIZE(texts)]);
	else if (what < 10)
		draft_unset(scene->draft, field);
	else if (what == 10 && form_role(form, ROLE_CHALLENGE))
		draft_set_source(scene->draft, form_role(form, ROLE_CHALLENGE),
			random_next(seed) % 2 ? ANSWER_ENVIRONMENT : ANSWER_PROMPT, "");
	else if (what == 11)
		draft_set_note(scene->draft, field, texts[random_next(seed) % ARRAY_SIZE(texts)]);
	else if (what == 12)
		draft_set_unread(scene->draft, field, "[a, b]");
	else if (what == 13)
		draft_set_place(scene->draft, field, (struct place){ 7, 3 });
	else if (what == 14)
		draft_mark_saved(scene->draft);
	else if (what == 15)
		draft_restore(scene->draft, field);
	else if (what == 16)
		scene->env.readable_by_others = !scene->env.readable_by_others;
	else if (what == 17)
		scene->env.now = random_next(seed) % 2 ? 4102444800 : 0;
	else if (what == 18)
		draft_set(scene->draft, form->platform, "macos");
	else if (what == 19)
		scene->told = random_next(seed) % 2 ? field : NULL;
}

/* One draft, edited; the folder that paths are from becomes another now and then, and the drafts beside it. */
static void
random_edits_of(const struct form *form, int edits)
{
	static const char *const nothing[ANSWERS_MAX] = { NULL };
	struct lint_kept kept = LINT_KEPT_INIT;
	uint32_t seed = 20261129;
	struct scene scene;

	scene_check(&scene, form, nothing);
	scene_prepare(&scene, "@shared=net.acme.scep");
	for (int i = 0; i < edits; i++) {
		char after[32];

		edit_at_random(&scene, &seed);
		scene.env.folder = i % 100 < 90 ? folder : "/";
		scene.near.n = i % 100 < 50 ? 1 : 20000;
		snprintf(after, sizeof after, "edit %d", i);
		kept_is_same(&scene, &kept, after);
	}
	lint_kept_release(&kept);
	scene_release(&scene);
}

static void
findings_kept_after_edits_are_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; form_builtin_at(i); i++) {
		struct form *form = form_copy(form_builtin_at(i));

		random_edits_of(form, 1500);
		form_free(form);
	}
}

/* Whether drafts with the answers are offered UUIDs of their own, one after the other. */
static bool
mends_differ(const struct form *form, const char *const *answers)
{
	struct lint_kept kept = LINT_KEPT_INIT;
	struct scene scene;
	FINDINGS(found);

	scene_check(&scene, form, answers);
	scene.env.kept = &kept;
	for (size_t i = 0; i < 2; i++) {
		FINDINGS(again);

		lint_draft(scene.draft, &scene.env, &again);
		for (size_t k = 0; k < again.n; k++)
			if (!strcmp(again.v[k].rule, "uuid-form"))
				findings_copy(&found, &again.v[k]);
	}
	assert_int_equal(found.n, 2);
	lint_kept_release(&kept);
	scene_release(&scene);
	return strcmp(found.v[0].fix, found.v[1].fix) != 0;
}

/* Of a form, too, whose UUIDs are not made with the draft. */
static void
a_uuid_is_offered_once(void **state)
{
	struct form *form = form_copy(*state);
	const char *const wrong[ANSWERS_MAX] = { "profile_uuid=123" };
	const char *const twice[ANSWERS_MAX] = { "profile_uuid=" UUID_A, "scep_uuid=" UUID_A };

	for (size_t i = 0; i < form->nfields; i++)
		form->fields[i]->flags &= ~(unsigned)FIELD_MADE;
	assert_true(mends_differ(form, wrong));
	assert_true(mends_differ(form, twice));
	form_free(form);
}

/* A file that was looked at and the clock say so by no answer. */
static void
findings_about_a_file_are_asked_each_time(void **state)
{
	static const char *const answers[ANSWERS_MAX] = { WITH_ROOT, "root_certificate=now.cer" };
	struct lint_kept kept = LINT_KEPT_INIT;
	struct strbuf data = STRBUF_INIT;
	struct scene scene;

	scene_check(&scene, *state, answers);
	kept_is_same(&scene, &kept, "no file");
	strbuf_addstr(&data, "this is no certificate\n");
	put_file("now.cer", &data);
	kept_is_same(&scene, &kept, "a file");
	strbuf_clear(&data);
	cert_pem(&cert_files[0].spec, &data);
	put_file("now.cer", &data);
	kept_is_same(&scene, &kept, "a certificate");
	assert_non_null(kept.seen);
	strbuf_clear(&data);
	strbuf_addf(&data, "%s/now.cer", folder);
	unlink(data.buf);
	kept_is_same(&scene, &kept, "no file any more");
	lint_kept_release(&kept);
	scene_release(&scene);
	strbuf_release(&data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_kept_from_another_draft_are_the_same),
		cmocka_unit_test(findings_kept_after_edits_are_the_same),
		cmocka_unit_test(findings_about_a_file_are_asked_each_time),
		cmocka_unit_test(a_uuid_is_offered_once),
		cmocka_unit_test(the_directory_of_acme_is_https),
		cmocka_unit_test(rules_speak_when_they_should),
		cmocka_unit_test(lengths_are_met_exactly),
		cmocka_unit_test(numbers_are_met_exactly),
		cmocka_unit_test(rules_are_silent_when_they_should),
		cmocka_unit_test(acceptances_are_bound_to_what_rules_read),
		cmocka_unit_test(every_rule_has_a_case),
		cmocka_unit_test(rows_are_complete_and_unique),
		cmocka_unit_test(texts_of_rows_have_no_full_stop),
		cmocka_unit_test(rules_have_topics),
		cmocka_unit_test(sentences_are_well_formed),
		cmocka_unit_test(severity_is_the_rows_or_less),
		cmocka_unit_test(no_sentence_quotes_the_challenge),
		cmocka_unit_test(mends_of_a_certain_rule_may_be_advice),
		cmocka_unit_test(mends_are_the_whole_value),
		cmocka_unit_test(mends_mend),
		cmocka_unit_test(general_rules_serve_other_forms),
		cmocka_unit_test(fingerprint_of_the_root_is_silent),
		cmocka_unit_test(special_rows_stand_for_their_fields_only),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
