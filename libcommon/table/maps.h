/* SPDX-License-Identifier: ISC
 *
 * table/maps - an ordered list of tables, as in the *_maps parameters
 *
 * Source:  Postfix; the order of the keys is that of virtual(5), access(5).
 * Owns:    the tables, until maps_close.
 * Errors:  FAILED when a table fails that is asked before one that answers; a
 *          table that cannot be opened, or answers with nothing, fails.
 * Effects: those of table/table.
 */
#ifndef TABLE_MAPS_H
#define TABLE_MAPS_H

#include "table/table.h"

struct maps;

enum {				/* keys for the address user+ext@dom, in this order */
	MAPS_FULL	= 1 << 0,	/* user+ext@dom */
	MAPS_NOEXT	= 1 << 1,	/* user@dom */
	MAPS_LOCAL	= 1 << 2,	/* if dom is local: user+ext, user */
	MAPS_AT_DOMAIN	= 1 << 3,	/* @dom */
	MAPS_DOMAIN	= 1 << 4,	/* dom */
	MAPS_PARENTS	= 1 << 5,	/* with MAPS_DOMAIN: its parents, as dom */
	MAPS_DOT_PARENTS = 1 << 6,	/* with MAPS_DOMAIN: its parents, as .dom */
	MAPS_USER_AT	= 1 << 7,	/* user+ext@, user@ */

	MAPS_ADDRESS	= MAPS_FULL | MAPS_NOEXT | MAPS_LOCAL | MAPS_AT_DOMAIN
};

struct maps_query {
	struct span	 address;	/* internal form: no quotes */
	unsigned	 how;
	const char	*delimiters;	/* recipient_delimiter; "" or NULL: none */
	/* Whether a domain is local; NULL: none is. */
	enum found	 (*is_local)(void *arg, struct span domain, struct why *w);
	void		*arg;
};

/* Never NULL; an empty list answers ABSENT. */
struct maps	*maps_open(struct span list, unsigned flags);
void	maps_close(struct maps *m);
bool	maps_empty(const struct maps *m);
bool	maps_changed(const struct maps *m);	/* as table_changed */
bool	maps_in_memory(const struct maps *m);	/* as table_in_memory */

enum found	maps_get(struct maps *m, struct span key, struct buf *value,
		    struct why *w);
/* ext, unless NULL, becomes the extension with its delimiter when the key that
 * was found lacks it, else empty. */
enum found	maps_find(struct maps *m, const struct maps_query *q,
		    struct buf *value, struct buf *ext, struct why *w);
/* A host or domain name, then its parents: how is MAPS_DOMAIN, MAPS_PARENTS
 * or MAPS_DOT_PARENTS. */
enum found	maps_find_domain(struct maps *m, struct span domain,
		    unsigned how, struct buf *value, struct why *w);
/* An IP address as text, then its networks: "192.0.2.1", "192.0.2", ... and
 * "2001:db8::1", "2001:db8:", "2001:db8", "2001". */
enum found	maps_find_net(struct maps *m, struct span address,
		    struct buf *value, struct why *w);

/* What answered last, and to which key. */
const struct table *maps_table(const struct maps *m);
const char *maps_key(const struct maps *m);

/* Where the extension of a localpart begins, at its delimiter; its length when
 * it has none. Names that mail systems give a meaning are not split. */
size_t	maps_split_local(struct span local, const char *delimiters);
/* Whether parent_domain_matches_subdomains names this feature:
 * "smtpd_access_maps", "mynetworks", "relay_domains"... */
bool	maps_parents_match(const char *feature);

#endif
