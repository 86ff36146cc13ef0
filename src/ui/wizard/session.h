/* A session on a draft: the draft and its file, what is wrong with it and what of that was told, what it was when
 * the session began, and its recovery file. It knows no page, no question and no key: those know it. */
#ifndef UI_SESSION_H
#define UI_SESSION_H

#include "base/strvec.h"

#include "model/field_type.h"
#include "model/rules.h"

#include "format/ask/ask_run.h"
#include "format/draft/draft_file.h"
#include "format/draft/draft_merge.h"
#include "format/profile/desk.h"
#include "format/recovery/recovery.h"

/* An answer taken out of the draft, to compare it and to put it back. */
struct answer_copy {
	bool answered;
	bool unread; /* what the file has cannot be read as a value: to put it back is to restore */
	bool typed;  /* draft_is_typed */
	enum answer_source source;
	struct strbuf text, source_name;
};

void answer_init(struct answer_copy *copy);
void answer_take(struct answer_copy *copy, const struct draft *draft, const struct field *field);
void answer_copy(struct answer_copy *to, const struct answer_copy *from);
void answer_put(const struct answer_copy *copy, struct draft *draft, const struct field *field);
bool answer_same(
	const struct answer_copy *copy, const struct draft *draft, const struct field *field);
void answer_release(struct answer_copy *copy);

struct field_state {
	bool checked;              /* was left: what is wrong is told, until it is right */
	bool told;                 /* its error or warning was told when it was left */
	struct answer_copy opened; /* when the session began */
	struct answer_copy known;  /* as undo knows it */
	struct strbuf known_note;  /* and the comments on it */
};

#define SESSION_LOOKS "Read-only: another session has the draft."

struct session {
	struct draft_file *file; /* NULL: there is no draft, as on the start page */
	struct draft *draft;     /* file->draft */
	const struct form *form;
	struct desk desk;
	bool compared;         /* with the drafts beside it; until session_look_around not */
	struct findings found; /* of the draft as it is now */
	struct original_check *original; /* of an imported draft, checked; kept from key to key */
	struct field_state *fields;

	struct ask_run *asked; /* has what the server said; NULL: nothing that is about the draft */
	struct answer_copy *asked_about; /* the answers then, one a field */
	bool asked_judges;               /* the draft is judged by that */
	struct strvec
		trials; /* certificates that a CA has issued here, or may have: a sentence each */

	struct recovery *recovery; /* NULL: none */
	bool told_trouble;         /* of the recovery file */
	bool look;                 /* another session has the draft (SESSION_LOOKS) */
	bool discarded;     /* left without what is unsaved, which the next session can have back */
	bool done;          /* left by its user, not by a signal or a dead line */
	struct merge merge; /* two versions of the draft, while it is asked about */
	bool recovering;    /* it is one with what a session left */

	struct strbuf
		exported; /* where the draft was exported as it was last saved; "": it was not */
	struct strvec export_lines; /* what the last export did */
};

void session_init(struct session *s, struct draft_file *file);
void session_release(struct session *s);
/* Judges the draft as it is now. */
void session_check(struct session *s);
/* What a draft holds was left before and is told at once; what it lacks was not reached yet, nor, in a draft that lacks
 * something required, was a default that is as the form has it: that is told when it is gone to. */
void session_judge_filled(struct session *s);
/* What is around the draft, from now on with the drafts beside it; and again where it has another path. */
void session_look_around(struct session *s);

/* Whether the draft names a server that can be asked. */
bool session_has_server(const struct session *s);
/* Takes a run that has ended, with its facts, until the answers change that they rest on. judges: the draft is judged by
 * them. They are in no draft and no recovery file, because they age. */
void session_take_asked(struct session *s, struct ask_run *run, bool judges);
/* NULL: there are none. */
const struct asked *session_asked(const struct session *s);
/* Remembers to the end of the session what the CA has of a trial, or may have, however the draft changes. trial: NULL:
 * nothing came back. */
void session_keep_trial(struct session *s, const char *subject, const struct asked_trial *trial);

bool session_is_new(const struct session *s);
bool session_is_saved(const struct session *s);
/* Whether nothing is lost: an export that was asked for may have made an identity, which a session that only looks
 * does not save. */
bool session_is_settled(const struct session *s);
/* Whether a save would write something, and nobody else does. */
bool session_has_unsaved(const struct session *s);
/* Whether the draft has been exported as it is. */
bool session_is_exported(const struct session *s);
const char *session_state(const struct session *s);
/* Why what is typed now is not kept; "" where it is. */
const char *session_unkept(const struct session *s);
void session_title(const struct session *s, struct strbuf *out);
/* Appends the line printed after the end. */
void session_farewell(const struct session *s, struct strbuf *out);

bool session_is_unread(const struct session *s, const struct field *field);
/* The gravest error or warning about a field. */
const struct finding *session_trouble(const struct session *s, const struct field *field);
/* The same as far as it is told now: nothing before the field was left once. */
const struct finding *session_finding(const struct session *s, const struct field *field);
size_t session_problems(const struct session *s);
/* The errors that stop an export, and the labels of their fields. What a server said does not stop it: devices may reach
 * another one, and facts age. */
size_t session_errors(const struct session *s, struct strbuf *labels);
char session_mark(const struct session *s, const struct field *field);
char finding_mark(const struct finding *finding);
/* Whether it is about what a server said. */
bool finding_is_asked(const struct finding *finding);
/* Appends a value as it may be shown: "set, 24 characters", "yes"; filtered. */
void session_show_value(const struct session *s, const struct field *field, struct strbuf *out);
bool field_is_secret(const struct field *field);

/* The one place where changes go to the recovery file. True where that has begun to fail, which is to be told. */
bool session_follow(struct session *s, const struct recovery_now *now);
/* keep: something is unsaved that is to be offered again, unless the user has left. */
void session_leave(struct session *s, bool keep);

#endif
