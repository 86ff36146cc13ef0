/* Which certificates of a SCEP server's answer a device chooses, in whatever order they come. */
#include "testing.h"

#include <openssl/bio.h>
#include <openssl/pem.h>

#include "base/xalloc.h"

#include "make_cert.h"
#include "scep_cast.h"
#include "worker/scep_ca.h"

#define ONE_TYPE "application/x-x509-ca-cert"
#define BUNDLE_TYPE "application/x-x509-ca-ra-cert"

/* "anchor signer recipient issuer" by their names, and why the device stops. */
static void
choice_tell(const struct scep_ca *ca, struct strbuf *out)
{
	for (size_t i = 0; i <= SCEP_ROLE_ISSUER; i++)
		strbuf_addf(out, "%s ",
			ca->role[i] < 0 ? "-" : cast_name(&ca->v[ca->role[i]].cert.der));
	strbuf_addf(out, "%s", *scep_stop_name(ca->stop) ? scep_stop_name(ca->stop) : "goes on");
}

static void
fingerprint_make(const char *hash, const char *name, struct strbuf *out)
{
	STRBUF(der);

	if (!hash)
		return;
	if (name)
		cast_der(name, &der);
	hash_bytes(hash, der.buf, der.len, out);
}

static const struct choice {
	const char *answer; /* "=NAME": one certificate; else a bundle */
	const char *of; /* whose SHA-256 the fingerprint is; "" : nobody's; NULL: there is none */
	const char *expected; /* anchor, signer, recipient, issuer; why the device stops */
} choices[] = {
	/* one certificate is everything */
	{ "=root", NULL, "root root root root goes on" },
	{ "=root", "root", "root root root root goes on" },
	{ "=root", "", "root root root root fingerprint" },
	{ "=mighty", NULL, "mighty mighty mighty mighty goes on" },
	{ "=silent", NULL, "silent silent silent silent goes on" },
	{ "=sub", "sub", "sub sub sub sub goes on" },
	{ "=sub", "root", "sub sub sub sub fingerprint" },
	{ "=mute", NULL, "mute mute mute mute goes on" },
	{ "=ecroot", NULL, "ecroot ecroot ecroot ecroot key" },
	{ "=ecroot", "ecroot", "ecroot ecroot ecroot ecroot key" },
	{ "=ecroot", "", "ecroot ecroot ecroot ecroot fingerprint" },
	/* a pair, below its root */
	{ "ras rae root", NULL, "root ras rae root goes on" },
	{ "ras rae root", "root", "root ras rae root goes on" },
	{ "ras rae root", "", "root ras rae root fingerprint" },
	/* the anchor is the RA itself: the other's chain does not end there */
	{ "ras rae root", "rae", "rae ras rae root chain" },
	{ "rab root", "rab", "rab rab rab root goes on" },
	{ "rab", "rab", "rab rab rab rab goes on" },
	{ "rab", NULL, "rab rab rab rab goes on" },
	{ "ras rae", NULL, "- ras rae ras chain" },
	{ "ras rae", "ras", "ras ras rae ras chain" },
	/* one that does both */
	{ "rab root", NULL, "root rab rab root goes on" },
	{ "rab root", "root", "root rab rab root goes on" },
	{ "rab root", "", "root rab rab root fingerprint" },
	/* the pair is preferred */
	{ "rab ras rae root", NULL, "root ras rae root goes on" },
	{ "rab ras rae root", "root", "root ras rae root goes on" },
	/* half a pair is none */
	{ "rab ras root", NULL, "root rab rab root goes on" },
	{ "rab rae root", "root", "root rab rab root goes on" },
	{ "ras root", NULL, "root - - - usage" },
	{ "ras root", "root", "root - - - usage" },
	{ "rae root", NULL, "root - - - usage" },
	{ "ras root", "", "root - - - fingerprint" },
	/* a missing extension counts as none, and so do other usages */
	{ "mute root", NULL, "root - - - usage" },
	{ "mute rae root", "root", "root - - - usage" },
	{ "server root", NULL, "root - - - usage" },
	{ "silent", NULL, "silent - - - usage" },
	/* the usual mistake: CAs alone */
	{ "sub root", NULL, "root - - - usage" },
	{ "sub root", "root", "root - - - usage" },
	{ "sub root", "sub", "sub - - - usage" },
	{ "root other", NULL, "- - - - usage" },
	{ "root", "root", "root - - - usage" },
	/* longer chains, and other usages besides */
	{ "subras subrae sub root", NULL, "root subras subrae sub goes on" },
	{ "subras subrae sub root", "root", "root subras subrae sub goes on" },
	{ "subras subrae sub root", "sub", "sub subras subrae sub goes on" },
	{ "subras subrae sub", NULL, "sub subras subrae sub goes on" },
	{ "subrab subsub sub root", "root", "root subrab subrab subsub goes on" },
	{ "subrab subsub sub root", "sub", "sub subrab subrab subsub goes on" },
	{ "subrab sub root", "root", "root subrab subrab subrab chain" },
	{ "subrab sub root", NULL, "subrab subrab subrab subrab goes on" },
	/* each at another depth */
	{ "ras subrae sub root", NULL, "root ras subrae root goes on" },
	{ "ras subrae sub root", "sub", "sub ras subrae root chain" },
	/* chains that end elsewhere */
	{ "strayb root", "root", "root strayb strayb strayb chain" },
	{ "strayb root", NULL, "strayb strayb strayb strayb goes on" },
	{ "strayb other root", "root", "root strayb strayb other chain" },
	{ "strayb other root", "other", "other strayb strayb other goes on" },
	{ "strayb other root", NULL, "other strayb strayb other goes on" },
	{ "ras straye root other", NULL, "- ras straye root chain" },
	{ "ras straye root other", "root", "root ras straye root chain" },
	{ "ras rae strays straye root other", "other", "other strays straye other goes on" },
	{ "ras rae strays straye root other", "root", "root ras rae root goes on" },
	{ "ras straye rab root other", "root", "root rab rab root goes on" },
	{ "ras straye rab root other", NULL, "root rab rab root goes on" },
	{ "ras rae strayb root other", "other", "other strayb strayb other goes on" },
	/* a name alone is no chain */
	{ "forged root", "root", "root forged forged forged chain" },
	{ "forged root other", "other", "other forged forged forged chain" },
	/* a CA with such a usage is an RA, too, but comes last */
	{ "mighty", NULL, "mighty mighty mighty mighty goes on" },
	{ "mighty", "mighty", "mighty mighty mighty mighty goes on" },
	{ "mighty mightyras", "mighty", "mighty mighty mighty mighty goes on" },
	{ "signing signingrae", "signing", "signing signing signingrae signing goes on" },
	{ "signing signingrae", NULL, "signing signing signingrae signing goes on" },
	{ "rab root mighty", NULL, "root rab rab root goes on" },
	/* one that issued itself comes behind one that did not */
	{ "alone", NULL, "alone alone alone alone goes on" },
	{ "alone rab root", NULL, "root rab rab root goes on" },
	{ "alone rab root", "alone", "alone alone alone alone goes on" },
	/* keys: the recipient's alone */
	{ "ecras rae root", "root", "root ecras rae root goes on" },
	{ "ras ecrae root", "root", "root ras ecrae root key" },
	{ "ras ecrae root", "", "root ras ecrae root fingerprint" },
	/* of two RAs the one that lasts longer */
	{ "rab rab2 root", "root", "root rab2 rab2 root goes on" },
	{ "rab rab2 root", NULL, "root rab2 rab2 root goes on" },
	/* each counts once */
	{ "rab rab root root", "root", "root rab rab root goes on" },
};

static void
answer_parse(const struct strvec *names, bool one, bool indefinite, struct scep_ca *ca)
{
	STRBUF(bytes);

	if (one)
		cast_der(names->v[0], &bytes);
	else
		cast_bundle(names, indefinite, &bytes);
	scep_ca_parse(bytes.buf, bytes.len, one ? ONE_TYPE : BUNDLE_TYPE, ca);
}

static void
choice_try(const struct choice *it, const struct strvec *names, const struct strbuf *fingerprint,
	bool in_ber_too)
{
	bool one = *it->answer == '=';

	for (int indefinite = 0; indefinite <= (in_ber_too && !one); indefinite++) {
		struct scep_ca ca = { 0 };
		STRBUF(told);

		answer_parse(names, one, indefinite, &ca);
		assert_int_equal(ca.answer, one ? SCEP_ANSWER_ONE : SCEP_ANSWER_BUNDLE);
		scep_ca_choose(&ca, fingerprint);
		choice_tell(&ca, &told);
		if (strcmp(told.buf, it->expected) != 0)
			fail_msg("\"%s\", fingerprint %s: \"%s\"", it->answer,
				it->of ? it->of : "none", told.buf);
		if (!it->of)
			assert_int_equal(ca.matches, SCEP_NOT_GIVEN);
		else if (!*it->of || !strvec_contains(names, it->of))
			assert_int_equal(ca.matches, SCEP_NOBODY);
		else
			assert_string_equal(cast_name(&ca.v[ca.matches].cert.der), it->of);
		scep_ca_release(&ca);
	}
}

static void
swap(size_t *a, size_t *b)
{
	size_t kept = *a;

	*a = *b;
	*b = kept;
}

/* The next order, by the places of the names in first; false behind the last. */
static bool
order_next(size_t *order, size_t n)
{
	size_t i = n - 1, j = n - 1;

	while (i && order[i - 1] > order[i])
		i--;
	if (!i)
		return false;
	while (order[j] < order[i - 1])
		j--;
	swap(&order[i - 1], &order[j]);
	for (j = n - 1; i < j; i++, j--)
		swap(&order[i], &order[j]);
	return true;
}

/* So many certificates are tried in every order. Of the orders of more, every so many-th: each certificate comes first, and
 * last. */
#define ORDERS_ALL 3
#define ORDERS_STEP 7

static void
ras_are_chosen_as_devices_do(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(choices); i++) {
		const struct choice *it = &choices[i];
		size_t order[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };
		STRVEC(first);
		STRBUF(fingerprint);

		strvec_split(&first, it->answer + (*it->answer == '='), ' ');
		assert_true(first.n <= ARRAY_SIZE(order));
		fingerprint_make(
			it->of ? "SHA256" : NULL, it->of && *it->of ? it->of : NULL, &fingerprint);
		for (size_t tried = 0; tried == 0 || order_next(order, first.n); tried++) {
			STRVEC(names);

			if ((first.n > ORDERS_ALL && tried % ORDERS_STEP) || tried % one_in())
				continue;
			for (size_t j = 0; j < first.n; j++)
				strvec_push(&names, first.v[order[j]]);
			choice_try(it, &names, &fingerprint, tried == 0);
		}
	}
}

/* Two between which nothing else decides. */
static void
twins_have_an_order(void **state)
{
	static const struct strbuf none = STRBUF_INIT;
	static const char *const orders[] = { "rab rabtwin root", "rabtwin rab root",
		"root rabtwin rab" };
	STRBUF(first);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(orders); i++) {
		struct scep_ca ca = { 0 };
		STRVEC(names);
		STRBUF(told);

		strvec_split(&names, orders[i], ' ');
		answer_parse(&names, false, false, &ca);
		scep_ca_choose(&ca, &none);
		choice_tell(&ca, &told);
		if (!i)
			strbuf_addstr(&first, told.buf);
		assert_string_equal(told.buf, first.buf);
		assert_int_equal(ca.stop, SCEP_STOP_NOWHERE);
		scep_ca_release(&ca);
	}
}

static void
the_length_tells_the_hash(void **state)
{
	static const char *const hashes[] = { "MD5", "SHA1", "SHA224", "SHA256", "SHA384",
		"SHA512" };
	STRVEC(names);

	(void)state;
	strvec_split(&names, "rab root", ' ');
	for (size_t i = 0; i < ARRAY_SIZE(hashes); i++) {
		struct scep_ca ca = { 0 };
		STRBUF(fingerprint);

		fingerprint_make(hashes[i], "root", &fingerprint);
		answer_parse(&names, false, false, &ca);
		scep_ca_choose(&ca, &fingerprint);
		assert_int_equal(ca.matches, 1);
		assert_int_equal(ca.stop, SCEP_STOP_NOWHERE);
		fingerprint.buf[0] ^= 1;
		scep_ca_choose(&ca, &fingerprint);
		assert_int_equal(ca.matches, SCEP_NOBODY);
		assert_int_equal(ca.stop, SCEP_STOP_FINGERPRINT);
		scep_ca_release(&ca);
	}
}

static void
content_types_have_a_kind(void **state)
{
	static const struct {
		const char *type, *kind;
	} cases[] = {
		{ "", "none" },
		{ ONE_TYPE, "one" },
		{ BUNDLE_TYPE, "bundle" },
		{ "Application/X-X509-CA-Cert", "one" },
		{ ONE_TYPE "; charset=utf-8", "parameters-one" },
		{ ONE_TYPE ";", "parameters-one" },
		{ ONE_TYPE " ; a=b", "parameters-one" },
		{ BUNDLE_TYPE ";charset=binary", "parameters-bundle" },
		{ ONE_TYPE " ", "one" },
		{ ONE_TYPE "s", "other" },
		{ "application/x-x509-ca", "other" },
		{ "text/html", "html" },
		{ "text/html; charset=iso-8859-1", "html" },
		{ "application/xhtml+xml", "html" },
		{ "application/octet-stream", "other" },
		{ "; charset=utf-8", "other" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(scep_type_name(scep_type_of(cases[i].type)), cases[i].kind);
}

static void
check_answer(
	const struct strbuf *body, const char *type, const char *answer, size_t n, const char *stop)
{
	static const struct strbuf none = STRBUF_INIT;
	struct scep_ca ca = { 0 };
	/* memory of its own, without a NUL behind it */
	char *copy = xmalloc(body->len + !body->len);

	memcpy(copy, body->buf, body->len);
	scep_ca_parse(copy, body->len, type, &ca);
	free(copy);
	scep_ca_choose(&ca, &none);
	assert_string_equal(scep_answer_name(ca.answer), answer);
	assert_int_equal(ca.n, n);
	assert_string_equal(scep_stop_name(ca.stop), stop);
	scep_ca_release(&ca);
}

static void
what_is_no_certificate_is_told(void **state)
{
	static const struct {
		const char *body;
		size_t len; /* 0: strlen */
		const char *type, *answer;
	} cases[] = {
		{ "", 0, ONE_TYPE, "empty" },
		{ "\r\n", 0, ONE_TYPE, "empty" },
		{ "\0\0", 2, ONE_TYPE, "empty" },
		{ "", 0, "text/html", "empty" },
		{ "<html>", 0, ONE_TYPE, "html" },
		{ "\r\n <!DOCTYPE HTML PUBLIC", 0, ONE_TYPE, "html" },
		{ "\xef\xbb\xbf<html>", 0, ONE_TYPE, "html" },
		{ "Please sign in", 0, "text/html; charset=utf-8", "html" },
		{ "<htm", 0, ONE_TYPE, "other" },
		{ "<", 0, "", "other" },
		{ "-----BEGIN CERTIFICATE-----\n", 0, ONE_TYPE, "pem" },
		{ "subject=CN\n-----BEGIN PKCS7-----\n", 0, BUNDLE_TYPE, "pem" },
		{ "no such CA", 0, ONE_TYPE, "other" },
		{ "0", 0, ONE_TYPE, "other" },
		{ "0\x80", 0, ONE_TYPE, "other" },
		{ "0\x03\x02\x01\x01", 0, ONE_TYPE, "other" },
		{ "0\x82\x01", 0, ONE_TYPE, "other" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(body);

		strbuf_add(
			&body, cases[i].body, cases[i].len ? cases[i].len : strlen(cases[i].body));
		check_answer(&body, cases[i].type, cases[i].answer, 0, "answer");
	}
}

/* A device reads by the content type alone. */
static void
the_content_type_decides(void **state)
{
	static const struct {
		bool one;
		const char *type, *stop;
	} cases[] = {
		{ true, ONE_TYPE, "" },
		{ true, ONE_TYPE "; charset=utf-8", "" },
		{ true, BUNDLE_TYPE, "answer" },
		{ true, "", "answer" },
		{ true, "application/octet-stream", "answer" },
		{ true, "text/html", "answer" },
		{ false, BUNDLE_TYPE, "" },
		{ false, BUNDLE_TYPE "; x", "" },
		{ false, ONE_TYPE, "answer" },
		{ false, ONE_TYPE "; x", "answer" },
		{ false, "", "answer" },
	};
	STRVEC(names);

	(void)state;
	strvec_push(&names, "mighty");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(body);

		if (cases[i].one)
			cast_der("mighty", &body);
		else
			cast_bundle(&names, false, &body);
		check_answer(
			&body, cases[i].type, cases[i].one ? "one" : "bundle", 1, cases[i].stop);
		/* line ends behind it are none of it, other bytes are */
		strbuf_addstr(&body, "\r\n");
		check_answer(
			&body, cases[i].type, cases[i].one ? "one" : "bundle", 1, cases[i].stop);
		strbuf_addch(&body, 'x');
		check_answer(&body, "", "other", 0, "answer");
	}
}

static void
pem_is_told(void **state)
{
	BIO *bio = BIO_new(BIO_s_mem());
	STRBUF(pem);

	(void)state;
	assert_true(PEM_write_bio_X509(bio, cast_x509("root")));
	cert_bio_take(bio, &pem);
	check_answer(&pem, ONE_TYPE, "pem", 0, "answer");
}

static void
damaged_bundles_are_none(void **state)
{
	STRVEC(names);
	STRVEC(nobody);
	STRBUF(whole);

	(void)state;
	strvec_split(&names, "rab root", ' ');
	for (int indefinite = 0; indefinite < 2; indefinite++) {
		strbuf_clear(&whole);
		cast_bundle(&names, indefinite, &whole);
		for (size_t len = 2; len < whole.len; len += 7 * one_in()) {
			STRBUF(cut);

			strbuf_add(&cut, whole.buf, len);
			check_answer(&cut, BUNDLE_TYPE, "other", 0, "answer");
		}
	}
	strbuf_clear(&whole);
	cast_bundle(&nobody, false, &whole);
	check_answer(&whole, BUNDLE_TYPE, "other", 0, "answer");
}

/* Any byte may be another; every fifth is tried here, and fuzz_scep_ca tries more. Nothing is read that is not there, and
 * each role is somebody's. */
static void
changed_bundles_are_read_safely(void **state)
{
	STRVEC(names);
	STRBUF(body);
	STRBUF(fingerprint);

	(void)state;
	strvec_split(&names, "ras rae root", ' ');
	cast_bundle(&names, false, &body);
	fingerprint_make("SHA1", "root", &fingerprint);
	for (size_t i = 0; i < body.len; i += 5 * one_in()) {
		struct scep_ca ca = { 0 };

		body.buf[i] ^= 0x11;
		scep_ca_parse(body.buf, body.len, BUNDLE_TYPE, &ca);
		scep_ca_choose(&ca, &fingerprint);
		for (size_t role = 0; role < SCEP_ROLES; role++)
			assert_in_range(ca.role[role] + 1, 0, ca.n);
		if (ca.stop == SCEP_STOP_NOWHERE)
			assert_true(ca.role[SCEP_ROLE_SIGNER] >= 0 &&
				    ca.role[SCEP_ROLE_ANCHOR] == ca.matches);
		scep_ca_release(&ca);
		body.buf[i] ^= 0x11;
	}
}

/* By signatures, from the certificate with the fingerprint on; the names of "other" prove nothing. */
static void
the_root_is_above_the_anchor(void **state)
{
	static const struct {
		const char *answer, *of, *root;
	} cases[] = {
		{ "=root", NULL, "root" },
		{ "=root", "root", "root" },
		{ "=root", "", "-" },
		{ "=sub", "sub", "-" },
		{ "=alone", "alone", "-" }, /* not a CA */
		{ "ras rae root", NULL, "root" },
		{ "other ras rae root", NULL, "root" },
		{ "other ras rae root", "root", "root" },
		{ "other ras rae root", "ras", "root" }, /* above the RA with the fingerprint */
		{ "other ras rae root", "", "-" },
		{ "other rab", "rab", "-" },
		{ "other forged", "forged", "-" },
		{ "other subras subrae sub root", "sub", "root" },
		{ "other subras subrae sub", "sub", "-" },
		{ "other rab root", "other", "-" },  /* the RA is below another */
		{ "other sub root", "sub", "root" }, /* without an RA */
		{ "root other", NULL, "-" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *names = cases[i].answer + (*cases[i].answer == '=');
		struct scep_ca ca = { 0 };
		STRVEC(list);
		STRBUF(body);
		STRBUF(fingerprint);
		int root;

		strvec_split(&list, names, ' ');
		if (names == cases[i].answer)
			cast_bundle(&list, false, &body);
		else
			cast_der(names, &body);
		if (cases[i].of && *cases[i].of)
			fingerprint_make("SHA256", cases[i].of, &fingerprint);
		else if (cases[i].of)
			fingerprint_make("SHA256", NULL, &fingerprint);
		scep_ca_parse(
			body.buf, body.len, names == cases[i].answer ? BUNDLE_TYPE : ONE_TYPE, &ca);
		scep_ca_choose(&ca, &fingerprint);
		root = ca.role[SCEP_ROLE_ROOT];
		if (strcmp(root < 0 ? "-" : cast_name(&ca.v[root].cert.der), cases[i].root) != 0)
			fail_msg("%s, fingerprint of %s: not %s", cases[i].answer,
				cases[i].of ? cases[i].of : "nobody", cases[i].root);
		scep_ca_release(&ca);
	}
}

/* What does not end is cut off. */
static void
only_so_many_are_looked_at(void **state)
{
	STRVEC(names);
	STRBUF(body);
	struct scep_ca ca = { 0 };

	(void)state;
	strvec_split(&names,
		"root mighty signing silent other sub subsub ras rae rab rab2 subras subrae subrab "
		"strays straye strayb mute server mightyras signingrae alone forged",
		' ');
	assert_true(names.n > SCEP_CERTIFICATES_MAX);
	cast_bundle(&names, false, &body);
	scep_ca_parse(body.buf, body.len, BUNDLE_TYPE, &ca);
	assert_int_equal(ca.n, SCEP_CERTIFICATES_MAX);
	assert_int_equal(ca.answer, SCEP_ANSWER_BUNDLE);
	scep_ca_release(&ca);
}

static void
only_an_answer_is_looked_at(void **state)
{
	static const struct {
		enum fetch_failure failure;
		int status;
		const char *answer;
	} cases[] = {
		{ FETCH_DONE, 200, "one" },
		{ FETCH_DONE, 404, "none" },
		{ FETCH_DONE, 201, "none" },
		{ FETCH_CUT, 200, "none" },
		{ FETCH_TOO_LARGE, 200, "none" },
		{ FETCH_TIMEOUT, 0, "none" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct scep_ca ca = { 0 };
		FETCHED(fetched);

		fetched.failure = cases[i].failure;
		fetched.status = cases[i].status;
		strbuf_addstr(&fetched.type, ONE_TYPE);
		cast_der("root", &fetched.body);
		scep_ca_read(&fetched, &ca);
		assert_string_equal(scep_answer_name(ca.answer), cases[i].answer);
		assert_string_equal(
			scep_type_name(ca.type), !strcmp(cases[i].answer, "one") ? "one" : "none");
		scep_ca_release(&ca);
	}
}

static void
the_root_is_above_or_another(void **state)
{
	static const struct {
		const char *answer, *of, *root, *expected;
	} cases[] = {
		{ "=root", NULL, "root", "above" },
		{ "=sub", NULL, "root", "above" },
		{ "=sub", NULL, "other", "other" },
		{ "=sub", NULL, "subsub", "other" },
		{ "=subsub", NULL, "root", "other" }, /* sub is missing between them */
		{ "=root", NULL, NULL, "none" },
		{ "rab root", NULL, "root", "above" },
		{ "subras subrae sub", NULL, "root", "above" },
		{ "subras subrae sub root", "sub", "root", "above" },
		{ "subras subrae sub", NULL, "other", "other" },
		{ "rab2 root strayb other", "root", "root", "above" },
		/* what was not chosen has no say */
		{ "rab root other", "root", "other", "other" },
		/* nobody was chosen */
		{ "sub other", NULL, "root", "above" },
		{ "sub other", NULL, "signing", "other" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		bool one = *cases[i].answer == '=';
		struct scep_ca ca = { 0 };
		STRVEC(names);
		STRBUF(fingerprint);
		STRBUF(root);

		strvec_split(&names, cases[i].answer + one, ' ');
		fingerprint_make(cases[i].of ? "SHA256" : NULL, cases[i].of, &fingerprint);
		if (cases[i].root)
			cast_der(cases[i].root, &root);
		answer_parse(&names, one, false, &ca);
		scep_ca_choose(&ca, &fingerprint);
		if (strcmp(scep_ca_root(&ca, &root), cases[i].expected) != 0)
			fail_msg("case %zu: %s", i, scep_ca_root(&ca, &root));
		scep_ca_release(&ca);
	}
}

static void
without_certificates_no_root_is_above(void **state)
{
	static const struct strbuf none = STRBUF_INIT;
	struct scep_ca ca = { 0 };
	STRBUF(root);
	STRBUF(damaged);
	STRVEC(names);

	(void)state;
	cast_der("root", &root);
	scep_ca_choose(&ca, &none);
	assert_string_equal(scep_ca_root(&ca, &root), "none");
	strvec_push(&names, "root");
	answer_parse(&names, true, false, &ca);
	scep_ca_choose(&ca, &none);
	strbuf_addstr(&damaged, "0\x03");
	assert_string_equal(scep_ca_root(&ca, &damaged), "other");
	scep_ca_release(&ca);
}

static void
answers_are_compared_as_sets(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "rab root", "rab root", true },
		{ "rab root", "root rab", true },
		{ "rab root root", "root rab", true },
		{ "rab root", "root", false },
		{ "root", "rab root", false },
		{ "rab root", "rab2 root", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct scep_ca a = { 0 }, b = { 0 };
		STRVEC(names);
		STRVEC(others);

		strvec_split(&names, cases[i].a, ' ');
		strvec_split(&others, cases[i].b, ' ');
		answer_parse(&names, false, false, &a);
		answer_parse(&others, false, true, &b);
		assert_int_equal(scep_ca_same(&a, &b), cases[i].same);
		scep_ca_release(&a);
		scep_ca_release(&b);
	}
}

static void
check_chosen(const char *answer, const char *of, const char *expected)
{
	bool one = *answer == '=';
	struct scep_ca ca = { 0 };
	struct scep_caps caps;
	struct scep_chosen chosen;
	STRVEC(names);
	STRBUF(fingerprint);
	STRBUF(told);

	strvec_split(&names, answer + one, ' ');
	fingerprint_make(of ? "SHA256" : NULL, of, &fingerprint);
	answer_parse(&names, one, false, &ca);
	scep_ca_choose(&ca, &fingerprint);
	assert_int_equal(ca.stop, SCEP_STOP_NOWHERE);
	scep_caps_init(&caps);
	scep_caps_read("AES\nSHA-256", 11, &caps);
	scep_ca_chosen(&ca, &caps, &chosen);
	for (int i = 0; i < 4; i++) {
		X509 *x509s[] = { chosen.signer, chosen.recipient, chosen.issuer, chosen.anchor };
		BIO *bio = BIO_new(BIO_s_mem());
		STRBUF(der);

		assert_true(i2d_X509_bio(bio, x509s[i]));
		cert_bio_take(bio, &der);
		strbuf_addf(&told, "%s%s", i ? " " : "", cast_name(&der));
	}
	assert_string_equal(told.buf, expected);
	assert_int_equal(sk_X509_num(chosen.others), (int)names.n);
	assert_true(chosen.aes);
	assert_int_equal(chosen.digest, NID_sha256);
	sk_X509_free(chosen.others);
	scep_caps_release(&caps);
	scep_ca_release(&ca);
}

/* Signer, recipient, issuer of GetCertInitial, anchor of what is issued. */
static void
the_trial_gets_what_was_chosen(void **state)
{
	(void)state;
	check_chosen("=root", NULL, "root root root root");
	check_chosen("=sub", "sub", "sub sub sub sub");
	check_chosen("ras rae root", NULL, "ras rae ras root");
	check_chosen("rae root ras", "root", "ras rae ras root");
	check_chosen("subras subrae sub root", "sub", "subras subrae subras sub");
	check_chosen("rab root", "rab", "rab rab rab rab");
	check_chosen("rab", "rab", "rab rab rab rab");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ras_are_chosen_as_devices_do),
		cmocka_unit_test(twins_have_an_order),
		cmocka_unit_test(the_length_tells_the_hash),
		cmocka_unit_test(content_types_have_a_kind),
		cmocka_unit_test(what_is_no_certificate_is_told),
		cmocka_unit_test(the_content_type_decides),
		cmocka_unit_test(pem_is_told),
		cmocka_unit_test(damaged_bundles_are_none),
		cmocka_unit_test(changed_bundles_are_read_safely),
		cmocka_unit_test(the_root_is_above_the_anchor),
		cmocka_unit_test(only_so_many_are_looked_at),
		cmocka_unit_test(only_an_answer_is_looked_at),
		cmocka_unit_test(the_root_is_above_or_another),
		cmocka_unit_test(without_certificates_no_root_is_above),
		cmocka_unit_test(answers_are_compared_as_sets),
		cmocka_unit_test(the_trial_gets_what_was_chosen),
	};

	return run_tests(tests);
}
