"""Prints src/base/unicode.c: python3 src/base/unicode.py >src/base/unicode.c

The rule is in src/base/unicode.h. Categories are those of Python's unicodedata, whose version is
written into the file; run it with a Python that has the version wanted."""
import unicodedata

# Default_Ignorable_Code_Point of DerivedCoreProperties.txt: characters that a terminal may pass over.
IGNORABLE = [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
]
# Letters, marks and symbols of which nothing is seen: Braille without a dot, object replacement, Khitan
# filler, note without a head.
BLANK = {0x2800, 0xFFFC, 0x16FE4, 0x1D159}
COLUMNS = 4


def is_visible(cp):
    if unicodedata.category(chr(cp))[0] not in "LMNPS":
        return cp == 0x20
    return cp not in BLANK and not any(first <= cp <= last for first, last in IGNORABLE)


def ranges():
    first = None
    for cp in range(0x110001):
        visible = cp < 0x110000 and is_visible(cp)
        if visible and first is None:
            first = cp
        elif not visible and first is not None:
            yield first, cp - 1
            first = None


rows = [f"{{ 0x{first:05x}, 0x{last:05x} }}," for first, last in ranges()]
lines = "\n".join("\t" + " ".join(rows[i:i + COLUMNS]) for i in range(0, len(rows), COLUMNS))
print(f"""/* Made by src/base/unicode.py from Unicode {unicodedata.unidata_version}. */
#include "base/unicode.h"

#include "base/xalloc.h"

/* In order. clang-format would give each a line. */
/* clang-format off */
static const struct {{
	uint32_t first, last;
}} visible[] = {{
{lines}
}};
/* clang-format on */

bool
unicode_is_visible(uint32_t cp)
{{
	size_t low = 0, high = ARRAY_SIZE(visible);

	while (low < high) {{
		size_t middle = (low + high) / 2;

		if (cp > visible[middle].last)
			low = middle + 1;
		else if (cp < visible[middle].first)
			high = middle;
		else
			return true;
	}}
	return false;
}}""")
