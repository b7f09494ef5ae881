/* SPDX-License-Identifier: ISC
 *
 * app/maptool - what postmap and postalias have in common
 *
 * Source:  Postfix postmap(1), postalias(1).
 * Owns:    nothing.
 * Errors:  ends the program with a message. Bad lines of a source are warned
 *          about and left out, unless strict.
 * Effects: makes, changes, asks and lists tables; standard input and output.
 */
#ifndef APP_MAPTOOL_H
#define APP_MAPTOOL_H

#include "table/build.h"

struct maptool {
	const char	*program, *usage;
	bool		 alias;		/* sources are aliases(5) files */
	const char	*dir, *query, *del;
	bool		 list, edit, json, strict;
	bool		 keep_user;	/* -o: root stays root */
	bool		 public;	/* -p: readable whatever the source is */
	bool		 file_values;	/* -F */
	bool		 header, body, mime;	/* -h -b -m */
	bool		 no_utf8, utf8;	/* -u, -U */
	unsigned	 flags;
	enum build_dup	 dup;
};

/* Parses argv, reads main.cf; the first operand's index. */
int	maptool_options(struct maptool *m, int argc, char **argv);
/* Does to the tables that argv names what the options say; exit status. */
int	maptool_run(const struct maptool *m, int argc, char **argv);

/* For the parts of it. */
int	mapbuild_make(const struct maptool *m, struct span spec);
int	mapbuild_change(const struct maptool *m, struct span spec);

struct mapset;			/* the tables to ask, in their order */

/* False when the key is in none; a table's trouble ends the program. */
bool	mapset_get(struct mapset *s, struct span key);
struct span	mapset_value(const struct mapset *s);

/* -h and -b: asks for the parts of the message on standard input. */
int	mapquery_message(const struct maptool *m, struct mapset *set);
void	mapquery_show(const struct maptool *m, struct span key,
	    struct span value, bool pair);

/* One logical line as the format says: the reason why it is not one, or NULL.
 * Key and value then lie in the bufs. */
const char *mapbuild_line(const struct maptool *m, struct span line,
	    struct buf *key, struct buf *value);

#endif
