/* SPDX-License-Identifier: ISC
 *
 * local/job - one message for one recipient
 *
 * Source:  none.
 * Owns:    what the struct holds, until job_clear; request and descriptor are
 *          borrowed.
 * Errors:  the outcome is in why.
 * Effects: job_begin reads the user database. job_store and job_sync read the
 *          message and write the mailbox: only to be called by a process that
 *          is the recipient.
 */
#ifndef LOCAL_JOB_H
#define LOCAL_JOB_H

#include "mailbox.h"
#include "mailbox/maildir.h"

struct job {
	const struct local   *cf;
	const struct request *rq;
	const struct rcpt    *rcpt;
	int		      fd;
	struct user	      user;
	struct mailbox	      box;
	struct buf	      head;
	struct maildir	      put;	/* stored, not yet synced */
	struct why	      why;
	bool		      done;	/* why says how it went */
};

/* Who the recipient is, and where the mail goes; done if that settles it. */
void	job_begin(struct job *j, const struct local *cf,
	    const struct request *rq, const struct rcpt *rcpt, int fd);
void	job_store(struct job *j);
void	job_sync(struct job *j);
void	job_clear(struct job *j);

#endif
