/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "msg/base64.h"

/* RFC 4648 section 10, and bytes that use all digits. */
static const struct {
	struct span	plain, coded;
} rows[] = {
	{ { "", 0 }, { "", 0 } },
	{ { "f", 1 }, { "Zg==", 4 } },
	{ { "fo", 2 }, { "Zm8=", 4 } },
	{ { "foo", 3 }, { "Zm9v", 4 } },
	{ { "foob", 4 }, { "Zm9vYg==", 8 } },
	{ { "fooba", 5 }, { "Zm9vYmE=", 8 } },
	{ { "foobar", 6 }, { "Zm9vYmFy", 8 } },
	{ { "\0\xff\xfb\xef\xbe", 5 }, { "AP/7774=", 8 } },
};

START_TEST(whole)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		base64_encode(&b, rows[i].plain);
		wants_text(&b, rows[i].coded.p, rows[i].coded.len, "encode");
		ck_assert(base64_decode(&b, rows[i].coded));
		wants_text(&b, rows[i].plain.p, rows[i].plain.len, "decode");
		base64_decode_text(&b, rows[i].coded);
		wants_text(&b, rows[i].plain.p, rows[i].plain.len, "lenient");
	}
}
END_TEST

START_TEST(bad)
{
	static const char *const no[] = { "Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===",
	    "====", "Zg==Zg==", "Zm 9v", "Zm9v\n", "Zm-_", "=Zm9" };
	struct buf b = BUF_INIT;

	buf_adds(&b, "x");
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		ck_assert_msg(!base64_decode(&b, span_str(no[i])), "%s", no[i]);
		ck_assert_str_eq(b.s, "x");
	}
	buf_reset(&b);
	base64_decode_text(&b, SPAN(" Zm-9\nv Yg==xx"));
	WANTS(&b, "foob", "lenient");
}
END_TEST

START_TEST(stream)
{
	struct buf in = BUF_INIT, b = BUF_INIT, back = BUF_INIT;

	for (int i = 0; i < 115; i++)
		buf_addc(&in, (char)(i * 7));
	for (size_t piece = 1; piece < 120; piece++) {
		struct base64 s = BASE64_INIT;

		for (struct span left = buf_span(&in); left.len > 0;
		    left = span_from(left, piece))
			base64_push(&s, span_head(left, piece), &b);
		base64_end(&s, &b);
		ck_assert_uint_eq(b.len, 76 + 1 + 76 + 1 + 4 + 1);
		ck_assert(b.s[76] == '\n' && b.s[153] == '\n');
		base64_decode_text(&back, buf_span(&b));
		ck_assert(span_eq(buf_span(&back), buf_span(&in)));
		buf_reset(&b);
		buf_reset(&back);
	}
	buf_clear(&in);
	buf_clear(&b);
	buf_clear(&back);
}
END_TEST

SUITE("msg/base64", whole, bad, stream)
