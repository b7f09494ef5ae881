/* SPDX-License-Identifier: ISC
 *
 * base/ascii - character classes that do not depend on the locale
 *
 * Source:  US-ASCII.
 * Owns:    nothing.
 * Errors:  none; bytes above 127 belong to no class.
 * Effects: none.
 */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline char
ascii_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline bool
ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_alpha(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static inline bool
ascii_alnum(char c)
{
	return ascii_alpha(c) || ascii_digit(c);
}

static inline bool
ascii_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool
ascii_print(char c)
{
	return c >= ' ' && c < 0x7f;
}

/* A control byte: 0 to 31 and 127. Bytes above 127 are not. */
static inline bool
ascii_ctrl(char c)
{
	return ((unsigned char)c < ' ') || c == 0x7f;
}

/* The value of a hexadecimal digit, or -1. */
static inline int
ascii_hex(char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
