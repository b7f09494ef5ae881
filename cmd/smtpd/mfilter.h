/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/mfilter - milters hear what the client says
 *
 * Source:  Postfix MILTER_README: smtpd_milters, smtpd_milter_maps.
 * Owns:    the connections to them, for as long as the client's.
 * Errors:  what a milter refuses is replied and logged; then each returns
 *          false. A milter that fails gives its default action.
 * Effects: those of agent/milters. The content is not their business here:
 *          the door speaks to the same milters, over the same descriptors.
 */
#ifndef SMTPD_MFILTER_H
#define SMTPD_MFILTER_H

#include <stdbool.h>

#include "agent/milters.h"
#include "agent/submit.h"

struct conn;

struct mfilter {
	struct milters	 ms;
	bool		 hold, discard;	/* what they want of all messages... */
	bool		 hold_one, discard_one;	/* ...and of this one */
};

/* The client has come: true, greet it. */
bool	mfilter_connect(struct conn *c);
bool	mfilter_helo(struct conn *c);
/* args: of the command, "FROM:<a> SIZE=1". */
bool	mfilter_mail(struct conn *c, struct span args);
bool	mfilter_rcpt(struct conn *c, struct span args);
bool	mfilter_data(struct conn *c);
bool	mfilter_unknown(struct conn *c);
/* What the door must know of them. */
void	mfilter_hand_over(struct conn *c, struct submit *s);
/* The transaction has ended; lost: the door may have stopped half-way. */
void	mfilter_reset(struct conn *c, bool lost);
void	mfilter_close(struct conn *c);

#endif
