/* SPDX-License-Identifier: ISC
 *
 * mailbox/maildir - storing a message in a Maildir
 *
 * Source:  the Maildir convention (tmp, new, cur); unique names as Postfix
 *          makes them, TIME.V<device>I<inode>M<microseconds>.HOST.
 * Owns:    a struct maildir its descriptors and strings, until maildir_sync
 *          or maildir_clear.
 * Errors:  OUT_TEMP, and nothing is left behind. OUT_PERM, 5.2.2, when the
 *          message is over the limit or the user's quota.
 * Effects: the directory, with the rights of the process, which are the
 *          recipient's. Makes what is missing below its base, mode 0700.
 */
#ifndef MAILBOX_MAILDIR_H
#define MAILBOX_MAILDIR_H

#include "base/why.h"
#include "mailbox/letter.h"

struct maildir {
	const char	*path;		/* without a slash at the end */
	size_t		 base;		/* so much of path must be there already */
	uint64_t	 limit;		/* bytes of one message; 0: none */
	int		 fd;		/* the message, or -1 */
	struct buf	 name;		/* its path, once it is in new/ */
};

#define MAILDIR_INIT	{ .fd = -1, .name = BUF_INIT }

/* Two steps, so that many messages can be stored before the first one is
 * synced: the file system then commits them together. */
enum out	maildir_store(struct maildir *m, const struct letter *l,
		    struct why *w);
/* Delivered only now. Readers may have seen it before: it was whole. */
enum out	maildir_sync(struct maildir *m, struct why *w);
/* Takes back what was stored and not synced. */
void	maildir_clear(struct maildir *m);

#endif
