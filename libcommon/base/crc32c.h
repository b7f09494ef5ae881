/* SPDX-License-Identifier: ISC
 *
 * base/crc32c - the Castagnoli CRC
 *
 * Source:  RFC 3720 section 12.1 and appendix B.4.
 * Owns:    nothing.
 * Errors:  none.
 * Effects: none. Start with crc = 0; feed the result back in to go on.
 */
#ifndef BASE_CRC32C_H
#define BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

uint32_t	crc32c(uint32_t crc, const void *p, size_t len);

#endif
