/* SPDX-License-Identifier: ISC
 *
 * base/utf8 - well-formed UTF-8
 *
 * Source:  RFC 3629 section 4.
 * Owns:    nothing.
 * Errors:  false for overlong forms, surrogates, and what is above U+10FFFF.
 * Effects: none.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/buf.h"

bool	utf8_ok(struct span s);
bool	utf8_is_ascii(struct span s);
/* Bytes of the character at the front of s; 0 when it is not well formed. */
size_t	utf8_len(struct span s);
void	utf8_add(struct buf *out, uint32_t c);

#endif
