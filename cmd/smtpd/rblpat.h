/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/rblpat - patterns for answers of DNS lists: 127.0.0.[2;4..10]
 *
 * Source:  Postfix postconf(5), reject_rbl_client.
 * Owns:    nothing.
 * Errors:  false for what is no pattern.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtpd-rblpat.c.
 */
#ifndef SMTPD_RBLPAT_H
#define SMTPD_RBLPAT_H

#include "base/span.h"

/* False: it is no pattern. *match may be anything then. */
bool	rblpat_match(struct span pattern, const unsigned char addr[4],
	    bool *match);

#endif
