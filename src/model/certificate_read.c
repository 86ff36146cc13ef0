/* The memory of certificates, by their content. */
#include "model/certificate_read.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"

/* What is remembered: bytes of the texts and files, and questions about one certificate. */
#define MEMORY_BYTES (2 * 1024 * 1024)
#define ANSWERS_MAX 16

/* The last used first. */
static struct certificate_read *memory;

/* A file that is too large is another rule than one that cannot be read. fd: -1 where it could not be opened. */
static int
file_slip(int fd, const char *path, const struct strbuf *err, struct finding *slip)
{
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size >= X509_FILE_LIMIT)
		return finding_set(slip, "certificate-too-large", 0,
			"%s has %lld bytes. It must be smaller than 1 MB (%d bytes)", path,
			(long long)st.st_size, X509_FILE_LIMIT);
	return finding_set(slip, "certificate-unreadable", 0,
		"%s. Enter the path of the CA's certificate file", err->buf);
}

/* real: what was judged, and is opened whatever path leads to by now; NULL: path. */
static int
file_content(const char *path, const char *real, struct strbuf *data, struct finding *slip)
{
	STRBUF(err);
	int fd = real ? file_open_real(real, path, &err) : file_open(path, &err);
	int result = fd < 0 ? -1 : file_read_open(fd, path, X509_FILE_LIMIT - 1, data, &err);

	if (result < 0)
		file_slip(fd, path, &err, slip);
	if (fd >= 0)
		close(fd);
	return result;
}

int
certificate_file_read(const char *path, struct strbuf *data, struct finding *slip)
{
	return file_content(path, NULL, data, slip);
}

/*
 * What is asked of one.
 */

struct certificate_answer {
	struct strbuf question;
	bool known; /* else it has not been determined yet */
	struct strbuf what;
	enum certificate_issued issued;
	struct certificate_answer *next;
};

static void
answer_free(struct certificate_answer *one)
{
	strbuf_release(&one->question);
	strbuf_release(&one->what);
	free(one);
}

static struct certificate_answer *
answer_of(struct certificate_read *read, const struct strbuf *question)
{
	struct certificate_answer **link = &read->answers, *one;
	size_t n = 1;

	while ((one = *link) && !strbuf_same(&one->question, question) && n++ < ANSWERS_MAX)
		link = &one->next;
	if (one)
		*link = one->next;
	if (!one || !strbuf_same(&one->question, question)) {
		if (one)
			answer_free(one); /* the one that was asked longest ago */
		one = xcalloc(1, sizeof *one);
		strbuf_init(&one->question);
		strbuf_init(&one->what);
		strbuf_add(&one->question, question->buf, question->len);
	}
	one->next = read->answers;
	read->answers = one;
	return one;
}

bool
certificate_read_number_is(const struct certificate_read *read, const struct strbuf *bytes,
	const char *digits, struct strbuf *what)
{
	STRBUF(question);
	struct certificate_answer *answer;

	strbuf_addf(&question, "number %s ", digits);
	strbuf_add(&question, bytes->buf, bytes->len);
	answer = answer_of((struct certificate_read *)read, &question);
	if (!answer->known) {
		int is = certificate_number_is(
			&read->cert, &read->given, bytes->buf, bytes->len, &answer->what);

		if (!is && (is = certificate_serial_is(&read->cert, digits)) > 0)
			strbuf_addstr(&answer->what, "the serial number");
		answer->known = is >= 0;
	}
	strbuf_addstr(what, answer->what.buf);
	return answer->what.len > 0;
}

enum certificate_issued
certificate_read_issued_by(
	const struct certificate_read *read, const struct certificate_read *issuer)
{
	STRBUF(question);
	struct certificate_answer *answer;

	strbuf_addstr(&question, "issuer ");
	strbuf_add(&question, issuer->cert.der.buf, issuer->cert.der.len);
	answer = answer_of((struct certificate_read *)read, &question);
	if (!answer->known)
		answer->issued = certificate_issued_by(&read->cert, &issuer->cert);
	answer->known = answer->issued != ISSUED_UNKNOWN;
	return answer->issued;
}

/*
 * What is remembered.
 */

static void
read_free(struct certificate_read *one)
{
	for (struct certificate_answer *answer = one->answers, *next; answer; answer = next) {
		next = answer->next;
		answer_free(answer);
	}
	strbuf_release(&one->given);
	free(one->path);
	certificate_release(&one->cert);
	finding_release(&one->slip);
	free(one);
}

/* Where the same was read before, that, which becomes the first. */
static struct certificate_read *
memory_find(const struct certificate_read *wanted)
{
	for (struct certificate_read **link = &memory, *one; (one = *link); link = &one->next) {
		if (one->number != wanted->number || !one->path != !wanted->path ||
			(one->path && strcmp(one->path, wanted->path) != 0) ||
			!strbuf_same(&one->given, &wanted->given))
			continue;
		*link = one->next;
		one->next = memory;
		return memory = one;
	}
	return NULL;
}

/* Not a private key, which is a secret; nor that it could not be read, which may have been fixed since. */
static bool
is_to_be_remembered(const struct certificate_read *one)
{
	return one->good || (strcmp(one->slip.rule, "certificate-private-key") != 0 &&
				    strcmp(one->slip.rule, "certificate-unreadable") != 0);
}

/* Forgets what was not used for longest, unless it is in use. */
static void
memory_add(struct certificate_read *one)
{
	struct certificate_read **link = &memory, *old;
	size_t bytes = 0;

	one->remembered = true;
	one->next = memory;
	memory = one;
	while ((old = *link)) {
		bytes += old->given.len + old->cert.der.len + sizeof *old;
		if (bytes > MEMORY_BYTES && !old->users) {
			*link = old->next;
			read_free(old);
		} else {
			link = &old->next;
		}
	}
}

/* The sentence says which file is meant: the draft may name it far from here. */
static void
read_content(struct certificate_read *one)
{
	STRBUF(where);

	one->good = certificate_take(one->given.buf, one->given.len, one->number, &one->cert,
			    &one->slip) == 0;
	if (!one->good && one->path) {
		strbuf_addf(&where, "%s: ", one->path);
		finding_wrap(&one->slip, where.buf, "");
	}
}

/* A path in a draft is a stranger's: it is read in the draft's folder and below it, and whether there is anything elsewhere is
 * not told. One that the user has typed has no folder, and is any file. */
static int
read_file(struct certificate_read *one, const char *text, const char *folder)
{
	OWN_TEXT(inside) = NULL;
	OWN_TEXT(file) = NULL;
	OWN_TEXT(real) = NULL;
	size_t number;

	if (!folder || !*folder) {
		one->path = certificate_path(text, folder, &one->number);
		return certificate_file_read(one->path, &one->given, &one->slip);
	}
	inside = path_beneath(folder, text);
	file = inside ? certificate_path(inside, "", &one->number) : NULL;
	real = file ? path_beneath(folder, file) : NULL; /* without its number it may be a link */
	if (real) {
		one->path = certificate_path(text, folder, &number);
		return file_content(one->path, real, &one->given, &one->slip);
	}
	one->path = xstrdup(text);
	return finding_set(&one->slip, "certificate-outside", 0,
		"%s is outside the folder of the file that names it. Copy it to that folder, or "
		"copy it into the draft: scepwiz set DRAFT KEY=@%s",
		text, text);
}

/* With one user more, for read_release. */
static struct certificate_read *
read_answer(const char *text, const char *folder)
{
	struct certificate_read *one = xcalloc(1, sizeof *one), *before;
	int result = 0;

	*one = (struct certificate_read){
		.given = STRBUF_INIT,
		.cert = CERTIFICATE_INIT,
		.slip = FINDING_INIT,
		.users = 1,
	};
	if (certificate_is_pasted(text))
		strbuf_addstr(&one->given, text);
	else
		result = read_file(one, text, folder);
	if (result < 0)
		return one;
	before = memory_find(one);
	if (before) {
		read_free(one);
		before->users++;
		return before;
	}
	read_content(one);
	if (is_to_be_remembered(one))
		memory_add(one);
	return one;
}

static void
read_release(struct certificate_read *one)
{
	one->users--;
	if (!one->users && !one->remembered)
		read_free(one);
}

/*
 * Who asks.
 */

int
certificate_load(
	const char *text, const char *folder, struct certificate *cert, struct finding *slip)
{
	struct certificate_read *read = read_answer(text, folder);
	int result = read->good ? 0 : -1;

	if (read->good) {
		certificate_copy(cert, &read->cert);
	} else {
		finding_set(slip, read->slip.rule, read->slip.offset, "%s", read->slip.sentence);
		finding_fix(slip, read->slip.fix)->advice = read->slip.advice;
	}
	read_release(read);
	return result;
}

struct certificate_use {
	char *text; /* the answer */
	struct certificate_read *read;
	struct certificate_use *next;
};

const struct certificate_read *
certificates_read(struct certificates_read *list, const char *text, const char *folder)
{
	struct certificate_use *use = list->first;

	while (use && strcmp(use->text, text) != 0)
		use = use->next;
	if (!use) {
		use = xcalloc(1, sizeof *use);
		*use = (struct certificate_use){ xstrdup(text), read_answer(text, folder),
			list->first };
		list->first = use;
	}
	return use->read;
}

void
certificates_read_release(struct certificates_read *list)
{
	for (struct certificate_use *use = list->first, *next; use; use = next) {
		next = use->next;
		read_release(use->read);
		free(use->text);
		free(use);
	}
	list->first = NULL;
}
