/* Where a secret is kept: ^T on it lists the places. */
#include <string.h>

#include "base/strvec.h"
#include "base/xalloc.h"

#include "syntax/command_line.h"

#include "ui/wizard/machine.h"

static void
take_here(struct wizard *w)
{
	if (draft_source(w->s.draft, wizard_field(w)) != ANSWER_HERE)
		wizard_set_value(w, "");
	wizard_say(w, ' ', "Type it. It will be in the draft.");
}

static void
take_prompt(struct wizard *w)
{
	wizard_put_source(w, wizard_field(w), ANSWER_PROMPT, "");
	wizard_value_changed(w);
}

/* A place that has a name, which is asked for. */
struct named_place {
	enum answer_source source;
	enum question_name question;
	const char *head, *usual;
	const char *word; /* before the name, where it is typed into the field */
};

static const struct named_place variable = { ANSWER_ENVIRONMENT, QUESTION_SOURCE_VARIABLE,
	"Environment variable: ", "SCEP_CHALLENGE", "@env" };
static const struct named_place command = { ANSWER_COMMAND, QUESTION_SOURCE_COMMAND,
	"Program and arguments: ", "", "@command" };

/* What the draft has of that kind, as it is typed; else what is usual. */
static void
ask_name(struct wizard *w, const struct named_place *place)
{
	const struct field *field = wizard_field(w);
	STRVEC(words);
	STRBUF(now);

	if (draft_source(w->s.draft, field) == place->source) {
		strvec_split(&words, draft_source_name(w->s.draft, field), '\n');
		command_line_join(&words, &now);
	}
	wizard_ask(w, place->question, place->head, now.len ? now.buf : place->usual);
}

static void
ask_variable(struct wizard *w)
{
	ask_name(w, &variable);
}

static void
ask_command(struct wizard *w)
{
	ask_name(w, &command);
}

static const struct place_kept {
	enum answer_source source;
	const char *name, *meaning;
	void (*take)(struct wizard *w);
} places_kept[] = {
	{ ANSWER_HERE, "In the draft", "as you type it, so keep the file private", take_here },
	{ ANSWER_PROMPT, "Asked for at each export", "and kept nowhere", take_prompt },
	{ ANSWER_ENVIRONMENT, "In an environment variable", "for scripts and CI", ask_variable },
	{ ANSWER_COMMAND, "In a password manager", "which a command asks, such as pass show scep",
		ask_command },
};

void
source_ask(struct wizard *w)
{
	enum answer_source now = draft_source(w->s.draft, wizard_field(w));
	size_t focus = 0;

	wizard_ask(w, QUESTION_SOURCE, "Where is it kept? ", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(places_kept); i++) {
		popup_add(w, places_kept[i].name, places_kept[i].meaning);
		if (places_kept[i].source == now)
			focus = i;
	}
	popup_open(w, focus);
}

static void
source_take(struct wizard *w, size_t item)
{
	question_close(w);
	places_kept[item].take(w);
}

const struct popup_kind source_popup = { .numbered = true, .take = source_take };

/* As it would be typed into the field. What cannot be taken is asked for again, for it may be long. */
static void
take_typed(struct wizard *w, const struct named_place *place, const char *text)
{
	enum answer_source source;
	STRBUF(typed);
	STRBUF(name);
	STRBUF(err);

	strbuf_addf(&typed, "%s:%s", place->word, text);
	if (source_read(typed.buf, &source, &name, &err) < 0) {
		if (*text)
			wizard_ask(w, place->question, place->head, text);
		wizard_say(w, '!', "%s.", err.buf);
		return;
	}
	wizard_put_source(w, wizard_field(w), source, name.buf);
	wizard_value_changed(w);
}

void
source_take_variable(struct wizard *w, const char *text)
{
	take_typed(w, &variable, text);
}

void
source_take_command(struct wizard *w, const char *text)
{
	take_typed(w, &command, text);
}
