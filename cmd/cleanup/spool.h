/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/spool - bytes that wait: in memory, or in a file without a name
 *
 * Source:  open(2), O_TMPFILE.
 * Owns:    memory and descriptor.
 * Errors:  OUT_TEMP and the reason.
 * Effects: a file in incoming that no crash leaves behind.
 */
#ifndef CLEANUP_SPOOL_H
#define CLEANUP_SPOOL_H

#include "base/why.h"
#include "queue/layout.h"

struct spool {
	const struct queue *q;
	struct buf	tail;		/* behind what is in the file */
	int		fd;
	uint64_t	filed, size;
};

void	spool_init(struct spool *s, const struct queue *q);
void	spool_clear(struct spool *s);
enum out	spool_add(struct spool *s, struct span bytes, struct why *w);
/* Some bytes from offset at, at most max, appended. *n is 0 at the end. */
enum out	spool_read(struct spool *s, struct buf *out, size_t max,
		    uint64_t at, size_t *n, struct why *w);

#endif
