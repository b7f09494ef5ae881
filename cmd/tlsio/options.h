/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/options - switches of OpenSSL
 *
 * Source:  Postfix postconf(5): tls_ssl_options, tls_disable_workarounds; the
 *          names are those of OpenSSL's SSL_OP_ constants.
 * Owns:    nothing.
 * Errors:  false and a reason for a name that is not known.
 * Effects: none.
 */
#ifndef TLSIO_OPTIONS_H
#define TLSIO_OPTIONS_H

#include <openssl/ssl.h>

#include "base/buf.h"

bool	options_set(SSL_CTX *ctx, struct buf *bad);
/* The bits that a list of names or hexadecimal numbers stands for. */
bool	options_read(struct span list, uint64_t *bits, struct span *bad);

#endif
