/* SPDX-License-Identifier: ISC */
#include "queue/id.h"

#include <string.h>

#include "sys/rand.h"

/* No vowels, so that no word appears; in ASCII order, so that ids sort. */
static const char digit[] =
    "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";

enum { BASE = 52, SEC = 6, USEC = 4, RAND = 6 };

/* The separator z is no digit of the random part, which is in base 51. */
static void
put(char *at, int n, unsigned base, uint64_t value)
{
	for (int i = n - 1; i >= 0; i--) {
		at[i] = digit[value % base];
		value /= base;
	}
}

static bool
take(const char *at, int n, unsigned base, uint64_t *value)
{
	*value = 0;
	for (int i = 0; i < n; i++) {
		const char *d = at[i] != '\0' ? strchr(digit, at[i]) : NULL;

		if (d == NULL || (size_t)(d - digit) >= base)
			return false;
		*value = *value * base + (uint64_t)(d - digit);
	}
	return true;
}

struct id
id_make(struct stamp now)
{
	struct id id = { "" };

	put(id.s, SEC, BASE, (uint64_t)now.sec);
	put(id.s + SEC, USEC, BASE, (uint64_t)now.usec);
	id.s[SEC + USEC] = 'z';
	put(id.s + SEC + USEC + 1, RAND, BASE - 1, rand_u32());
	return id;
}

bool
id_read(struct span s, struct id *id)
{
	uint64_t sec, usec, rnd;

	if (s.len != ID_LEN || s.p[SEC + USEC] != 'z')
		return false;
	if (!take(s.p, SEC, BASE, &sec) ||
	    !take(s.p + SEC, USEC, BASE, &usec) || usec >= 1000000 ||
	    !take(s.p + SEC + USEC + 1, RAND, BASE - 1, &rnd))
		return false;
	memcpy(id->s, s.p, ID_LEN);
	id->s[ID_LEN] = '\0';
	return true;
}

struct stamp
id_stamp(const struct id *id)
{
	uint64_t sec = 0, usec = 0;

	take(id->s, SEC, BASE, &sec);
	take(id->s + SEC, USEC, BASE, &usec);
	return (struct stamp){ (int64_t)sec, (int32_t)usec };
}
