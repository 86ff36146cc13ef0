/* Asking a server from the wizard, on a terminal: the keeper asks first, the wizard goes on drawing, ^C stops it, and
 * nothing is left behind, however it ends. */
#include <signal.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "asker.h"
#include "session.h"

#define CHOOSE CONTROL('T')
#define STOP CONTROL('C')

static void
open_url(struct session *session, const char *url)
{
	STRBUF(setting);
	const char *settings[] = { NULL, "subject=/O=Acme/CN=%SerialNumber%", "key_size=2048",
		"challenge=staple-battery", NULL };

	strbuf_addf(&setting, "url=%s", url);
	settings[0] = setting.buf;
	session_make(session, settings);
	session_edit(session, "xterm-256color", 80, 24, NULL);
	go_to(&session->vt, "URL");
}

/* The row that asks, to the keeper's question. */
static void
ask(struct session *session)
{
	vt_type(&session->vt, CHOOSE);
	vt_wait(&session->vt, "Ask the server");
	vt_type(&session->vt, "\r");
}

static void
agree(struct session *session)
{
	vt_wait(&session->vt, "Type y for yes:");
	vt_type(&session->vt, "y\r");
}

static bool
nobody_is_asked(void *data)
{
	(void)data;
	return asker_running() == 0;
}

static void
assert_nobody_is_asked(struct session *session)
{
	assert_true(vt_wait_until(&session->vt, nobody_is_asked, NULL));
}

static void
the_person_is_asked_once_for_a_server(void **state)
{
	struct session session;

	(void)state;
	open_url(&session, "http://ca.example.org/scep");
	ask(&session);
	vt_wait(&session.vt, "Ask http://ca.example.org over the network?");
	agree(&session);
	vt_wait(&session.vt, "The server answers. It offers all that a device needs");
	ask(&session);
	vt_wait(&session.vt, "Platform");
	vt_wait(&session.vt, "The server answers. It offers all that a device needs");
	/* another one is another question */
	vt_type(&session.vt, "\025http://ca.example.net/scep");
	ask(&session);
	vt_wait(&session.vt, "Ask http://ca.example.net over the network?");
	vt_type(&session.vt, "n\r");
	vt_wait(&session.vt, "Nothing was asked.");
	session_close(&session);
}

static void
a_name_that_is_not_there_is_told(void **state)
{
	struct session session;

	(void)state;
	open_url(&session, "http://nowhere.example.org/scep");
	ask(&session);
	agree(&session);
	vt_wait(&session.vt, "This host name is not known here.");
	session_close(&session);
}

static void
waiting_is_drawn_resized_and_stopped(void **state)
{
	struct session session;

	(void)state;
	open_url(&session, "http://slow.example.org/scep");
	ask(&session);
	agree(&session);
	vt_wait(&session.vt, "Asking slow.example.org: GetCACaps");
	vt_wait(&session.vt, ", 1 s");
	vt_wait(&session.vt, ", 2 s");
	assert_int_equal(asker_running(), 1);
	vt_resize_drawn(&session.vt, 60, 16);
	vt_wait(&session.vt, "Asking slow.example.org: GetCACaps");
	/* other keys change nothing */
	vt_type(&session.vt, "x\r\t");
	vt_wait(&session.vt, ", 3 s");
	/* those that mean the same everywhere */
	vt_mark(&session.vt);
	vt_type(&session.vt, CONTROL('L'));
	vt_wait_sent(&session.vt, "http://slow.example.org/scep");
	vt_mark(&session.vt);
	vt_type(&session.vt, CONTROL('Z'));
	vt_wait_sent(&session.vt, "\033[?1049l");
	vt_wait(&session.vt, "Asking slow.example.org: GetCACaps");
	assert_int_equal(asker_running(), 1);
	vt_type(&session.vt, STOP);
	vt_wait(&session.vt, "Stopped. Nothing was changed.");
	vt_wait_gone(&session.vt, "Asking");
	assert_nobody_is_asked(&session);
	vt_wait(&session.vt, "http://slow.example.org/scep");
	ask(&session);
	vt_wait(&session.vt, "Asking slow.example.org: GetCACaps");
	vt_type(&session.vt, "\033");
	vt_wait(&session.vt, "Stopped. Nothing was changed.");
	session_close(&session);
}

/* A session that is ended takes the request with it. */
static void
nothing_is_left_of_a_session_that_ends(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGKILL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		struct session session;

		open_url(&session, "http://slow.example.org/scep");
		ask(&session);
		agree(&session);
		vt_wait(&session.vt, "Asking slow.example.org: GetCACaps");
		assert_int_equal(kill(session.vt.pid, signals[i]), 0);
		vt_end(&session.vt);
		assert_nobody_is_asked(&session);
		if (signals[i] != SIGKILL)
			assert_terminal_restored(&session.vt);
		session_close(&session);
	}
}

static void
a_certificate_of_the_server_becomes_the_fingerprint(void **state)
{
	struct session session;

	(void)state;
	open_url(&session, "http://ca.example.org/scep");
	go_to(&session.vt, "Fingerprint");
	vt_type(&session.vt, CHOOSE);
	vt_wait(&session.vt, "Ask the server");
	vt_type(&session.vt, "ask the\r");
	agree(&session);
	vt_wait(&session.vt, "Example Root CA");
	vt_wait(&session.vt, "devices end the chain here");
	vt_type(&session.vt, "\r");
	vt_wait(&session.vt, "Fingerprint was taken from the server.");
	session_close(&session);
}

/* The consent is the wizard's own question, and only y goes on. This CA has nothing to give. */
static void
a_trial_asks_before_the_ca_is_asked(void **state)
{
	struct session session;

	(void)state;
	open_url(&session, "https://ca.example.org/scep");
	vt_type(&session.vt, "\033r");
	vt_wait(&session.vt, "Try it: enrol once as a device would");
	vt_type(&session.vt, "\033[H\r");
	agree(&session);
	vt_wait(&session.vt, "Ask this CA for one real certificate?");
	vt_wait(&session.vt, "SCEPWIZ-TRIAL-");
	vt_type(&session.vt, "\r");
	vt_wait(&session.vt, "No certificate was asked for.");
	vt_type(&session.vt, "\033[H\r");
	vt_wait(&session.vt, "Ask this CA for one real certificate?");
	vt_type(&session.vt, "y");
	vt_wait(&session.vt, "The CA refused the request.");
	vt_wait(&session.vt, "HTTP status 500");
	session_close(&session);
}

static void
plain_mode_tells_that_it_waits(void **state)
{
	static const char *const plain[] = { "SCEPWIZ_PLAIN=1", NULL };
	static const char *const settings[] = { "url=http://slow.example.org/scep", NULL };
	struct session session;

	(void)state;
	session_make(&session, settings);
	session_edit(&session, "xterm", 80, 24, plain);
	vt_type(&session.vt, "/ask\n");
	vt_wait(&session.vt, "Asking slow.example.org. ^C stops.");
	vt_wait(&session.vt, "Type y for yes:");
	vt_mark(&session.vt);
	vt_type(&session.vt, "y\n");
	vt_wait_sent(&session.vt, "\n.");
	vt_type(&session.vt, STOP);
	vt_wait(&session.vt, "Stopped. Nothing was changed.");
	assert_nobody_is_asked(&session);
	/* a second one is the first again */
	vt_type(&session.vt, "/ask\n");
	vt_wait_sent(&session.vt, "Asking slow.example.org. ^C stops.");
	vt_type(&session.vt, STOP);
	session_close(&session);
}

/* What was typed before the consent was asked for does not give it. */
static void
plain_mode_takes_no_consent_in_advance(void **state)
{
	static const char *const plain[] = { "SCEPWIZ_PLAIN=1", NULL };
	static const char *const settings[] = { "url=https://ca.example.org/scep",
		"subject=/O=Acme/CN=%SerialNumber%", "key_size=2048", "challenge=staple-battery",
		NULL };
	struct session session;

	(void)state;
	session_make(&session, settings);
	session_edit(&session, "xterm", 80, 60, plain);
	vt_type(&session.vt, "/try\n");
	vt_wait(&session.vt, "Type y for yes:");
	vt_type(&session.vt, "y\nyes\n");
	vt_wait(&session.vt, "Ask this CA for one real certificate? yes: ask, Enter: leave");
	vt_type(&session.vt, "\n");
	vt_wait(&session.vt, "No certificate was asked for.");
	/* all of what was cut */
	vt_type(&session.vt, "value\n");
	vt_wait(&session.vt, "SHA-256, 75 D3 D7 8F, D9 C1 AC C3, 5E EB");
	session_close(&session);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_person_is_asked_once_for_a_server),
		cmocka_unit_test(a_name_that_is_not_there_is_told),
		cmocka_unit_test(waiting_is_drawn_resized_and_stopped),
		cmocka_unit_test(nothing_is_left_of_a_session_that_ends),
		cmocka_unit_test(a_certificate_of_the_server_becomes_the_fingerprint),
		cmocka_unit_test(a_trial_asks_before_the_ca_is_asked),
		cmocka_unit_test(plain_mode_tells_that_it_waits),
		cmocka_unit_test(plain_mode_takes_no_consent_in_advance),
	};
	const char *why;
	int failed;

	(void)argc;
	if (asker_is_meant(argv[0]))
		return asker_answer();
	if (!asker_begin(&why)) {
		printf("1..0 # SKIP %s\n", why);
		return 0;
	}
	failed = run_tests(tests);
	asker_end();
	return failed;
}
