/* Drafts, and what else is there when the program starts or meanwhile: for pictures that are the same in
 * every run. All of it in the current folder, where the draft is office.yaml; every time is the same. */
#ifndef TESTS_TUI_SCENES_H
#define TESTS_TUI_SCENES_H

#include "testing.h"

#define IDENTITY                                                     \
	"identity:\n"                                                \
	"  profile_identifier: \"net.acme.scep.office\"\n"           \
	"  profile_uuid: \"0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\"\n" \
	"  scep_uuid: \"1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1\"\n"    \
	"  root_uuid: \"2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2\"\n"
/* Nothing is answered. */
#define BLANK "form: scep\n" IDENTITY
/* Nothing is wrong. */
#define FINE_ANSWERS                                                          \
	"platform: macos\npolicy_name: \"Office\"\n"                          \
	"fingerprint: \"LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=\"\n"     \
	"challenge: \"Zq7-xKj9vW+2Qy\"\nkey_size: 2048\n"                     \
	"subject: \"/C=US/O=Acme/CN=%SerialNumber%\"\nkey_usage: [signing]\n" \
	"url: \"https://scep.acme.net/scep\"\nname: ca\n"                     \
	"device_groups: [\"Field laptops\"]\n"
#define FINE "form: scep\n" FINE_ANSWERS IDENTITY
/* Of a server that answers, one that does not, and one that nobody knows (asker.h). */
#define SERVER_ANSWERS(host)                                                          \
	"platform: macos\npolicy_name: \"Office\"\nchallenge: \"Zq7-xKj9vW+2Qy\"\n"   \
	"key_size: 2048\nsubject: \"/C=US/O=Acme/CN=%SerialNumber%\"\n"               \
	"key_usage: [signing]\nurl: \"https://" host ".acme.net/scep\"\nname: Acme\n" \
	"device_groups: [\"Field laptops\"]\n"
#define SERVED "form: scep\n" SERVER_ANSWERS("ca") IDENTITY
#define SLOW "form: scep\n" SERVER_ANSWERS("slow") IDENTITY
#define NOWHERE "form: scep\n" SERVER_ANSWERS("nowhere") IDENTITY
/* Errors, warnings, notes, and what reviewers have said. */
#define POOR                                                                             \
	"form: scep\nplatform: macos\npolicy_name: \"Branch\"\nfingerprint: \"11:22\"\n" \
	"key_size: 1024\nsubject: \"CN=x\"\nretries: 99\n"                               \
	"url: \"ftp://scep.acme.net/certsrv/mscep/mscep.dll\"\n" IDENTITY                \
	"review:\n  policy_name: \"Too short.\"\n"                                       \
	"  key_size: \"Is the old authority still in use? Ask the team that has it.\"\n"
/* Comments of several people, one of them done. */
#define COMMENTED                                                                      \
	FINE "review:\n  key_size:\n"                                                  \
	     "    - {by: Ada Lovelace, date: 2026-11-20, text: \"Why not 4096?\"}\n"   \
	     "    - {by: Ben, date: 2026-11-21, state: done, text: \"It is slow.\"}\n" \
	     "  url: \"Is this the new server?\"\n"
/* A warning is accepted. */
#define ACCEPTED                                                                     \
	"form: scep\nkey_size: 1024\nurl: \"https://scep.acme.net/scep\"\n" IDENTITY \
	"accepted:\n  key-size-weak:\n    reason: \"The old CA refuses 2048\"\n"     \
	"    by: \"Ada Lovelace\"\n    date: \"2026-11-20\"\n    for:\n      key_size: \"1024\"\n"
/* The secret is asked for at each export. */
#define ASKED                                                                               \
	"form: scep\nplatform: macos\npolicy_name: \"Office\"\nchallenge: {from: prompt}\n" \
	"url: \"https://scep.acme.net/scep\"\n" IDENTITY
#define NOTES                                                                                  \
	"form: scep\npolicy_notes: |\n  one\n  two\n  three\n  four\n  five\n  six\n  seven\n" \
	"  eight\n  nine\n  ten\n  eleven\n  twelve\n" IDENTITY
#define LONG_SUBJECT \
	"/O=A long name of an organization/OU=And a long one of its unit/CN=%SerialNumber%"

void write_file(const char *name, const char *text);

/* Before the program starts. */
void add_certificates(void);
void add_folders(void); /* the same, some of them in certs/ */
void add_profile(void);
void add_left(void);
void add_elsewhere(void);
void break_state(void);
void add_left_and_changed(void);
void add_holder(void);
void remove_draft(void);
void add_three(void);
void add_states(void);
void add_many(void);
void add_kept(void);
/* Also when it has read the draft. */
void change_draft(void);
void break_draft(void);

/* Gives back what was held. */
void scene_end(void);

#endif
