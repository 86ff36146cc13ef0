#include "cmd/signing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/fileio.h"
#include "base/report.h"

#include "syntax/cms.h"

#include "format/profile/profile.h"

#include "cmd/secret.h"

void
signing_release(struct signing *signing)
{
	strbuf_release(&signing->done);
}

/* Standard input gives one file at most. */
static int
signing_count_input(const struct signing *signing, const char *operand)
{
	const char *const paths[] = { operand, signing->cert, signing->key, signing->chain };
	int n = 0;

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		n += paths[i] && !strcmp(paths[i], "-");
	return n;
}

int
signing_options(struct signing *signing, const struct invocation *invocation)
{
	signing->cert = option_value(invocation, "sign");
	signing->key = option_value(invocation, "key");
	signing->chain = option_value(invocation, "chain");
	if (!signing->cert && (signing->key || signing->chain))
		return command_misuse(invocation->command,
			"%s goes with --sign, which names the certificate that signs",
			signing->key ? "--key" : "--chain");
	if (signing_count_input(signing, invocation->operands.v[0]) > 1)
		return command_misuse(invocation->command, "standard input can be read once only");
	return STATUS_DONE;
}

/*
 * The files.
 */

/* None where path is NULL. */
static int
signing_read(struct cms_file *file, const char *path, struct strbuf *err)
{
	file->name = path && !strcmp(path, "-") ? "standard input" : path;
	return path ? file_read(path, X509_FILE_LIMIT, &file->data, err) : 0;
}

static void
signing_warn_of_readers(const char *path)
{
	struct stat st;

	if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && st.st_mode & (S_IRGRP | S_IROTH))
		report_warning(
			"%s can be read by other users of this machine, and holds the private "
			"key; chmod 600 keeps it private",
			path);
}

static int
signing_passphrase(
	int tries, const char *key_name, void *data, struct strbuf *out, struct strbuf *err)
{
	struct strbuf what = STRBUF_INIT;
	int result;

	(void)data;
	strbuf_addf(
		&what, "%sPassphrase of %s", tries > 1 ? "That was another one. " : "", key_name);
	result = secret_ask(what.buf,
		"; a key without a passphrase is wanted there (openssl pkey -in KEY -out PLAIN makes "
		"one)",
		out, err);
	strbuf_release(&what);
	return result;
}

/*
 * The time.
 */

/* https://reproducible-builds.org/specs/source-date-epoch: seconds since 1970 in decimal digits. */
static int
signing_time(time_t *when, struct strbuf *err)
{
	static const char name[] = "SOURCE_DATE_EPOCH";
	const char *text = getenv(name);
	char *end;
	long long seconds;

	*when = time(NULL);
	if (!text || !*text)
		return 0;
	errno = 0;
	seconds = strtoll(text, &end, 10);
	if (errno || *end || seconds < 0 || strspn(text, "0123456789") != strlen(text))
		return error_add(err,
			"the environment variable %s is \"%s\"; seconds since 1970 are wanted",
			name, text);
	*when = (time_t)seconds;
	return 0;
}

/* The hash of what is inside is the one that a review of the draft tells. */
static void
signing_note(struct signing *signing, const struct cms_signed *result, const struct strbuf *profile)
{
	strbuf_clear(&signing->done);
	strbuf_addf(&signing->done, "signed by %s, until ", result->signer.buf);
	certificate_date(result->not_after, &signing->done);
	strbuf_addstr(&signing->done, "; the profile inside: ");
	profile_facts(profile->buf, profile->len, &signing->done);
}

static int
signing_with(struct signing *signing, const struct cms_source *source, struct strbuf *profile,
	struct strbuf *err)
{
	struct cms_signed signed_profile = CMS_SIGNED_INIT;
	int result = cms_sign(source, profile->buf, profile->len, &signed_profile, err);

	if (signed_profile.warning.len)
		report_warning("%s", signed_profile.warning.buf);
	if (result == 0) {
		signing_note(signing, &signed_profile, profile);
		strbuf_clear(profile);
		strbuf_add(profile, signed_profile.der.buf, signed_profile.der.len);
	}
	cms_signed_release(&signed_profile);
	return result;
}

int
signing_sign(struct signing *signing, struct strbuf *profile, struct strbuf *err)
{
	const char *key = signing->key ? signing->key : signing->cert;
	struct cms_source source = CMS_SOURCE_INIT;
	int result = -1;

	source.passphrase = signing_passphrase;
	if (signing_time(&source.now, err) == 0 &&
		signing_read(&source.cert, signing->cert, err) == 0 &&
		signing_read(&source.key, signing->key, err) == 0 &&
		signing_read(&source.chain, signing->chain, err) == 0)
		result = signing_with(signing, &source, profile, err);
	if (result == 0)
		signing_warn_of_readers(key);
	cms_source_release(&source);
	return result;
}
