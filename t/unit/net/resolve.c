/* SPDX-License-Identifier: ISC */
#include "net/resolve.h"

#include "../suite.h"

/* A packet is put together from text: names are written in labels. */
static void
add_name(struct buf *out, const char *name)
{
	struct span rest = span_str(name), label;

	while (span_split(&rest, '.', &label) && label.len > 0) {
		buf_addc(out, (char)label.len);
		buf_addspan(out, label);
	}
	buf_addc(out, '\0');
}

static void
add_num(struct buf *out, unsigned n)
{
	buf_addc(out, (char)(n >> 8));
	buf_addc(out, (char)n);
}

static void
begin(struct buf *out, unsigned flags, unsigned answers, const char *question)
{
	add_num(out, 7);
	add_num(out, 0x8180 | flags);
	add_num(out, 1);
	add_num(out, answers);
	add_num(out, 0);
	add_num(out, 0);
	add_name(out, question);
	add_num(out, DNS_MX);
	add_num(out, 1);
}

static void
add_rr(struct buf *out, const char *owner, unsigned type, struct span data)
{
	add_name(out, owner);
	add_num(out, type);
	add_num(out, 1);
	add_num(out, 0);
	add_num(out, 300);
	add_num(out, (unsigned)data.len);
	buf_addspan(out, data);
}

static void
add_mx(struct buf *out, const char *owner, unsigned preference,
    const char *host)
{
	struct buf data = BUF_INIT;

	add_num(&data, preference);
	add_name(&data, host);
	add_rr(out, owner, DNS_MX, buf_span(&data));
	buf_clear(&data);
}

static void
add_alias(struct buf *out, const char *owner, const char *target)
{
	struct buf data = BUF_INIT;

	add_name(&data, target);
	add_rr(out, owner, DNS_CNAME, buf_span(&data));
	buf_clear(&data);
}

static enum resolved
read_packet(struct buf *p, struct resolve_answer *a, struct span *next)
{
	*a = (struct resolve_answer)RESOLVE_ANSWER_INIT;
	a->authentic = true;
	enum resolved got = resolve_read(buf_span(p), SPAN("A.test"), DNS_MX,
	    a, next);
	buf_clear(p);
	return got;
}

START_TEST(sorts_mail_hosts_and_leaves_nonsense_out)
{
	struct buf p = BUF_INIT;
	struct resolve_answer a;
	struct span next;

	begin(&p, 0x20, 4, "a.test");
	add_mx(&p, "a.test", 20, "two.test");
	add_mx(&p, "a.test", 10, "one.test");
	add_mx(&p, "a.test", 0, "");
	add_mx(&p, "other.test", 5, "other.test");
	ck_assert_int_eq(read_packet(&p, &a, &next), RESOLVED_OK);
	ck_assert(a.authentic);
	ck_assert_uint_eq(a.n, 2);
	resolve_sort(&a);
	ck_assert(span_is(a.rr[0].data, "one.test"));
	ck_assert_uint_eq(a.rr[1].preference, 20);
	resolve_clear(&a);
}
END_TEST

START_TEST(a_null_mx_is_no_host)
{
	struct buf p = BUF_INIT;
	struct resolve_answer a;
	struct span next;

	begin(&p, 0, 1, "a.test");
	add_mx(&p, "a.test", 0, "");
	ck_assert_int_eq(read_packet(&p, &a, &next), RESOLVED_NULL_MX);
	resolve_clear(&a);
	begin(&p, 0, 1, "a.test");
	add_mx(&p, "a.test", 10, "-bad-.test");
	ck_assert_int_eq(read_packet(&p, &a, &next), RESOLVED_INVALID);
	resolve_clear(&a);
}
END_TEST

START_TEST(follows_aliases_but_not_in_circles)
{
	struct buf p = BUF_INIT;
	struct resolve_answer a;
	struct span next;

	begin(&p, 0, 3, "a.test");
	add_mx(&p, "c.test", 10, "mx.test");	/* in any order */
	add_alias(&p, "b.test", "c.test");
	add_alias(&p, "a.test", "b.test");
	ck_assert_int_eq(read_packet(&p, &a, &next), RESOLVED_OK);
	ck_assert(span_is(a.name, "c.test"));
	ck_assert_uint_eq(next.len, 0);
	ck_assert(!a.authentic);
	resolve_clear(&a);

	begin(&p, 0, 1, "a.test");
	add_alias(&p, "a.test", "far.test");
	ck_assert_int_eq(read_packet(&p, &a, &next), RESOLVED_NO_DATA);
	ck_assert(span_is(next, "far.test"));
	resolve_clear(&a);

	begin(&p, 0, 2, "a.test");
	add_alias(&p, "a.test", "b.test");
	add_alias(&p, "b.test", "a.test");
	ck_assert_int_eq(read_packet(&p, &a, &next), RESOLVED_TEMP);
	resolve_clear(&a);
}
END_TEST

START_TEST(tells_no_from_perhaps)
{
	static const struct {
		unsigned	flags;
		enum resolved	wanted;
	} cases[] = {
		{ 0, RESOLVED_NO_DATA }, { 3, RESOLVED_NO_NAME },
		{ 2, RESOLVED_TEMP }, { 5, RESOLVED_TEMP },
		{ 1, RESOLVED_TEMP }, { 0x200, RESOLVED_TEMP },
	};
	struct buf p = BUF_INIT;
	struct resolve_answer a;
	struct span next;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(&p, cases[i].flags, 0, "a.test");
		ck_assert_int_eq(read_packet(&p, &a, &next), cases[i].wanted);
		resolve_clear(&a);
	}
	begin(&p, 0, 2, "a.test");		/* one is missing */
	add_mx(&p, "a.test", 10, "mx.test");
	ck_assert_int_eq(read_packet(&p, &a, &next), RESOLVED_TEMP);
	resolve_clear(&a);
	buf_adds(&p, "short");
	ck_assert_int_eq(read_packet(&p, &a, &next), RESOLVED_TEMP);
	resolve_clear(&a);
}
END_TEST

SUITE("net/resolve", sorts_mail_hosts_and_leaves_nonsense_out,
    a_null_mx_is_no_host, follows_aliases_but_not_in_circles,
    tells_no_from_perhaps)
