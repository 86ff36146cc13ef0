/* X.500 names: what is read is written and read again to the same name; what other notations become
 * is no more than a text. */
#include "syntax/x500.h"

#include "fuzz.h"

static void
must_be_same(const struct x500_name *a, const struct x500_name *b)
{
	must(a->n == b->n);
	for (size_t i = 0; i < a->n; i++) {
		must(a->rdns[i].n == b->rdns[i].n);
		for (size_t j = 0; j < a->rdns[i].n; j++) {
			must(!strcmp(a->rdns[i].pairs[j].type, b->rdns[i].pairs[j].type));
			must(!strcmp(a->rdns[i].pairs[j].value, b->rdns[i].pairs[j].value));
		}
	}
}

static bool
is_about_case(const struct finding *slip)
{
	return !strcmp(slip->rule, "subject-type-case");
}

/* A mend is right: x500_parse promises that none is offered that would be refused again, but that of the
 * case of all types, which mends them all whatever else is wrong. */
static void
subject_mended(const struct finding *mended)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;

	if (x500_parse(mended->fix, &name, &slip) < 0)
		must(is_about_case(mended) && !is_about_case(&slip));
	x500_release(&name);
	finding_release(&slip);
}

static void
subject_again(const struct x500_name *name)
{
	struct x500_name again = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf text = STRBUF_INIT;

	x500_format(name, &text);
	must(x500_parse(text.buf, &again, &slip) == 0);
	must_be_same(name, &again);
	x500_release(&again);
	finding_release(&slip);
	strbuf_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf other = STRBUF_INIT;
	char *text = fuzz_text(data, size);

	if (x500_parse(text, &name, &slip) == 0)
		subject_again(&name);
	else
		fuzz_slip(&slip, strlen(text));
	if (slip.fix)
		subject_mended(&slip);
	x500_from_other(text, &other);
	must(!other.len || other.buf[0] == '/');
	x500_release(&name);
	finding_release(&slip);
	strbuf_release(&other);
	free(text);
	return 0;
}
