/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "conf/template.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
count(void *ctx, int line, const char *what)
{
	if (line <= 0 || what[0] == '\0')
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	struct template t[TEMPLATES];
	struct buf out = BUF_INIT;

	template_init(t);
	template_parse(t, text, count, NULL);
	for (int i = 0; i < TEMPLATES; i++) {
		if (t[i].body.len == 0 || t[i].subject.p == NULL)
			abort();
		template_expand(&out, &t[i], NULL);
		buf_reset(&out);
	}
	buf_clear(&out);
	return 0;
}
