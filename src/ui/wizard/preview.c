/* What a certificate's file is, told before it is taken, while its path is typed. The file is looked at
 * with each key, so only one that is there, a regular one and not too large is opened. */
#include <sys/stat.h>
#include <time.h>

#include "base/fileio.h"
#include "base/utc.h"

#include "syntax/fingerprint.h"
#include "syntax/x509.h"

#include "ui/wizard/question.h"

/* So many bytes of the hash are shown: enough to tell two files apart. */
#define HASH_BYTES 8

/* What is looked at first comes first, for the hint may have no room for all. */
static void
preview_certificate(const struct certificate *cert, const char *begin, struct strbuf *out)
{
	STRVEC(lines);

	strbuf_addf(out, "%s%s, %s ", begin, cert->common_name.buf,
		cert->not_after < time(NULL) ? "expired on" : "until");
	utc_day(cert->not_after, out);
	strbuf_addstr(out, ", SHA-256 ");
	fingerprint_to_hex(cert->sha256, HASH_BYTES, out);
	strbuf_addstr(out, ":... In full: ");
	certificate_describe(cert, &lines);
	strvec_join(&lines, "; ", out);
}

void
preview_file(const char *path, const char *begin, struct strbuf *out)
{
	CERTIFICATES(list) = { .any_shape = true };
	FINDING(slip);
	STRBUF(data);
	STRBUF(err);
	struct stat st;

	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return;
	if (st.st_size >= X509_FILE_LIMIT)
		strbuf_addf(out, "Not usable: it has %lld bytes, and the limit is %d.",
			(long long)st.st_size, X509_FILE_LIMIT);
	else if (file_read(path, X509_FILE_LIMIT, &data, &err) < 0)
		strbuf_addf(out, "Not usable: %s.", err.buf);
	else if (certificates_parse(data.buf, data.len, &list, &slip) < 0)
		strbuf_addf(out, "Not usable: %s.", slip.sentence);
	else if (list.n == 1)
		preview_certificate(&list.v[0], begin, out);
	else {
		strbuf_addstr(out, "Enter lists its ");
		certificates_name(&list, out);
		strbuf_addch(out, '.');
	}
}
