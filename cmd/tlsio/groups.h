/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/groups - the groups of the key exchange
 *
 * Source:  Postfix postconf(5): tls_eecdh_auto_curves, tls_ffdhe_auto_groups,
 *          smtpd_tls_eecdh_grade.
 * Owns:    nothing.
 * Errors:  names that OpenSSL does not know are passed over; false and a
 *          reason when there are others but none can be used.
 * Effects: none.
 */
#ifndef TLSIO_GROUPS_H
#define TLSIO_GROUPS_H

#include <openssl/ssl.h>

#include "base/buf.h"

bool	groups_set(SSL_CTX *ctx, const char *grade, struct buf *bad);

#endif
