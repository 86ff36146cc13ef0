/* Windows of every size, in every state of the wizard: nothing is lost, and what was shown comes back
 * cell by cell. */
#include <locale.h>

#include "base/xalloc.h"

#include "places.h"
#include "sent.h"

#define RANDOM_KEYS 600

static const int shrinking[][2] = { { 60, 16 }, { 40, 12 }, { 20, 6 }, { 19, 5 }, { 1, 1 },
	{ 1, 60 }, { 200, 1 }, { 30, 8 }, { 200, 60 } };

static void
shrunk_and_back(const char *term, const struct place *place)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf before = STRBUF_INIT;

	place_open(&session, term, place);
	vt_picture(vt, &before);
	for (size_t i = 0; i < ARRAY_SIZE(shrinking); i++)
		vt_resize_drawn(vt, shrinking[i][0], shrinking[i][1]);
	vt_resize_drawn(vt, 80, 24);
	vt_wait_picture(vt, &before, place->name);
	session_close(&session);
	strbuf_release(&before);
}

static void
every_state_comes_back_cell_by_cell(void **state)
{
	(void)state;
	for (size_t i = 0; i < places_count; i++)
		shrunk_and_back("xterm-256color", &places[i]);
}

/* Without colours and an alternate screen, and with other ways to clear and scroll. */
static void
every_state_comes_back_on_an_old_terminal(void **state)
{
	(void)state;
	for (size_t i = 0; i < places_count; i++)
		shrunk_and_back("vt100", &places[i]);
}

/* The corner of any picture: its title, what a tiny one has in its place, or the request. */
static const char *
corner_check(struct vt *vt, const void *context)
{
	static const char *const corners[] = { "office.yaml", "2 Policy name",
		"window too small: at least 20x6" };
	const char *row = vt_row(vt, 0);
	size_t len = strlen(row);

	(void)context;
	if (vt->columns >= 30 && vt->rows >= 8)
		return strncmp(row + (*row == ' '), corners[0], 8) ? "no title" : NULL;
	if (vt->columns >= 20 && vt->rows >= 6)
		return strcmp(row, corners[1]) ? "no label" : NULL;
	/* wrapped or cut: of a very narrow one the first word's beginning */
	if (vt->columns == 1 && vt->rows == 1)
		return NULL;
	return len && strncmp(row, corners[2], len < 6 ? len : 6) == 0 ? NULL : "no request";
}

static uint32_t
next_random(uint32_t *mix)
{
	*mix = *mix * 1664525 + 1013904223;
	return *mix >> 8;
}

static void
three_hundred_random_sizes_are_drawn(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf before = STRBUF_INIT;
	uint32_t mix = 20261122;

	(void)state;
	place_open(&session, "xterm", &places[0]);
	vt_picture(vt, &before);
	for (int i = 0; i < 300; i++) {
		int columns = 1 + (int)(next_random(&mix) % 200);
		int rows = 1 + (int)(next_random(&mix) % 60);

		if (columns == vt->columns && rows == vt->rows)
			continue; /* the system tells nobody */
		vt_resize_drawn(vt, columns, rows);
		vt_wait_for(vt, corner_check, NULL);
	}
	vt_resize_drawn(vt, 80, 24);
	vt_wait_picture(vt, &before, "the form");
	session_quit(&session);
	assert_terminal_restored(vt);
	session_close(&session);
	strbuf_release(&before);
}

/* As a user drags the window's corner, with keys in between. */
static void
storm_of_sizes_is_survived(void **state)
{
	struct session session;
	uint32_t mix = 4711;

	(void)state;
	session_open(&session);
	for (int i = 0; i < 300; i++) {
		vt_resize(&session.vt, 1 + (int)(next_random(&mix) % 200),
			1 + (int)(next_random(&mix) % 60));
		if (i % 30 == 0)
			vt_type(&session.vt, "\t");
	}
	vt_resize(&session.vt, 80, 24);
	vt_wait(&session.vt, "^X menu");
	wait_focus(&session.vt, "Retry delay");
	session_quit(&session);
	session_close(&session);
}

/* Whatever is pressed in whatever window, no state is a trap: a few Esc and the menu lead out. */
static void
random_keys_in_random_windows_leave_it_alive(void **state)
{
	static const char *const keys[] = { "\t", "\r", "\033", KEY_UP, KEY_DOWN, KEY_LEFT,
		KEY_RIGHT, KEY_PAGE_DOWN, "\033[5~", "\033[H", "\033[F", "\033[3~", "\177", "\001",
		"\002", "\004", "\005", "\006", "\007", "\013", "\014", "\016", "\020", "\022",
		"\024", "\025", "\027", "\030", "\031", "\037", "\033b", "\033f", "\033d", "\033g",
		"\033e", "\033r", "\033h", "\033c", "\033_", "a", "e", "g", "r", "u", "x", "y", "1",
		"2", " ", "/", "%", "\\", "\xc3\xa4", "e\xcc\x81", "\xe6\x97\xa5",
		"\033[200~one\rtwo\033[201~" };
	const char *argv[] = { "/bin/sh", "-c", "cd \"${1%/*}\" && exec \"$0\" edit \"$1\"", NULL,
		NULL, NULL };
	struct session session;
	struct vt *vt = &session.vt;
	char *absolute = realpath(program(), NULL);
	uint32_t mix = 815;

	(void)state;
	place_make(&session);
	argv[3] = absolute;
	argv[4] = session.draft;
	vt_start(vt, "xterm-256color", 80, 24, argv, NULL);
	vt_wait(vt, "Platform (required)");
	for (int i = 0; i < RANDOM_KEYS; i++) {
		vt_type(vt, keys[next_random(&mix) % ARRAY_SIZE(keys)]);
		if (i % 8 == 0)
			vt_resize(vt, 1 + (int)(next_random(&mix) % 120),
				1 + (int)(next_random(&mix) % 40));
		if (i % 4 == 0)
			vt_look(vt);
	}
	vt_resize(vt, 80, 24);
	for (int i = 0; i < 4; i++) {
		vt_type(vt, "\033");
		for (int pause = 0; pause < 4; pause++)
			vt_wait_quiet(vt);
	}
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "q quit");
	vt_type(vt, "q");
	vt_wait(vt, "d discard");
	vt_type(vt, "d");
	assert_int_equal(vt_end(vt), 0);
	assert_terminal_restored(vt);
	sent_must_be_shown_text(&vt->sent);
	session_close(&session);
	free(absolute);
}

/* What is typed meanwhile is not lost, whatever has the focus. */
static void
small_window_asks_for_a_larger_one(void **state)
{
	struct session session;

	(void)state;
	session_make(&session, NULL);
	session_edit(&session, "xterm", 80, 24, NULL);
	vt_resize(&session.vt, 40, 5);
	vt_wait(&session.vt, "window too small: at least 20x6");
	vt_type(&session.vt, "\t\t");
	vt_type(&session.vt, "typed blind");
	vt_resize(&session.vt, 80, 24);
	wait_focus(&session.vt, "Policy notes");
	vt_wait_cursor_behind(&session.vt, "typed blind");
	session_close(&session);
}

/* curses would take what it puts there from outside of its memory. */
static void
single_column_keeps_its_last_cell_free(void **state)
{
	static const char *const terminals[] = { "tmux-256color", "screen", "linux", "vt220",
		"vt100", "xterm" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++) {
		struct session session;
		struct vt *vt = &session.vt;

		session_make(&session, NULL);
		session_edit(&session, terminals[i], 80, 24, NULL);
		vt_resize_drawn(vt, 1, 5);
		vt_wait(vt, "w");
		vt_wait_quiet(vt);
		assert_string_equal(vt_row(vt, 3), "d");
		assert_string_equal(vt_row(vt, 4), "");
		vt_resize_drawn(vt, 1, 1);
		vt_wait_quiet(vt);
		assert_string_equal(vt_row(vt, 0), "");
		assert_null(strchr(vt->sent.buf, '@'));
		vt_resize_drawn(vt, 80, 24);
		vt_wait(vt, "^X menu");
		session_quit(&session);
		sent_must_be_shown_text(&vt->sent);
		session_close(&session);
	}
}

/* Larger than any screen: drawn in its corner, and no memory is lost to it. */
static void
huge_windows_are_drawn_in_their_corner(void **state)
{
	static const int sizes[][2] = { { 1100, 600 }, { 4000, 24 }, { 80, 3000 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct session session;

		session_make(&session, NULL);
		session_edit(&session, "xterm", sizes[i][0], sizes[i][1], NULL);
		vt_wait(&session.vt, "of 17 done");
		vt_resize_drawn(&session.vt, 80, 24);
		vt_wait(&session.vt, "^X menu");
		session_quit(&session);
		session_close(&session);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_comes_back_cell_by_cell),
		cmocka_unit_test(every_state_comes_back_on_an_old_terminal),
		cmocka_unit_test(three_hundred_random_sizes_are_drawn),
		cmocka_unit_test(storm_of_sizes_is_survived),
		cmocka_unit_test(random_keys_in_random_windows_leave_it_alive),
		cmocka_unit_test(small_window_asks_for_a_larger_one),
		cmocka_unit_test(single_column_keeps_its_last_cell_free),
		cmocka_unit_test(huge_windows_are_drawn_in_their_corner),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
