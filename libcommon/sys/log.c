/* SPDX-License-Identifier: ISC */
#include "sys/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/stamp.h"
#include "sys/env.h"
#include "sys/fifo.h"
#include "sys/host.h"
#include "sys/io.h"

enum { LINE_LIMIT = 2000 };	/* bytes of text in one line, as syslogd takes */

static struct {
	struct buf  name, program, tag, host, file, fifo;
	int	    facility, fd, held;	/* held: the FIFO */
	bool	    configured, syslog, also_stderr;
} log_state = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT,
    LOG_MAIL, -1, -1, false, false, false };

static const struct {
	const char *prefix;
	int	    priority;
} level_of[] = {
	[LOG_INFO_]  = { "",		LOG_INFO },
	[LOG_WARN_]  = { "warning: ",	LOG_WARNING },
	[LOG_ERROR_] = { "error: ",	LOG_ERR },
	[LOG_FATAL_] = { "fatal: ",	LOG_CRIT },
	[LOG_PANIC_] = { "panic: ",	LOG_CRIT },
};

static const struct {
	const char *name;
	int	    facility;
} facilities[] = {
	{ "auth", LOG_AUTH }, { "authpriv", LOG_AUTHPRIV },
	{ "cron", LOG_CRON }, { "daemon", LOG_DAEMON }, { "kern", LOG_KERN },
	{ "lpr", LOG_LPR }, { "mail", LOG_MAIL }, { "news", LOG_NEWS },
	{ "security", LOG_AUTH }, { "syslog", LOG_SYSLOG },
	{ "user", LOG_USER }, { "uucp", LOG_UUCP },
	{ "local0", LOG_LOCAL0 }, { "local1", LOG_LOCAL1 },
	{ "local2", LOG_LOCAL2 }, { "local3", LOG_LOCAL3 },
	{ "local4", LOG_LOCAL4 }, { "local5", LOG_LOCAL5 },
	{ "local6", LOG_LOCAL6 }, { "local7", LOG_LOCAL7 },
};

static int
facility_of(const char *name)
{
	for (size_t i = 0; i < sizeof(facilities) / sizeof(facilities[0]); i++)
		if (strcmp(facilities[i].name, name) == 0)
			return facilities[i].facility;
	return LOG_MAIL;
}

void
log_start(const char *program)
{
	buf_set(&log_state.program, span_str(program));
	buf_set(&log_state.tag, span_str(program));
}

static void
set_tag(const char *role)
{
	buf_reset(&log_state.tag);
	if (log_state.name.len > 0)
		buf_addf(&log_state.tag, "%s/", log_state.name.s);
	buf_adds(&log_state.tag, role);
}

static bool
is_socket(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode);
}

/* Descriptors 1 and 2 may be the SMTP client. */
static int
open_named(const char *file)
{
	if (strcmp(file, "/dev/stdout") == 0 || strcmp(file, "/dev/stderr") == 0) {
		int fd = strcmp(file, "/dev/stdout") == 0 ? 1 : 2;

		return is_socket(fd) ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 3);
	}
	return open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY,
	    0640);
}

static int
inherited(void)
{
	const char *said = env_get("POSTERN_LOG_FD");

	if (said == NULL || strcmp(said, "9") != 0 || fcntl(LOG_FD, F_GETFD) < 0)
		return -1;
	io_cloexec(LOG_FD, true);
	return LOG_FD;
}

void
log_reopen(void)
{
	if (log_state.fd != LOG_FD)
		io_close(&log_state.fd);
	log_state.syslog = log_state.file.len == 0;
	if (!log_state.syslog && log_state.fd < 0) {
		log_state.fd = inherited();
		if (log_state.fd < 0)
			log_state.fd = open_named(log_state.file.s);
	}
}

/* Whatever follows, a file that is open stays. */
void
log_hold(void)
{
	if (log_state.file.len > 0 && log_state.fd < 0 &&
	    log_state.fifo.len > 0)
		log_state.held = fifo_hold(AT_FDCWD, log_state.fifo.s);
}

void
log_configure(const struct log_conf *c)
{
	buf_set(&log_state.name, span_str(c->syslog_name));
	set_tag(log_state.program.s);
	log_state.facility = facility_of(c->facility);
	buf_set(&log_state.file, span_str(c->file));
	buf_set(&log_state.fifo, span_str(c->fifo));
	buf_reset(&log_state.host);
	if (!host_name(&log_state.host))
		buf_adds(&log_state.host, "localhost");
	size_t dot = span_find(buf_span(&log_state.host), '.');
	if (dot != SPAN_NONE)
		buf_cut(&log_state.host, dot);
	log_state.configured = true;
	log_reopen();
}

void
log_to_stderr(bool on)
{
	log_state.also_stderr = on;
}

int
log_fd(void)
{
	return log_state.fd;
}

static bool
has_syslogd(void)
{
	return access("/dev/log", F_OK) == 0 ||
	    access("/run/systemd/journal/syslog", F_OK) == 0;
}

static void
to_stderr(struct span text)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s: %.*s\n", log_state.program.len > 0 ?
	    log_state.program.s : "postern", SPAN_FMT(text));
	if (!is_socket(2))
		io_write(2, buf_span(&b));
	buf_clear(&b);
}

static void
to_syslog(int priority, struct span text)
{
	openlog(log_state.tag.s, LOG_PID | LOG_NDELAY, log_state.facility);
	syslog(priority, "%.*s", SPAN_FMT(text));
}

/* One write a line, so that lines of many processes do not mix. */
static bool
to_file(struct span text)
{
	struct buf b = BUF_INIT;
	bool done = false;

	stamp_add_syslog(&b, stamp_now().sec);
	buf_addf(&b, " %s %s[%d]: %.*s\n", log_state.host.s, log_state.tag.s,
	    (int)getpid(), SPAN_FMT(text));
	if (log_state.fd >= 0)
		done = io_write(log_state.fd, buf_span(&b)) == 0;
	if (!done && log_state.held >= 0)
		done = io_write(log_state.held, buf_span(&b)) == 0;
	else if (!done && log_state.fifo.len > 0)
		done = fifo_send(AT_FDCWD, log_state.fifo.s, buf_span(&b)) == 0;
	buf_clear(&b);
	return done;
}

static void __attribute__((format(printf, 2, 0)))
log_line(enum log_level level, const char *fmt, va_list ap)
{
	struct buf b = BUF_INIT;
	int saved = errno;

	buf_adds(&b, level_of[level].prefix);
	buf_addfv(&b, fmt, ap);
	buf_cut(&b, LINE_LIMIT);
	for (size_t i = 0; i < b.len; i++)
		if (ascii_ctrl(b.s[i]))
			b.s[i] = '?';
	struct span text = buf_span(&b);
	if (!log_state.configured || log_state.also_stderr)
		to_stderr(text);
	if (log_state.configured && !(log_state.file.len > 0 && to_file(text))) {
		if (has_syslogd())
			to_syslog(level_of[level].priority, text);
		else if (!log_state.also_stderr)
			to_stderr(text);
	}
	buf_clear(&b);
	errno = saved;
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_INFO_, fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_WARN_, fmt, ap);
	va_end(ap);
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_ERROR_, fmt, ap);
	va_end(ap);
}

void
log_fatal(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_FATAL_, fmt, ap);
	va_end(ap);
}

void
log_role(const char *role, const char *fmt, ...)
{
	va_list ap;

	set_tag(role);
	va_start(ap, fmt);
	log_line(LOG_INFO_, fmt, ap);
	va_end(ap);
	set_tag(log_state.program.s);
}
