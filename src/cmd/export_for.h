/* export --for WHERE: its option, and what is said about a hand-over (format/handover/handover.h). */
#ifndef CMD_EXPORT_FOR_H
#define CMD_EXPORT_FOR_H

#include "format/handover/handover.h"

#include "cmd/command.h"

#define OPTION_FOR                                                                         \
	{                                                                                  \
		"for", 0, HANDOVER_WORDS,                                                  \
			"write what that MDM's API or tool takes, and what to do with it " \
			"there. Nothing is sent",                                          \
			false                                                              \
	}

/* Sets *to, NULL without the option. Returns STATUS_DONE, or STATUS_USAGE after a message if other options do not go with
 * it. */
int export_for_options(const struct invocation *invocation, const struct handover **to);

/* The default for a draft's export; to NULL: the profile. The caller frees. */
char *export_for_path(const struct handover *to, const char *draft_path);
/* For command.writes: that path, or what is in that folder. */
void export_for_writes(const struct handover *to, const char *path, struct strvec *files);

/* handover_export, or without a hand-over profile_export. */
int export_for_write(const struct handover *to, struct export *export, const char *path,
	struct strvec *told, struct strbuf *err);
/* The file with the profile. The caller frees. */
char *export_for_file(const struct handover *to, const struct desk *desk, const char *path);
/* Reports what was written beside the profile, and what to do next. */
void export_for_report(const struct handover *to, const struct export *export, const char *path,
	const struct strvec *told);

#endif
