/* The bytes of a terminal through the wizard: every picture of it is whole and filtered, and whatever
 * was typed can be saved and is read back. It may look into the folder where it runs; it writes no
 * file, for the prompts that would are closed, and knows no other folder, for it gets no slash. */
#include "ui/tty/input.h"
#include "ui/wizard/wizard.h"

#include "fuzz.h"

static void
must_be_shown(const char *text)
{
	struct strbuf shown = STRBUF_INIT;

	must(text);
	text_show(&shown, text, strlen(text));
	must(!strcmp(shown.buf, text));
	strbuf_release(&shown);
}

static void
must_be_whole(const struct view *view)
{
	must(view->focus < view->nrows && view->rows[view->focus].kind != ROW_SECTION);
	must(view->done <= view->fields);
	for (size_t i = 0; i < view->nrows; i++) {
		must_be_shown(view->rows[i].value);
		must(view->rows[i].label && view->rows[i].cursor <= strlen(view->rows[i].value));
	}
	must_be_shown(view->title);
	must_be_shown(view->message);
	must_be_shown(view->heading);
	must_be_shown(view->progress);
	must(view->hint && view->keyline && view->explanation && view->state);
}

/* Whether an answer to what is asked now would be a file's name that is written to. */
static bool
asks_for_target(const struct view *view)
{
	static const char *const questions[] = { "Export to", "Save as", "Name of the draft" };

	for (size_t i = 0; view->prompt && i < ARRAY_SIZE(questions); i++)
		if (!strncmp(view->prompt, questions[i], strlen(questions[i])))
			return true;
	return false;
}

static void
wizard_play(struct wizard *wizard, struct input *in)
{
	struct strbuf paste = STRBUF_INIT;
	enum wizard_wish wish = WIZARD_GO_ON;

	for (bool ended = false; !ended && wish != WIZARD_QUIT;) {
		uint32_t chord = input_read(in, &paste, &ended);

		if (asks_for_target(wizard_view(wizard)))
			chord = CHORD_ESC;
		if (paste.len)
			wizard_paste(wizard, paste.buf, paste.len);
		else if (chord != CHORD_NONE)
			wizard_chord(wizard, chord);
		strbuf_clear(&paste);
		wish = wizard_wants(wizard);
		if (wish == WIZARD_EDITOR)
			wizard_editor_done(wizard, "one\r\ntwo", 8);
		must_be_whole(wizard_view(wizard));
	}
	strbuf_release(&paste);
}

static void
draft_saved(const struct draft_file *file)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	if (draft_file_format(file, &text, &err) < 0)
		BUG("%s", err.buf);
	strbuf_release(&text);
	strbuf_release(&err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct wizard *wizard;
	struct input in;
	char *bytes;

	fuzz_locale();
	if (size > FUZZ_PIPE_MAX || memchr(data, '\0', size))
		return -1;
	setenv("SCEPWIZ_DRAFTS", ".", 1);
	bytes = fuzz_text(data, size);
	for (char *slash; (slash = strchr(bytes, '/'));)
		*slash = '_';
	draft_file_new(&file, fuzz_form(), NULL);
	wizard = wizard_new(&file, false);
	input_init(&in, fuzz_pipe(bytes, size));
	in.escape_ms = 0;
	wizard_play(wizard, &in);
	draft_saved(&file);
	close(in.fd);
	input_release(&in);
	wizard_free(wizard);
	draft_file_release(&file);
	free(bytes);
	return 0;
}
