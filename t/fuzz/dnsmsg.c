/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "wire/dnsmsg.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_data(struct dnsmsg *m, const struct dnsmsg_rr *rr)
{
	struct buf b = BUF_INIT;
	struct dnsmsg_tlsa t;
	char name[DNSMSG_NAME] = "";
	unsigned char addr[16];
	unsigned a, c, d;
	size_t len;
	struct dnsmsg copy;

	/* each on a fresh cursor, as a failure is for good */
	copy = *m, dnsmsg_addr(&copy, rr, addr, &len);
	copy = *m;
	if (dnsmsg_txt(&copy, rr, &b) && b.len > rr->len)
		abort();
	copy = *m;
	if (dnsmsg_tlsa(&copy, rr, &t) && t.data.len + 3 != rr->len)
		abort();
	copy = *m, dnsmsg_mx(&copy, rr, &a, name);
	copy = *m, dnsmsg_target(&copy, rr, name);
	copy = *m, dnsmsg_srv(&copy, rr, &a, &c, &d, name);
	if (strlen(name) >= DNSMSG_NAME)
		abort();
	for (const char *p = name; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			abort();
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dnsmsg m;
	struct dnsmsg_rr rr;

	if (!dnsmsg_open(&m, (struct span){ (const char *)data, size }))
		return 0;
	while (dnsmsg_next(&m, &rr))
		read_data(&m, &rr);
	return 0;
}
