/* SPDX-License-Identifier: ISC */
#include "verbs.h"

#include "authcmd.h"
#include "barelf.h"
#include "bdat.h"
#include "data.h"
#include "etrn.h"
#include "hello.h"
#include "mail.h"
#include "msg/header.h"
#include "reply.h"
#include "session.h"
#include "starttls.h"
#include "sys/log.h"
#include "xclient.h"

/* Where a session is. */
enum {
	S_START	= 1,		/* hello is owed */
	S_READY	= 2,
	S_MAIL	= 4,		/* there is a sender */
	S_RCPT	= 8,		/* there is a recipient */
	S_BDAT	= 16,		/* there is a part of the message */
	S_ANY	= S_START | S_READY | S_MAIL | S_RCPT | S_BDAT,
	S_EMPTY	= S_ANY & ~S_BDAT
};

enum {
	V_LAST	= 1,		/* nothing may be pipelined behind it */
	V_JUNK	= 2,		/* it delivers nothing: counted */
	V_NO_ARG = 4,
	V_CLEAR = 8		/* also where nothing goes without TLS */
};

static const struct verb {
	const char	*name, *log;
	unsigned	 legal;
	unsigned	 flags;
	enum reply	 out_of_order;
	bool		(*run)(struct conn *c, struct span args);
} verbs[VERBS] = {
	[VERB_HELO] = { "HELO", "helo", S_ANY, V_LAST | V_JUNK | V_CLEAR,
	    R_NONE, do_helo },
	[VERB_EHLO] = { "EHLO", "ehlo", S_ANY, V_LAST | V_JUNK | V_CLEAR,
	    R_NONE, do_ehlo },
	[VERB_STARTTLS] = { "STARTTLS", "starttls", S_EMPTY,
	    V_LAST | V_NO_ARG | V_CLEAR, R_NONE, do_starttls },
	[VERB_AUTH] = { "AUTH", "auth", S_EMPTY & ~S_START, 0, R_NONE,
	    do_auth },
	[VERB_MAIL] = { "MAIL", "mail", S_READY, 0, R_NESTED_MAIL, do_mail },
	[VERB_RCPT] = { "RCPT", "rcpt", S_MAIL | S_RCPT, 0, R_MAIL_FIRST,
	    do_rcpt },
	[VERB_DATA] = { "DATA", "data", S_RCPT, V_LAST | V_NO_ARG,
	    R_RCPT_FIRST, do_data },
	[VERB_BDAT] = { "BDAT", "bdat", S_ANY, 0, R_NONE, do_bdat },
	[VERB_RSET] = { "RSET", "rset", S_ANY, V_JUNK | V_NO_ARG, R_NONE,
	    do_rset },
	[VERB_NOOP] = { "NOOP", "noop", S_ANY, V_LAST | V_JUNK | V_CLEAR,
	    R_NONE, do_noop },
	[VERB_VRFY] = { "VRFY", "vrfy", S_EMPTY, V_LAST | V_JUNK, R_NONE,
	    do_vrfy },
	[VERB_ETRN] = { "ETRN", "etrn", S_START | S_READY, V_LAST | V_JUNK,
	    R_IN_MAIL, do_etrn },
	[VERB_XCLIENT] = { "XCLIENT", "xclient", S_ANY, V_LAST | V_CLEAR, R_NONE,
	    do_xclient },
	[VERB_XFORWARD] = { "XFORWARD", "xforward", S_ANY, V_LAST, R_NONE,
	    do_xforward },
	[VERB_QUIT] = { "QUIT", "quit", S_ANY, V_CLEAR, R_NONE, do_quit },
	[VERB_HELP] = { "HELP", "help", S_ANY, V_JUNK | V_CLEAR, R_NONE,
	    do_help },
	[VERB_UNKNOWN] = { "UNKNOWN", "unknown", 0, 0, R_UNKNOWN, NULL },
};

const char *
verb_name(enum verb_id id)
{
	return verbs[id].log;
}

void
verbs_list(struct buf *out)
{
	for (size_t i = 0; i < VERB_UNKNOWN; i++)
		buf_addf(out, "%s%s", i > 0 ? " " : "", verbs[i].name);
}

static enum verb_id
find(struct span name)
{
	size_t i = 0;

	while (i < VERB_UNKNOWN && !span_caseis(name, verbs[i].name))
		i++;
	return (enum verb_id)i;
}

static unsigned
state_of(const struct conn *c)
{
	if (c->tx.bdat != BDAT_NONE)
		return S_BDAT;
	if (c->tx.open)
		return c->tx.nrcpts > 0 ? S_RCPT : S_MAIL;
	return c->helo.len > 0 || !c->set->helo_required || c->stand_alone ?
	    S_READY : S_START;
}

static bool
in_list(const struct conn *c, enum list_id id, struct span verb)
{
	return matchlist_match(c->lists->list[id], verb, SPAN(""), NULL) ==
	    FOUND;
}

/* Another protocol's client, or one that sends a message as commands. */
static bool
not_smtp(struct conn *c, struct span verb)
{
	if (header_name_len(buf_span(&c->line)) == 0 &&
	    !in_list(c, LIST_FORBIDDEN_COMMANDS, verb))
		return false;
	log_warn("non-SMTP command from %s: %.100s", c->who.s, c->line.s);
	reply(c, R_NOT_A_COMMAND);
	conn_end(c, NULL);
	return true;
}

static bool
wrong_order(struct conn *c, const struct verb *v)
{
	unsigned state = state_of(c);

	if ((v->legal & state) != 0)
		return false;
	if (state == S_START)
		reply(c, R_HELO_FIRST);
	else if (state == S_BDAT)
		reply_with(c, R_AFTER_BDAT, span_str(v->name));
	else if (v == &verbs[VERB_DATA] && state == S_MAIL)
		reply(c, R_NO_RCPTS);
	else
		reply(c, v->out_of_order);
	return true;
}

/* For commands that do nothing for anybody. */
static bool
count_junk(struct conn *c)
{
	return c->junk++ <= c->set->junk_limit;
}

/* Pipelined input is looked at before anything else is refused: what follows
 * a refused DATA is a message, and must not run as commands. */
static bool
run(struct conn *c, const struct verb *v, struct span args)
{
	if ((v->flags & V_LAST) && session_out_of_step(c))
		return false;
	if (c->set->tls.enforce && !c->tls.on && !c->stand_alone &&
	    (v->flags & V_CLEAR) == 0)
		return reply(c, R_TLS_FIRST);
	if (wrong_order(c, v))
		return false;
	if ((v->flags & V_NO_ARG) && args.len > 0)
		return reply_with(c, R_PLAIN_SYNTAX, span_str(v->name));
	return v->run(c, args);
}

static bool
run_known(struct conn *c, enum verb_id id, struct span args)
{
	const struct verb *v = &verbs[id];

	c->where = v->name;
	c->out_of_step = false;
	bool good = c->denied && id != VERB_QUIT ?
	    reply_with(c, R_DENIED, buf_span(&c->who)) : run(c, v, args);
	if (good)
		c->counts[id].good++;
	if ((v->flags & V_JUNK) && !count_junk(c))
		good = false;
	return good;
}

/* smtpd_command_filter: what a client should have said. */
static bool
filter_line(struct conn *c)
{
	struct maps *maps = c->lists->maps[MAPS_COMMAND_FILTER];
	struct buf better = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = maps_empty(maps) ? ABSENT :
	    maps_get(maps, buf_span(&c->line), &better, &w);

	if (got == FOUND) {
		log_info("%s: replacing client command \"%.100s\" with "
		    "\"%.100s\"", c->who.s, c->line.s, better.s);
		buf_set(&c->line, buf_span(&better));
	} else if (got == FAILED) {
		log_warn("smtpd_command_filter: %s", w.text.s);
		reply(c, R_NO_LOOKUP);
	}
	buf_clear(&better);
	why_clear(&w);
	return got != FAILED;
}

bool
verbs_run(struct conn *c, enum smtpline_got got)
{
	struct smtpcmd cmd;

	if (c->unfit != NULL)
		return starttls_dismiss(c);
	if (got == LINE_LONG)
		return reply(c, R_LINE_LONG);
	if (c->line_bare && bare_lf_refused(c))
		return false;
	if (!filter_line(c))
		return true;
	if (!smtpcmd_split(buf_span(&c->line), &cmd) || cmd.verb.len == 0)
		return reply(c, R_BAD_SYNTAX);
	if (in_list(c, LIST_NOOP_COMMANDS, cmd.verb))
		return reply(c, R_OK) && count_junk(c);
	enum verb_id id = find(cmd.verb);
	if (id != VERB_AUTH && c->line.len > c->set->line_limit)
		return reply(c, R_LINE_LONG);
	c->counts[id].all++;
	if (id != VERB_UNKNOWN)
		return run_known(c, id, cmd.args);
	c->where = "UNKNOWN";
	return !not_smtp(c, cmd.verb) && mfilter_unknown(c) &&
	    reply(c, R_UNKNOWN);
}
