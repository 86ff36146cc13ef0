/* A position in a file, as people count it. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

/* Both from 1. Line 0: no place. */
struct place {
	int line, column;
};

#endif
