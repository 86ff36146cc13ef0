/* The pictures of the documents, held against the files in doc: real screens, never older than the program.
 *
 * To add one: a row of pictures[], its file in Makefile.am (picture_files), a link in a document; "make pictures" writes
 * them: look at them, dark and light. */
#include <locale.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "asker.h"
#include "scenes.h"
#include "session.h"
#include "svg.h"

#define STEPS_MAX 8
#define UPDATE_MS 250
#define DRAFT "branch-office.yaml"
/* An error, a warning; the secret is not one, and is not shown. */
#define ANSWERS                                                                     \
	"form: scep\nplatform: macos\npolicy_name: \"Branch office Wi-Fi\"\n"       \
	"policy_notes: \"Made 2026-11-20, tested on mac-017.\"\n"                   \
	"fingerprint: \"11:22:33:44:aa:bb:cc:dd\"\nchallenge: \"Zq7-xKj9vW+2Qy\"\n" \
	"key_size: 1024\nsubject: \"/C=US/O=ABCEnterprise/CN=%SerialNumber%\"\n"    \
	"key_usage: [signing]\nurl: \"https://scep.acme.net/scep\"\nname: ca\n"     \
	"device_groups: [\"Field laptops\"]\n" IDENTITY

static const struct picture {
	const char *file; /* in the source folder */
	const char *title, *desc;
	const char *draft;
	const char *option; /* of edit */
	bool as_text;       /* the README has the same screen as text */
	struct {
		const char *keys, *shown; /* what is on the screen then */
	} steps[STEPS_MAX];
} pictures[] = {
	{ "doc/field.svg", "The wizard of scepwiz, at a field with an error",
		"The form with its fields and values. The focus is on Fingerprint. Below the form are "
		"what the field means, and the error: 8 bytes are not a hash.",
		ANSWERS, NULL, true,
		{ { "\033g", "Go to" }, { "fingerprint", "4 Fingerprint" },
			{ "\r", "^T reads it from a file." } } },
	{ "doc/review.svg", "The wizard of scepwiz, at the review",
		"The last page before the export. It lists the error and the warnings, each with its "
		"field and what to do. The export waits until the error is fixed.",
		ANSWERS, "--review", false, { { NULL, "Warnings" } } },
	{ "doc/server.svg", "The wizard of scepwiz, with the answer of a SCEP server",
		"The focus is on Fingerprint, which is empty. Below the form is a list of the "
		"certificates that the server has returned, to choose from: Example Root CA, with its "
		"SHA-256, where devices end the chain.",
		SERVED, NULL, false,
		{ { "\033g", "Go to" }, { "fingerprint", "4 Fingerprint" },
			{ "\r", "^T reads it from a file." }, { "\024", "Ask the server" },
			{ "ask", "Certificate file: ask" }, { "\r", "Type y for yes:" },
			{ "y\r", "Which one?" } } },
};

static bool update;

/* The folder of the draft is the current one, so that nothing depends on its name. */
static void
start(struct session *session, const struct picture *picture)
{
	const char *argv[] = { program(), "edit", DRAFT, picture->option, NULL };
	static const char *const environment[] = { "SCEPWIZ_DRAFTS=.", "TZ=UTC0", NULL };

	session_folder(session);
	assert_int_equal(chdir(session->folder), 0);
	write_file(DRAFT, picture->draft);
	vt_start(&session->vt, "xterm-256color", 80, 24, argv, environment);
	vt_wait(&session->vt, "^X menu");
}

static void
take_steps(struct vt *vt, const struct picture *picture)
{
	for (size_t i = 0; i < STEPS_MAX && picture->steps[i].shown; i++) {
		if (picture->steps[i].keys)
			vt_type(vt, picture->steps[i].keys);
		vt_wait(vt, picture->steps[i].shown);
	}
}

/* As code of a document in Markdown. */
static void
readme_has(struct vt *vt)
{
	STRBUF(readme);
	STRBUF(text);
	STRBUF(err);

	if (file_read(source_file("README.md"), 1 << 20, &readme, &err) < 0)
		fail_msg("%s", err.buf);
	for (int row = 0; row < vt->rows; row++)
		strbuf_addf(&text, "    %s\n", vt_row(vt, row));
	if (strstr(readme.buf, text.buf))
		return;
	for (int row = 0; row < vt->rows; row++)
		print_message("    %s\n", vt_row(vt, row));
	fail_msg("README.md has another screen as text");
}

struct comparison {
	const struct picture *picture;
	const char *wanted;
};

static const char *
picture_differs(struct vt *vt, const void *context)
{
	const struct comparison *comparison = context;
	struct strbuf now = STRBUF_INIT;
	bool same;

	svg_screen(vt, comparison->picture->title, comparison->picture->desc, &now);
	same = !strcmp(now.buf, comparison->wanted);
	strbuf_release(&now);
	return same ? NULL : comparison->picture->file;
}

static void
picture_write(struct vt *vt, const struct picture *picture)
{
	STRBUF(svg);
	STRBUF(err);

	vt_wait_quiet_for(vt, UPDATE_MS);
	svg_screen(vt, picture->title, picture->desc, &svg);
	if (file_write(source_file(picture->file), svg.buf, svg.len, 0, &err) < 0)
		fail_msg("%s", err.buf);
}

static void
show_picture(void **state)
{
	const struct picture *picture = *state;
	struct session session;
	STRBUF(wanted);
	STRBUF(err);

	start(&session, picture);
	take_steps(&session.vt, picture);
	if (update) {
		picture_write(&session.vt, picture);
	} else {
		struct comparison comparison = { picture, NULL };

		if (file_read(source_file(picture->file), 1 << 20, &wanted, &err) < 0)
			fail_msg("%s", err.buf);
		comparison.wanted = wanted.buf;
		vt_wait_for(&session.vt, picture_differs, &comparison);
	}
	if (picture->as_text)
		readme_has(&session.vt);
	session_close(&session);
}

int
main(int argc, char **argv)
{
	struct CMUnitTest tests[ARRAY_SIZE(pictures)];
	const char *why;
	int failed;

	if (argc && asker_is_meant(argv[0]))
		return asker_answer();
	setlocale(LC_ALL, "C.UTF-8");
	update = getenv("SCEPWIZ_UPDATE") && *getenv("SCEPWIZ_UPDATE");
	session_paths();
	if (!asker_begin(&why)) {
		printf("1..0 # SKIP %s\n", why);
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(pictures); i++)
		tests[i] = (struct CMUnitTest){ .name = pictures[i].file,
			.test_func = show_picture,
			.initial_state = (void *)&pictures[i] };
	failed = run_tests(tests);
	asker_end();
	return failed;
}
