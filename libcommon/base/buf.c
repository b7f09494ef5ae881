/* SPDX-License-Identifier: ISC */
#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

char buf_nothing[1];

void
buf_init(struct buf *b)
{
	*b = (struct buf)BUF_INIT;
}

void
buf_clear(struct buf *b)
{
	if (b->cap > 0)
		free(b->s);
	buf_init(b);
}

void
buf_wipe(struct buf *b)
{
	if (b->cap > 0) {
		memset(b->s, 0, b->cap);
		/* or the compiler sees that nobody reads it again */
		__asm__ volatile("" : : "r"(b->s) : "memory");
	}
	buf_clear(b);
}

void
buf_reset(struct buf *b)
{
	buf_cut(b, 0);
}

void
buf_cut(struct buf *b, size_t len)
{
	if (len < b->len) {
		b->len = len;
		b->s[len] = '\0';
	}
}

void
buf_drop(struct buf *b, size_t n)
{
	if (n == 0)
		return;
	if (n > b->len)
		n = b->len;
	memmove(b->s, b->s + n, b->len - n);
	buf_cut(b, b->len - n);
}

char *
buf_room(struct buf *b, size_t n)
{
	size_t want = b->len + n + 1;

	if (want <= n)
		abort();
	if (want > b->cap) {
		size_t cap = b->cap < SIZE_MAX / 2 ? b->cap * 2 : want;

		if (cap < want)
			cap = want < 64 ? 64 : want;
		b->s = mem_resize(b->cap > 0 ? b->s : NULL, cap, 1);
		b->s[b->len] = '\0';
		b->cap = cap;
	}
	return b->s + b->len;
}

void
buf_grew(struct buf *b, size_t n)
{
	if (n == 0)
		return;
	b->len += n;
	b->s[b->len] = '\0';
}

char *
buf_detach(struct buf *b)
{
	buf_room(b, 0);
	char *s = b->s;
	buf_init(b);
	return s;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_room(b, n), p, n);
	buf_grew(b, n);
}

void
buf_addc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	buf_grew(b, 1);
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_addspan(struct buf *b, struct span s)
{
	buf_add(b, s.p, s.len);
}

void
buf_addlower(struct buf *b, struct span s)
{
	char *to = buf_room(b, s.len);

	for (size_t i = 0; i < s.len; i++)
		to[i] = ascii_lower(s.p[i]);
	buf_grew(b, s.len);
}

void
buf_addfv(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		abort();
	vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, fmt, ap);
	buf_grew(b, (size_t)n);
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(b, fmt, ap);
	va_end(ap);
}

void
buf_set(struct buf *b, struct span s)
{
	buf_reset(b);
	buf_addspan(b, s);
}

struct span
buf_span(const struct buf *b)
{
	return (struct span){ b->s, b->len };
}
