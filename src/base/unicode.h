/* Which characters can be shown as themselves. The table is our own, because systems differ in what iswprint considers
 * printable, and safety must not depend on that.
 *
 * The rule: a character is visible if its General_Category is a letter, mark, number, punctuation or symbol, and so is
 * the space. This excludes control and format characters (bidi controls, tags), surrogates, private use, noncharacters,
 * unassigned characters, line and paragraph separators, and every space except U+0020, because they look the same. It
 * also excludes characters with the property Default_Ignorable_Code_Point (zero width, variation selectors, fillers),
 * and four that leave their cell empty (see unicode.py).
 *
 * Source: General_Category in UnicodeData.txt of Unicode 14.0 (https://www.unicode.org/Public/14.0.0/ucd/).
 * src/base/unicode.py makes the table. Characters that later versions assign are escaped, which is safe. */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

bool unicode_is_visible(uint32_t cp);

#endif
