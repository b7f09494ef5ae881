/* SPDX-License-Identifier: ISC
 *
 * route/uses - words by which parameters say where addresses are rewritten
 *
 * Source:  postconf(5): canonical_classes, masquerade_classes,
 *          propagate_unmatched_extensions.
 * Owns:    nothing.
 * Errors:  none.
 * Effects: none.
 */
#ifndef ROUTE_USES_H
#define ROUTE_USES_H

enum {
	USE_ENVELOPE_SENDER	= 1 << 0,
	USE_ENVELOPE_RCPT	= 1 << 1,
	USE_HEADER_SENDER	= 1 << 2,
	USE_HEADER_RCPT		= 1 << 3,

	USE_SENDER = USE_ENVELOPE_SENDER | USE_HEADER_SENDER
};

/* For param_words, in the order of the bits. */
#define USE_WORDS "envelope_sender envelope_recipient header_sender " \
	"header_recipient"

/* Which rewriting takes an unknown extension along:
 * propagate_unmatched_extensions. */
#define PROPAGATE_WORDS "canonical virtual alias forward include generic"
enum {
	PROPAGATE_CANONICAL	= 1 << 0,
	PROPAGATE_VIRTUAL	= 1 << 1,
	PROPAGATE_ALIAS		= 1 << 2,
	PROPAGATE_FORWARD	= 1 << 3,
	PROPAGATE_INCLUDE	= 1 << 4,
	PROPAGATE_GENERIC	= 1 << 5
};

#endif
