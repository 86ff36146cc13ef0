/* Which characters can be shown as themselves, by a table of our own: systems differ in what their
 * iswprint calls printable, and what is safe must not.
 *
 * The rule. A character is visible where its General_Category is a letter, mark, number, punctuation or
 * symbol, and the space. So none of these is: control and format characters (bidi controls, tags),
 * surrogates, private use, noncharacters, characters that Unicode has not assigned, line and paragraph
 * separators, and every blank but the space, since it cannot be told from one. Of the others these are not:
 * what has the property Default_Ignorable_Code_Point (zero width, variation selectors, fillers), and four
 * that leave their cell empty (see unicode.py).
 *
 * The source: General_Category of Unicode 14.0's UnicodeData.txt (https://www.unicode.org/Public/14.0.0/ucd/);
 * src/base/unicode.py makes the table. What later versions assign is escaped, which hurts nobody. */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

bool unicode_is_visible(uint32_t cp);

#endif
