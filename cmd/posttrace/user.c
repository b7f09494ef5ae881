/* SPDX-License-Identifier: ISC */
#include "user.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ascii.h"
#include "conf/expand.h"
#include "msg/address.h"
#include "sys/priv.h"

enum { DEPTH_MAX = 100 };

/* A local part whose alias is being expanded stands for the user when it is met
 * again; one that has been dealt with is not delivered to twice. */
static char marks[2];
static void *const under_way = &marks[0], *const done = &marks[1];

struct who {
	struct trace	*t;
	struct span	 rcpt, local, user, ext;	/* ext: without delimiter */
	const struct hop *h;
};

/* -- aliases -- */

/* Up to the next comma that is not quoted. */
static bool
next_member(struct span *list, struct span *member)
{
	bool quoted = false;
	size_t i;

	if (list->len == 0)
		return false;
	for (i = 0; i < list->len; i++) {
		if (list->p[i] == '\\' && i + 1 < list->len)
			i++;
		else if (list->p[i] == '"')
			quoted = !quoted;
		else if (list->p[i] == ',' && !quoted)
			break;
	}
	*member = span_trim(span_head(*list, i));
	*list = span_from(*list, i < list->len ? i + 1 : i);
	return true;
}

static struct span
unquoted(struct span s)
{
	return s.len >= 2 && s.p[0] == '"' && s.p[s.len - 1] == '"' ?
	    span_from(span_head(s, s.len - 1), 1) : s;
}

static void
to_place(const struct who *w, const char *what, struct span place)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "by local to the %s %.*s", what, SPAN_FMT(place));
	trace_result(w->t, w->rcpt, "delivered", w->h, "2.0.0",
	    buf_span(&text));
	buf_clear(&text);
}

static void
to_address(const struct who *w, struct span text)
{
	struct buf addr = BUF_INIT;
	struct why why = WHY_INIT;

	if (text.len > 0 && text.p[0] == '\\')
		text = span_from(text, 1);
	explain_step(&w->t->e, EXPLAIN_ADDRESS, text, SPAN(""));
	explain_down(&w->t->e);
	if (w->t->e.depth > DEPTH_MAX) {
		why_temp(&why, "4.4.6", "aliases are nested too deep");
		trace_why(w->t, text, w->h, &why);
	} else if (address_internal(&addr, text)) {
		trace_address(w->t, buf_span(&addr));
	} else {
		why_perm(&why, "5.1.3", "bad address syntax in an alias");
		trace_why(w->t, text, w->h, &why);
	}
	explain_up(&w->t->e);
	buf_clear(&addr);
	why_clear(&why);
}

static void
to_member(const struct who *w, struct span member)
{
	struct span plain = unquoted(member), include = SPAN(":include:");

	if (plain.len > 0 && plain.p[0] == '|') {
		to_place(w, "command", span_from(plain, 1));
	} else if (plain.len > 0 && plain.p[0] == '/') {
		to_place(w, plain.p[plain.len - 1] == '/' ? "maildir" : "file",
		    plain);
	} else if (span_casestarts(plain, include)) {
		explain_step(&w->t->e, EXPLAIN_ALIAS, plain, SPAN(""));
		explain_note(&w->t->e, "the addresses in this file");
		to_place(w, "addresses in", span_from(plain, include.len));
	} else if (plain.len > 0) {
		to_address(w, member);
	}
}

static enum found
get_alias(const struct who *w, struct buf *value, struct why *why)
{
	enum found got = maps_get(w->t->aliases, w->local, value, why);

	if (got == ABSENT && w->user.len < w->local.len)
		got = maps_get(w->t->aliases, w->user, value, why);
	return got;
}

/* False: there is none, or it names itself. */
static bool
by_alias(const struct who *w)
{
	struct buf value = BUF_INIT;
	struct why why = WHY_INIT;
	struct span rest, member;
	enum found got = ABSENT;

	if (htab_get(&w->t->seen, w->local) == done)
		return true;
	if (!maps_empty(w->t->aliases) && !htab_has(&w->t->seen, w->local))
		got = get_alias(w, &value, &why);
	htab_put(&w->t->seen, w->local, under_way);
	if (got == FAILED) {
		trace_why(w->t, w->rcpt, w->h, &why);
	} else if (got == FOUND) {
		explain_step(&w->t->e, EXPLAIN_ALIAS, w->local,
		    buf_span(&value));
		explain_maps(&w->t->e, P_alias_maps, w->t->aliases);
		explain_down(&w->t->e);
		rest = buf_span(&value);
		while (next_member(&rest, &member))
			to_member(w, member);
		explain_up(&w->t->e);
	}
	htab_put(&w->t->seen, w->local, done);
	buf_clear(&value);
	why_clear(&why);
	return got != ABSENT;
}

/* -- users -- */

struct names {
	const struct user *u;
	const struct who  *w;
	struct buf	   delimiter;
};

static bool
name_value(void *ctx, struct span name, struct span *value)
{
	const struct names *n = ctx;

	if (span_is(name, "home"))
		*value = buf_span(&n->u->home);
	else if (span_is(name, "user"))
		*value = n->w->user;
	else if (span_is(name, "local"))
		*value = n->w->local;
	else if (span_is(name, "extension"))
		*value = n->w->ext;
	else if (span_is(name, "recipient_delimiter"))
		*value = buf_span(&n->delimiter);
	else
		return false;
	return value->len > 0;
}

/* The first file of forward_path that is there. */
static bool
by_forward(const struct who *w, const struct user *u)
{
	struct names n = { u, w, BUF_INIT };
	struct expand x = { name_value, &n, .flat = true };
	struct span list = span_str(param_str(P_forward_path)), item;
	struct buf path = BUF_INIT;
	bool found = false;

	if (w->ext.len > 0)
		buf_addc(&n.delimiter, w->ext.p[-1]);
	while (!found && span_element(&list, &item)) {
		buf_reset(&path);
		if (expand(&path, item, &x, NULL) != OUT_OK)
			continue;
		found = access(path.s, F_OK) == 0;
		if (found) {
			explain_step(&w->t->e, EXPLAIN_FORWARD, w->user,
			    buf_span(&path));
			explain_param(&w->t->e, P_forward_path);
			to_place(w, "addresses and commands in",
			    buf_span(&path));
		}
	}
	buf_clear(&path);
	buf_clear(&n.delimiter);
	return found;
}

/* What stands before the mailbox, or takes those who have none. */
static bool
by_other(const struct who *w, enum param p)
{
	const char *value = param_str(p);

	if (*value == '\0')
		return false;
	explain_step(&w->t->e, EXPLAIN_MAILBOX, w->user, span_str(value));
	explain_param(&w->t->e, p);
	to_place(w, "place that this parameter names:", span_str(value));
	return true;
}

static void
by_user(const struct who *w)
{
	struct user u = USER_INIT;
	struct why why = WHY_INIT;
	char *name = span_dup(w->user);

	switch (user_by_name(&u, name)) {
	case USER_FAILED:
		why_errno(&why, errno, "look up user %s", name);
		break;
	case USER_ABSENT:
		if (!by_other(w, P_mailbox_transport) &&
		    !by_other(w, P_fallback_transport) &&
		    !by_other(w, P_luser_relay))
			why_perm(&why, "5.1.1", "unknown user: \"%s\"", name);
		break;
	case USER_FOUND:
		if (!by_forward(w, &u) && !by_other(w, P_mailbox_transport) &&
		    !by_other(w, P_mailbox_command))
			to_place(w, "mailbox of", w->user);
	}
	if (why.out != OUT_OK)
		trace_why(w->t, w->rcpt, w->h, &why);
	user_clear(&u);
	why_clear(&why);
	free(name);
}

void
user_trace(struct trace *t, struct span rcpt, const struct hop *h)
{
	struct buf lower = BUF_INIT;
	struct span local, domain;
	struct who w = { .t = t, .rcpt = rcpt, .h = h };

	address_split(rcpt, &local, &domain);
	buf_addlower(&lower, local);
	w.local = buf_span(&lower);
	w.user = span_head(w.local, maps_split_local(w.local,
	    param_str(P_recipient_delimiter)));
	w.ext = span_from(w.local, w.user.len < w.local.len ?
	    w.user.len + 1 : w.local.len);
	if (!by_alias(&w))
		by_user(&w);
	buf_clear(&lower);
}
