/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/chain - private keys and certificate chains, from files in PEM
 *
 * Source:  Postfix postconf(5): smtpd_tls_chain_files (each key stands before
 *          its certificate and those that signed it; then the next key),
 *          smtpd_tls_cert_file, smtpd_tls_key_file.
 * Owns:    nothing: OpenSSL counts its references.
 * Errors:  false and a reason in bad.
 * Effects: reads the files.
 */
#ifndef TLSIO_CHAIN_H
#define TLSIO_CHAIN_H

#include <openssl/ssl.h>

#include "base/buf.h"

/* A list of files. */
bool	chain_load_files(SSL_CTX *ctx, const char *list, struct buf *bad);
/* A certificate, with what signed it, and its key in another file. */
bool	chain_load_pair(SSL_CTX *ctx, const char *cert_file,
	    const char *key_file, struct buf *bad);
/* Replaces what one session has by chains in PEM; name is for the reason. */
bool	chain_load_text(SSL *ssl, struct span pem, const char *name,
	    struct buf *bad);

/* The reasons that OpenSSL has for what went wrong, added behind ": ". */
void	chain_why(struct buf *bad);

#endif
