/* The part of the input (ui/tty/input.h) that knows what terminals send for a key. */
#ifndef UI_INPUT_DECODE_H
#define UI_INPUT_DECODE_H

#include "ui/tty/input.h"

#define ESC '\033'
/* What the bytes before a bracketed paste become; no chord of ui/keys.h. */
#define CHORD_PASTE 0x2fffffu

/* The length of the key at the start of the buffer, which is not empty, and its chord: CHORD_NONE
 * for what is swallowed. 0 if more bytes must come, but never when it is too late for them. */
size_t input_decode(const struct input *in, bool late, uint32_t *chord);

#endif
