/* Nothing but Enter, on the real program: from its first picture and from every state it leads on, each Enter
 * is seen to do something, and a right draft ends as a profile. */
#include <locale.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "filled.h"
#include "places.h"

/* More than any walk takes. */
#define WALK 200
#define PROFILE "office.mobileconfig"

static const char *const right[] = { "policy_name=Office", "challenge=" SECRET, "key_size=2048",
	"subject=/CN=%SerialNumber%", "key_usage=signing", "url=https://scep.example.com/scep",
	"device_groups=Macs", NULL };

/* What vt_wait_until waits for. */
struct change {
	struct vt *vt;
	const struct strbuf *before;
};

static bool
picture_has_changed(void *data)
{
	const struct change *change = data;
	struct strbuf now = STRBUF_INIT;
	bool changed;

	vt_look(change->vt);
	vt_picture(change->vt, &now);
	changed = change->vt->ended || !strbuf_same(&now, change->before);
	strbuf_release(&now);
	return changed;
}

/* One Enter; the picture that it makes, in after. */
static void
press_enter(struct vt *vt, const struct strbuf *before, struct strbuf *after)
{
	struct change change = { vt, before };

	vt_type(vt, "\r");
	if (!vt_wait_until(vt, picture_has_changed, &change)) {
		vt_dump(vt);
		fail_msg("Enter has done nothing");
	}
	vt_wait_quiet(vt);
	strbuf_clear(after);
	vt_picture(vt, after);
}

/* Enter until the program ends, or often enough; whether it came through the review. */
static bool
walk_on(struct vt *vt, size_t *enters)
{
	struct strbuf pictures[3] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	bool reviewed = false;

	vt_picture(vt, &pictures[0]);
	for (*enters = 0; *enters < WALK && !vt->ended; ++*enters) {
		struct strbuf *before = &pictures[*enters % 3];
		struct strbuf *after = &pictures[(*enters + 1) % 3];
		const struct strbuf *twice = &pictures[(*enters + 2) % 3];

		press_enter(vt, before, after);
		if (*enters && !vt->ended && strbuf_same(after, twice)) {
			vt_dump(vt);
			fail_msg("two Enters have changed nothing");
		}
		reviewed |= vt_find(vt, " Review   ") == 0 || vt_find(vt, "x export") >= 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(pictures); i++)
		strbuf_release(&pictures[i]);
	return reviewed;
}

static void
assert_exported(struct session *session)
{
	const char *profile = session_read(session, PROFILE);

	assert_contains(profile, "<string>com.apple.security.scep</string>");
	assert_contains(profile, "<string>" SECRET "</string>");
	assert_contains(profile, "<string>https://scep.example.com/scep</string>");
}

/* Every field is passed, in its order, then the review, the question, the profile and the way out. */
static void
a_right_draft_reaches_its_profile(void **state)
{
	static const struct {
		int columns, rows;
	} windows[] = { { 80, 24 }, { 40, 12 }, { 20, 6 }, { 140, 45 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(windows); i++) {
		struct session session;
		size_t enters;

		session_make(&session, right);
		session_edit(&session, "xterm-256color", windows[i].columns, windows[i].rows, NULL);
		walk_on(&session.vt, &enters);
		assert_int_equal(vt_end(&session.vt), 0);
		/* 18 steps, the empty row of a list that holds something, the export, its question, the
		 * way out */
		assert_int_equal(enters, 18 + 1 + 3);
		assert_exported(&session);
		assert_contains(session.vt.sent.buf, ": saved, exported to ");
		assert_terminal_restored(&session.vt);
		session_close(&session);
	}
}

static void
each_field_is_passed(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;

	(void)state;
	session_make(&session, right);
	session_edit(&session, "xterm-256color", 80, 24, NULL);
	for (size_t i = 0; i < filled_count; i++) {
		const char *label = filled[i].label;

		/* those that hang on a switch do not apply */
		if (!strncmp(label, "Root", 4) || !strcmp(label, "DNS name") ||
			!strcmp(label, "Principal") || !strcmp(label, "RFC 822") ||
			!strcmp(label, "URI"))
			continue;
		wait_focus(vt, label);
		strbuf_clear(&before);
		vt_picture(vt, &before);
		press_enter(vt, &before, &after);
		if (!strcmp(label, "Device groups")) /* its empty row */
			press_enter(vt, &after, &before);
	}
	vt_wait(vt, "Enter review  x export");
	strbuf_release(&before);
	strbuf_release(&after);
	session_close(&session);
}

static void
line_by_line_it_does_too(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_make(&session, right);
	session_edit(&session, "dumb", 80, 24, NULL);
	for (size_t i = 0; i < WALK && !vt->ended; i++) {
		vt_type(vt, "\n");
		vt_wait_quiet(vt);
	}
	assert_int_equal(vt_end(vt), 0);
	assert_exported(&session);
	assert_contains(vt->sent.buf, ": saved, exported to ");
	session_close(&session);
}

static void
enter_leads_on_from_every_state(void **state)
{
	(void)state;
	for (size_t i = 0; i < places_count; i++) {
		const struct place *place = &places[i];
		struct session session;
		size_t enters;
		bool reviewed;

		print_message("from %s\n", place->name);
		place_open(&session, "xterm-256color", place);
		reviewed = walk_on(&session.vt, &enters);
		if (!strcmp(place->name, "the question before leaving")) {
			assert_contains(session.vt.sent.buf, "office.yaml: saved");
			session_close(&session);
			continue;
		}
		assert_true(reviewed);
		assert_int_equal(session.vt.ended, !place->undecided);
		if (!place->undecided)
			assert_exported(&session);
		else
			assert_false(path_exists(session_path(&session, PROFILE)));
		session_close(&session);
	}
}

/* Enter alone overwrites nothing: the profile gets a name of its own; y overwrites. */
static void
a_file_that_is_there_is_kept(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf err = STRBUF_INIT;
	size_t enters;

	(void)state;
	session_make(&session, right);
	if (file_write(session_path(&session, PROFILE), "Ask Jo.\n", 8, 0, &err) < 0)
		fail_msg("%s", err.buf);
	session_edit(&session, "xterm-256color", 80, 24, NULL);
	walk_on(vt, &enters);
	assert_int_equal(vt_end(vt), 0);
	assert_string_equal(session_read(&session, PROFILE), "Ask Jo.\n");
	assert_contains(session_read(&session, "office-2.mobileconfig"), "com.apple.security.scep");
	vt_stop(vt);
	session_edit(&session, "xterm-256color", 80, 24, NULL);
	vt_type(vt, "\033r");
	vt_wait(vt, "> ");
	vt_type(vt, "x");
	vt_wait(vt, "Export to: ");
	vt_type(vt, "\r");
	vt_wait(vt, "Enter keep it");
	vt_type(vt, "\033");
	vt_wait(vt, "is unchanged.");
	assert_string_equal(session_read(&session, PROFILE), "Ask Jo.\n");
	vt_type(vt, "x");
	vt_wait(vt, "office-2.mobileconfig");
	vt_type(vt, CONTROL('U'));
	vt_wait_gone(vt, "office-2.mobileconfig");
	vt_type(vt, session_path(&session, PROFILE));
	vt_wait_cursor_behind(vt, "config");
	vt_type(vt, "\r");
	vt_wait(vt, "Enter keep it");
	vt_type(vt, "y");
	vt_wait(vt, "+ Exported to");
	assert_exported(&session);
	session_quit(&session);
	session_close(&session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_right_draft_reaches_its_profile),
		cmocka_unit_test(each_field_is_passed),
		cmocka_unit_test(line_by_line_it_does_too),
		cmocka_unit_test(enter_leads_on_from_every_state),
		cmocka_unit_test(a_file_that_is_there_is_kept),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
