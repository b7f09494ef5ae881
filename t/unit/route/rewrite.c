/* SPDX-License-Identifier: ISC */
#include "route/rewrite.h"

#include "../unit.h"

static const struct rewrite plain = {
	.origin = "example.com", .domain = "com", .remote = "",
	.append_at = true, .percent_hack = true, .swap_bangpath = true,
};

static void
check(const struct rewrite *r, enum rewrite_context ctx, const char *in,
    const char *wanted)
{
	struct explain e = EXPLAIN_INIT;
	struct buf b = BUF_INIT;

	buf_adds(&b, "x@y");	/* what is there already stays */
	bool changed = rewrite_address(&b, r, ctx, span_str(in), &e);

	ck_assert_str_eq(b.s + 3, wanted);
	ck_assert_int_eq(changed, strcmp(in, wanted) != 0);
	ck_assert_uint_eq(e.n, changed);
	explain_clear(&e);
	buf_clear(&b);
}

START_TEST(addresses)
{
	check(&plain, REWRITE_LOCAL, "", "");
	check(&plain, REWRITE_LOCAL, "joe", "joe@example.com");
	check(&plain, REWRITE_LOCAL, "joe@host", "joe@host");
	check(&plain, REWRITE_LOCAL, "joe@host.", "joe@host");
	check(&plain, REWRITE_LOCAL, "joe@host..", "joe@host..");
	check(&plain, REWRITE_LOCAL, "joe@", "joe@");
	check(&plain, REWRITE_LOCAL, "joe@.", "joe@.");
	check(&plain, REWRITE_LOCAL, "@", "@");
	check(&plain, REWRITE_LOCAL, "@host", "@host");
	check(&plain, REWRITE_LOCAL, "a@b@c.example", "a@b@c.example");
	check(&plain, REWRITE_LOCAL, "a b", "a b@example.com");
	check(&plain, REWRITE_LOCAL, ".", ".@example.com");
	check(&plain, REWRITE_NONE, "joe", "joe");
	check(&plain, REWRITE_NONE, "a!b", "a!b");
}
END_TEST

START_TEST(routes)
{
	struct rewrite r = plain;

	check(&plain, REWRITE_LOCAL, "@a,@b:joe@c", "joe@c");
	check(&plain, REWRITE_LOCAL, "@a:joe", "joe@example.com");
	check(&plain, REWRITE_LOCAL, "@a:", "@a:");
	check(&plain, REWRITE_LOCAL, "x@a:b", "x@a:b");
	check(&plain, REWRITE_LOCAL, "a!b!c", "b!c@a");
	check(&plain, REWRITE_LOCAL, "a!b@c", "a!b@c");
	check(&plain, REWRITE_LOCAL, "a.!b", "b@a");
	check(&plain, REWRITE_LOCAL, "!c", "c@");
	check(&plain, REWRITE_LOCAL, "c!", "@c");
	check(&plain, REWRITE_LOCAL, "a%b%c", "a%b@c");
	check(&plain, REWRITE_LOCAL, "a%b!c", "c@a%b");
	check(&plain, REWRITE_LOCAL, "%c", "@c");
	check(&plain, REWRITE_LOCAL, "c%", "c@");
	check(&plain, REWRITE_LOCAL, "a b!c", "a b!c@example.com");
	check(&plain, REWRITE_LOCAL, "a%b.", "a%b.@example.com");
	r.percent_hack = r.swap_bangpath = false;
	check(&r, REWRITE_LOCAL, "a!b", "a!b@example.com");
	check(&r, REWRITE_LOCAL, "a%b", "a%b@example.com");
	r.host = "mx.example.com";
	check(&r, REWRITE_LOCAL, "joe@", "joe@mx.example.com");
	check(&r, REWRITE_LOCAL, "@", "@");
	r.swap_bangpath = true;
	check(&r, REWRITE_LOCAL, "!joe", "joe@mx.example.com");
}
END_TEST

START_TEST(domains)
{
	struct rewrite r = plain;

	r.append_dot = true;
	check(&r, REWRITE_LOCAL, "joe@host", "joe@host.com");
	check(&r, REWRITE_LOCAL, "joe@host.", "joe@host");
	check(&r, REWRITE_LOCAL, "joe@a.b", "joe@a.b");
	check(&r, REWRITE_LOCAL, "joe@[::1]", "joe@[::1]");
	check(&r, REWRITE_LOCAL, "joe@", "joe@");
	check(&r, REWRITE_LOCAL, "a!b", "b@a.com");
	check(&r, REWRITE_LOCAL, "joe%host", "joe@host.com");
	r.origin = "here";
	check(&r, REWRITE_LOCAL, "joe", "joe@here.com");
	r.append_at = false;
	check(&r, REWRITE_LOCAL, "joe", "joe");
	check(&r, REWRITE_LOCAL, "joe.", "joe.");
	r.append_at = true;
	r.remote = "domain.invalid";
	check(&r, REWRITE_REMOTE, "joe", "joe@domain.invalid");
	check(&r, REWRITE_REMOTE, "joe@host", "joe@host.domain.invalid");
	check(&r, REWRITE_REMOTE, "a!b", "b@a.domain.invalid");
	r.append_dot = false;
	check(&r, REWRITE_REMOTE, "joe@host", "joe@host");
	r.append_at = false;
	check(&r, REWRITE_REMOTE, "joe", "joe");
}
END_TEST

UNIT("route/rewrite", addresses, routes, domains)
