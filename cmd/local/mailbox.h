/* SPDX-License-Identifier: ISC
 *
 * local/mailbox - whose mailbox an address means, and where it lies
 *
 * Source:  Postfix local(8): home_mailbox, mail_spool_directory,
 *          recipient_delimiter.
 * Owns:    struct mailbox its strings.
 * Errors:  USER_ABSENT and USER_FAILED as in sys/priv.
 * Effects: reads the user database; asks for the mode of the spool directory.
 */
#ifndef LOCAL_MAILBOX_H
#define LOCAL_MAILBOX_H

#include "local.h"
#include "sys/priv.h"

struct mailbox {
	bool		maildir;	/* else an mbox file */
	struct buf	path;		/* without a slash at the end */
	size_t		base;		/* see mailbox/maildir */
};

#define MAILBOX_INIT	{ .path = BUF_INIT }

/* The user of a local part: in lower case, as it is, or without what follows
 * a delimiter. */
enum user_found	mailbox_user(struct user *u, struct span local,
		    const char *delimiter);
/* May change u->gid: the spool directory's group is needed to write there. */
void	mailbox_find(struct mailbox *m, struct user *u, const struct local *cf);
void	mailbox_clear(struct mailbox *m);

#endif
