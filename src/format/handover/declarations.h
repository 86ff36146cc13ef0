/* The profile as declarations (Apple's declarative management), for export --format ddm: a folder of JSON, and of the
 * certificates that it has.
 *
 *     scep.json            what the device asks the SCEP server for (com.apple.credential.scep), for the https URL
 *     scep-asset.json      the declaration that refers to it
 *     scep-identity.json   the declaration that installs the identity
 *     ID.cer, ID-asset.json, ID-certificate.json
 *                          the same of each certificate in the profile, such as root
 *
 * The shapes are those of Apple's schema: asset credential.scep and credential.certificate, configuration
 * security.identity and security.certificate. What the profile says of all devices (its name, organization, scope) has
 * no place there, and neither have other payloads. */
#ifndef FORMAT_DECLARATIONS_H
#define FORMAT_DECLARATIONS_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/profile/profile.h"

/* Checks and makes the profile as profile_export does, and writes the folder, with mode 0700 if it is new. data_url is
 * where the folder's files will be. Files there are replaced if scep-asset.json is of the
 * same draft, or if the export overwrites. told gets a sentence for each file, and doubts those about what devices may
 * not take. */
int declarations_export(struct export *export, const char *folder, const char *data_url,
	struct strvec *told, struct strvec *doubts, struct strbuf *err);

#endif
