/* SPDX-License-Identifier: ISC
 *
 * table/textfile - a source of postmap or postalias, read into memory
 *
 * Source:  Postfix postmap(1), aliases(5).
 * Owns:    the returned table, as of memtable_new.
 * Errors:  NULL and the reason; a line that is wrong is told by log_warn, and
 *          a key without a value answers FAILED.
 * Effects: reads the file.
 */
#ifndef TABLE_TEXTFILE_H
#define TABLE_TEXTFILE_H

#include "table/table.h"

/* TABLE_ALIAS in flags says which format it has; either: with TABLE_ALIAS lines
 * in the other format, without a colon after the name, are taken as well. */
struct table	*textfile_open(const char *path, unsigned flags, bool either,
		    struct why *w);

#endif
