/* The key line: which keys serve the focused row, what they do there, and which of them can be missed
 * where the window is narrow. */
#include "base/xalloc.h"

#include "ui/wizard/view.h"

/* What goes last has the lowest number. */
enum key_rank {
	RANK_ACCEPT,
	RANK_EXPORT,
	RANK_MENU,
	RANK_MEND, /* where a message speaks of it */
	RANK_HELP,
	RANK_BACK,
	RANK_OWN, /* what only fields of this kind have */
	RANK_SAVE,
	RANK_OTHER,
};

#define PAIR(action, label, rank)             \
	{                                     \
		{ action }, label, rank, NULL \
	}
#define PAIR_NEXT PAIR(ACTION_ACCEPT, "next", RANK_ACCEPT)
#define PAIR_MOVE                                                     \
	{                                                             \
		{ ACTION_DOWN, ACTION_UP }, "move", RANK_BACK, "back" \
	}
#define PAIR_ROWS                                                  \
	{                                                          \
		{ ACTION_DOWN, ACTION_UP }, "move", RANK_OWN, "up" \
	}
#define PAIR_HELP PAIR(ACTION_HELP, "help", RANK_HELP)
#define PAIR_SAVE PAIR(ACTION_SAVE, "save", RANK_SAVE)
#define PAIR_GO_TO PAIR(ACTION_GO_TO, "go to", RANK_OTHER)
#define PAIR_EXPORT PAIR(ACTION_EXPORT, "export", RANK_EXPORT)
#define PAIR_MENU PAIR(ACTION_MENU, "menu", RANK_MENU)
#define PAIR_COMMENT PAIR(ACTION_NOTE, "comment", RANK_OTHER)
#define PAIR_ACCEPT PAIR(ACTION_ACCEPT_FINDING, "accept", RANK_OTHER)
#define PAIR_UNACCEPT PAIR(ACTION_ACCEPT_FINDING, "accepted", RANK_OTHER)
#define PAIR_CLOSE PAIR(ACTION_ACCEPT, "close", RANK_ACCEPT)
#define PAIR_INDEX PAIR(ACTION_HELP, "index", RANK_HELP)
/* Enter goes on everywhere else, so this is hardly ever left out. */
#define PAIR_LINE                                                                \
	{                                                                        \
		{ ACTION_ACCEPT, ACTION_ACCEPT }, "new line", RANK_EXPORT, "new" \
	}
#define PAIR_SCROLL                                                   \
	{                                                             \
		{ ACTION_DOWN, ACTION_UP }, "scroll", RANK_BACK, NULL \
	}
#define PAIR_PAGE                                                                        \
	{                                                                                \
		{ ACTION_SECTION_NEXT, ACTION_SECTION_PREVIOUS }, "page", RANK_OWN, NULL \
	}
/* M-r as well; but where Esc comes slowly it closes the page, and the r would be typed into a field. */
#define PAIR_BACK PAIR(ACTION_CLOSE, "back", RANK_BACK)

/* At most seven pairs. What all fields have stands first, so that little is sent when the focus
 * moves. */
enum key_line_name {
	LINE_TEXT,
	LINE_OFFER,
	LINE_SERVER,
	LINE_FILE,
	LINE_SECRET,
	LINE_LINES,
	LINE_OPTIONS,
	LINE_CHECKS,
	LINE_STOPPED,
	LINE_ACTION,
	LINE_QUICK,
	LINE_REVIEW_FIELD,
	LINE_REVIEW_FINDING,
	LINE_REVIEW_ACCEPTED,
	LINE_REVIEW_SECRET,
	LINE_REVIEW_LOCKED,
	LINE_REVIEW_TEXT,
	LINE_REVIEW_TRY,
	LINE_REVIEW_EXPORT,
	LINE_REVIEW_CLOSE,
	LINE_REVIEW_NEXT,
	LINE_RESULT_QUIT,
	LINE_RESULT_BACK,
	LINE_RESULT_TEXT,
	LINE_HELP,
	LINE_HELP_TOPIC,
	LINE_HELP_TEXT,
};
static const struct key_pair key_lines[][KEY_PAIRS_MAX] = {
	[LINE_TEXT] = { PAIR_NEXT, PAIR_MOVE, PAIR_HELP, PAIR_SAVE, PAIR_MENU, PAIR_GO_TO,
		PAIR(ACTION_REVIEW, "review", RANK_OTHER) },
	[LINE_OFFER] = { PAIR_NEXT, PAIR_MOVE, PAIR_HELP, PAIR_SAVE, PAIR_MENU, PAIR_GO_TO,
		PAIR(ACTION_CHOOSE, "choose", RANK_OWN) },
	[LINE_SERVER] = { PAIR_NEXT, PAIR_MOVE, PAIR_HELP, PAIR_SAVE, PAIR_MENU, PAIR_GO_TO,
		PAIR(ACTION_CHOOSE, "ask", RANK_OWN) },
	[LINE_FILE] = { PAIR_NEXT, PAIR_MOVE, PAIR_HELP, PAIR_SAVE, PAIR_MENU, PAIR_GO_TO,
		PAIR(ACTION_CHOOSE, "file", RANK_OWN) },
	[LINE_SECRET] = { PAIR_NEXT, PAIR_MOVE, PAIR_HELP, PAIR_SAVE, PAIR_MENU,
		PAIR(ACTION_CHOOSE, "source", RANK_OTHER), PAIR(ACTION_REVEAL, "show", RANK_OWN) },
	[LINE_LINES] = { PAIR(ACTION_NEXT, "next", RANK_ACCEPT), PAIR_LINE, PAIR_MOVE, PAIR_HELP,
		PAIR_SAVE, PAIR_MENU },
	[LINE_OPTIONS] = { PAIR_NEXT, PAIR_MOVE, PAIR_HELP, PAIR_SAVE, PAIR_MENU,
		PAIR(ACTION_TYPE, "choose", RANK_OWN), PAIR(ACTION_CHOOSE, "list", RANK_OTHER) },
	[LINE_CHECKS] = { PAIR_NEXT, PAIR_MOVE, PAIR_HELP, PAIR_SAVE, PAIR_MENU,
		PAIR(ACTION_RIGHT, "option", RANK_OTHER), PAIR(ACTION_TYPE, "toggle", RANK_OWN) },
	[LINE_STOPPED] = { PAIR(ACTION_ACCEPT, "go on", RANK_ACCEPT), PAIR_MOVE, PAIR_HELP,
		PAIR_SAVE, PAIR_MENU, PAIR_GO_TO },
	[LINE_ACTION] = { PAIR(ACTION_ACCEPT, "review", RANK_ACCEPT), PAIR_EXPORT, PAIR_MOVE,
		PAIR_HELP, PAIR_SAVE, PAIR(ACTION_LEAVE, "leave", RANK_OTHER), PAIR_MENU },
	[LINE_QUICK] = { PAIR(ACTION_ACCEPT, "make it", RANK_ACCEPT), PAIR_MOVE, PAIR_HELP,
		PAIR(ACTION_LEAVE, "leave", RANK_OTHER), PAIR_MENU },
	[LINE_REVIEW_FIELD] = { PAIR(ACTION_ACCEPT, "edit", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_COMMENT, PAIR_BACK, PAIR_MENU },
	[LINE_REVIEW_FINDING] = { PAIR(ACTION_ACCEPT, "edit", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_ACCEPT, PAIR_BACK, PAIR_MENU },
	[LINE_REVIEW_ACCEPTED] = { PAIR(ACTION_ACCEPT, "edit", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_UNACCEPT, PAIR_BACK, PAIR_MENU },
	[LINE_REVIEW_SECRET] = { PAIR(ACTION_ACCEPT, "edit", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR(ACTION_REVEAL, "show", RANK_OTHER), PAIR_BACK, PAIR_MENU },
	[LINE_REVIEW_LOCKED] = { PAIR(ACTION_ACCEPT, "next", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_ACCEPT, PAIR_BACK, PAIR_MENU },
	[LINE_REVIEW_TEXT] = { PAIR(ACTION_ACCEPT, "next", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_SAVE, PAIR_BACK, PAIR_MENU },
	[LINE_REVIEW_TRY] = { PAIR(ACTION_ACCEPT, "try it", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_SAVE, PAIR_BACK, PAIR_MENU },
	[LINE_REVIEW_EXPORT] = { PAIR(ACTION_ACCEPT, "export", RANK_ACCEPT), PAIR_ROWS, PAIR_HELP,
		PAIR_SAVE, PAIR_BACK, PAIR_MENU },
	[LINE_REVIEW_CLOSE] = { PAIR(ACTION_ACCEPT, "go back", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_SAVE, PAIR_MENU },
	[LINE_REVIEW_NEXT] = { PAIR(ACTION_ACCEPT, "go on", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_SAVE, PAIR_BACK, PAIR_MENU },
	[LINE_RESULT_QUIT] = { PAIR(ACTION_ACCEPT, "quit", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_BACK, PAIR_MENU },
	[LINE_RESULT_BACK] = { PAIR(ACTION_ACCEPT, "go back", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_MENU },
	[LINE_RESULT_TEXT] = { PAIR(ACTION_ACCEPT, "next", RANK_ACCEPT), PAIR_EXPORT, PAIR_ROWS,
		PAIR_HELP, PAIR_BACK, PAIR_MENU },
	[LINE_HELP] = { PAIR_CLOSE, PAIR_INDEX, PAIR_SCROLL, PAIR_PAGE },
	[LINE_HELP_TOPIC] = { PAIR_CLOSE, PAIR(ACTION_CLOSE, "back", RANK_HELP), PAIR_INDEX,
		PAIR_SCROLL, PAIR_PAGE },
	[LINE_HELP_TEXT] = { PAIR_CLOSE, PAIR_SCROLL, PAIR_PAGE },
};

static bool
field_offers(const struct field *field)
{
	return field->role == ROLE_MDM || field->type->from_file ||
	       field_widget(field) == WIDGET_FILE || field->type->flags & FT_VARIABLES;
}

static enum key_line_name
form_line(const struct wizard *w, const struct field *field)
{
	static const enum key_line_name lines[] = {
		[WIDGET_LINE] = LINE_TEXT,
		[WIDGET_LINES] = LINE_LINES,
		[WIDGET_OPTIONS] = LINE_OPTIONS,
		[WIDGET_CHECKS] = LINE_CHECKS,
		[WIDGET_FILE] = LINE_FILE,
	};
	enum widget widget;

	if (!field)
		return w->p.quick ? LINE_QUICK : LINE_ACTION;
	if (w->p.stopped)
		return LINE_STOPPED;
	if (field_is_secret(field))
		return LINE_SECRET;
	if (!wizard_may_edit(w))
		return LINE_TEXT;
	widget = field_widget(field);
	/* Enter on an empty line leads out */
	if (widget == WIDGET_LINES && wizard_line_is_empty(w))
		widget = WIDGET_LINE;
	if (widget == WIDGET_LINE && field_offers(field))
		return LINE_OFFER;
	if (widget == WIDGET_LINE && server_is_offered(w, field))
		return LINE_SERVER;
	return lines[widget];
}

static enum key_line_name
review_line(const struct wizard *w)
{
	const struct row *row = page_row(w);

	if (review_is_hidden(w, row))
		return LINE_REVIEW_SECRET;
	if (row->field && row->field->flags & FIELD_LOCKED)
		return row->about.rule && !row->about.is_error && !row->about.is_accepted
			       ? LINE_REVIEW_LOCKED
			       : LINE_REVIEW_TEXT;
	if (row->field && row->about.rule && !row->about.is_error)
		return row->about.is_accepted ? LINE_REVIEW_ACCEPTED : LINE_REVIEW_FINDING;
	if (row->field)
		return LINE_REVIEW_FIELD;
	return row->leads == ROW_EXPORTS     ? LINE_REVIEW_EXPORT
	       : row->leads == ROW_TRIES     ? LINE_REVIEW_TRY
	       : row->leads == ROW_GOES_BACK ? LINE_REVIEW_CLOSE
	       : row->leads == ROW_GOES_ON   ? LINE_REVIEW_NEXT
					     : LINE_REVIEW_TEXT;
}

static enum key_line_name
result_line(const struct wizard *w)
{
	const struct row *row = page_row(w);

	return row->leads == ROW_QUITS       ? LINE_RESULT_QUIT
	       : row->leads == ROW_GOES_BACK ? LINE_RESULT_BACK
	       : row->leads == ROW_GOES_ON   ? LINE_REVIEW_NEXT
					     : LINE_RESULT_TEXT;
}

static enum key_line_name
help_line(const struct wizard *w)
{
	static const enum key_line_name lines[] = {
		[HELP_FIRST] = LINE_HELP,
		[HELP_TOPIC] = LINE_HELP_TOPIC,
		[HELP_TEXT] = LINE_HELP_TEXT,
	};

	return lines[help_kind(w)];
}

static size_t
pairs_find(const struct key_pair *pairs, enum action action)
{
	size_t i = 0;

	while (pairs[i].label && pairs[i].actions[0] != action)
		i++;
	return i;
}

/* ^T with this label: in its own place, at the end where there is room, or for what the menu has too. */
static void
pairs_offer(struct key_pair *pairs, const char *label, enum key_rank rank)
{
	static const enum action spare[] = { ACTION_GO_TO, ACTION_NOTE, ACTION_SAVE, ACTION_CLOSE };
	size_t n = pairs_find(pairs, ACTION_NONE), at = pairs_find(pairs, ACTION_CHOOSE);

	if (n + 1 == KEY_PAIRS_MAX)
		for (size_t i = 0; at == n && i < ARRAY_SIZE(spare); i++)
			at = pairs_find(pairs, spare[i]);
	pairs[at] = (struct key_pair)PAIR(ACTION_CHOOSE, label, rank);
}

static void
pairs_label(struct key_pair *pairs, enum action action, const char *label)
{
	size_t at = pairs_find(pairs, action);

	if (pairs[at].label)
		pairs[at].label = label;
}

static void
pairs_drop(struct key_pair *pairs, enum action action)
{
	size_t n = pairs_find(pairs, ACTION_NONE), at = pairs_find(pairs, action);

	for (; at < n; at++)
		pairs[at] = pairs[at + 1];
}

/* Pairs that mean something else for now, or nothing. */
static void
pairs_settle(const struct wizard *w, enum key_line_name name, struct key_pair *pairs)
{
	static const enum action changing[] = { ACTION_SAVE, ACTION_NOTE, ACTION_ACCEPT_FINDING };

	if (w->p.revealed)
		pairs_label(pairs, ACTION_REVEAL, "hide");
	if (w->p.open == VIEW_FORM && w->p.back_to_review) {
		pairs_label(
			pairs, name == LINE_LINES ? ACTION_NEXT : ACTION_ACCEPT, "back to review");
		pairs_drop(pairs, ACTION_REVIEW);
		pairs_drop(pairs, ACTION_DOWN); /* it goes there, too */
	}
	if (w->p.quick) { /* what it does only at its end */
		pairs_drop(pairs, ACTION_SAVE);
		pairs_drop(pairs, ACTION_REVIEW);
	}
	for (size_t i = 0; w->s.look && i < ARRAY_SIZE(changing); i++)
		pairs_drop(pairs, changing[i]);
}

void
view_keys(const struct wizard *w, struct view *view)
{
	const struct field *field = w->p.open == VIEW_HELP ? NULL : page_field(w);
	enum key_line_name name = w->p.open == VIEW_HELP     ? help_line(w)
				  : w->p.open == VIEW_REVIEW ? review_line(w)
				  : w->p.open == VIEW_RESULT ? result_line(w)
							     : form_line(w, field);
	struct strbuf line = STRBUF_INIT;

	for (size_t i = 0; i < KEY_PAIRS_MAX; i++)
		view->pairs[i] = key_lines[name][i];
	pairs_settle(w, name, view->pairs);
	if (field && wizard_tells_mend(w, field))
		pairs_offer(view->pairs, "fix", RANK_MEND);
	else if (field && (name == LINE_LINES || name == LINE_STOPPED) && field_offers(field))
		pairs_offer(view->pairs, "choose", RANK_OWN);
	key_line(view->pairs, &line);
	view->keyline = strbuf_detach(&line);
	view->keys = view->pairs;
}
