/* SPDX-License-Identifier: ISC
 *
 * mailbox/letter - a message on its way into a mailbox
 *
 * Source:  none.
 * Owns:    nothing; head, sender and the descriptor belong to the caller.
 * Errors:  letter_read returns -1 and errno; EIO when the file is shorter than
 *          it should be.
 * Effects: reads the descriptor at given offsets; its own offset is left alone,
 *          because other processes share it.
 */
#ifndef MAILBOX_LETTER_H
#define MAILBOX_LETTER_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct letter {
	struct span	sender;		/* internal form; empty: the null sender */
	struct span	head;		/* lines to go on top, each with its LF */
	int		fd;		/* the content lies in this file ... */
	uint64_t	at, len;	/* ... here */
};

enum { LETTER_CHUNK = 128 * 1024 };

/* Appends the next bytes of the content, of which *done were read before. 0 at
 * its end. */
ssize_t	letter_read(const struct letter *l, struct buf *b, uint64_t *done);

#endif
