/* SPDX-License-Identifier: ISC
 *
 * sys/io - reading and writing descriptors to the end
 *
 * Source:  POSIX.
 * Owns:    nothing; descriptors belong to the caller.
 * Errors:  -1 and errno. EINTR is never seen by the caller.
 * Effects: the I/O it names.
 */
#ifndef SYS_IO_H
#define SYS_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

/* One read of at most max bytes, appended to b. Bytes read, 0 at the end. */
ssize_t	io_read(int fd, struct buf *b, size_t max);
ssize_t	io_pread(int fd, struct buf *b, size_t max, uint64_t at);
/* All of s, however many calls that takes. */
int	io_write(int fd, struct span s);
int	io_pwrite(int fd, struct span s, uint64_t at);
/* As much of s as goes without blocking; 0 when none (EAGAIN). */
ssize_t	io_write_some(int fd, struct span s);

int	io_nonblock(int fd, bool on);
int	io_cloexec(int fd, bool on);
int	io_pipe(int fd[2]);			/* both close-on-exec */
int	io_socketpair(int type, int fd[2]);	/* AF_UNIX, close-on-exec */
int	io_wait(int fd, short events, int timeout_ms);	/* poll: 1, 0 (time), -1 */
void	io_close(int *fd);			/* if >= 0; becomes -1; keeps errno */

#endif
