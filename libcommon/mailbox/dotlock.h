/* SPDX-License-Identifier: ISC
 *
 * mailbox/dotlock - lock files: FILE.lock beside FILE
 *
 * Source:  the convention of mail programs; Postfix stale_lock_time.
 * Owns:    a held lock its file.
 * Errors:  -1 and errno; EEXIST when somebody else holds it.
 * Effects: creates and removes FILE.lock.
 */
#ifndef MAILBOX_DOTLOCK_H
#define MAILBOX_DOTLOCK_H

#include <stdint.h>
#include <sys/types.h>

struct dotlock {
	char	*path;		/* NULL: not held */
	dev_t	 dev;
	ino_t	 ino;
};

#define DOTLOCK_INIT	{ .path = NULL }

/* Does not wait. A lock file older than stale seconds is removed. */
int	dotlock_take(struct dotlock *l, const char *file, int64_t stale);
/* Removes the lock file unless it is somebody else's by now. */
void	dotlock_release(struct dotlock *l);

#endif
