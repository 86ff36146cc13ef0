/* Property list to draft: which of its payloads are the form's, what they answer, which platform they are for, and
 * what is wrong with it. */
#include <string.h>

#include "base/text.h"

#include "syntax/variable.h"

#include "model/field_type.h"
#include "model/rules.h"

#include "format/profile/profile_lint.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_read.h"

static const struct profile_read_options no_options = { 0 };

struct import {
	struct draft_file *file;
	const struct form *form;
	struct plist_doc *doc;
	const char *name; /* of the profile's file */
	const struct profile_read_options *options;
	struct profile_view view;
	struct findings *found;
	struct strbuf *err;
};

static void
import_tell(struct import *import, const char *rule, struct node *node, const char *sentence)
{
	findings_addf(import->found, rule, NULL, node ? node->place : import->doc->within, "%s",
		sentence);
}

static int
import_refuse(struct import *import, struct node *node, const struct strbuf *sentence)
{
	import_tell(import, "not-a-profile", node, sentence->buf);
	return error_add(import->err, "%s: %s", import->name, sentence->buf);
}

/* The form's payload of a type; npayloads where it has none. */
static size_t
payload_of_type(const struct form *form, const char *type)
{
	size_t i = 0;

	while (i < form->npayloads && (!type || strcmp(form->payloads[i]->type, type) != 0))
		i++;
	return i;
}

/* A payload alone, which is wrapped into a profile on request. */
static int
import_bare(struct import *import, struct node *root)
{
	const struct form *form = import->form;
	const struct profile_read_options *options = import->options;
	const char *type = node_get_text(root, "PayloadType");
	size_t i = payload_of_type(form, type);
	STRBUF(sentence);

	if (i == form->npayloads || form->payloads[i]->when || form->payloads[i]->each) {
		strbuf_addstr(&sentence, "this is not a configuration profile: ");
		profile_other_what(root, &sentence);
		return import_refuse(import, root, &sentence);
	}
	strbuf_addf(&sentence,
		"this is only a %s payload, without the configuration profile around it",
		form->payloads[i]->label);
	if (!options->wrap || !options->wrap(sentence.buf, options->data)) {
		strbuf_addstr(&sentence, ". To wrap it in one: import --wrap");
		return import_refuse(import, root, &sentence);
	}
	profile_view_take(&import->view, i, root, 1);
	return 0;
}

/* The first payload of the type, or the one asked for where the form cannot do without it. The others stay
 * as they are. Returns how many there are. */
static int
import_find(struct import *import, struct node *payloads, size_t which)
{
	const struct payload *payload = import->form->payloads[which];
	int wanted = !payload->when && import->options->number ? import->options->number : 1;
	int count = 0;

	for (size_t i = 0; i < payloads->n; i++)
		if (profile_payload_is(payloads->v[i], payload->type) && ++count == wanted)
			profile_view_take(&import->view, which, payloads->v[i], (int)i + 1);
	return count;
}

/* The first payload whose item can be read; those behind it are found by it. */
static void
import_find_item(struct import *import, struct node *payloads, size_t which)
{
	STRBUF(ignored);

	for (size_t i = 0; i < payloads->n && !import->view.v[which]; i++)
		if (profile_view_item(import->form->payloads[which], payloads->v[i], &ignored))
			profile_view_take(&import->view, which, payloads->v[i], (int)i + 1);
}

/* "2 SCEP payloads; the first, "Device", is edited ..." */
static void
import_tell_several(struct import *import, size_t which, int count)
{
	const struct payload *payload = import->form->payloads[which];
	struct node *dict = import->view.v[which];
	const char *name = node_get_text(dict, "PayloadDisplayName");
	STRBUF(sentence);

	strbuf_addf(&sentence,
		"the profile has %d %s payloads. Number %d%s%s%s is the draft's, %s. To choose "
		"another: import --payload NUMBER",
		count, payload->label, import->options->number ? import->options->number : 1,
		name ? ", \"" : "", name ? name : "", name ? "\"," : "",
		count == 2 ? "and the other is preserved" : "and the others are preserved");
	import_tell(import, "several-scep-payloads", dict, sentence.buf);
}

/* What is wrong with the type of a payload that may be meant; nothing where there is none. */
static void
import_near_type(
	const struct import *import, struct node *payloads, const char *type, struct strbuf *out)
{
	const char *const wanted[] = { type, NULL };
	size_t start = out->len;

	for (size_t i = 0; i < payloads->n && out->len == start; i++) {
		const struct node *dict = payloads->v[i];
		const char *found = node_get_text(dict, "PayloadType");

		if (!node_is(dict, NODE_MAP))
			strbuf_addf(out, ". Item %zu of PayloadContent is not a dictionary", i + 1);
		else if (!found || text_is_blank(found))
			strbuf_addf(
				out, ". Payload %zu has no PayloadType. Is it that one?", i + 1);
		else if (payload_of_type(import->form, found) == import->form->npayloads &&
			 text_nearest(found, wanted))
			strbuf_addf(out, ". Payload %zu has the type \"%.*s\". Write %s", i + 1,
				EXCERPT(found), type);
	}
}

static int
import_lacks(struct import *import, struct node *payloads, const struct payload *payload, int count)
{
	STRBUF(sentence);
	STRBUF(near);

	import_near_type(import, payloads, payload->type, &near);
	if (import->options->common_alone && !count && !near.len) {
		*import->options->common_alone = true;
		return 0;
	}
	if (count) {
		strbuf_addf(&sentence, "the profile has no %s payload %d. It has %d",
			payload->label, import->options->number, count);
	} else {
		strbuf_addf(&sentence,
			"the profile has no payload of the type %s, so there is nothing that a "
			"draft could hold",
			payload->type);
		strbuf_add(&sentence, near.buf, near.len);
	}
	return import_refuse(import, import->doc->root, &sentence);
}

static int
import_profile(struct import *import, struct node *root, struct node *payloads)
{
	for (size_t i = 0; i < import->form->npayloads; i++) {
		const struct payload *payload = import->form->payloads[i];
		int count;

		if (payload->each) {
			import_find_item(import, payloads, i);
			continue;
		}
		count = import_find(import, payloads, i);
		if (!import->view.v[i] && !payload->when)
			return import_lacks(import, payloads, payload, count);
		if (count > 1 && !payload->when)
			import_tell_several(import, i, count);
	}
	import->view.top = root;
	return 0;
}

/* A field that is for one platform only, or one of Apple's variables, which only the first platform that
 * has such fields replaces. */
static int
platform_of(const struct import *import, struct strbuf *why)
{
	const struct field *platform = import->form->platform;
	const struct draft *draft = import->file->draft;
	unsigned all = (1u << platform->nchoices) - 1, first = 0;

	for (size_t i = 0; i < import->form->nfields; i++) {
		const struct field *field = import->form->fields[i];
		unsigned bits = field->platforms & all;

		if (!bits || bits & (bits - 1)) /* for none, or for several */
			continue;
		first = first ? first : bits;
		if (import->view.nodes[i]) {
			strbuf_addf(why, "%s exists", field->target.path);
			return (int)bits;
		}
	}
	for (size_t i = 0; i < import->form->nfields && first; i++) {
		const struct field *field = import->form->fields[i];
		const char *text = draft_text(draft, field);
		struct variable_use use;

		for (size_t pos = 0;
			field->type->flags & FT_VARIABLES && variable_next(text, &pos, &use);)
			if (use.kind == VARIABLE_APPLE) {
				strbuf_addf(why, "%s has the variable %s", field->label,
					use.variable->name);
				return (int)first;
			}
	}
	return 0;
}

static void
import_platform(struct import *import)
{
	const struct field *platform = import->form->platform;
	STRBUF(why);
	int bits = import->options->platform ? 0 : platform_of(import, &why);

	draft_set(import->file->draft, platform,
		import->options->platform ? import->options->platform : platform->default_text);
	for (size_t i = 0; i < platform->nchoices && bits; i++)
		if ((unsigned)bits == 1u << i)
			draft_set(import->file->draft, platform, platform->choices[i].value);
	if (import->options->platform_why)
		strbuf_addstr(import->options->platform_why, why.buf);
}

static void
import_answers(struct import *import)
{
	struct draft *draft = import->file->draft;

	profile_view_fields(&import->view);
	profile_view_answers(&import->view, draft);
	import_platform(import);
	profile_view_absent(&import->view, draft);
	for (size_t i = 0; i < import->form->nfields; i++)
		if (import->view.nodes[i])
			draft_set_place(
				draft, import->form->fields[i], node_place(import->view.nodes[i]));
}

/* A payload alone lends the profile its name. */
static const char *
import_bare_name(struct import *import)
{
	const struct form *form = import->form;
	const char *name = node_get_text(import->doc->root, "PayloadDisplayName");

	for (size_t i = 0; !name && i < form->npayloads; i++)
		name = import->view.v[i] ? form->payloads[i]->label : NULL;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct target *target = &form->fields[i]->target;

		if (!target->payload && !strcmp(target->path, "PayloadDisplayName"))
			draft_set(import->file->draft, form->fields[i], name);
	}
	return name;
}

/* A name in a certificate is whatever its maker wrote. */
static void
signer_claims(const struct strbuf *signer, struct strbuf *out)
{
	if (signer->len)
		strbuf_addf(out, "signed by a certificate that calls itself \"%s\"", signer->buf);
	else
		strbuf_addstr(out, "signed by a certificate that is not in it");
}

static void
signer_unasked(const struct plist_doc *doc, struct strbuf *out)
{
	signer_claims(&doc->signer, out);
	strbuf_addf(out, "%s, not checked against any root. To check it: check --ca FILE",
		doc->is_intact ? "" : ", and the signature does not match the content");
}

static void
import_tell_signer(struct import *import)
{
	const struct plist_doc *doc = import->doc;
	const struct cms_judged *judged = &doc->judged;
	STRBUF(sentence);

	if (!doc->was_signed)
		return;
	if (!import->options->ca)
		signer_unasked(doc, &sentence);
	else
		strbuf_addf(&sentence, "signed by %s, whose chain ends at %s of %s",
			judged->signer.buf, judged->root.buf, import->options->ca->name);
	strbuf_addstr(&sentence, ". The edited copy is unsigned");
	import_tell(import, "profile-was-signed", NULL, sentence.buf);
}

/* Where somebody is to vouch for the profile, and does not. */
static bool
import_is_untrusted(const struct import *import)
{
	return import->options->ca && (!import->doc->was_signed || import->doc->judged.doubt.len);
}

/* Returns -1. */
static int
import_tell_untrusted(struct import *import)
{
	const struct cms_file *ca = import->options->ca;
	const struct cms_judged *judged = &import->doc->judged;
	STRBUF(sentence);

	if (import->doc->was_signed) {
		signer_claims(
			judged->signer.len ? &judged->signer : &import->doc->signer, &sentence);
		strbuf_addf(&sentence, ", for which %s does not vouch: %s", ca->name,
			judged->doubt.buf);
	} else {
		strbuf_addf(&sentence, "not signed, so nothing in %s vouches for it", ca->name);
	}
	import_tell(import, "profile-signer-untrusted", NULL, sentence.buf);
	return error_add(import->err, "%s: %s", import->name, sentence.buf);
}

static void
import_tell_trust(struct import *import)
{
	if (import_is_untrusted(import))
		import_tell_untrusted(import);
	else
		import_tell_signer(import);
}

static void
identity_add(struct node *dict, const char *key, struct strvec *identity)
{
	const char *text = node_get_text(dict, key);

	if (text && *text)
		strvec_push(identity, text);
}

static void
import_identity(const struct import *import, struct node *payloads)
{
	struct strvec *identity = import->options->identity;

	if (!identity || !payloads)
		return;
	identity_add(import->doc->root, "PayloadIdentifier", identity);
	identity_add(import->doc->root, "PayloadUUID", identity);
	for (size_t i = 0; i < payloads->n; i++)
		identity_add(payloads->v[i], "PayloadUUID", identity);
}

/* Every identifier and UUID that is a field is made with the draft, and so is in its export. */
static enum profile_fill
import_fill(struct node *dict, const char *key, void *data)
{
	const struct import *import = data;

	for (size_t i = 0; i < import->form->nfields; i++) {
		const struct field *field = import->form->fields[i];

		if (field->flags & FIELD_MADE && !strcmp(field->target.path, key) &&
			profile_view_dict(&import->view, field) == dict)
			return FILL_ADDS;
	}
	return FILL_NOTHING;
}

/* Last of all, for it changes the list: what is wrong with the structure, and what is left of the answers. A
 * payload alone is checked in its draft. */
static void
import_check(struct import *import, bool is_profile)
{
	const struct draft *draft = import->file->draft;
	struct profile_answers *answers = import->options->answers;
	PROFILE_SPOTS(spots);
	const struct profile_lint_env env = {
		.draft = draft,
		.view = &import->view,
		.now = import->options->now,
		.fill = import_fill,
		.data = import,
		.spots = &spots,
	};
	bool fixed = is_profile && profile_lint(import->doc, &env, import->found) > 0;

	if (fixed)
		profile_view_fields(&import->view);
	if (is_profile)
		profile_lint_texts(import->doc, &import->view, import->found);
	if (answers) {
		profile_answers_read(answers, import->doc, &import->view, &spots,
			fixed || !is_profile ? profile_view_draft(&import->view, draft)
					     : draft_clone(draft));
		profile_lint_others(import->doc, &import->view, &spots, draft, import->options->now,
			import->found, &answers->others);
	}
}

/* What no form knows. */
static void
import_common(struct import *import)
{
	const struct profile_lint_env env = { .now = import->options->now };

	import_tell(import, "payloads-unknown", NULL,
		"no form knows the payloads of this profile, so only the keys that all payloads "
		"have are checked");
	import_tell_trust(import);
	profile_lint(import->doc, &env, import->found);
}

/* *is_draft: whether there is one now. */
static int
import_run(struct import *import, bool *is_draft)
{
	const struct profile_read_options *options = import->options;
	struct node *root = import->doc->root, *payloads = profile_payloads(root);
	const char *name;

	/* a check goes on: what else is wrong is of use, and nothing is made of it */
	if (import_is_untrusted(import) && !options->answers_alone)
		return import_tell_untrusted(import);
	import_identity(import, payloads);
	if (payloads ? import_profile(import, root, payloads) < 0 : import_bare(import, root) < 0)
		return -1;
	if (options->common_alone && *options->common_alone) {
		import_common(import);
		return 0;
	}
	import_answers(import);
	name = import->view.top ? NULL : import_bare_name(import);
	if (!options->answers_alone &&
		original_make(import->file, root, name, import->view.numbers, import->err) < 0)
		return -1;
	import_tell_trust(import);
	import_check(import, payloads != NULL);
	draft_mark_saved(import->file->draft);
	*is_draft = true;
	return 0;
}

int
profile_to_draft(struct draft_file *file, const struct form *form, struct plist_doc *doc,
	const char *name, const struct profile_read_options *options, struct findings *found,
	struct strbuf *err)
{
	struct import import = {
		.file = file,
		.form = form,
		.doc = doc,
		.name = name,
		.options = options ? options : &no_options,
		.found = found,
		.err = err,
	};
	bool is_draft = false;
	int result;

	draft_file_release(file);
	file->draft = draft_new(form);
	profile_view_init(&import.view, form);
	result = import_run(&import, &is_draft);
	if (!is_draft)
		draft_file_release(file);
	profile_view_release(&import.view);
	return result;
}
