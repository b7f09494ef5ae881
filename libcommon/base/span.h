/* SPDX-License-Identifier: ISC
 *
 * base/span - a borrowed run of bytes
 *
 * Source:  none.
 * Owns:    nothing: a span points into memory of somebody else and dies with it.
 * Errors:  none; NUL bytes are data, case folding is ASCII only.
 * Effects: none.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *p;
	size_t	 len;
};

#define SPAN(lit)	((struct span){ "" lit, sizeof(lit) - 1 })
#define SPAN_FMT(s)	(int)(s).len, (s).p	/* for "%.*s" */
#define SPAN_NONE	((size_t)-1)

struct span	span_str(const char *s);		/* NULL reads as empty */
struct span	span_from(struct span s, size_t at);	/* without the first at bytes */
struct span	span_head(struct span s, size_t n);	/* at most the first n bytes */
struct span	span_trim(struct span s);		/* blanks, tabs, CR, LF at both ends */
bool	span_eq(struct span a, struct span b);
bool	span_caseeq(struct span a, struct span b);
bool	span_is(struct span a, const char *s);
bool	span_caseis(struct span a, const char *s);
int	span_cmp(struct span a, struct span b);		/* as memcmp, shorter first */
bool	span_starts(struct span s, struct span prefix);
bool	span_casestarts(struct span s, struct span prefix);
bool	span_ends(struct span s, struct span suffix);
size_t	span_find(struct span s, char c);		/* SPAN_NONE if absent */
size_t	span_rfind(struct span s, char c);

/* Take from the front of *s; -1 or false at its end. */
int	span_byte(struct span *s);
bool	span_split(struct span *s, char sep, struct span *part);	/* last part: rest of s */
bool	span_word(struct span *s, const char *blanks, struct span *word);
/* An element of a list as main.cf writes them: blanks and commas separate,
 * except within balanced { }. An element may so contain blanks. */
bool	span_element(struct span *s, struct span *element);

char	*span_dup(struct span s);			/* heap, NUL added */

#endif
