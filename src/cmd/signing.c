/* Who signs, with what, and when. */
#include "cmd/signing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "syntax/cms.h"

#include "format/profile/profile.h"

#include "cmd/operand.h"
#include "cmd/secret.h"

void
signing_release(struct signing *signing)
{
	strbuf_release(&signing->done);
	strbuf_release(&signing->passphrase);
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
			"%s needs --sign, which names the signing certificate",
			signing->key ? "--key" : "--chain");
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		inputs += paths[i] && !strcmp(paths[i], STANDARD_INPUT);
	if (inputs > 1 || (inputs && invocation->operands.n > 1))
		return command_misuse(invocation->command, "standard input can be read only once");
	return STATUS_DONE;
}

/*
 * The files.
 */

void
signing_inputs(const struct signing *signing, struct desk *desk)
{
	if (signing->key)
		desk_reads(desk, signing->key, "the signing key");
	if (signing->cert)
		desk_reads(desk, signing->cert, "the signing certificate");
	if (signing->chain)
		desk_reads(desk, signing->chain, "the chain of the signing certificate");
}

/* None where path is NULL. */
static int
signing_read(struct cms_file *file, const char *path, struct strbuf *err)
{
	if (!path)
		return 0;
	file->name = operand_name(path);
	return file_read(path, X509_FILE_LIMIT, &file->data, err);
}

int
signing_ca(struct cms_file *ca, const struct invocation *invocation)
{
	CERTIFICATES(list) = { .any_shape = true, .among_others = true };
	const char *path = option_value(invocation, "ca");
	FINDING(slip);
	STRBUF(err);

	if (path && !strcmp(path, STANDARD_INPUT) &&
		strvec_contains(&invocation->operands, STANDARD_INPUT))
		return command_misuse(invocation->command, "standard input can be read only once");
	if (signing_read(ca, path, &err) == 0 && path &&
		certificates_parse(ca->data.buf, ca->data.len, &list, &slip) < 0)
		error_add(&err, "%s: %s", ca->name, slip.sentence);
	return err.len ? command_trouble(&err) : STATUS_DONE;
}

static int
signing_passphrase(
	int tries, const char *key_name, void *data, struct strbuf *out, struct strbuf *err)
{
	struct signing *signing = data;
	bool known = tries == 1 && signing->passphrase.len;
	STRBUF(what);

	strbuf_addf(&what, "%sPassphrase of %s", tries > 1 ? "Wrong passphrase. " : "", key_name);
	if (!known)
		strbuf_clear(&signing->passphrase);
	if (!known && secret_ask(what.buf,
			      ". Use a key without a passphrase (openssl pkey -in KEY -out PLAIN "
			      "makes one)",
			      &signing->passphrase, err) < 0)
		return -1;
	strbuf_add(out, signing->passphrase.buf, signing->passphrase.len);
	return 0;
}

/*
 * The time.
 */

/* https://reproducible-builds.org/specs/source-date-epoch: seconds since 1970 in decimal digits. */
static int
signing_time(int64_t *when, struct strbuf *err)
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
			"the environment variable %s is \"%s\", but must be seconds since 1970",
			name, text);
	if (seconds > CMS_TIME_LAST)
		return error_add(err,
			"the environment variable %s is \"%s\", a time that a signature cannot "
			"hold. The largest is %lld, the end of the year 9999",
			name, text, (long long)CMS_TIME_LAST);
	*when = seconds;
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
		utc_day(made.not_after, &signing->done);
		strbuf_addstr(&signing->done, ". The profile inside: ");
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
	source.data = signing;
	if (signing_time(&source.now, err) == 0 &&
		signing_read(&source.cert, signing->cert, err) == 0 &&
		signing_read(&source.key, signing->key, err) == 0 &&
		signing_read(&source.chain, signing->chain, err) == 0)
		result = signing_with(signing, &source, profile, err);
	cms_source_release(&source);
	if (result < 0)
		strbuf_clear(&signing->passphrase);
	if (result == 0 && strcmp(key, STANDARD_INPUT) != 0 && stat(key, &st) == 0 &&
		st.st_mode & (S_IRGRP | S_IROTH))
		report_warning(
			"other users can read %s, which has the private key. Make it private: "
			"chmod 600 FILE",
			key);
	return result;
}
