/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/authlink - a worker's conversation with saslio
 *
 * Source:  agent/auth.
 * Owns:    the descriptors to saslio, until authlink_close: one conversation
 *          serves one session after another.
 * Errors:  AUTH_TEMP with the reason; the next request then asks for another
 *          saslio.
 * Effects: asks for saslio, and talks to it.
 */
#ifndef SMTPD_AUTHLINK_H
#define SMTPD_AUTHLINK_H

#include "agent/auth.h"
#include "link.h"

struct conn;

struct authlink {
	struct link	*link;
	struct auth	 auth;
	int		 in, out;
	bool		 open;
	struct buf	 list[2];	/* mechanisms, without and with TLS */
	bool		 listed[2];
};

void	authlink_init(struct authlink *al, struct link *link);
void	authlink_close(struct authlink *al);

/* The mechanisms for this connection. False, logged: they cannot be had now;
 * out then has what a server most likely offers. */
bool	authlink_list(struct authlink *al, const struct conn *c,
	    struct buf *out);
/* As agent/auth. */
enum auth_step	authlink_begin(struct authlink *al, const struct conn *c,
		    struct span mechanism, const struct span *initial,
		    struct auth_turn *t);
enum auth_step	authlink_next(struct authlink *al, struct span said,
		    struct auth_turn *t);
void	authlink_cancel(struct authlink *al);

#endif
