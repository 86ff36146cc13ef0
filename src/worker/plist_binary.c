#include "worker/plist_binary.h"

#include <stdint.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/plist_doc.h"

#define MAGIC "bplist00"
#define TRAILER 32 /* bytes: 6 unused, two sizes, three numbers of 8 bytes */
/* What is above the limits of plist_doc.h, but not by far, its reader tells. */
#define OBJECTS_MAX (8 * PLIST_DOC_NODES)
#define DEPTH_MAX (4 * PLIST_DOC_DEPTH)
#define BYTES_MAX (8 * (size_t)PLIST_DOC_LIMIT)
#define SECONDS_MAX 1e11 /* 3,000 years; libplist makes integers of them, whatever they are */

struct binary {
	const unsigned char *data;
	size_t table; /* where the objects end, and their places begin */
	size_t place_size, reference_size;
	uint64_t n; /* objects */
	/* what was unfolded */
	size_t objects, bytes;
	struct plist_binary_lost lost;
};

static uint64_t
number_at(const unsigned char *at, size_t size)
{
	uint64_t number = 0;

	for (size_t i = 0; i < size; i++)
		number = number << 8 | at[i];
	return number;
}

/* Passes over size bytes, which lie before the table. */
static bool
bytes_pass(const struct binary *b, size_t *at, uint64_t size)
{
	if (size > b->table - *at)
		return false;
	*at += (size_t)size;
	return true;
}

/* How long the object is: the low half of its first byte or, where that is full, an integer behind it. */
static bool
length_read(const struct binary *b, size_t *at, uint64_t *length)
{
	size_t begin = *at;

	if (*length != 0xf)
		return true;
	if (!bytes_pass(b, at, 1) || b->data[begin] >> 4 != 1 || (b->data[begin] & 0xf) > 3)
		return false;
	begin = *at;
	if (!bytes_pass(b, at, UINT64_C(1) << (b->data[begin - 1] & 0xf)))
		return false;
	*length = number_at(b->data + begin, *at - begin);
	return true;
}

static bool
text_passes(struct binary *b, size_t at, uint64_t characters, size_t size)
{
	size_t end = at;

	if (!bytes_pass(b, &end, characters * size))
		return false;
	b->bytes += end - at;
	for (; at < end && !b->lost.nul; at += size)
		b->lost.nul = !number_at(b->data + at, size);
	return b->bytes <= BYTES_MAX;
}

/* A double: seconds since 2001. */
static bool
date_passes(struct binary *b, size_t at)
{
	size_t end = at;
	uint64_t bits;
	double seconds;

	if (!bytes_pass(b, &end, sizeof bits))
		return false;
	bits = number_at(b->data + at, sizeof bits);
	memcpy(&seconds, &bits, sizeof seconds);
	if (!(seconds > -SECONDS_MAX && seconds < SECONDS_MAX))
		return false;
	if (seconds != (double)(int64_t)seconds)
		b->lost.fraction = true;
	return true;
}

static bool object_fits(struct binary *b, uint64_t number, int depth);

static bool
members_fit(struct binary *b, size_t at, uint64_t n, int depth)
{
	size_t end = at;

	if (n > b->table || !bytes_pass(b, &end, n * b->reference_size))
		return false;
	for (; at < end; at += b->reference_size)
		if (!object_fits(b, number_at(b->data + at, b->reference_size), depth + 1))
			return false;
	return true;
}

/* The first half of an object's first byte is its type. */
static bool
object_fits(struct binary *b, uint64_t number, int depth)
{
	uint64_t place, length;
	size_t at;
	int type;

	if (number >= b->n || depth > DEPTH_MAX || ++b->objects > OBJECTS_MAX)
		return false;
	place = number_at(b->data + b->table + number * b->place_size, b->place_size);
	if (place < strlen(MAGIC) || place >= b->table)
		return false;
	at = (size_t)place;
	type = b->data[at] >> 4;
	length = b->data[at] & 0xf;
	at++;
	switch (type) {
	case 0x0: /* nothing, false, true */
		return true;
	case 0x1: /* an integer */
		return length <= 4 && bytes_pass(b, &at, UINT64_C(1) << length);
	case 0x2: /* a real number */
		return (length == 2 || length == 3) && bytes_pass(b, &at, UINT64_C(1) << length);
	case 0x3: /* a date */
		return length == 3 && date_passes(b, at);
	case 0x8: /* a UID */
		return length < 8 && bytes_pass(b, &at, length + 1);
	}
	if (!length_read(b, &at, &length) || length > b->table)
		return false;
	switch (type) {
	case 0x4: /* data */
		b->bytes += (size_t)length;
		return b->bytes <= BYTES_MAX && bytes_pass(b, &at, length);
	case 0x5: /* ASCII */
		return text_passes(b, at, length, 1);
	case 0x6: /* UTF-16 */
		return text_passes(b, at, length, 2);
	case 0xa: /* an array */
	case 0xc: /* a set */
		return members_fit(b, at, length, depth);
	case 0xd: /* a dictionary: keys, then values */
		return members_fit(b, at, 2 * length, depth);
	}
	return false;
}

bool
plist_binary_fits(const char *data, size_t len, struct plist_binary_lost *lost)
{
	struct binary b = { .data = (const unsigned char *)data };
	const unsigned char *trailer;
	uint64_t table;

	if (len < strlen(MAGIC) + TRAILER || memcmp(data, MAGIC, strlen(MAGIC)) != 0)
		return false;
	trailer = b.data + len - TRAILER;
	b.place_size = trailer[6];
	b.reference_size = trailer[7];
	b.n = number_at(trailer + 8, 8);
	table = number_at(trailer + 24, 8);
	if (b.place_size < 1 || b.place_size > 8 || b.reference_size < 1 || b.reference_size > 8 ||
		table < strlen(MAGIC) || table > len - TRAILER ||
		b.n > (len - TRAILER - table) / b.place_size)
		return false;
	b.table = (size_t)table;
	if (!object_fits(&b, number_at(trailer + 16, 8), 0))
		return false;
	*lost = b.lost;
	return true;
}
