/* SPDX-License-Identifier: ISC */
#include "sys/rand.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sysexits.h>

void
rand_bytes(void *p, size_t n)
{
	unsigned char *at = p;

	while (n > 0) {
		ssize_t r = getrandom(at, n, 0);

		if (r < 0 && errno != EINTR)
			exit(EX_TEMPFAIL);
		if (r > 0) {
			at += r;
			n -= (size_t)r;
		}
	}
}

uint32_t
rand_u32(void)
{
	uint32_t r;

	rand_bytes(&r, sizeof(r));
	return r;
}
