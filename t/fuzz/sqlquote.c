/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "sys/file.h"
#include "table/table.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A database that is asked for a key in quotes gives it back, whatever it is:
 * nothing in it can end the quotes. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct table *t;
	struct span key = { (const char *)data, size };
	struct buf value = BUF_INIT;
	struct why w = WHY_INIT;

	if (t == NULL) {
		char dir[] = "/tmp/sqlXXXXXX", path[32], spec[48];

		if (mkdtemp(dir) == NULL)
			abort();
		snprintf(path, sizeof(path), "%s/c", dir);
		snprintf(spec, sizeof(spec), "sqlite:%s", path);
		if (file_replace(path, SPAN("dbpath = :memory:\n"
		    "query = SELECT '%s'\n"), 0600) < 0)
			abort();
		t = table_open(span_str(spec), 0, &w);
		unlink(path);
		rmdir(dir);
	}
	if (t == NULL)		/* no SQLite on this machine */
		return 0;
	enum found got = table_get(t, key, &value, &w);
	bool asked = size > 0 && utf8_ok(key) &&
	    span_find(key, '\0') == SPAN_NONE;
	if (got != (asked ? FOUND : ABSENT) ||
	    (asked && !span_eq(key, buf_span(&value))))
		abort();
	buf_clear(&value);
	why_clear(&w);
	return 0;
}
