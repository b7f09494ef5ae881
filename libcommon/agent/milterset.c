/* SPDX-License-Identifier: ISC */
#include "agent/milterset.h"

#include <stdlib.h>

#include "agent/milterio.h"
#include "base/mem.h"
#include "conf/param.h"
#include "conf/value.h"
#include "sys/io.h"
#include "sys/log.h"

static const enum param macros_of[MILTER_STAGES] = {
	[MILTER_AT_CONNECT] = P_milter_connect_macros,
	[MILTER_AT_HELO]    = P_milter_helo_macros,
	[MILTER_AT_MAIL]    = P_milter_mail_macros,
	[MILTER_AT_RCPT]    = P_milter_rcpt_macros,
	[MILTER_AT_DATA]    = P_milter_data_macros,
	[MILTER_AT_EOM]	    = P_milter_end_of_data_macros,
	[MILTER_AT_EOH]	    = P_milter_end_of_header_macros,
	[MILTER_AT_UNKNOWN] = P_milter_unknown_command_macros,
};

void
milter_set_text(char **at, struct span s)
{
	free(*at);
	*at = span_dup(s);
}

/* Old versions of the protocol have lists of what is not sent behind them. */
static int
read_version(struct span s)
{
	int64_t n;

	return value_int(span_head(s, 1), &n) && milter_events((int)n) != 0 ?
	    (int)n : 0;
}

static bool
is_action(struct span s)
{
	static const char *const names[] = { "accept", "reject", "tempfail",
	    "quarantine", "shutdown" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_is(s, names[i]))
			return true;
	return false;
}

static bool
set(struct milter *m, struct span name, struct span value)
{
	if (span_is(name, "connect_timeout"))
		return value_time(value, 's', &m->connect_limit);
	if (span_is(name, "command_timeout"))
		return value_time(value, 's', &m->command_limit);
	if (span_is(name, "content_timeout"))
		return value_time(value, 's', &m->content_limit);
	if (span_is(name, "protocol"))
		return (m->version = read_version(value)) != 0;
	if (!span_is(name, "default_action") || !is_action(value))
		return false;
	milter_set_text(&m->fallback, value);
	return true;
}

static bool
read_settings(struct milter *m, struct span list)
{
	struct span item, name;
	bool good = true;

	while (span_split(&list, ',', &item)) {
		item = span_trim(item);
		if (item.len == 0)
			continue;
		if (!span_split(&item, '=', &name) || item.p == NULL ||
		    !set(m, span_trim(name), span_trim(item))) {
			log_warn("milter %s: bad setting \"%.*s\"", m->name,
			    SPAN_FMT(name));
			good = false;
		}
	}
	return good;
}

static void
init(struct milter *m)
{
	*m = (struct milter){ .state = MILTER_NEW, .fd = -1,
	    .last = MILTER_VERDICT_INIT, .rd = BUF_INIT, .wr = BUF_INIT };
}

bool
milter_init(struct milter *m, struct span setting)
{
	struct span rest = span_trim(setting), name;
	bool good = true;

	init(m);
	m->connect_limit = param_time(P_milter_connect_timeout);
	m->command_limit = param_time(P_milter_command_timeout);
	m->content_limit = param_time(P_milter_content_timeout);
	m->version = read_version(span_str(param_str(P_milter_protocol)));
	m->fallback = mem_str(param_str(P_milter_default_action));
	for (size_t i = 0; i < MILTER_STAGES; i++)
		m->macros[i] = mem_str(param_str(macros_of[i]));
	if (rest.len > 0 && rest.p[0] == '{')
		rest = value_unbrace(rest);
	size_t end = 0;
	while (end < rest.len && rest.p[end] != ',' && rest.p[end] != ' ' &&
	    rest.p[end] != '\t')
		end++;
	name = span_head(rest, end);
	m->name = span_dup(name);
	good = read_settings(m, span_from(rest, end));
	if (m->version == 0 || !is_action(span_str(m->fallback))) {
		log_warn("milter %s: bad milter_protocol or "
		    "milter_default_action", m->name);
		good = false;
	}
	return good;
}

void
milter_clear(struct milter *m)
{
	if (m->fd >= 0 && !m->borrowed) {
		buf_reset(&m->wr);
		milter_end(&m->wr, milter_begin(&m->wr, MILTER_QUIT));
		io_write_some(m->fd, buf_span(&m->wr));
	}
	milter_hang_up(m);
	free(m->name);
	free(m->fallback);
	for (size_t i = 0; i < MILTER_STAGES; i++)
		free(m->macros[i]);
	buf_clear(&m->last.text);
	buf_clear(&m->rd);
	buf_clear(&m->wr);
	init(m);
}

/* -- from one process to another -- */

void
milter_pack(struct buf *out, const struct milter *m)
{
	milter_add_str(out, span_str(m->name));
	milter_add_str(out, span_str(m->fallback));
	milter_add_str(out, span_str(m->macros[MILTER_AT_EOM]));
	milter_add_str(out, span_str(m->macros[MILTER_AT_EOH]));
	milter_add_u32(out, (uint32_t)m->content_limit);
	milter_add_u32(out, (uint32_t)m->version);
	milter_add_u32(out, m->actions);
	milter_add_u32(out, m->events);
}

static bool
unpack_text(char **at, struct span *in)
{
	struct span s;

	if (!milter_take_str(in, &s))
		return false;
	milter_set_text(at, s);
	return true;
}

bool
milter_unpack(struct milter *m, struct span packed, int fd)
{
	uint32_t limit = 0, version = 0;

	init(m);
	m->fd = fd;
	m->borrowed = true;
	bool good = unpack_text(&m->name, &packed) &&
	    unpack_text(&m->fallback, &packed) &&
	    unpack_text(&m->macros[MILTER_AT_EOM], &packed) &&
	    unpack_text(&m->macros[MILTER_AT_EOH], &packed) &&
	    milter_take_u32(&packed, &limit) &&
	    milter_take_u32(&packed, &version) &&
	    milter_take_u32(&packed, &m->actions) &&
	    milter_take_u32(&packed, &m->events) &&
	    is_action(span_str(m->fallback));
	m->content_limit = limit;
	m->version = (int)version;
	m->state = good ? MILTER_READY : MILTER_BROKEN;
	return good;
}
