/* SPDX-License-Identifier: ISC */
#include "conf/mastercf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "conf/maincf.h"
#include "conf/param.h"
#include "conf/value.h"
#include "sys/file.h"

enum { FILE_MAX = 64 << 20 };

static const char blanks[] = " \t\r\n\v\f";

/* The next word; one that begins with { goes on to the } that closes it. */
static bool
take_arg(struct span *s, struct span *arg)
{
	size_t n = 0;
	int level = 0;

	while (s->len > 0 && ascii_space(s->p[0]))
		*s = span_from(*s, 1);
	for (; n < s->len && (level > 0 || !ascii_space(s->p[n])); n++) {
		if (s->p[n] == '{')
			level++;
		else if (s->p[n] == '}' && level > 0)
			level--;
	}
	*arg = span_head(*s, n);
	*s = span_from(*s, n);
	return n > 0;
}

static void
take_args(struct pool *pool, struct span s, struct mastercf_entry *e)
{
	struct span rest = s, arg;
	size_t n = 0;

	while (take_arg(&rest, &arg))
		n++;
	e->args = pool_alloc(pool, (n + 1) * sizeof(*e->args));
	for (e->nargs = 0; e->nargs < n && take_arg(&s, &arg); e->nargs++)
		e->args[e->nargs] = value_unbrace(arg);
}

static bool
take_fields(struct pool *pool, struct span s, struct mastercf_entry *e)
{
	if (!span_word(&s, blanks, &e->service) ||
	    !span_word(&s, blanks, &e->type))
		return false;
	for (int i = 0; i < MASTERCF_FIELDS; i++)
		if (!span_word(&s, blanks, &e->field[i]))
			return false;
	if (!span_word(&s, blanks, &e->command))
		return false;
	take_args(pool, s, e);
	return true;
}

static bool
is_type(struct span type)
{
	return span_is(type, "inet") || span_is(type, "unix") ||
	    span_is(type, "fifo") || span_is(type, "pass") ||
	    span_is(type, "unix-dgram");
}

enum out
mastercf_parse(struct mastercf *m, struct span text, const char *file,
    struct why *w)
{
	struct span logical;
	int line = 0;

	if (memchr(text.p, '\0', text.len) != NULL)
		return why_perm(w, "5.3.5", "%s: not a text file: it has a "
		    "null byte in it", file);
	for (;;) {
		struct mastercf_entry e = { .nargs = 0 };

		if (!maincf_line(&text, &line, &m->pool, &logical, &e.line))
			return OUT_OK;
		if (!take_fields(&m->pool, logical, &e))
			return why_perm(w, "5.3.5", "%s, line %d: bad field "
			    "count: \"%.*s\"", file, e.line,
			    SPAN_FMT(span_head(span_trim(logical), 60)));
		if (!is_type(e.type))
			return why_perm(w, "5.3.5", "%s, line %d: bad transport "
			    "type: %.*s", file, e.line, SPAN_FMT(e.type));
		if (m->n == m->cap) {
			m->cap = m->cap > 0 ? 2 * m->cap : 32;
			m->entries = mem_resize(m->entries, m->cap,
			    sizeof(*m->entries));
		}
		m->entries[m->n++] = e;
	}
}

enum out
mastercf_load(struct mastercf *m, const char *dir, struct why *w)
{
	buf_addf(&m->file, "%s/master.cf", dir);
	if (file_read(AT_FDCWD, m->file.s, &m->text, FILE_MAX) == 0)
		return mastercf_parse(m, buf_span(&m->text), m->file.s, w);
	if (errno == ENOENT)
		return OUT_OK;
	return why_errno(w, errno, "open %s", m->file.s);
}

void
mastercf_clear(struct mastercf *m)
{
	static const struct mastercf none = MASTERCF_INIT;

	free(m->entries);
	buf_clear(&m->text);
	buf_clear(&m->file);
	pool_clear(&m->pool);
	*m = none;
}

const struct mastercf_entry *
mastercf_find(const struct mastercf *m, struct span service, struct span type)
{
	for (size_t i = m->n; i-- > 0;)
		if (span_eq(m->entries[i].service, service) &&
		    span_eq(m->entries[i].type, type))
			return &m->entries[i];
	return NULL;
}

/* The text of the option -o at *at, which moves behind it. */
static bool
option_text(const struct mastercf_entry *e, size_t *at, struct span *text)
{
	if (*at >= e->nargs || !span_starts(e->args[*at], SPAN("-o")))
		return false;
	if (e->args[*at].len > 2) {
		*text = span_from(e->args[(*at)++], 2);
		*text = value_unbrace(*text);
		return true;
	}
	if (*at + 1 >= e->nargs)
		return false;
	*text = e->args[*at + 1];
	*at += 2;
	return true;
}

bool
mastercf_option(const struct mastercf_entry *e, size_t *at, struct span *name,
    struct span *value)
{
	struct span text;
	size_t here = *at;

	/* -v and -D may stand between them. */
	while (here < e->nargs && (span_is(e->args[here], "-v") ||
	    span_is(e->args[here], "-D")))
		here++;
	*at = here;
	if (!option_text(e, &here, &text) ||
	    maincf_split(text, name, value) != NULL)
		return false;
	*at = here;
	return true;
}

enum out
mastercf_apply(const struct mastercf_entry *e, const char *file, struct why *w)
{
	struct span name, value;
	size_t at = 0;

	param_override(SPAN("service_name"), e->service);
	while (mastercf_option(e, &at, &name, &value))
		param_override(name, value);
	if (at < e->nargs && span_starts(e->args[at], SPAN("-o")))
		return why_perm(w, "5.3.5", "%s, line %d: need \"-o "
		    "name=value\": %.*s", file, e->line,
		    SPAN_FMT(e->args[at + (at + 1 < e->nargs)]));
	return OUT_OK;
}

static bool
is_flag(struct span s)
{
	return span_is(s, "-") || span_is(s, "y") || span_is(s, "n");
}

/* "-", or a number; one for a wake-up time may end in "?". */
static bool
is_count(struct span s, bool wakeup)
{
	int64_t n;

	if (span_is(s, "-"))
		return true;
	if (wakeup && span_ends(s, SPAN("?")))
		s.len--;
	return value_int(s, &n) && n >= 0;
}

enum out
mastercf_check(const struct mastercf_entry *e, const char *file, struct why *w)
{
	static const char *const name[] = { "private", "unprivileged", "chroot",
	    "wakeup", "process_limit" };
	struct span option, value;
	size_t at = 0;

	if (!is_type(e->type))
		return why_perm(w, "5.3.5", "%s, line %d: bad transport type: "
		    "%.*s", file, e->line, SPAN_FMT(e->type));
	for (int i = 0; i < MASTERCF_FIELDS; i++)
		if (i < MASTERCF_WAKEUP ? !is_flag(e->field[i]) :
		    !is_count(e->field[i], i == MASTERCF_WAKEUP))
			return why_perm(w, "5.3.5", "%s, line %d: bad value for "
			    "field %s: %.*s", file, e->line, name[i],
			    SPAN_FMT(e->field[i]));
	while (mastercf_option(e, &at, &option, &value))
		;
	if (at < e->nargs && span_starts(e->args[at], SPAN("-o")))
		return why_perm(w, "5.3.5", "%s, line %d: -o needs name=value",
		    file, e->line);
	return OUT_OK;
}
