/* What is drawn can be read: the contrast of every pair of colours that the table of styles makes, on the terminals that
 * show them.
 *
 * Contrast as WCAG 2.1 defines it (relative luminance of sRGB); 4.5 is its level AA for text. */
#include "testing.h"

#include <math.h>
#include <stdbool.h>

#include "base/xalloc.h"

#include "ui/screen/style.h"

#define LEAST 4.5

struct rgb {
	unsigned char red, green, blue;
};

/* A terminal as it is delivered: its own colours, the first 16, and what it does to bold and to dim text. */
static const struct scheme {
	const char *name;
	struct rgb ink, ground;
	struct rgb colours[16];
	bool bold_is_bright; /* of the first 8 colours */
	bool many;           /* is used with 256 colours; with 8 else, or both */
	bool few;
	bool grey_dim; /* dim text is the 9th colour, else two thirds of its own */
} schemes[] = {
	/* XTerm-col.ad; black on white, as without any setting */
	{ "xterm", { 0, 0, 0 }, { 255, 255, 255 },
		{ { 0, 0, 0 }, { 205, 0, 0 }, { 0, 205, 0 }, { 205, 205, 0 }, { 0, 0, 238 },
			{ 205, 0, 205 }, { 0, 205, 205 }, { 229, 229, 229 }, { 127, 127, 127 },
			{ 255, 0, 0 }, { 0, 255, 0 }, { 255, 255, 0 }, { 92, 92, 255 },
			{ 255, 0, 255 }, { 0, 255, 255 }, { 255, 255, 255 } },
		true, true, true, false },
	/* the same with reverseVideo */
	{ "xterm -rv", { 255, 255, 255 }, { 0, 0, 0 },
		{ { 0, 0, 0 }, { 205, 0, 0 }, { 0, 205, 0 }, { 205, 205, 0 }, { 0, 0, 238 },
			{ 205, 0, 205 }, { 0, 205, 205 }, { 229, 229, 229 }, { 127, 127, 127 },
			{ 255, 0, 0 }, { 0, 255, 0 }, { 255, 255, 0 }, { 92, 92, 255 },
			{ 255, 0, 255 }, { 0, 255, 255 }, { 255, 255, 255 } },
		true, true, true, false },
	/* the VGA's palette, which Linux takes (vt.c of its terminals); dim text is dark grey */
	{ "linux console", { 170, 170, 170 }, { 0, 0, 0 },
		{ { 0, 0, 0 }, { 170, 0, 0 }, { 0, 170, 0 }, { 170, 85, 0 }, { 0, 0, 170 },
			{ 170, 0, 170 }, { 0, 170, 170 }, { 170, 170, 170 }, { 85, 85, 85 },
			{ 255, 85, 85 }, { 85, 255, 85 }, { 255, 255, 85 }, { 85, 85, 255 },
			{ 255, 85, 255 }, { 85, 255, 255 }, { 255, 255, 255 } },
		true, false, true, true },
	/* settings.c, Colour0 and its like; bold text has another colour */
	{ "PuTTY", { 187, 187, 187 }, { 0, 0, 0 },
		{ { 0, 0, 0 }, { 187, 0, 0 }, { 0, 187, 0 }, { 187, 187, 0 }, { 0, 0, 187 },
			{ 187, 0, 187 }, { 0, 187, 187 }, { 187, 187, 187 }, { 85, 85, 85 },
			{ 255, 85, 85 }, { 85, 255, 85 }, { 255, 255, 85 }, { 85, 85, 255 },
			{ 255, 85, 255 }, { 85, 255, 255 }, { 255, 255, 255 } },
		true, true, true, false },
	/* Tango light of GNOME Terminal, whose TERM has 256 colours; vte.cc dims as xterm does */
	{ "Tango light", { 46, 52, 54 }, { 238, 238, 236 },
		{ { 46, 52, 54 }, { 204, 0, 0 }, { 78, 154, 6 }, { 196, 160, 0 }, { 52, 101, 164 },
			{ 117, 80, 123 }, { 6, 152, 154 }, { 211, 215, 207 }, { 85, 87, 83 },
			{ 239, 41, 41 }, { 138, 226, 52 }, { 252, 233, 79 }, { 114, 159, 207 },
			{ 173, 127, 168 }, { 52, 226, 226 }, { 238, 238, 236 } },
		false, true, false, false },
};

/* From 16 on as xterm's 256colres.pl makes them. */
static struct rgb
colour_of(const struct scheme *scheme, int index)
{
	static const unsigned char steps[] = { 0, 95, 135, 175, 215, 255 };
	unsigned char grey = (unsigned char)(8 + 10 * (index - 232));

	if (index < 16)
		return scheme->colours[index];
	if (index >= 232)
		return (struct rgb){ grey, grey, grey };
	index -= 16;
	return (struct rgb){ steps[index / 36], steps[index / 6 % 6], steps[index % 6] };
}

static double
linear(unsigned char value)
{
	double part = value / 255.0;

	return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double
luminance(struct rgb colour)
{
	return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
	       0.0722 * linear(colour.blue);
}

static double
contrast(struct rgb one, struct rgb other)
{
	double a = luminance(one), b = luminance(other);

	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

static double
style_contrast(const struct scheme *scheme, const struct style *style)
{
	bool bright = style->weight & STYLE_BOLD && scheme->bold_is_bright && style->ink < 8;
	struct rgb ink = scheme->ink, ground = scheme->ground;

	if (style->ink) {
		ink = colour_of(scheme, style->ink + (bright ? 8 : 0));
		ground = colour_of(scheme, style->ground);
	}
	if (style->weight & STYLE_DIM)
		ink = scheme->grey_dim ? scheme->colours[8]
				       : (struct rgb){ (unsigned char)(ink.red * 2 / 3),
						 (unsigned char)(ink.green * 2 / 3),
						 (unsigned char)(ink.blue * 2 / 3) };
	return contrast(ink, ground); /* reversed it is the same */
}

static void
every_pair_can_be_read_on_every_terminal(void **state)
{
	size_t judged = 0;

	(void)state;
	for (size_t s = 0; s < ARRAY_SIZE(schemes); s++)
		for (int paint = 0; paint < PAINTS; paint++)
			for (int level = 0; level < STYLE_LEVELS; level++) {
				const struct scheme *scheme = &schemes[s];
				double found;

				if ((level == STYLE_MANY_COLOURS && !scheme->many) ||
					(level == STYLE_FEW_COLOURS && !scheme->few))
					continue;
				found = style_contrast(scheme, &styles[paint][level]);
				judged++;
				if (found < LEAST)
					fail_msg("%s, paint %d, level %d: %.2f", scheme->name,
						paint, level, found);
			}
	assert_true(judged > 150);
}

/* Known values, so that the arithmetic is no fiction: WCAG's own example and two that the table avoids. */
static void
contrast_is_as_defined(void **state)
{
	static const struct style red = { STYLE_NORMAL, 1, 0 }, dim = { STYLE_DIM, 0, 0 };

	(void)state;
	assert_true(fabs(contrast((struct rgb){ 0, 0, 0 }, (struct rgb){ 255, 255, 255 }) - 21) <
		    0.001);
	assert_true(fabs(contrast((struct rgb){ 119, 119, 119 }, (struct rgb){ 255, 255, 255 }) -
			    4.48) < 0.01);
	assert_true(style_contrast(&schemes[2], &red) < LEAST);
	assert_true(style_contrast(&schemes[2], &dim) < LEAST);
}

/* The shorter ways of terminal_shorten_attributes rely on it, and the bare level on sending none. */
static void
levels_keep_their_promises(void **state)
{
	(void)state;
	for (int paint = 0; paint < PAINTS; paint++) {
		const struct style *many = &styles[paint][STYLE_MANY_COLOURS];

		assert_true(!many->ink || (many->weight == STYLE_NORMAL && many->ink >= 16 &&
						  many->ground == 16));
		assert_true(!styles[paint][STYLE_ATTRIBUTES].ink && !styles[paint][STYLE_BARE].ink);
		assert_true(
			styles[paint][STYLE_BARE].weight == STYLE_NORMAL || paint == PAINT_SECTION);
	}
	for (int level = 0; level < STYLE_LEVELS; level++) {
		assert_int_equal(styles[PAINT_PLAIN][level].weight, STYLE_NORMAL);
		assert_int_equal(styles[PAINT_PLAIN][level].ink, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_can_be_read_on_every_terminal),
		cmocka_unit_test(contrast_is_as_defined),
		cmocka_unit_test(levels_keep_their_promises),
	};

	return run_tests(tests);
}
