/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/protocols - protocol versions, as main.cf writes them
 *
 * Source:  Postfix postconf(5): smtpd_tls_mandatory_protocols: ">=TLSv1.2",
 *          "<=TLSv1.3", "!SSLv3", or the names that are allowed.
 * Owns:    nothing.
 * Errors:  false and the word that is no version.
 * Effects: none.
 */
#ifndef TLSIO_PROTOCOLS_H
#define TLSIO_PROTOCOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

struct protocols {
	int		min, max;	/* as OpenSSL numbers them; 0: any */
	uint64_t	without;	/* SSL_OP_NO_ bits */
};

bool	protocols_read(struct protocols *p, struct span list,
	    struct span *bad);

#endif
