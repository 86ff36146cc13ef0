/* The states, one a row. */
#include "places.h"

#include "base/fileio.h"
#include "base/xalloc.h"

#define MENU CONTROL('X')

/* clang-format off */
const struct place places[] = {
	{ "the form", NULL, { "\t" }, { "2 Policy name (" }, false },
	{ "a text that is typed", "Name", { "Wi-Fi \xc3\xa4" }, { "Wi-Fi \xc3\xa4" }, false },
	{ "a long text, seen from its middle", "Subject",
	  { "/O=A long name of an organization/OU=And a long one of its unit/CN=x", "\002\002\002" },
	  { "/CN=x", "/CN=x" }, false },
	{ "the end of the form", "Devices", { "mac-017" }, { "mac-017" }, false },
	{ "notes of several lines", "Policy notes", { "one", "\rtwo" },
	  { "   one", "   two" }, false },
	{ "a field with an error", "Fingerprint", { "11:22", "\r" },
	  { "11:22", "! 2 bytes found" }, false, .undecided = true },
	{ "a secret that is typed", "Challenge", { "\025", SECRET },
	  { ">   5 Challenge", "14 characters" }, false },
	{ "a secret in sight", "Challenge", { "\022" }, { SECRET }, true },
	{ "a list to choose from", "Subject", { "\024", KEY_DOWN },
	  { "> 1 /CN=%SerialNumber%", "> 2 /CN=%ComputerName%" }, false },
	{ "a file question", "Fingerprint", { "\024", "/tmp/scepwiz" },
	  { "Certificate file:", "Certificate file: /tmp/scepwiz" }, false },
	{ "a comment", "URL", { "\033c", "why" }, { "omment", "why" }, false },
	{ "the help", "Fingerprint", { "\007", "\033[6~" }, { "In drafts", "More help" }, false },
	{ "the index of the help", "Fingerprint", { "\007", "rad" }, { "In drafts", "help: rad" }, false },
	{ "the review", NULL, { "\033r" }, { "Review   " }, false },
	{ "a value of the review", NULL, { "\033r", "\033[F", KEY_UP },
	  { "Review   ", "Enter go back", "Enter edit" }, false },
	{ "the menu", NULL, { MENU }, { "q quit" }, false },
	{ "the question before leaving", "Name", { "\005x", "\003" }, { "13 Name", "d discard" }, false },
	{ "go to", NULL, { "\033g", "sub" }, { "Go to (", "): sub" }, false },
	{ "save as", NULL, { MENU, "a" }, { "q quit", "Save as: " }, false },
	{ "the export's question", NULL, { MENU, "x" }, { "q quit", "Export to: " }, false },
	{ "two versions of the draft", "Name", { "mine", CONTROL('O') },
	  { "mine", "Name = mine (yours): on disk it is theirs" }, false,
	  .meanwhile = "form: scep\nname: theirs\n", .undecided = true },
	{ "what does not apply", NULL, { "\033h" }, { "What does not apply is" }, false },
};
/* clang-format on */
const size_t places_count = ARRAY_SIZE(places);

void
place_make(struct session *session)
{
	static const char *const settings[] = { "challenge=" SECRET, "key_size=2048",
		"url=https://scep.example.com/scep", NULL };

	session_make(session, settings);
}

void
place_enter(struct session *session, const struct place *place)
{
	struct vt *vt = &session->vt;
	struct strbuf err = STRBUF_INIT;

	if (place->meanwhile &&
		file_write(session->draft, place->meanwhile, strlen(place->meanwhile), 0, &err) < 0)
		fail_msg("%s", err.buf);
	if (place->field)
		go_to(vt, place->field);
	for (size_t i = 0; i < ARRAY_SIZE(place->keys) && place->keys[i]; i++) {
		vt_type(vt, place->keys[i]);
		vt_wait(vt, place->shows[i]);
	}
	vt_wait_quiet(vt);
}

void
place_open(struct session *session, const char *term, const struct place *place)
{
	place_make(session);
	session_edit(session, term, 80, 24, NULL);
	place_enter(session, place);
}
