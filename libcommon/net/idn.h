/* SPDX-License-Identifier: ISC
 *
 * net/idn - the two forms of an internationalised domain name
 *
 * Source:  RFC 5890, RFC 5891; UTS 46, nontransitional.
 * Owns:    nothing.
 * Errors:  false, and out as it was, for a name that has no such form, and
 *          where libidn2 is missing.
 * Effects: loads libidn2 when first asked about such a name.
 */
#ifndef NET_IDN_H
#define NET_IDN_H

#include "base/buf.h"

/* Appends the form for the DNS: xn-- labels. */
bool	idn_ascii(struct buf *out, struct span domain);
/* Appends the form that people read. */
bool	idn_unicode(struct buf *out, struct span domain);
/* The one of these that domain is not in; false for names that have one form
 * only, nearly all. */
bool	idn_other(struct buf *out, struct span domain);

#endif
