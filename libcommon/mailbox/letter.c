/* SPDX-License-Identifier: ISC */
#include "mailbox/letter.h"

#include <errno.h>

#include "sys/io.h"

ssize_t
letter_read(const struct letter *l, struct buf *b, uint64_t *done)
{
	uint64_t left = l->len - *done;

	if (left == 0)
		return 0;
	ssize_t n = io_pread(l->fd, b,
	    left < LETTER_CHUNK ? (size_t)left : LETTER_CHUNK, l->at + *done);
	if (n == 0)
		return errno = EIO, -1;
	if (n > 0)
		*done += (uint64_t)n;
	return n;
}
