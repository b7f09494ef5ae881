/* SPDX-License-Identifier: ISC */
#include "agent/milter.h"

#include <sys/socket.h>

#include "../unit.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/signals.h"

static const struct log_conf no_log = { .syslog_name = "test",
    .facility = "mail", .file = "/dev/null" };

static const struct {
	const char	*setting, *name, *fallback;
	int64_t		 connect, content;
	int		 version;
	bool		 good;
} settings[] = {
	{ "inet:h:1", "inet:h:1", "shutdown", 30, 300, 6, true },
	{ " {unix:/s} ", "unix:/s", "shutdown", 30, 300, 6, true },
	{ "{ unix:/s, default_action = accept, content_timeout=2m }",
	    "unix:/s", "accept", 30, 120, 6, true },
	{ "{unix:/s connect_timeout=1,protocol=2}", "unix:/s", "shutdown", 1,
	    300, 2, true },
	{ "{unix:/s, default_action=maybe}", "unix:/s", "shutdown", 30, 300, 6,
	    false },
	{ "{unix:/s, funny=1}", "unix:/s", "shutdown", 30, 300, 6, false },
	{ "{unix:/s, protocol=5}", "unix:/s", "shutdown", 30, 300, 0, false },
	{ "{unix:/s, default_action}", "unix:/s", "shutdown", 30, 300, 6,
	    false },
};

START_TEST(lists)
{
	log_configure(&no_log);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		struct milter m;
		bool good = milter_init(&m, span_str(settings[i].setting));

		ck_assert_msg(good == settings[i].good, "%s",
		    settings[i].setting);
		ck_assert_str_eq(m.name, settings[i].name);
		ck_assert_str_eq(m.fallback, settings[i].fallback);
		ck_assert_int_eq(m.connect_limit, settings[i].connect);
		ck_assert_int_eq(m.content_limit, settings[i].content);
		ck_assert_int_eq(m.version, settings[i].version);
		milter_clear(&m);
	}
}
END_TEST

/* A milter at the other end of a socket, in the middle of a message. */
static int
connected(struct milter *m, const char *fallback)
{
	struct buf packed = BUF_INIT;
	struct milter there;
	int pair[2];

	log_configure(&no_log);
	signals_ignore(SIGPIPE);
	ck_assert_int_eq(io_socketpair(SOCK_STREAM, pair), 0);
	io_nonblock(pair[0], true);
	ck_assert(milter_init(&there, SPAN("unix:/x")));
	free(there.fallback);
	there.fallback = span_dup(span_str(fallback));
	there.content_limit = 1;
	there.actions = 0xff;
	there.events = 0;
	milter_pack(&packed, &there);
	milter_clear(&there);
	ck_assert(milter_unpack(m, buf_span(&packed), pair[0]));
	m->command_limit = 1;
	for (size_t i = 0; i < packed.len; i++) {
		struct milter bad;

		ck_assert(!milter_unpack(&bad, span_head(buf_span(&packed), i),
		    -1));
		milter_clear(&bad);
	}
	buf_clear(&packed);
	return pair[1];
}

static const struct {
	const char	*answer;
	size_t		 len;
	char		 command;
	enum milter_says says;
	int		 code;
	enum milter_state state;
	const char	*text;
} answers[] = {
#define A(bytes) bytes, sizeof(bytes) - 1
	{ A("\0\0\0\1c"), 'M', MILTER_GO_ON, 0, MILTER_READY, "" },
	{ A("\0\0\0\1p\0\0\0\1c"), 'N', MILTER_GO_ON, 0, MILTER_READY, "" },
	{ A("\0\0\0\1a"), 'M', MILTER_GO_ON, 0, MILTER_PASSED, "" },
	{ A("\0\0\0\1a"), 'H', MILTER_GO_ON, 0, MILTER_DONE, "" },
	{ A("\0\0\0\1r"), 'R', MILTER_REFUSES, 550, MILTER_READY,
	    "5.7.1 Command rejected" },
	{ A("\0\0\0\1r"), 'M', MILTER_REFUSES, 550, MILTER_PASSED,
	    "5.7.1 Command rejected" },
	{ A("\0\0\0\1d"), 'R', MILTER_DISCARDS, 0, MILTER_PASSED, "" },
	{ A("\0\0\0\1d"), 'H', MILTER_REFUSES, 451, MILTER_BROKEN,
	    "4.7.1 Service unavailable - try again later" },
	{ A("\0\0\0\013y421 4.7.9\0"), 'M', MILTER_REFUSES, 421, MILTER_DONE,
	    "4.7.9" },
	{ A("\0\0\0\1s"), 'B', MILTER_GO_ON, 0, MILTER_READY, "" },
	{ A("\0\0\0\1s"), 'L', MILTER_REFUSES, 451, MILTER_BROKEN,
	    "4.7.1 Service unavailable - try again later" },
	{ A("\0\0\0\1q"), 'L', MILTER_REFUSES, 451, MILTER_BROKEN,
	    "4.7.1 Service unavailable - try again later" },
	{ A("\0\0\0\1"), 'M', MILTER_REFUSES, 451, MILTER_BROKEN,
	    "4.7.1 Service unavailable - try again later" },
#undef A
};

START_TEST(all_answers)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct milter_verdict v = MILTER_VERDICT_INIT;
		struct milter m;
		int there = connected(&m, "tempfail");

		ck_assert_int_eq(io_write(there, (struct span){
		    answers[i].answer, answers[i].len }), 0);
		milter_command(&m, answers[i].command, MILTER_AT_MAIL, NULL,
		    NULL);
		milter_add_str(&m.wr, SPAN("x"));
		milter_ask(&m, 0, &v);
		ck_assert_msg(v.says == answers[i].says, "case %zu", i);
		ck_assert_int_eq(v.code, answers[i].code);
		ck_assert_int_eq(m.state, answers[i].state);
		ck_assert_str_eq(v.text.s, answers[i].text);
		milter_clear(&m);
		io_close(&there);
		buf_clear(&v.text);
	}
}
END_TEST

static const struct {
	const char	*fallback;
	enum milter_says says;
	int		 code;
} fallbacks[] = {
	{ "accept", MILTER_GO_ON, 0 }, { "reject", MILTER_REFUSES, 550 },
	{ "tempfail", MILTER_REFUSES, 451 }, { "quarantine", MILTER_HOLDS, 0 },
	{ "shutdown", MILTER_REFUSES, 421 },
};

/* One that has gone: its default action, from then on. */
START_TEST(default_actions)
{
	for (size_t i = 0; i < sizeof(fallbacks) / sizeof(fallbacks[0]); i++) {
		struct milter_verdict v = MILTER_VERDICT_INIT;
		struct milter m;
		int there = connected(&m, fallbacks[i].fallback);

		io_close(&there);
		ck_assert(milter_wants(&m, MILTER_NO_EOH, &v));
		milter_command(&m, MILTER_EOH, MILTER_AT_EOH, NULL, NULL);
		milter_ask(&m, 0, &v);
		ck_assert_int_eq(v.says, fallbacks[i].says);
		v.says = MILTER_DISCARDS;
		ck_assert(!milter_wants(&m, 0, &v));
		ck_assert_int_eq(v.says, fallbacks[i].says);
		ck_assert_int_eq(v.code, fallbacks[i].code);
		milter_clear(&m);
		buf_clear(&v.text);
	}
}
END_TEST

UNIT("agent/milter", lists, all_answers, default_actions)
