/* A position in a file, as people count it. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

/* Counted from 1; line 0 where there is none. */
struct place {
	int line, column;
};

#endif
