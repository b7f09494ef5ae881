/* SPDX-License-Identifier: ISC */
#include "wrap.h"

#include "base/ascii.h"
#include "base/utf8.h"

enum { COLUMNS = 78, WORD_MOST = 900 };

static size_t
column(const struct buf *b)
{
	size_t lf = span_rfind(buf_span(b), '\n');

	return lf == SPAN_NONE ? b->len : b->len - lf - 1;
}

static void
add_word(struct buf *out, struct span word, const char *indent, size_t *col)
{
	if (*col > 0 && out->s[out->len - 1] != ' ') {
		if (*col + 1 + word.len > COLUMNS) {
			buf_addf(out, "\n%s", indent);
			*col = strlen(indent);
		} else {
			buf_addc(out, ' ');
			(*col)++;
		}
	}
	buf_addspan(out, word);
	*col += word.len;
}

void
wrap_add(struct buf *out, struct span text, const char *indent)
{
	size_t col = column(out);
	struct span word;

	while (span_word(&text, " \t\r\n", &word))
		for (; word.len > 0; word = span_from(word, WORD_MOST))
			add_word(out, span_head(word, WORD_MOST), indent,
			    &col);
}

void
wrap_clean(struct buf *out, struct span text, bool ascii)
{
	if (!ascii && !utf8_ok(text))
		ascii = true;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.p[i];

		buf_addc(out, ascii_ctrl(c) || (ascii && (c & 0x80) != 0) ?
		    '?' : c);
	}
}
