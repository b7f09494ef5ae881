/* SPDX-License-Identifier: ISC
 *
 * sys/log - the mail log
 *
 * Source:  log line formats that Postfix's log readers know; RFC 3164.
 * Owns:    the log descriptor. With conf/param the only module with state.
 * Errors:  none: a line that cannot be written is tried on the next sink.
 * Effects: writes one line a call: to maillog_file, else the log FIFO, else syslog, else stderr; never to the caller's standard output unless maillog_file says so.
 */
#ifndef SYS_LOG_H
#define SYS_LOG_H

#include <stdbool.h>

enum log_level { LOG_INFO_, LOG_WARN_, LOG_ERROR_, LOG_FATAL_, LOG_PANIC_ };

struct log_conf {
	const char *syslog_name;	/* "postfix" */
	const char *facility;		/* "mail" */
	const char *file;		/* maillog_file; "" for syslog */
	const char *fifo;		/* the super-server's log FIFO, or NULL */
};

/* Before the configuration is read lines go to stderr. */
void	log_start(const char *program);		/* "smtpd", or "submission/smtpd" */
void	log_configure(const struct log_conf *c);
void	log_to_stderr(bool on);			/* as well, for people at a terminal */
void	log_reopen(void);			/* after a fork that changed users */

/* Before opening for writing is forbidden: opens what lines may need later. */
void	log_hold(void);

/* "info" lines have no prefix; the others begin "warning: ", "error: ",
 * "fatal: ", "panic: ". Control bytes from outside come out as '?'. */
void	log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void	log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void	log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void	log_fatal(const char *fmt, ...) __attribute__((format(printf, 1, 2)));	/* does not exit */

/* An info line of another role's than this program's: "qmgr", "pickup". */
void	log_role(const char *role, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* The open log file, for a child that may not open it: pass it to the child as
 * descriptor LOG_FD with POSTERN_LOG_FD=9 in its environment. -1 if none. */
enum { LOG_FD = 9 };
int	log_fd(void);

#endif
