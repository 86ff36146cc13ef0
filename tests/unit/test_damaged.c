/* Samples of every file that is read, damaged: each beginning, and each byte with each of its bits the other way
 * and as 0x00 and 0xff. None may crash, leak or be refused without a sentence; what is read is checked, and
 * written and read again. The counts are printed. */
#include "testing.h"

#include <openssl/cms.h>
#include <openssl/pkcs7.h>
#include <signal.h>
#include <unistd.h>

#include "base/fileio.h"

#include "syntax/base64.h"
#include "syntax/fingerprint.h"
#include "syntax/plist_doc.h"
#include "syntax/x509.h"

#include "model/accept.h"
#include "model/lint.h"

#include "format/draft/draft_lines.h"
#include "format/profile/profile.h"
#include "format/profile/profile_read.h"
#include "format/recovery/recovery_parts.h"
#include "format/worker/worker.h"

#include "../fuzz/draft.h"
#include "make_cert.h"

#define SAMPLE_LIMIT ((size_t)1 << 20)
/* A shorter sentence says nothing to anybody. */
#define SENTENCE_LEAST 20

struct sample {
	const char *name;
	void (*make)(struct strbuf *out);
	/* 0 where it is read, -1 with a sentence where it is refused. data is in memory of its own. */
	int (*read)(const char *data, size_t len, struct strbuf *err);
	/* Of so many beginnings, and of so many bytes, one is tried; 1 for all. */
	size_t every;
};

/* What is being read, for whoever looks for the reason of an end. */
static struct {
	const char *sample;
	size_t len, at;
	int byte; /* -1: it is a beginning */
} now;

static struct {
	size_t prefixes, flips, read, refused;
} count;

static void
now_tell(int number)
{
	(void)number;
	dprintf(STDOUT_FILENO, "# %s: %zu bytes, byte %zu is 0x%02x (-1: none changed)\n",
		now.sample, now.len, now.at, (unsigned)now.byte);
}

static void
read_one(const struct sample *sample, const char *data, size_t len)
{
	struct strbuf err = STRBUF_INIT;
	char *copy = xmalloc(len);

	now.sample = sample->name;
	now.len = len;
	if (len)
		memcpy(copy, data, len);
	if (sample->read(copy, len, &err) == 0) {
		count.read++;
	} else {
		count.refused++;
		if (err.len < SENTENCE_LEAST || utf8_check(err.buf, err.len) < err.len)
			fail_msg("%s, %zu bytes, byte %zu as 0x%02x: no sentence: \"%s\"",
				sample->name, len, now.at, (unsigned)now.byte, err.buf);
	}
	strbuf_release(&err);
	free(copy);
}

static void
read_every_beginning(const struct sample *sample, const struct strbuf *whole)
{
	now.at = 0;
	now.byte = -1;
	for (size_t len = 0; len <= whole->len; len += sample->every) {
		read_one(sample, whole->buf, len);
		count.prefixes++;
	}
}

static void
read_with_byte(const struct sample *sample, struct strbuf *whole, size_t at, unsigned char byte)
{
	char was = whole->buf[at];

	if ((unsigned char)was == byte)
		return;
	now.at = at;
	now.byte = byte;
	whole->buf[at] = (char)byte;
	read_one(sample, whole->buf, whole->len);
	whole->buf[at] = was;
	count.flips++;
}

static void
read_every_byte(const struct sample *sample, struct strbuf *whole)
{
	for (size_t at = 0; at < whole->len; at += sample->every) {
		unsigned char was = (unsigned char)whole->buf[at];

		for (int bit = 0; bit < 8; bit++)
			read_with_byte(sample, whole, at, was ^ (unsigned char)(1 << bit));
		read_with_byte(sample, whole, at, 0x00);
		read_with_byte(sample, whole, at, 0xff);
	}
}

static void
sample_is_read(const struct sample *sample, const struct strbuf *whole)
{
	struct strbuf err = STRBUF_INIT;

	now.byte = -1;
	if (sample->read(whole->buf, whole->len, &err) < 0)
		fail_msg("%s: %s", sample->name, err.buf);
	strbuf_release(&err);
}

static void
sample_try(const struct sample *sample)
{
	struct strbuf whole = STRBUF_INIT;

	sample->make(&whole);
	memset(&count, 0, sizeof count);
	sample_is_read(sample, &whole);
	read_every_beginning(sample, &whole);
	read_every_byte(sample, &whole);
	print_message("# %s: %zu bytes, %zu prefixes, %zu flips, %zu read, %zu refused\n",
		sample->name, whole.len, count.prefixes, count.flips, count.read, count.refused);
	assert_true(count.read > 0);
	assert_true(count.refused > 0);
	strbuf_release(&whole);
}

/*
 * The samples.
 */

static void
add_file(const char *name, struct strbuf *out)
{
	struct strbuf err = STRBUF_INIT;

	if (file_read(source_file(name), SAMPLE_LIMIT, out, &err) < 0)
		fail_msg("%s", err.buf);
	strbuf_release(&err);
}

static const struct cert_spec root_spec = { "Example Root CA", NULL, 0, "SHA256", -1, 3650, true,
	0 };

/* Every kind of answer and of YAML. */
static void
make_draft(struct strbuf *out)
{
	add_file("tests/fuzz/seeds/draft/documented", out);
	strbuf_addstr(out, "set_subject_alternative_name: true\nsan_dns_name: [a.acme.net, 'b']\n"
			   "key_is_extractable: no\nretries: '3'\nunknown: {a: [b]}\n"
			   "review:\n  url: \"Is this \\u00fcber https?\"\n  retries:\n"
			   "    - {by: Ada, date: 2026-11-28, text: Why?}\n    - no\n"
			   "    - by: Ben\n      state: done\n      text: |\n        a\n        b\n"
			   "accepted:\n  key-size-weak: {reason: x, by: Ada, date: 2026-11-28, "
			   "for: {key_size: '1024'}}\n  url-query: known\n");
}

/* What is no answer, in each of its shapes. */
static void
make_slips(struct strbuf *out)
{
	add_file("tests/fuzz/seeds/draft/slips", out);
	strbuf_truncate(out, strcspn(out->buf, "\f"));
}

static void
make_profile(struct strbuf *out)
{
	add_file("tests/fuzz/seeds/import/two", out);
}

static void
make_command(struct strbuf *out)
{
	add_file("tests/fuzz/seeds/import/command", out);
}

static void
make_flat_profile(struct strbuf *out)
{
	add_file("tests/fuzz/seeds/import/flat", out);
}

static void
make_imported(struct strbuf *out)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf profile = STRBUF_INIT, err = STRBUF_INIT;

	make_profile(&profile);
	assert_int_equal(profile_parse(&file, fuzz_form(), "p", profile.buf, profile.len, NULL,
				 &found, &err),
		0);
	assert_int_equal(draft_file_format(&file, out, &err), 0);
	draft_file_release(&file);
	findings_release(&found);
	strbuf_release(&profile);
	strbuf_release(&err);
}

static void
make_binary_profile(struct strbuf *out)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct finding slip = FINDING_INIT;
	struct place place;
	struct strbuf xml = STRBUF_INIT;

	make_profile(&xml);
	assert_int_equal(plist_doc_parse(&doc, xml.buf, xml.len, &slip, &place), 0);
	assert_int_equal(plist_write(doc.root, true, out, NULL), 0);
	plist_doc_release(&doc);
	strbuf_release(&xml);
}

static void
make_signed_profile(struct strbuf *out)
{
	struct strbuf xml = STRBUF_INIT;
	X509 *cert = cert_make(&root_spec);
	BIO *in, *to = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms;

	make_profile(&xml);
	in = BIO_new_mem_buf(xml.buf, (int)xml.len);
	cms = CMS_sign(cert, cert_key(root_spec.rsa_bits), NULL, in, CMS_BINARY);
	assert_true(i2d_CMS_bio(to, cms));
	cert_bio_take(to, out);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	X509_free(cert);
	strbuf_release(&xml);
}

static void
make_form(struct strbuf *out)
{
	add_file("forms/scep.yaml", out);
}

static void
make_small_form(struct strbuf *out)
{
	add_file("tests/fuzz/seeds/form/folded_help", out);
}

static void
make_certificate(struct strbuf *out)
{
	cert_der(&root_spec, out);
}

static void
make_certificate_pem(struct strbuf *out)
{
	cert_pem(&root_spec, out);
}

/* As a SCEP server answers: PKCS#7. */
static void
make_certificate_bag(struct strbuf *out)
{
	PKCS7 *bag = PKCS7_new();
	X509 *cert = cert_make(&root_spec);
	BIO *bio = BIO_new(BIO_s_mem());

	PKCS7_set_type(bag, NID_pkcs7_signed);
	PKCS7_content_new(bag, NID_pkcs7_data);
	PKCS7_set_detached(bag, 1);
	PKCS7_add_certificate(bag, cert);
	assert_true(i2d_PKCS7_bio(bio, bag));
	cert_bio_take(bio, out);
	PKCS7_free(bag);
	X509_free(cert);
}

static void
make_certificate_utf16(struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;

	cert_pem(&root_spec, &pem);
	strbuf_addstr(out, "\xff\xfe");
	for (size_t i = 0; i < pem.len; i++) {
		strbuf_addch(out, pem.buf[i]);
		strbuf_addch(out, 0);
	}
	strbuf_release(&pem);
}

/* In quotes, with every escape that there is. */
static void
make_certificate_escaped(struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;

	cert_pem(&root_spec, &pem);
	strbuf_addch(out, '"');
	for (size_t i = 0; i < pem.len; i++)
		strbuf_addstr(out, pem.buf[i] == '\n'  ? "\\r\\n"
				   : pem.buf[i] == '/' ? "\\/"
				   : pem.buf[i] == '+' ? "\\u002B"
						       : (char[]){ pem.buf[i], 0 });
	strbuf_addch(out, '"');
	strbuf_release(&pem);
}

static void
make_certificate_data(struct strbuf *out)
{
	struct strbuf der = STRBUF_INIT;

	cert_der(&root_spec, &der);
	strbuf_addstr(out, "<plist><data>2jmj7l5rSw0yVb/vlWAYkK/YBwk=</data><data>");
	base64_encode(der.buf, der.len, out);
	strbuf_addstr(out, "</data></plist>");
	strbuf_release(&der);
}

/* Whole outputs of programs, the certificate among them. */
static void
make_fingerprint(struct strbuf *out)
{
	strbuf_addstr(out,
		"Serial Number: 50:53:4F:7E:AC:D1:69:2B:57:06:98:26:EA:93:34:3C:7E:46:0E:A7\n"
		"\"sha256\": \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n"
		"Public Key ID:\n\tsha1:da39a3ee5e6b4b0d3255bfef95601890afd80709\n");
}

static const struct hmac_key *
recovery_key(void)
{
	static struct hmac_key key;

	hmac_key_set(&key, "key", 3);
	return &key;
}

/* A session that changed an answer, typed at another and stood there. */
static void
make_left(struct strbuf *out, const struct hmac_key *key)
{
	struct records records = { .bytes = STRBUF_INIT, .chain = { .key = key } };
	char user[] = "ada", host[] = "mac-17", terminal[] = "pts/3", born[] = "4096";
	const struct recovery_who who = { user, host, terminal, 4711, 1795305600, born };
	struct draft_file file = DRAFT_FILE_INIT;
	struct draft *shadow = draft_new(fuzz_form());
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	const struct field *url = form_field(fuzz_form(), "url");
	struct acceptance accepted;
	struct recovery_now state = { .file = &file, .place = { .field = url, .cursor = 3 } };

	add_file("tests/fuzz/seeds/draft/documented", &text);
	assert_int_equal(draft_file_parse(&file, fuzz_form(), "d", text.buf, text.len, &err), 0);
	strbuf_addstr(&records.bytes, records.chain.key ? RECOVERY_MAGIC : SIDE_MAGIC);
	if (records.chain.key)
		write_head(&records, "/d.yaml", &file);
	write_who(&records, &who);
	write_base(&records, &file);
	shadow_follow(shadow, &state);
	draft_set(file.draft, url, "https://scep.acme.net/");
	draft_set_note(file.draft, url, "ask Ada");
	draft_set_source(file.draft, form_field(fuzz_form(), "challenge"), ANSWER_PROMPT, "");
	acceptance_init(&accepted, "key-size-weak", "the old CA", "Ada", "2026-11-28");
	acceptance_bind(&accepted, "key_size", "1024");
	draft_accept(file.draft, &accepted);
	acceptance_release(&accepted);
	write_changes(&records, shadow, &state);
	write_place(&records, &state.place);
	write_who(&records, &who);
	strbuf_add(out, records.bytes.buf, records.bytes.len);
	strbuf_release(&records.bytes);
	draft_file_release(&file);
	draft_free(shadow);
	strbuf_release(&text);
}

/*
 * The readers.
 */

/* As check does; the findings are sentences. */
/* The line of a finding, where it has one, is within the file, and its place in the line. */
static void
draft_lines_check(const struct draft_file *file, const struct findings *found)
{
	struct draft_lines lines;

	draft_lines_init(&lines, draft_form(file->draft), &file->source);
	for (size_t i = 0; i < found->n; i++) {
		size_t len = 0, at = 0;
		const char *line = draft_lines_find(&lines, &found->v[i], &len, &at);

		if (!line)
			continue;
		assert_true(line >= file->source.buf);
		assert_true(line + len <= file->source.buf + file->source.len);
		assert_true(at <= len);
	}
	draft_lines_release(&lines);
}

static void
draft_check(const struct draft_file *file)
{
	const struct lint_env env = { .folder = "/nowhere" };
	struct findings found = FINDINGS_INIT;

	lint_draft(file->draft, &env, &found);
	for (size_t n = 0; n < file->notes.n; n++)
		findings_copy(&found, &file->notes.v[n]);
	draft_lines_check(file, &found);
	accept_apply(file->draft, &env, &found);
	for (size_t i = 0; i < found.n; i++)
		assert_true(strlen(found.v[i].sentence) >= SENTENCE_LEAST);
	findings_release(&found);
}

static int
read_draft(const char *data, size_t len, struct strbuf *err)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf text = STRBUF_INIT;
	int result = draft_file_parse(&file, fuzz_form(), "draft", data, len, err);

	if (result == 0) {
		draft_check(&file);
		if (file.original)
			draft_written(&file, &text);
		else
			draft_written_anew(&file);
	}
	draft_file_release(&file);
	strbuf_release(&text);
	return result;
}

static int
read_profile(const char *data, size_t len, struct strbuf *err)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf text = STRBUF_INIT;
	struct profile_answers answers = PROFILE_ANSWERS_INIT;
	const struct profile_read_options options = { .answers = &answers };
	int result = profile_parse(&file, fuzz_form(), "p", data, len, &options, &found, err);

	if (result == 0) {
		profile_answers_lint(&answers, NULL, true, &found);
		draft_check(&file);
		draft_written(&file, &text);
	}
	profile_answers_release(&answers);
	draft_file_release(&file);
	findings_release(&found);
	strbuf_release(&text);
	return result;
}

/* What an export would write over. The identifier is that of the undamaged profile, so damage elsewhere may
 * leave it what it is; what it is otherwise is told. */
static int
read_place(const char *data, size_t len, struct strbuf *err)
{
	static const char path[] = "test_damaged.out";
	struct draft *draft = draft_new(fuzz_form());
	struct draft_file file = { .draft = draft };
	const struct desk desk = { .file = &file };
	enum profile_place place;

	assert_int_equal(file_write(path, data, len, 0, err), 0);
	draft_set(draft, form_field(fuzz_form(), "profile_identifier"), "net.acme.office");
	place = profile_place(&desk, path, err);
	assert_true(place == PLACE_OWN || place == PLACE_OTHER);
	unlink(path);
	draft_free(draft);
	return place == PLACE_OWN ? 0 : -1;
}

static int
read_form(const char *data, size_t len, struct strbuf *err)
{
	struct form *form = form_read(data, len, "form", err);
	int result = form ? 0 : -1;

	form_free(form);
	return result;
}

static int
read_certificate(const char *data, size_t len, struct strbuf *err)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	struct strvec lines = STRVEC_INIT;
	int result = certificate_parse(data, len, &cert, &slip);

	if (result == 0) {
		certificate_describe(&cert, &lines);
		assert_int_equal(lines.n, 8);
	} else {
		fuzz_slip(&slip, len);
		strbuf_addstr(err, slip.sentence);
	}
	strvec_release(&lines);
	certificate_release(&cert);
	finding_release(&slip);
	return result;
}

/* As people give it, in any shape. */
static int
read_certificate_shape(const char *data, size_t len, struct strbuf *err)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf what = STRBUF_INIT;
	int result = certificate_take(data, len, 0, &cert, &slip);

	if (result == 0) {
		assert_non_null(certificate_hash_is(&cert, cert.sha256, sizeof cert.sha256));
		certificate_number_is(&cert, NULL, cert.sha1, sizeof cert.sha1, &what);
		certificate_issued_by(&cert, &cert);
	} else {
		fuzz_slip(&slip, len);
		strbuf_addstr(err, slip.sentence);
	}
	strbuf_release(&what);
	certificate_release(&cert);
	finding_release(&slip);
	return result;
}

/* What is read of a damaged one is a hash of the right length; of the sample it is no other number. */
static int
read_fingerprint(const char *data, size_t len, struct strbuf *err)
{
	struct fingerprint fp;
	struct finding slip = FINDING_INIT;
	char *text = fuzz_text((const uint8_t *)data, len);
	int result = fingerprint_parse(text, &fp, &slip);

	if (result == 0) {
		assert_string_equal(fp.hash, fingerprint_hash_name(fp.len));
	} else {
		fuzz_slip(&slip, strlen(text));
		strbuf_addstr(err, slip.sentence);
	}
	finding_release(&slip);
	free(text);
	return result;
}

static void
make_recovery(struct strbuf *out)
{
	make_left(out, recovery_key());
}

static void
make_side(struct strbuf *out)
{
	make_left(out, NULL);
}

/* None is refused: it is read up to the first record that is not whole, and no changed byte is believed;
 * where the first record of a recovery file is none, all of it is anybody's. */
static int
read_recovery(const char *data, size_t len, struct strbuf *err)
{
	struct strbuf bytes = STRBUF_INIT;
	struct recovery_content content;
	int result;

	strbuf_add(&bytes, data, len);
	content_read(&content, fuzz_form(), "d.yaml", recovery_key(), &bytes);
	assert_true(content.good <= len);
	if (now.byte >= 0 && !(content.left.foreign && len && data[8] == 'r'))
		assert_true(content.good <= now.at);
	assert_true(content.left.damaged == (content.good < len) || !len || !data[0]);
	result = content.has_changes ? 0 : -1;
	if (result < 0)
		strbuf_addstr(err, "nothing that a session left is read");
	content_release(&content);
	strbuf_release(&bytes);
	return result;
}

static const struct sample draft = { "draft", make_draft, read_draft, 1 };
static const struct sample slips = { "draft with slips", make_slips, read_draft, 1 };
static const struct sample imported = { "imported draft", make_imported, read_draft, 9 };
static const struct sample form = { "form", make_form, read_form, 97 };
static const struct sample small_form = { "small form", make_small_form, read_form, 1 };
static const struct sample xml = { "XML profile", make_profile, read_profile, 7 };
static const struct sample command = { "command", make_command, read_profile, 3 };
static const struct sample flat = { "flat profile", make_flat_profile, read_profile, 3 };
static const struct sample binary = { "binary profile", make_binary_profile, read_profile, 101 };
static const struct sample cms = { "signed profile", make_signed_profile, read_profile, 17 };
static const struct sample earlier = { "earlier export", make_profile, read_place, 29 };
static const struct sample earlier_binary = { "earlier export, binary", make_binary_profile,
	read_place, 401 };
static const struct sample der = { "certificate, DER", make_certificate, read_certificate, 1 };
static const struct sample pem = { "certificate, PEM", make_certificate_pem, read_certificate, 1 };
static const struct sample bag = { "certificate, PKCS#7", make_certificate_bag,
	read_certificate_shape, 1 };
static const struct sample utf16 = { "certificate, UTF-16", make_certificate_utf16,
	read_certificate_shape, 3 };
static const struct sample escaped = { "certificate, escaped", make_certificate_escaped,
	read_certificate_shape, 1 };
static const struct sample data_element = { "certificate, <data>", make_certificate_data,
	read_certificate_shape, 1 };
static const struct sample fingerprint = { "fingerprint, outputs", make_fingerprint,
	read_fingerprint, 1 };
static const struct sample recovery = { "recovery file", make_recovery, read_recovery, 1 };
static const struct sample side = { "side file", make_side, read_recovery, 1 };

static void
damage_is_told(void **state)
{
	sample_try(*state);
}

#define sample_test(sample)                                                           \
	{                                                                             \
		"damaged_" #sample "_is_read_or_refused", damage_is_told, NULL, NULL, \
			(void *)&sample                                               \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(draft),
		sample_test(slips),
		sample_test(imported),
		sample_test(form),
		sample_test(small_form),
		sample_test(xml),
		sample_test(command),
		sample_test(flat),
		sample_test(binary),
		sample_test(cms),
		sample_test(earlier),
		sample_test(earlier_binary),
		sample_test(der),
		sample_test(pem),
		sample_test(bag),
		sample_test(utf16),
		sample_test(escaped),
		sample_test(data_element),
		sample_test(fingerprint),
		sample_test(recovery),
		sample_test(side),
	};

	fuzz_locale();
	signal(SIGABRT, now_tell);
	worker_use("./scepwiz-worker");
	return run_tests(tests);
}
