/* SPDX-License-Identifier: ISC
 *
 * base/buf - a byte buffer that grows
 *
 * Source:  none.
 * Owns:    its bytes. s is never NULL, s[len] is NUL, NUL bytes before it are
 *          data. A pointer into s is good until the next buf_add.
 * Errors:  none (see base/mem).
 * Effects: none.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "base/span.h"

struct buf {
	char	*s;
	size_t	 len, cap;
};

extern char buf_nothing[1];

#define BUF_INIT	{ buf_nothing, 0, 0 }

void	buf_init(struct buf *b);
void	buf_clear(struct buf *b);		/* frees, leaves it usable and empty */
void	buf_wipe(struct buf *b);		/* buf_clear, for secrets: zeros first */
void	buf_reset(struct buf *b);		/* empties, keeps the memory */
void	buf_cut(struct buf *b, size_t len);	/* no longer than len */
void	buf_drop(struct buf *b, size_t n);	/* removes the first n bytes */
char	*buf_room(struct buf *b, size_t n);	/* n writable bytes at s + len; then buf_grew */
void	buf_grew(struct buf *b, size_t n);
char	*buf_detach(struct buf *b);		/* the heap string, b becomes empty */

void	buf_add(struct buf *b, const void *p, size_t n);
void	buf_addc(struct buf *b, char c);
void	buf_adds(struct buf *b, const char *s);
void	buf_addspan(struct buf *b, struct span s);
void	buf_addlower(struct buf *b, struct span s);	/* ASCII lower case */
void	buf_addf(struct buf *b, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	buf_addfv(struct buf *b, const char *fmt, va_list ap)
	    __attribute__((format(printf, 2, 0)));
void	buf_set(struct buf *b, struct span s);	/* becomes a copy of s */

struct span	buf_span(const struct buf *b);

#endif
