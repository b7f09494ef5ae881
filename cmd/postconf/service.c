/* SPDX-License-Identifier: ISC */
#include "service.h"

#include "base/ascii.h"
#include "conf/expand.h"
#include "conf/maincf.h"
#include "conf/param.h"
#include "sys/log.h"

enum { WIDTH = 80, INDENT = 4 };

const char *const service_field_names[SERVICE_FIELDS] = { "service", "type",
    "private", "unprivileged", "chroot", "wakeup", "process_limit", "command" };

static const size_t column_of[SERVICE_FIELDS] = { 0, 11, 17, 25, 33, 41, 49, 57 };

int
service_field(struct span name)
{
	for (int i = 0; i < SERVICE_FIELDS; i++)
		if (span_is(name, service_field_names[i]))
			return i;
	return -1;
}

static struct span
plain_field(const struct mastercf_entry *e, int i)
{
	if (i == 0)
		return e->service;
	if (i == 1)
		return e->type;
	return i == SERVICE_FIELDS - 1 ? e->command : e->field[i - 2];
}

/* Lines being written: text goes on, or wraps where it would be too long. */
struct page {
	struct buf *out;
	size_t	    column;
	bool	    fold, fresh;	/* fresh: at the beginning of a line */
};

static void
put(struct page *p, struct span s)
{
	buf_addspan(p->out, s);
	p->column += s.len;
	p->fresh = false;
}

static void
put_gap(struct page *p, size_t next)
{
	if (p->fresh)
		return;
	if (p->fold && p->column + 1 + next >= WIDTH) {
		buf_adds(p->out, "\n    ");
		p->column = INDENT;
		p->fresh = true;
	} else
		put(p, SPAN(" "));
}

static bool
has_blank(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_space(s.p[i]))
			return true;
	return s.len == 0;
}

struct scope {
	const struct mastercf_entry *e;
};

static bool
look_up(void *ctx, struct span wanted, struct span *value)
{
	const struct scope *scope = ctx;
	struct span name, text;
	size_t at = 0;
	bool found = false;

	while (mastercf_option(scope->e, &at, &name, &text))
		if (span_eq(name, wanted)) {
			*value = text;
			found = true;
		}
	if (!found && span_is(wanted, "service_name")) {
		*value = scope->e->service;
		found = true;
	}
	return found || param_raw(wanted, value);
}

enum out
service_expand_why(struct buf *out, const struct mastercf_entry *e,
    struct span text, struct why *w)
{
	struct scope scope = { e };
	struct expand x = { .value = look_up, .ctx = &scope };

	return e == NULL ? param_expand(out, text, w) :
	    expand(out, text, &x, w);
}

void
service_expand(struct buf *out, const struct mastercf_entry *e, struct span text)
{
	struct why w = WHY_INIT;

	if (service_expand_why(out, e, text, &w) != OUT_OK) {
		log_warn("%.*s: %s", SPAN_FMT(e->service), w.text.s);
		buf_addspan(out, text);
	}
	why_clear(&w);
}

/* name=value of an option without the blanks around =, in braces if it needs
 * them. */
static void
add_option(struct buf *out, const struct mastercf_entry *e, struct span name,
    struct span value, const struct opts *o)
{
	struct buf b = BUF_INIT;

	if (o->expand)
		service_expand(&b, e, value);
	else
		buf_addspan(&b, value);
	bool braces = has_blank(buf_span(&b)) && b.len > 0;
	buf_addf(out, braces ? "{%.*s=%s}" : "%.*s=%s", SPAN_FMT(name), b.s);
	buf_clear(&b);
}

static bool
takes_value(struct span arg)
{
	return arg.len == 2 && memchr("oimnst", arg.p[1], 6) != NULL;
}

/* An option and its value stay together; beginning a line of their own. */
static size_t
put_option(struct page *p, const struct mastercf_entry *e, size_t i,
    const struct opts *o)
{
	struct buf b = BUF_INIT;
	struct span name, value;
	size_t at = i;

	if (span_starts(e->args[i], SPAN("-o")) &&
	    mastercf_option(e, &at, &name, &value) && at > i) {
		buf_adds(&b, "-o ");
		add_option(&b, e, name, value, o);
	} else {
		at = i + 1;
		buf_addspan(&b, e->args[i]);
		if (takes_value(e->args[i]) && at < e->nargs) {
			buf_addf(&b, " %.*s", SPAN_FMT(e->args[at]));
			at++;
		}
	}
	put_gap(p, span_find(buf_span(&b), ' ') != SPAN_NONE ? WIDTH : b.len);
	put(p, buf_span(&b));
	buf_clear(&b);
	return at;
}

static void
put_arg(struct page *p, struct span arg)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, has_blank(arg) ? "{%.*s}" : "%.*s", SPAN_FMT(arg));
	put_gap(p, b.len);
	put(p, buf_span(&b));
	buf_clear(&b);
}

static void
put_command(struct page *p, const struct mastercf_entry *e, const struct opts *o)
{
	bool in_options = true;
	size_t i = 0;

	put(p, e->command);
	while (i < e->nargs) {
		if (e->args[i].len < 2 || e->args[i].p[0] != '-' ||
		    span_is(e->args[i], "--")) {
			if (in_options && i > 0 && p->fold)
				p->column = WIDTH;
			in_options = false;
		}
		if (in_options)
			i = put_option(p, e, i, o);
		else
			put_arg(p, e->args[i++]);
	}
}

void
service_text(struct buf *out, const struct mastercf_entry *e,
    const struct opts *o)
{
	struct page p = { .out = out, .fold = o->fold };

	for (int i = 0; i < SERVICE_FIELDS - 1; i++) {
		put(&p, plain_field(e, i));
		do
			put(&p, SPAN(" "));
		while (p.column < column_of[i + 1]);
	}
	put_command(&p, e, o);
}

void
service_field_text(struct buf *out, const struct mastercf_entry *e, int i,
    size_t column, const struct opts *o)
{
	struct page p = { .out = out, .fold = o->fold, .column = column };

	if (i == SERVICE_FIELDS - 1)
		put_command(&p, e, o);
	else
		buf_addspan(out, plain_field(e, i));
}
