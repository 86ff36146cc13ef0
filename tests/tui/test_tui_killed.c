/* Killed in every state of the wizard (places.h), at two sizes, in plain mode, and in the middle of what comes
 * at once: the next session has what was there, at the same field and cursor. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "places.h"
#include "side.h"

/* Columns before the cursor that tell where it stands. */
#define BESIDE 3
/* What is typed at once, and how often it is killed on its way. */
#define BURST 2000
#define BURST_KILLS 12
#define BURST_SEED 20261122u
/* How much the recovery file grows on that way. */
#define BURST_GROWS 100000

static void
killed(struct session *session)
{
	kill(session->vt.pid, SIGKILL);
	assert_int_equal(vt_end(&session->vt), 128 + SIGKILL);
	vt_stop(&session->vt);
}

static void
recover(struct session *session, int columns, int rows)
{
	const char *argv[] = { program(), "edit", session->draft, NULL };
	struct vt *vt = &session->vt;

	vt_start(vt, "xterm-256color", columns, rows, argv, NULL);
	vt_wait_sent(vt, "Not saved by ");
	vt_wait_quiet(vt);
	vt_type(vt, "\r");
	vt_wait_quiet(vt);
	/* where the draft was changed on disk, too, the rows are shown first */
	if (vt_find(vt, " swap") >= 0)
		vt_type(vt, "s");
	vt_wait_sent(vt, "Not saved yet");
	vt_wait_quiet(vt);
}

/* Something is unsaved in each of them. */
static void
place_changed(struct session *session, const struct place *place)
{
	struct vt *vt = &session->vt;

	place_make(session);
	session_edit(session, "xterm-256color", 80, 24, NULL);
	go_to(vt, "Retry delay");
	vt_type(vt, "7");
	vt_wait_cursor_behind(vt, "107");
	go_to(vt, "Platform");
	place_enter(session, place);
}

static void
place_is_recovered(const struct place *place, bool small)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	int row, column, new_row, new_column;
	char beside[8 * BESIDE];

	place_changed(&session, place);
	if (small)
		vt_resize_drawn(vt, 40, 12);
	vt_wait_quiet(vt);
	vt_cursor(vt, &row, &column);
	snprintf(beside, sizeof beside, "%s",
		column < BESIDE ? "" : vt_part(vt, row, column - BESIDE, column));
	side_show(&session, &before);
	killed(&session);
	if (!before.len) {
		/* the export saves first */
		assert_contains(session_read(&session, "office.yaml"), "retry_delay: 107\n");
		session_edit(&session, "xterm-256color", 80, 24, NULL);
		assert_int_equal(vt_find(vt, "Not saved by "), -1);
		session_close(&session);
		strbuf_release(&before);
		return;
	}
	assert_contains(before.buf, "retry_delay: 107\n");
	recover(&session, small ? 40 : 80, small ? 12 : 24);
	side_show(&session, &after);
	if (!place->meanwhile && strcmp(before.buf, after.buf) != 0)
		fail_msg("%s: before\n%safter\n%s", place->name, before.buf, after.buf);
	if (place->meanwhile)
		assert_contains(after.buf, "name: mine");
	assert_int_equal(vt_find(vt, SECRET), -1);
	vt_cursor(vt, &new_row, &new_column);
	/* lists, questions, help and review are left for the field that they belong to */
	if (place->keys[0][0] >= ' ' && !place->meanwhile && !small)
		assert_string_equal(vt_part(vt, new_row, new_column - BESIDE, new_column), beside);
	/* what was recovered can be undone, and that redone */
	vt_type(vt, CONTROL('_'));
	vt_wait_quiet(vt);
	vt_type(vt, "\033_");
	vt_wait_quiet(vt);
	strbuf_clear(&before);
	side_show(&session, &before);
	assert_contains(before.buf, "retry_delay: 107\n");
	session_close(&session);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void
a_kill_in_every_state_is_recovered(void **state)
{
	(void)state;
	for (size_t i = 0; i < places_count; i++) {
		place_is_recovered(&places[i], false);
		place_is_recovered(&places[i], true);
	}
	print_message("killed in %zu states at 2 sizes, %zu times: 0 changes lost\n", places_count,
		2 * places_count);
}

/* What was recovered is what this session began with, but the draft on disk is what "restore" means. */
static void
what_was_recovered_can_be_restored_and_undone(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_open(&session);
	vt_type(vt, "\tXY");
	vt_wait(vt, "OfficeXY");
	killed(&session);
	recover(&session, 80, 24);
	vt_type(vt, "Z");
	vt_wait_cursor_behind(vt, "OfficeXYZ");
	vt_type(vt, CONTROL('_'));
	vt_wait_cursor_behind(vt, "OfficeXY");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "u restore");
	vt_type(vt, "u");
	vt_wait_cursor_behind(vt, "Office");
	session_close(&session);
}

static void
a_kill_in_plain_mode_is_recovered(void **state)
{
	static const struct {
		const char *typed, *shows, *left;
	} cases[] = {
		{ "=2\nBranch\n", "3 Policy notes", "policy_name: Branch\nat policy_notes, " },
		{ "=3\none\ntwo\n", "two", "policy_notes: one\ntwo\nat policy_notes, 7\n" },
		{ "=2\nBranch\n!s", "!s", "policy_name: Branch\nat policy_notes, " },
		{ "=2\nBranch\n=Challenge\n", "5 Challenge, ",
			"policy_name: Branch\nat challenge, " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct session session;
		const char *argv[] = { program(), "edit", NULL, "--plain", NULL };
		struct vt *vt = &session.vt;
		struct strbuf left = STRBUF_INIT;

		session_make(&session, NULL);
		argv[2] = session.draft;
		vt_start(vt, "xterm", 80, 24, argv, NULL);
		vt_wait_sent(vt, "Platform, ");
		vt_mark_here(vt);
		vt_type(vt, cases[i].typed);
		vt_wait_sent(vt, cases[i].shows);
		vt_wait_quiet(vt);
		side_show(&session, &left);
		if (strncmp(left.buf, cases[i].left, strlen(cases[i].left)) != 0)
			fail_msg("%s: %s", cases[i].typed, left.buf);
		killed(&session);
		recover(&session, 80, 24);
		strbuf_clear(&left);
		side_show(&session, &left);
		assert_int_equal(strncmp(left.buf, cases[i].left, strlen(cases[i].left)), 0);
		session_close(&session);
		strbuf_release(&left);
	}
}

/* "0000 0001 0002 ...": the end of any part of it tells how long the part is. */
static void
burst_text(struct strbuf *out)
{
	for (int i = 0; out->len < BURST; i++)
		strbuf_addf(out, "%04d ", i);
	strbuf_trim(out);
}

/* The same as keys: a control character between the words is in no paste. */
static void
burst_keys(const struct strbuf *text, struct strbuf *out)
{
	for (const char *c = text->buf; *c; c++)
		strbuf_addf(out, "%c%s", *c, *c == ' ' ? CONTROL('E') : "");
}

static int
burst_last_seen(struct vt *vt)
{
	int last = -1;
	const char *row;

	for (int r = 0; r < vt->rows; r++) {
		int number;

		row = vt_row(vt, r);
		for (const char *p = strstr(row, " 0"); p; p = strstr(p + 1, " 0"))
			if (strlen(p) > 5 && p[5] == ' ' && sscanf(p, "%d", &number) == 1 &&
				number > last)
				last = number;
	}
	return last;
}

struct burst {
	struct session *session;
	size_t size; /* of the recovery file, at which it is killed */
};

/* A slow machine takes more keys at once, and is through before. */
static bool
burst_is_long_enough(void *data)
{
	const struct burst *burst = data;

	return side_size(burst->session) >= burst->size ||
	       vt_find(&burst->session->vt, "0399") >= 0;
}

/* Kills it once its recovery file has grown by so much; what is left then. */
static int
burst_kill(const struct strbuf *keys, size_t grown, struct strbuf *left)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct burst burst = { .session = &session };
	int seen;

	session_open(&session);
	go_to(vt, "Policy notes");
	burst.size = side_size(&session) + grown;
	vt_type(vt, keys->buf);
	assert_true(vt_wait_until(vt, burst_is_long_enough, &burst));
	kill(vt->pid, SIGKILL);
	assert_int_equal(vt_end(vt), 128 + SIGKILL);
	side_show(&session, left);
	seen = burst_last_seen(vt);
	session_close(&session);
	return seen;
}

static void
a_kill_amid_a_burst_leaves_what_the_screen_has_shown(void **state)
{
	struct strbuf text = STRBUF_INIT, keys = STRBUF_INIT;
	unsigned random = BURST_SEED;
	size_t most = 0, amid = 0;

	(void)state;
	burst_text(&text);
	burst_keys(&text, &keys);
	for (int i = 0; i < BURST_KILLS; i++) {
		struct strbuf left = STRBUF_INIT;
		const char *value;
		size_t len;
		int seen;

		random = random * 1103515245u + 12345u;
		seen = burst_kill(&keys, (random >> 8) % BURST_GROWS, &left);
		value = strstr(left.buf, "policy_notes: ");
		value = value ? value + strlen("policy_notes: ") : "";
		len = strcspn(value, "\n");
		assert_true(len <= text.len && !strncmp(value, text.buf, len));
		if (seen >= 0 && (size_t)seen * 5 + 4 > len)
			fail_msg("the screen has shown %d, and %zu bytes are left", seen, len);
		most = len > most ? len : most;
		amid += len && len < text.len;
		strbuf_release(&left);
	}
	assert_true(amid > BURST_KILLS / 2);
	print_message("killed %d times at %zu keys, %zu of them on the way, up to key %zu: 0 shown "
		      "and lost\n",
		BURST_KILLS, text.len, amid, most);
	strbuf_release(&text);
	strbuf_release(&keys);
}

static void
a_burst_and_a_paste_are_one_record(void **state)
{
	static const char *const marks[][2] = { { "", "" }, { "\033[200~", "\033[201~" } };
	struct strbuf text = STRBUF_INIT;

	(void)state;
	burst_text(&text);
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		struct session session;
		struct vt *vt = &session.vt;
		struct strbuf typed = STRBUF_INIT, left = STRBUF_INIT;

		session_open(&session);
		go_to(vt, "Policy notes");
		strbuf_addf(&typed, "%s%s%s", marks[i][0], text.buf, marks[i][1]);
		vt_type(vt, typed.buf);
		vt_wait(vt, "0399");
		kill(vt->pid, SIGKILL);
		assert_int_equal(vt_end(vt), 128 + SIGKILL);
		side_show(&session, &left);
		assert_contains(left.buf, text.buf);
		if (i)
			assert_int_equal(side_count(&session, "text"), 1);
		session_close(&session);
		strbuf_release(&typed);
		strbuf_release(&left);
	}
	strbuf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kill_in_every_state_is_recovered),
		cmocka_unit_test(what_was_recovered_can_be_restored_and_undone),
		cmocka_unit_test(a_kill_in_plain_mode_is_recovered),
		cmocka_unit_test(a_kill_amid_a_burst_leaves_what_the_screen_has_shown),
		cmocka_unit_test(a_burst_and_a_paste_are_one_record),
	};

	return run_tests(tests);
}
