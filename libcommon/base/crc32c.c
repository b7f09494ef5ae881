/* SPDX-License-Identifier: ISC */
#include "base/crc32c.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <nmmintrin.h>

__attribute__((target("sse4.2")))
static uint32_t
by_instruction(uint32_t crc, const unsigned char *p, size_t len)
{
	uint64_t c = crc;

	for (; len >= 8; p += 8, len -= 8) {
		uint64_t word;

		memcpy(&word, p, 8);
		c = _mm_crc32_u64(c, word);
	}
	for (; len > 0; p++, len--)
		c = _mm_crc32_u8((uint32_t)c, *p);
	return (uint32_t)c;
}

/* Asked when needed, and once: in a virtual machine the question is slow, and
 * the compiler's own answer is prepared whenever a program starts. */
static bool
has_instruction(void)
{
	static int known;
	unsigned a, b, c, d;

	if (known == 0)
		known = __get_cpuid(1, &a, &b, &c, &d) != 0 &&
		    (c & bit_SSE4_2) != 0 ? 1 : -1;
	return known > 0;
}
#endif

/* Four bits at a time: the reflected polynomial 0x82f63b78. */
static const uint32_t nibble[16] = {
	0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1,
	0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
	0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9,
	0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

static uint32_t
by_table(uint32_t crc, const unsigned char *p, size_t len)
{
	for (; len > 0; p++, len--) {
		crc ^= *p;
		crc = nibble[crc & 15] ^ (crc >> 4);
		crc = nibble[crc & 15] ^ (crc >> 4);
	}
	return crc;
}

uint32_t
crc32c(uint32_t crc, const void *p, size_t len)
{
#if defined(__x86_64__)
	if (has_instruction())
		return ~by_instruction(~crc, p, len);
#endif
	return ~by_table(~crc, p, len);
}
