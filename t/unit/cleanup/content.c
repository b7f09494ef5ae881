/* SPDX-License-Identifier: ISC */
#include "../../../cmd/cleanup/content.h"

#include "../unit.h"
#include "sys/log.h"

static const struct log_conf no_log = { .syslog_name = "test",
    .facility = "mail", .file = "/dev/null" };

static struct mapping mapping = {
	.rewrite = { .origin = "example.com", .domain = "example.com",
	    .remote = "", .append_at = true },
};
static const struct settings set = {
	.mapping = &mapping, .myhostname = "mx.example.com",
	.mail_name = "Postfix", .charset = "utf-8", .undisclosed = "",
	.token_limit = 1000, .header_limit = 1000, .dropped = HTAB_INIT,
	.hop_limit = 50, .mime_nesting = 100, .mime_boundary = 2048,
};

static struct envelope
some_envelope(void)
{
	struct envelope e = ENVELOPE_INIT;
	struct rcpt r = { .addr = SPAN("ann@example.com") };

	e.arrival.sec = 1795425882;
	e.sender = SPAN("joe@example.com");
	envelope_add_rcpt(&e, &r);
	return e;
}

/* Headers of a message that comes in pieces. */
static void
run(struct buf *out, const struct envelope *e, struct span in, size_t piece)
{
	struct id id = id_make(e->arrival);
	struct checks none = { .headers = false };
	struct fate fate = FATE_INIT;
	struct why w = WHY_INIT;
	struct content c;

	log_configure(&no_log);
	content_begin(&c, &set, &none, e, &id, &fate, &w, true);
	while (in.len > 0 && !content_is_raw(&c)) {
		content_take(&c, span_head(in, piece));
		in = span_from(in, piece);
	}
	content_finish(&c);
	ck_assert_int_eq(w.out, OUT_OK);
	buf_addspan(out, buf_span(&c.out));
	buf_addspan(out, in);
	content_clear(&c);
	fate_clear(&fate);
	why_clear(&w);
}

START_TEST(pieces)
{
	static const char *const letters[] = {
		"Subject: a\n b\nTo: joe\n\nbody\n\nSubject: c\n", "", "\n", "x",
		"no header\n", "To: joe", "To: joe\nno header", " x\n\n",
		"Resent-To: a\nSubject:\n\n",
	};
	struct envelope e = some_envelope();

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		struct buf whole = BUF_INIT, part = BUF_INIT;
		struct span s = span_str(letters[i]);

		run(&whole, &e, s, 1000);
		for (size_t piece = 1; piece < 9; piece++) {
			buf_reset(&part);
			run(&part, &e, s, piece);
			/* the ids differ in their random digits */
			ck_assert_uint_eq(part.len, whole.len);
		}
		buf_clear(&whole);
		buf_clear(&part);
	}
	envelope_clear(&e);
}
END_TEST

/* No field that we make has a line end that is no fold, or another control
 * byte, whatever the facts hold. */
static void
check_lines(struct span s)
{
	struct span line;

	while (span_split(&s, '\n', &line) && s.p != NULL) {
		ck_assert_msg(line.p[0] == '\t' || line.p[0] == ' ' ||
		    header_name_len(line) > 0, "%.*s", SPAN_FMT(line));
		for (size_t i = 0; i < line.len; i++)
			ck_assert_msg(line.p[i] == '\t' ||
			    (unsigned char)line.p[i] >= ' ', "%.*s",
			    SPAN_FMT(line));
		ck_assert_msg(line.len == 0 ||
		    span_find(line, 'B') != 0, "injected");
	}
}

START_TEST(hostile_facts)
{
	static const char *const facts[] = { "client_name", "client_address",
	    "helo_name", "protocol", "uid", "full_name" };
	static const char bad[] = "x\r\nBad: y\n\nBody\0\x1b[2J(\\\"\xff\n B";

	for (int with_client = 0; with_client < 2; with_client++) {
		struct envelope e = some_envelope();
		struct buf b = BUF_INIT;

		e.sender = (struct span){ bad, sizeof(bad) - 1 };
		e.rcpts[0].addr = e.sender;
		for (size_t i = 0; i < 6; i++)
			if (i != 1 || with_client)
				envelope_set(&e, span_str(facts[i]), e.sender);
		run(&b, &e, SPAN(""), 1);
		check_lines(buf_span(&b));
		buf_clear(&b);
		envelope_clear(&e);
	}
}
END_TEST

START_TEST(full_names)
{
	static const struct {
		const char *name, *from;
	} cases[] = {
		{ "Joe Doe", "From: Joe Doe <joe@example.com>\n" },
		{ "  ", "From: joe@example.com\n" },
		{ "J. \"X\" Doe",
		    "From: \"J. \\\"X\\\" Doe\" <joe@example.com>\n" },
		{ "J\xc3\xb6rg",
		    "From: =?utf-8?B?SsO2cmc=?= <joe@example.com>\n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct envelope e = some_envelope();
		struct buf b = BUF_INIT;

		envelope_set(&e, SPAN("full_name"), span_str(cases[i].name));
		run(&b, &e, SPAN(""), 1);
		ck_assert_msg(strstr(b.s, cases[i].from) != NULL, "%s", b.s);
		buf_clear(&b);
		envelope_clear(&e);
	}
}
END_TEST

UNIT("cleanup/head", pieces, hostile_facts, full_names)
