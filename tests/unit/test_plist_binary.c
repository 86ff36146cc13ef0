/* Binary property lists that libplist is not given. */
#include "testing.h"

#include <plist/plist.h>

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "worker/plist_binary.h"

/* What stands where in a file that has these objects: each is a text of C's, whose first byte says how long it is. */
struct shape {
	const char *objects[6]; /* up to NULL; the first is the root */
	bool fits, nul, fraction;
	int place_size, reference_size; /* 0: 1 */
	uint64_t more_objects;          /* than there are */
	uint64_t root;
	int64_t table;  /* moved by so much */
	uint64_t place; /* 0, or that of the last object */
};

/* The highest byte first; a size beyond the number's own eight bytes begins with zeros. */
static void
number_put(struct strbuf *out, uint64_t number, int size)
{
	while (size-- > 0)
		strbuf_addch(out, size < 8 ? (char)(number >> 8 * size) : '\0');
}

static void
shape_make(const struct shape *shape, struct strbuf *out)
{
	int place_size = shape->place_size ? shape->place_size : 1;
	uint64_t places[6], n = 0, table;

	strbuf_addstr(out, "bplist00");
	for (; n < ARRAY_SIZE(places) && shape->objects[n]; n++) {
		places[n] = out->len;
		strbuf_add(out, shape->objects[n] + 1, (size_t)shape->objects[n][0]);
	}
	if (shape->place)
		places[n - 1] = shape->place;
	table = out->len;
	for (uint64_t i = 0; i < n; i++)
		number_put(out, places[i], place_size);
	strbuf_addchars(out, '\0', 6);
	strbuf_addch(out, (char)place_size);
	strbuf_addch(out, (char)(shape->reference_size ? shape->reference_size : 1));
	number_put(out, n + shape->more_objects, 8);
	number_put(out, shape->root, 8);
	number_put(out, table + (uint64_t)shape->table, 8);
}

static void
what_refers_to_outside_does_not_fit(void **state)
{
	static const struct shape shapes[] = {
		{ { "\x01\x09" }, .fits = true },
		{ { "\x02\x51x" }, .fits = true },
		{ { "\x03\xd1\x01\x02", "\x02\x51k", "\x02\x10\x07" }, .fits = true },
		{ { "\x04\xa3\x01\x01\x01", "\x02\x51x" }, .fits = true },
		{ { "\x05\x5f\x10\x02xy" }, .fits = true },
		{ { "\x03\x61\0x" }, .fits = true },
		{ { "\x02\x51x" }, .place_size = 8, .fits = true },
		/* objects that end behind the last of them */
		{ { "\x02\x52x" } },
		{ { "\x02\x61x" } },
		{ { "\x02\x42x" } },
		{ { "\x02\x13x" } },
		{ { "\x02\x23x" } },
		{ { "\x02\x33x" } },
		{ { "\x02\x81x" } },
		{ { "\x02\xa2\x01", "\x01\x09" } },
		{ { "\x03\xd2\x01\x01", "\x01\x09" } },
		{ { "\x01\x5f" } },
		{ { "\x02\x5f\x10" } },
		{ { "\x04\x5f\x10\x03x" } },
		{ { "\x0a\x5f\x13\xff\xff\xff\xff\xff\xff\xff\xff" } },
		{ { "\x0a\x6f\x13\x80\0\0\0\0\0\0\x01" } },
		{ { "\x0a\xaf\x13\x20\0\0\0\0\0\0\x01" }, .reference_size = 8 },
		{ { "\x0a\xdf\x13\x80\0\0\0\0\0\0\0" } },
		{ { "\x05\x5f\x14"
		    "xyz" } },
		{ { "\x05\x5f\x51"
		    "xyz" } },
		/* no such object, no such kind */
		{ { "\x02\xa1\x02", "\x01\x09" } },
		{ { "\x01\x09" }, .root = 1 },
		{ { "\x01\x09" }, .root = UINT64_MAX },
		{ { "\x01\x70" } },
		{ { "\x01\xf0" } },
		/* in itself */
		{ { "\x02\xa1\0" } },
		{ { "\x02\xa1\x01", "\x02\xa1\0" } },
		/* a trailer that lies */
		{ { "\x01\x09" }, .more_objects = 1 },
		{ { "\x01\x09" }, .more_objects = UINT64_MAX / 2 },
		{ { "\x01\x09" }, .more_objects = UINT64_MAX },
		{ { "\x01\x09" }, .place_size = 9 },
		{ { "\x01\x09" }, .place_size = 255 },
		{ { "\x02\xa1\x01", "\x01\x09" }, .reference_size = 9 },
		{ { "\x01\x09" }, .table = 1 },
		{ { "\x01\x09" }, .table = -9 },
		{ { "\x01\x09" }, .table = INT64_MAX },
		{ { "\x01\x09" }, .table = -20 },
		{ { "\x02\xa1\x01", "\x01\x09" }, .place = 3 },
		{ { "\x02\xa1\x01", "\x01\x09" }, .place = 11 },
		{ { "\x02\xa1\x01", "\x01\x09" }, .place_size = 8, .place = UINT64_MAX - 7 },
		/* texts with a character 0, of keys too */
		{ { "\x03\x52x\0" }, .fits = true, .nul = true },
		{ { "\x05\x62\0x\0\0" }, .fits = true, .nul = true },
		{ { "\x03\xd1\x01\x02", "\x03\x61\0\0", "\x01\x09" }, .fits = true, .nul = true },
		/* dates with a part of a second: 1.5, -0.1, a microsecond */
		{ { "\x09\x33\x3f\xf8\0\0\0\0\0\0" }, .fits = true, .fraction = true },
		{ { "\x09\x33\xbf\xb9\x99\x99\x99\x99\x99\x9a" }, .fits = true, .fraction = true },
		{ { "\x09\x33\x3e\xb0\xc6\xf7\xa0\xb5\xed\x8d" }, .fits = true, .fraction = true },
		{ { "\x09\x33\xbf\xf0\0\0\0\0\0\0" }, .fits = true },
		/* dates of millions of years */
		{ { "\x09\x33\x41\0\0\0\0\0\0\0" }, .fits = true },
		{ { "\x09\x33\x7f\xef\xff\xff\xff\xff\xff\xff" } },
		{ { "\x09\x33\xff\xef\xff\xff\xff\xff\xff\xff" } },
		{ { "\x09\x33\x7f\xf8\0\0\0\0\0\0" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++) {
		struct plist_binary_lost lost = { 0 };
		bool fits;
		STRBUF(data);

		shape_make(&shapes[i], &data);
		fits = plist_binary_fits(data.buf, data.len, &lost);
		if (fits != shapes[i].fits || lost.nul != shapes[i].nul ||
			lost.fraction != shapes[i].fraction)
			fail_msg("case %zu: fits %d, NUL %d, fraction %d", i, fits, lost.nul,
				lost.fraction);
		/* cut it has another trailer, or none */
		for (size_t len = 0; len < data.len; len++)
			plist_binary_fits(data.buf, len, &lost);
	}
}

static void
what_libplist_writes_fits(void **state)
{
	plist_t dict = plist_new_dict(), list = plist_new_array();
	struct plist_binary_lost lost = { 0 };
	char *binary = NULL;
	uint32_t len = 0;

	(void)state;
	plist_dict_set_item(
		dict, "k\xc3\xa4y", plist_new_string("a text that is longer than fifteen"));
#ifdef HAVE_PLIST_NEW_UNIX_DATE
	plist_dict_set_item(dict, "date", plist_new_unix_date(1000000));
#else
	plist_dict_set_item(dict, "date", plist_new_date(1000000, 0));
#endif
	plist_dict_set_item(dict, "data", plist_new_data("\0\1", 2));
	plist_dict_set_item(dict, "real", plist_new_real(0.1));
	for (int i = 0; i < 300; i++)
		plist_array_append_item(list, plist_new_uint((uint64_t)i * 1000));
	plist_dict_set_item(dict, "list", list);
	plist_to_bin(dict, &binary, &len);
	assert_true(plist_binary_fits(binary, len, &lost));
	assert_false(lost.nul || lost.fraction);
	free(binary);
	plist_free(dict);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_refers_to_outside_does_not_fit),
		cmocka_unit_test(what_libplist_writes_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
