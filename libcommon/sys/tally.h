/* SPDX-License-Identifier: ISC
 *
 * sys/tally - counts of events by key, shared by processes through a small file
 *
 * Source:  none. The file has TALLY_BUCKETS times TALLY_WAYS entries, whatever
 *          is counted: the oldest of a bucket makes room.
 * Owns:    its descriptor.
 * Errors:  -1 and errno.
 * Effects: reads and writes the file. A bucket is locked while it is changed,
 *          by a lock that ends with its holder; nobody waits long for it.
 */
#ifndef SYS_TALLY_H
#define SYS_TALLY_H

#include <stdint.h>

#include "base/span.h"

enum {
	TALLY_KEY	= 24,		/* bytes of a key that count */
	TALLY_KINDS	= 6,
	TALLY_BUCKETS	= 1024,
	TALLY_WAYS	= 8
};

struct tally {
	int	fd;			/* -1: not open */
};

/* Makes the file if need be, for this user alone. */
int	tally_open(struct tally *t, const char *path);
/* Without a file: for this process, and what it forks. */
int	tally_open_private(struct tally *t);
void	tally_close(struct tally *t);
/* One more event of this kind at time now (seconds of a clock that all share).
 * How many there were within unit seconds of the key's first, with this one. */
int64_t	tally_add(struct tally *t, struct span key, unsigned kind, int64_t now,
	    int64_t unit);

#endif
