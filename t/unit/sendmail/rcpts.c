/* SPDX-License-Identifier: ISC */
#include "../../../cmd/sendmail/rcpts.h"

#include "../unit.h"

static void
add_header(struct rcpts *r, const char *text)
{
	struct header h;

	ck_assert(header_parse(span_str(text), &h));
	ck_assert(rcpts_header(r, &h));
}

static void
check(struct rcpts *r, const char *wanted)
{
	struct buf b = BUF_INIT;

	rcpts_settle(r);
	for (size_t i = 0; i < r->n; i++)
		buf_addf(&b, "[%.*s]", SPAN_FMT(r->list[i]));
	ck_assert_str_eq(b.s, wanted);
	buf_clear(&b);
	rcpts_clear(r);
}

START_TEST(arguments)
{
	struct rcpts r = RCPTS_INIT;

	ck_assert(rcpts_argument(&r, "a, \"B, C\" <d@e>"));
	ck_assert(rcpts_argument(&r, ""));
	ck_assert(rcpts_argument(&r, " "));
	check(&r, "[a][d@e][][]");
	ck_assert(!rcpts_argument(&r, "a\nb@c d@\"e\""));
	ck_assert_uint_gt(r.bad.len, 0);
	rcpts_clear(&r);
}
END_TEST

START_TEST(headers)
{
	struct rcpts r = RCPTS_INIT;

	ck_assert(rcpts_argument(&r, "z"));
	add_header(&r, "To: a");
	add_header(&r, "From: no");
	add_header(&r, "Apparently-To: no");
	add_header(&r, "bcc: b,\n c");
	check(&r, "[z][a][b][c]");
	ck_assert(rcpts_argument(&r, "z"));
	add_header(&r, "To: a");
	add_header(&r, "Resent-Cc: b");
	add_header(&r, "Cc: c");
	check(&r, "[z][b]");
	add_header(&r, "To: a");
	add_header(&r, "Resent-To:");
	check(&r, "");
	for (int i = 0; i < 1000; i++)
		add_header(&r, "To: a,b,c");
	rcpts_settle(&r);
	ck_assert_uint_eq(r.n, 3000);
	rcpts_clear(&r);
}
END_TEST

UNIT("sendmail/rcpts", arguments, headers)
