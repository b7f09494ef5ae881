/* SPDX-License-Identifier: ISC */
#include "conf/template.h"

#include "base/pool.h"
#include "conf/expand.h"
#include "conf/param.h"

static const char *const names[TEMPLATES] = { "failure", "delay", "success",
    "verify" };

#define GREETING "This is the mail system at host $myhostname.\n\n"
#define FROM	 "Mail Delivery System <MAILER-DAEMON>"

static const struct template built_in[TEMPLATES] = {
	[TEMPLATE_FAILURE] = {
		SPAN("us-ascii"), SPAN(FROM),
		SPAN("Undelivered Mail Returned to Sender"),
		SPAN("Postmaster Copy: Undelivered Mail"),
		SPAN(GREETING
		    "Your message could not be delivered to the addresses "
		    "below. No further\nattempt will be made. The reason "
		    "follows each address. Behind this\ntext come a report for "
		    "programs, and the message.\n\n"
		    "If you need help, write to postmaster and include this "
		    "notice.\n"),
	},
	[TEMPLATE_DELAY] = {
		SPAN("us-ascii"), SPAN(FROM),
		SPAN("Delayed Mail (still being retried)"),
		SPAN("Postmaster Warning: Delayed Mail"),
		SPAN(GREETING
		    "This is only a warning: do not send your message again.\n\n"
		    "It could not be delivered for more than "
		    "$delay_warning_time_hours hour(s).\nAttempts go on until "
		    "it is $maximal_queue_lifetime_days day(s) old.\n\n"
		    "If you need help, write to postmaster and include this "
		    "notice.\n"),
	},
	[TEMPLATE_SUCCESS] = {
		SPAN("us-ascii"), SPAN(FROM),
		SPAN("Successful Mail Delivery Report"), SPAN(""),
		SPAN(GREETING
		    "Your message was delivered to the addresses below. Of one "
		    "that was\npassed on to another system you may still hear "
		    "from there.\n"),
	},
	[TEMPLATE_VERIFY] = {
		SPAN("us-ascii"), SPAN(FROM),
		SPAN("Mail Delivery Status Report"), SPAN(""),
		SPAN(GREETING
		    "This is the report on delivery that you have asked "
		    "for.\n"),
	},
};

void
template_init(struct template t[TEMPLATES])
{
	memcpy(t, built_in, sizeof(built_in));
}

const char *
template_name(enum template_kind kind)
{
	return names[kind];
}

/* Lines taken off a text, counted. */
struct lines {
	struct span	rest;
	int		n;
	void		(*note)(void *ctx, int line, const char *what);
	void		*ctx;
};

static bool
next_line(struct lines *l, struct span *line)
{
	if (l->rest.len == 0)
		return false;
	size_t end = span_find(l->rest, '\n');
	*line = span_head(l->rest, end == SPAN_NONE ? l->rest.len : end + 1);
	l->rest = span_from(l->rest, line->len);
	l->n++;
	return true;
}

static int
kind_of(struct span name)
{
	for (int i = 0; i < TEMPLATES; i++) {
		struct span kind = span_str(names[i]);

		if (name.len == kind.len + 9 && span_starts(name, kind) &&
		    span_ends(name, SPAN("_template")))
			return i;
	}
	return -1;
}

/* The text up to the line that is just mark. */
static struct span
take_document(struct lines *l, struct span mark)
{
	struct span text = { l->rest.p, 0 }, line;

	while (next_line(l, &line)) {
		if (span_eq(span_trim(line), mark))
			return text;
		text.len += line.len;
	}
	l->note(l->ctx, l->n, "the end mark is missing");
	return text;
}

static struct span *
field_of(struct template *t, struct span label)
{
	if (span_caseis(label, "Charset"))
		return &t->charset;
	if (span_caseis(label, "From"))
		return &t->from;
	if (span_caseis(label, "Subject"))
		return &t->subject;
	if (span_caseis(label, "Postmaster-Subject"))
		return &t->copy_subject;
	return NULL;
}

/* Headers, an empty line, a body. */
static bool
read_template(struct template *t, struct lines *l)
{
	struct span line, *field;

	while (next_line(l, &line) && span_trim(line).len > 0) {
		size_t colon = span_find(line, ':');

		if (colon == SPAN_NONE) {
			l->note(l->ctx, l->n, "a header is expected");
			return false;
		}
		field = field_of(t, span_head(line, colon));
		if (field == NULL) {
			l->note(l->ctx, l->n, "the header has an unknown name");
			return false;
		}
		*field = span_trim(span_from(line, colon + 1));
	}
	t->body = l->rest;
	if (span_trim(t->body).len > 0)
		return true;
	l->note(l->ctx, l->n, "the template has no text");
	return false;
}

/* name = <<MARK */
static bool
take_heading(struct lines *l, struct span line, struct span *name,
    struct span *mark)
{
	size_t eq = span_find(line, '=');

	*name = span_trim(span_head(line, eq));
	*mark = span_trim(span_from(line, eq == SPAN_NONE ? line.len : eq + 1));
	if (eq == SPAN_NONE || !span_starts(*mark, SPAN("<<"))) {
		l->note(l->ctx, l->n, "\"name = <<mark\" is expected");
		return false;
	}
	*mark = span_trim(span_from(*mark, 2));
	return mark->len > 0;
}

void
template_parse(struct template t[TEMPLATES], struct span text,
    void (*note)(void *ctx, int line, const char *what), void *ctx)
{
	struct lines l = { text, 0, note, ctx };
	struct span line, name, mark;

	while (next_line(&l, &line)) {
		struct span s = span_trim(line);

		if (s.len == 0 || s.p[0] == '#' ||
		    !take_heading(&l, s, &name, &mark))
			continue;
		int at = l.n, kind = kind_of(name);
		struct lines in = { take_document(&l, mark), at, note, ctx };

		if (kind < 0) {
			note(ctx, at, "the template has an unknown name");
			continue;
		}
		struct template one = built_in[kind];
		if (read_template(&one, &in))
			t[kind] = one;
	}
}

static const struct {
	const char *suffix;
	int	    seconds;
} units[] = {
	{ "_seconds", 1 }, { "_minutes", 60 }, { "_hours", 3600 },
	{ "_days", 86400 }, { "_weeks", 604800 },
};

static const enum param times[] = { P_delay_warning_time,
    P_maximal_queue_lifetime, P_bounce_queue_lifetime };
static const char *const time_names[] = { "delay_warning_time",
    "maximal_queue_lifetime", "bounce_queue_lifetime" };

/* A time in units, as text in the pool. */
static bool
time_value(struct pool *pool, struct span name, struct span *value)
{
	struct buf b = BUF_INIT;

	for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++) {
		struct span suffix = span_str(units[u].suffix);

		if (!span_ends(name, suffix))
			continue;
		struct span of = span_head(name, name.len - suffix.len);
		for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
			if (!span_is(of, time_names[i]))
				continue;
			buf_addf(&b, "%lld", (long long)(param_time(times[i]) /
			    units[u].seconds));
			*value = pool_span(pool, buf_span(&b));
			buf_clear(&b);
			return true;
		}
	}
	return false;
}

static bool
look_up(void *ctx, struct span name, struct span *value)
{
	const char *text;

	if (time_value(ctx, name, value))
		return true;
	if ((text = param_value(name)) == NULL)
		return false;
	*value = span_str(text);
	return true;
}

enum out
template_expand(struct buf *out, const struct template *t, struct why *w)
{
	struct pool pool = POOL_INIT;
	struct expand e = { .value = look_up, .ctx = &pool, .flat = true };
	enum out o = expand(out, t->body, &e, w);

	pool_clear(&pool);
	return o;
}
