/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/record.h"
#include "wire/tlsfacts.h"

static void
read_all(struct tlsfacts *f, struct span in)
{
	struct span data;
	char letter;

	while (record_take(&in, 1000, &letter, &data) == RECORD_OK)
		tlsfacts_read(f, data);
	ck_assert_uint_eq(in.len, 0);
}

START_TEST(without_tls_all_is_empty)
{
	struct tlsfacts f;
	struct buf b = BUF_INIT;

	tlsfacts_init(&f);
	ck_assert(!f.on);
	ck_assert_uint_eq(tlsfacts_get(&f, TLSFACT_SUBJECT).len, 0);
	tlsfacts_write(&b, 'F', &f);
	WANTS(&b, "", "no records");
}
END_TEST

START_TEST(what_is_written_is_read)
{
	struct tlsfacts f, g;
	struct buf b = BUF_INIT;

	tlsfacts_init(&f);
	tlsfacts_init(&g);
	f.on = f.present = f.trusted = true;
	tlsfacts_set(&f, TLSFACT_PROTOCOL, SPAN("TLSv1.3"));
	tlsfacts_set(&f, TLSFACT_SUBJECT, SPAN("a=b\r\nc\0d"));
	tlsfacts_write(&b, 'F', &f);
	WANTS(&b, "5:Fon=1,10:Fpresent=1,10:Ftrusted=1,17:Fprotocol=TLSv1.3,"
	    "17:Fsubject=a=b??c?d,", "records");
	tlsfacts_write(&b, 'F', &f);
	read_all(&g, buf_span(&b));
	ck_assert(g.on && g.present && g.trusted && !g.reused && !g.matched);
	ck_assert(span_is(tlsfacts_get(&g, TLSFACT_SUBJECT), "a=b??c?d"));
	tlsfacts_read(&g, SPAN("new=1"));
	tlsfacts_read(&g, SPAN("nothing"));
	tlsfacts_read(&g, SPAN("on=yes"));
	ck_assert(!g.on);
	tlsfacts_reset(&g);
	ck_assert(!g.present);
	ck_assert_uint_eq(tlsfacts_get(&g, TLSFACT_PROTOCOL).len, 0);
	buf_clear(&b);
	tlsfacts_clear(&f);
	tlsfacts_clear(&g);
}
END_TEST

START_TEST(for_the_log)
{
	struct tlsfacts f;
	struct buf b = BUF_INIT;

	tlsfacts_init(&f);
	tlsfacts_set(&f, TLSFACT_PROTOCOL, SPAN("TLSv1.2"));
	tlsfacts_set(&f, TLSFACT_CIPHER, SPAN("ECDHE-RSA-AES128-GCM-SHA256"));
	tlsfacts_set(&f, TLSFACT_BITS, SPAN("128"));
	tlsfacts_set(&f, TLSFACT_ALL_BITS, SPAN("128"));
	tlsfacts_describe(&b, &f);
	WANTS(&b, "TLSv1.2 with cipher ECDHE-RSA-AES128-GCM-SHA256 "
	    "(128/128 bits)", "plain");
	tlsfacts_set(&f, TLSFACT_DETAILS, SPAN("key-exchange X25519"));
	tlsfacts_describe(&b, &f);
	WANTS(&b, "TLSv1.2 with cipher ECDHE-RSA-AES128-GCM-SHA256 "
	    "(128/128 bits) key-exchange X25519", "with details");
	ck_assert_str_eq(tlsfacts_trust(&f), "Anonymous");
	f.present = true;
	ck_assert_str_eq(tlsfacts_trust(&f), "Untrusted");
	f.trusted = true;
	ck_assert_str_eq(tlsfacts_trust(&f), "Trusted");
	f.matched = true;
	ck_assert_str_eq(tlsfacts_trust(&f), "Verified");
	tlsfacts_clear(&f);
}
END_TEST

SUITE("wire/tlsfacts", without_tls_all_is_empty, what_is_written_is_read,
    for_the_log)
