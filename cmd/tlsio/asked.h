/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/asked - what is asked of one session
 *
 * Source:  the records A of the control socket; tlsio(8) has the names.
 * Owns:    its texts.
 * Errors:  false for a name or a value that is not known.
 * Effects: none; safe on hostile input, see t/fuzz/tlsio-asked.c.
 */
#ifndef TLSIO_ASKED_H
#define TLSIO_ASKED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum level {
	LEVEL_MAY, LEVEL_ENCRYPT, LEVEL_DANE, LEVEL_DANE_ONLY,
	LEVEL_FINGERPRINT, LEVEL_VERIFY, LEVEL_SECURE
};

struct asked {
	int64_t		log_level;
	int64_t		timeout;	/* seconds; 0: the parameter's */
	/* of a client only */
	enum level	level;
	struct buf	host;		/* the server's name: TLSA base domain */
	struct buf	sni;		/* "": none is sent */
	struct buf	match;		/* LF after each: names, ".domains", or
					 * fingerprints */
	struct buf	tlsa;		/* LF after each: "3 1 1 hex" */
	struct buf	protocols, ciphers, exclude;
	struct buf	anchors;	/* PEM: instead of all authorities */
	struct buf	session;	/* DER: to be resumed */
};

void	asked_init(struct asked *a);
void	asked_clear(struct asked *a);
bool	asked_take(struct asked *a, struct span pair);

#endif
