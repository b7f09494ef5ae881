/* SPDX-License-Identifier: ISC
 *
 * table/template - %s, %u, %d ... in queries and in what they give
 *
 * Source:  Postfix mysql_table(5), ldap_table(5): "query" and "result_format".
 * Owns:    nothing.
 * Errors:  template_check says what is wrong with one.
 * Effects: none; safe on hostile input, see t/fuzz/template.c.
 */
#ifndef TABLE_TEMPLATE_H
#define TABLE_TEMPLATE_H

#include "base/buf.h"

typedef void	template_quote(void *arg, struct buf *out, struct span s);

const char *template_check(const char *format);	/* NULL: it is fine */
/* False when the key lacks a part that the format asks for: then there is
 * nothing to look up. Nothing is then added. quote NULL: as it is. */
bool	template_query(struct buf *out, const char *format, struct span key,
	    template_quote *quote, void *arg);
/* The same for a value that was found; capitals and digits are the key's. */
bool	template_result(struct buf *out, const char *format, struct span value,
	    struct span key);
/* Whether the key has all that a result_format will need of it. */
bool	template_fits(const char *format, struct span key);

#endif
