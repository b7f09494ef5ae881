/* SPDX-License-Identifier: ISC */
#include "draft.h"

#include <stdlib.h>

#include "base/mem.h"

void
draft_init(struct draft *d, const struct queue *q)
{
	*d = (struct draft){ .own = SPAN_NONE };
	header_init(&d->reader, 0);
	spool_init(&d->body, q);
	spool_init(&d->fresh, q);
}

void
draft_clear(struct draft *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->fields[i].text);
	free(d->fields);
	header_clear(&d->reader);
	spool_clear(&d->body);
	spool_clear(&d->fresh);
	*d = (struct draft){ .own = SPAN_NONE, .body = d->body,
	    .fresh = d->fresh, .reader = d->reader };
}

static struct draft_field
copy(struct span text)
{
	return (struct draft_field){ span_dup(text), text.len };
}

void
draft_insert(struct draft *d, size_t at, struct span text)
{
	d->fields = mem_resize(d->fields, d->n + 1, sizeof(*d->fields));
	if (at > d->n)
		at = d->n;
	memmove(d->fields + at + 1, d->fields + at,
	    (d->n - at) * sizeof(*d->fields));
	d->fields[at] = copy(text);
	d->n++;
	if (d->own != SPAN_NONE && at <= d->own)
		d->own++;
}

void
draft_change(struct draft *d, size_t at, struct span text)
{
	free(d->fields[at].text);
	d->fields[at] = copy(text);
}

void
draft_delete(struct draft *d, size_t at)
{
	free(d->fields[at].text);
	d->n--;
	memmove(d->fields + at, d->fields + at + 1,
	    (d->n - at) * sizeof(*d->fields));
	if (d->own != SPAN_NONE && at < d->own)
		d->own--;
}

size_t
draft_find(const struct draft *d, struct span name, size_t n)
{
	for (size_t i = 0; i < d->n; i++) {
		struct span text = { d->fields[i].text, d->fields[i].len };

		if (i != d->own && span_caseeq(span_head(text,
		    header_name_len(text)), name) && (n <= 1 || --n == 0))
			return i;
	}
	return SPAN_NONE;
}

static enum out
begin_body(struct draft *d, struct span first, struct why *w)
{
	d->in_body = true;
	d->has_body = true;
	return spool_add(&d->body, first, w);
}

enum out
draft_add(struct draft *d, struct span bytes, struct why *w)
{
	struct header h;

	while (!d->in_body && bytes.len > 0)
		switch (header_take(&d->reader, &bytes, &h)) {
		case HEADER_FIELD:
			draft_insert(d, d->n, h.text);
			break;
		case HEADER_END:
			d->in_body = d->has_body = true;
			break;
		case HEADER_NOT:
			if (begin_body(d, h.text, w) != OUT_OK)
				return OUT_TEMP;
			break;
		case HEADER_MORE:
			break;
		}
	return spool_add(&d->body, bytes, w);
}

enum out
draft_finish(struct draft *d, struct why *w)
{
	struct header h;
	enum header_got got;

	while (!d->in_body) {
		got = header_finish(&d->reader, &h);
		if (got == HEADER_FIELD)
			draft_insert(d, d->n, h.text);
		else if (got == HEADER_NOT)
			return begin_body(d, h.text, w);
		else
			d->in_body = true;
	}
	return OUT_OK;
}

enum out
draft_replace(struct draft *d, struct span bytes, struct why *w)
{
	d->replacing = true;
	if (bytes.len > 0)
		d->last = bytes.p[bytes.len - 1];
	return spool_add(&d->fresh, bytes, w);
}

enum out
draft_replaced(struct draft *d, struct why *w)
{
	if (!d->replacing)
		return OUT_OK;
	if (d->fresh.size > 0 && d->last != '\n' &&
	    spool_add(&d->fresh, SPAN("\n"), w) != OUT_OK)
		return OUT_TEMP;
	struct spool old = d->body;

	d->body = d->fresh;
	d->fresh = old;
	spool_clear(&d->fresh);
	d->replacing = false;
	d->has_body = true;
	return OUT_OK;
}

void
draft_keep(struct draft *d)
{
	spool_clear(&d->fresh);
	d->replacing = false;
}
