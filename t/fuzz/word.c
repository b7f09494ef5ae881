/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "msg/address.h"
#include "msg/word.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A name in a header is read again as it was, if it is text at all. */
static void
check_phrase(struct span name)
{
	struct buf h = BUF_INIT, back = BUF_INIT, text = BUF_INIT;
	struct address_list l;
	struct address a = ADDRESS_INIT;

	word_phrase(&h, name, "utf-8");
	for (size_t i = 0; i < h.len; i++)
		if (!ascii_print(h.s[i]))
			abort();
	buf_adds(&h, " <a@b>");
	address_list_init(&l, buf_span(&h), SIZE_MAX);
	if (!address_next(&l, &a) || !span_is(buf_span(&a.text), "a@b"))
		abort();
	address_name(&back, &a);
	if (utf8_is_ascii(name)) {
		for (size_t i = 0; i < name.len; i++)
			if (ascii_ctrl(name.p[i]))
				back.len = 0;
		if (back.len > 0 && !span_eq(buf_span(&back), name))
			abort();
	} else if (utf8_ok(name)) {
		word_decode(&text, buf_span(&back));
		if (!span_eq(buf_span(&text), name))
			abort();
	}
	buf_clear(&h);
	buf_clear(&back);
	buf_clear(&text);
	address_clear(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, word, rest;
	struct buf b = BUF_INIT;

	word_decode(&b, in);
	if (utf8_ok(in) && !utf8_ok(buf_span(&b)))
		abort();
	buf_reset(&b);
	word_encode(&b, in, "utf-8");
	rest = buf_span(&b);
	while (rest.len > 0 && span_split(&rest, ' ', &word))
		if (word.len > WORD_MAX)
			abort();
	buf_reset(&b);
	word_comment(&b, in, "utf-8");
	check_phrase(in);
	buf_clear(&b);
	return 0;
}
