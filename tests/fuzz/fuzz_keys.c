/* The bytes of a terminal through the input reader into the line editor: valid UTF-8 stays valid, the
 * cursor stands between characters and inside the window, undoing everything gives the text that was
 * set and redoing everything the last one. The first line of the input is that text; a first byte
 * that is odd makes it an editor of several lines. */
#include "ui/line/lineedit.h"
#include "ui/tty/input.h"

#include "fuzz.h"

#define COLUMNS 20

static void
must_be_sound(const struct lineedit *edit, struct lineedit_window *window)
{
	const struct strbuf *text = &edit->text;

	must(strlen(text->buf) == text->len && utf8_check(text->buf, text->len) == text->len);
	must(edit->cursor <= text->len);
	must(((unsigned char)text->buf[edit->cursor] & 0xc0) != 0x80);
	lineedit_view(edit, COLUMNS, window);
	must(window->begin <= edit->cursor && edit->cursor <= window->end);
	must(window->end <= text->len);
	must(window->cursor_column >= 0 && window->cursor_column < COLUMNS);
	must(lineedit_width(edit, window->begin, window->end) + window->cut_left +
			window->cut_right <=
		COLUMNS);
}

static void
chord_apply(struct lineedit *edit, uint32_t chord)
{
	enum action action = key_action(chord);

	if (action == ACTION_TYPE)
		lineedit_type(edit, chord);
	else if (action == ACTION_ACCEPT)
		lineedit_type(edit, '\n');
	else
		lineedit_act(edit, action);
}

static void
keys_play(struct lineedit *edit, struct input *in)
{
	struct lineedit_window window = { 0 };
	struct strbuf paste = STRBUF_INIT, note = STRBUF_INIT;

	for (bool ended = false; !ended;) {
		uint32_t chord = input_read(in, &paste, &ended);

		if (paste.len)
			lineedit_paste(edit, paste.buf, paste.len, &note);
		else if (chord != CHORD_NONE)
			chord_apply(edit, chord);
		strbuf_clear(&paste);
		must_be_sound(edit, &window);
	}
	strbuf_release(&paste);
	strbuf_release(&note);
}

static void
undo_and_redo(struct lineedit *edit, const char *start)
{
	char *last;

	while (lineedit_act(edit, ACTION_REDO))
		;
	last = xstrdup(edit->text.buf);
	while (lineedit_act(edit, ACTION_UNDO))
		;
	must(!strcmp(edit->text.buf, start));
	while (lineedit_act(edit, ACTION_REDO))
		;
	must(!strcmp(edit->text.buf, last));
	free(last);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, '\n', size);
	size_t len = end ? (size_t)(end - data) : 0;
	struct lineedit edit;
	struct input in;
	char *start;

	fuzz_locale();
	if (size > FUZZ_PIPE_MAX || utf8_check((const char *)data, len) != len)
		return -1;
	start = fuzz_text(data, len);
	lineedit_init(&edit);
	edit.multiline = size && data[0] & 1;
	lineedit_set(&edit, start);
	input_init(&in, fuzz_pipe((const char *)data + len, size - len));
	in.escape_ms = 0;
	in.mouse = edit.multiline;
	keys_play(&edit, &in);
	undo_and_redo(&edit, start);
	close(in.fd);
	input_release(&in);
	lineedit_release(&edit);
	free(start);
	return 0;
}
