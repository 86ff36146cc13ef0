/* The bytes of forms/scep.yaml, as the build put them into the program. */
#ifndef FORMAT_BUILTIN_FORM_H
#define FORMAT_BUILTIN_FORM_H

#include <stddef.h>

extern const unsigned char builtin_form[];
extern const size_t builtin_form_size;

#endif
