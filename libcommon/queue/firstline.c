/* SPDX-License-Identifier: ISC */
#include "queue/firstline.h"

#include "base/num.h"

enum { AT_STATE = 9, AT_OFFSET = 11, OFFSET_LEN = 10, AT_SIZE = 22,
    SIZE_LEN = 20, AT_CRC = 43, CRC_LEN = 8 };

void
firstline_add(struct buf *out, const struct firstline *l)
{
	buf_addf(out, "POSTERN1 %c %010llu %020llu %08lx\n",
	    l->complete ? '+' : '-', (unsigned long long)l->content_at,
	    (unsigned long long)l->content_len, (unsigned long)l->crc);
}

static struct span
column(struct span s, size_t at, size_t len)
{
	return span_head(span_from(s, at), len);
}

bool
firstline_read(struct span s, struct firstline *l)
{
	uint64_t crc;

	if (s.len < FIRSTLINE_LEN || s.p[FIRSTLINE_LEN - 1] != '\n' ||
	    !span_starts(s, SPAN("POSTERN1 ")) ||
	    (s.p[AT_STATE] != '+' && s.p[AT_STATE] != '-') ||
	    s.p[AT_OFFSET - 1] != ' ' || s.p[AT_SIZE - 1] != ' ' ||
	    s.p[AT_CRC - 1] != ' ')
		return false;
	l->complete = s.p[AT_STATE] == '+';
	if (!num_uint(column(s, AT_OFFSET, OFFSET_LEN), INT64_MAX / 4,
	    &l->content_at) ||
	    !num_uint(column(s, AT_SIZE, SIZE_LEN), INT64_MAX / 4,
	    &l->content_len) ||
	    !num_hex(column(s, AT_CRC, CRC_LEN), UINT32_MAX, &crc))
		return false;
	l->crc = (uint32_t)crc;
	return true;
}
