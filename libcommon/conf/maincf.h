/* SPDX-License-Identifier: ISC
 *
 * conf/maincf - the text of main.cf, taken apart
 *
 * Source:  Postfix postconf(5): logical lines, comments, continuation.
 * Owns:    the entries and joined values, until maincf_clear. Names and values
 *          on one line point into the caller's text.
 * Errors:  OUT_PERM with "FILE, line N: ..." for what is no definition.
 * Effects: none (no I/O).
 */
#ifndef CONF_MAINCF_H
#define CONF_MAINCF_H

#include "base/pool.h"
#include "base/why.h"

struct maincf_entry {
	struct span	name, value;	/* value: continuation lines joined */
	int		line;		/* of the name */
};

/* Worth a warning, not an error. */
struct maincf_note {
	char	*text;		/* without file and line */
	int	 line;
};

struct maincf {
	struct pool		 pool;
	struct maincf_entry	*entries;	/* in the order of the file */
	size_t			 n, cap;
	struct maincf_note	*notes;
	size_t			 nnotes, notes_cap;
};

#define MAINCF_INIT	{ POOL_INIT, NULL, 0, 0, NULL, 0, 0 }

enum out	maincf_parse(struct maincf *m, struct span text, const char *file,
		    struct why *w);
void	maincf_clear(struct maincf *m);

/* The next logical line of *text: its text without comments (joined in pool
 * where it is in pieces) and the number of its first line; *line counts on.
 * False at the end. For master.cf too. */
bool	maincf_line(struct span *text, int *line, struct pool *pool,
	    struct span *logical, int *first);
/* Splits "name = value" at the first =. NULL, or what is wrong. */
const char *maincf_split(struct span logical, struct span *name,
	    struct span *value);

#endif
