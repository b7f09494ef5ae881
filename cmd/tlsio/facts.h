/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/facts - what a finished handshake agreed on, and with whom
 *
 * Source:  wire/tlsfacts; the words are Postfix's, which log readers know.
 * Owns:    nothing.
 * Errors:  what cannot be found out stays empty; a common name with a NUL in
 *          it is none.
 * Effects: none.
 */
#ifndef TLSIO_FACTS_H
#define TLSIO_FACTS_H

#include <openssl/ssl.h>

#include "wire/tlsfacts.h"

/* All but f->matched. digest is that of fingerprints. */
void	facts_take(struct tlsfacts *f, SSL *ssl, const char *digest);

/* "AB:CD:...", of a certificate, and of its public key. */
bool	facts_cert_print(struct buf *out, X509 *x, const char *digest);
bool	facts_key_print(struct buf *out, X509 *x, const char *digest);

#endif
