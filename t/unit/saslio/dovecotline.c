/* SPDX-License-Identifier: ISC */
#include "../../../cmd/saslio/dovecotline.h"

#include "../suite.h"

START_TEST(lines_of_the_server)
{
	static const struct {
		const char	*line;
		enum dovecot_kind kind;
		uint64_t	 number;
		const char	*name, *user, *reason, *data;
		unsigned	 properties;
		bool		 temp, hidden;
	} cases[] = {
		{ "VERSION\t1\t2", DOVECOT_VERSION, 1 },
		{ "VERSION\t2\t0", DOVECOT_VERSION, 2 },
		{ "VERSION", DOVECOT_BAD }, { "VERSION\tx\t1", DOVECOT_BAD },
		{ "MECH\tPLAIN\tplaintext", DOVECOT_MECH, 0, "PLAIN",
		    .properties = SEC_NOPLAINTEXT },
		{ "MECH\tX", DOVECOT_MECH, 0, "X" },
		{ "MECH\tSCRAM-SHA-1\tmutual-auth\tfuture\tPRIVATE",
		    DOVECOT_MECH, 0, "SCRAM-SHA-1",
		    .properties = SEC_MUTUAL_AUTH, .hidden = true },
		{ "MECH", DOVECOT_BAD }, { "MECH\t", DOVECOT_BAD },
		{ "SPID\t12", DOVECOT_SPID }, { "CUID\t1", DOVECOT_OTHER },
		{ "DONE", DOVECOT_READY },
		{ "OK\t7\tuser=joe\tx=y", DOVECOT_OK, 7, .user = "joe" },
		{ "OK\t7\tuser=a\001tb", DOVECOT_OK, 7, .user = "a\tb" },
		{ "OK\t7", DOVECOT_BAD, 7 }, { "OK\t7\tuser=", DOVECOT_BAD, 7 },
		{ "OK\t-7\tuser=x", DOVECOT_BAD },
		{ "OK\t4294967296\tuser=x", DOVECOT_BAD },
		{ "FAIL\t8", DOVECOT_FAIL, 8 },
		{ "FAIL\t8\tuser=joe\ttemp", DOVECOT_FAIL, 8, .user = "joe",
		    .temp = true },
		{ "FAIL\t8\tcode=temp_fail", DOVECOT_FAIL, 8, .temp = true },
		{ "FAIL\t8\treason=it is closed\tauthz", DOVECOT_FAIL, 8,
		    .reason = "it is closed" },
		{ "CONT\t9\teHk=", DOVECOT_CONT, 9, .data = "xy" },
		{ "CONT\t9\t", DOVECOT_CONT, 9 }, { "CONT\t9", DOVECOT_CONT, 9 },
		{ "CONT\t9\t!", DOVECOT_BAD, 9 }, { "CONT", DOVECOT_BAD },
		{ "", DOVECOT_OTHER }, { "ok\t1\tuser=x", DOVECOT_OTHER },
	};
	struct dovecotline d = DOVECOTLINE_INIT;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *line = cases[i].line;

		ck_assert_msg(dovecotline_read(&d, span_str(line)) ==
		    cases[i].kind, "%s", line);
		ck_assert_msg(d.number == cases[i].number, "%s", line);
		ck_assert_msg(span_eq(d.name, span_str(cases[i].name)),
		    "%s", line);
		ck_assert_msg(span_eq(buf_span(&d.user),
		    span_str(cases[i].user)), "%s", line);
		ck_assert_msg(span_eq(buf_span(&d.reason),
		    span_str(cases[i].reason)), "%s", line);
		ck_assert_msg(span_eq(buf_span(&d.data),
		    span_str(cases[i].data)), "%s", line);
		ck_assert_msg(d.properties == cases[i].properties &&
		    d.temp == cases[i].temp && d.hidden == cases[i].hidden,
		    "%s", line);
	}
	dovecotline_clear(&d);
}
END_TEST

static void
wants(struct buf *b, const char *wanted)
{
	wants_text(b, wanted, strlen(wanted), wanted);
}

START_TEST(lines_of_ours)
{
	struct buf b = BUF_INIT;
	struct facts f;
	struct span initial = SPAN("\0j\0s"), none = SPAN("");

	facts_init(&f);
	dovecotline_hello(&b, 4000000000u);
	wants(&b, "VERSION\t1\t0\nCPID\t4000000000\n");
	dovecotline_auth(&b, 3, SPAN("PLAIN"), &f, NULL);
	wants(&b, "AUTH\t3\tPLAIN\tnologin\n");
	buf_adds(&f.service, "smtp");
	buf_adds(&f.client, "192.0.2.1");
	buf_adds(&f.client_port, "9");
	buf_adds(&f.server, "a\tsecured\nX\1");
	f.tls = true;
	dovecotline_auth(&b, 4, SPAN("PL\tAIN\n"), &f, &initial);
	wants(&b, "AUTH\t4\tPL\1tAIN\1n\tservice=smtp\tnologin\t"
	    "lip=a\1tsecured\1nX\0011\trip=192.0.2.1\trport=9\tsecured\t"
	    "resp=AGoAcw==\n");
	f.tls = false;
	buf_reset(&f.server);
	dovecotline_auth(&b, 5, SPAN("X"), &f, &none);
	wants(&b, "AUTH\t5\tX\tservice=smtp\tnologin\trip=192.0.2.1\trport=9\t"
	    "resp=\n");
	dovecotline_cont(&b, 5, SPAN("x\n"));
	wants(&b, "CONT\t5\teAo=\n");
	dovecotline_cancel(&b, 5);
	wants(&b, "CANCEL\t5\n");
	facts_clear(&f);
}
END_TEST

SUITE("saslio/dovecotline", lines_of_the_server, lines_of_ours)
