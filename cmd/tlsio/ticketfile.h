/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/ticketfile - the file of session ticket keys: read, and rotated
 *
 * Source:  one line a key, the newest first: when it was made, its name, the
 *          cipher's key and the MAC's key, in hexadecimal. A key makes tickets
 *          for one lifetime, and opens them for one more.
 * Owns:    nothing.
 * Errors:  a line that is damaged is no key: tickets made with it are not
 *          opened, which costs a full handshake.
 * Effects: none.
 */
#ifndef TLSIO_TICKETFILE_H
#define TLSIO_TICKETFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { TICKET_NAME = 16, TICKET_KEY = 32, TICKET_KEYS = 8 };

struct ticketkey {
	int64_t		made;		/* seconds since the Epoch */
	unsigned char	name[TICKET_NAME];
	unsigned char	cipher[TICKET_KEY], mac[TICKET_KEY];
};

struct ticketkeys {
	struct ticketkey key[TICKET_KEYS];	/* the newest first */
	size_t		 n;
};

void	ticketfile_read(struct ticketkeys *k, struct span text);
void	ticketfile_write(struct buf *out, const struct ticketkeys *k);
/* Whether the first may make tickets now. */
bool	ticketfile_fresh(const struct ticketkeys *k, int64_t now,
	    int64_t lifetime);
/* Puts one in front, and drops those that are too old. */
void	ticketfile_add(struct ticketkeys *k, const struct ticketkey *made,
	    int64_t lifetime);
/* NULL: no such key, or too old. */
const struct ticketkey *ticketfile_find(const struct ticketkeys *k,
	    const unsigned char name[TICKET_NAME], int64_t now,
	    int64_t lifetime);

#endif
