/* SPDX-License-Identifier: ISC
 *
 * table/aliassrc - lines of an aliases(5) file: "name: value, value"
 *
 * Source:  Postfix aliases(5), postalias(1); RFC 5322 for the quoting.
 * Owns:    nothing; results are appended to bufs of the caller.
 * Errors:  the reason why a line is none, or NULL.
 * Effects: none; safe on hostile input, see t/fuzz/aliassrc.c.
 */
#ifndef TABLE_ALIASSRC_H
#define TABLE_ALIASSRC_H

#include "base/buf.h"

/* The name loses its quotes; the value keeps them, with one blank behind each
 * comma. */
const char *aliassrc_line(struct span line, struct buf *name, struct buf *value);

#endif
