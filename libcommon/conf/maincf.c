/* SPDX-License-Identifier: ISC */
#include "conf/maincf.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"

/* A physical line without its newline. */
static bool
take_line(struct span *text, struct span *line)
{
	if (text->len == 0)
		return false;
	size_t end = span_find(*text, '\n');
	*line = span_head(*text, end == SPAN_NONE ? text->len : end);
	*text = span_from(*text, end == SPAN_NONE ? text->len : end + 1);
	return true;
}

static bool
is_silent(struct span line)
{
	struct span s = span_trim(line);

	return s.len == 0 || s.p[0] == '#';
}

/* Whether text begins with a line that goes on with the one before; skips the
 * comments and empty lines that may lie between. */
static bool
take_more(struct span *text, int *line, struct span *more)
{
	struct span rest = *text, one;
	int n = *line;

	while (take_line(&rest, &one)) {
		n++;
		if (is_silent(one))
			continue;
		if (!ascii_space(one.p[0]))
			return false;
		*text = rest;
		*line = n;
		*more = one;
		return true;
	}
	*text = rest;
	*line = n;
	return false;
}

bool
maincf_line(struct span *text, int *line, struct pool *pool,
    struct span *logical, int *first)
{
	struct span more;

	do {
		if (!take_line(text, logical))
			return false;
		++*line;
	} while (is_silent(*logical));
	*first = *line;
	if (!take_more(text, line, &more))
		return true;
	struct buf b = BUF_INIT;
	buf_addspan(&b, *logical);
	do
		buf_addspan(&b, more);
	while (take_more(text, line, &more));
	*logical = pool_span(pool, buf_span(&b));
	buf_clear(&b);
	return true;
}

const char *
maincf_split(struct span logical, struct span *name, struct span *value)
{
	struct span s = span_trim(logical);
	size_t n = 0;

	while (n < s.len && !ascii_space(s.p[n]) && s.p[n] != '=')
		n++;
	*name = span_head(s, n);
	s = span_trim(span_from(s, n));
	if (s.len == 0 || s.p[0] != '=')
		return "missing '=' after attribute name";
	if (n == 0)
		return "missing attribute name";
	*value = span_trim(span_from(s, 1));
	return NULL;
}

static void __attribute__((format(printf, 3, 4)))
note(struct maincf *m, int line, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&b, fmt, ap);
	va_end(ap);
	if (m->nnotes == m->notes_cap) {
		m->notes_cap = m->notes_cap > 0 ? 2 * m->notes_cap : 8;
		m->notes = mem_resize(m->notes, m->notes_cap, sizeof(*m->notes));
	}
	m->notes[m->nnotes].text = pool_str(&m->pool, buf_span(&b));
	m->notes[m->nnotes++].line = line;
	buf_clear(&b);
}

/* A # behind a value is part of it, which hardly anybody means. */
static void
look_for_comment(struct maincf *m, struct span value, int line)
{
	for (size_t i = 1; i < value.len; i++)
		if (value.p[i] == '#' && ascii_space(value.p[i - 1])) {
			note(m, line, "#comment after other text is not "
			    "allowed: %.*s", SPAN_FMT(span_head(
			    span_from(value, i), 40)));
			return;
		}
}

static void
add_entry(struct maincf *m, struct maincf_entry e)
{
	if (m->n == m->cap) {
		m->cap = m->cap > 0 ? 2 * m->cap : 64;
		m->entries = mem_resize(m->entries, m->cap, sizeof(*m->entries));
	}
	m->entries[m->n++] = e;
}

enum out
maincf_parse(struct maincf *m, struct span text, const char *file, struct why *w)
{
	struct maincf_entry e;
	struct span logical;
	int line = 0;

	if (memchr(text.p, '\0', text.len) != NULL)
		return why_perm(w, "5.3.5", "%s: not a text file: it has a "
		    "null byte in it", file);
	while (maincf_line(&text, &line, &m->pool, &logical, &e.line)) {
		if (ascii_space(logical.p[0])) {
			note(m, e.line, "logical line must not start with "
			    "whitespace: \"%.*s\"", SPAN_FMT(span_head(logical, 30)));
			if (m->n == 0)
				continue;
		}
		const char *wrong = maincf_split(logical, &e.name, &e.value);
		if (wrong != NULL)
			return why_perm(w, "5.3.5", "%s, line %d: %s: \"%.*s\"",
			    file, e.line, wrong, SPAN_FMT(span_head(logical, 100)));
		look_for_comment(m, e.value, e.line);
		add_entry(m, e);
	}
	return OUT_OK;
}

void
maincf_clear(struct maincf *m)
{
	static const struct maincf none = MAINCF_INIT;

	free(m->entries);
	free(m->notes);
	pool_clear(&m->pool);
	*m = none;
}
