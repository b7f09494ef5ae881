/* SPDX-License-Identifier: ISC */
#include "table/maps.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "conf/param.h"
#include "msg/address.h"

struct maps {
	struct table	**tables;
	size_t		 n;
	const struct table *last;
	struct buf	 key;
};

struct maps *
maps_open(struct span list, unsigned flags)
{
	struct maps *m = mem_alloc(sizeof(*m));
	struct span spec;

	buf_init(&m->key);
	while (span_element(&list, &spec)) {
		m->tables = mem_resize(m->tables, m->n + 1, sizeof(*m->tables));
		m->tables[m->n++] = table_open_soft(spec, flags);
	}
	return m;
}

void
maps_close(struct maps *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n; i++)
		table_close(m->tables[i]);
	free(m->tables);
	buf_clear(&m->key);
	free(m);
}

bool
maps_empty(const struct maps *m)
{
	return m->n == 0;
}

bool
maps_changed(const struct maps *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (table_changed(m->tables[i]))
			return true;
	return false;
}

bool
maps_in_memory(const struct maps *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (!table_in_memory(m->tables[i]))
			return false;
	return true;
}

const struct table *
maps_table(const struct maps *m)
{
	return m->last;
}

const char *
maps_key(const struct maps *m)
{
	return m->key.s;
}

/* part: the key is a part of what was asked, so patterns are not tried. */
static enum found
get(struct maps *m, struct span key, bool part, struct buf *value,
    struct why *w)
{
	enum found got = ABSENT;

	if (key.len == 0 && part)
		return ABSENT;
	for (size_t i = 0; got == ABSENT && i < m->n; i++) {
		if (part && !table_is_fixed(m->tables[i]))
			continue;
		m->last = m->tables[i];
		got = table_get(m->tables[i], key, value, w);
	}
	if (got == ABSENT)
		return ABSENT;
	buf_set(&m->key, key);
	if (got == FOUND && value->len == 0) {
		why_temp(w, "4.3.5", "%s: lookup of \"%s\" gives an empty "
		    "result", table_spec(m->last), m->key.s);
		return FAILED;
	}
	return got;
}

enum found
maps_get(struct maps *m, struct span key, struct buf *value, struct why *w)
{
	return get(m, key, false, value, w);
}

/* An address of local and the rest ("@dom", "@" or nothing): tables hold keys
 * as they are written in mail, or, older ones, without the quotes. */
static enum found
get_address(struct maps *m, struct span local, struct span rest, bool part,
    struct buf *value, struct why *w)
{
	struct buf key = BUF_INIT;
	enum found got = ABSENT;

	if (!address_is_plain(local) && local.len > 0) {
		address_quote(&key, local);
		buf_addspan(&key, rest);
		got = get(m, buf_span(&key), part, value, w);
		buf_reset(&key);
	}
	if (got == ABSENT) {
		buf_addspan(&key, local);
		buf_addspan(&key, rest);
		got = get(m, buf_span(&key), part, value, w);
	}
	buf_clear(&key);
	return got;
}

static enum found
get_both(struct maps *m, struct span local, size_t bare, struct span rest,
    bool part, struct buf *value, struct buf *ext, struct why *w)
{
	enum found got = get_address(m, local, rest, part, value, w);

	if (got != ABSENT || bare == local.len)
		return got;
	got = get_address(m, span_head(local, bare), rest, true, value, w);
	if (got == FOUND && ext != NULL)
		buf_set(ext, span_from(local, bare));
	return got;
}

static enum found
find_domain(struct maps *m, struct span domain, bool part, unsigned how,
    struct buf *value, struct why *w)
{
	enum found got = get(m, domain, part, value, w);
	size_t dot;

	if (!(how & (MAPS_PARENTS | MAPS_DOT_PARENTS)))
		return got;
	while (got == ABSENT && (dot = span_find(span_from(domain, 1), '.')) !=
	    SPAN_NONE) {
		domain = span_from(domain, dot + 1);
		if (how & MAPS_DOT_PARENTS)
			got = get(m, domain, true, value, w);
		if (got == ABSENT && (how & MAPS_PARENTS))
			got = get(m, span_from(domain, 1), true, value, w);
	}
	return got;
}

enum found
maps_find_domain(struct maps *m, struct span domain, unsigned how,
    struct buf *value, struct why *w)
{
	return find_domain(m, domain, false, how, value, w);
}

enum found
maps_find_net(struct maps *m, struct span address, struct buf *value,
    struct why *w)
{
	char sep = span_find(address, ':') != SPAN_NONE ? ':' : '.';
	enum found got = get(m, address, false, value, w);
	size_t at;

	while (got == ABSENT && (at = span_rfind(address, sep)) != SPAN_NONE) {
		address = span_head(address, at);
		got = get(m, address, true, value, w);
	}
	return got;
}

static enum found
find_local(struct maps *m, const struct maps_query *q, struct span local,
    size_t bare, struct span domain, struct buf *value, struct buf *ext,
    struct why *w)
{
	if (q->is_local == NULL || domain.len == 0)
		return ABSENT;
	enum found got = q->is_local(q->arg, domain, w);

	return got == FOUND ? get_both(m, local, bare, SPAN(""), true, value,
	    ext, w) : got;
}

enum found
maps_find(struct maps *m, const struct maps_query *q, struct buf *value,
    struct buf *ext, struct why *w)
{
	size_t at = span_rfind(q->address, '@');
	struct span local = span_head(q->address, at), rest = SPAN("");
	struct span domain = SPAN("");
	enum found got = ABSENT;

	if (ext != NULL)
		buf_reset(ext);
	if (m->n == 0)
		return ABSENT;
	if (at != SPAN_NONE) {
		rest = span_from(q->address, at);
		domain = span_from(rest, 1);
	}
	size_t bare = q->how & MAPS_NOEXT ?
	    maps_split_local(local, q->delimiters) : local.len;

	if (q->how & MAPS_FULL)
		got = get_both(m, local, bare, rest, false, value, ext, w);
	if (got == ABSENT && (q->how & MAPS_LOCAL))
		got = find_local(m, q, local, bare, domain, value, ext, w);
	if (got == ABSENT && (q->how & MAPS_AT_DOMAIN) && domain.len > 0)
		got = get(m, rest, true, value, w);
	if (got == ABSENT && (q->how & MAPS_DOMAIN) && domain.len > 0)
		got = find_domain(m, domain, true, q->how, value, w);
	if (got == ABSENT && (q->how & MAPS_USER_AT) && local.len > 0)
		got = get_both(m, local, bare, SPAN("@"), true, value, ext, w);
	return got;
}

/* With "-" as delimiter owner-list and list-request are names, not
 * extensions. */
static bool
is_special(struct span local, const char *delimiters)
{
	const struct span owner = SPAN("owner-"), request = SPAN("-request");

	if (span_caseis(local, "postmaster") ||
	    span_caseis(local, "mailer-daemon") ||
	    span_caseis(local, param_str(P_double_bounce_sender)))
		return true;
	if (strchr(delimiters, '-') == NULL ||
	    !param_bool(P_owner_request_special))
		return false;
	return span_casestarts(local, owner) || (local.len > request.len &&
	    span_caseeq(span_from(local, local.len - request.len), request));
}

/* The first delimiter counts; a local part that begins with one is whole. */
size_t
maps_split_local(struct span local, const char *delimiters)
{
	size_t at = 0;

	if (delimiters == NULL || *delimiters == '\0' ||
	    is_special(local, delimiters))
		return local.len;
	while (at < local.len && (local.p[at] == '\0' ||
	    strchr(delimiters, local.p[at]) == NULL))
		at++;
	return at > 0 ? at : local.len;
}

bool
maps_parents_match(const char *feature)
{
	struct span list =
	    span_str(param_str(P_parent_domain_matches_subdomains)), name;

	while (span_element(&list, &name))
		if (span_caseis(name, feature))
			return true;
	return false;
}
