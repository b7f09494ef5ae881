/* SPDX-License-Identifier: ISC */
#include "medit.h"

#include <stdlib.h>

#include "app/app.h"
#include "base/ascii.h"
#include "base/mem.h"
#include "conf/maincf.h"
#include "edit.h"
#include "master.h"
#include "rewrite.h"
#include "service.h"
#include "sys/log.h"

enum { FAILURE = 1 };

struct change {
	const char	*arg;
	char		*left;			/* of the arg, before = */
	struct pattern	 at;
	struct span	 value;
	struct mastercf	 entry;			/* -Me: the value, parsed */
};

struct medit {
	const struct opts *o;
	struct change	*changes;
	size_t		 n;
	const char	*file;
};

static void
take_entry(struct change *c)
{
	if (mastercf_parse(&c->entry, c->value, "", NULL) != OUT_OK ||
	    c->entry.n != 1)
		app_fatal(FAILURE, "bad field count: \"%s\"", c->arg);
	if (mastercf_check(&c->entry.entries[0], "argument", NULL) != OUT_OK)
		app_fatal(FAILURE, "bad field value: \"%s\"", c->arg);
}

/* service/type[/rest][=value] */
static void
take_arg(struct medit *m, const char *arg)
{
	struct change *c = &m->changes[m->n++];
	bool services = m->o->about == ABOUT_SERVICES;
	size_t eq = span_find(span_str(arg), '=');

	edit_refuse(arg);
	if (m->o->action == ACT_EDIT && eq == SPAN_NONE)
		app_fatal(FAILURE, "missing '=' after attribute name: \"%s\"",
		    arg);
	if (m->o->action != ACT_EDIT && eq != SPAN_NONE)
		app_fatal(FAILURE, "-X or -# requires names without value");
	c->arg = arg;
	struct span left = span_trim(span_head(span_str(arg), eq));
	c->left = span_dup(left);
	c->value = eq == SPAN_NONE ? SPAN("") :
	    span_trim(span_from(span_str(arg), eq + 1));
	c->entry = (struct mastercf)MASTERCF_INIT;
	if (!pattern_parse(&c->at, c->left, services ? 2 : 3) ||
	    c->at.parts != (services ? 2 : 3))
		app_fatal(FAILURE, services ? "-Me, -MX or -M# requires "
		    "service_name/type" : m->o->about == ABOUT_FIELDS ?
		    "-Fe requires service_name/type/field_name" :
		    "-Pe or -PX requires service_name/type/parameter");
	if (m->o->about == ABOUT_OPTIONS && span_is(c->at.rest, "*"))
		app_fatal(FAILURE, "-Pe does not accept wild-card parameter "
		    "name");
	if (services && m->o->action == ACT_EDIT)
		take_entry(c);
	if (m->o->about == ABOUT_FIELDS && service_field(c->at.rest) < 0)
		app_fatal(FAILURE, "invalid service attribute name: \"%.*s\"",
		    SPAN_FMT(c->at.rest));
}

/* The words of a command: command and arguments of e become those of text. */
static void
set_command(struct mastercf *m, struct mastercf_entry *e, struct span text)
{
	struct mastercf one = MASTERCF_INIT;
	struct buf b = BUF_INIT;

	buf_addf(&b, "x unix - - - - - %.*s", SPAN_FMT(text));
	struct span line = pool_span(&m->pool, buf_span(&b));
	if (mastercf_parse(&one, line, "", NULL) != OUT_OK || one.n != 1)
		app_fatal(FAILURE, "invalid command field \"%.*s\"",
		    SPAN_FMT(text));
	e->command = one.entries[0].command;
	e->nargs = one.entries[0].nargs;
	e->args = pool_alloc(&m->pool, (e->nargs + 1) * sizeof(*e->args));
	memcpy(e->args, one.entries[0].args, e->nargs * sizeof(*e->args));
	mastercf_clear(&one);
	buf_clear(&b);
}

static void
set_field(struct mastercf *m, struct mastercf_entry *e, const struct change *c)
{
	int i = service_field(c->at.rest);
	bool blank = c->value.len == 0;

	for (size_t k = 0; k < c->value.len; k++)
		blank |= ascii_space(c->value.p[k]);
	if (i == SERVICE_FIELDS - 1) {
		set_command(m, e, c->value);
		return;
	}
	if (i == 0)
		e->service = c->value;
	else if (i == 1)
		e->type = c->value;
	else
		e->field[i - 2] = c->value;
	if (blank || mastercf_check(e, "", NULL) != OUT_OK ||
	    c->value.p[0] == '#')
		app_fatal(FAILURE, "invalid %.*s field \"%.*s\" in \"%.*s\"",
		    SPAN_FMT(c->at.rest), SPAN_FMT(c->value), SPAN_FMT(c->value));
}

/* Takes all options of the name away; true when there was one. */
static bool
remove_option(struct mastercf_entry *e, struct span wanted)
{
	struct span name, value;
	size_t at = 0, next = 0;
	bool removed = false;

	while (mastercf_option(e, &next, &name, &value)) {
		/* -v or -D may come before it. */
		while (span_is(e->args[at], "-v") || span_is(e->args[at], "-D"))
			at++;
		if (span_eq(name, wanted)) {
			memmove(&e->args[at], &e->args[next],
			    (e->nargs - next) * sizeof(*e->args));
			e->nargs -= next - at;
			next = at;
			removed = true;
		}
		at = next;
	}
	return removed;
}

/* Behind the options that are there, in front of other arguments. */
static void
add_option(struct mastercf *m, struct mastercf_entry *e, struct span name,
    struct span value)
{
	struct span *args = pool_alloc(&m->pool, (e->nargs + 3) * sizeof(*args));
	struct span old, none;
	struct buf b = BUF_INIT;
	size_t at = 0;

	while (mastercf_option(e, &at, &old, &none))
		;
	buf_addf(&b, "%.*s=%.*s", SPAN_FMT(name), SPAN_FMT(value));
	memcpy(args, e->args, at * sizeof(*args));
	args[at] = SPAN("-o");
	args[at + 1] = pool_span(&m->pool, buf_span(&b));
	memcpy(&args[at + 2], &e->args[at], (e->nargs - at) * sizeof(*args));
	e->args = args;
	e->nargs += 2;
	buf_clear(&b);
}

/* The value of an option that is there is replaced where it stands. */
static bool
replace_option(struct mastercf *m, struct mastercf_entry *e, struct span wanted,
    struct span value)
{
	struct span name, old;
	struct buf b = BUF_INIT;
	size_t next = 0;
	bool found = false;

	while (mastercf_option(e, &next, &name, &old)) {
		if (!span_eq(name, wanted))
			continue;
		bool alone = next < 2 || !span_is(e->args[next - 2], "-o");
		buf_reset(&b);
		buf_addf(&b, alone ? "-o%.*s=%.*s" : "%.*s=%.*s",
		    SPAN_FMT(wanted), SPAN_FMT(value));
		e->args[next - 1] = pool_span(&m->pool, buf_span(&b));
		found = true;
	}
	buf_clear(&b);
	return found;
}

/* Applies c to the entry; true when the entry is now another. */
static bool
change_entry(struct medit *m, struct mastercf *mf, struct mastercf_entry *e,
    struct change *c)
{
	if (m->o->about == ABOUT_FIELDS) {
		set_field(mf, e, c);
		return true;
	}
	if (m->o->action == ACT_REMOVE)
		return remove_option(e, c->at.rest);
	if (!replace_option(mf, e, c->at.rest, c->value))
		add_option(mf, e, c->at.rest, c->value);
	return true;
}

/* What is written must be read as what was meant: half a brace would not. */
static void
add_entry(struct buf *out, const struct mastercf_entry *e)
{
	static const struct opts fold = { .fold = true };
	struct mastercf again = MASTERCF_INIT;
	struct buf text = BUF_INIT, same = BUF_INIT;

	service_text(&text, e, &fold);
	if (mastercf_parse(&again, buf_span(&text), "", NULL) == OUT_OK &&
	    again.n == 1)
		service_text(&same, &again.entries[0], &fold);
	if (!span_eq(buf_span(&text), buf_span(&same)))
		app_fatal(FAILURE, "not changed: this would not be read as it is "
		    "meant: %s", text.s);
	buf_addf(out, "%s\n", text.s);
	mastercf_clear(&again);
	buf_clear(&text);
	buf_clear(&same);
}

/* One entry with its raw lines; silent ones among them come out first. */
struct block {
	struct buf	raw, silent, text;
};

static void
comment_out(struct buf *out, const struct block *b)
{
	struct span raw = buf_span(&b->raw), line;
	enum line_kind kind;

	while (rewrite_line(&raw, &line, &kind)) {
		if (kind != LINE_SILENT)
			buf_addc(out, '#');
		buf_addspan(out, line);
	}
}

/* -MX, -M# and -Me: what becomes of the whole entry. False: nothing. */
static bool
change_whole(struct medit *m, const struct mastercf_entry *e, struct buf *out,
    const struct block *b)
{
	struct change *last = NULL;

	for (size_t i = 0; i < m->n; i++)
		if (pattern_matches(&m->changes[i].at, e)) {
			m->changes[i].at.matched = true;
			last = &m->changes[i];
		}
	if (last == NULL)
		return false;
	if (m->o->action == ACT_COMMENT) {
		comment_out(out, b);
		return true;
	}
	buf_addspan(out, buf_span(&b->silent));
	if (m->o->action == ACT_EDIT)
		add_entry(out, &last->entry.entries[0]);
	return true;
}

static void
change_block(struct medit *m, struct block *b, struct buf *out)
{
	struct mastercf one = MASTERCF_INIT;
	struct why w = WHY_INIT;
	bool changed = false;

	if (b->raw.len == 0)
		return;
	if (mastercf_parse(&one, buf_span(&b->raw), m->file, &w) != OUT_OK ||
	    one.n != 1)
		app_fatal(FAILURE, "%s: \"%.*s\"", w.text.s, SPAN_FMT(
		    span_trim(span_head(buf_span(&b->raw), 60))));
	struct mastercf_entry *e = &one.entries[0];
	if (m->o->about != ABOUT_SERVICES) {
		for (size_t i = 0; i < m->n; i++)
			if (pattern_matches(&m->changes[i].at, e)) {
				m->changes[i].at.matched = true;
				changed |= change_entry(m, &one, e,
				    &m->changes[i]);
			}
		if (changed) {
			buf_addspan(out, buf_span(&b->silent));
			add_entry(out, e);
		}
	} else
		changed = change_whole(m, e, out, b);
	if (!changed)
		buf_addspan(out, buf_span(&b->raw));
	mastercf_clear(&one);
	why_clear(&w);
	buf_reset(&b->raw);
	buf_reset(&b->silent);
}

static void
change_text(struct medit *m, struct span text, struct buf *out)
{
	struct block b = { BUF_INIT, BUF_INIT, BUF_INIT };
	struct buf after = BUF_INIT;	/* silent lines: of this entry only if
					 * more of it follows */
	enum line_kind kind;
	struct span line;

	while (rewrite_line(&text, &line, &kind)) {
		if (kind == LINE_SILENT || (kind == LINE_MORE && b.raw.len == 0)) {
			buf_addspan(&after, line);
			continue;
		}
		if (kind == LINE_START)
			change_block(m, &b, out);
		else
			buf_addspan(&b.silent, buf_span(&after));
		buf_addspan(kind == LINE_START ? out : &b.raw, buf_span(&after));
		buf_reset(&after);
		buf_addspan(&b.raw, line);
	}
	if (b.raw.len > 0 && b.raw.s[b.raw.len - 1] != '\n')
		buf_addc(&b.raw, '\n');
	change_block(m, &b, out);
	buf_addspan(out, buf_span(&after));
	buf_clear(&after);
	buf_clear(&b.raw);
	buf_clear(&b.silent);
}

static void
add_new(struct medit *m, struct buf *out)
{
	for (size_t i = 0; i < m->n; i++) {
		struct change *c = &m->changes[i];

		if (c->at.matched)
			continue;
		if (m->o->about != ABOUT_SERVICES) {
			log_warn("unmatched service_name/type: \"%s\"", c->arg);
			continue;
		}
		if (m->o->action != ACT_EDIT)
			continue;
		if (out->len > 0 && out->s[out->len - 1] != '\n')
			buf_addc(out, '\n');
		add_entry(out, &c->entry.entries[0]);
	}
}

/* What comes out must be a master.cf again, with the entries it should have. */
static void
check_result(const struct medit *m, struct span text)
{
	struct mastercf result = MASTERCF_INIT;
	struct why w = WHY_INIT;

	if (mastercf_parse(&result, text, m->file, &w) != OUT_OK)
		app_fatal(FAILURE, "not changed: that would be %s", w.text.s);
	mastercf_clear(&result);
}

int
edit_master(const struct opts *o)
{
	struct medit m = { .o = o };
	struct buf out = BUF_INIT;
	struct rewrite r;
	char *dir = app_find_config(o->dir);

	if (o->about == ABOUT_FIELDS && o->action != ACT_EDIT)
		app_fatal(FAILURE, "with option -F, do not specify -%c",
		    o->action == ACT_REMOVE ? 'X' : '#');
	if (o->about == ABOUT_OPTIONS && o->action == ACT_COMMENT)
		app_fatal(FAILURE, "with option -P, do not specify -#");
	if (o->nargs == 0)
		app_fatal(FAILURE, o->action == ACT_EDIT ?
		    "-e requires name=value argument" : "missing service "
		    "argument");
	m.changes = mem_array(o->nargs, sizeof(*m.changes));
	for (size_t i = 0; i < o->nargs; i++)
		take_arg(&m, o->args[i]);
	char *file = mem_fmt("%s/master.cf", dir);
	m.file = file;
	rewrite_open(&r, file);
	change_text(&m, buf_span(&r.text), &out);
	add_new(&m, &out);
	check_result(&m, buf_span(&out));
	rewrite_commit(&r, buf_span(&out));
	for (size_t i = 0; i < m.n; i++) {
		mastercf_clear(&m.changes[i].entry);
		free(m.changes[i].left);
	}
	buf_clear(&out);
	free(m.changes);
	free(file);
	free(dir);
	return 0;
}
