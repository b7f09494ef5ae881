/* SPDX-License-Identifier: ISC */
#include "inspect.h"

#include "action.h"
#include "base/ascii.h"
#include "msg/address.h"
#include "msg/header.h"
#include "sys/log.h"
#include "wire/dsn.h"

enum { SHOWN = 200 };		/* bytes of a line in the log */

void
inspect_begin(struct inspect *in, struct checks *checks,
    const struct envelope *env, const struct id *id, struct fate *fate,
    struct why *why)
{
	*in = (struct inspect){ .checks = checks, .env = env, .id = id,
	    .fate = fate, .why = why, .value = BUF_INIT, .text = BUF_INIT,
	    .before = BUF_INIT };
}

void
inspect_clear(struct inspect *in)
{
	buf_clear(&in->value);
	buf_clear(&in->text);
	buf_clear(&in->before);
}

void
inspect_add_origin(struct buf *out, const struct envelope *env)
{
	struct span name = envelope_get(env, "client_name");
	struct span addr = envelope_get(env, "client_address");

	if (addr.len > 0)
		buf_addf(out, "%.*s[%.*s]", SPAN_FMT(name.len > 0 ? name :
		    SPAN("unknown")), SPAN_FMT(addr));
	else
		buf_adds(out, span_is(envelope_get(env, "kind"), "local") ?
		    "local" : "unknown");
}

static void
add_address(struct buf *out, const char *what, struct span internal)
{
	buf_addf(out, " %s=<", what);
	address_external(out, internal);
	buf_addc(out, '>');
}

void
inspect_add_envelope(struct buf *out, const struct envelope *env)
{
	struct span proto = envelope_get(env, "protocol");
	struct span helo = envelope_get(env, "helo_name");

	add_address(out, "from", env->sender);
	if (env->nrcpts > 0)
		add_address(out, "to", env->rcpts[env->nrcpts - 1].addr);
	if (proto.len > 0)
		buf_addf(out, " proto=%.*s", SPAN_FMT(proto));
	if (helo.len > 0)
		buf_addf(out, " helo=<%.*s>", SPAN_FMT(helo));
}

void
inspect_log(const struct inspect *in, const char *action, const char *class,
    struct span content, struct span text)
{
	struct buf b = BUF_INIT;

	content = span_head(content, SHOWN);
	buf_addf(&b, "%s: %s: %s %.*s from ", in->id->s, action, class,
	    SPAN_FMT(content));
	inspect_add_origin(&b, in->env);
	buf_addc(&b, ';');
	inspect_add_envelope(&b, in->env);
	if (text.len > 0)
		buf_addf(&b, ": %.*s", SPAN_FMT(text));
	log_info("%s", b.s);
	buf_clear(&b);
}

/* "5.7.1 message content rejected", or what of it the table says. */
static void
add_reason(struct buf *out, struct span text)
{
	char dsn[DSN_SIZE] = "5.7.1";

	dsn_take(&text, dsn);
	dsn[0] = '5';
	if (text.len == 0)
		text = SPAN("message content rejected");
	buf_addf(out, "%s %.*s", dsn, SPAN_FMT(text));
}

static void
reject(struct inspect *in, struct span text)
{
	struct buf b = BUF_INIT;
	char dsn[DSN_SIZE];

	add_reason(&b, text);
	text = buf_span(&b);
	dsn_take(&text, dsn);
	if (in->why->out == OUT_OK)
		why_perm(in->why, dsn, "%.*s", SPAN_FMT(text));
	in->off = in->told = true;
	buf_clear(&b);
}

/* Text of tables in a message: no byte may end the line, or the field. */
static void
add_clean(struct buf *out, struct span text, bool header)
{
	if (header) {
		header_add_text(out, text);
		buf_cut(out, out->len - 1);
		return;
	}
	for (size_t i = 0; i < text.len; i++)
		buf_addc(out, ascii_ctrl(text.p[i]) && text.p[i] != '\t' ?
		    '?' : text.p[i]);
}

static void
misused(const struct inspect *in, enum check check, enum action a,
    const char *fault)
{
	log_warn("%s: %s: %s action %s", in->id->s, checks_name(check),
	    action_name(a), fault);
}

/* REPLACE and PREPEND in headers must give headers. */
static bool
fits(const struct inspect *in, enum check check, enum action a,
    struct span text)
{
	const char *fault = action_fault(a, text);
	struct header h;

	if (fault == NULL && check != CHECK_BODY &&
	    (a == ACTION_REPLACE || a == ACTION_PREPEND) &&
	    !header_parse(text, &h))
		fault = "needs headername: headervalue";
	if (fault != NULL)
		misused(in, check, a, fault);
	return fault == NULL;
}

/* False: the line goes. in->text is set when it is another. */
static bool
act(struct inspect *in, enum check check, enum action a, struct span text)
{
	bool header = check != CHECK_BODY;

	switch (a) {
	case ACTION_REJECT:
		reject(in, text);
		break;
	case ACTION_HOLD:
		in->fate->hold = true;
		break;
	case ACTION_DISCARD:
		in->fate->discard = in->off = true;
		break;
	case ACTION_PASS:
		in->off = true;
		break;
	case ACTION_FILTER:
		buf_set(&in->fate->filter, text);
		break;
	case ACTION_REDIRECT:
		buf_set(&in->fate->redirect, text);
		in->off = true;
		break;
	case ACTION_BCC:
		fate_fact(in->fate, SPAN("bcc"), text);
		break;
	case ACTION_PREPEND:
		add_clean(&in->before, text, header);
		buf_addc(&in->before, '\n');
		break;
	case ACTION_REPLACE:
		add_clean(&in->text, text, header);
		break;
	case ACTION_IGNORE:
	case ACTION_STRIP:
		return false;
	default:
		break;
	}
	return true;
}

static void
log_action(const struct inspect *in, enum check check, enum action a,
    struct span line, struct span text)
{
	struct buf name = BUF_INIT, reason = BUF_INIT;

	if (a == ACTION_DUNNO || a == ACTION_OK || a == ACTION_IGNORE ||
	    (a == ACTION_HOLD && in->fate->hold))
		return;
	if (a == ACTION_WARN)
		buf_adds(&name, "warning");
	else
		buf_addlower(&name, span_str(action_name(a)));
	if (a == ACTION_REJECT) {
		add_reason(&reason, text);
		text = buf_span(&reason);
	}
	inspect_log(in, name.s, check == CHECK_BODY ? "body" :
	    check == CHECK_MILTER ? "milter-header" : "header", line, text);
	buf_clear(&name);
	buf_clear(&reason);
}

static bool
found(struct inspect *in, enum check check, struct span *line)
{
	struct span text;
	enum action a = action_read(buf_span(&in->value), &text);

	if (a == ACTION_UNKNOWN) {
		log_warn("%s: unknown command in %s map: %s", in->id->s,
		    checks_name(check), in->value.s);
		return true;
	}
	if (!fits(in, check, a, text))
		return true;
	log_action(in, check, a, *line, text);
	buf_reset(&in->text);
	if (!act(in, check, a, text))
		return false;
	if (in->text.len > 0)
		*line = buf_span(&in->text);
	return true;
}

bool
inspect_line(struct inspect *in, enum check check, struct span *line)
{
	struct why w = WHY_INIT;
	bool keep = true;

	buf_reset(&in->before);
	if (in->off || line->len == 0 || !checks_has(in->checks, check))
		return true;
	switch (maps_get(in->checks->map[check], *line, &in->value, &w)) {
	case FOUND:
		keep = found(in, check, line);
		break;
	case ABSENT:
		break;
	case FAILED:
		log_warn("%s: %s map lookup problem -- message not accepted, "
		    "try again later: %s", in->id->s, checks_name(check),
		    w.text.s);
		if (in->why->out == OUT_OK)
			why_temp(in->why, "4.3.0", "%s lookup problem",
			    checks_name(check));
		in->off = in->told = true;
	}
	why_clear(&w);
	return keep;
}
