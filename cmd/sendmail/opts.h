/* SPDX-License-Identifier: ISC
 *
 * sendmail/opts - the command line, as programs have written it since 1983
 *
 * Source:  sendmail(1) of Postfix; options of other mailers are taken and
 *          ignored.
 * Owns:    nothing; strings are those of argv.
 * Errors:  ends the program: EX_USAGE.
 * Effects: none.
 */
#ifndef SENDMAIL_OPTS_H
#define SENDMAIL_OPTS_H

#include <stdbool.h>

enum mode {
	MODE_DELIVER, MODE_LIST, MODE_ALIASES, MODE_SMTP, MODE_DAEMON,
	MODE_VERIFY, MODE_FLUSH, MODE_NOTHING
};

struct opts {
	enum mode	mode;
	const char	*confdir;	/* -C */
	const char	*sender;	/* -f, or NULL */
	const char	*full_name;	/* -F, or NULL */
	const char	*alias_file;	/* -oA, or NULL */
	const char	*flush_id, *flush_site;	/* -qI, -qR */
	const char	*encoding;	/* "7bit", "8bit", or "" */
	const char	*ret, *envid;	/* or "" */
	unsigned	notify;
	bool		extract;	/* -t */
	bool		dot_is_data;	/* -i */
	bool		gateway;	/* -G */
	bool		background;	/* -odb, -odi */
	bool		smtputf8;
	int		verbose;
	char		**rcpts;	/* NULL at the end */
};

void	opts_parse(struct opts *o, char **argv);

#endif
