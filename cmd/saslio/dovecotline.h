/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/dovecotline - the lines of Dovecot's authentication protocol
 *
 * Source:  Dovecot authentication protocol, version 1: words with tabs between,
 *          in which \1 and a character stands for what may not be written.
 * Owns:    struct dovecotline its bufs; spans point into the line.
 * Errors:  DOVECOT_BAD for a line that says what it is and then is not that;
 *          DOVECOT_OTHER for what is not known, to be passed over.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/saslio-dovecot.c.
 */
#ifndef SASLIO_DOVECOTLINE_H
#define SASLIO_DOVECOTLINE_H

#include <stdint.h>

#include "facts.h"

enum { DOVECOTLINE_MAX = 65536 };

enum dovecot_kind {
	DOVECOT_VERSION,	/* number: the major one */
	DOVECOT_MECH,		/* name, properties */
	DOVECOT_SPID,
	DOVECOT_READY,		/* DONE: the handshake is over */
	DOVECOT_OK,		/* number: of the request; user */
	DOVECOT_FAIL,		/* number, user, reason, temp */
	DOVECOT_CONT,		/* number, data: decoded */
	DOVECOT_OTHER,
	DOVECOT_BAD
};

struct dovecotline {
	uint64_t	number;
	struct span	name;
	unsigned	properties;	/* SEC_* that tell against or for it */
	bool		hidden;		/* not for clients */
	bool		temp;
	struct buf	user, reason, data;
};

#define DOVECOTLINE_INIT { .user = BUF_INIT, .reason = BUF_INIT, \
			   .data = BUF_INIT }

/* line: without its end. What d held is replaced. */
enum dovecot_kind	dovecotline_read(struct dovecotline *d,
			    struct span line);
void	dovecotline_clear(struct dovecotline *d);

void	dovecotline_hello(struct buf *out, uint32_t pid);
void	dovecotline_auth(struct buf *out, uint32_t number,
	    struct span mechanism, const struct facts *f,
	    const struct span *initial);
void	dovecotline_cont(struct buf *out, uint32_t number, struct span said);
void	dovecotline_cancel(struct buf *out, uint32_t number);

#endif
