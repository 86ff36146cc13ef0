/* The inside of the wizard, for its own files. It has rooms with walls, which tests/tree/layering.sh looks after:
 *
 *   session.h    the draft, what is wrong with it, the recovery file; knows no page, no question, no key
 *   pages.h      form, review, help, drafts: each a list (list.h) over the session; knows no question
 *   question.h   questions, each a table of answers; knows the session, and of pages their functions alone
 *   view.h       the picture: knows all, and changes nothing
 *
 * and above them the machine: wizard.c (making it, what becomes of a key) and actions.c (the tables of what keys and
 * clicks do on a page). All say what they have to say by say.c. Nothing calls a function of a room above its own.
 *
 * The draft is the truth: every key that changes a value changes it there at once, so that nothing is
 * lost when the terminal goes away. What was typed is turned into what the draft keeps (field_accept)
 * when the field is left. */
#ifndef UI_MACHINE_H
#define UI_MACHINE_H

#include "ui/wizard/pages.h"
#include "ui/wizard/question.h"
#include "ui/wizard/session.h"
#include "ui/wizard/wizard.h"

struct wizard {
	struct session s;
	struct pages p;
	struct asking ask;
	/* The message of the last key, which the next one clears. */
	struct strbuf notice;
	char notice_mark;
	/* NULL: keys are called by their names. */
	bool (*spell)(enum action action, struct strbuf *out);
	enum wizard_wish wish;
	struct view view;
};

/* say.c. Keys are named in fmt as on the screen, and said as the front end calls them (wizard_spell). */
void wizard_say(struct wizard *w, char mark, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Appends a text of ours, or a form's, with keys as the front end calls them; the same of a key. */
void wizard_words(const struct wizard *w, const char *text, struct strbuf *out);
/* Appends what a finding says, which begins in small letters, for it follows "error:" elsewhere, as a sentence
 * of its own. Words such as macOS stay. */
void sentence_add(struct strbuf *out, const char *sentence);
void wizard_spell_key(const struct wizard *w, uint32_t chord, struct strbuf *out);
/* Tells the recovery file what has changed: after every key. */
void wizard_keep(struct wizard *w);
/* What an action does on the open page. */
void page_act(struct wizard *w, enum action action, uint32_t chord);

#endif
