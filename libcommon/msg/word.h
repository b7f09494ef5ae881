/* SPDX-License-Identifier: ISC
 *
 * msg/word - text beyond ASCII in header fields
 *
 * Source:  RFC 2047; RFC 5322 section 3.2 (phrase, comment).
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  none: what is no encoded word, or is in a character set that is not
 *          known (UTF-8, US-ASCII and ISO-8859-1 are), stays as it is.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/word.c.
 */
#ifndef MSG_WORD_H
#define MSG_WORD_H

#include "base/buf.h"

enum { WORD_MAX = 75 };		/* an encoded word, RFC 2047 section 2 */

/* Text as encoded words of charset, with a blank between them; UTF-8 is never
 * torn. B or Q, whichever is shorter. */
void	word_encode(struct buf *out, struct span text, const char *charset);
/* A name for use before <address>: atoms as they are, else quoted, or encoded
 * when it holds bytes above 127. Control bytes become '?'. */
void	word_phrase(struct buf *out, struct span name, const char *charset);
/* The same for use inside (). */
void	word_comment(struct buf *out, struct span name, const char *charset);
/* Encoded words become UTF-8; blanks between two of them go. */
void	word_decode(struct buf *out, struct span in);

#endif
