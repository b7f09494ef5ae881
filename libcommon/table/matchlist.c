/* SPDX-License-Identifier: ISC */
#include "table/matchlist.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "table/ipnet.h"
#include "table/source.h"
#include "table/type.h"

enum { FILE_DEPTH = 20 };		/* /file inside /file inside ... */

enum kind { PAT_TEXT, PAT_NET, PAT_TABLE, PAT_BROKEN };

struct pattern {
	enum kind	 kind;
	bool		 negate;
	char		*text;		/* as written, or what is broken */
	struct ipnet	 net;
	struct table	*table;
};

struct matchlist {
	struct pattern	*patterns;
	struct table	**files;	/* each /file, only to see it change */
	size_t		 n, cap, nfiles;
	unsigned	 kinds;
	const char	*last;
};

static struct pattern *
add(struct matchlist *m, enum kind kind, bool negate, struct span text)
{
	if (m->n == m->cap) {
		m->cap = m->cap > 0 ? m->cap * 2 : 8;
		m->patterns = mem_resize(m->patterns, m->cap,
		    sizeof(*m->patterns));
	}
	struct pattern *p = &m->patterns[m->n++];
	*p = (struct pattern){ .kind = kind, .negate = negate };
	p->text = span_dup(text);
	return p;
}

/* What can only be meant as an address or a network. */
static bool
looks_like_net(struct span s)
{
	struct ipaddr a;
	bool marked = s.p[0] == '[';

	if (ipaddr_parse(&a, s))
		return true;
	for (size_t i = 0; i < s.len; i++) {
		marked |= s.p[i] == '/';
		if (ascii_hex(s.p[i]) < 0 && (s.p[i] == '\0' ||
		    strchr(".:[]/", s.p[i]) == NULL))
			return false;
	}
	return marked;
}

static void
add_net(struct matchlist *m, bool negate, struct span text)
{
	struct buf bad = BUF_INIT;
	struct ipnet net;

	if (ipnet_parse(&net, text, &bad))
		add(m, PAT_NET, negate, text)->net = net;
	else
		add(m, PAT_BROKEN, negate, buf_span(&bad));
	buf_clear(&bad);
}

static void	add_list(struct matchlist *m, struct span list, bool negate,
		    int depth);

static void
watch_file(struct matchlist *m, const char *path)
{
	struct table *t = table_open_soft(SPAN("static:"), 0);

	table_watch(t, path, NULL);
	m->files = mem_resize(m->files, m->nfiles + 1, sizeof(*m->files));
	m->files[m->nfiles++] = t;
}

static void
add_file(struct matchlist *m, struct span name, bool negate, int depth)
{
	struct why w = WHY_INIT;
	struct source s;
	struct span line;
	char *path = span_dup(name);
	enum found got = FAILED;

	watch_file(m, path);
	if (depth >= FILE_DEPTH) {
		table_fail_at(&w, path, 0, "files nested too deep");
	} else if (source_open(&s, path, &w) == FOUND) {
		while ((got = source_next(&s, &line, &w)) == FOUND)
			add_list(m, line, negate, depth + 1);
		source_close(&s);
	}
	if (got == FAILED)
		add(m, PAT_BROKEN, negate, buf_span(&w.text));
	free(path);
	why_clear(&w);
}

static void
add_pattern(struct matchlist *m, struct span text, bool negate, int depth)
{
	while (text.len > 0 && text.p[0] == '!') {
		negate = !negate;
		text = span_from(text, 1);
	}
	if (text.len == 0)
		add(m, PAT_BROKEN, negate, SPAN("no pattern after \"!\""));
	else if (text.p[0] == '/')
		add_file(m, text, negate, depth);
	else if (text.p[0] != '[' && span_find(text, ':') != SPAN_NONE)
		add(m, PAT_TABLE, negate, text)->table =
		    table_open_soft(text, TABLE_FOLD);
	else if ((m->kinds & MATCH_ADDRESSES) && looks_like_net(text))
		add_net(m, negate, text);
	else
		add(m, PAT_TEXT, negate, text);
}

static void
add_list(struct matchlist *m, struct span list, bool negate, int depth)
{
	struct span text;

	while (span_element(&list, &text))
		add_pattern(m, text, negate, depth);
}

struct matchlist *
matchlist_open(struct span list, unsigned kinds)
{
	struct matchlist *m = mem_alloc(sizeof(*m));

	m->kinds = kinds;
	m->last = "";
	add_list(m, list, false, 0);
	return m;
}

void
matchlist_close(struct matchlist *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n; i++) {
		table_close(m->patterns[i].table);
		free(m->patterns[i].text);
	}
	for (size_t i = 0; i < m->nfiles; i++)
		table_close(m->files[i]);
	free(m->files);
	free(m->patterns);
	free(m);
}

bool
matchlist_empty(const struct matchlist *m)
{
	return m->n == 0;
}

bool
matchlist_in_memory(const struct matchlist *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->patterns[i].kind == PAT_TABLE &&
		    !table_in_memory(m->patterns[i].table))
			return false;
	return true;
}

bool
matchlist_changed(const struct matchlist *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->patterns[i].table != NULL &&
		    table_changed(m->patterns[i].table))
			return true;
	for (size_t i = 0; i < m->nfiles; i++)
		if (table_changed(m->files[i]))
			return true;
	return false;
}

const char *
matchlist_pattern(const struct matchlist *m)
{
	return m->last;
}

static bool
is_below(struct span name, struct span domain)
{
	return name.len > domain.len &&
	    span_caseeq(span_from(name, name.len - domain.len), domain);
}

static bool
text_matches(const struct matchlist *m, struct span name, struct span text)
{
	if (name.len == 0)
		return false;
	if (span_caseeq(name, text))
		return true;
	if (!(m->kinds & MATCH_DOMAINS) || !is_below(name, text))
		return false;
	return m->kinds & MATCH_PARENTS ?
	    name.p[name.len - text.len - 1] == '.' : text.p[0] == '.';
}

/* The name, then, where parts make sense, its parent domains. */
static enum found
table_has_name(const struct matchlist *m, struct table *t, struct span name,
    struct buf *value, struct why *w)
{
	enum found got = table_get(t, name, value, w);
	size_t dot;

	if (!(m->kinds & MATCH_DOMAINS) || !table_is_fixed(t))
		return got;
	while (got == ABSENT &&
	    (dot = span_find(span_from(name, 1), '.')) != SPAN_NONE) {
		name = span_from(name, dot + 1);
		got = table_get(t, m->kinds & MATCH_PARENTS ?
		    span_from(name, 1) : name, value, w);
	}
	return got;
}

static enum found
table_has(const struct matchlist *m, struct table *t, struct span name,
    struct span address, struct why *w)
{
	struct buf value = BUF_INIT;
	enum found got = ABSENT;

	if (name.len > 0 && (m->kinds & (MATCH_NAMES | MATCH_DOMAINS)))
		got = table_has_name(m, t, name, &value, w);
	if (got == ABSENT && address.len > 0 && (m->kinds & MATCH_ADDRESSES))
		got = table_get(t, address, &value, w);
	buf_clear(&value);
	return got;
}

static enum found
try(struct matchlist *m, const struct pattern *p, struct span name,
    struct span address, const struct ipaddr *a, struct why *w)
{
	switch (p->kind) {
	case PAT_TEXT:
		return text_matches(m, name, span_str(p->text)) ?
		    FOUND : ABSENT;
	case PAT_NET:
		return a != NULL && ipnet_has(&p->net, a) ? FOUND : ABSENT;
	case PAT_TABLE:
		return table_has(m, p->table, name, address, w);
	case PAT_BROKEN:
		break;
	}
	why_temp(w, "4.3.5", "%s", p->text);
	return FAILED;
}

enum found
matchlist_match(struct matchlist *m, struct span name, struct span address,
    struct why *w)
{
	struct ipaddr addr, *a = NULL;

	if (address.len > 0 && ipaddr_parse(&addr, address))
		a = &addr;
	for (size_t i = 0; i < m->n; i++) {
		const struct pattern *p = &m->patterns[i];
		enum found got = try(m, p, name, address, a, w);

		if (got == ABSENT)
			continue;
		m->last = p->text;
		if (got == FOUND && p->negate)
			got = ABSENT;
		return got;
	}
	m->last = "";
	return ABSENT;
}

/* A table that is all in its name, or in the C library's hands. */
static bool
is_free_table(struct span spec)
{
	static const char *const nested[] = { "pipemap:", "unionmap:" };
	static const char *const free_types[] = { "static:", "unix:", "fail:" };

	if (span_casestarts(spec, SPAN("proxy:")))
		spec = span_from(spec, 6);
	for (size_t i = 0; i < sizeof(nested) / sizeof(nested[0]); i++)
		if (span_casestarts(spec, span_str(nested[i])))
			return false;
	for (size_t i = 0; i < sizeof(free_types) / sizeof(free_types[0]); i++)
		if (span_casestarts(spec, span_str(free_types[i])))
			return true;
	struct span name = span_from(spec, span_find(spec, ':') + 1);
	return name.len > 0 && name.p[0] == '{';
}

bool
matchlist_plain(struct span list)
{
	struct span e;

	while (span_element(&list, &e)) {
		while (e.len > 0 && e.p[0] == '!')
			e = span_from(e, 1);
		if (e.len == 0 || e.p[0] == '[')
			continue;
		if (e.p[0] == '/' || (span_find(e, ':') != SPAN_NONE &&
		    !is_free_table(e)))
			return false;
	}
	return true;
}
