/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/draft - content that may still be changed: fields, and a body
 *
 * Source:  libmilter's smfi_addheader, smfi_insheader, smfi_chgheader,
 *          smfi_replacebody; Postfix's view of the first Received.
 * Owns:    copies of all fields, and the body's spool.
 * Errors:  OUT_TEMP and the reason, of the spool.
 * Effects: those of spool.
 *
 * Our own trace field is not shown to those who change headers: they count
 * without it. Who inserts a field counts with it.
 */
#ifndef CLEANUP_DRAFT_H
#define CLEANUP_DRAFT_H

#include "msg/header.h"
#include "spool.h"

struct draft_field {
	char	*text;		/* "Name: value", no last LF */
	size_t	 len;
};

struct draft {
	struct header_reader reader;
	struct draft_field *fields;
	size_t		 n;
	size_t		 own;		/* of our trace field; SPAN_NONE */
	bool		 in_body;
	bool		 has_body;	/* the empty line was there */
	struct spool	 body, fresh;
	bool		 replacing;	/* fresh is in the making */
	char		 last;		/* byte of it */
};

void	draft_init(struct draft *d, const struct queue *q);
void	draft_clear(struct draft *d);
/* The content, in any pieces, and its end. */
enum out	draft_add(struct draft *d, struct span bytes, struct why *w);
enum out	draft_finish(struct draft *d, struct why *w);

/* Where the n-th field of a name is (from 1); SPAN_NONE. */
size_t	draft_find(const struct draft *d, struct span name, size_t n);
/* Before the field at; at the end if there are less. */
void	draft_insert(struct draft *d, size_t at, struct span text);
void	draft_change(struct draft *d, size_t at, struct span text);
void	draft_delete(struct draft *d, size_t at);
/* A piece of another body: it replaces the old one at draft_replaced, or is
 * forgotten at draft_keep. */
enum out	draft_replace(struct draft *d, struct span bytes, struct why *w);
enum out	draft_replaced(struct draft *d, struct why *w);
void	draft_keep(struct draft *d);

#endif
