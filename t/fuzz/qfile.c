/* SPDX-License-Identifier: ISC
 *
 * A queue file of any bytes: it loads or it does not, its content and journal
 * stay within the file, and it can be appended to.
 */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "queue/qfile.h"
#include "sys/io.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
use(struct qfile *f, size_t size)
{
	struct buf b = BUF_INIT;
	uint64_t at = 0;
	ssize_t n;

	if (f->content_at + f->content_len > size)
		abort();
	while ((n = qfile_content(f, &b, 100, at)) > 0)
		at += (uint64_t)n;
	if (n < 0 || at != f->content_len)
		abort();
	buf_reset(&b);
	if (qfile_append(f, SPAN("end\n")) < 0 ||
	    qfile_journal(f, &b, size + 4) < 0 ||
	    !span_ends(buf_span(&b), SPAN("end\n")))
		abort();
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[] = "/tmp/fuzz-qfile.XXXXXX";
	struct qfile f;
	int fd = mkstemp(name);

	if (fd < 0)
		abort();
	unlink(name);
	if (io_pwrite(fd, (struct span){ (const char *)data, size }, 0) < 0)
		abort();
	/* without the checksum, which a fuzzer would never guess */
	if (qfile_load(&f, fd, false, NULL) == QFILE_OK)
		use(&f, size);
	qfile_close(&f);
	return 0;
}
