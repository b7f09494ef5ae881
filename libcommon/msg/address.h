/* SPDX-License-Identifier: ISC
 *
 * msg/address - addresses: lists of them in headers, and their two forms
 *
 * Source:  RFC 5322 sections 3.2, 3.4, 4.4; RFC 5321 section 4.1.2. Junk is
 *          taken as Postfix takes it: words with only blanks between them are
 *          addresses of their own; what is not closed ends with the text.
 * Owns:    struct address its text buf; spans point into the parsed text.
 * Errors:  an address that has no faithful internal form is marked bad. A
 *          list is read up to max tokens.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/address.c.
 *
 * Internal form: local@domain with the local part unquoted ("a b"@c is
 * a b@c); the rightmost @ splits. Kept so everywhere inside; quoted at every
 * border (SMTP, header, log). "" is the null address.
 */
#ifndef MSG_ADDRESS_H
#define MSG_ADDRESS_H

#include "base/buf.h"

struct address {
	struct buf	text;		/* internal form */
	struct span	raw;		/* what stands for it in the list, no <> */
	struct span	phrase;		/* before <, quotes and all; else empty */
	struct span	comment;	/* inside of the first (), else empty */
	bool		bracket;	/* it was in <> */
	bool		group;		/* a member of a group */
	bool		bad;		/* control bytes, a quoted domain, ... */
};

#define ADDRESS_INIT	{ .text = BUF_INIT }

struct address_list {
	struct span	rest;		/* not read yet */
	const char	*stop;		/* up to here it has been looked ahead */
	size_t		left;		/* tokens */
	bool		group, full;	/* full: it stopped at max tokens */
};

void	address_clear(struct address *a);

void	address_list_init(struct address_list *l, struct span body, size_t max);
/* The next address; false at the end of the list. */
bool	address_next(struct address_list *l, struct address *a);

/* The name of a person that goes with it: phrase, or else comment, without
 * quotes. RFC 2047 words stay encoded (msg/word). */
void	address_name(struct buf *out, const struct address *a);

/* One address, as "a b"@c, <x@y> or Joe <x@y>: appends its internal form.
 * False, and out as it was, when that is not exactly one good address. */
bool	address_internal(struct buf *out, struct span text);
/* Appends the form for SMTP, headers and logs: the local part is quoted when
 * it must be. Control bytes become '?'. Bytes above 127 stay. */
void	address_external(struct buf *out, struct span internal);
/* A local part by itself, quoted when it must be; and whether it must not. */
void	address_quote(struct buf *out, struct span local);
bool	address_is_plain(struct span local);
/* Splits an internal form at the rightmost @: false without one (then all of
 * it is local). Either part may be empty. */
bool	address_split(struct span internal, struct span *local,
	    struct span *domain);

/* Copies a header body and lets map replace addresses: map gets an internal
 * form, and returns true when it has put another one into out. Phrases,
 * comments and folds stay. Returns whether anything was replaced. */
typedef bool	address_map(void *arg, struct span internal, struct buf *out);
bool	address_rewrite(struct buf *out, struct span body, size_t max,
	    address_map *map, void *arg);

#endif
