/* Sessions of the wizard for tests: key presses in, what it would show out. */
#ifndef TESTS_WIZARD_SESSION_H
#define TESTS_WIZARD_SESSION_H

#include "testing.h"

#include <locale.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "ui/wizard/wizard.h"

#include "chords.h"
#include "drafts.h"
#include "make_cert.h"
#include "test_folder.h"

#define SECRET "staple-battery-pasted"

struct session {
	char folder[64]; /* the current one, too */
	int before;      /* the one before */
	struct form *form;
	struct draft_file file;
	struct wizard *wizard;
	bool secret_may_show;
	enum wizard_wish wish; /* the last one that was not to go on */
};

char *path_in(const struct session *s, const char *name);

/* The content of a file of the folder, which must be there; the caller frees. */
char *session_file(const struct session *s, const char *name);

/* A new draft, in no file. */
int session_begin(void **state);
int session_end(void **state);
void must_not_hold(const char *text, const char *secret);

/* Every ^X and M-x of the key line is a key that there is. */
void check_keyline(const char *line);

/* What every view must be, whatever was pressed. */
void check_view(const struct session *s);
void play(struct session *s, const char *script);
void paste(struct session *s, const char *text);

/* Saves what there is under a name in the folder and opens it anew. */
void reopen(struct session *s, bool review);

/* A draft with this text, opened. */
void open_text(struct session *s, const char *text);

/* The field's row, NULL where it has none. */
const struct view_row *row_find(const struct session *s, const char *key);

/* The same, which must be there. */
const struct view_row *row_of(const struct session *s, const char *key);
bool rows_mention(const struct session *s, const char *text);
const char *focus_label(const struct session *s);
const char *focused_value(const struct session *s);
const char *message(const struct session *s);
char mark_of(const struct session *s, const char *key);
const char *answer(const struct session *s, const char *key);

/* A certificate in a file of the folder; the caller frees its path. */
char *certificate_file(const struct session *s, const char *name);

#define session_test(test) cmocka_unit_test_setup_teardown(test, session_begin, session_end)

#endif
