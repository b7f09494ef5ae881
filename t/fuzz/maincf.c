/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "conf/maincf.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read must read the same when it is written out again. */
static void
again(const struct maincf *m)
{
	struct maincf m2 = MAINCF_INIT;
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < m->n; i++)
		buf_addf(&text, "%.*s = %.*s\n", SPAN_FMT(m->entries[i].name),
		    SPAN_FMT(m->entries[i].value));
	if (maincf_parse(&m2, buf_span(&text), "x", NULL) != OUT_OK ||
	    m2.n > m->n)
		abort();
	for (size_t i = 0; i < m2.n && m2.n == m->n; i++)
		if (!span_eq(m->entries[i].value, m2.entries[i].value))
			abort();
	maincf_clear(&m2);
	buf_clear(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct maincf m = MAINCF_INIT;
	struct why w = WHY_INIT;
	struct span text = { (const char *)data, size };

	if (maincf_parse(&m, text, "main.cf", &w) == OUT_OK)
		again(&m);
	else if (w.text.len == 0)
		abort();
	maincf_clear(&m);
	why_clear(&w);
	return 0;
}
