/* Who signs, with what, and when. */
#include "cmd/signing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "syntax/cms.h"

#include "format/profile/profile.h"

#include "cmd/operand.h"
#include "cmd/secret.h"

void
signing_release(struct signing *signing)
{
	strbuf_release(&signing->done);
}

int
signing_options(struct signing *signing, const struct invocation *invocation)
{
	const char *const paths[] = { invocation->operands.v[0], option_value(invocation, "sign"),
		option_value(invocation, "key"), option_value(invocation, "chain") };
	int inputs = 0;

	signing->cert = paths[1];
	signing->key = paths[2];
	signing->chain = paths[3];
	if (!signing->cert && (signing->key || signing->chain))
		return command_misuse(invocation->command,
			"%s goes with --sign, which names the certificate that signs",
			signing->key ? "--key" : "--chain");
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		inputs += paths[i] && !strcmp(paths[i], STANDARD_INPUT);
	if (inputs > 1)
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
	if (!path)
		return 0;
	file->name = operand_name(path);
	return file_read(path, X509_FILE_LIMIT, &file->data, err);
}

static int
signing_passphrase(
	int tries, const char *key_name, void *data, struct strbuf *out, struct strbuf *err)
{
	STRBUF(what);

	(void)data;
	strbuf_addf(
		&what, "%sPassphrase of %s", tries > 1 ? "That was another one. " : "", key_name);
	return secret_ask(what.buf,
		"; a key without a passphrase is wanted there (openssl pkey -in KEY -out PLAIN makes "
		"one)",
		out, err);
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
static int
signing_with(struct signing *signing, const struct cms_source *source, struct strbuf *profile,
	struct strbuf *err)
{
	struct cms_signed made = CMS_SIGNED_INIT;
	int result = cms_sign(source, profile->buf, profile->len, &made, err);

	if (made.warning.len)
		report_warning("%s", made.warning.buf);
	if (result == 0) {
		strbuf_clear(&signing->done);
		strbuf_addf(&signing->done, "signed by %s, until ", made.signer.buf);
		certificate_date(made.not_after, &signing->done);
		strbuf_addstr(&signing->done, "; the profile inside: ");
		profile_facts(profile->buf, profile->len, &signing->done);
		strbuf_clear(profile);
		strbuf_add(profile, made.der.buf, made.der.len);
	}
	cms_signed_release(&made);
	return result;
}

int
signing_sign(struct signing *signing, struct strbuf *profile, struct strbuf *err)
{
	const char *key = signing->key ? signing->key : signing->cert;
	struct cms_source source = CMS_SOURCE_INIT;
	int result = -1;
	struct stat st;

	source.passphrase = signing_passphrase;
	if (signing_time(&source.now, err) == 0 &&
		signing_read(&source.cert, signing->cert, err) == 0 &&
		signing_read(&source.key, signing->key, err) == 0 &&
		signing_read(&source.chain, signing->chain, err) == 0)
		result = signing_with(signing, &source, profile, err);
	cms_source_release(&source);
	if (result == 0 && strcmp(key, STANDARD_INPUT) != 0 && stat(key, &st) == 0 &&
		st.st_mode & (S_IRGRP | S_IROTH))
		report_warning(
			"%s can be read by other users of this machine, and holds the private "
			"key; chmod 600 keeps it private",
			key);
	return result;
}
