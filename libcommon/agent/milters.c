/* SPDX-License-Identifier: ISC */
#include "agent/milters.h"

#include <stdlib.h>

#include "base/mem.h"
#include "conf/param.h"
#include "conf/value.h"
#include "msg/address.h"

static struct milter *
one_more(struct milters *ms)
{
	ms->m = mem_resize(ms->m, ms->n + 1, sizeof(*ms->m));
	return &ms->m[ms->n++];
}

void
milters_open(struct milters *ms, struct span list, milter_value *value,
    void *arg)
{
	struct span item;

	*ms = (struct milters){ .value = value, .arg = arg };
	while (value_item(&list, &item))
		milter_init(one_more(ms), item);
}

void
milters_close(struct milters *ms)
{
	for (size_t i = 0; i < ms->n; i++)
		milter_clear(&ms->m[i]);
	free(ms->m);
	*ms = (struct milters){ .value = ms->value, .arg = ms->arg };
}

bool
milters_take(struct milters *ms, struct span packed, int fd)
{
	return milter_unpack(one_more(ms), packed, fd);
}

/* A command, and what a milter may have against it. */
struct question {
	char		command;
	enum milter_stage stage;
	uint32_t	no, mute;
};

static enum milter_says
ask(struct milters *ms, const struct question *q, struct span data,
    struct milter_verdict *v)
{
	v->says = MILTER_GO_ON;
	for (size_t i = 0; i < ms->n; i++) {
		struct milter *m = &ms->m[i];

		/* what an old version does not know is not sent */
		if (q->no != 0 && (milter_events(m->version) & q->no) == 0)
			continue;
		if (!milter_wants(m, q->no, v)) {
			if (v->says != MILTER_GO_ON)
				return v->says;
			continue;
		}
		milter_command(m, q->command, q->stage, ms->value, ms->arg);
		buf_addspan(&m->wr, data);
		if (milter_ask(m, q->mute, v) != MILTER_GO_ON)
			return v->says;
	}
	return v->says;
}

enum milter_says
milters_connect(struct milters *ms, struct span name, char family, int port,
    struct span address, struct milter_verdict *v)
{
	static const struct question q = { MILTER_CONNECT, MILTER_AT_CONNECT,
	    MILTER_NO_CONNECT, MILTER_MUTE_CONNECT };
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < ms->n; i++)
		milter_connect(&ms->m[i]);
	milter_add_str(&b, name);
	buf_addc(&b, family);
	if (family != 'U') {
		buf_addc(&b, (char)(port >> 8 & 0xff));
		buf_addc(&b, (char)(port & 0xff));
		milter_add_str(&b, address);
	}
	ask(ms, &q, buf_span(&b), v);
	buf_clear(&b);
	return v->says;
}

static enum milter_says
ask_str(struct milters *ms, const struct question *q, struct span s,
    struct milter_verdict *v)
{
	struct buf b = BUF_INIT;

	milter_add_str(&b, s);
	ask(ms, q, buf_span(&b), v);
	buf_clear(&b);
	return v->says;
}

enum milter_says
milters_helo(struct milters *ms, struct span name, struct milter_verdict *v)
{
	static const struct question q = { MILTER_HELO, MILTER_AT_HELO,
	    MILTER_NO_HELO, MILTER_MUTE_HELO };

	return ask_str(ms, &q, name, v);
}

static enum milter_says
ask_address(struct milters *ms, const struct question *q, struct span address,
    struct span args, struct milter_verdict *v)
{
	struct buf text = BUF_INIT, b = BUF_INIT;
	struct span arg;

	buf_addc(&text, '<');
	address_external(&text, address);
	buf_addc(&text, '>');
	milter_add_str(&b, buf_span(&text));
	while (span_word(&args, " \t\r\n", &arg))
		milter_add_str(&b, arg);
	ask(ms, q, buf_span(&b), v);
	buf_clear(&text);
	buf_clear(&b);
	return v->says;
}

enum milter_says
milters_mail(struct milters *ms, struct span address, struct span args,
    struct milter_verdict *v)
{
	static const struct question q = { MILTER_MAIL, MILTER_AT_MAIL,
	    MILTER_NO_MAIL, MILTER_MUTE_MAIL };

	milters_abort(ms);
	for (size_t i = 0; i < ms->n; i++)
		ms->m[i].mailed = true;
	return ask_address(ms, &q, address, args, v);
}

enum milter_says
milters_rcpt(struct milters *ms, struct span address, struct span args,
    struct milter_verdict *v)
{
	static const struct question q = { MILTER_RCPT, MILTER_AT_RCPT,
	    MILTER_NO_RCPT, MILTER_MUTE_RCPT };

	return ask_address(ms, &q, address, args, v);
}

enum milter_says
milters_data(struct milters *ms, struct milter_verdict *v)
{
	static const struct question q = { MILTER_DATA, MILTER_AT_DATA,
	    MILTER_NO_DATA, MILTER_MUTE_DATA };

	return ask(ms, &q, SPAN(""), v);
}

enum milter_says
milters_unknown(struct milters *ms, struct span line,
    struct milter_verdict *v)
{
	static const struct question q = { MILTER_UNKNOWN, MILTER_AT_UNKNOWN,
	    MILTER_NO_UNKNOWN, MILTER_MUTE_UNKNOWN };

	return ask_str(ms, &q, line, v);
}

void
milters_abort(struct milters *ms)
{
	for (size_t i = 0; i < ms->n; i++)
		milter_abort(&ms->m[i]);
}

void
milters_fail(struct milters *ms)
{
	for (size_t i = 0; i < ms->n; i++)
		milter_fail(&ms->m[i], "its message was lost half-way");
}

bool
milters_value(struct span name, struct buf *out)
{
	if (span_is(name, "j"))
		buf_adds(out, param_str(P_myhostname));
	else if (span_is(name, "v"))
		buf_adds(out, param_str(P_milter_macro_v));
	else if (span_is(name, "{daemon_name}"))
		buf_adds(out, param_str(P_milter_macro_daemon_name));
	return out->len > 0;
}
