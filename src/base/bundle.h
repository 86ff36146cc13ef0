/* The file in which a system has the roots that it trusts, in PEM. */
#ifndef BASE_BUNDLE_H
#define BASE_BUNDLE_H

/* The first one that can be read where systems have it; NULL if there is none. */
const char *bundle_find(void);

#endif
