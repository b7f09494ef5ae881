/* SPDX-License-Identifier: ISC
 *
 * postdrop/drop - one file in maildrop/: a submission stream that ends with E
 *
 * Source:  queue(5).
 * Owns:    the open file and, until it is committed, its name.
 * Errors:  OUT_TEMP with a reason; status is then what to exit with.
 * Effects: the maildrop directory. signals that end the process remove what is
 *          not committed.
 */
#ifndef POSTDROP_DROP_H
#define POSTDROP_DROP_H

#include "base/why.h"
#include "queue/layout.h"

struct drop {
	const struct queue *q;
	struct id	id;
	int		fd;
	int		status;		/* sysexits */
	struct buf	name;		/* maildrop/ID */
	struct buf	pending;
};

#define DROP_INIT	{ .fd = -1, .name = BUF_INIT, .pending = BUF_INIT }

enum out	drop_open(struct drop *d, const struct queue *q, struct why *w);
enum out	drop_put(struct drop *d, char letter, struct span data,
		    struct why *w);
/* The E record, then file and directory on stable storage. */
enum out	drop_commit(struct drop *d, struct why *w);
/* Removes the file if it is not committed. */
void	drop_abort(struct drop *d);

#endif
