/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/dot.h"

/* Unstuffs in pieces; what is behind the end follows a '|'. */
static void
unstuffed(struct buf *out, struct span in, size_t piece, unsigned *notes)
{
	struct dot d = DOT_INIT;
	bool end = false;

	while (in.len > 0 && !end) {
		struct span part = span_head(in, piece);
		size_t was = part.len;

		end = dot_unstuff(&d, &part, out);
		ck_assert(end || part.len == 0);
		in = span_from(in, was - part.len);
	}
	buf_addc(out, end ? '|' : '~');
	buf_addspan(out, in);
	*notes = d.notes;
}

static void
wants_len(const char *in, size_t len, const char *wanted, size_t wanted_len,
    unsigned notes)
{
	for (size_t piece = 1; piece <= len; piece++) {
		struct buf b = BUF_INIT;
		unsigned got;

		unstuffed(&b, (struct span){ in, len }, piece, &got);
		wants_text(&b, wanted, wanted_len, in);
		ck_assert_msg(got == notes, "%s: notes %u", in, got);
	}
}

#define wants(in, wanted, notes) \
	wants_len("" in, sizeof(in) - 1, "" wanted, sizeof(wanted) - 1, notes)

START_TEST(regular)
{
	wants(".\r\n", "|", 0);
	wants("a\r\n.\r\nQUIT", "a\n|QUIT", 0);
	wants("\r\n.\r\n", "\n|", 0);
	wants("..\r\n...\r\n.a\r\n.\r\n", ".\n..\na\n|", 0);
	wants("a", "a~", 0);
	wants("a\r\n.", "a\n~", 0);
	wants("a\r\n.\r", "a\n~", 0);
	wants("\xe4\0\r\n.\r\n", "\xe4\0\n|", DOT_NUL | DOT_8BIT);
}
END_TEST

/* Each way that somebody has taken for the end of a message; the second
 * message must stay text of the first. */
START_TEST(smuggling)
{
	wants("a\n.\nMAIL\r\n.\r\n", "a\n.\nMAIL\n|", DOT_BARE_LF);
	wants("a\n.\r\nMAIL\r\n.\r\n", "a\n.\nMAIL\n|", DOT_BARE_LF);
	wants("a\r\n.\nMAIL\r\n.\r\n", "a\n.\nMAIL\n|", DOT_BARE_LF);
	wants("a\r.\r\nMAIL\r\n.\r\n", "a\r.\nMAIL\n|", DOT_BARE_CR);
	wants("a\r.\rMAIL\r\n.\r\n", "a\r.\rMAIL\n|", DOT_BARE_CR);
	wants("a\r\n.\rMAIL\r\n.\r\n", "a\n\rMAIL\n|", DOT_BARE_CR);
	wants("a\r.\nMAIL\r\n.\r\n", "a\r.\nMAIL\n|", DOT_BARE_CR | DOT_BARE_LF);
	wants("a\n.\rMAIL\r\n.\r\n", "a\n\rMAIL\n|", DOT_BARE_CR | DOT_BARE_LF);
	wants("a\r\r\n.\r\nMAIL", "a\r\n|MAIL", DOT_BARE_CR);
	wants("a\r\n.\r\r\nMAIL\r\n.\r\n", "a\n\r\nMAIL\n|", DOT_BARE_CR);
	wants("a\r\r\n.\r\r\nMAIL\r\n.\r\n", "a\r\n\r\nMAIL\n|", DOT_BARE_CR);
	wants("a\r\n\0.\r\nMAIL\r\n.\r\n", "a\n\0.\nMAIL\n|", DOT_NUL);
	wants("a\r\n.\0\r\nMAIL\r\n.\r\n", "a\n\0\nMAIL\n|", DOT_NUL);
	wants("a\r\0\n.\r\nMAIL\r\n.\r\n", "a\r\0\n.\nMAIL\n|",
	    DOT_NUL | DOT_BARE_CR | DOT_BARE_LF);
	wants("a\n\r.\r\nMAIL\r\n.\r\n", "a\n\r.\nMAIL\n|",
	    DOT_BARE_CR | DOT_BARE_LF);
	wants(".\nMAIL\r\n.\r\n", ".\nMAIL\n|", DOT_BARE_LF);
	wants("a\n..\r\n.\r\n", "a\n.\n|", DOT_BARE_LF);
	wants("a\n.b\r\n.\r\n", "a\nb\n|", DOT_BARE_LF);
	wants("a\r\n. \r\n.\r\n", "a\n \n|", 0);
}
END_TEST

START_TEST(chunks)
{
	struct dot d = DOT_INIT;
	struct buf b = BUF_INIT;

	dot_chunk(&d, SPAN(".\r\na\r"), false, &b);
	dot_chunk(&d, SPAN(""), false, &b);
	dot_chunk(&d, SPAN("\n.\r\n.\r\n\r"), true, &b);
	WANTS(&b, ".\na\n.\n.\n\r", "chunks");
	ck_assert_uint_eq(d.notes, DOT_BARE_CR);
}
END_TEST

static void
stuffs(struct span in, size_t limit, const char *wanted)
{
	for (size_t piece = 1; piece <= in.len + 1; piece++) {
		struct dot_out d = { .limit = limit };
		struct buf b = BUF_INIT;

		for (struct span left = in; left.len > 0;
		    left = span_from(left, piece))
			dot_stuff(&d, span_head(left, piece), &b);
		dot_end(&d, &b);
		wants_text(&b, wanted, strlen(wanted), in.p);
	}
}

START_TEST(stuffing)
{
	stuffs(SPAN(""), 0, ".\r\n");
	stuffs(SPAN("a\n"), 0, "a\r\n.\r\n");
	stuffs(SPAN("a"), 0, "a\r\n.\r\n");
	stuffs(SPAN("."), 0, "..\r\n.\r\n");
	stuffs(SPAN(".\n..a\n"), 0, "..\r\n...a\r\n.\r\n");
	stuffs(SPAN("a\r\nb\rc\r\r\nd\r"), 0, "a\r\nb c \r\nd \r\n.\r\n");
	stuffs(SPAN("\r.\r\n"), 0, " .\r\n.\r\n");
	stuffs(SPAN("1234567890123456789\n"), 10,
	    "1234567890\r\n 123456789\r\n.\r\n");
	stuffs(SPAN("1234567890\n"), 10, "1234567890\r\n.\r\n");
	stuffs(SPAN("123456789\xc3\xa4x\n"), 10, "123456789\r\n \xc3\xa4x\r\n.\r\n");
	stuffs(SPAN("12345678\xc3\xa4\n"), 10, "12345678\xc3\xa4\r\n.\r\n");
	stuffs(SPAN("\xff\xff\xff\xff\n"), 2,
	    "\xff\xff\r\n \xff\r\n \xff\r\n.\r\n");
}
END_TEST

SUITE("wire/dot", regular, smuggling, chunks, stuffing)
