/* SPDX-License-Identifier: ISC
 *
 * table/sorter - puts any number of records in order, in bounded memory
 *
 * Source:  none. Sorted runs go to a file and are merged when they are read.
 * Owns:    the spill file's descriptor, and the records.
 * Errors:  FAILED when the spill file cannot be written or read.
 * Effects: the spill file, once there is more than one run.
 */
#ifndef TABLE_SORTER_H
#define TABLE_SORTER_H

#include <stdint.h>

#include "table/table.h"

struct sorter;

struct record_kv {		/* spans are good until the next sorter_next */
	uint64_t	 rank;
	struct span	 key, value;
	uint64_t	 line;
};

/* spill: a descriptor to an empty file, which the sorter owns. */
struct sorter	*sorter_new(int spill, size_t memory);
void	sorter_free(struct sorter *s);
enum found	sorter_add(struct sorter *s, const struct record_kv *r,
		    struct why *w);
size_t	sorter_count(const struct sorter *s);
uint64_t	sorter_bytes(const struct sorter *s);	/* of keys and values */
/* By rank, then key, then in the order in which they were added. FOUND until
 * ABSENT; nothing is added after the first call. */
enum found	sorter_next(struct sorter *s, struct record_kv *r, struct why *w);

#endif
