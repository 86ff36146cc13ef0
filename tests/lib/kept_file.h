/* Where what is typed into a draft is kept, for tests that look into it. */
#ifndef TESTS_KEPT_FILE_H
#define TESTS_KEPT_FILE_H

#include "testing.h"

#include "format/recovery/recovery_parts.h"

/* The recovery file of a draft, there or not; the caller frees. */
char *kept_file(const char *draft_path);
/* The key of this test's state folder, made where it is missing; valid until the next call. */
const struct hmac_key *kept_key(void);
/* A file of records with checksums, as older versions left them beside a draft. */
struct records side_records(void);
/* A recovery file of this key, up to its first record. */
struct records kept_records(const char *draft_path, const struct draft_file *changed);

#endif
