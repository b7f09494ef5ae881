/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "msg/address.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
keep(void *arg, struct span internal, struct buf *out)
{
	return false;
}

static bool
same(void *arg, struct span internal, struct buf *out)
{
	buf_addspan(out, internal);
	return true;
}

static void
list(struct buf *out, struct span in, size_t max)
{
	struct address_list l;
	struct address a = ADDRESS_INIT;
	struct buf form = BUF_INIT, back = BUF_INIT;

	address_list_init(&l, in, max);
	while (address_next(&l, &a)) {
		if (a.raw.p < in.p || a.raw.p + a.raw.len > in.p + in.len)
			abort();
		buf_addf(out, "%c%.*s\n", a.bad ? '!' : ' ',
		    SPAN_FMT(buf_span(&a.text)));
		address_name(&form, &a);
		buf_reset(&form);
		if (a.bad || a.text.len == 0)
			continue;
		/* What is good keeps its meaning on the way out and in. */
		address_external(&form, buf_span(&a.text));
		buf_reset(&back);
		if (!address_internal(&back, buf_span(&form)) ||
		    !span_eq(buf_span(&back), buf_span(&a.text)))
			abort();
		buf_reset(&form);
	}
	address_clear(&a);
	buf_clear(&form);
	buf_clear(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf one = BUF_INIT, two = BUF_INIT, copy = BUF_INIT;

	list(&one, in, size);
	address_rewrite(&copy, in, size, keep, NULL);
	if (!span_eq(buf_span(&copy), in))
		abort();
	/* Replacing each address by itself changes no address. */
	buf_reset(&copy);
	address_rewrite(&copy, in, size, same, NULL);
	list(&two, buf_span(&copy), copy.len);
	if (!span_eq(buf_span(&one), buf_span(&two)))
		abort();
	list(&two, in, 10);
	buf_clear(&one);
	buf_clear(&two);
	buf_clear(&copy);
	return 0;
}
