/* The inside of plain mode, for its own files:
 *
 *   plain.c    the loop, and the end
 *   say.c      steps, the review and the result, as far as they are news
 *   question.c what the wizard asks beside its fields
 *   tell.c     what is asked for: the list of fields, the review, help, a value
 *   brief.c    a shorter text for the ear: hashes, hints
 *   answer.c   what a line means
 *   compare.c  two drafts of the start page
 *   doubt.c    lines that look like commands
 *   value.c    values, by the way in which the field is asked for
 *   menu.c     the commands: their words, their old signs, and their names in the wizard's texts
 *   io.c       lines in and out */
#ifndef UI_PLAIN_STATE_H
#define UI_PLAIN_STATE_H

#include "base/strvec.h"

#include "ui/plain/io.h"
#include "ui/plain/plain.h"

/* What is explained once in a session. */
enum plain_lesson {
	LESSON_BEGIN,
	LESSON_LINES,
	LESSON_COMMANDS,
	LESSON_SECRET,
	LESSON_LINE,
	LESSON_FILES,
	LESSON_REVIEW,
	LESSON_LIST,
	LESSON_FACTS,
	LESSONS,
};

struct plain {
	struct wizard *wizard;
	struct plain_io io;
	struct strbuf line; /* the answer; may be a secret */
	struct strbuf next; /* a line that was read too early: the next answer; empty if none was */
	struct strbuf *err;
	enum plain_input input; /* how the last question was answered */
	/* What was told last, so that nothing is told twice. */
	bool begun, asked_by_wizard;
	enum view_kind kind;
	const struct field *field;
	const struct section *section;
	struct strbuf shown;        /* the field's value */
	const struct field *warned; /* its error or warning was told */
	const struct field
		*adding;       /* its lines were interrupted by a command: the next one is added */
	struct strbuf doubted; /* a word that is taken as a text if it is typed again */
	bool opens;            /* another draft is opened next */
	unsigned runs;         /* of wizard_runs, so many were told */
	bool asked;            /* the wizard was told something: its message is news */
	bool taught[LESSONS];
	struct strvec visited; /* keys of the fields whose hint was told */
	struct strvec erred;   /* and of those at which it was told how an error is left */
	struct strvec heard;   /* errors and warnings that were told */
	size_t review_heard;   /* so many before the review told its own */
	bool hints_off;
};

/* plain.c */
void plain_act(struct plain *p, enum action action);
void plain_replace(struct plain *p, const char *text, size_t len);
/* The next answer; false if there is none. */
bool plain_next(struct plain *p, const char *question, bool secret);

/* say.c */
const struct view_row *plain_focus(const struct view *view);
/* The focused field on the form page, NULL elsewhere and on the last step. */
const struct field *plain_field(const struct view *view);
bool plain_is_secret(const struct view *view);
bool plain_is_yes_or_no(const struct field *field);
/* What is new since the last time. */
void plain_announce(struct plain *p, const struct view *view);
/* Explains it, unless it was explained before. */
void plain_teach(struct plain *p, enum plain_lesson lesson);
/* What is said at each step of several lines. */
void plain_say_lines(struct plain *p);
/* A message of the wizard, behind what its mark means: "Error: ..." */
void plain_say_message(struct plain *p, char mark, const char *message);
/* The value was told, or typed by the person it would be told to. */
void plain_remember(struct plain *p, const struct field *field);
/* "1 macOS, 2 iOS" */
void plain_options(const struct field *field, struct strbuf *out);
enum review_way {
	REVIEW_ROW,    /* what the focused row is for: an error to fix, the export, the way out */
	REVIEW_EXPORT, /* the first row */
	REVIEW_BACK,   /* the last one: back to the fields */
};
/* What Enter alone does in the review. */
enum review_way plain_review_way(const struct view *view);

/* question.c */
/* Unless it was told already. */
void plain_announce_question(struct plain *p, const struct view *view);
bool plain_item_is_folder(const struct view *view, size_t item);
/* Of a list of files: whether Enter takes the focused one. */
bool plain_file_is_chosen(const struct view *view);
/* What is asked for now: "5 Challenge." */
void plain_place(const struct view *view, struct strbuf *out);

/* tell.c */
void plain_tell_list(struct plain *p);
/* The items of the question's list. */
void plain_tell_items(struct plain *p, const struct view *view);
/* Whether an error or a warning was told; from: only behind so many others. */
bool plain_is_heard(const struct plain *p, const char *text, size_t from);
/* Errors and warnings that were not told yet; all of the review. */
void plain_tell_findings(struct plain *p, const struct view *view);
void plain_tell_review(struct plain *p, const struct view *view);
/* What the export did. */
void plain_tell_result(struct plain *p, const struct view *view);
void plain_tell_help(struct plain *p);
/* The page of the help that is open. */
void plain_tell_help_page(struct plain *p);
/* The whole value of the focused row, line by line, with whole hashes; in the review what the server said. */
void plain_tell_value(struct plain *p);
/* The whole hint, and the options. */
void plain_tell_hint(struct plain *p);

/* brief.c */
/* "SHA-256, begins 33 05 A3 4A" in place of a hash, in hex or in Base64 with the hex behind it; whole: all of it, in
 * groups of four bytes. */
void plain_hash(const char *text, bool whole, struct strbuf *out);
/* What a certificate's file is, without its details; with_hash: with the beginning of its hash. */
void plain_file(const char *told, bool with_hash, struct strbuf *out);
/* The first sentence, up to a colon, without an example that is there to be seen. */
void plain_first_sentence(const char *text, struct strbuf *out);
/* Whether the text is one that ends itself. */
bool plain_ends(const char *text);

/* compare.c: the differences that the view shows between the drafts a and b */
void plain_tell_differences(
	struct plain_io *io, const struct view *view, const char *a, const char *b);

/* answer.c: what a line means to the question that was asked */
void plain_answer(struct plain *p);
/* To a field by its number or name, from anywhere. */
void plain_go(struct plain *p, const char *name);

/* doubt.c */
/* The word of a command without its slash is a text, and hardly meant: that is said. */
void plain_say_slash(struct plain *p);
/* Whether the line is to be typed again before it is taken, which is said. */
bool plain_doubts(struct plain *p, bool secret);

/* value.c */
/* The line is a value of the focused field. */
void plain_take_value(struct plain *p, const struct field *field);
/* Further lines of a value; those that it has stay. */
void plain_add_lines(struct plain *p, const struct field *field);
void plain_empty_value(struct plain *p, const struct field *field);
/* Goes on without a change. */
void plain_keep_value(struct plain *p, const struct field *field);
/* Whether the line is an option of the field by its number or its whole name. */
bool plain_names_option(const struct field *field, const char *line);

/* menu.c */
struct plain_command;
/* The command that a line means: "/go 12", or "go 12" if bare words are commands here. NULL: none. argument: what
 * follows it. */
const struct plain_command *plain_command_of(const char *line, bool bare, const char **argument);
/* By its old letter: "s", "g 12". */
const struct plain_command *plain_command_by_letter(const char *line, const char **argument);
void plain_command_run(struct plain *p, const struct plain_command *command, const char *argument);
/* The same by its word. */
void plain_command_named(struct plain *p, const char *word, const char *argument);
/* Whether the command is the one with this word. */
bool plain_command_is(const struct plain_command *command, const char *word);
/* The key of the answer that a line means; 0 if it is not one. */
uint32_t plain_key(const char *line);
/* What the keys of an action are called here: "back", "/choose". */
bool plain_spell(enum action action, struct strbuf *out);

#endif
