/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include <openssl/ssl.h>

#include "../../../cmd/tlsio/protocols.h"
#include "../../../cmd/tlsio/ciphers.h"
#include "../../../cmd/tlsio/options.h"

static void
wants(const char *list, int min, int max, uint64_t without)
{
	struct protocols p;
	struct span bad;

	ck_assert_msg(protocols_read(&p, span_str(list), &bad), "%s", list);
	ck_assert_int_eq(p.min, min);
	ck_assert_int_eq(p.max, max);
	ck_assert_msg(p.without == without, "%s: %#llx", list,
	    (unsigned long long)p.without);
}

START_TEST(ranges_and_lists)
{
	uint64_t old = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1;

	wants("", 0, 0, 0);
	wants(">=TLSv1.2", TLS1_2_VERSION, 0, 0);
	wants(">=TLSv1.2, <=TLSv1.3", TLS1_2_VERSION, TLS1_3_VERSION, 0);
	wants(">=None <=none", 0, 0, 0);
	wants(">=0303", TLS1_2_VERSION, 0, 0);
	wants("<=0x0304", 0, TLS1_3_VERSION, 0);
	wants("!SSLv2, !SSLv3, !TLSv1, !TLSv1.1", 0, 0, old);
	wants("!sslv3:!tlsv1 !TLSV1.1", 0, 0, old);
	wants("TLSv1.2, TLSv1.3", 0, 0, old);
	wants("TLSv1.2", 0, 0, old | SSL_OP_NO_TLSv1_3);
	wants("SSLv2", 0, 0, old | SSL_OP_NO_TLSv1_2 | SSL_OP_NO_TLSv1_3);
	wants("TLSv1.2 !TLSv1.2", 0, 0, old | SSL_OP_NO_TLSv1_2 |
	    SSL_OP_NO_TLSv1_3);
}
END_TEST

START_TEST(what_is_no_version)
{
	static const char *const lists[] = { "TLSv1.4", "!TLS", ">=TLSv2",
	    ">=", "<=SSLv2", "TLSv1.2 x", ">=0x10000", "!" };
	struct protocols p;
	struct span bad;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		ck_assert_msg(!protocols_read(&p, span_str(lists[i]), &bad),
		    "%s", lists[i]);
	ck_assert(!protocols_read(&p, SPAN("TLSv1.2 x"), &bad));
	ck_assert(span_is(bad, "x"));
}
END_TEST

START_TEST(grades)
{
	struct buf b = BUF_INIT, bad = BUF_INIT;

	ck_assert(ciphers_build(&b, SPAN("null"), SPAN("MD5, DES:aNULL"), &bad));
	WANTS(&b, "eNULL:!kDH:!kECDH:!aDSS:!MD5:!aNULL:!MD5:!DES:!aNULL",
	    "exclusions");
	ck_assert(ciphers_build(&b, SPAN("EXPORT"), SPAN(""), &bad));
	ck_assert(span_starts(buf_span(&b), SPAN("aNULL:-aNULL:HIGH:MEDIUM")));
	buf_clear(&b);
	ck_assert(!ciphers_build(&b, SPAN("best"), SPAN(""), &bad));
	WANTS(&bad, "invalid cipher grade: \"best\"", "no such grade");
	ck_assert(!ciphers_build(&b, SPAN("high"), SPAN("AES -3DES"), &bad));
	WANTS(&bad, "invalid unary '!+-@' in cipher exclusion: -3DES", "unary");
	buf_clear(&b);
}
END_TEST

START_TEST(switches)
{
	struct span bad;
	uint64_t bits;

	ck_assert(options_read(SPAN("no_ticket, 0x4"), &bits, &bad));
	ck_assert(bits == (SSL_OP_NO_TICKET | 4));
	ck_assert(options_read(SPAN(""), &bits, &bad) && bits == 0);
	ck_assert(!options_read(SPAN("NO_TICKET, NO_SUCH"), &bits, &bad));
	ck_assert(span_is(bad, "NO_SUCH"));
	ck_assert(!options_read(SPAN("12"), &bits, &bad));
}
END_TEST

SUITE("tlsio/protocols", ranges_and_lists, what_is_no_version, grades,
    switches)
