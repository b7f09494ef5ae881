/* SPDX-License-Identifier: ISC
 *
 * sendmail/background - -odb: a queue run of one's own, where nobody else runs
 *
 * Source:  queue(5), wake-up.
 * Owns:    nothing.
 * Errors:  none: the message is queued whatever happens here.
 * Effects: starts runq, detached and with a clean environment, when the caller
 *          owns the queue and nothing reads public/runq.
 */
#ifndef SENDMAIL_BACKGROUND_H
#define SENDMAIL_BACKGROUND_H

void	background_run(void);

#endif
