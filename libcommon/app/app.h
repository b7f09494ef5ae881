/* SPDX-License-Identifier: ISC
 *
 * app/app - how every program begins and ends
 *
 * Source:  sysexits(3); PITFALLS of set-gid programs.
 * Owns:    nothing; app_config_dir's string lives as long as the program.
 * Errors:  each of these ends the program with the right exit status and a
 *          message instead of returning one.
 * Effects: descriptors, signals, umask, log.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>

#include "base/why.h"
#include "conf/param.h"

/* First call of main: 0 to 2 open, the rest closed (but those of LISTEN_FDS
 * and the log's), signals default, umask 077, environment as it is. */
void	app_start(const char *program);
/* Keeps these further descriptors open (-1 last): for programs that are handed
 * some. Instead of app_start. */
void	app_start_with(const char *program, const int *keep);

/* Finds and reads main.cf: dir (option -c or -C; NULL: not given), else
 * MAIL_CONFIG, else the instance that the program lies in, else the built-in
 * place; then starts the log. A set-gid program takes another directory than
 * the built-in one only when the built-in main.cf lists it. */
void	app_config(const char *dir);
const char *app_config_dir(void);
/* The option -o name=value of a program that has one: EX_USAGE without "=". */
void	app_override(const char *arg);
/* All of the above for a delivery agent: its options are -c and -o. */
void	app_agent(const char *program, int argc, char **argv);
/* The same choice, but nothing is read and the log stays as it is: for
 * programs that read main.cf in their own way. Heap. */
char	*app_find_config(const char *dir);
/* After -o overrides or a new user: the log as the parameters say now. */
void	app_log(void);

/* Gives up root's rights for those of the user that the parameter names
 * (mail_owner, net_owner); any other user stays what he is. */
void	app_become(enum param owner);

/* A private instance: mail_owner and net_owner are one user. */
bool	app_single_user(void);

/* Where Cyrus SASL's configuration files are looked for: given, which is
 * cyrus_sasl_config_path, or if that is empty the usual directories, with
 * colons between. Heap. */
char	*app_sasl_path(const char *given);

/* The path of another program of this installation: as "postdrop", in
 * command_directory, or as "cleanup", in daemon_directory. Heap. */
char	*app_command(const char *name);
char	*app_daemon(const char *name);

/* Flushes and checks standard output, then the exit status for main. */
int	app_exit(int status);
/* Logs, and to stderr too unless that is a client's socket; then exits. */
void	app_fatal(int status, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3), noreturn));
int	app_status(enum out out);		/* 0, EX_TEMPFAIL, EX_UNAVAILABLE */

#endif
