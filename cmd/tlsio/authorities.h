/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/authorities - whose signatures count
 *
 * Source:  Postfix postconf(5): smtpd_tls_CAfile, smtpd_tls_CApath,
 *          tls_append_default_CA.
 * Owns:    nothing.
 * Errors:  false and a reason in bad.
 * Effects: reads all certificates now, those of a directory as well: a session
 *          may open no file.
 */
#ifndef TLSIO_AUTHORITIES_H
#define TLSIO_AUTHORITIES_H

#include <openssl/ssl.h>

#include "settings.h"
#include "base/buf.h"

bool	authorities_load(SSL_CTX *ctx, const struct settings *set,
	    struct buf *bad);

#endif
