/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "msg/mime.h"

static const char where[] = "PMNA";

/* One letter an event, its place, its text; LF shows as $. */
static void
add_event(struct buf *out, enum mime_got got, const struct mime_event *ev)
{
	buf_addc(out, "?HEBX"[got]);
	buf_addc(out, where[ev->where]);
	for (size_t i = 0; i < ev->text.len; i++)
		buf_addc(out, ev->text.p[i] == '\n' ? '$' : ev->text.p[i]);
	buf_addc(out, '|');
}

static unsigned
walk(struct buf *out, struct span in, size_t piece, size_t nesting)
{
	struct mime_limits limits = { 1000, nesting, 20 };
	struct mime m;
	struct mime_event ev = { 0 };
	enum mime_got got;

	mime_init(&m, &limits);
	for (; in.len > 0; in = span_from(in, piece)) {
		struct span part = span_head(in, piece);

		while ((got = mime_take(&m, &part, &ev)) != MIME_MORE)
			add_event(out, got, &ev);
	}
	while ((got = mime_finish(&m, &ev)) != MIME_END)
		add_event(out, got, &ev);
	mime_clear(&m);
	return m.flaws;
}

static void
wants(const char *in, const char *wanted, unsigned flaws)
{
	for (size_t piece = 1; piece <= strlen(in) + 1; piece++) {
		struct buf b = BUF_INIT;
		unsigned got = walk(&b, span_str(in), piece, 3);

		wants_text(&b, wanted, strlen(wanted), in);
		ck_assert_msg(got == flaws, "%s: flaws %u", in, got);
	}
}

START_TEST(plain)
{
	wants("", "EP|", 0);
	wants("A: b\n\nc\nd", "HPA: b|EP$|BPc$|BPd|", 0);
	wants("A: b\nc\n", "HPA: b|EP|BPc$|", 0);
	wants("A: b\nc", "HPA: b|EP|BPc|", 0);
	wants("--x\n", "EP|BP--x$|", 0);
	wants("A: \xe4\n\n\xe4\n", "HPA: \xe4|EP$|BP\xe4$|",
	    MIME_8BIT_HEADER | MIME_8BIT_IN_7BIT | MIME_8BIT_SEEN);
}
END_TEST

#define MULTI(b) "Content-Type: multipart/mixed; boundary=" b "\n\n"
#define MULTI_EVENTS(w, b) \
	"H" w "Content-Type: multipart/mixed; boundary=" b "|E" w "$|"

START_TEST(parts)
{
	wants(MULTI("x") "pre\n--x\nA: b\n\nc\n--x\n\nd\n--x--\nepi\n--x\n",
	    MULTI_EVENTS("P", "x") "BApre$|XA--x$|HMA: b|EM$|BMc$|XA--x$|EM$|"
	    "BMd$|XA--x--$|BAepi$|BA--x$|", 0);
	/* a header that a boundary ends, and one with a colon in it */
	wants(MULTI("x") "--x\nA: b\n--x \nc\n--x--",
	    MULTI_EVENTS("P", "x") "XA--x$|HMA: b|EM|XA--x $|EM|BMc$|XA--x--|", 0);
	wants(MULTI("\"x:y\"") "--x:y\nA: b\n--x:y--\n",
	    MULTI_EVENTS("P", "\"x:y\"") "XA--x:y$|HMA: b|EM|XA--x:y--$|", 0);
	/* no boundary */
	wants(MULTI("x") "--xy\n--x-\n -- x\n",
	    MULTI_EVENTS("P", "x") "BA--xy$|BA--x-$|BA -- x$|", 0);
	wants("Content-Type: multipart/mixed\n\n--\n",
	    "HPContent-Type: multipart/mixed|EP$|BP--$|", 0);
	/* longer than the limit: a prefix counts */
	wants(MULTI("123456789012345678901") "--12345678901234567890x\n",
	    MULTI_EVENTS("P", "123456789012345678901")
	    "XA--12345678901234567890x$|EM|", 0);
}
END_TEST

START_TEST(nested)
{
	wants(MULTI("x") "--x\n" MULTI("xy") "--xy\n\na\n--x\n\nb\n--x--\n",
	    MULTI_EVENTS("P", "x") "XA--x$|" MULTI_EVENTS("M", "xy")
	    "XA--xy$|EM$|BMa$|XA--x$|EM$|BMb$|XA--x--$|", 0);
	wants("Content-Type: Message/RFC822\n\nSubject: a\n\nb\n",
	    "HPContent-Type: Message/RFC822|EP$|HNSubject: a|EN$|BNb$|", 0);
	wants("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n"
	    "\nSubject: a\n\nb\n", "HPContent-Type: message/rfc822|"
	    "HPContent-Transfer-Encoding: base64|EP$|BPSubject: a$|BP$|BPb$|",
	    MIME_BAD_ENCODING);
	wants("Content-Type: multipart/digest; boundary=x\n\n--x\n\nA: b\n\nc\n",
	    "HPContent-Type: multipart/digest; boundary=x|EP$|XA--x$|EM$|"
	    "HNA: b|EN$|BNc$|", 0);
}
END_TEST

START_TEST(limits)
{
	struct buf in = BUF_INIT, b = BUF_INIT;

	for (int i = 0; i < 10; i++)
		buf_adds(&in, "Content-Type: message/rfc822\n\n");
	ck_assert_uint_eq(walk(&b, buf_span(&in), 100, 3), MIME_DEEP);
	buf_reset(&b);
	ck_assert_uint_eq(walk(&b, buf_span(&in), 100, 10), 0);
	buf_reset(&b);
	/* one beside the other is not one in the other */
	buf_reset(&in);
	buf_adds(&in, MULTI("x"));
	for (int i = 0; i < 10; i++)
		buf_adds(&in, "--x\nContent-Type: message/rfc822\n\nA: b\n\n");
	ck_assert_uint_eq(walk(&b, buf_span(&in), 100, 2), 0);
	buf_reset(&b);
	/* a line longer than what is held comes in pieces */
	buf_reset(&in);
	buf_adds(&in, "A: b\n\n");
	for (int i = 0; i < 10000; i++)
		buf_addc(&in, '-');
	walk(&b, buf_span(&in), 100, 2);
	ck_assert_uint_eq(b.len, 11 + 10000 + 3 * 3);
	buf_reset(&b);
	buf_reset(&in);
	for (int i = 0; i < 300; i++)
		buf_adds(&in, i == 0 ? "A: b" : "\n bcde");
	ck_assert_uint_eq(walk(&b, buf_span(&in), 100, 2), MIME_CUT);
	buf_clear(&in);
	buf_clear(&b);
}
END_TEST

START_TEST(signing)
{
	wants("Content-Type: multipart/signed; boundary=x\n\n--x\n"
	    "Content-Transfer-Encoding: 8bit\n\n\xe4\n",
	    "HPContent-Type: multipart/signed; boundary=x|EP$|XA--x$|"
	    "HMContent-Transfer-Encoding: 8bit|EM$|BM\xe4$|",
	    MIME_8BIT_SIGNED | MIME_8BIT_SEEN);
}
END_TEST

START_TEST(types)
{
	struct buf b = BUF_INIT;

	ck_assert(mimetype(&b, SPAN(" (c) Text (d) / PLAIN ; x=y")));
	WANTS(&b, "text/plain", "type");
	ck_assert(!mimetype(&b, SPAN("text")));
	ck_assert(!mimetype(&b, SPAN("/plain")));
	ck_assert(!mimetype(&b, SPAN("")));
	ck_assert(mimetype_param(&b, SPAN("a/b; x=1;Boundary = \"a\\\"\n b\" ; y"),
	    "boundary"));
	WANTS(&b, "a\" b", "quoted");
	ck_assert(mimetype_param(&b, SPAN("a/b; charset=us(c)ascii"), "charset"));
	WANTS(&b, "us", "comment");
	ck_assert(mimetype_param(&b, SPAN("a/b; junk junk; q=\";x=2\"; x=1"), "x"));
	WANTS(&b, "1", "not in quotes");
	ck_assert(!mimetype_param(&b, SPAN("a/b; x=; y=1"), "x"));
	ck_assert(!mimetype_param(&b, SPAN("a/b; xx=1"), "x"));
	ck_assert(!mimetype_param(&b, SPAN("x=1"), "x"));
	ck_assert_int_eq(mimetype_encoding(SPAN(" 8BIT (x)")), MIME_8BIT);
	ck_assert_int_eq(mimetype_encoding(SPAN("")), MIME_7BIT);
	ck_assert_int_eq(mimetype_encoding(SPAN("x-uu")), MIME_ENCODING_OTHER);
	ck_assert_uint_eq(b.len, 0);
}
END_TEST

SUITE("msg/mime", plain, parts, nested, limits, signing, types)
