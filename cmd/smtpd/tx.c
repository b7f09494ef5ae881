/* SPDX-License-Identifier: ISC */
#include "tx.h"

#include <stdlib.h>

#include "base/mem.h"

void
tx_init(struct tx *tx)
{
	*tx = (struct tx){ .mail = SMTPCMD_MAIL_INIT, .sasl_sender = BUF_INIT,
	    .rcpt = SMTPCMD_RCPT_INIT, .pool = POOL_INIT,
	    .instance = BUF_INIT };
	forward_init(&tx->forward);
}

void
tx_clear(struct tx *tx)
{
	tx_reset(tx);
	forward_clear(&tx->forward);
	smtpcmd_mail_clear(&tx->mail);
	smtpcmd_rcpt_clear(&tx->rcpt);
	buf_clear(&tx->sasl_sender);
	buf_clear(&tx->instance);
	free(tx->rcpts);
	tx->rcpts = NULL;
	tx->room = 0;
}

void
tx_reset(struct tx *tx)
{
	tx->open = tx->handed = false;
	tx->bdat = BDAT_NONE;
	tx->dot = (struct dot)DOT_INIT;
	tx->nrcpts = 0;
	tx->overshoot = 0;
	forward_reset(&tx->forward);
	tx->size = 0;
	orders_clear(&tx->orders);
	buf_reset(&tx->instance);
	buf_reset(&tx->mail.address);
	buf_reset(&tx->sasl_sender);
	buf_reset(&tx->rcpt.address);
	pool_clear(&tx->pool);
}

void
tx_add_rcpt(struct tx *tx)
{
	struct rcpt r = {
		.addr = pool_span(&tx->pool, buf_span(&tx->rcpt.address)),
		.orcpt = pool_span(&tx->pool, buf_span(&tx->rcpt.orcpt)),
		.notify = tx->rcpt.notify,
		.state = RCPT_TODO,
	};

	if (tx->nrcpts == tx->room) {
		tx->room = tx->room == 0 ? 8 : tx->room * 2;
		tx->rcpts = mem_resize(tx->rcpts, tx->room,
		    sizeof(*tx->rcpts));
	}
	tx->rcpts[tx->nrcpts++] = r;
}
