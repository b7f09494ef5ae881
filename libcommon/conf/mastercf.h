/* SPDX-License-Identifier: ISC
 *
 * conf/mastercf - the services of master.cf
 *
 * Source:  Postfix master(5).
 * Owns:    what the spans of entries point to, until mastercf_clear.
 * Errors:  OUT_PERM with "FILE, line N: ..."; OUT_TEMP for what cannot be read.
 * Effects: mastercf_load reads DIR/master.cf; the parser does no I/O.
 */
#ifndef CONF_MASTERCF_H
#define CONF_MASTERCF_H

#include "base/pool.h"
#include "base/why.h"

/* The fields between type and command, as they are written ("-", "n", "60?"). */
enum mastercf_field {
	MASTERCF_PRIVATE, MASTERCF_UNPRIVILEGED, MASTERCF_CHROOT,
	MASTERCF_WAKEUP, MASTERCF_PROCESSES, MASTERCF_FIELDS
};

struct mastercf_entry {
	struct span	 service, type;		/* "smtp", "inet" */
	struct span	 field[MASTERCF_FIELDS];
	struct span	 command;
	struct span	*args;			/* behind the command, without
						 * the braces of {an argument} */
	size_t		 nargs;
	int		 line;
};

struct mastercf {
	struct pool		 pool;
	struct buf		 text, file;	/* of mastercf_load */
	struct mastercf_entry	*entries;	/* in the order of the file */
	size_t			 n, cap;
};

#define MASTERCF_INIT	{ POOL_INIT, BUF_INIT, BUF_INIT, NULL, 0, 0 }

/* A missing master.cf is an empty one. */
enum out	mastercf_load(struct mastercf *m, const char *dir, struct why *w);
enum out	mastercf_parse(struct mastercf *m, struct span text,
		    const char *file, struct why *w);
void	mastercf_clear(struct mastercf *m);

/* The last entry of that name and type, or NULL. */
const struct mastercf_entry *mastercf_find(const struct mastercf *m,
	    struct span service, struct span type);

/* Walks the -o name=value options in front of other arguments: start with
 * *at = 0; at the end *at is the index of the first argument of another kind.
 * false there, too, at an option that has no =. */
bool	mastercf_option(const struct mastercf_entry *e, size_t *at,
	    struct span *name, struct span *value);
/* Makes all of them parameter overrides, and service_name the service. */
enum out	mastercf_apply(const struct mastercf_entry *e, const char *file,
		    struct why *w);
/* What a server would not accept in an entry, or OUT_OK. */
enum out	mastercf_check(const struct mastercf_entry *e, const char *file,
		    struct why *w);

#endif
