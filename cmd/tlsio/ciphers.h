/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/ciphers - the cipher list that a grade and exclusions stand for
 *
 * Source:  Postfix postconf(5): smtpd_tls_ciphers, smtpd_tls_exclude_ciphers,
 *          tls_medium_cipherlist, ...; the grades export and low mean medium,
 *          as there.
 * Owns:    nothing.
 * Errors:  false and a reason in bad.
 * Effects: none.
 */
#ifndef TLSIO_CIPHERS_H
#define TLSIO_CIPHERS_H

#include "base/buf.h"

bool	ciphers_build(struct buf *out, struct span grade, struct span exclude,
	    struct buf *bad);

#endif
