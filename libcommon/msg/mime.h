/* SPDX-License-Identifier: ISC
 *
 * msg/mime - walks over a message and says what each piece of it is
 *
 * Source:  RFC 2045, 2046; RFC 1847; the header classes of header_checks(5).
 * Owns:    its bufs; an event is good until the next call.
 * Errors:  none: what is malformed is body text. What strict readers mind is
 *          counted in flaws. Parts nest up to nesting deep, the rest is body;
 *          of a boundary boundary_max bytes count.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/mime.c.
 *
 * The texts of all events, with an LF behind each MIME_HEADER's, are the
 * message, so that a caller can copy it and change pieces on the way.
 */
#ifndef MSG_MIME_H
#define MSG_MIME_H

#include "msg/header.h"
#include "msg/mimetype.h"

enum mime_got {
	MIME_MORE,		/* all of *in is taken */
	MIME_HEADER,		/* a field: header; text is header.text */
	MIME_HEADER_END,	/* text is the empty line, or "" if it is missing */
	MIME_BODY,		/* a line, or a piece of a long one */
	MIME_BOUNDARY,		/* a boundary line */
	MIME_END		/* of mime_finish only */
};

enum mime_where {		/* where a header or body belongs */
	MIME_PRIMARY,		/* the message's own header and body */
	MIME_PART,		/* of a part of a multipart (mime_header_checks) */
	MIME_NESTED,		/* of a message in a message (nested_header_checks) */
	MIME_AROUND		/* body only: before the first and behind the last part */
};

enum {				/* flaws */
	MIME_DEEP	  = 1,	/* nesting limit */
	MIME_CUT	  = 2,	/* a header field longer than the limit */
	MIME_8BIT_HEADER  = 4,
	MIME_8BIT_IN_7BIT = 8,	/* in a body that claims to be 7bit */
	MIME_BAD_ENCODING = 16,	/* a composite type that is not identity */
	MIME_8BIT_SIGNED  = 32,	/* in a multipart/signed: not to be converted */
	MIME_8BIT_SEEN	  = 64	/* in any body */
};

struct mime_limits {
	size_t	header_size;	/* header_size_limit; 0: no bound */
	size_t	nesting;	/* mime_nesting_limit */
	size_t	boundary;	/* mime_boundary_length_limit */
};

struct mime_event {
	struct span	text;
	struct header	header;		/* of MIME_HEADER */
	enum mime_where	where;
};

struct mime {
	struct mime_limits limits;
	struct header_reader reader;
	struct buf	held;		/* a piece of a line, until it is whole */
	struct span	piece;		/* the one in work */
	struct mime_level *levels;	/* open multiparts, outermost first */
	size_t		depth, messages;
	enum mime_where	where;
	int		state;
	unsigned	flaws;
	bool		at_line;	/* piece begins a line */
	bool		held_used;
	/* what the header that is being read, or was read last, says */
	struct buf	type;		/* "text/plain"; "" if not said */
	struct buf	boundary;
	enum mime_encoding encoding;
	bool		has_encoding;
};

void	mime_init(struct mime *m, const struct mime_limits *limits);
void	mime_clear(struct mime *m);
/* Takes from the front of *in. Events may point into it: what *in led to must
 * stay until a call returns MIME_MORE. */
enum mime_got	mime_take(struct mime *m, struct span *in,
		    struct mime_event *ev);
enum mime_got	mime_finish(struct mime *m, struct mime_event *ev);

bool	mime_is_composite(const struct mime *m);	/* multipart or message */
bool	mime_is_signed(const struct mime *m);	/* in a multipart/signed */

#endif
