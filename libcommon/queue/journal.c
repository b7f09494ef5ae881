/* SPDX-License-Identifier: ISC */
#include "queue/journal.h"

#include "base/mem.h"
#include "base/num.h"
#include "queue/escape.h"

void
journal_add(struct buf *out, const struct note *n)
{
	stamp_add_decimal(out, n->when);
	buf_addf(out, " %zu %c ", n->rcpt, out_letter(n->out));
	escape_add_word(out, n->dsn);
	buf_addc(out, ' ');
	escape_add_word(out, n->relay);
	buf_addc(out, ' ');
	escape_add(out, n->text);
	buf_addc(out, '\n');
}

static bool
take_number(struct span *line, uint64_t max, uint64_t *out)
{
	struct span word;

	return span_split(line, ' ', &word) && num_uint(word, max, out);
}

/* The decoded values stand one behind the other in scratch. */
static bool
take_values(struct span line, struct note *n, struct buf *scratch)
{
	struct span dsn, relay;

	if (!span_split(&line, ' ', &dsn) || !span_split(&line, ' ', &relay) ||
	    line.p == NULL)
		return false;
	buf_reset(scratch);
	if (!escape_decode(scratch, dsn))
		return false;
	size_t a = scratch->len;
	if (!escape_decode(scratch, relay))
		return false;
	size_t b = scratch->len;
	if (!escape_decode(scratch, line))
		return false;
	struct span all = buf_span(scratch);
	n->dsn = span_head(all, a);
	n->relay = span_from(span_head(all, b), a);
	n->text = span_from(all, b);
	return true;
}

static bool
read_note(struct span line, struct note *n, struct buf *scratch)
{
	struct span when, letter;
	uint64_t rcpt;

	if (!span_split(&line, ' ', &when) ||
	    !stamp_read_decimal(when, &n->when) ||
	    !take_number(&line, SIZE_MAX / 2, &rcpt) ||
	    !span_split(&line, ' ', &letter) || letter.len != 1 ||
	    !out_from_letter(letter.p[0], &n->out))
		return false;
	n->rcpt = rcpt;
	return take_values(line, n, scratch);
}

bool
journal_take(struct span *in, struct note *n, struct buf *scratch)
{
	size_t end;

	while ((end = span_find(*in, '\n')) != SPAN_NONE) {
		struct span line = span_head(*in, end);

		*in = span_from(*in, end + 1);
		if (read_note(line, n, scratch))
			return true;
	}
	return false;
}

struct span *
journal_last(struct span text, size_t nrcpts)
{
	struct span *last = mem_array(nrcpts, sizeof(*last));
	struct buf scratch = BUF_INIT;
	struct span at = text;
	struct note n;

	while (journal_take(&text, &n, &scratch)) {
		if (n.rcpt < nrcpts)
			last[n.rcpt] = at;
		at = text;
	}
	buf_clear(&scratch);
	return last;
}
