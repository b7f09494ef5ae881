/* SPDX-License-Identifier: ISC
 *
 * mailbox/mboxlock - all the locks that an mbox file needs on this host
 *
 * Source:  Postfix mailbox_delivery_lock, deliver_lock_attempts,
 *          deliver_lock_delay, stale_lock_time. The locks are taken in the
 *          order of the list, none is waited for while another one is held:
 *          so programs with another order cannot block each other for ever.
 * Owns:    the locks held. An fcntl lock ends with any descriptor of the file.
 * Errors:  OUT_TEMP, 4.2.0, when it is not to be had in time.
 * Effects: locks fd, creates PATH.lock; sleeps between attempts.
 */
#ifndef MAILBOX_MBOXLOCK_H
#define MAILBOX_MBOXLOCK_H

#include "base/why.h"
#include "mailbox/dotlock.h"

enum mboxlock_style { MBOXLOCK_FCNTL, MBOXLOCK_DOTLOCK, MBOXLOCK_FLOCK };
enum { MBOXLOCK_STYLES = 3 };

struct mboxlock_rules {
	enum mboxlock_style	style[MBOXLOCK_STYLES];
	int			nstyles;
	int64_t			attempts, delay;	/* their product: seconds to try */
	int64_t			stale;			/* seconds */
};

struct mboxlock {
	int		fd;	/* flock held on it, or -1 */
	struct dotlock	dot;
};

#define MBOXLOCK_INIT	{ .fd = -1, .dot = DOTLOCK_INIT }

/* "fcntl, dotlock"; false for any other word, or none at all. */
bool	mboxlock_styles(struct mboxlock_rules *r, struct span list);

enum out	mboxlock_take(struct mboxlock *l, int fd, const char *path,
		    const struct mboxlock_rules *r, struct why *w);
/* All but the fcntl lock, which ends when the caller closes fd. */
void	mboxlock_release(struct mboxlock *l);

#endif
