/* Enter always goes forward: from every state of the wizard it leads on, to the written profile and out where
 * the draft is right, and nothing that it does alone overwrites a file. */
#include "testing.h"

#include <locale.h>

#include "fake_ask.h"
#include "wizard_guarded.h"

#define RIGHT "form: scep\nurl: https://scep.acme.net/scep\n"
#define TRIED                                                                      \
	"form: scep\nurl: https://scep.acme.net/scep\nchallenge: staple-battery\n" \
	"key_size: 2048\nsubject: /O=Acme/CN=%SerialNumber%\n"
#define WRONG "form: scep\nfingerprint: abc\nretries: x\nurl: nowhere\n"
#define ITEMS "form: scep\nurl: https://scep.acme.net/scep\nset_subject_alternative_name: yes\n"
#define ROOT_MISSING                                                                   \
	"form: scep\nurl: https://scep.acme.net/scep\ninclude_root_certificate: yes\n" \
	"root_certificate: ca.pem\n"
/* More than any walk takes. */
#define WALK 300

/* What must not stay as it is: focus, draft, message, question. */
static void
state_take(const struct session *s, struct strbuf *out)
{
	const struct view *view = wizard_view(s->wizard);
	struct strbuf err = STRBUF_INIT;

	strbuf_addf(out, "page %d row %zu %s\nmessage %s\n", (int)view->kind, view->focus,
		view->rows[view->focus].label, view->message);
	if (view->prompt)
		strbuf_addf(out, "asks %s %s\nitem %zu told %s\n", view->prompt,
			view->prompt_edit ? view->prompt_edit->text.buf : "", view->item_focus,
			view->told ? view->told : "");
	if (draft_file_format(&s->file, out, &err) < 0)
		strbuf_addstr(out, err.buf);
	strbuf_release(&err);
}

struct walk {
	bool reviewed; /* the review was seen */
	size_t steps;
};

static bool
is_at_export(const struct session *s)
{
	const struct view *view = wizard_view(s->wizard);

	return view->kind == VIEW_REVIEW && !strcmp(focus_label(s), "Export") && !view->prompt;
}

/* Enter until the wizard is left, or often enough; or to the review's way out. */
static struct walk
walk_to(struct session *s, bool export)
{
	struct strbuf states[3] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	struct walk walk = { false, 0 };

	s->wish = WIZARD_GO_ON;
	for (size_t i = 0; i < WALK && s->wish != WIZARD_QUIT && !(export && is_at_export(s));
		i++) {
		struct strbuf *now = &states[i % 3], *before = &states[(i + 1) % 3];

		strbuf_clear(now);
		state_take(s, now);
		walk.reviewed |= wizard_view(s->wizard)->kind == VIEW_REVIEW;
		if (i > 1 && strbuf_same(now, before))
			fail_msg("two Enters have changed nothing (step %zu):\n%s", i, now->buf);
		play(s, "{Enter}");
		walk.steps = i;
	}
	for (size_t i = 0; i < 3; i++)
		strbuf_release(&states[i]);
	return walk;
}

static struct walk
walk_on(struct session *s)
{
	return walk_to(s, false);
}

/* What the draft's file holds. */
static void
assert_draft(const struct session *s, const char *wanted)
{
	char *text = session_file(s, "given.yaml");

	assert_string_equal(text, wanted);
	free(text);
}

/* States of a draft that has no error, and how they are reached. */
static const struct begin {
	const char *name, *text, *script;
} right_places[] = {
	{ "the first field", RIGHT, "" },
	{ "a warned field", RIGHT, "{M-g}challenge{Enter}" },
	{ "typed notes", RIGHT, "{M-g}notes{Enter}one{Enter}two" },
	{ "notes, their empty line", RIGHT, "{M-g}notes{Enter}one{Enter}" },
	{ "notes, inside a line", RIGHT, "{M-g}notes{Enter}onetwo{Left}{Left}{Left}" },
	{ "notes, before a line", RIGHT, "{M-g}notes{Enter}one{Home}" },
	{ "notes of empty lines",
		"form: scep\npolicy_notes: \"\\n\\n\\n\"\nurl: https://scep.acme.net/s\n",
		"{M-g}notes{Enter}" },
	{ "notes with an empty line inside",
		"form: scep\npolicy_notes: \"a\\n\\nb\"\nurl: https://scep.acme.net/s\n",
		"{M-g}notes{Enter}{Up}" },
	{ "a list", RIGHT, "{M-g}groups{Enter}one{Enter}two" },
	{ "what does not apply", RIGHT, "{M-h}{M-g}root cert{Enter}" },
	{ "the last field", RIGHT, "{M-g}scope{Enter}" },
	{ "the step before the review", RIGHT, "{M-g}devices{Enter}{Tab}" },
	{ "the review", RIGHT, "{M-r}" },
	{ "a warning of the review", RIGHT, "{M-r}{Down}" },
	{ "a value of the review", RIGHT, "{M-r}{End}{Up}{Up}" },
	{ "the trial", RIGHT, "{M-r}{Home}" },
	{ "the review's last row", RIGHT, "{M-r}{End}" },
	{ "a field from the review", RIGHT, "{M-r}{Down}{Enter}" },
	{ "the help", RIGHT, "{^G}{PgDn}" },
	{ "the index of the help", RIGHT, "{^G}{^G}" },
	{ "a topic of the help", RIGHT, "{^G}sign{Enter}" },
	{ "the help of the review", RIGHT, "{M-r}{^G}" },
	{ "the menu", RIGHT, "{^X}" },
	{ "leaving", RIGHT, "{^C}" },
	{ "quitting with changes", RIGHT, "{Tab}x{^X}q" },
	{ "options", RIGHT, "{M-g}key size{Enter}{^T}{^T}" },
	{ "options that do not fit", RIGHT, "{M-g}key size{Enter}{^T}{^T}zz" },
	{ "a mend", RIGHT, "{M-g}key size{Enter}{^T}" },
	{ "variables", RIGHT, "{M-g}subject{Enter}/CN={^T}{Down}{Down}" },
	{ "variables that do not fit", RIGHT, "{M-g}subject{Enter}/CN=x{^T}zz" },
	{ "go to", RIGHT, "{M-g}sub" },
	{ "go to nothing", RIGHT, "{M-g}zz" },
	{ "go to what does not apply", RIGHT, "{M-g}root cert" },
	{ "a folder that is not there", RIGHT, "{M-g}finger{Enter}{^T}{^U}/no/such/folder/" },
	{ "a file that is not there", RIGHT, "{M-g}finger{Enter}{^T}{^U}/no-such-file" },
	{ "a file that is no certificate", RIGHT, "{M-g}finger{Enter}{^T}{^U}/etc/passwd" },
	{ "a comment", RIGHT, "{M-c}why" },
	{ "save as", RIGHT, "{^X}a" },
	{ "save as what is there", RIGHT, "{^X}a{^U}given" },
	{ "save as nothing", RIGHT, "{^X}a{^U}" },
	{ "the export's question", RIGHT, "{^X}x" },
	{ "the export's question, emptied", RIGHT, "{^X}x{^U}" },
	{ "an export to a folder", RIGHT, "{^X}x{^U}/tmp" },
	{ "x in the review", RIGHT, "{M-r}x" },
	{ "x on the step before it", RIGHT, "{M-g}devices{Enter}{Tab}x" },
	{ "after an export", RIGHT, "{M-r}{Enter}{Enter}" },
	{ "a change after an export", RIGHT, "{M-r}{Enter}{Enter}{Esc}{M-g}name{Enter}x" },
};

static void
enter_alone_writes_a_right_draft_and_leaves(void **state)
{
	struct session *s = *state;
	struct strbuf command = STRBUF_INIT;

	strbuf_addf(&command, "rm -f %s/given.mobileconfig", s->folder);
	for (size_t i = 0; i < ARRAY_SIZE(right_places); i++) {
		const struct begin *place = &right_places[i];
		char *profile;

		print_message("from %s\n", place->name);
		assert_int_equal(system(command.buf), 0);
		open_text(s, place->text);
		play(s, place->script);
		walk_on(s);
		assert_int_equal(s->wish, WIZARD_QUIT);
		if (!strcmp(place->name, "quitting with changes"))
			continue; /* saved, and that was it */
		profile = session_file(s, "given.mobileconfig");
		assert_contains(profile, "com.apple.security.scep");
		assert_contains(profile, draft_text(s->file.draft, field_of(s->form, "url")));
		free(profile);
	}
	strbuf_release(&command);
}

/* States from which Enter alone cannot reach the profile, since something must be decided: it leads through
 * all of the wizard, the review included. */
static void
enter_alone_stays_nowhere(void **state)
{
	static const struct begin places[] = {
		{ "a draft with errors", WRONG, "" },
		{ "an error that was just typed", RIGHT, "{M-g}finger{Enter}11:22" },
		{ "an error that was told", RIGHT, "{M-g}finger{Enter}11:22{Enter}" },
		{ "an error that was cleared away", WRONG, "{M-g}finger{Enter}{Esc}" },
		{ "the review of errors", WRONG, "{M-r}" },
		{ "the export of errors", WRONG, "{M-r}{Home}" },
		{ "a wrong item", ITEMS, "{M-g}rfc{Enter}second.example.com" },
		{ "a wrong item behind a right one", ITEMS, "{M-g}uri{Enter}urn:x{Enter}y" },
		{ "a wrong item that was told", ITEMS, "{M-g}dns{Enter}not fine{Enter}{Enter}" },
		{ "a wrong item that was mended wrongly", ITEMS,
			"{M-g}dns{Enter}not fine{Enter}{Enter}ly" },
		{ "a wrong item in the middle", ITEMS, "{M-g}dns{Enter}a.b{Enter}not fine{Up}" },
		{ "a wrong item of the file", ITEMS "san_uri: [y, urn:x]\n", "{M-g}uri{Enter}" },
		{ "a certificate that is not there", ROOT_MISSING, "{M-g}root cert{Enter}" },
		{ "a secret that is to be typed", RIGHT "challenge: {from: prompt}\n", "{M-r}" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		print_message("from %s\n", places[i].name);
		open_text(s, places[i].text);
		play(s, places[i].script);
		assert_true(walk_on(s).reviewed);
		assert_int_equal(s->wish, WIZARD_GO_ON);
	}
}

/* A folder in which nothing can be written, a draft that another program has changed or removed. */
static void
enter_alone_stays_nowhere_in_trouble(void **state)
{
	struct session *s = *state;

	open_guarded(s, RIGHT);
	play(s, "{^X}x{^U}/no/such/folder/x.mobileconfig{Enter}");
	assert_contains(message(s), "Not exported: ");
	walk_on(s);
	open_guarded(s, RIGHT);
	play(s, "{M-g}name{Enter}x");
	write_disk(s, RIGHT "name: y\n");
	play(s, "{^O}");
	assert_contains(asked(s), "changed in both");
	assert_true(walk_on(s).reviewed);
	assert_int_equal(s->wish, WIZARD_GO_ON);
	/* theirs is as it was */
	assert_draft(s, RIGHT "name: y\n");
	play(s, "{Esc}{^X}qd");
	open_guarded(s, RIGHT);
	play(s, "{M-g}name{Enter}x");
	write_disk(s, RIGHT "retries: 9\n");
	play(s, "{^O}");
	assert_contains(asked(s), "1 Retries = 9 (on disk)");
	walk_on(s);
	assert_int_equal(s->wish, WIZARD_QUIT);
	assert_string_equal(answer(s, "retries"), "9");
	assert_string_equal(answer(s, "name"), "x");
	open_guarded(s, RIGHT);
	play(s, "{M-g}name{Enter}x");
	write_disk(s, "form: [");
	play(s, "{^O}");
	assert_contains(asked(s), "is not a draft");
	assert_true(walk_on(s).reviewed);
	assert_draft(s, "form: [");
}

/* What was left by another session is recovered by Enter alone, also where the file was changed since. */
static void
enter_alone_recovers(void **state)
{
	struct session *s = *state;

	open_guarded(s, RIGHT);
	play(s, "{M-g}name{Enter}x{M-g}retries{Enter}{^U}5");
	wizard_hide_secrets(s->wizard);
	write_disk(s, RIGHT "retries: 9\n");
	reopen(s, false);
	wizard_guard(s->wizard);
	check_view(s);
	assert_contains(asked(s), "Enter recover");
	walk_on(s);
	assert_int_equal(s->wish, WIZARD_QUIT);
	assert_string_equal(answer(s, "name"), "x");
	assert_string_equal(answer(s, "retries"), "5");
}

/* What is typed or pasted into any field; most of it is wrong in most of them. */
static const char *const values[] = {
	"",
	" ",
	"x",
	"-",
	"11:22",
	"99999999999999",
	"-1",
	"nowhere at all",
	"http://",
	"https://a b/",
	"/CN=",
	"O=a, CN=b",
	"%NoVariable%",
	"a\n\nb\n\n",
	"\n\n\n",
	"y\nurn:x\ny",
	"/no/such/file",
	"@env:",
	"@command:",
	"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
	"\302\240\343\201\202\314\201",
	"00000000-0000-0000-0000-000000000000",
};

/* What opens over a field, and what is typed there. */
static const char *const openings[] = {
	"",
	"{BS}",
	"{Right}{Right} ",
	"{^T}",
	"{^T}zz",
	"{^T}{^T}",
	"{^T}{Down}",
	"{^T}{^U}/no/such/",
	"{^T}{^U}",
	"{M-c}",
	"{M-c}why",
	"{M-a}",
	"{^G}",
	"{^X}",
	"{^X}a",
	"{^X}x",
	"{^X}o",
	"{^X}u",
	"{M-g}",
	"{M-g}zz",
	"{M-h}",
	"{M-r}",
	"{M-e}",
	"{^C}",
	"{^X}q",
	"{^O}",
	"{^R}",
	"{Esc}",
};

/* Enter leads from the focused field to the review, through all that is wrong, and to the export. */
static void
walk_from_field(struct session *s, const char *key, const char *what)
{
	walk_to(s, true);
	if (s->wish != WIZARD_QUIT && !is_at_export(s))
		fail_msg("%s, %s: Enter does not reach the export", key, what);
}

/* The draft anew, with all fields shown and the focus on one of them. */
static void
open_field(struct session *s, const char *text, const struct field *field)
{
	const struct view *view;
	size_t row = 0;

	open_text(s, text);
	play(s, "{M-h}");
	view = wizard_view(s->wizard);
	while (row < view->nrows && view->rows[row].field != field)
		row++;
	wizard_point(s->wizard, row, SIZE_MAX);
	view = wizard_view(s->wizard);
	assert_ptr_equal(view->rows[view->focus].field, field);
}

static const char *const platforms[] = {
	"form: scep\nplatform: macos\nurl: https://scep.acme.net/scep\n",
	"form: scep\nplatform: ios\nurl: https://scep.acme.net/scep\nset_subject_alternative_name: yes\n"
	"include_root_certificate: yes\n",
};

static void
enter_alone_passes_every_field(void **state)
{
	struct session *s = *state;

	for (size_t p = 0; p < ARRAY_SIZE(platforms); p++)
		for (size_t i = 0; i < s->form->nfields; i++)
			for (size_t v = 0; v < ARRAY_SIZE(values); v++) {
				open_field(s, platforms[p], s->form->fields[i]);
				wizard_replace(s->wizard, values[v], strlen(values[v]));
				walk_from_field(s, s->form->fields[i]->key, values[v]);
			}
}

static void
enter_alone_passes_what_opens_over_every_field(void **state)
{
	struct session *s = *state;

	for (size_t i = 0; i < s->form->nfields; i++)
		for (size_t o = 0; o < ARRAY_SIZE(openings); o++) {
			open_field(s, platforms[1], s->form->fields[i]);
			play(s, openings[o]);
			walk_from_field(s, s->form->fields[i]->key, openings[o]);
		}
}

/* It asks the server that it began with, and nobody is asked for a certificate. */
static void
enter_alone_declines_a_trial_and_goes_on(void **state)
{
	static const enum ask_run_state ends[][2] = {
		{ ASK_RUN_ENDED, ASK_RUN_ENDED },   /* it cannot be asked */
		{ ASK_RUN_CONSENT, ASK_RUN_ENDED }, /* it answers */
	};
	static struct asked facts = ASKED_INIT;
	struct session *s = *state;

	if (!WITH_CURL) /* nobody can be asked, so nobody is */
		return;
	facts.url = facts.root = (char[]){ "" };
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		fake_ask_reset();
		fake.steps[0].state = ends[i][0];
		fake.steps[1].state = ends[i][1];
		fake.facts = i ? &facts : NULL;
		open_text(s, TRIED);
		play(s, "{M-r}{Home}");
		assert_string_equal(focus_label(s), "Try it: enrol once as a device would");
		walk_on(s);
		assert_int_equal(s->wish, WIZARD_QUIT);
		assert_int_equal(fake.begun, 1);
		assert_int_equal(fake.agreed, i ? 0 : -1);
	}
	fake_ask_reset();
	fake.missing = "nobody is asked here";
}

static void
notes_end_with_an_empty_line(void **state)
{
	struct session *s = *state;

	open_text(s, RIGHT);
	play(s, "{M-g}notes{Enter}{Enter}");
	assert_string_equal(focus_label(s), "Fingerprint");
	assert_false(draft_any_changed(s->file.draft));
	play(s, "{M-g}notes{Enter}one{Enter}");
	assert_contains(wizard_view(s->wizard)->keyline, "Enter next  ");
	play(s, "two");
	assert_contains(wizard_view(s->wizard)->keyline, "Enter new line  ");
	play(s, "{Enter}{Enter}");
	assert_string_equal(focus_label(s), "Fingerprint");
	assert_string_equal(answer(s, "policy_notes"), "one\ntwo");
	/* a line is broken where the cursor is, once */
	play(s, "{M-g}notes{Enter}{Left}{Enter}");
	assert_string_equal(answer(s, "policy_notes"), "one\ntw\no");
	play(s, "{Enter}");
	assert_string_equal(answer(s, "policy_notes"), "one\ntw\no\n");
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Fingerprint");
	assert_string_equal(answer(s, "policy_notes"), "one\ntw\no");
}

static void
empty_lines_alone_are_empty(void **state)
{
	struct session *s = *state;

	open_text(s, RIGHT "policy_notes: \"\\n\\n \\n\"\n");
	assert_int_equal(mark_of(s, "policy_notes"), ' ');
	play(s, "{M-g}notes{Enter}{Enter}{Tab}");
	/* as its author wrote it */
	assert_false(draft_any_changed(s->file.draft));
	play(s, "{M-g}notes{Enter}{^U}");
	paste(s, "x");
	play(s, "{BS}");
	paste(s, " \n\n");
	assert_int_equal(mark_of(s, "policy_notes"), ' ');
	play(s, "{Tab}");
	assert_string_equal(answer(s, "policy_notes"), "");
}

static void
a_wrong_item_is_told_once(void **state)
{
	struct session *s = *state;

	open_text(s, ITEMS);
	play(s, "{M-g}rfc{Enter}second.example.com{Enter}");
	assert_string_equal(message(s), "");
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "RFC 822");
	assert_string_equal(answer(s, "san_rfc822"), "second.example.com");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	assert_contains(wizard_view(s->wizard)->keyline, "Enter go on  ");
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "URI");
	assert_int_equal(mark_of(s, "san_rfc822"), '!');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(enter_alone_writes_a_right_draft_and_leaves),
		session_test(enter_alone_stays_nowhere),
		session_test(enter_alone_stays_nowhere_in_trouble),
		session_test(enter_alone_recovers),
		session_test(enter_alone_passes_every_field),
		session_test(enter_alone_passes_what_opens_over_every_field),
		session_test(enter_alone_declines_a_trial_and_goes_on),
		session_test(notes_end_with_an_empty_line),
		session_test(empty_lines_alone_are_empty),
		session_test(a_wrong_item_is_told_once),
	};

	setlocale(LC_ALL, "C.UTF-8");
	fake.missing = "nobody is asked here";
	return run_tests(tests);
}
