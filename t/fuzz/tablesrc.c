/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/io.h"
#include "table/source.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Keys and values have no blanks around them, and what is good is not empty;
 * written again as one line it reads the same. */
static void
pair(struct span line)
{
	struct span key, value, k2, v2;
	struct buf again = BUF_INIT;

	if (source_pair(line, &key, &value) != NULL)
		return;
	if (key.len == 0 || value.len == 0 ||
	    !span_eq(value, span_trim(value)))
		abort();
	buf_addspan(&again, key);
	buf_addc(&again, ' ');
	buf_addspan(&again, value);
	if (source_pair(buf_span(&again), &k2, &v2) != NULL ||
	    !span_eq(key, k2) || !span_eq(value, v2))
		abort();
	buf_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source s;
	struct span line;
	size_t last = 0;
	int fd[2];

	if (size > 32768 || io_pipe(fd) < 0)
		return 0;
	io_write(fd[1], (struct span){ (const char *)data, size });
	io_close(&fd[1]);
	source_from(&s, fd[0], "fuzz");
	while (source_next(&s, &line, NULL) == FOUND) {
		if (s.first <= last || s.first > s.number)
			abort();
		last = s.first;
		pair(line);
	}
	source_close(&s);
	return 0;
}
