/* SPDX-License-Identifier: ISC */
#include "../../../cmd/runq/finish.h"

#include "../suite.h"

/* age, minimal, maximal, seconds to the next attempt */
START_TEST(backoff)
{
	static const int64_t c[][4] = {
		{ 0, 300, 4000, 300 },		{ 299, 300, 4000, 300 },
		{ 301, 300, 4000, 301 },	{ 2000, 300, 4000, 2000 },
		{ 4001, 300, 4000, 4000 },	{ 432000, 300, 4000, 4000 },
		{ -86400, 300, 4000, 300 },	/* a clock was set back */
		{ 0, 0, 4000, 1 },		{ 50, 100, 10, 10 },
		{ 0, 0, 0, 1 },
	};

	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++)
		ck_assert_int_eq(finish_backoff(c[i][0], c[i][1], c[i][2]),
		    c[i][3]);
}
END_TEST

SUITE("runq/finish", backoff)
