/* SPDX-License-Identifier: ISC */
#include "near.h"

#include <stdlib.h>

#include "base/mem.h"
#include "conf/known.h"

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Insertions, deletions, changes; two neighbours swapped count as one. */
static size_t
distance(struct span a, struct span b)
{
	size_t w = b.len + 1, d;
	size_t *t = mem_array((a.len + 1) * w, sizeof(*t));

	for (size_t i = 0; i <= a.len; i++)
		t[i * w] = i;
	for (size_t j = 0; j <= b.len; j++)
		t[j] = j;
	for (size_t i = 1; i <= a.len; i++)
		for (size_t j = 1; j <= b.len; j++) {
			bool same = a.p[i - 1] == b.p[j - 1];

			t[i * w + j] = least(t[(i - 1) * w + j] + 1,
			    t[i * w + j - 1] + 1,
			    t[(i - 1) * w + j - 1] + (same ? 0 : 1));
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] &&
			    t[(i - 2) * w + j - 2] + 1 < t[i * w + j])
				t[i * w + j] = t[(i - 2) * w + j - 2] + 1;
		}
	d = t[a.len * w + b.len];
	free(t);
	return d;
}

const char *
near_name(struct span name)
{
	enum { LONGEST = 100, MOST = 4 };	/* differences that still count */
	size_t best = name.len / 4 < MOST ? name.len / 4 + 1 : MOST + 1;
	const char *found = NULL;

	if (name.len > LONGEST)
		return NULL;
	for (int p = 0; p < PARAM_COUNT; p++) {
		struct span k = span_str(known(p)->name);
		size_t apart = k.len > name.len ? k.len - name.len :
		    name.len - k.len;

		if (apart >= best)
			continue;
		size_t d = distance(name, k);
		if (d < best) {
			best = d;
			found = known(p)->name;
		}
	}
	return found;
}
