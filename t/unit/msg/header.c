/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "msg/header.h"

/* Feeds the input in pieces and writes down the events. */
static void
events(struct buf *out, struct span in, size_t max, size_t piece)
{
	struct header_reader r;
	struct header h;
	struct span part = { in.p, 0 };
	enum header_got got = HEADER_MORE;

	header_init(&r, max);
	for (;;) {
		if (got == HEADER_MORE && part.len == 0) {
			if (in.len == 0)
				break;
			part = span_head(in, piece);
			in = span_from(in, piece);
		}
		got = header_take(&r, &part, &h);
		if (got == HEADER_FIELD)
			buf_addf(out, "[%.*s|%.*s%s]", SPAN_FMT(h.name),
			    SPAN_FMT(h.body), h.cut ? "|cut" : "");
		if (got == HEADER_END || got == HEADER_NOT)
			break;
	}
	while (got == HEADER_MORE || got == HEADER_FIELD) {
		got = header_finish(&r, &h);
		if (got == HEADER_FIELD)
			buf_addf(out, "[%.*s|%.*s%s]", SPAN_FMT(h.name),
			    SPAN_FMT(h.body), h.cut ? "|cut" : "");
	}
	if (got == HEADER_NOT) {
		buf_addf(out, "NOT:%.*s", SPAN_FMT(h.text));
		got = HEADER_END;
	}
	buf_addf(out, "END:%.*s%.*s", SPAN_FMT(part), SPAN_FMT(in));
	header_clear(&r);
}

static void
wants(const char *in, size_t max, const char *wanted)
{
	for (size_t piece = 1; piece <= strlen(in) + 1; piece++) {
		struct buf b = BUF_INIT;

		events(&b, span_str(in), max, piece);
		wants_text(&b, wanted, strlen(wanted), in);
	}
}

START_TEST(fields)
{
	wants("", 0, "END:");
	wants("\n", 0, "END:");
	wants("\nbody", 0, "END:body");
	wants("A: b\n\nbody", 0, "[A| b]END:body");
	wants("A: b\nC:d\n e\n\tf\nG:\n\n", 0, "[A| b][C|d\n e\n\tf][G|]END:");
	wants("A: b\n \n\nx", 0, "[A| b\n ]END:x");
	wants("A: b", 0, "[A| b]END:");
	wants("A: b\n", 0, "[A| b]END:");
	wants("A: b\n c", 0, "[A| b\n c]END:");
	wants("A : b\nC\t:\n", 0, "[A| b][C|]END:");
}
END_TEST

START_TEST(not_fields)
{
	wants("hello\nworld: x\n", 0, "NOT:hello\nEND:world: x\n");
	wants("hello", 0, "NOT:helloEND:");
	wants("A: b\nno header\n", 0, "[A| b]NOT:no header\nEND:");
	wants("A: b\nFrom x@y 10:12\n", 0, "[A| b]NOT:From x@y 10:END:12\n");
	wants(" A: b\n", 0, "NOT: A:END: b\n");
	wants(": b\n", 0, "NOT::END: b\n");
	wants("\xc3\xa4: b\n", 0, "NOT:\xc3\xa4:END: b\n");
	wants("\x01: b\n", 0, "NOT:\x01:END: b\n");
	wants("A: b\n\r\nx", 0, "[A| b]NOT:\r\nEND:x");
}
END_TEST

START_TEST(bounds)
{
	struct buf in = BUF_INIT, b = BUF_INIT;

	wants("Ab: 34567890\nC: d\n\n", 10, "[Ab| 345678|cut][C| d]END:");
	wants("Ab: 345678\nC: d\n\n", 10,
	    "[Ab| 345678][C| d]END:");
	wants("Ab: 345678\n x\nC: d\n", 10, "[Ab| 345678|cut][C| d]END:");
	wants("Abcdefghijkl: x\nC: d\n", 4, "[Abcdefghijkl||cut][C| d]END:");
	for (int i = 0; i < HEADER_NAME_MAX; i++)
		buf_addc(&in, 'x');
	buf_adds(&in, ":y\n\n");
	events(&b, buf_span(&in), 0, 7);
	ck_assert_int_eq(b.s[0], '[');
	buf_reset(&b);
	buf_reset(&in);
	for (int i = 0; i <= HEADER_NAME_MAX; i++)
		buf_addc(&in, 'x');
	buf_adds(&in, ":y\n\n");
	events(&b, buf_span(&in), 0, 7);
	ck_assert_int_eq(b.s[0], 'N');
	buf_clear(&b);
	buf_clear(&in);
}
END_TEST

START_TEST(names)
{
	ck_assert_int_eq(header_id(SPAN("resent-MESSAGE-id")),
	    HEADER_RESENT_MESSAGE_ID);
	ck_assert_int_eq(header_id(SPAN("X-From")), HEADER_OTHER);
	ck_assert_int_eq(header_id(SPAN("")), HEADER_OTHER);
	ck_assert_str_eq(header_name(HEADER_MESSAGE_ID), "Message-Id");
	ck_assert_uint_eq(header_flags(HEADER_RESENT_BCC),
	    HEADER_RCPTS | HEADER_IS_RESENT);
	for (int id = 1; id < HEADER_COUNT; id++)
		ck_assert_int_eq(header_id(span_str(header_name((enum header_id)id))),
		    id);
}
END_TEST

START_TEST(writing)
{
	struct buf b = BUF_INIT;

	header_unfold(&b, SPAN(" a\n b\r\n\tc\nd \n"));
	WANTS(&b, "a b\tc d", "unfold");
	header_add(&b, "Subject", SPAN("x\ny\n z\r\0\x7f\tq\n"));
	WANTS(&b, "Subject: x?y\n z???\tq?\n", "add");
	header_add(&b, "Subject", SPAN(""));
	WANTS(&b, "Subject:\n", "add empty");
}
END_TEST

START_TEST(whole)
{
	struct header h;

	ck_assert(header_parse(SPAN("to : x\n y"), &h));
	ck_assert_int_eq(h.id, HEADER_TO);
	ck_assert(span_is(h.name, "to"));
	ck_assert(span_is(h.body, " x\n y"));
	ck_assert(!header_parse(SPAN("to x"), &h));
	ck_assert(!header_parse(SPAN(""), &h));
	ck_assert_uint_eq(header_name_len(SPAN("X-Y:")), 3);
	ck_assert_uint_eq(header_name_len(SPAN("X Y:")), 0);
}
END_TEST

SUITE("msg/header", fields, not_fields, bounds, names, writing, whole)
