/* Whole screens, held against files of tests/expected: where everything stands, at several sizes.
 *
 * To add one: a row of screens[] or, in plain mode, of talks[]; SCEPWIZ_UPDATE=1 writes the files anew (read the difference). Below
 * a line that has attributes they stand column by column: behind "~" b for bold, r for reverse video, B for both, d for
 * dim; behind "=" r for red, y for yellow, each on black. looks[] has the main states on other kinds of terminals. */
#include <ctype.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "asker.h"
#include "scenes.h"
#include "session.h"

#define KEYS_MAX 8
#define LINES_MAX 12
/* So long nothing comes before a picture that is not the wanted one is taken for the last. */
#define LATE_MS 3000
#define UPDATE_MS 250
#define UMLAUTS "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4"
#define FOLDER "tests/expected/screens"

#define GO(label) "\033g", label, "\r"
#define INTERRUPT "\003"
#define MENU CONTROL('X')

enum run { RUN_EDIT, RUN_REVIEW, RUN_NEW, RUN_START, RUN_START_BOTH };

static const struct screen {
	const char *file; /* in FOLDER, without its ending */
	const char *name;
	const char *kind; /* of page or question that it shows: an enumerator's name */
	enum run run;
	const char *draft;
	void (*before)(void);       /* the program is started */
	void (*meanwhile)(void);    /* before the first key */
	const char *keys[KEYS_MAX]; /* each when the picture of the one before is there */
	const char *term;           /* NULL: xterm-256color */
	bool wide; /* also in a window with room for the pane, and in one that is too small */
} screens[] = {
	{ "form", "nothing answered", "VIEW_FORM", RUN_EDIT, BLANK, .keys = { NULL },
		.wide = true },
	{ "form", "all answered", NULL, RUN_EDIT, FINE, .keys = { NULL } },
	{ "form", "a new draft", NULL, RUN_NEW, BLANK, .keys = { NULL } },
	{ "form", "a text", NULL, RUN_EDIT, BLANK, .keys = { GO("name"), "Wi-Fi \xc3\xa4" } },
	{ "form", "a text with more bytes than columns", NULL, RUN_EDIT, BLANK,
		.keys = { GO("name"), UMLAUTS UMLAUTS UMLAUTS "\t" } },
	{ "form", "the end of a long text", NULL, RUN_EDIT, BLANK,
		.keys = { GO("subject"), "\033[200~" LONG_SUBJECT "\033[201~" } },
	{ "form", "the middle of a long text", NULL, RUN_EDIT, BLANK,
		.keys = { GO("subject"), "\033[200~" LONG_SUBJECT "\033[201~",
			"\033b\033b\033b" } },
	{ "form", "options", NULL, RUN_EDIT, BLANK, .keys = { GO("key size"), KEY_RIGHT } },
	{ "form", "the last option", NULL, RUN_EDIT, BLANK, .keys = { GO("key size"), "\033[F" } },
	{ "form", "checks", NULL, RUN_EDIT, BLANK, .keys = { GO("usage"), " ", KEY_RIGHT } },
	{ "form", "yes or no", NULL, RUN_EDIT, BLANK, .keys = { GO("include"), " " } },
	{ "form", "a number", NULL, RUN_EDIT, BLANK,
		.keys = { GO("retries"), "\025"
					 "99\r" } },
	{ "form", "several lines, from the first", NULL, RUN_EDIT, NOTES,
		.keys = { GO("notes"), "\033[A\033[A\033[A\033[A", "\033[A\033[A\033[A\033[A",
			"\033[A\033[A\033[A\033[A" } },
	{ "form", "several lines, in the middle", NULL, RUN_EDIT, NOTES,
		.keys = { GO("notes"), "\033[A\033[A\033[A\033[A", "\033[A\033[A" } },
	{ "form", "several lines, to the last", NULL, RUN_EDIT, NOTES, .keys = { GO("notes") } },
	{ "form", "a list of names", NULL, RUN_EDIT, BLANK,
		.keys = { GO("groups"), "Macs\r", "Labs\r" } },
	{ "form", "an error", NULL, RUN_EDIT, BLANK, .keys = { GO("finger"), "11:22\r" },
		.wide = true },
	{ "form", "an error on another field", NULL, RUN_EDIT, BLANK,
		.keys = { GO("finger"), "11:22\t" } },
	{ "form", "an error with a mend", NULL, RUN_EDIT, BLANK,
		.keys = { GO("subject"), "CN=x\r" } },
	{ "form", "a warning on leaving", NULL, RUN_EDIT, BLANK, .keys = { GO("subject"), "\r" } },
	{ "form", "a secret", NULL, RUN_EDIT, FINE, .keys = { GO("challenge") } },
	{ "form", "a secret in sight", NULL, RUN_EDIT, FINE, .keys = { GO("challenge"), "\022" } },
	{ "form", "what does not apply", NULL, RUN_EDIT, BLANK, .keys = { GO("name"), "\033h" } },
	{ "form", "the last step", NULL, RUN_EDIT, BLANK, .keys = { GO("devices"), "\t" } },
	{ "form", "the end of the form", NULL, RUN_EDIT, BLANK, .keys = { GO("MDM") } },
	{ "form", "problems", NULL, RUN_EDIT, POOR, .keys = { "\033e" } },
	{ "form", "saved", NULL, RUN_EDIT, BLANK, .keys = { GO("name"), "x", "\017" } },
	{ "form", "undone", NULL, RUN_EDIT, FINE, .keys = { GO("name"), "x", "\037" } },
	{ "form", "for iOS", NULL, RUN_EDIT, FINE, .keys = { KEY_RIGHT, GO("subject"), "\r" } },
	{ "form", "an error without colour", NULL, RUN_EDIT, BLANK, .term = "vt100",
		.keys = { GO("finger"), "11:22\r" } },
	{ "form", "read-only", NULL, RUN_EDIT, FINE, add_holder, .keys = { "\r", "\tx" } },

	{ "pages", "help", "VIEW_HELP", RUN_EDIT, BLANK, .keys = { GO("finger"), "\007" },
		.wide = true },
	{ "pages", "help, further on", NULL, RUN_EDIT, BLANK,
		.keys = { GO("finger"), "\007", KEY_PAGE_DOWN } },
	{ "pages", "help, its end", NULL, RUN_EDIT, BLANK,
		.keys = { GO("finger"), "\007", "\033[F" } },
	{ "pages", "help, back again", NULL, RUN_EDIT, BLANK,
		.keys = { GO("finger"), "\007", "\033[F", KEY_UP, KEY_UP } },
	{ "pages", "help, forth by lines", NULL, RUN_EDIT, BLANK,
		.keys = { GO("finger"), "\007", KEY_DOWN, KEY_DOWN } },
	{ "pages", "help, its index", "QUESTION_HELP", RUN_EDIT, BLANK,
		.keys = { GO("finger"), "\007", "\007" }, .wide = true },
	{ "pages", "help, searched", NULL, RUN_EDIT, BLANK, .keys = { "\007", "sign" } },
	{ "pages", "help, a topic", NULL, RUN_EDIT, BLANK, .keys = { "\007", "sign\r" } },
	{ "pages", "help, a diagram", NULL, RUN_EDIT, BLANK, .keys = { "\007", "diagram\r" } },
	{ "pages", "help, keys", NULL, RUN_EDIT, BLANK, .keys = { "\007", "keys to move\r" } },
	{ "pages", "help, a word", NULL, RUN_EDIT, BLANK, .keys = { "\007", "word: draft\r" } },
	{ "pages", "not kept", NULL, RUN_EDIT, FINE, break_state, .keys = { NULL } },
	{ "pages", "not kept, why", NULL, RUN_EDIT, FINE, break_state,
		.keys = { "\t", "x", "\007" } },
	{ "pages", "help of the review", NULL, RUN_EDIT, FINE, .keys = { "\033r", "\007" } },
	{ "pages", "review without an error", "VIEW_REVIEW", RUN_REVIEW, FINE, .keys = { NULL } },
	{ "pages", "review with errors", NULL, RUN_REVIEW, POOR, .keys = { NULL }, .wide = true },
	{ "pages", "review, a warning", NULL, RUN_REVIEW, POOR,
		.keys = { KEY_DOWN, KEY_DOWN, KEY_DOWN } },
	{ "pages", "review, a value", NULL, RUN_REVIEW, FINE, .keys = { "\033[F", KEY_UP } },
	{ "pages", "review, a secret", NULL, RUN_REVIEW, FINE,
		.keys = { KEY_DOWN, KEY_DOWN, KEY_DOWN, KEY_DOWN, KEY_DOWN, "\022" } },
	{ "pages", "review, a problem that stops the export", NULL, RUN_REVIEW, POOR,
		.keys = { "x" } },
	{ "pages", "review, accepted", NULL, RUN_REVIEW, ACCEPTED, .keys = { NULL } },
	{ "pages", "review, comments", NULL, RUN_REVIEW, POOR, .keys = { KEY_PAGE_DOWN } },
	{ "pages", "review, open comments", NULL, RUN_REVIEW, COMMENTED, .keys = { KEY_DOWN } },
	{ "pages", "review, a comment is done", NULL, RUN_REVIEW, COMMENTED,
		.keys = { KEY_DOWN, "\033c", "\r" } },
	{ "pages", "review, its end", NULL, RUN_REVIEW, POOR, .keys = { "\033[F" } },
	{ "pages", "review, what has changed", NULL, RUN_EDIT, FINE,
		.keys = { GO("name"), "x", "\033r", "\033[F" } },
	{ "pages", "quick start", NULL, RUN_START, FINE, .keys = { MENU, "k" }, .wide = true },
	{ "pages", "quick start, an error", NULL, RUN_START, FINE,
		.keys = { MENU, "k", "\r", "11:22\r" } },
	{ "pages", "quick start, the last step", NULL, RUN_START, FINE,
		.keys = { MENU, "k", "\t\t\t\t\t\t\t" } },
	{ "pages", "result", "VIEW_RESULT", RUN_REVIEW, FINE, .keys = { "x", "\r" } },
	{ "pages", "result, its text", NULL, RUN_REVIEW, FINE, .keys = { "x", "\r", KEY_UP } },

	{ "lists", "go to", "QUESTION_GO_TO", RUN_EDIT, BLANK, .keys = { "\033g" }, .wide = true },
	{ "lists", "go to, narrowed", NULL, RUN_EDIT, BLANK, .keys = { "\033g", "su" } },
	{ "lists", "go to, a number", NULL, RUN_EDIT, BLANK, .keys = { "\033g", "1" } },
	{ "lists", "go to, nothing fits", NULL, RUN_EDIT, BLANK, .keys = { "\033g", "zz" } },
	{ "lists", "go to, the last one", NULL, RUN_EDIT, BLANK,
		.keys = { "\033g", KEY_PAGE_DOWN, KEY_PAGE_DOWN, KEY_PAGE_DOWN } },
	{ "lists", "options", "QUESTION_OPTIONS", RUN_EDIT, BLANK,
		.keys = { GO("key size"), "\024", "\024" } },
	{ "lists", "options, the next one", NULL, RUN_EDIT, BLANK,
		.keys = { GO("key size"), "\024", "\024", KEY_DOWN } },
	{ "lists", "options, narrowed", NULL, RUN_EDIT, BLANK,
		.keys = { GO("key size"), "\024", "\024", "slow" } },
	{ "lists", "options, nothing fits", NULL, RUN_EDIT, BLANK,
		.keys = { GO("key size"), "\024", "\024", "zz" } },
	{ "lists", "checks", NULL, RUN_EDIT, BLANK, .keys = { GO("usage"), "\024" } },
	{ "lists", "variables", "QUESTION_VARIABLE", RUN_EDIT, BLANK,
		.keys = { GO("subject"), "\024" } },
	{ "lists", "variables, narrowed", NULL, RUN_EDIT, BLANK,
		.keys = { GO("subject"), "\024", "serial" } },
	{ "lists", "what iOS can hold", "QUESTION_IOS_VALUE", RUN_EDIT, FINE,
		.keys = { KEY_RIGHT, GO("subject"), "\024" } },
	{ "lists", "the iOS draft", "QUESTION_IOS_DRAFT", RUN_EDIT, FINE, .keys = { MENU, "i" } },
	{ "lists", "where a secret is kept", "QUESTION_SOURCE", RUN_EDIT, BLANK,
		.keys = { GO("challenge"), "\024" } },
	{ "lists", "where a secret is kept, and is now", NULL, RUN_EDIT, ASKED,
		.keys = { GO("challenge"), "\024" } },
	{ "lists", "files", "QUESTION_FILE", RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024" }, .wide = true },
	{ "lists", "files, one of several certificates", NULL, RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024", KEY_DOWN } },
	{ "lists", "files, one certificate", NULL, RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024", "root" } },
	{ "lists", "files, no certificate", NULL, RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024", "lett" } },
	{ "lists", "files, refused", NULL, RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024", "lett", "\r" } },
	{ "lists", "files, nothing fits", NULL, RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024", "zz" } },
	{ "lists", "files, a folder that is not there", NULL, RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024", "no/" } },
	{ "lists", "files, a folder", NULL, RUN_EDIT, BLANK, add_folders,
		.keys = { GO("finger"), "\024", "certs/" } },
	{ "lists", "files, taken", NULL, RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024", "root", "\r" } },
	{ "lists", "certificates of a file", "QUESTION_OFFER", RUN_EDIT, BLANK, add_certificates,
		.keys = { GO("finger"), "\024", "chain", "\r" } },
	{ "lists", "the server", "QUESTION_OFFER_SERVER", RUN_EDIT, SERVED,
		.keys = { GO("url"), "\024" } },
	{ "lists", "files, and the server", NULL, RUN_EDIT, SERVED, add_certificates,
		.keys = { GO("finger"), "\024", "ask" } },
	{ "lists", "certificates of the server", "QUESTION_CERTIFICATE", RUN_EDIT, SERVED,
		.keys = { GO("finger"), "\024", "ask", "\r", "y\r" } },
	{ "lists", "certificates of the server, taken", NULL, RUN_EDIT, SERVED,
		.keys = { GO("finger"), "\024", "ask", "\r", "y\r", "\r" } },
	{ "lists", "two versions", "QUESTION_MERGE", RUN_EDIT, FINE, NULL, change_draft,
		.keys = { GO("name"), "\025mine", "\017" } },
	{ "lists", "two versions, swapped", NULL, RUN_EDIT, FINE, NULL, change_draft,
		.keys = { GO("name"), "\025mine", "\017", " " } },
	{ "lists", "two versions, the next one", NULL, RUN_EDIT, FINE, NULL, change_draft,
		.keys = { GO("name"), "\025mine", "\017", KEY_DOWN } },
	{ "lists", "what was left, row by row", NULL, RUN_EDIT, FINE, add_left, .keys = { "s" } },
	{ "lists", "what was left and changed, row by row", NULL, RUN_EDIT, FINE,
		add_left_and_changed, .keys = { "s", KEY_DOWN } },

	{ "questions", "menu", "QUESTION_MENU", RUN_EDIT, BLANK, .keys = { MENU }, .wide = true },
	{ "questions", "menu on notes", NULL, RUN_EDIT, NOTES, .keys = { GO("notes"), MENU } },
	{ "questions", "save as", "QUESTION_SAVE_AS", RUN_EDIT, BLANK, .keys = { MENU, "a" } },
	{ "questions", "save as, taken", NULL, RUN_EDIT, BLANK, add_certificates,
		.keys = { MENU, "a", "\025notes.txt\r" } },
	{ "questions", "a mend", "QUESTION_MEND", RUN_EDIT, BLANK,
		.keys = { GO("subject"), "CN=x\r", "\024" } },
	{ "questions", "leave, changed", "QUESTION_QUIT", RUN_EDIT, BLANK,
		.keys = { GO("name"), "x", "\003" } },
	{ "questions", "the draft is no draft any more", "QUESTION_STALE", RUN_EDIT, BLANK, NULL,
		break_draft, .keys = { GO("name"), "x", "\017" } },
	{ "questions", "the draft has gone", "QUESTION_GONE", RUN_EDIT, BLANK, NULL, remove_draft,
		.keys = { GO("name"), "x", "\017" } },
	{ "questions", "recover", "QUESTION_RECOVER", RUN_EDIT, FINE, add_left, .keys = { NULL } },
	{ "questions", "elsewhere", "QUESTION_ELSEWHERE", RUN_EDIT, FINE, add_elsewhere,
		.keys = { NULL } },
	{ "questions", "recover, changed meanwhile", NULL, RUN_EDIT, FINE, add_left_and_changed,
		.keys = { NULL } },
	{ "questions", "recovered", NULL, RUN_EDIT, FINE, add_left, .keys = { "\r" } },
	{ "questions", "discard", "QUESTION_DISCARD", RUN_EDIT, FINE, add_left, .keys = { "d" } },
	{ "questions", "discarded", NULL, RUN_EDIT, FINE, add_left, .keys = { "d", "y" } },
	{ "questions", "held", "QUESTION_HELD", RUN_EDIT, FINE, add_holder, .keys = { NULL } },
	{ "questions", "export", "QUESTION_EXPORT", RUN_EDIT, FINE, .keys = { MENU, "x" } },
	{ "questions", "overwrite", "QUESTION_OVERWRITE", RUN_EDIT, FINE, add_profile,
		.keys = { MENU, "x", "\r" } },
	{ "questions", "overwrite, kept", NULL, RUN_EDIT, FINE, add_profile,
		.keys = { MENU, "x", "\r", "\r" } },
	{ "questions", "overwrite, another name", NULL, RUN_EDIT, FINE, add_profile,
		.keys = { MENU, "x", "\r", "n" } },
	{ "questions", "a secret for the export", "QUESTION_SECRET", RUN_EDIT, ASKED,
		.keys = { MENU, "x", "\r", "s3cret" } },
	{ "questions", "a server is asked", "QUESTION_SERVER", RUN_EDIT, SLOW,
		.keys = { GO("url"), "\024", "\r", "y\r" } },
	{ "questions", "a server is asked no more", NULL, RUN_EDIT, SLOW,
		.keys = { GO("url"), "\024", "\r", "y\r", "\003" } },
	{ "questions", "a server has answered", NULL, RUN_EDIT, SERVED,
		.keys = { GO("url"), "\024", "\r", "y\r" } },
	{ "questions", "a trial", "QUESTION_TRIAL", RUN_REVIEW, SERVED,
		.keys = { "\033[H", "\r", "y\r" }, .wide = true },
	{ "questions", "a trial, left", NULL, RUN_REVIEW, SERVED,
		.keys = { "\033[H", "\r", "y\r", "n" } },
	{ "questions", "switch a field on", "QUESTION_SWITCH", RUN_EDIT, BLANK,
		.keys = { GO("dns") } },
	{ "questions", "a variable", "QUESTION_SOURCE_VARIABLE", RUN_EDIT, BLANK,
		.keys = { GO("challenge"), "\024", "3" } },
	{ "questions", "a command", "QUESTION_SOURCE_COMMAND", RUN_EDIT, BLANK,
		.keys = { GO("challenge"), "\024", "4", "pass show" } },
	{ "questions", "a command is taken", NULL, RUN_EDIT, BLANK,
		.keys = { GO("challenge"), "\024", "4", "pass show scep\r" } },
	{ "questions", "a command that is none", NULL, RUN_EDIT, BLANK,
		.keys = { GO("challenge"), "@command ./x\r" } },
	{ "questions", "a comment", "QUESTION_NOTE", RUN_EDIT, BLANK,
		.keys = { GO("URL"), "\033c", "why" } },
	{ "questions", "a comment that is there", NULL, RUN_EDIT, POOR,
		.keys = { GO("key size"), "\033c" } },
	{ "questions", "a comment of somebody else", "QUESTION_COMMENT", RUN_EDIT, COMMENTED,
		.keys = { GO("key size"), "\033c" } },
	{ "questions", "delete a comment of somebody else", "QUESTION_COMMENT_DROP", RUN_EDIT,
		COMMENTED, .keys = { GO("key size"), "\033c", "d" } },
	{ "questions", "accept", "QUESTION_ACCEPT", RUN_EDIT, POOR,
		.keys = { GO("key size"), "\033a", "old" } },
	{ "questions", "accept, an error", NULL, RUN_EDIT, POOR, .keys = { GO("URL"), "\033a" } },
	{ "questions", "take back what was accepted", "QUESTION_UNACCEPT", RUN_EDIT, ACCEPTED,
		.keys = { GO("key size"), "\033a" } },
	{ "questions", "another reason", NULL, RUN_EDIT, ACCEPTED,
		.keys = { GO("key size"), "\033a", "e" } },

	{ "start", "no drafts", "VIEW_START", RUN_START, BLANK, remove_draft, .keys = { NULL } },
	{ "start", "one draft", NULL, RUN_START, FINE, .keys = { NULL } },
	{ "start", "three drafts", NULL, RUN_START, FINE, add_three, .keys = { NULL },
		.wide = true },
	{ "start", "three drafts, the last", NULL, RUN_START, FINE, add_three,
		.keys = { KEY_DOWN, KEY_DOWN } },
	{ "start", "the row that makes one", NULL, RUN_START, FINE, add_three,
		.keys = { "\033[H" } },
	{ "start", "every state", NULL, RUN_START, FINE, add_states, .keys = { NULL } },
	{ "start", "every state, grouped", NULL, RUN_START, FINE, add_states,
		.keys = { MENU, "g", MENU, "g" } },
	{ "start", "many drafts", NULL, RUN_START, FINE, add_many, .keys = { NULL } },
	{ "start", "many drafts, further on", NULL, RUN_START, FINE, add_many,
		.keys = { KEY_PAGE_DOWN, KEY_PAGE_DOWN } },
	{ "start", "many drafts, the end", NULL, RUN_START, FINE, add_many, .keys = { "\033[F" } },
	{ "start", "both folders", NULL, RUN_START_BOTH, FINE, add_kept, .keys = { NULL } },
	{ "start", "both folders, grouped", NULL, RUN_START_BOTH, FINE, add_kept,
		.keys = { MENU, "g" } },
	{ "start", "a search", NULL, RUN_START, FINE, add_three, .keys = { "br" } },
	{ "start", "a search, no findings", NULL, RUN_START, FINE, add_three, .keys = { "zz" } },
	{ "start", "the menu", "QUESTION_DRAFT_MENU", RUN_START, FINE, .keys = { MENU } },
	{ "start", "a name", "QUESTION_DRAFT_NAME", RUN_START, FINE,
		.keys = { MENU, "n", "office" } },
	{ "start", "a name that is taken", NULL, RUN_START, FINE,
		.keys = { MENU, "n", "office\r" } },
	{ "start", "a form", "QUESTION_DRAFT_FORM", RUN_START, FINE, .keys = { MENU, "f" } },
	{ "start", "a copy", "QUESTION_DRAFT_COPY", RUN_START, FINE, .keys = { MENU, "c" } },
	{ "start", "another name", "QUESTION_DRAFT_RENAME", RUN_START, FINE,
		.keys = { MENU, "r" } },
	{ "start", "renamed", NULL, RUN_START, FINE, .keys = { MENU, "r", "\025lyon\r" } },
	{ "start", "deleted", NULL, RUN_START, FINE, .keys = { MENU, "d" } },
	{ "start", "deleted and back", NULL, RUN_START, FINE, .keys = { MENU, "d", "\037" } },
	{ "start", "a profile to import", "QUESTION_DRAFT_IMPORT", RUN_START, FINE,
		.keys = { MENU, "i" } },
	{ "start", "a comparison", "QUESTION_DRAFT_COMPARE", RUN_START, FINE, add_three,
		.keys = { MENU, "p" } },
	{ "start", "a comparison, the result", NULL, RUN_START, FINE, add_three,
		.keys = { MENU, "p", "br\r" } },
	{ "start", "an export", NULL, RUN_START, FINE, .keys = { MENU, "x" } },
	{ "start", "help", NULL, RUN_START, FINE, .keys = { "\007" } },
};

/* Plain mode: the same in words. */
static const struct talk {
	const char *name;
	const char *kind;
	enum run run;
	const char *draft;
	void (*before)(void);
	void (*meanwhile)(void);
	const char *lines[LINES_MAX]; /* an answer may be several */
} talks[] = {
	{ "menu", "QUESTION_MENU", RUN_EDIT, BLANK, .lines = { "!", "z", "!", "" } },
	{ "save", NULL, RUN_EDIT, BLANK, .lines = { "=2", "Office", "!s" } },
	{ "save as", "QUESTION_SAVE_AS", RUN_EDIT, BLANK,
		.lines = { "!a", "office.yaml", "!a", "copy", "!a", "<" } },
	{ "review without an error", "VIEW_REVIEW", RUN_EDIT, FINE, .lines = { "!r", "=", "<" } },
	{ "review with errors", NULL, RUN_REVIEW, POOR, .lines = { "x", "", "?", "<" } },
	{ "review, accepted", NULL, RUN_REVIEW, ACCEPTED, .lines = { NULL } },
	{ "export", "QUESTION_EXPORT", RUN_EDIT, FINE, .lines = { "!x", "<", "!x", "" } },
	{ "result", "VIEW_RESULT", RUN_EDIT, FINE, .lines = { "!x", "", "=", "?", "<", "<" } },
	{ "overwrite", "QUESTION_OVERWRITE", RUN_EDIT, FINE, add_profile,
		.lines = { "!x", "", "", "!x", "", "n", "<", "!x", "office.mobileconfig", "y" } },
	{ "a secret for the export", "QUESTION_SECRET", RUN_EDIT, ASKED,
		.lines = { "!x", "", "<", "!x", "", "s3cret" } },
	{ "where a secret is kept", "QUESTION_SOURCE", RUN_EDIT, BLANK,
		.lines = { "=5", "!", "t", "=", "2", "=5", "!", "t", "<" } },
	{ "the server", "QUESTION_OFFER_SERVER", RUN_EDIT, SERVED,
		.lines = { "=12", "!t", "<", "!t", "1", "y", "/ask" } },
	{ "a server is asked", "QUESTION_SERVER", RUN_EDIT, NOWHERE,
		.lines = { "/ask", "n", "/ask", "y" } },
	{ "certificates of the server", "QUESTION_CERTIFICATE", RUN_EDIT, SERVED,
		.lines = { "=4", "/ask", "y", "<", "/ask", "" } },
	{ "a trial", "QUESTION_TRIAL", RUN_EDIT, SERVED,
		.lines = { "!r", "try", "y", "", "try", "yes" } },
	{ "switch a field on", "QUESTION_SWITCH", RUN_EDIT, BLANK,
		.lines = { "=17", "n", "=17", "" } },
	{ "a variable", "QUESTION_SOURCE_VARIABLE", RUN_EDIT, BLANK,
		.lines = { "=5", "!", "t", "3", "", "=5", "!", "t", "3", "1x" } },
	{ "a command", "QUESTION_SOURCE_COMMAND", RUN_EDIT, BLANK,
		.lines = { "=5", "!", "t", "4", "pass show scep", "=5", "@command:./x" } },
	{ "go to", "QUESTION_GO_TO", RUN_EDIT, BLANK,
		.lines = { "!g", "=", "su", "!g 4", "=zz", "=url", "!g", "<" } },
	{ "list", "VIEW_FORM", RUN_EDIT, POOR, .lines = { "=" } },
	{ "problems", NULL, RUN_EDIT, POOR, .lines = { "!e", "!e", "!e", "!e" } },
	{ "sections", NULL, RUN_EDIT, BLANK, .lines = { "!n", "!n", "!p", "!p" } },
	{ "help", "VIEW_HELP", RUN_EDIT, BLANK, .lines = { "=4", "?" } },
	{ "a topic of the help", "QUESTION_HELP", RUN_EDIT, BLANK,
		.lines = { "!f", "sign", "!f upload", "!f", "xyzzy", "!f", "<" } },
	{ "a mend", "QUESTION_MEND", RUN_EDIT, BLANK,
		.lines = { "=7", "CN=x", "!t", "perhaps", "no", "!t", "yes" } },
	{ "options", "QUESTION_OPTIONS", RUN_EDIT, BLANK,
		.lines = { "=6", "!t", "!t", "=", "9", "2" } },
	{ "what iOS can hold", "QUESTION_IOS_VALUE", RUN_EDIT, FINE,
		.lines = { "=1", "2", "=7", "!t", "2" } },
	{ "the iOS draft", "QUESTION_IOS_DRAFT", RUN_EDIT, FINE, .lines = { "!i", "<" } },
	{ "quick start", NULL, RUN_START, FINE,
		.lines = { "k", "3", "11:22", "", "https://scep.acme.net/scep", "!q", "d", "q" } },
	{ "variables", "QUESTION_VARIABLE", RUN_EDIT, BLANK,
		.lines = { "=7", "!t", "=", "serial", "" } },
	{ "files", "QUESTION_FILE", RUN_EDIT, BLANK, add_certificates,
		.lines = { "=4", "!t", "=", "letter.pem", "no/such.pem", "root", "" } },
	{ "files, nothing fits", NULL, RUN_EDIT, BLANK, add_folders,
		.lines = { "=4", "!t", "zz", "certs/zz", "=" } },
	{ "files, where the last one was", NULL, RUN_EDIT, BLANK, add_folders,
		.lines = { "=4", "!t", "certs/root.pem", "", "<", "!t", "=", "" } },
	{ "certificates of a file", "QUESTION_OFFER", RUN_EDIT, BLANK, add_certificates,
		.lines = { "=4", "!t", "chain.pem", "=", "2" } },
	{ "restore", NULL, RUN_EDIT, FINE, .lines = { "=13", "x", "<", "!u" } },
	{ "editor", NULL, RUN_EDIT, FINE, .lines = { "!o" } },
	{ "the secret", NULL, RUN_EDIT, FINE, .lines = { "!v", "=5", "!v", "-", "" } },
	{ "a comment", "QUESTION_NOTE", RUN_EDIT, POOR,
		.lines = { "=12", "!c", "why", "=6", "!c", "delete" } },
	{ "a comment of somebody else", "QUESTION_COMMENT", RUN_EDIT, COMMENTED,
		.lines = { "=6", "!c", "<", "!c", "", "!r", "<" } },
	{ "delete a comment of somebody else", "QUESTION_COMMENT_DROP", RUN_EDIT, COMMENTED,
		.lines = { "=6", "!c", "d", "<", "!c", "d", "y" } },
	{ "accept", "QUESTION_ACCEPT", RUN_EDIT, POOR, .lines = { "=12", "!w", "=6", "!w", "<" } },
	{ "take back what was accepted", "QUESTION_UNACCEPT", RUN_EDIT, ACCEPTED,
		.lines = { "=6", "!w", "<", "!w", "e", "<", "!w", "y" } },
	{ "what does not apply", NULL, RUN_EDIT, BLANK, .lines = { "=15", "!h", "=15", "x" } },
	{ "choices", NULL, RUN_EDIT, BLANK,
		.lines = { "3", "2", "<", "mac", "=10", "1 2", "<", "-" } },
	{ "a number", NULL, RUN_EDIT, BLANK, .lines = { "=8", "99", "<", "many", "", "=" } },
	{ "several lines", NULL, RUN_EDIT, NOTES,
		.lines = { "=3", "+", "thirteen", "", "<", "-" } },
	{ "quit, saved", NULL, RUN_EDIT, BLANK, .lines = { "!q" } },
	{ "interrupted, saved", NULL, RUN_EDIT, BLANK, .lines = { INTERRUPT } },
	{ "quit, changed", "QUESTION_QUIT", RUN_EDIT, BLANK,
		.lines = { "=13", "x", "!q", "<", "!q", "s" } },
	{ "the draft is no draft any more", "QUESTION_STALE", RUN_EDIT, BLANK, NULL, break_draft,
		.lines = { "=13", "x", "!s", "<", "!s", "a", "other" } },
	{ "the draft has gone", "QUESTION_GONE", RUN_EDIT, BLANK, NULL, remove_draft,
		.lines = { "=13", "x", "!s", "" } },
	{ "two versions", "QUESTION_MERGE", RUN_EDIT, FINE, NULL, change_draft,
		.lines = { "=13", "mine", "!s", "=", "1", "s" } },
	{ "recover", "QUESTION_RECOVER", RUN_EDIT, FINE, add_left, .lines = { "?", "" } },
	{ "elsewhere", "QUESTION_ELSEWHERE", RUN_EDIT, FINE, add_elsewhere, .lines = { "?", "" } },
	{ "recover, row by row", NULL, RUN_EDIT, FINE, add_left_and_changed,
		.lines = { "s", "=", "1", "s" } },
	{ "discard", "QUESTION_DISCARD", RUN_EDIT, FINE, add_left,
		.lines = { "d", "<", "d", "y" } },
	{ "held", "QUESTION_HELD", RUN_EDIT, FINE, add_holder,
		.lines = { "", "=13", "x", "!s", "!q" } },
	{ "no drafts", "VIEW_START", RUN_START, BLANK, remove_draft, .lines = { "", "q" } },
	{ "a name", "QUESTION_DRAFT_NAME", RUN_START, FINE,
		.lines = { "n", "a/b", "?", "u", "q" } },
	{ "one draft", NULL, RUN_START, FINE, .lines = { "=", "q" } },
	{ "every state", NULL, RUN_START, FINE, add_states,
		.lines = { "=", "8", "9", "c8", "c7" } },
};

static const struct size {
	int columns, rows;
} sizes[] = { { 80, 24 }, { 40, 12 }, { 20, 6 }, { 110, 30 }, { 19, 5 } };
#define SIZES_NARROW 3

/* What a terminal has, and what it is told. */
static const struct look {
	const char *file, *term, *option, *setting;
	bool one_size;
} looks[] = {
	{ "look-256-colours", "xterm-256color", NULL, NULL, false },
	{ "look-8-colours", "linux", NULL, NULL, true },
	{ "look-no-color", "xterm-256color", NULL, "NO_COLOR=1", false },
	{ "look-mono", "xterm-mono", NULL, NULL, true },
	{ "look-bare", "vt100", NULL, NULL, false },
	{ "look-ascii", "xterm-256color", "--ascii", NULL, false },
	{ "look-c-locale", "xterm-256color", NULL, "LC_ALL=C", true },
};
static const struct size look_sizes[] = { { 80, 24 }, { 40, 12 }, { 140, 45 } };

/* The main states. */
static const struct screen states[] = {
	{ .name = "the form", .run = RUN_EDIT, .draft = POOR, .keys = { "\033e" } },
	{ .name = "the review", .run = RUN_REVIEW, .draft = POOR, .keys = { NULL } },
	{ .name = "a list", .run = RUN_EDIT, .draft = FINE, .keys = { GO("key size"), "\024" } },
	{ .name = "a question",
		.run = RUN_EDIT,
		.draft = FINE,
		.keys = { GO("name"), "x", "\003" } },
	{ .name = "the drafts",
		.run = RUN_START,
		.draft = FINE,
		.before = add_states,
		.keys = { KEY_DOWN } },
};

/* What a file is to hold, as it is and as it was found. */
struct topic {
	const char *name;
	struct strbuf wanted, found;
};
static struct topic topics[16];
static size_t ntopics;
static bool update;

static struct topic *
topic_of(const char *name)
{
	struct strbuf path = STRBUF_INIT, ignored = STRBUF_INIT;
	struct topic *topic;

	for (size_t i = 0; i < ntopics; i++)
		if (!strcmp(topics[i].name, name))
			return &topics[i];
	assert_true(ntopics < ARRAY_SIZE(topics));
	topic = &topics[ntopics++];
	topic->name = name;
	strbuf_init(&topic->wanted);
	strbuf_init(&topic->found);
	strbuf_addf(&path, FOLDER "/%s.txt", name);
	if (file_read(source_file(path.buf), 10 << 20, &topic->wanted, &ignored) < 0)
		strbuf_clear(&topic->wanted);
	strbuf_release(&path);
	strbuf_release(&ignored);
	return topic;
}

/* A section begins with its name behind "## " and ends before the next one. */
static void
section_of(const struct topic *topic, const char *heading, struct strbuf *out)
{
	const char *begin = strstr(topic->wanted.buf, heading), *end;

	strbuf_clear(out);
	if (!begin)
		return;
	end = strstr(begin + strlen(heading), "\n## ");
	strbuf_add(out, begin, end ? (size_t)(end + 1 - begin) : strlen(begin));
}

/* Behind the row, a character for each cell, where any is more than a blank. */
static void
row_attributes(struct vt *vt, int row, char mark, char (*of)(struct vt *vt, int row, int column),
	struct strbuf *out)
{
	struct strbuf line = STRBUF_INIT;

	for (int column = 0; column < vt->columns; column++)
		strbuf_addch(&line, of(vt, row, column));
	while (line.len && line.buf[line.len - 1] == ' ')
		strbuf_truncate(&line, line.len - 1);
	if (line.len)
		strbuf_addf(out, "%c%s\n", mark, line.buf);
	strbuf_release(&line);
}

static char
weight_of(struct vt *vt, int row, int column)
{
	bool bold = vt_is_bold(vt, row, column);

	if (vt_is_reverse(vt, row, column))
		return bold ? 'B' : 'r';
	return bold ? 'b' : vt_is_dim(vt, row, column) ? 'd' : ' ';
}

/* Of 8 colours or of 256; "#" is neither, or not on black. */
static char
colour_of(struct vt *vt, int row, int column)
{
	int ink = vt_colour(vt, row, column), ground = vt_ground(vt, row, column);

	if (ink < 0 && ground < 0)
		return ' ';
	if (ground != (ink < 16 ? 0 : 16))
		return '#';
	return ink == 1 || ink == 203 ? 'r' : ink == 3 || ink == 220 ? 'y' : '#';
}

static void
picture(struct vt *vt, const char *heading, struct strbuf *out)
{
	int row, column;

	vt_cursor(vt, &row, &column);
	strbuf_set(out, heading);
	strbuf_addf(out, "cursor %d,%d\n", row, column);
	for (row = 0; row < vt->rows; row++) {
		strbuf_addf(out, "|%s\n", vt_row(vt, row));
		row_attributes(vt, row, '~', weight_of, out);
		row_attributes(vt, row, '=', colour_of, out);
	}
	strbuf_addch(out, '\n');
}

/* Line by line, what is wanted and is not there. */
static void
tell_difference(const char *wanted, const char *found)
{
	while (*wanted || *found) {
		size_t w = strcspn(wanted, "\n"), f = strcspn(found, "\n");

		if (w != f || memcmp(wanted, found, w) != 0)
			print_message("- %.*s\n+ %.*s\n", (int)w, wanted, (int)f, found);
		wanted += wanted[w] ? w + 1 : w;
		found += found[f] ? f + 1 : f;
	}
}

/* What is another in each run: its folder, the letters of a trial, its transaction, the time, seconds. */
static void
mask(struct strbuf *text)
{
	static const char *const masks[][2] = { { "scepwiz-test.", "XXXXXX" },
		{ "SCEPWIZ-TRIAL-", "XXXX" }, { "Transaction, begins ", "XX XX XX XX" },
		{ "GetCACaps, ", "N" }, { "|Asked ", "NN:NN" } };

	for (size_t i = 0; i < ARRAY_SIZE(masks); i++)
		for (char *at = text->buf; (at = strstr(at, masks[i][0]));) {
			at += strlen(masks[i][0]);
			if (strlen(at) >= strlen(masks[i][1]))
				memcpy(at, masks[i][1], strlen(masks[i][1]));
		}
}

/* Whether what is found comes to be what is wanted: look makes it of what was sent. */
static bool
compare(struct vt *vt, const char *file, const char *heading,
	void (*look)(struct vt *vt, const char *heading, struct strbuf *out))
{
	struct topic *topic = topic_of(file);
	struct strbuf wanted = STRBUF_INIT, found = STRBUF_INIT;
	bool same;

	section_of(topic, heading, &wanted);
	if (update)
		vt_wait_quiet_for(vt, UPDATE_MS);
	for (;;) {
		look(vt, heading, &found);
		mask(&found);
		same = strbuf_same(&wanted, &found);
		if (same || update || !vt_look_within(vt, LATE_MS))
			break;
	}
	strbuf_add(&topic->found, found.buf, found.len);
	if (!same && !update) {
		print_message("%s", heading);
		tell_difference(wanted.buf, found.buf);
	}
	strbuf_release(&wanted);
	strbuf_release(&found);
	return same || update;
}

static bool
compare_screen(struct vt *vt, const char *file, const char *name, const struct size *size)
{
	struct strbuf heading = STRBUF_INIT;
	bool same;

	strbuf_addf(&heading, "## %s, %dx%d\n", name, size->columns, size->rows);
	same = compare(vt, file, heading.buf, picture);
	strbuf_release(&heading);
	return same;
}

static void
start(struct session *session, enum run run, const char *term, const char *option,
	const char *setting)
{
	static const char *const words[][4] = {
		[RUN_EDIT] = { "edit", "office.yaml", NULL },
		[RUN_REVIEW] = { "edit", "office.yaml", "--review", NULL },
		[RUN_NEW] = { "new", NULL },
		[RUN_START] = { NULL },
		[RUN_START_BOTH] = { NULL },
	};
	const char *environment[] = { run == RUN_START_BOTH ? "SCEPWIZ_DRAFTS=kept"
							    : "SCEPWIZ_DRAFTS=.",
		"TZ=UTC0", setting, NULL };
	const char *argv[6] = { program(), NULL };
	size_t n = 1;

	for (size_t i = 0; words[run][i]; i++)
		argv[n++] = words[run][i];
	argv[n] = option;
	vt_start(&session->vt, term, sizes[0].columns, sizes[0].rows, argv, environment);
}

/* The folder of the draft is the current one, so that nothing depends on its name. */
static void
begin(struct session *session, const char *draft, void (*before)(void))
{
	session_write(session, draft);
	assert_int_equal(chdir(session->folder), 0);
	write_file("office.yaml", draft);
	if (before)
		before();
}

static void
finish(struct session *session, size_t wrong)
{
	scene_end();
	session_close(session);
	assert_int_equal(wrong, 0);
}

static void
type_keys(struct vt *vt, const char *const keys[KEYS_MAX])
{
	vt_wait_quiet(vt);
	for (size_t i = 0; i < KEYS_MAX && keys[i]; i++) {
		vt_mark_here(vt);
		vt_type(vt, keys[i]);
		while (vt->sent.len == vt->mark)
			vt_wait_more(vt);
		vt_wait_quiet(vt);
		vt_wait_gone(vt, "Asking ca.acme.net"); /* it answers, and takes its time */
		vt_wait_quiet(vt);
	}
}

static void
show_screen(void **state)
{
	const struct screen *screen = *state;
	struct session session;
	struct vt *vt = &session.vt;
	size_t wrong = 0;

	begin(&session, screen->draft, screen->before);
	start(&session, screen->run, screen->term ? screen->term : "xterm-256color", NULL, NULL);
	while (!*vt_row(vt, sizes[0].rows - 1))
		vt_wait_more(vt);
	vt_wait_quiet(vt);
	if (screen->meanwhile)
		screen->meanwhile();
	type_keys(vt, screen->keys);
	for (size_t i = 0; i < (screen->wide ? ARRAY_SIZE(sizes) : SIZES_NARROW); i++) {
		if (i)
			vt_resize_drawn(vt, sizes[i].columns, sizes[i].rows);
		wrong += !compare_screen(vt, screen->file, screen->name, &sizes[i]);
	}
	finish(&session, wrong);
}

static void
show_look(void **state)
{
	const struct look *look = *state;
	size_t wrong = 0;

	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		struct session session;
		struct vt *vt = &session.vt;

		begin(&session, states[i].draft, states[i].before);
		start(&session, states[i].run, look->term, look->option, look->setting);
		while (!*vt_row(vt, sizes[0].rows - 1))
			vt_wait_more(vt);
		type_keys(vt, states[i].keys);
		for (size_t s = 0; s < (look->one_size ? 1 : ARRAY_SIZE(look_sizes)); s++) {
			if (s)
				vt_resize_drawn(vt, look_sizes[s].columns, look_sizes[s].rows);
			wrong += !compare_screen(vt, look->file, states[i].name, &look_sizes[s]);
		}
		finish(&session, 0);
	}
	assert_int_equal(wrong, 0);
}

/* Every question ends so, the keeper's with the second, and no other line does. */
static bool
ends_as_question(const struct strbuf *sent)
{
	static const char *const ends[] = { "\n> ", "Type y for yes: " };

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (sent->len >= strlen(ends[i]) &&
			!strcmp(sent->buf + sent->len - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

static void
wait_question(struct vt *vt)
{
	while (!vt->ended && (vt->sent.len == vt->mark || !ends_as_question(&vt->sent)))
		if (!vt_look_within(vt, VT_DEADLINE_MS) && !vt->ended)
			fail_msg("no question comes");
}

static void
transcript(struct vt *vt, const char *heading, struct strbuf *out)
{
	strbuf_set(out, heading);
	for (size_t i = 0; i < vt->sent.len; i++)
		if (vt->sent.buf[i] != '\r')
			strbuf_addch(out, vt->sent.buf[i]);
	strbuf_addstr(out, vt->ended ? "= ended\n\n" : "\n\n");
}

static void
talk(void **state)
{
	const struct talk *talk = *state;
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf heading = STRBUF_INIT;
	bool same;

	begin(&session, talk->draft, talk->before);
	setenv("SCEPWIZ_PLAIN", "1", 1); /* scepwiz alone has no options */
	start(&session, talk->run, "xterm", NULL, NULL);
	unsetenv("SCEPWIZ_PLAIN");
	wait_question(vt);
	if (talk->meanwhile)
		talk->meanwhile();
	for (size_t i = 0; i < LINES_MAX && talk->lines[i] && !vt->ended; i++) {
		vt_mark_here(vt);
		vt_type(vt, talk->lines[i]);
		if (strcmp(talk->lines[i], INTERRUPT) != 0)
			vt_type(vt, "\n");
		wait_question(vt);
	}
	strbuf_addf(&heading, "## %s\n", talk->name);
	same = compare(vt, "plain", heading.buf, transcript);
	strbuf_release(&heading);
	finish(&session, !same);
}

/* Names of enumerators with this beginning in the sources of the front ends, each once. */
static void
kinds_of_file(const char *path, const char *beginning, struct strvec *kinds)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	if (file_read(path, 10 << 20, &text, &err) < 0)
		fail_msg("%s", err.buf);
	for (const char *at = text.buf; (at = strstr(at, beginning)); at++) {
		size_t len = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
		char *kind = xstrndup(at, len);

		if ((at == text.buf || (!isalnum((unsigned char)at[-1]) && at[-1] != '_')) &&
			!isalnum((unsigned char)at[len]) && !strvec_contains(kinds, kind))
			strvec_push(kinds, kind);
		free(kind);
	}
	strbuf_release(&text);
	strbuf_release(&err);
}

static void
every_kind_is_shown(void **state)
{
	static const struct {
		const char *header, *beginning, *but;
	} lists[] = {
		/* those of the start page are talked of in tests/unit/test_plain_drafts.c */
		{ "src/ui/wizard/question.h", "QUESTION_", "QUESTION_DRAFT_" },
		{ "src/ui/wizard/wizard.h", "VIEW_", "VIEW_KINDS" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		struct strvec kinds = STRVEC_INIT;

		kinds_of_file(source_file(lists[i].header), lists[i].beginning, &kinds);
		assert_true(kinds.n > 2);
		for (size_t k = 0; k < kinds.n; k++) {
			const char *kind = kinds.v[k];
			bool shown = *lists[i].but &&
				     !strncmp(kind, lists[i].but, strlen(lists[i].but)),
			     said = shown;

			for (size_t s = 0; s < ARRAY_SIZE(screens); s++)
				shown |= screens[s].kind && !strcmp(screens[s].kind, kind);
			for (size_t t = 0; t < ARRAY_SIZE(talks); t++)
				said |= talks[t].kind && !strcmp(talks[t].kind, kind);
			if (!shown || !said)
				fail_msg("no %s shows %s", shown ? "talk" : "screen", kind);
		}
		strvec_release(&kinds);
	}
}

static void
topic_write(const struct topic *topic)
{
	struct strbuf path = STRBUF_INIT, err = STRBUF_INIT;

	strbuf_addf(&path, FOLDER "/%s.txt", topic->name);
	mkdir(source_file(FOLDER), 0777);
	if (file_write(source_file(path.buf), topic->found.buf, topic->found.len, 0, &err) < 0)
		fail_msg("%s", err.buf);
	strbuf_release(&path);
}

/* What no row shows any more is wrong in the files, too. */
static void
the_files_hold_these_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < ntopics; i++)
		if (update)
			topic_write(&topics[i]);
		else if (topics[i].found.len != topics[i].wanted.len)
			fail_msg(FOLDER
				"/%s.txt has other screens than the table, or in another order",
				topics[i].name);
}

int
main(int argc, char **argv)
{
	struct CMUnitTest tests[ARRAY_SIZE(screens) + ARRAY_SIZE(looks) + ARRAY_SIZE(talks) + 2];
	const char *why;
	size_t n = 0;
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
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(every_kind_is_shown);
	for (size_t i = 0; i < ARRAY_SIZE(screens); i++)
		tests[n++] = (struct CMUnitTest){ .name = screens[i].name,
			.test_func = show_screen,
			.initial_state = (void *)&screens[i] };
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++)
		tests[n++] = (struct CMUnitTest){ .name = looks[i].file,
			.test_func = show_look,
			.initial_state = (void *)&looks[i] };
	for (size_t i = 0; i < ARRAY_SIZE(talks); i++)
		tests[n++] = (struct CMUnitTest){
			.name = talks[i].name, .test_func = talk, .initial_state = (void *)&talks[i]
		};
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(the_files_hold_these_alone);
	failed = run_tests(tests);
	asker_end();
	return failed;
}
