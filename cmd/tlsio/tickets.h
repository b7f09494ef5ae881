/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/tickets - session tickets that all processes can open
 *
 * Source:  RFC 5077, RFC 8446 section 4.6.1; the file is in ticketfile.h.
 * Owns:    the directory's descriptor.
 * Errors:  without the file the keys are this process's own: logged.
 * Effects: reads the file, and replaces it when its first key is too old;
 *          only in the prepared process, not in its sessions.
 */
#ifndef TLSIO_TICKETS_H
#define TLSIO_TICKETS_H

#include <openssl/ssl.h>
#include <sys/types.h>

#include "ticketfile.h"

struct tickets {
	int		dir;		/* -1: keys are in memory only */
	int64_t		lifetime;
	int64_t		looked;		/* clock_ms of the last look */
	ino_t		seen;		/* of the file that was read */
	struct ticketkeys keys;
	EVP_CIPHER	*cipher;
};

/* Before rights are given up; the directory will be owner's. */
void	tickets_open(struct tickets *t, int64_t lifetime, uid_t owner,
	    gid_t group);
void	tickets_close(struct tickets *t);
/* Whether there are any. */
bool	tickets_offer(struct tickets *t, SSL_CTX *ctx);
/* Before a session is forked. */
void	tickets_refresh(struct tickets *t);

#endif
