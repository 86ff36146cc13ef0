/* Row by row: what has an attribute gets its ground, and then each piece of text its place. A piece ends before two
 * spaces, so that columns are where they belong in any font. */
#include "svg.h"

#include "testing.h"

/* In pixels, for a font that is 0.6 of its size wide, as most are. */
#define FONT "15px"
#define CELL_WIDTH 9
#define CELL_HEIGHT 19
#define BASELINE 14
#define MARGIN 12
#define RULE "\xe2\x94\x80"

/* What a run of cells has in common. */
struct look {
	bool bold, reverse, dim;
	int ink, ground; /* of 256 colours, or -1 */
};

struct run {
	struct look look;
	int row, from, to;
};

static const char style[] =
	"<style>\n"
	"text{font:" FONT " ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}\n"
	"text,.r{fill:#1f2328}.g,.i{fill:#fff}.d{fill:#59636e}.b{font-weight:700}\n"
	".g,.l{stroke:#818b98}.c{stroke:#1f2328;stroke-width:2}\n"
	"@media(prefers-color-scheme:dark){\n"
	"text,.r{fill:#e6edf3}.g,.i{fill:#0d1117}.d{fill:#9198a1}\n"
	".g,.l{stroke:#656c76}.c{stroke:#e6edf3}}\n"
	"</style>\n";

static struct look
look_at(struct vt *vt, int row, int column)
{
	return (struct look){ vt_is_bold(vt, row, column), vt_is_reverse(vt, row, column),
		vt_is_dim(vt, row, column), vt_colour(vt, row, column),
		vt_ground(vt, row, column) };
}

static bool
look_same(const struct look *a, const struct look *b)
{
	return a->bold == b->bold && a->reverse == b->reverse && a->dim == b->dim &&
	       a->ink == b->ink && a->ground == b->ground;
}

static int
x_of(int column)
{
	return MARGIN + column * CELL_WIDTH;
}

static int
y_of(int row)
{
	return MARGIN + row * CELL_HEIGHT;
}

static void
add_escaped(const char *text, struct strbuf *out)
{
	for (; *text; text++)
		if (*text == '&')
			strbuf_addstr(out, "&amp;");
		else if (*text == '<')
			strbuf_addstr(out, "&lt;");
		else
			strbuf_addch(out, *text);
}

/* Colours from 16 on are a cube of six steps each. The program uses no others on such a terminal. */
static void
add_fill(int colour, struct strbuf *out)
{
	static const int steps[] = { 0, 0x5f, 0x87, 0xaf, 0xd7, 0xff };
	int cube = colour - 16;

	assert_in_range(cube, 0, 215);
	strbuf_addf(out, " style=\"fill:#%02x%02x%02x\"", steps[cube / 36], steps[cube / 6 % 6],
		steps[cube % 6]);
}

static void
add_ground(const struct run *run, struct strbuf *out)
{
	if (!run->look.reverse && run->look.ground < 0)
		return;
	strbuf_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", x_of(run->from),
		y_of(run->row), (run->to - run->from) * CELL_WIDTH, CELL_HEIGHT);
	if (run->look.reverse)
		strbuf_addstr(out, " class=\"r\"");
	else
		add_fill(run->look.ground, out);
	strbuf_addstr(out, "/>\n");
}

static const char *
text_class(const struct look *look)
{
	if (look->reverse)
		return " class=\"i\"";
	if (look->bold)
		return " class=\"b\"";
	return look->dim ? " class=\"d\"" : "";
}

static void
add_piece(struct vt *vt, const struct run *piece, struct strbuf *out)
{
	int columns = piece->to - piece->from, middle = y_of(piece->row) + CELL_HEIGHT / 2;
	const char *text = vt_part(vt, piece->row, piece->from, piece->to);

	if (!strncmp(text, RULE RULE, 2 * strlen(RULE))) {
		strbuf_addf(out, "<path class=\"l\" d=\"M%d %d.5H%d\"/>\n", x_of(piece->from),
			middle, x_of(piece->to));
		return;
	}
	strbuf_addf(out, "<text x=\"%d\" y=\"%d\"", x_of(piece->from), y_of(piece->row) + BASELINE);
	if (columns > 1)
		strbuf_addf(out, " textLength=\"%d\"", columns * CELL_WIDTH);
	strbuf_addstr(out, text_class(&piece->look));
	if (piece->look.ink >= 0)
		add_fill(piece->look.ink, out);
	strbuf_addch(out, '>');
	add_escaped(text, out);
	strbuf_addstr(out, "</text>\n");
}

static bool
is_space(struct vt *vt, int row, int from, int to)
{
	return !*vt_part(vt, row, from, to);
}

/* The first column that is no space, and that before the next two spaces, or the end. */
static int
text_begin(struct vt *vt, int row, int from, int to)
{
	while (from < to && is_space(vt, row, from, from + 1))
		from++;
	return from;
}

static int
text_end(struct vt *vt, int row, int from, int to)
{
	while (from < to && !is_space(vt, row, from, from + 2 < to ? from + 2 : to))
		from++;
	return from;
}

static void
add_run(struct vt *vt, const struct run *run, struct strbuf *out)
{
	struct run piece = *run;

	add_ground(run, out);
	for (;;) {
		piece.from = text_begin(vt, run->row, piece.from, run->to);
		if (piece.from == run->to)
			break;
		piece.to = text_end(vt, run->row, piece.from, run->to);
		add_piece(vt, &piece, out);
		piece.from = piece.to;
	}
}

static void
add_row(struct vt *vt, int row, struct strbuf *out)
{
	struct run run = { .row = row };

	for (; run.from < vt->columns; run.from = run.to) {
		struct look next;

		run.look = look_at(vt, row, run.from);
		run.to = run.from;
		do {
			run.to++;
			next = look_at(vt, row, run.to);
		} while (run.to < vt->columns && look_same(&run.look, &next));
		add_run(vt, &run, out);
	}
}

/* A bar before the cell. The program never hides it. */
static void
add_cursor(struct vt *vt, struct strbuf *out)
{
	int row, column;

	vt_cursor(vt, &row, &column);
	strbuf_addf(out, "<path class=\"c\" d=\"M%d %dv%d\"/>\n", x_of(column) + 1, y_of(row) + 1,
		CELL_HEIGHT - 2);
}

void
svg_screen(struct vt *vt, const char *title, const char *desc, struct strbuf *out)
{
	int width = x_of(vt->columns) + MARGIN, height = y_of(vt->rows) + MARGIN;

	strbuf_clear(out);
	strbuf_addf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
		"role=\"img\" aria-labelledby=\"t d\">\n<title id=\"t\">",
		width, height, width, height);
	add_escaped(title, out);
	strbuf_addstr(out, "</title>\n<desc id=\"d\">");
	add_escaped(desc, out);
	strbuf_addf(out,
		"</desc>\n%s<rect class=\"g\" x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n",
		style, width - 1, height - 1);
	for (int row = 0; row < vt->rows; row++)
		add_row(vt, row, out);
	add_cursor(vt, out);
	strbuf_addstr(out, "</svg>\n");
}
