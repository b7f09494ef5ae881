/* SPDX-License-Identifier: ISC
 *
 * texthash: a postmap source that is read into memory as it is.
 */
#include <stdlib.h>

#include "table/memtable.h"
#include "table/textfile.h"

/* In alias_maps it may be an aliases file, or one as Postfix wants it here. */
static struct table *
texthash_open(struct span name, unsigned flags, struct why *w)
{
	char *path = span_dup(name);
	struct table *t = textfile_open(path, flags, true, w);

	free(path);
	return t;
}

const struct table_type table_texthash = {
	.name = "texthash", .text = true, .fixed = true, .open = texthash_open,
	.get = memtable_get, .next = memtable_next, .close = memtable_close,
};
