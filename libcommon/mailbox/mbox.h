/* SPDX-License-Identifier: ISC
 *
 * mailbox/mbox - appending a message to an mbox file
 *
 * Source:  RFC 4155, mboxo quoting; Postfix mailbox rules.
 * Owns:    nothing.
 * Errors:  OUT_TEMP, and the file is as long as it was. OUT_PERM, 5.2.2, when
 *          it would grow over its limit or the user's quota.
 * Effects: the file and its locks, with the rights of the process, which are
 *          the recipient's. OUT_OK: on stable storage.
 */
#ifndef MAILBOX_MBOX_H
#define MAILBOX_MBOX_H

#include "mailbox/letter.h"
#include "mailbox/mboxlock.h"

struct mbox_rules {
	struct mboxlock_rules	lock;
	uint64_t		limit;		/* bytes; 0: none */
	uid_t			owner;		/* the recipient */
	bool			strict_owner;	/* refuse files of others */
};

enum out	mbox_deliver(const char *path, const struct letter *l,
		    const struct mbox_rules *r, struct why *w);

#endif
