/* From bytes to a chord: the terminal's own keys, what ANSI terminals share, Meta. All decoders return
 * what input_decode does. */
#include "ui/tty/input_decode.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/text.h"
#include "base/xalloc.h"

static size_t
wide_decode(const struct input *in, size_t at, uint32_t *chord)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t n = mbrtowc(&wide, in->buf + at, in->n - at, &state);

	if (n == 0 || n > in->n - at || (wide >= 0xd800 && wide < 0xe000)) {
		*chord = CHORD_NONE;
		return 1;
	}
	*chord = (uint32_t)wide;
	return n;
}

/* UTF-8 first, in every locale: a whole sequence is hardly anything else. */
static size_t
character_decode(const struct input *in, size_t at, bool late, uint32_t *chord)
{
	unsigned char lead = (unsigned char)in->buf[at];
	size_t wanted = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
	size_t n = utf8_decode(in->buf + at, in->n - at, chord);

	if (*chord != UTF8_INVALID)
		return n;
	if (in->n - at < wanted && !late)
		return 0;
	return wide_decode(in, at, chord);
}

/* Final characters of ESC [ and ESC O. */
static const struct final_key {
	char final;
	uint32_t chord;
} final_keys[] = {
	{ 'A', CHORD_UP },
	{ 'B', CHORD_DOWN },
	{ 'C', CHORD_RIGHT },
	{ 'D', CHORD_LEFT },
	{ 'F', CHORD_END },
	{ 'H', CHORD_HOME },
	{ 'M', CHORD_ENTER }, /* of the keypad */
	{ 'P', CHORD_F1 },
	{ 'Q', CHORD_F1 + 1 },
	{ 'R', CHORD_F1 + 2 },
	{ 'S', CHORD_F1 + 3 },
	{ 'Z', CHORD_SHIFT_TAB },
};

static uint32_t
final_chord(char final)
{
	for (size_t i = 0; i < ARRAY_SIZE(final_keys); i++)
		if (final_keys[i].final == final)
			return final_keys[i].chord;
	return CHORD_NONE;
}

/* ESC [ NUMBER ~ */
static uint32_t
tilde_chord(long number)
{
	static const uint32_t chords[] = {
		[1] = CHORD_HOME,
		[3] = CHORD_DELETE,
		[4] = CHORD_END,
		[5] = CHORD_PAGE_UP,
		[6] = CHORD_PAGE_DOWN,
		[7] = CHORD_HOME,
		[8] = CHORD_END,
		[11] = CHORD_F1,
		[12] = CHORD_F1 + 1,
		[13] = CHORD_F1 + 2,
		[14] = CHORD_F1 + 3,
		[15] = CHORD_F1 + 4,
		[17] = CHORD_F1 + 5,
		[18] = CHORD_F1 + 6,
		[19] = CHORD_F1 + 7,
		[20] = CHORD_F1 + 8,
		[21] = CHORD_F1 + 9,
		[23] = CHORD_F1 + 10,
		[24] = CHORD_F1 + 11,
		[200] = CHORD_PASTE,
	};

	if (number < 0 || number >= (long)ARRAY_SIZE(chords) || !chords[number])
		return CHORD_NONE;
	return chords[number];
}

/* With Alt or Ctrl the arrows go by words. */
static uint32_t
modified_chord(uint32_t chord, long modifier)
{
	if (modifier < 3)
		return chord;
	if (chord == CHORD_PASTE)
		return CHORD_NONE;
	if (chord == CHORD_LEFT)
		return CHORD_META('b');
	return chord == CHORD_RIGHT ? CHORD_META('f') : chord;
}

/* A control sequence by its parameters and its final character. Answers to questions (which nobody
 * asked) have markers or other finals; the cursor's report looks like F3 and begins with a row. */
static uint32_t
control_chord(const char *parameters, size_t len, char final)
{
	char text[16], *rest;
	long number, modifier = 1;

	if (len >= sizeof text || (len && parameters[0] > ';'))
		return CHORD_NONE;
	memcpy(text, parameters, len);
	text[len] = '\0';
	number = strtol(text, &rest, 10);
	if (*rest == ';')
		modifier = strtol(rest + 1, &rest, 10);
	if (*rest)
		return CHORD_NONE;
	if (final == '~')
		return modified_chord(tilde_chord(number), modifier);
	if (len && number != 1)
		return CHORD_NONE;
	return modified_chord(final_chord(final), modifier);
}

static uint32_t
mouse_chord(long button, long column, long row)
{
	static const struct {
		long button;
		enum mouse_event event;
	} events[] = { { 0, MOUSE_CLICK }, { 64, MOUSE_WHEEL_UP }, { 65, MOUSE_WHEEL_DOWN } };

	if (column < 1 || column > MOUSE_COLUMNS || row < 1 || row > MOUSE_ROWS)
		return CHORD_NONE;
	for (size_t i = 0; i < ARRAY_SIZE(events); i++)
		if (events[i].button == button)
			return CHORD_MOUSE(events[i].event, row - 1, column - 1);
	return CHORD_NONE;
}

/* "<0;12;7" before an M: button, column, row, in digits and nothing else. */
static uint32_t
mouse_sgr_chord(const char *report, size_t len)
{
	long numbers[3] = { 0 };
	size_t n = 0, digits = 0;

	for (size_t i = 1; i < len; i++) {
		if (report[i] == ';' && digits && ++n < ARRAY_SIZE(numbers)) {
			digits = 0;
		} else if (report[i] >= '0' && report[i] <= '9' && digits++ < 4) {
			numbers[n] = 10 * numbers[n] + report[i] - '0';
		} else {
			return CHORD_NONE;
		}
	}
	return n == 2 && digits ? mouse_chord(numbers[0], numbers[1], numbers[2]) : CHORD_NONE;
}

/* Three bytes behind ESC [ M, a blank being 0. What holds a control character is none. */
static size_t
mouse_x10_decode(const struct input *in, bool late, uint32_t *chord)
{
	const unsigned char *report = (const unsigned char *)in->buf + 3;

	for (size_t i = 0; i < 3; i++) {
		if (3 + i == in->n)
			return late ? in->n : 0;
		if (report[i] < ' ')
			return 3 + i;
	}
	if (in->mouse)
		*chord = mouse_chord(report[0] - ' ', report[1] - ' ', report[2] - ' ');
	return 6;
}

/* A mouse's report in the old form, and the function keys of the Linux console, go on behind what
 * should be their end. */
static size_t
control_decode(const struct input *in, bool late, uint32_t *chord)
{
	size_t end = 2, extra = 0;

	while (end < in->n && in->buf[end] >= 0x20 && in->buf[end] < 0x40)
		end++;
	if (end < in->n && end == 2 && in->buf[end] == '[')
		extra = 1;
	*chord = CHORD_NONE;
	if (end < in->n && end == 2 && in->buf[end] == 'M')
		return mouse_x10_decode(in, late, chord);
	if (end + extra >= in->n)
		return late || in->n == sizeof in->buf ? in->n : 0;
	if (in->buf[end] < 0x40 || in->buf[end] == 0x7f)
		return end; /* broken off; what follows is another key */
	if (in->buf[2] == '<' && in->buf[end] == 'M')
		*chord = in->mouse ? mouse_sgr_chord(in->buf + 2, end - 2) : CHORD_NONE;
	else if (!extra)
		*chord = control_chord(in->buf + 2, end - 2, in->buf[end]);
	else if (in->buf[end + 1] >= 'A' && in->buf[end + 1] <= 'E')
		*chord = CHORD_F1 + (uint32_t)(in->buf[end + 1] - 'A');
	return end + extra + 1;
}

/* ESC O and a character: arrows and the keypad, whose digits and signs are j to y. */
static size_t
keypad_decode(const struct input *in, bool late, uint32_t *chord)
{
	size_t end = 2;

	while (end < in->n && end < 6 && (in->buf[end] == ';' || (in->buf[end] & 0xf0) == 0x30))
		end++;
	if (end == in->n) {
		*chord = CHORD_NONE;
		return late ? in->n : 0;
	}
	*chord = final_chord(in->buf[end]);
	if (*chord == CHORD_NONE && in->buf[end] >= 'j' && in->buf[end] <= 'y')
		*chord = (uint32_t)(in->buf[end] - 'j' + '*');
	return end + 1;
}

/* Answers that are strings, up to BEL or ESC \. Those behind ESC _ and ESC ^ no terminal sends unasked, and
 * M-_ is a key. */
static size_t
string_decode(const struct input *in, bool late, uint32_t *chord)
{
	*chord = CHORD_NONE;
	for (size_t i = 2; i < in->n; i++) {
		if (in->buf[i] == '\a')
			return i + 1;
		if (in->buf[i] == ESC && i + 1 < in->n && in->buf[i + 1] == '\\')
			return i + 2;
	}
	return late || in->n == sizeof in->buf ? in->n : 0;
}

static size_t
meta_decode(const struct input *in, bool late, uint32_t *chord)
{
	size_t n = character_decode(in, 1, late, chord);

	if (n && *chord != CHORD_NONE)
		*chord = CHORD_META(*chord);
	return n ? n + 1 : 0;
}

/* The terminal's own keys: the whole of one, or the start of one. */
static size_t
known_decode(const struct input *in, bool late, uint32_t *chord, bool *begun)
{
	for (size_t i = 0; i < in->nkeys; i++) {
		size_t len = strlen(in->keys[i].sequence);

		if (len <= in->n && !memcmp(in->buf, in->keys[i].sequence, len)) {
			*chord = in->keys[i].chord;
			return len;
		}
		if (len > in->n && !late && !memcmp(in->buf, in->keys[i].sequence, in->n))
			*begun = true;
	}
	return 0;
}

static size_t
escape_decode(const struct input *in, bool late, uint32_t *chord)
{
	static const struct {
		char introducer;
		size_t (*decode)(const struct input *in, bool late, uint32_t *chord);
	} kinds[] = {
		{ '[', control_decode },
		{ 'O', keypad_decode },
		{ ']', string_decode },
		{ 'P', string_decode },
	};
	bool begun = false;
	size_t n = known_decode(in, late, chord, &begun);

	if (n || begun)
		return n;
	*chord = CHORD_ESC;
	if (in->n == 1)
		return late;
	if (in->buf[1] == ESC) /* Alt with an arrow begins so: the arrow counts */
		return 1;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].introducer == in->buf[1] && (in->n > 2 || !late))
			return kinds[i].decode(in, late, chord);
	return meta_decode(in, late, chord);
}

size_t
input_decode(const struct input *in, bool late, uint32_t *chord)
{
	if (in->buf[0] == ESC)
		return escape_decode(in, late, chord);
	if (in->buf[0] == '\0') {
		*chord = CHORD_NONE;
		return 1;
	}
	return character_decode(in, 0, late, chord);
}
