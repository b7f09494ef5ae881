/* SPDX-License-Identifier: ISC
 *
 * wire/domain - host names and address literals
 *
 * Source:  RFC 1123 section 2.1; RFC 5321 sections 4.1.2, 4.1.3; RFC 6531.
 * Owns:    nothing.
 * Errors:  false for what is none. At most 255 bytes, 63 a label.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtpcmd.c.
 */
#ifndef WIRE_DOMAIN_H
#define WIRE_DOMAIN_H

#include "base/span.h"

enum { DOMAIN_MAX = 255, DOMAIN_LABEL_MAX = 63 };

/* Letters, digits, hyphens and underscores in labels; with utf8 also bytes of
 * valid UTF-8. A name of digits and dots only is none. */
bool	domain_ok(struct span name, bool utf8);
/* [1.2.3.4] or [IPv6:2001:db8::1]; *addr is the address itself. */
bool	domain_literal(struct span text, struct span *addr);

#endif
