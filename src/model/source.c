/* Sources of secrets: what may be one, how they are typed and shown. */
#include "model/source.h"

#include <string.h>

#include "base/xalloc.h"

#include "syntax/command_line.h"

/* What a shell can set. */
bool
source_is_variable(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
				      "0123456789";

	return *text && !strchr("0123456789", *text) && !text[strspn(text, letters)];
}

static bool
has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

int
source_check_command(const struct strvec *words, struct strbuf *err)
{
	const char *program = words->n ? words->v[0] : "";
	size_t bytes = 0;

	if (!*program)
		return error_add(err, "no program is named. Write it as in: pass show scep");
	for (size_t i = 0; i < words->n; i++) {
		bytes += strlen(words->v[i]) + 1;
		if (has_control(words->v[i]))
			return error_add(
				err, "a command cannot have a control character or a line break");
	}
	if (bytes > SOURCE_COMMAND_MAX)
		return error_add(err, "a command can have at most %d bytes", SOURCE_COMMAND_MAX);
	if (*program != '/' && strchr(program, '/'))
		return error_add(err,
			"a relative path is not accepted here. Enter the program's name, which is "
			"searched in PATH, or its absolute path");
	return 0;
}

static int
command_read(const char *text, struct strbuf *name, struct strbuf *err)
{
	STRVEC(words);

	if (command_line_split(text, &words, err) < 0 || source_check_command(&words, err) < 0)
		return -1;
	strvec_join(&words, "\n", name);
	return 1;
}

static int
variable_read(const char *text, struct strbuf *name, struct strbuf *err)
{
	if (!source_is_variable(text))
		return error_add(err,
			"\"%s\" is not the name of an environment variable. Use letters, digits "
			"and _, as in SCEP_CHALLENGE",
			text);
	strbuf_addstr(name, text);
	return 1;
}

static int
prompt_read(const char *text, struct strbuf *name, struct strbuf *err)
{
	(void)name;
	return *text ? error_add(err, "@prompt accepts nothing after it") : 1;
}

static const struct typed_source {
	const char *word;
	enum answer_source source;
	int (*read)(const char *text, struct strbuf *name, struct strbuf *err);
} typed_sources[] = {
	{ "@prompt", ANSWER_PROMPT, prompt_read },
	{ "@env", ANSWER_ENVIRONMENT, variable_read },
	{ "@command", ANSWER_COMMAND, command_read },
};

int
source_read(const char *text, enum answer_source *source, struct strbuf *name, struct strbuf *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(typed_sources); i++) {
		const struct typed_source *typed = &typed_sources[i];
		size_t len = strlen(typed->word);

		if (strncmp(text, typed->word, len) != 0 || (text[len] && !strchr(": ", text[len])))
			continue;
		*source = typed->source;
		return typed->read(text + len + (text[len] != '\0'), name, err);
	}
	return 0;
}

bool
source_needs_word(enum answer_source source, const char *name)
{
	static const char *const ours[] = { "SCEP_", "SCEPWIZ_" };

	for (size_t i = 0; source == ANSWER_ENVIRONMENT && i < ARRAY_SIZE(ours); i++)
		if (!strncmp(name, ours[i], strlen(ours[i])))
			return false;
	return source == ANSWER_COMMAND || (source == ANSWER_ENVIRONMENT && *name);
}

void
source_show(enum answer_source source, const char *name, struct strbuf *out)
{
	STRVEC(words);

	switch (source) {
	case ANSWER_ENVIRONMENT:
		strbuf_addf(out, "from the environment variable %s", name);
		break;
	case ANSWER_PROMPT:
		strbuf_addstr(out, "asked for at each export");
		break;
	case ANSWER_COMMAND:
		strvec_split(&words, name, '\n');
		strbuf_addstr(out, "from the command ");
		command_line_join(&words, out);
		break;
	case ANSWER_HERE:
		break;
	}
}
