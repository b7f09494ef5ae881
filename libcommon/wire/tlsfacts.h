/* SPDX-License-Identifier: ISC
 *
 * wire/tlsfacts - what is known of an encrypted connection
 *
 * Source:  tlsio(8), which tells them over its control socket, in records
 *          name=value. Texts that came from the other side are as they came,
 *          but for control bytes, which are '?'.
 * Owns:    its texts.
 * Errors:  a name that is not known is ignored: tlsio may be newer.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/tlsfacts.c.
 */
#ifndef WIRE_TLSFACTS_H
#define WIRE_TLSFACTS_H

#include "base/buf.h"

enum tlsfact {
	TLSFACT_PROTOCOL,	/* "TLSv1.3" */
	TLSFACT_CIPHER,		/* "TLS_AES_256_GCM_SHA384" */
	TLSFACT_BITS,		/* of its key, in decimal */
	TLSFACT_ALL_BITS,	/* that the algorithm has */
	TLSFACT_DETAILS,	/* "key-exchange X25519 server-signature ..." */
	TLSFACT_SUBJECT,	/* common names of the peer's certificate */
	TLSFACT_ISSUER,
	TLSFACT_CERT_PRINT,	/* fingerprints: "AB:CD:..." */
	TLSFACT_KEY_PRINT,
	TLSFACT_SNI,		/* the name that was asked for */
	TLSFACT_ALPN,
	TLSFACT_PROBLEM,	/* why the certificate is not trusted */
	TLSFACTS
};

struct tlsfacts {
	bool		on;		/* false: all else is empty */
	bool		reused;		/* a session of before goes on */
	bool		asked;		/* for the peer's certificate */
	bool		present;	/* and there is one */
	bool		trusted;	/* by a chain to an authority */
	bool		matched;	/* it is of the peer that was meant */
	struct buf	text[TLSFACTS];
};

void	tlsfacts_init(struct tlsfacts *f);
void	tlsfacts_clear(struct tlsfacts *f);
/* As without TLS; keeps the memory. */
void	tlsfacts_reset(struct tlsfacts *f);

struct span	tlsfacts_get(const struct tlsfacts *f, enum tlsfact id);
void	tlsfacts_set(struct tlsfacts *f, enum tlsfact id, struct span text);

/* All that there is, a record each; and one of them back. */
void	tlsfacts_write(struct buf *out, char letter, const struct tlsfacts *f);
void	tlsfacts_read(struct tlsfacts *f, struct span pair);

/* "Anonymous", "Untrusted", "Trusted", "Verified" */
const char *tlsfacts_trust(const struct tlsfacts *f);
/* "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-..." */
void	tlsfacts_describe(struct buf *out, const struct tlsfacts *f);

#endif
