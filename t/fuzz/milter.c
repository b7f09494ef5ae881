/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "wire/milter.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_reply(struct span data)
{
	struct buf text = BUF_INIT;
	int code = 0;

	if (milter_reply(data, &code, &text)) {
		if (code < 400 || code > 599)
			abort();
		for (size_t i = 0; i < text.len; i++)
			if (ascii_ctrl(text.s[i]) && text.s[i] != '\n')
				abort();
	}
	buf_clear(&text);
}

/* Packets come out as they went in; strings hold no NUL; replies are printable
 * lines of a code that refuses. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct span in = { (const char *)bytes, size }, data, s;
	char letter;

	while (milter_take(&in, &letter, &data) == MILTER_OK) {
		struct buf again = BUF_INIT;
		uint32_t n;

		size_t begun = milter_begin(&again, letter);
		buf_addspan(&again, data);
		milter_end(&again, begun);
		if (again.len != data.len + 5 || memcmp(again.s,
		    data.p - 5, again.len) != 0)
			abort();
		buf_clear(&again);
		check_reply(data);
		milter_take_u32(&data, &n);
		while (milter_take_str(&data, &s))
			if (span_find(s, '\0') != SPAN_NONE)
				abort();
	}
	return 0;
}
