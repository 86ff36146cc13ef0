/* Reading back what was sent. */
#include "sent.h"

#include "testing.h"

#include "base/text.h"
#include "base/xalloc.h"

/* So many characters of a secret in a row are part of it; three come by chance. */
#define PART 4

char
sent_sequence(const struct strbuf *sent, size_t *pos, size_t *begin)
{
	for (; *pos + 2 < sent->len; ++*pos)
		if (sent->buf[*pos] == '\033' && sent->buf[*pos + 1] == '[') {
			*begin = *pos += 2;
			while (*pos < sent->len && (unsigned char)sent->buf[*pos] < 0x40)
				++*pos;
			return *pos < sent->len ? sent->buf[*pos] : '\0';
		}
	return '\0';
}

/* Whether a number is among those of a sequence: 25 is in "?12;25". */
static bool
sequence_has(const char *numbers, long wanted)
{
	char *end = NULL;

	for (numbers += *numbers == '?';; numbers = end + 1) {
		long number = strtol(numbers, &end, 10);

		if (end > numbers && number == wanted)
			return true;
		if (*end != ';')
			return false;
	}
}

/* Calls found with what each switch of the mode did. */
static size_t
mode_switches(const struct strbuf *sent, long mode, bool *on)
{
	size_t pos = 0, begin = 0, count = 0;
	char final;

	*on = false;
	while ((final = sent_sequence(sent, &pos, &begin))) {
		if ((final != 'h' && final != 'l') || sent->buf[begin] != '?' ||
			!sequence_has(sent->buf + begin, mode))
			continue;
		*on = final == 'h';
		count += *on;
	}
	return count;
}

size_t
sent_mode_count(const struct strbuf *sent, long mode)
{
	bool on;

	return mode_switches(sent, mode, &on);
}

bool
sent_mode_is_on(const struct strbuf *sent, long mode)
{
	bool on;

	mode_switches(sent, mode, &on);
	return on;
}

bool
sent_has_colour(const struct strbuf *sent)
{
	size_t pos = 0, begin = 0;
	char final;

	while ((final = sent_sequence(sent, &pos, &begin)))
		for (long colour = 30; final == 'm' && colour <= 107; colour++)
			if (sequence_has(sent->buf + begin, colour))
				return true;
	return false;
}

/* What a sequence with this final character would ask; NULL where it asks nothing. */
static const char *
sequence_question(const struct strbuf *sent, size_t begin, size_t end)
{
	bool numbered = sent->buf[begin] == '?';

	switch (sent->buf[end]) {
	case 'c': /* with ?, the Linux console's cursor shape */
		return numbered ? NULL : "device attributes";
	case 'n':
		return "a status report";
	case 'x':
		return "terminal parameters";
	case 'p':
		return sent->buf[end - 1] == '$' ? "a mode report" : NULL;
	case 't': /* from 22 on it only keeps the title on a stack */
		return strtol(sent->buf + begin, NULL, 10) < 22 ? "the window's state" : NULL;
	case 'u':
		return numbered ? "the keyboard's flags" : NULL;
	default:
		return NULL;
	}
}

void
sent_must_be_harmless(const struct strbuf *sent, bool mouse)
{
	/* DECID, OSC (title, palette, clipboard), DCS (capabilities), APC, PM, SOS, keypad, reset */
	static const char *const introducers[] = { "\033Z", "\033]", "\033P", "\033_", "\033^",
		"\033X", "\033=", "\033c" };
	/* cursor keys, mouse, focus, the keys' own protocols */
	static const long modes[] = { 1, 9, 66, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007,
		1015, 1016, 1035, 1036, 1039 };
	size_t pos = 0, begin = 0;

	for (size_t i = 0; i < sent->len; i++)
		if (!sent->buf[i] || sent->buf[i] == 5 || sent->buf[i] == 7)
			fail_msg("byte %d was sent", sent->buf[i]);
	for (size_t i = 0; i < ARRAY_SIZE(introducers); i++)
		if (strstr(sent->buf, introducers[i]))
			fail_msg("ESC %s was sent", introducers[i] + 1);
	/* its own line drawing shows letters where the character set is another one */
	if (memchr(sent->buf, '\016', sent->len) || strstr(sent->buf, "\033(0"))
		fail_msg("line drawing was switched on");
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		bool asked_for = mouse && (modes[i] == MODE_MOUSE || modes[i] == MODE_MOUSE_SGR);

		if (asked_for ? sent_mode_is_on(sent, modes[i]) : sent_mode_count(sent, modes[i]))
			fail_msg("mode %ld was switched on", modes[i]);
	}
	while (sent_sequence(sent, &pos, &begin)) {
		const char *question = sequence_question(sent, begin, pos);

		/* the terminal's own stays, or it is black below what has a colour */
		for (long ground = 41; sent->buf[pos] == 'm' && ground <= 48; ground++)
			if (sequence_has(sent->buf + begin, ground) &&
				strncmp(sent->buf + begin, "48;5;16m", 8) != 0 &&
				strncmp(sent->buf + begin, "48;5;0m", 7) != 0)
				fail_msg("background %ld was sent", ground);

		if (question)
			fail_msg("the terminal was asked for %s", question);
	}
}

/* With what came before it, escaped. */
static void
fail_of_character(const struct strbuf *sent, uint32_t cp, size_t pos)
{
	struct strbuf before = STRBUF_INIT;
	size_t begin = pos < 80 ? 0 : pos - 80;

	text_show(&before, sent->buf + begin, pos - begin);
	print_message("%s\n", before.buf);
	fail_msg("U+%04X was sent at %zu", (unsigned)cp, pos);
}

void
sent_must_be_shown_text(const struct strbuf *sent)
{
	size_t pos = 0, n;
	uint32_t cp;

	for (; pos < sent->len; pos += n) {
		n = utf8_decode(sent->buf + pos, sent->len - pos, &cp);
		if (cp == UTF8_INVALID || (cp >= 0x7f && text_char_width(cp) < 0) ||
			(cp < ' ' && !strchr("\033\b\t\n\r\016\017", (int)cp)))
			fail_of_character(sent, cp, pos);
	}
}

void
sent_must_not_hold(const struct strbuf *sent, size_t from, const char *secret)
{
	struct strbuf piece = STRBUF_INIT;

	for (size_t i = 0; i + PART <= strlen(secret); i++) {
		strbuf_clear(&piece);
		strbuf_add(&piece, secret + i, PART);
		if (strstr(sent->buf + from, piece.buf))
			fail_msg("\"%s\" of the secret was sent", piece.buf);
	}
	strbuf_release(&piece);
}
