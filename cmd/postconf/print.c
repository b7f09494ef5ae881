/* SPDX-License-Identifier: ISC */
#include "print.h"

#include <stdio.h>

#include "base/json.h"

enum { WIDTH = 80, INDENT = 4 };

/* The words with one blank between them, broken before column WIDTH if asked. */
static void
print_words(struct span text, bool fold)
{
	static const char blanks[] = " \t\r\n\v\f";
	struct span word;
	size_t column = 0;

	while (span_word(&text, blanks, &word)) {
		if (column == 0)
			;
		else if (fold && column + word.len + 1 >= WIDTH &&
		    column > INDENT) {
			fputs("\n    ", stdout);
			column = INDENT;
		} else {
			putchar(' ');
			column++;
		}
		fwrite(word.p, 1, word.len, stdout);
		column += word.len;
	}
	putchar('\n');
}

static void
print_json(const char *left, struct span value)
{
	struct buf b = BUF_INIT;

	buf_addc(&b, '{');
	json_string(&b, span_str(left));
	buf_adds(&b, ": ");
	json_string(&b, value);
	puts((buf_adds(&b, "}"), b.s));
	buf_clear(&b);
}

void
print_setting(const struct opts *o, const char *left, struct span value)
{
	struct buf b = BUF_INIT;

	if (o->json) {
		print_json(left, value);
		return;
	}
	if (o->hide_value)
		buf_adds(&b, left);
	else if (o->hide_name)
		buf_addspan(&b, value);
	else
		buf_addf(&b, "%s = %.*s", left, SPAN_FMT(value));
	print_words(buf_span(&b), o->fold);
	buf_clear(&b);
}
