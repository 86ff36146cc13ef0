/* Messages to stderr: one line, filtered, and written in one piece where the system lets us, so
 * that lines of several processes do not mix. */
#include "base/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/fileio.h"
#include "base/strbuf.h"
#include "base/text.h"

/* One write a message. A newline inside is escaped like any control character; a last one is the
 * caller's habit. */
static void __attribute__((format(printf, 2, 0)))
report_line(const char *prefix, const char *fmt, va_list ap)
{
	STRBUF(text);
	STRBUF(line);

	strbuf_vaddf(&text, fmt, ap);
	if (text.len && text.buf[text.len - 1] == '\n')
		strbuf_truncate(&text, text.len - 1);
	strbuf_addstr(&line, prefix);
	text_show(&line, text.buf, text.len);
	strbuf_addch(&line, '\n');
	/* if that fails there is nobody to report it to */
	fd_write(STDERR_FILENO, line.buf, line.len);
}

int
report_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report_line("scepwiz: error: ", fmt, ap);
	va_end(ap);
	return -1;
}

void
report_errors(const char *lines)
{
	for (;;) {
		size_t len = strcspn(lines, "\n");

		report_error("%.*s", (int)len, lines);
		if (!lines[len])
			return;
		lines += len + 1;
	}
}

int
report_warning(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report_line("scepwiz: warning: ", fmt, ap);
	va_end(ap);
	return -1;
}

int
report_note(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report_line("scepwiz: ", fmt, ap);
	va_end(ap);
	return -1;
}

/* abort(), not exit: nothing that the program believes can be trusted now. */
_Noreturn void
report_bug(const char *file, int line, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	fatal_put_back();
	report_error("a mistake in scepwiz at %s:%d: %s", file, line, text.buf);
	abort();
}
