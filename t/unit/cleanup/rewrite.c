/* SPDX-License-Identifier: ISC */
#include "../../../cmd/cleanup/rewrite.h"

#include "../unit.h"

static const struct settings plain = {
	.myorigin = "example.com", .mydomain = "com", .remote_domain = "",
	.append_at = true, .percent_hack = true, .swap_bangpath = true,
	.token_limit = 100,
};

static void
check(const struct settings *set, enum rewrite_context ctx, const char *in,
    const char *wanted)
{
	struct buf b = BUF_INIT;
	bool changed = rewrite_address(&b, set, ctx, span_str(in));

	ck_assert_str_eq(b.s, wanted);
	ck_assert_int_eq(changed, strcmp(in, wanted) != 0);
	buf_clear(&b);
}

START_TEST(addresses)
{
	check(&plain, REWRITE_LOCAL, "", "");
	check(&plain, REWRITE_LOCAL, "joe", "joe@example.com");
	check(&plain, REWRITE_LOCAL, "joe@", "joe@example.com");
	check(&plain, REWRITE_LOCAL, "joe@host", "joe@host");
	check(&plain, REWRITE_LOCAL, "joe@host.", "joe@host");
	check(&plain, REWRITE_LOCAL, "joe@.", "joe@.");
	check(&plain, REWRITE_LOCAL, "a@b@c.example", "a@b@c.example");
	check(&plain, REWRITE_LOCAL, "a!b!c", "b!c@a");
	check(&plain, REWRITE_LOCAL, "!c", "!c@example.com");
	check(&plain, REWRITE_LOCAL, "a%b%c", "a%b@c");
	check(&plain, REWRITE_LOCAL, "%c", "%c@example.com");
	check(&plain, REWRITE_LOCAL, "a b", "a b@example.com");
	check(&plain, REWRITE_NONE, "joe", "joe");
	check(&plain, REWRITE_NONE, "a!b", "a!b");
}
END_TEST

START_TEST(domains)
{
	struct settings set = plain;

	set.append_dot = true;
	check(&set, REWRITE_LOCAL, "joe@host", "joe@host.com");
	check(&set, REWRITE_LOCAL, "joe@host.", "joe@host.com");
	check(&set, REWRITE_LOCAL, "joe@a.b", "joe@a.b");
	check(&set, REWRITE_LOCAL, "joe@[::1]", "joe@[::1]");
	set.append_at = set.append_dot = false;
	check(&set, REWRITE_LOCAL, "joe", "joe");
	set.remote_domain = "domain.invalid";
	check(&set, REWRITE_REMOTE, "joe", "joe@domain.invalid");
	check(&set, REWRITE_REMOTE, "joe@host", "joe@host.domain.invalid");
	check(&set, REWRITE_REMOTE, "a!b", "a!b@domain.invalid");
}
END_TEST

START_TEST(headers)
{
	struct buf b = BUF_INIT;

	ck_assert(rewrite_header(&b, &plain, REWRITE_LOCAL,
	    SPAN(" joe (x),\n\tAnn\n <ann>, \"a b\"@c.example")));
	ck_assert_str_eq(b.s, " joe@example.com (x),\n\tAnn\n "
	    "<ann@example.com>, \"a b\"@c.example");
	buf_reset(&b);
	ck_assert(!rewrite_header(&b, &plain, REWRITE_LOCAL,
	    SPAN(" joe@c.example (x)")));
	ck_assert(!rewrite_header(&b, &plain, REWRITE_NONE, SPAN(" joe")));
	ck_assert_uint_eq(b.len, 0);
	buf_clear(&b);
}
END_TEST

UNIT("cleanup/rewrite", addresses, domains, headers)
