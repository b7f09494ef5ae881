/* SPDX-License-Identifier: ISC
 *
 * queue/firstline - the first line of a queue file: is it complete, where is the content
 *
 * Source:  queue(5).
 * Owns:    nothing.
 * Errors:  firstline_read returns false for anything else than a first line.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/qfile.c.
 */
#ifndef QUEUE_FIRSTLINE_H
#define QUEUE_FIRSTLINE_H

#include <stdint.h>

#include "base/buf.h"

/* "POSTERN1 + 0000000123 00000000000000004096 9c3f21aa\n" */
enum { FIRSTLINE_LEN = 52 };

struct firstline {
	bool		complete;	/* + or - */
	uint64_t	content_at;	/* bytes from the start of the file */
	uint64_t	content_len;	/* bytes */
	uint32_t	crc;		/* CRC-32C of the content */
};

void	firstline_add(struct buf *out, const struct firstline *l);
bool	firstline_read(struct span s, struct firstline *l);

#endif
