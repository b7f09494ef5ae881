/* SPDX-License-Identifier: ISC
 *
 * sys/lock - locks on open files
 *
 * Source:  flock(2); POSIX fcntl locks for mailboxes.
 * Owns:    a flock ends when the last copy of its descriptor is closed, in whatever process; an fcntl lock when the process closes any descriptor of the file.
 * Errors:  -1 and errno; EWOULDBLOCK when somebody else holds it.
 * Effects: the lock.
 */
#ifndef SYS_LOCK_H
#define SYS_LOCK_H

#include <stdbool.h>

/* flock, exclusive. */
int	lock_take(int fd, bool wait);
int	lock_share(int fd);			/* flock, shared; waits */
int	lock_release(int fd);
/* Opens name, locks it, and makes sure that the name still leads to the locked
 * file (else it starts over): nothing read before the lock counts. Without
 * wait, EWOULDBLOCK when it is taken. The descriptor, close-on-exec. */
int	lock_open(int at, const char *name, int flags, bool wait);
/* fcntl, exclusive, the whole file. */
int	lock_fcntl(int fd, bool wait);
int	lock_fcntl_release(int fd);

#endif
