/* SPDX-License-Identifier: ISC
 *
 * postconf/rewrite - replaces a file's text in one step, one editor at a time
 *
 * The lock is on the file itself, and is taken again when the file has been
 * replaced meanwhile: whoever holds it sees the newest text. Owner, group and
 * mode stay; a symbolic link stays and its target is replaced.
 */
#ifndef POSTCONF_REWRITE_H
#define POSTCONF_REWRITE_H

#include <sys/stat.h>

#include "base/buf.h"

struct rewrite {
	char		*path;		/* without symbolic links */
	int		 fd;
	struct stat	 st;
	struct buf	 text;
};

/* Both end the program when they fail; the file is then as it was. */
void	rewrite_open(struct rewrite *r, const char *path);
void	rewrite_commit(struct rewrite *r, struct span text);

/* Physical lines of a configuration file, with their newlines. */
enum line_kind { LINE_SILENT, LINE_START, LINE_MORE };
bool	rewrite_line(struct span *text, struct span *line, enum line_kind *kind);

#endif
