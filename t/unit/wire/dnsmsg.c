/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/dnsmsg.h"

#define HEAD(flags, qd, an) "\x12\x34" flags "\0" qd "\0" an "\0\0\0\0"
#define QUESTION "\1a\2bc\0\0\x0f\0\1"	/* a.bc, at 12 */
#define RR(name, type, len) name "\0" type "\0\1\0\0\0\x3c\0" len

static const char mx[] = HEAD("\x81\xa0", "\1", "\3") QUESTION
    RR("\xc0\x0c", "\x0f", "\x07") "\0\x0a\2mx\xc0\x0c"
    RR("\xc0\x0c", "\x0f", "\x03") "\0\0\0"
    RR("\1x\xc0\x0e", "\1", "\4") "\1\2\3\4";

START_TEST(answers)
{
	struct dnsmsg m;
	struct dnsmsg_rr rr;
	char name[DNSMSG_NAME];
	unsigned preference;
	unsigned char addr[16];
	size_t len;

	ck_assert(dnsmsg_open(&m, (struct span){ mx, sizeof(mx) - 1 }));
	ck_assert_uint_eq(m.id, 0x1234);
	ck_assert(m.rcode == DNS_NOERROR && m.authentic && !m.truncated);
	ck_assert(dnsmsg_next(&m, &rr));
	ck_assert_str_eq(rr.name, "a.bc");
	ck_assert(rr.type == DNS_MX && rr.class == 1 && rr.ttl == 60);
	ck_assert(dnsmsg_mx(&m, &rr, &preference, name));
	ck_assert_uint_eq(preference, 10);
	ck_assert_str_eq(name, "mx.a.bc");
	ck_assert(dnsmsg_next(&m, &rr) && dnsmsg_mx(&m, &rr, &preference, name));
	ck_assert_str_eq(name, "");	/* null MX */
	ck_assert(dnsmsg_next(&m, &rr));
	ck_assert_str_eq(rr.name, "x.bc");
	ck_assert(dnsmsg_addr(&m, &rr, addr, &len) && len == 4);
	ck_assert(memcmp(addr, "\1\2\3\4", 4) == 0);
	ck_assert(!dnsmsg_next(&m, &rr) && !m.bad);
}
END_TEST

/* Every packet that ends too early is bad, and nothing is read behind it. */
START_TEST(cut_short)
{
	for (size_t n = 0; n < sizeof(mx) - 1; n++) {
		char *copy = malloc(n + 1);
		struct dnsmsg m;
		struct dnsmsg_rr rr;

		memcpy(copy, mx, n);
		dnsmsg_open(&m, (struct span){ copy, n });
		while (dnsmsg_next(&m, &rr))
			;
		ck_assert_msg(m.bad, "%zu bytes", n);
		free(copy);
	}
}
END_TEST

static bool
first(struct span packet, struct dnsmsg *m, struct dnsmsg_rr *rr)
{
	return dnsmsg_open(m, packet) && dnsmsg_next(m, rr);
}

START_TEST(names)
{
	struct dnsmsg m;
	struct dnsmsg_rr rr;
	char name[DNSMSG_NAME];
	struct buf b = BUF_INIT;

	ck_assert(first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\4a.\\\n\0", "\5", "\3") "\1b\0"), &m, &rr));
	ck_assert_str_eq(rr.name, "a\\046\\092\\010");
	ck_assert(dnsmsg_target(&m, &rr, name));
	ck_assert_str_eq(name, "b");
	/* to itself, forwards, into the header, a label of 64 */
	ck_assert(!first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\xc0\x0c", "\5", "\1") "\0"), &m, &rr));
	ck_assert(!first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\1a\xc0\x0e", "\5", "\1") "\0"), &m, &rr));
	ck_assert(!first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\xc0\x02", "\5", "\1") "\0"), &m, &rr));
	ck_assert(!first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\x40", "\5", "\1") "\0"), &m, &rr));
	/* longer than 255 bytes */
	buf_add(&b, HEAD("\x81\0", "\0", "\1"), 12);
	for (int i = 0; i < 127; i++)
		buf_adds(&b, "\1x");
	buf_add(&b, RR("\0", "\5", "\1") "\0", 12);
	ck_assert(first(buf_span(&b), &m, &rr));
	ck_assert_uint_eq(strlen(rr.name), 253);
	buf_cut(&b, 12 + 127 * 2);
	buf_add(&b, RR("\1x\0", "\5", "\1") "\0", 14);
	ck_assert(!first(buf_span(&b), &m, &rr));
	buf_clear(&b);
}
END_TEST

START_TEST(data)
{
	struct dnsmsg m;
	struct dnsmsg_rr rr;
	struct dnsmsg_tlsa t;
	struct buf b = BUF_INIT;
	char name[DNSMSG_NAME];
	unsigned char addr[16];
	unsigned prio, weight, port;
	size_t len;

	ck_assert(first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\0", "\x10", "\7") "\2ab\3c\0d"), &m, &rr));
	ck_assert(dnsmsg_txt(&m, &rr, &b));
	WANTS(&b, "abc\0d", "txt");
	ck_assert(first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\0", "\x10", "\3") "\3ab"), &m, &rr));
	ck_assert(!dnsmsg_txt(&m, &rr, &b) && b.len == 0 && m.bad);
	ck_assert(first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\0", "\x34", "\5") "\3\1\1xy"), &m, &rr));
	ck_assert(dnsmsg_tlsa(&m, &rr, &t));
	ck_assert(t.usage == 3 && t.selector == 1 && t.matching == 1);
	ck_assert(span_is(t.data, "xy"));
	ck_assert(first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\0", "\x21", "\x0a") "\0\1\0\2\0\x19\2ab\0"), &m, &rr));
	ck_assert(dnsmsg_srv(&m, &rr, &prio, &weight, &port, name));
	ck_assert(prio == 1 && weight == 2 && port == 25);
	ck_assert_str_eq(name, "ab");
	/* sizes that do not fit: an address of 3 bytes, a name with more behind */
	ck_assert(first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\0", "\1", "\3") "\1\2\3"), &m, &rr));
	ck_assert(!dnsmsg_addr(&m, &rr, addr, &len));
	ck_assert(first(SPAN(HEAD("\x81\0", "\0", "\1")
	    RR("\0", "\5", "\4") "\1b\0x"), &m, &rr));
	ck_assert(!dnsmsg_target(&m, &rr, name));
	/* no answer, but a question */
	ck_assert(!dnsmsg_open(&m, SPAN(HEAD("\x01\0", "\0", "\0"))));
	ck_assert(dnsmsg_open(&m, SPAN(HEAD("\x83\x03", "\0", "\0"))));
	ck_assert(m.rcode == DNS_NXDOMAIN && m.truncated);
}
END_TEST

SUITE("wire/dnsmsg", answers, cut_short, names, data)
