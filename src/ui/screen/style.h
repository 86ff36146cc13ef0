/* How what is drawn looks, on each kind of terminal: one table, which the tests read too. State is a text
 * mark; this is an extra. */
#ifndef UI_STYLE_H
#define UI_STYLE_H

/* What is drawn. */
enum paint {
	PAINT_PLAIN,
	PAINT_BAR,     /* the head and the key line */
	PAINT_FOCUS,   /* the label of the focused row */
	PAINT_SECTION, /* a title */
	PAINT_CHOSEN,  /* the chosen option */
	PAINT_ERROR,   /* its mark and its sentence */
	PAINT_WARNING,
	PAINT_REQUIRED, /* the mark */
	PAINT_HINT,
	PAINT_LOCKED, /* a row that cannot be changed */
	PAINTS,
};

/* A terminal with so many colours has STYLE_MANY_COLOURS, of which those from 16 on look the same everywhere. What has
 * a colour there has no weight, so that any other style ends it. */
#define STYLE_COLOURS 256

/* What the terminal has. */
enum style_level {
	STYLE_MANY_COLOURS,
	STYLE_FEW_COLOURS, /* 8 */
	STYLE_ATTRIBUTES,  /* none, or NO_COLOR */
	STYLE_BARE,        /* a slow line: as few bytes as can be */
	STYLE_LEVELS,
};

enum style_weight {
	STYLE_NORMAL = 0,
	STYLE_BOLD = 1,
	STYLE_REVERSE = 2,
	STYLE_DIM = 4,
};

struct style {
	unsigned weight; /* of enum style_weight */
	short ink;       /* 0: the terminal's own colours */
	short ground;
};

extern const struct style styles[PAINTS][STYLE_LEVELS];

#endif
