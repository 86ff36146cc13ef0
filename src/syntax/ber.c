#include "syntax/ber.h"

#define LONG_FORM 0x80
#define HIGH_TAG 0x1f /* the number of the tag is in the bytes that follow */
#define LENGTH_BYTES 4
/* Values without a length of their own inside each other; CMS has some ten. */
#define OPEN_MAX 64

/* The number of bytes of the tag; 0 where it is cut. */
static size_t
tag_length(const unsigned char *data, size_t len)
{
	size_t n = 1;

	if (!len || (data[0] & HIGH_TAG) != HIGH_TAG)
		return len ? 1 : 0;
	while (n < len && data[n] & LONG_FORM)
		n++;
	return n < len ? n + 1 : 0;
}

bool
ber_read_header(const unsigned char *data, size_t len, struct ber_header *header)
{
	size_t at = tag_length(data, len), octets;

	if (!at || at >= len)
		return false;
	*header = (struct ber_header){ .tag = data[0] };
	octets = data[at] & LONG_FORM ? data[at] & ~LONG_FORM & 0xff : 0;
	if (data[at] < LONG_FORM)
		header->content = data[at];
	header->indefinite = data[at] == LONG_FORM;
	at++;
	if (octets > LENGTH_BYTES || octets > len - at)
		return false;
	for (; octets; octets--)
		header->content = header->content << 8 | data[at++];
	header->len = at;
	return true;
}

/* Values of a length of their own are stepped over; the others are gone through until each has had its
 * end. */
size_t
ber_length(const unsigned char *data, size_t len)
{
	struct ber_header header;
	size_t at = 0, open = 0;

	do {
		if (!ber_read_header(data + at, len - at, &header))
			return open ? len + 1 : 0;
		at += header.len;
		if (header.indefinite && open == OPEN_MAX)
			return 0;
		if (header.indefinite)
			open++;
		else if (header.content > len - at)
			return at + header.content;
		else if (open && !header.tag && !header.content)
			open--;
		else
			at += header.content;
	} while (open);
	return at;
}
