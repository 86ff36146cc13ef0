/* Values in the wrong field: what looks like the value of another field, as if pasted one field off. */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define SHA1_HEX_DIGITS 40

/* A shape that only one kind of value has. */
struct shape {
	const char *what;
	const struct field_type *type; /* of the field that it belongs in */
	enum role role;                /* the same, or ROLE_NONE */
	/* secret: the text is a secret, which may look like anything. */
	bool (*fits)(const char *text, bool secret);
};

static bool
fits_certificate(const char *text, bool secret)
{
	(void)secret;
	return strstr(text, "-----BEGIN ") && strstr(text, "CERTIFICATE-----");
}

static bool
fits_url(const char *text, bool secret)
{
	URL(url);
	FINDING(slip);

	(void)secret;
	return strstr(text, "://") && url_parse(text, &url, &slip) == 0;
}

static size_t
count_hex_digits(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += text_hex_digit(*text) >= 0;
	return n;
}

/* SHA-1 or SHA-256 in hex. Base64, and in a secret hex digits alone, may be random. Most texts of a draft have too few
 * digits, so they are counted first. */
static bool
fits_fingerprint(const char *text, bool secret)
{
	struct fingerprint fp;
	FINDING(slip);

	return count_hex_digits(text) >= SHA1_HEX_DIGITS &&
	       fingerprint_parse(text, &fp, &slip) == 0 && fp.from_hex &&
	       (fp.len == 20 || fp.len == 32) && (!secret || strpbrk(text, ": -"));
}

static bool
fits_subject(const char *text, bool secret)
{
	X500_NAME(name);
	FINDING(slip);
	STRBUF(other);

	(void)secret;
	if (*text != '/')
		x500_from_other(text, &other);
	if (*text != '/' && !other.len)
		return false;
	return x500_parse(other.len ? other.buf : text, &name, &slip) == 0 &&
	       (name.n > 1 || !strncasecmp(text + (*text == '/'), "CN=", 3));
}

static const struct shape shapes[] = {
	{ "a certificate", &certificate_type, ROLE_ROOT_CERTIFICATE, fits_certificate },
	{ "a URL", &url_type, ROLE_NONE, fits_url },
	{ "a fingerprint", &fingerprint_type, ROLE_FINGERPRINT, fits_fingerprint },
	{ "a subject", &subject_type, ROLE_NONE, fits_subject },
};

/* Where it belongs: the field of the role, else the first one of the type that is not a list; NULL: nowhere. */
static const struct field *
shape_field(const struct form *form, const struct shape *shape)
{
	const struct field *field = shape->role ? form_role(form, shape->role) : NULL;

	for (size_t i = 0; i < form->nfields && !field; i++)
		if (form->fields[i]->type == shape->type && !field_has_items(form->fields[i]))
			field = form->fields[i];
	return field;
}

static const struct shape *
shape_of(const struct check *check)
{
	const struct field_type *type = check->field->type;

	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++)
		if (shapes[i].type != type && shapes[i].fits(check->text, type->flags & FT_SECRET))
			return &shapes[i];
	return NULL;
}

/* A description, or a text of another form, may be a URL or a hash. */
static bool
may_have(const struct field *field, const struct shape *shape)
{
	return field->type == &text_type && field->role == ROLE_NONE &&
	       (shape->type == &url_type || shape->type == &fingerprint_type);
}

/* Fields of a hash or a certificate accept all else that is recognized here. */
static bool
has_certificate(const struct field *field)
{
	return field->type == &fingerprint_type || field->type == &certificate_type ||
	       field->role == ROLE_FINGERPRINT;
}

/* A text may be anything; elsewhere the value is wrong in any case, and this says why. */
static enum severity
severity_in(const struct field *field)
{
	return field->type == &text_type || field->type == &names_type ||
			       field->type == &secret_type
		       ? SEVERITY_WARNING
		       : SEVERITY_ERROR;
}

/* The fix empties the field, and fills the other. */
static void
value_misplaced(struct check *check)
{
	const struct field *field = check->field, *to;
	const struct field_type *type = field->type;
	const struct shape *shape;
	struct finding *told;
	bool free;

	if (!check->draft || !*check->text || field->flags & FIELD_FIXED ||
		(type != &text_type && type != &names_type && type != &secret_type &&
			type != &subject_type && type != &url_type && !has_certificate(field)))
		return;
	shape = shape_of(check);
	if (shape && has_certificate(field) && shape->type != &url_type)
		return;
	to = shape ? shape_field(draft_form(check->draft), shape) : NULL;
	if (!to || may_have(field, shape))
		return;
	lint_look(check, to);
	free = draft_is_empty(check->draft, to) && draft_applies(check->draft, to, NULL) &&
	       !(to->flags & FIELD_FIXED);
	told = check_report_as(check, severity_in(field), "value-misplaced", 0,
		"%s has %s, which belongs in %s. %s", field->label, shape->what, to->label,
		free ? "Move it there" : "Delete it here");
	if (told && free) {
		finding_fix(told, "");
		told->to = to;
	}
}

static const struct rule misplaced_rows[] = {
	{ .id = "value-misplaced",
		.severity = SEVERITY_WARNING,
		.gist = "A value that belongs in another field",
		.why = "it was probably pasted one field off, and devices or the server get it as it is",
		.advice = "move it to the field in the message",
		.detail =
			"A certificate, a URL, a SHA-1 or SHA-256 fingerprint in hex and a subject are "
			"recognized in texts, the challenge, the subject and the URL. Hex digits "
			"without separators and Base64 can be a challenge. In the subject, the URL, the "
			"fingerprint and a certificate it is an error",
		.source = "seen in practice",
		.lint = value_misplaced },
};
const struct rule_table misplaced_rules = { misplaced_rows, ARRAY_SIZE(misplaced_rows),
	"Any value" };
