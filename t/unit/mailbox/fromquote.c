/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "mailbox/fromquote.h"

/* However the text is cut into pieces, the result is the same. */
static void
quotes(struct span in, const char *wanted, size_t len)
{
	for (size_t piece = 1; piece <= in.len + 1; piece++) {
		struct fromquote q = FROMQUOTE_INIT;
		struct buf out = BUF_INIT;

		for (size_t at = 0; at < in.len; at += piece)
			fromquote_add(&q, &out, span_head(span_from(in, at),
			    piece));
		fromquote_end(&q, &out);
		wants_text(&out, wanted, len, in.p);
	}
}

#define Q(in, out) quotes(SPAN(in), out, sizeof(out) - 1)

START_TEST(text)
{
	Q("", "\n");
	Q("a\n", "a\n\n");
	Q("a", "a\n\n");
	Q("\n", "\n\n");
	Q("From here\n", ">From here\n\n");
	Q("a\nFrom b\nc\n", "a\n>From b\nc\n\n");
	Q("From \nFrom ", ">From \n>From \n\n");
	Q(">From a\n", ">From a\n\n");
	Q("From\nFro\nFrom:x\n", "From\nFro\nFrom:x\n\n");
	Q("a From b\n", "a From b\n\n");
	Q("FFrom b\nfrom c\n", "FFrom b\nfrom c\n\n");
	Q("FrFrom b\n", "FrFrom b\n\n");
	Q("Fro", "Fro\n\n");
	Q("a\n\nFrom x\r\n\0\xff\n", "a\n\n>From x\r\n\0\xff\n\n");
	Q("\0From a", "\0From a\n\n");
}
END_TEST

static void
begins(const char *sender, const char *wanted)
{
	struct buf out = BUF_INIT;

	fromquote_line(&out, span_str(sender), 0);
	ck_assert_str_eq(out.s, wanted);
	buf_clear(&out);
}

START_TEST(first_line)
{
	setenv("TZ", "UTC0", 1);
	begins("", "From MAILER-DAEMON  Thu Jan  1 00:00:00 1970\n");
	begins("joe@x.example",
	    "From joe@x.example  Thu Jan  1 00:00:00 1970\n");
	begins("a\nb@x", "From \"a?b\"@x  Thu Jan  1 00:00:00 1970\n");
}
END_TEST

SUITE("fromquote", text, first_line)
