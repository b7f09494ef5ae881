/* SPDX-License-Identifier: ISC */
#include "agent/services.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

/* Nothing else is started, whatever master.cf says. */
static const struct service fixed[] = {
	{ "cleanup",	"cleanup",	AS_MAIL_OWNER,	true },
	{ "bounce",	"bounce",	AS_MAIL_OWNER,	false },
	{ "local",	"local",	AS_STARTED,	false },
	{ "virtual",	"virtual",	AS_STARTED,	false },
	{ "pipe",	"pipe",		AS_STARTED,	false },
	{ "smtp",	"smtp",		AS_STARTED,	false },
	{ "relay",	"smtp",		AS_STARTED,	false },
	{ "lmtp",	"smtp",		AS_STARTED,	false },
	{ "error",	"error",	AS_MAIL_OWNER,	false },
	{ "retry",	"error",	AS_MAIL_OWNER,	false },
	{ "discard",	"discard",	AS_MAIL_OWNER,	false },
};

enum { FIXED = sizeof(fixed) / sizeof(fixed[0]), PROCESSES_MAX = 100000 };

/* Postfix's lmtp is a program; here it is a name of smtp. */
static const struct service *
program(struct span command)
{
	for (size_t i = 0; i < FIXED; i++)
		if (span_is(command, fixed[i].name) && !fixed[i].stream &&
		    !span_is(command, "bounce") && !span_is(command, "relay") &&
		    !span_is(command, "retry"))
			return &fixed[i];
	return NULL;
}

static struct service *
find(const struct services *s, struct span name)
{
	for (size_t i = 0; i < s->n; i++)
		if (span_is(name, s->list[i].name))
			return &s->list[i];
	return NULL;
}

const struct service *
services_find(const struct services *s, struct span name)
{
	return find(s, name);
}

static void
add(struct services *s, struct service new)
{
	struct service *old = find(s, span_str(new.name));

	if (old != NULL) {
		*old = new;
		return;
	}
	if (s->n == s->cap) {
		s->cap = s->cap > 0 ? s->cap * 2 : 16;
		s->list = mem_resize(s->list, s->cap, sizeof(*s->list));
	}
	s->list[s->n++] = new;
}

static char *
option(struct services *s, struct span name, struct span value)
{
	struct buf b = BUF_INIT;
	char *text;

	buf_addf(&b, "%.*s=%.*s", SPAN_FMT(name), SPAN_FMT(value));
	text = pool_str(&s->pool, buf_span(&b));
	buf_clear(&b);
	return text;
}

/* name [-o parameter=value]... [argument]... */
static char **
arguments(struct services *s, const struct mastercf_entry *e)
{
	char **argv = pool_alloc(&s->pool,
	    (2 * e->nargs + 5) * sizeof(*argv));
	struct span name, value;
	size_t n = 0, at = 0;

	argv[n++] = pool_str(&s->pool, e->service);
	argv[n++] = pool_str(&s->pool, SPAN("-o"));
	argv[n++] = option(s, SPAN("service_name"), e->service);
	while (mastercf_option(e, &at, &name, &value)) {
		argv[n++] = argv[1];
		argv[n++] = option(s, name, value);
	}
	if (span_is(e->command, "lmtp"))
		argv[n++] = pool_str(&s->pool, SPAN("-l"));
	while (at < e->nargs)
		argv[n++] = pool_str(&s->pool, e->args[at++]);
	return argv;
}

static void
add_entry(struct services *s, const struct mastercf_entry *e)
{
	const struct service *p = program(e->command);
	struct service new;
	int64_t n;

	if (p == NULL || !span_is(e->type, "unix") ||
	    span_is(e->service, "cleanup") || span_is(e->service, "bounce"))
		return;
	new = *p;
	new.argv = arguments(s, e);
	new.name = new.argv[0];
	if (num_int(e->field[MASTERCF_PROCESSES], 0, PROCESSES_MAX, &n))
		new.processes = n;
	else
		new.processes = -1;
	add(s, new);
}

enum out
services_read(struct services *s, const char *dir, struct why *w)
{
	enum out out;

	*s = (struct services)SERVICES_INIT;
	for (size_t i = 0; i < FIXED; i++) {
		struct service new = fixed[i];

		new.argv = pool_alloc(&s->pool, 2 * sizeof(*new.argv));
		new.argv[0] = pool_str(&s->pool, span_str(new.name));
		new.processes = -1;
		add(s, new);
	}
	out = mastercf_load(&s->cf, dir, w);
	for (size_t i = 0; out == OUT_OK && i < s->cf.n; i++)
		add_entry(s, &s->cf.entries[i]);
	return out;
}

void
services_clear(struct services *s)
{
	mastercf_clear(&s->cf);
	pool_clear(&s->pool);
	free(s->list);
	*s = (struct services)SERVICES_INIT;
}
