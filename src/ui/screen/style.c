/* Plain text keeps the terminal's own colours. No red and no yellow reads well on a dark background and on a light one, so what
 * has a colour brings its own background: black, as most terminals have it. Dim text is left to terminals
 * of 256 colours; on the Linux console it is too dark. tests/unit/test_style.c computes the contrasts. */
#include "ui/screen/style.h"

#define RED 1
#define YELLOW 3
#define BLACK 0
/* of 256 colours */
#define LIGHT_RED 203
#define GOLD 220
#define TRUE_BLACK 16

#define NORMAL                     \
	{                          \
		STYLE_NORMAL, 0, 0 \
	}
#define BOLD                     \
	{                        \
		STYLE_BOLD, 0, 0 \
	}
#define REVERSE                     \
	{                           \
		STYLE_REVERSE, 0, 0 \
	}
#define DIM                     \
	{                       \
		STYLE_DIM, 0, 0 \
	}

const struct style styles[PAINTS][STYLE_LEVELS] = {
	/* 256 colours, 8 colours, attributes, bare */
	[PAINT_PLAIN] = { NORMAL, NORMAL, NORMAL, NORMAL },
	[PAINT_BAR] = { REVERSE, REVERSE, REVERSE, NORMAL },
	[PAINT_FOCUS] = { REVERSE, REVERSE, REVERSE, NORMAL },
	[PAINT_SECTION] = { BOLD, BOLD, BOLD, BOLD },
	[PAINT_CHOSEN] = { BOLD, BOLD, BOLD, NORMAL },
	[PAINT_ERROR] = { { STYLE_NORMAL, LIGHT_RED, TRUE_BLACK }, { STYLE_BOLD, RED, BLACK }, BOLD,
		NORMAL },
	[PAINT_WARNING] = { { STYLE_NORMAL, GOLD, TRUE_BLACK }, { STYLE_BOLD, YELLOW, BLACK }, BOLD,
		NORMAL },
	[PAINT_REQUIRED] = { BOLD, BOLD, BOLD, NORMAL },
	[PAINT_HINT] = { DIM, NORMAL, NORMAL, NORMAL },
	[PAINT_LOCKED] = { DIM, NORMAL, NORMAL, NORMAL },
};
