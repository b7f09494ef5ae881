/* SPDX-License-Identifier: ISC
 *
 * mailbox/fromquote - the text of a message as mbox files hold it
 *
 * Source:  RFC 4155; the mboxo convention, as Postfix writes it.
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  none; every byte but a line's first "From " stays what it was.
 * Effects: none (no I/O).
 */
#ifndef MAILBOX_FROMQUOTE_H
#define MAILBOX_FROMQUOTE_H

#include "base/buf.h"

struct fromquote {
	int	matched;	/* bytes of "From " seen at a line's start; -1 */
};

#define FROMQUOTE_INIT	{ 0 }

/* The line above a message: From SENDER  Mon Nov 23 08:38:00 2026 */
void	fromquote_line(struct buf *out, struct span sender, int64_t now);
/* Takes the message in any pieces. */
void	fromquote_add(struct fromquote *q, struct buf *out, struct span in);
/* Ends its last line, and adds the empty line. */
void	fromquote_end(struct fromquote *q, struct buf *out);

#endif
