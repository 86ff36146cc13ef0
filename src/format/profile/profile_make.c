/* From the draft to the profile's bytes: checked, secrets got, built, read back, signed. Building is done
 * in a child process, for libplist crashes where it finds no memory, and the session is to outlive that. */
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/plist/plist_library.h"
#include "format/profile/profile_parts.h"
#include "format/profile/verdict.h"

/*
 * Secrets: asked for here, where there is a terminal.
 */

static bool
secret_is_wanted(const struct draft *draft, const struct field *field)
{
	return draft_source(draft, field) != ANSWER_HERE && *field->target.path &&
	       draft_applies(draft, field, NULL);
}

static int
secret_get(const struct build *build, const struct field *field, struct build_secret *secret)
{
	const struct profile_env *env = build->env;

	if (!env->secret)
		return error_add(&secret->why,
			"%s is kept outside the draft, and cannot be got here", field->label);
	return env->secret(build->draft, field, env->data, &secret->text, &secret->why);
}

/* One that cannot be got is left out later, where that is forced. */
static int
build_get_secrets(struct build *build)
{
	const struct form *form = draft_form(build->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		struct build_secret *secret = &build->secrets[i];

		if (secret_is_wanted(build->draft, form->fields[i]) &&
			secret_get(build, form->fields[i], secret) < 0 && !build->env->force)
			return error_add(build->err, "%s", secret->why.buf);
	}
	return 0;
}

static void
build_init(struct build *build, const struct draft *draft, const struct profile_env *env,
	struct strbuf *err)
{
	size_t n = draft_form(draft)->nfields;

	*build = (struct build){ .draft = draft, .env = env, .err = err };
	build->secrets = xcalloc(n + 1, sizeof *build->secrets);
	for (size_t i = 0; i < n; i++) {
		strbuf_init(&build->secrets[i].text);
		strbuf_init(&build->secrets[i].why);
	}
}

static void
build_release(struct build *build)
{
	for (size_t i = 0; i < draft_form(build->draft)->nfields; i++) {
		strbuf_release(&build->secrets[i].text);
		strbuf_release(&build->secrets[i].why);
	}
	free(build->secrets);
}

static int
build_write(struct build *build, struct strbuf *out)
{
	struct node *profile = NULL;
	int result = profile_tree(build, &profile);

	if (result == 0 && build->env->binary)
		plist_write_binary(profile, out);
	else if (result == 0)
		plist_write(profile, out);
	node_free(profile);
	return result;
}

int
profile_build(const struct draft *draft, const struct profile_env *env, struct strbuf *out,
	struct strbuf *err)
{
	struct build build;
	int result;

	build_init(&build, draft, env, err);
	result = build_get_secrets(&build);
	if (result == 0)
		result = build_write(&build, out);
	build_release(&build);
	return result;
}

/*
 * In a child: what it sends are parts, each with its kind and length.
 */

enum part {
	PART_PROFILE,
	PART_ERROR,
	PART_LEFT_OUT, /* one each */
	PART_HOLDS_SECRET,
};

static void
part_add(struct strbuf *answer, enum part kind, const char *data, size_t len)
{
	strbuf_addch(answer, (char)kind);
	strbuf_add(answer, &len, sizeof len);
	strbuf_add(answer, data, len);
}

/* Where the part's data begin; NULL at the end. */
static const char *
part_next(const struct strbuf *answer, size_t *pos, enum part *kind, size_t *len)
{
	const char *head = answer->buf + *pos;

	if (answer->len - *pos < 1 + sizeof *len)
		return NULL;
	*kind = (enum part)head[0];
	memcpy(len, head + 1, sizeof *len);
	*pos += 1 + sizeof *len;
	if (*len > answer->len - *pos)
		return NULL;
	*pos += *len;
	return head + 1 + sizeof *len;
}

static void
build_work(void *data, struct strbuf *answer)
{
	struct profile_report report = PROFILE_REPORT_INIT;
	struct strbuf written = STRBUF_INIT, err = STRBUF_INIT;
	struct build *build = data;
	struct profile_env env = *build->env;

	env.report = &report;
	build->env = &env;
	build->err = &err;
	if (build_write(build, &written) == 0 && profile_verify(build, &written) == 0)
		part_add(answer, PART_PROFILE, written.buf, written.len);
	else
		part_add(answer, PART_ERROR, err.buf, err.len);
	for (size_t i = 0; i < report.left_out.n; i++)
		part_add(answer, PART_LEFT_OUT, report.left_out.v[i], strlen(report.left_out.v[i]));
	if (report.holds_secret)
		part_add(answer, PART_HOLDS_SECRET, "", 0);
	profile_report_release(&report);
	strbuf_release(&written);
	strbuf_release(&err);
}

/* What the child's parts say. */
static int
build_take(struct build *build, const struct strbuf *answer, struct strbuf *out)
{
	struct profile_report *report = build->env->report;
	struct strbuf text = STRBUF_INIT;
	const char *data;
	enum part kind;
	size_t pos = 0, len;
	int result = -1;

	while ((data = part_next(answer, &pos, &kind, &len))) {
		strbuf_clear(&text);
		strbuf_add(&text, data, len);
		if (kind == PART_PROFILE) {
			strbuf_add(out, data, len);
			result = 0;
		} else if (kind == PART_ERROR)
			error_add(build->err, "%s", text.buf);
		else if (kind == PART_LEFT_OUT && report)
			strvec_push(&report->left_out, text.buf);
		else if (kind == PART_HOLDS_SECRET && report)
			report->holds_secret = true;
	}
	strbuf_release(&text);
	return result;
}

/* Certificates are read from files there, so it may open some. */
static int
build_in_child(struct build *build, struct strbuf *out)
{
	static const struct child_limits limits = {
		.cpu = 20,
		.clock = 60,
		.answer = (size_t)2 * PROFILE_LIMIT,
	};
	struct strbuf answer = STRBUF_INIT, why = STRBUF_INIT;
	int result = child_run(&limits, build_work, build, &answer, &why);

	if (result == 0)
		result = build_take(build, &answer, out);
	else
		error_add(build->err,
			"the profile could not be made: %s; probably there is too little memory, "
			"so end other programs and try again; nothing is written, and the draft "
			"is as it was",
			why.buf);
	strbuf_release(&answer);
	strbuf_release(&why);
	return result;
}

/* "2 errors keep the profile from being written: Fingerprint, URL" */
static int
make_refuse(const struct findings *found, struct strbuf *err)
{
	struct strbuf labels = STRBUF_INIT;
	size_t errors = findings_count(found, SEVERITY_ERROR);

	findings_error_labels(found, &labels);
	error_add(err, "%zu %s the profile from being written: %s", errors,
		plural(errors, "error keeps", "errors keep"), labels.buf);
	strbuf_release(&labels);
	return -1;
}

int
profile_make(const struct draft *draft, const struct lint_env *lint_env,
	const struct profile_env *env, struct strbuf *out, struct findings *found,
	struct strbuf *err)
{
	struct strbuf profile = STRBUF_INIT;
	struct build build;
	int result;

	draft_verdict(draft, env->file, lint_env, found);
	if (!env->force && findings_count(found, SEVERITY_ERROR))
		return make_refuse(found, err);
	build_init(&build, draft, env, err);
	result = build_get_secrets(&build);
	if (result == 0)
		result = build_in_child(&build, &profile);
	build_release(&build);
	if (result == 0 && env->sign)
		result = env->sign(&profile, env->data, err);
	if (result == 0)
		strbuf_add(out, profile.buf, profile.len);
	strbuf_release(&profile);
	return result;
}
