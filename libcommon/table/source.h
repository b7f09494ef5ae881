/* SPDX-License-Identifier: ISC
 *
 * table/source - logical lines of a text file
 *
 * Source:  Postfix postmap(1): lines that begin with white space continue the
 *          one before; empty lines and lines whose first non-blank is # are
 *          skipped, inside a continued line too.
 * Owns:    the descriptor and the buffers; a line is good until the next call.
 * Errors:  FAILED with file:line: unreadable, or longer than SOURCE_LINE_MAX.
 * Effects: reads the file.
 */
#ifndef TABLE_SOURCE_H
#define TABLE_SOURCE_H

#include <sys/stat.h>

#include "table/table.h"

enum { SOURCE_LINE_MAX = 32 << 20 };	/* bytes of one logical line */

struct source {
	int		 fd;
	char		*path;
	struct buf	 raw, line;
	size_t		 at;		/* in raw: what is not yet used */
	size_t		 number;	/* physical lines taken so far */
	size_t		 first;		/* number of the line's first part */
	bool		 eof, ahead;
	struct stat	 st;		/* of the file when it was opened */
};

enum found	source_open(struct source *s, const char *path, struct why *w);
void	source_from(struct source *s, int fd, const char *path);	/* owns fd */
/* Lines that stand where a file's name could: {{a b}, {c d}}. */
enum found	source_inline(struct source *s, struct span text,
		    struct why *w);
enum found	source_next(struct source *s, struct span *line, struct why *w);
/* The next line as it is; without its newline. */
enum found	source_physical(struct source *s, struct span *line,
		    struct why *w);
void	source_close(struct source *s);

/* Splits "key value" as postmap does. White space in double quotes or behind a
 * backslash belongs to the key, which keeps both. Why it is not such a line,
 * or NULL. */
const char *source_pair(struct span line, struct span *key,
	    struct span *value);

#endif
