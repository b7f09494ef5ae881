/* SPDX-License-Identifier: ISC
 *
 * postsuper - what can be done to a message in the queue
 *
 * Source:  Postfix postsuper(1).
 * Owns:    struct super its counts.
 * Errors:  logged for each message; failed counts them.
 * Effects: moves and removes queue files, under their locks.
 */
#ifndef POSTSUPER_H
#define POSTSUPER_H

#include "queue/layout.h"

struct super {
	const struct queue *q;
	size_t		done[256];	/* messages, by the option's letter */
	size_t		failed;
};

/* what: d delete, h hold, H release, r requeue, e expire (deferred mail only),
 * f expire (on hold as well). in: the states to look in. */
void	super_one(struct super *s, char what, struct span id, const bool *in);
void	super_all(struct super *s, char what, const bool *in);

/* Looks at every file: removes what was never finished, sets aside what is
 * damaged, names what does not belong there. */
void	super_check(struct super *s, const bool *in);

/* Puts the recipients that are left through the door again, as new mail; the
 * caller removes the old file. */
bool	super_resubmit(int fd, const struct id *id);

#endif
