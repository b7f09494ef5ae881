/* SPDX-License-Identifier: ISC
 *
 * sys/fifo - wake-up bytes through named pipes
 *
 * Source:  fifo(7); the queue's wake-up protocol in queue(5).
 * Owns:    returned descriptors belong to the caller, close-on-exec, non-blocking.
 * Errors:  -1 and errno; ENXIO when nobody reads.
 * Effects: reads and writes the pipe, never waits.
 */
#ifndef SYS_FIFO_H
#define SYS_FIFO_H

#include <stdbool.h>

#include "base/buf.h"

int	fifo_make(int at, const char *path, unsigned mode);	/* if it is not there */
/* Opens for reading and writing, so that it never sees the end of file. */
int	fifo_open(int at, const char *path);
/* Writes to whoever reads it now; ENXIO without a reader. A full pipe is
 * success: its reader has been woken already. */
int	fifo_send(int at, const char *path, struct span record);
/* Opens it to write to whoever reads it now; -1 and ENXIO without a reader. */
int	fifo_hold(int at, const char *path);
/* Reads what is there; true when that was at least a byte. out may be NULL. */
bool	fifo_drain(int fd, struct buf *out);

#endif
