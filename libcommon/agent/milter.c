/* SPDX-License-Identifier: ISC */
#include "agent/milter.h"

#include <sys/socket.h>

#include "agent/milterio.h"
#include "agent/milterset.h"
#include "conf/param.h"
#include "conf/value.h"
#include "sys/log.h"

/* -- verdicts -- */

static enum milter_says
say(struct milter_verdict *v, enum milter_says says, int code,
    const char *text)
{
	v->says = says;
	v->code = code;
	buf_set(&v->text, span_str(text));
	return says;
}

static enum milter_says
refuse(struct milter_verdict *v)
{
	return say(v, MILTER_REFUSES, 550, "5.7.1 Command rejected");
}

static enum milter_says
not_now(struct milter_verdict *v)
{
	return say(v, MILTER_REFUSES, 451,
	    "4.7.1 Service unavailable - try again later");
}

static enum milter_says
fallback(const struct milter *m, struct milter_verdict *v)
{
	struct span action = span_str(m->fallback);

	if (span_is(action, "accept"))
		return say(v, MILTER_GO_ON, 0, "");
	if (span_is(action, "reject"))
		return say(v, MILTER_REFUSES, 550, "5.5.0 Service unavailable");
	if (span_is(action, "quarantine"))
		return say(v, MILTER_HOLDS, 0, "default_action");
	if (span_is(action, "shutdown"))
		return say(v, MILTER_REFUSES, 421,
		    "4.7.0 Service unavailable - try again later");
	return not_now(v);
}

static enum milter_says
standing(const struct milter *m, struct milter_verdict *v)
{
	say(v, m->last.says, m->last.code, m->last.text.s);
	return v->says;
}

/* Whatever it was in the middle of, it is not to be trusted any more; by no
 * process. */
void
milter_fail(struct milter *m, const char *how)
{
	if (m->fd < 0 && m->state == MILTER_BROKEN)
		return;
	log_warn("milter %s: %s", m->name, how);
	if (m->fd >= 0)
		shutdown(m->fd, SHUT_RDWR);
	milter_hang_up(m);
	m->state = MILTER_BROKEN;
	fallback(m, &m->last);
}

/* -- connecting -- */

/* A milter may name the macros that it wants at a stage. */
static bool
take_macros(struct milter *m, struct span data)
{
	uint32_t stage;
	struct span list;

	while (data.len > 0) {
		if (!milter_take_u32(&data, &stage) ||
		    !milter_take_str(&data, &list))
			return false;
		if (stage < MILTER_AT_UNKNOWN)
			milter_set_text(&m->macros[stage], list);
	}
	return true;
}

static void
agree(struct milter *m)
{
	uint32_t version, may = milter_actions(m->version),
	    can = milter_events(m->version) & ~(uint32_t)MILTER_WANTS_REJECTED;
	struct span data;
	char letter;

	size_t begun = milter_begin(&m->wr, MILTER_OPTIONS);
	milter_add_u32(&m->wr, (uint32_t)m->version);
	milter_add_u32(&m->wr, may);
	milter_add_u32(&m->wr, can);
	milter_end(&m->wr, begun);
	if (!milter_put(m, m->connect_limit) ||
	    !milter_get(m, m->connect_limit, &letter, &data))
		return;
	if (letter != MILTER_OPTIONS || !milter_take_u32(&data, &version) ||
	    !milter_take_u32(&data, &m->actions) ||
	    !milter_take_u32(&data, &m->events) || !take_macros(m, data)) {
		milter_fail(m, "bad answer to option negotiation");
	} else if (version > (uint32_t)m->version || version < 2) {
		milter_fail(m, "protocol version is not supported");
	} else if ((m->events & ~can) != 0 || (m->actions & ~may) != 0) {
		milter_fail(m, "wants what was not offered");
	} else {
		m->version = (int)version;
		m->state = MILTER_READY;
	}
}

void
milter_connect(struct milter *m)
{
	if (m->state != MILTER_NEW)
		return;
	milter_dial(m);
	if (m->fd >= 0)
		agree(m);
}

/* -- asking -- */

static struct span
default_of(struct span name)
{
	struct span list = span_str(param_str(P_milter_macro_defaults)), item,
	    key;

	while (value_item(&list, &item)) {
		item = value_unbrace(item);
		if (span_split(&item, '=', &key) && item.p != NULL &&
		    span_eq(span_trim(key), name))
			return span_trim(item);
	}
	return (struct span){ NULL, 0 };
}

static void
add_macro(struct milter *m, struct span name, milter_value *value, void *arg)
{
	struct buf b = BUF_INIT;
	bool has = value(arg, name, &b);
	struct span text = has ? buf_span(&b) : default_of(name);

	if (text.p != NULL) {
		milter_add_str(&m->wr, name);
		milter_add_str(&m->wr, text);
	}
	buf_clear(&b);
}

static void
add_macros(struct milter *m, char command, enum milter_stage stage,
    milter_value *value, void *arg)
{
	struct span list = span_str(m->macros[stage]), name;
	size_t begun = milter_begin(&m->wr, MILTER_MACRO), empty;

	buf_addc(&m->wr, command);
	empty = m->wr.len;
	while (span_word(&list, " \t\r\n,", &name))
		add_macro(m, name, value, arg);
	if (m->wr.len == empty)
		buf_cut(&m->wr, begun);
	else
		milter_end(&m->wr, begun);
}

void
milter_command(struct milter *m, char command, enum milter_stage stage,
    milter_value *value, void *arg)
{
	buf_reset(&m->wr);
	if (value != NULL)
		add_macros(m, command, stage, value, arg);
	m->begun = milter_begin(&m->wr, command);
	m->command = command;
}

bool
milter_wants(struct milter *m, uint32_t no, struct milter_verdict *v)
{
	if (m->state == MILTER_BROKEN || m->state == MILTER_DONE) {
		standing(m, v);
		return false;
	}
	say(v, MILTER_GO_ON, 0, "");
	return m->state == MILTER_READY && (m->events & no) == 0;
}

static bool
is_content(char command)
{
	return command == MILTER_HEADER || command == MILTER_EOH ||
	    command == MILTER_BODY || command == MILTER_EOM;
}

/* What it says of the connection holds for all of it; of a message, that it
 * need not hear more of it. One recipient more or less changes nothing. */
static enum milter_says
settle(struct milter *m, struct milter_verdict *v)
{
	if (m->command == MILTER_CONNECT || m->command == MILTER_HELO ||
	    (v->says == MILTER_REFUSES && v->code == 421)) {
		m->state = MILTER_DONE;
		say(&m->last, v->says, v->code, v->text.s);
	} else if (m->command != MILTER_RCPT || v->says != MILTER_REFUSES) {
		m->state = MILTER_PASSED;
	}
	return v->says;
}

static enum milter_says
nonsense(struct milter *m, char letter, struct milter_verdict *v)
{
	struct buf how = BUF_INIT;

	buf_addf(&how, "unexpected answer 0x%02x to command %c",
	    (unsigned)(unsigned char)letter, m->command);
	milter_fail(m, how.s);
	buf_clear(&how);
	return standing(m, v);
}

static enum milter_says
reply(struct milter *m, struct span data, struct milter_verdict *v)
{
	buf_reset(&v->text);
	if (!milter_reply(data, &v->code, &v->text))
		return nonsense(m, MILTER_REPLY, v);
	v->says = MILTER_REFUSES;
	return settle(m, v);
}

/* An answer that ends the command. */
static enum milter_says
judge(struct milter *m, char letter, struct span data, struct milter_verdict *v)
{
	switch (letter) {
	case MILTER_CONTINUE:
		return say(v, MILTER_GO_ON, 0, "");
	case MILTER_SKIP:
		m->skip = m->command == MILTER_BODY;
		return m->skip ? say(v, MILTER_GO_ON, 0, "") :
		    nonsense(m, letter, v);
	case MILTER_ACCEPT:
		say(v, MILTER_GO_ON, 0, "");
		return settle(m, v);
	case MILTER_REJECT:
		refuse(v);
		return settle(m, v);
	case MILTER_TEMPFAIL:
	case MILTER_FAIL:
		not_now(v);
		return settle(m, v);
	case MILTER_REPLY:
		return reply(m, data, v);
	case MILTER_SHUTDOWN:
		say(v, MILTER_REFUSES, 421,
		    "4.7.0 Server closing connection");
		return settle(m, v);
	case MILTER_DISCARD:
		if (m->command == MILTER_CONNECT || m->command == MILTER_HELO)
			return nonsense(m, letter, v);
		say(v, MILTER_DISCARDS, 0, "");
		return settle(m, v);
	default:
		return nonsense(m, letter, v);
	}
}

static bool
send_it(struct milter *m, int64_t limit)
{
	milter_end(&m->wr, m->begun);
	if (m->command == MILTER_MAIL)
		m->mailed = true;
	return milter_put(m, limit);
}

enum milter_says
milter_ask(struct milter *m, uint32_t mute, struct milter_verdict *v)
{
	int64_t limit = is_content(m->command) ? m->content_limit :
	    m->command_limit;
	struct span data;
	char letter;

	if (!send_it(m, limit))
		return standing(m, v);
	if (m->events & mute)
		return say(v, MILTER_GO_ON, 0, "");
	do
		if (!milter_get(m, limit, &letter, &data))
			return standing(m, v);
	while (letter == MILTER_PROGRESS);
	return judge(m, letter, data, v);
}

/* -- the end of a message -- */

static bool
is_edit(char letter)
{
	return letter == MILTER_ADD_HEADER || letter == MILTER_INSERT_HEADER ||
	    letter == MILTER_CHANGE_HEADER || letter == MILTER_CHANGE_FROM ||
	    letter == MILTER_ADD_RCPT || letter == MILTER_ADD_RCPT_ARGS ||
	    letter == MILTER_DELETE_RCPT || letter == MILTER_REPLACE_BODY ||
	    letter == MILTER_QUARANTINE;
}

enum milter_says
milter_eom(struct milter *m, milter_value *value, void *arg, milter_edit *edit,
    void *edit_arg, struct milter_verdict *v)
{
	struct span data;
	char letter;

	milter_command(m, MILTER_EOM, MILTER_AT_EOM, value, arg);
	if (!send_it(m, m->content_limit))
		return standing(m, v);
	while (milter_get(m, m->content_limit, &letter, &data)) {
		if (letter == MILTER_PROGRESS)
			continue;
		if (!is_edit(letter))
			return judge(m, letter, data, v);
		if (!edit(edit_arg, letter, data)) {
			milter_fail(m, "bad request to change a message");
			break;
		}
	}
	return standing(m, v);
}

void
milter_abort(struct milter *m)
{
	if (m->state == MILTER_PASSED)
		m->state = MILTER_READY;
	m->skip = false;
	if (m->state != MILTER_READY || !m->mailed)
		return;
	m->mailed = false;
	milter_command(m, MILTER_ABORT, MILTER_AT_CONNECT, NULL, NULL);
	milter_end(&m->wr, m->begun);
	milter_put(m, m->command_limit);
}
