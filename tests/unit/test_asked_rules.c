/* The rules about a server that was asked: when they speak, at which field, what they say, and when they are silent. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/pem.h"
#include "syntax/x509.h"

#include "model/accept.h"
#include "model/asked.h"
#include "model/lint.h"
#include "model/rules.h"

#include "asked_cases.h"
#include "asked_facts.h"
#include "drafts.h"
#include "make_cert.h"

#define NOW 1796083200 /* 2026-12-01 */

/* The answers that fit the facts without faults. */
static const char *const good_answers[] = { "url=https://ca.acme.net/scep",
	("fingerprint=" BASE64_ROOT), "subject=/C=US/O=Acme/CN=%SerialNumber%",
	"set_subject_alternative_name=true", "san_dns_name=mac1.acme.net",
	"san_principal=mac1@ACME.NET", "san_rfc822=it@acme.net", "san_uri=urn:acme:1",
	"key_usage=signing\nencryption", "challenge=s3cret" };

struct scene {
	struct draft *draft;
	struct asked asked;
	struct lint_env env;
};

/* KEY=@NAME: the certificate of a root with that name. */
static void
scene_answer(struct scene *scene, const char *answer)
{
	const char *name = strstr(answer, "=@");
	struct cert_spec spec = { NULL, NULL, 2048, "SHA256", -1, 3650, true };
	STRBUF(text);

	if (name) {
		spec.common_name = name + 2;
		strbuf_add(&text, answer, (size_t)(name + 1 - answer));
		cert_pem(&spec, &text);
		answer = text.buf;
	}
	draft_answer(scene->draft, answer);
}

static void
scene_begin(
	struct scene *scene, const struct form *form, const char *facts, const char *const *answers)
{
	*scene = (struct scene){
		.draft = draft_new(form),
		.asked = ASKED_INIT,
		.env = { .folder = ".", .now = NOW },
	};
	for (size_t i = 0; i < ARRAY_SIZE(good_answers); i++)
		scene_answer(scene, good_answers[i]);
	for (size_t i = 0; answers && i < ASKED_ANSWERS_MAX && answers[i]; i++)
		scene_answer(scene, answers[i]);
	asked_with(facts, &scene->asked);
	scene->env.asked = &scene->asked;
}

static void
scene_end(struct scene *scene)
{
	draft_free(scene->draft);
	asked_release(&scene->asked);
}

static const struct finding *
finding_of(const struct findings *found, const char *rule, const char *part)
{
	for (size_t i = 0; i < found->n; i++)
		if (!strcmp(found->v[i].rule, rule) &&
			(!part || strstr(found->v[i].sentence, part)))
			return &found->v[i];
	return NULL;
}

static void
case_fails(const struct asked_case *c, const struct findings *found, const char *how)
{
	for (size_t i = 0; i < found->n; i++)
		print_message("%s: %s\n", found->v[i].rule, found->v[i].sentence);
	fail_msg("%s %s: %s", c->rule, how, c->part);
}

static void
rules_speak_at_their_fields(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(asked_cases); i++) {
		const struct asked_case *c = &asked_cases[i];
		const struct finding *f;
		struct scene scene;
		FINDINGS(found);

		scene_begin(&scene, *state, c->facts, c->answers);
		lint_draft_asked(scene.draft, &scene.env, &found);
		f = finding_of(&found, c->rule, c->part);
		if (!f)
			case_fails(c, &found, "is silent");
		else if (f->severity != c->severity)
			case_fails(c, &found, "has another severity");
		else if (strcmp(f->field->key, c->field) != 0)
			case_fails(c, &found, f->field->key);
		scene_end(&scene);
	}
}

static void
rules_are_silent_otherwise(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(asked_cases); i++) {
		const struct asked_case *c = &asked_cases[i];
		struct scene scene;
		FINDINGS(found);

		scene_begin(&scene, *state, c->quiet_facts, c->quiet_answers);
		lint_draft_asked(scene.draft, &scene.env, &found);
		if (finding_of(&found, c->rule, c->part))
			case_fails(c, &found, "speaks");
		scene_end(&scene);
	}
}

/* Whatever is wrong, only asked-other says something of a draft of another server. */
static void
facts_of_another_url_say_nothing_else(void **state)
{
	static const char *const other[ASKED_ANSWERS_MAX] = { "url=https://ca.acme.net/scep2" };

	for (size_t i = 0; i < ARRAY_SIZE(asked_cases); i++) {
		struct scene scene;
		FINDINGS(found);

		if (!strcmp(asked_cases[i].rule, "asked-other"))
			continue;
		scene_begin(&scene, *state, asked_cases[i].facts, other);
		lint_draft_asked(scene.draft, &scene.env, &found);
		assert_int_equal(found.n, 1);
		assert_string_equal(found.v[0].rule, "asked-other");
		scene_end(&scene);
	}
}

static void
without_faults_nothing_is_said(void **state)
{
	struct scene scene;
	FINDINGS(found);

	scene_begin(&scene, *state, AS_IT_IS, NULL);
	lint_draft_asked(scene.draft, &scene.env, &found);
	assert_int_equal(found.n, 0);
	scene.env.asked = NULL;
	lint_draft_asked(scene.draft, &scene.env, &found);
	assert_int_equal(found.n, 0);
	scene_end(&scene);
}

/* In one line, without a full stop, and never with the challenge. */
static void
sentences_are_well_formed(void **state)
{
	static const char *const answers[ASKED_ANSWERS_MAX] = { "challenge=SCEPWIZ-TRIAL" };

	for (size_t i = 0; i < ARRAY_SIZE(asked_cases); i++) {
		struct scene scene;
		FINDINGS(found);

		scene_begin(&scene, *state, asked_cases[i].facts, asked_cases[i].answers);
		scene_answer(&scene, answers[0]);
		lint_draft_asked(scene.draft, &scene.env, &found);
		for (size_t k = 0; k < found.n; k++) {
			const char *sentence = found.v[k].sentence;

			assert_true(strlen(sentence) > 10 && !strchr(sentence, '\n'));
			assert_int_not_equal(sentence[strlen(sentence) - 1], '.');
			if (strstr(sentence, "SCEPWIZ-TRIAL"))
				fail_msg("%s", sentence);
		}
		scene_end(&scene);
	}
}

static bool
rule_has_case(const char *id)
{
	for (size_t i = 0; i < ARRAY_SIZE(asked_cases); i++)
		if (!strcmp(asked_cases[i].rule, id))
			return true;
	return false;
}

/* Each rule with this flag has a case, but for the one that the asking program raises. */
static void
every_rule_has_a_case(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < rules_count(); i++) {
		if (!(rule_at(i)->flags & RULE_ASKED))
			continue;
		n++;
		if (!rule_has_case(rule_at(i)->id) &&
			strcmp(rule_at(i)->id, "trial-without-fingerprint") != 0)
			fail_msg("%s has no case", rule_at(i)->id);
	}
	assert_true(n > 35);
}

static void
a_trial_over_http_needs_a_fingerprint(void **state)
{
	struct draft *draft = draft_new(*state);
	FINDINGS(found);

	trial_without_fingerprint(draft, &found);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.v[0].sentence,
		"plain http without a fingerprint: the challenge could go to anyone who answers. "
		"Enter the fingerprint, or trust a certificate with --trust SHA256. Nothing was "
		"sent");
	assert_int_equal(found.v[0].severity, SEVERITY_ERROR);
	assert_string_equal(found.v[0].field->key, "fingerprint");
	draft_free(draft);
}

/*
 * Fixes.
 */

static void
the_fix_of_a_fingerprint_is_the_anchors(void **state)
{
	static const char *const wrong[ASKED_ANSWERS_MAX] = { "fingerprint=" BASE64_OTHER };
	static const struct {
		const char *facts, *fix;
	} cases[] = {
		{ AS_IT_IS, BASE64_ROOT },
		{ "{" ONE(CERT_ALONE(CA_USAGE)) "}", BASE64_ROOT },
		/* no role says it: the one that issued itself, a CA, the only one */
		{ "{'certificates': [" CERT("RA", "CA", HASH_RA, "", RA_USAGE, "false", "false",
			  NO_DATES) ", " CERT("CA", "CA", HASH_ROOT, "", CA_USAGE, "true", "true",
			  NO_DATES) "]}",
			BASE64_ROOT },
		{ "{'certificates': [" CERT("RA", "CA", HASH_ROOT, "", RA_USAGE, "false", "false",
			  NO_DATES) ", " CERT("CA", "Root", HASH_RA, "", CA_USAGE, "true", "false",
			  NO_DATES) "]}",
			BASE64_RA },
		{ "{'fingerprint': {'given': true, 'matches': null}, 'certificates': [" CERT(
			  "CA", "Root", HASH_RA, "", CA_USAGE, "false", "false", NO_DATES) "]}",
			BASE64_RA },
		{ "{'certificates': [" CERT("A", "Root", HASH_RA, "", CA_USAGE, "false", "false",
			  NO_DATES) ", " CERT("B", "Root", HASH_ROOT, "", CA_USAGE, "false",
			  "false", NO_DATES) "]}",
			NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct finding *f;
		struct scene scene;
		FINDINGS(found);
		FINDINGS(after);

		scene_begin(&scene, *state, cases[i].facts, wrong);
		lint_draft_asked(scene.draft, &scene.env, &found);
		f = finding_of(&found, "ca-fingerprint", NULL);
		assert_non_null(f);
		assert_true(!f->fix == !cases[i].fix);
		if (f->fix) {
			assert_string_equal(f->fix, cases[i].fix);
			draft_set(scene.draft, f->field, f->fix);
			lint_draft_asked(scene.draft, &scene.env, &after);
			assert_null(finding_of(&after, "ca-fingerprint", NULL));
		}
		scene_end(&scene);
	}
}

static void
the_fix_of_a_redirect_is_what_answered(void **state)
{
	struct scene scene;
	FINDINGS(found);

	scene_begin(&scene, *state,
		REDIRECT("'302 https://b.net/scep?operation=GetCACert&message='"), NULL);
	lint_draft_asked(scene.draft, &scene.env, &found);
	assert_string_equal(found.v[0].fix, "https://b.net/scep");
	scene_end(&scene);
}

/* Of facts that came from the server itself, which have the certificate; from JSON there is no fix. */
static void
the_fix_of_a_root_is_the_servers(void **state)
{
	static const char *const answers[ASKED_ANSWERS_MAX] = { "include_root_certificate=true",
		"root_certificate=@Other Root" };
	struct cert_spec spec = { "Third Root", NULL, 2048, "SHA256", -1, 3650, true };
	struct scene scene;
	FINDINGS(found);
	FINDINGS(again);
	STRBUF(pem);

	scene_begin(&scene, *state, "{'root': 'other'}", answers);
	lint_draft_asked(scene.draft, &scene.env, &found);
	assert_null(finding_of(&found, "ca-root-other", NULL)->fix);
	cert_der(&spec, &scene.asked.certificates[1].der);
	pem_encode("CERTIFICATE", scene.asked.certificates[1].der.buf,
		scene.asked.certificates[1].der.len, &pem);
	lint_draft_asked(scene.draft, &scene.env, &again);
	assert_string_equal(finding_of(&again, "ca-root-other", NULL)->fix, pem.buf);
	scene_end(&scene);
}

/*
 * With the other rules.
 */

/* The findings of lint_draft have those of facts, at any change of facts and answers, also from the cache. */
static void
findings_are_asked_again_when_facts_change(void **state)
{
	struct lint_kept kept = LINT_KEPT_INIT;
	struct draft *draft = draft_new(*state);
	struct lint_env env = { .folder = ".", .now = NOW, .kept = &kept };
	ASKED(asked);

	for (size_t i = 0; i < ARRAY_SIZE(good_answers); i++)
		draft_answer(draft, good_answers[i]);
	for (size_t i = 0; i < ARRAY_SIZE(asked_cases); i++) {
		const struct asked_case *c = &asked_cases[i];
		FINDINGS(fresh);
		FINDINGS(cached);
		FINDINGS(alone);
		FINDINGS(without);

		if (c->answers[0])
			continue;
		asked_with(c->facts, &asked);
		env.asked = &asked;
		lint_draft(draft, &env, &cached);
		env.kept = NULL;
		lint_draft(draft, &env, &fresh);
		lint_draft_asked(draft, &env, &alone);
		env.kept = &kept;
		env.asked = NULL;
		lint_draft(draft, &env, &without);
		assert_int_equal(cached.n, fresh.n);
		for (size_t k = 0; k < cached.n; k++)
			assert_string_equal(cached.v[k].sentence, fresh.v[k].sentence);
		assert_int_equal(fresh.n, without.n + alone.n);
		for (size_t k = 0; k < without.n; k++)
			assert_false(rule_find(without.v[k].rule)->flags & RULE_ASKED);
	}
	lint_kept_release(&kept);
	draft_free(draft);
}

/* What one has accepted with facts is not called unused without them. */
static void
an_acceptance_waits_for_facts(void **state)
{
	static const char *const kept_names[] = { NULL, "accepted-unused" };
	struct scene scene;
	struct acceptance accepted;
	FINDINGS(found);
	STRBUF(err);

	scene_begin(&scene, *state, CAPS("'AES', 'SHA-256'", "GET", "AES-128", "SHA-256"), NULL);
	lint_draft(scene.draft, &scene.env, &found);
	assert_int_equal(accept_make(scene.draft, &scene.env, &found, rule_find("ca-no-post"),
				 "known", &accepted, &err),
		0);
	draft_accept(scene.draft, &accepted);
	accept_apply(scene.draft, &scene.env, &found);
	assert_non_null(finding_of(&found, "ca-no-post", NULL)->accepted);
	for (size_t i = 0; i < 2; i++) {
		FINDINGS(again);

		asked_with(AS_IT_IS, &scene.asked);
		scene.env.asked = i ? &scene.asked : NULL;
		lint_draft(scene.draft, &scene.env, &again);
		accept_apply(scene.draft, &scene.env, &again);
		assert_true(!finding_of(&again, "accepted-unused", NULL) == !kept_names[i]);
		assert_null(finding_of(&again, "accepted-unbound", NULL));
	}
	acceptance_release(&accepted);
	scene_end(&scene);
}

/* A URL alone has no draft: only what is about the server is said. */
static void
a_url_alone_has_findings_about_the_server(void **state)
{
	struct lint_env env = { .folder = ".", .now = NOW };
	ASKED(asked);
	FINDINGS(found);

	asked_with("{'url': 'http://x.net/', 'name': 'A', 'rootKnown': false, 'names': 'other', "
		   "'capabilities': {'known': []}}",
		&asked);
	env.asked = &asked;
	lint_url_asked(*state, &env, &found);
	assert_int_equal(found.n, 2);
	assert_string_equal(found.v[0].rule, "ca-caps-none");
	assert_string_equal(found.v[1].rule, "ca-name");
	assert_string_equal(found.v[1].field->key, "name");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_speak_at_their_fields),
		cmocka_unit_test(rules_are_silent_otherwise),
		cmocka_unit_test(facts_of_another_url_say_nothing_else),
		cmocka_unit_test(without_faults_nothing_is_said),
		cmocka_unit_test(sentences_are_well_formed),
		cmocka_unit_test(every_rule_has_a_case),
		cmocka_unit_test(a_trial_over_http_needs_a_fingerprint),
		cmocka_unit_test(the_fix_of_a_fingerprint_is_the_anchors),
		cmocka_unit_test(the_fix_of_a_redirect_is_what_answered),
		cmocka_unit_test(the_fix_of_a_root_is_the_servers),
		cmocka_unit_test(findings_are_asked_again_when_facts_change),
		cmocka_unit_test(an_acceptance_waits_for_facts),
		cmocka_unit_test(a_url_alone_has_findings_about_the_server),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
