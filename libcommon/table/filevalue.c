/* SPDX-License-Identifier: ISC */
#include "table/filevalue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "msg/base64.h"
#include "sys/file.h"
#include "table/type.h"

enum { FILES_MAX = 32 << 20 };

static enum found
add_file(struct buf *out, struct span name, struct why *w)
{
	char *path = span_dup(name);

	if (out->len > 0)
		buf_addc(out, '\n');
	int r = file_read(AT_FDCWD, path, out, FILES_MAX);
	enum found got = r == 0 ? FOUND :
	    table_fail_errno(w, errno, "open %s", path);

	free(path);
	return got;
}

enum found
filevalue_read(struct buf *value, struct why *w)
{
	struct buf content = BUF_INIT;
	struct span list = buf_span(value), name;
	enum found got = FOUND;

	while (got == FOUND && span_element(&list, &name))
		got = add_file(&content, name, w);
	buf_set(value, buf_span(&content));
	buf_clear(&content);
	return got;
}

enum found
filevalue_decode(struct buf *value, struct why *w)
{
	struct buf content = BUF_INIT;
	bool good = base64_decode(&content, buf_span(value));

	if (good)
		buf_set(value, buf_span(&content));
	else
		why_temp(w, "4.3.5", "the value is not base64: was the table "
		    "made without -F?");
	buf_clear(&content);
	return good ? FOUND : FAILED;
}
