/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/rights - the user that talks to strangers, and what he may reach
 *
 * Source:  saslio(8). Sockets and files of back ends belong to a group, which
 *          net_owner is given when it is what he lacks; never root's.
 * Owns:    struct rights the name of the file.
 * Errors:  a user that cannot be had ends the program.
 * Effects: reads Cyrus SASL's configuration; the credentials of the process.
 */
#ifndef SASLIO_RIGHTS_H
#define SASLIO_RIGHTS_H

#include <sys/types.h>

#include "base/buf.h"

enum { RIGHTS_GROUPS = 8 };

struct rights {
	gid_t	group[RIGHTS_GROUPS];
	size_t	n;
	struct buf passwords;	/* the file that they are in; or empty */
};

#define RIGHTS_INIT	{ .n = 0, .passwords = BUF_INIT }

void	rights_clear(struct rights *r);
/* What the back ends of the configuration NAME.conf in path (directories, with
 * colons between) need. */
void	rights_find(struct rights *r, const char *name, const char *path);
/* For ever; who is not root stays what he is. */
void	rights_drop(const struct rights *r);

#endif
