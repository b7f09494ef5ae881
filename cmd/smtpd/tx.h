/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/tx - one mail transaction: from MAIL to the end of its data
 *
 * Source:  RFC 5321 section 3.3.
 * Owns:    the parsed commands, and the recipients in its pool.
 * Errors:  none.
 * Effects: none.
 */
#ifndef SMTPD_TX_H
#define SMTPD_TX_H

#include "base/pool.h"
#include "forward.h"
#include "orders.h"
#include "queue/envelope.h"
#include "wire/dot.h"
#include "wire/smtpcmd.h"

enum bdat {
	BDAT_NONE,
	BDAT_BEGUN,		/* chunks have come, and are at the door */
	BDAT_FAILED		/* what is still to come is thrown away */
};

struct tx {
	bool		 open;		/* MAIL was accepted */
	bool		 handed;	/* the door has a part of it */
	enum bdat	 bdat;
	struct dot	 dot;		/* of the chunks */
	struct smtpcmd_mail mail;
	struct buf	 sasl_sender;	/* MAIL AUTH=, xtext; or empty */
	struct smtpcmd_rcpt rcpt;	/* the one being looked at */
	struct forward	 forward;
	struct pool	 pool;
	struct rcpt	*rcpts;
	size_t		 nrcpts, room;
	int64_t		 overshoot;
	struct orders	 orders;	/* of access tables */
	struct buf	 instance;	/* its name for policy servers */
	uint64_t	 size;		/* of the content, once all has come */
};

void	tx_init(struct tx *tx);
void	tx_clear(struct tx *tx);
void	tx_reset(struct tx *tx);
/* Takes over what tx->rcpt says. */
void	tx_add_rcpt(struct tx *tx);

#endif
