/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "agent/request.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was decoded says the same when it has been encoded and decoded. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct request one = REQUEST_INIT, two = REQUEST_INIT;
	struct buf out = BUF_INIT;

	if (request_decode(&one, (struct span){ (const char *)data, size })) {
		struct qfile f = QFILE_INIT;

		f.env = one.env;
		f.content_at = one.content_at;
		f.content_len = one.content_len;
		request_begin(&out, &one.id, &f, one.active, one.nexthop);
		size_t n = 0;
		while (n < one.env.nrcpts &&
		    request_rcpt(&out, &one.env.rcpts[n]))
			n++;
		request_end(&out);
		if (!request_decode(&two, buf_span(&out)) ||
		    two.env.nrcpts != n ||
		    !span_eq(two.env.sender, one.env.sender) ||
		    !span_eq(two.nexthop, one.nexthop))
			abort();
		for (size_t i = 0; i < n; i++)
			if (!span_eq(one.env.rcpts[i].addr,
			    two.env.rcpts[i].addr))
				abort();
	}
	request_clear(&one);
	request_clear(&two);
	buf_clear(&out);
	return 0;
}
