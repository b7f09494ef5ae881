/* SPDX-License-Identifier: ISC */
#include "route/addrmap.h"

#include "msg/address.h"
#include "net/idn.h"

/* What a result is read with. */
struct reading {
	const struct addrmap *a;
	struct span	user;		/* of "@domain"; empty: none */
	struct span	ext;		/* to be put behind each user */
	struct buf	raw, full;
};

static void
take(struct reading *r, struct span addr, struct addrs *to)
{
	size_t at;

	buf_reset(&r->raw);
	if (addr.p[0] == '@')
		buf_addspan(&r->raw, r->user);
	buf_addspan(&r->raw, addr);
	buf_reset(&r->full);
	rewrite_address(&r->full, r->a->rewrite, REWRITE_LOCAL,
	    buf_span(&r->raw), NULL);
	if (r->ext.len > 0) {
		struct span full = buf_span(&r->full);

		at = span_rfind(full, '@');
		buf_set(&r->raw, span_head(full, at));
		buf_addspan(&r->raw, r->ext);
		buf_addspan(&r->raw, span_from(full, at));
		addrs_add(to, buf_span(&r->raw));
	} else
		addrs_add(to, buf_span(&r->full));
}

static enum found
read_list(struct reading *r, struct span text, struct addrs *to, struct why *w)
{
	struct address_list l;
	struct address a = ADDRESS_INIT;
	bool good = true;

	addrs_reset(to);
	address_list_init(&l, text, text.len);
	while (good && address_next(&l, &a)) {
		good = !a.bad;
		if (good && a.text.len > 0)
			take(r, buf_span(&a.text), to);
	}
	address_clear(&a);
	if (good && to->n == 0 && span_is(span_trim(text), "<>"))
		addrs_add(to, SPAN(""));
	if (good && to->n > 0)
		return FOUND;
	why_temp(w, "4.3.5", "not an address: \"%.*s\"",
	    SPAN_FMT(span_head(text, 200)));
	return FAILED;
}

enum found
addrmap_read(const struct addrmap *a, struct span text, struct addrs *to,
    struct why *w)
{
	struct reading r = { .a = a, .raw = BUF_INIT, .full = BUF_INIT };
	enum found got = read_list(&r, text, to, w);

	buf_clear(&r.raw);
	buf_clear(&r.full);
	return got;
}

/* The table's entry matched user, without the extension in ext. */
static struct span
user_of(struct span addr, struct span ext)
{
	struct span local, domain;

	address_split(addr, &local, &domain);
	return span_head(local, local.len - ext.len);
}

/* A domain that is not ASCII has two forms; a table may have either. */
static enum found
find(struct maps *m, struct maps_query q, struct buf *value, struct buf *ext,
    struct why *w)
{
	struct buf other = BUF_INIT, domain = BUF_INIT;
	struct span local, given;
	enum found got = maps_find(m, &q, value, ext, w);

	if (got == ABSENT && address_split(q.address, &local, &given) &&
	    idn_other(&domain, given)) {
		buf_addspan(&other, local);
		buf_addf(&other, "@%s", domain.s);
		q.address = buf_span(&other);
		got = maps_find(m, &q, value, ext, w);
	}
	buf_clear(&other);
	buf_clear(&domain);
	return got;
}

enum found
addrmap_get(const struct addrmap *a, struct maps *m, struct span addr,
    bool propagate, struct addrs *to, struct why *w)
{
	struct maps_query q = { .address = addr, .how = MAPS_ADDRESS,
	    .delimiters = a->delimiters, .is_local = a->is_local,
	    .arg = a->arg };
	struct reading r = { .a = a, .raw = BUF_INIT, .full = BUF_INIT };
	struct buf value = BUF_INIT, ext = BUF_INIT;
	enum found got = find(m, q, &value, &ext, w);

	if (got == FOUND) {
		r.user = user_of(addr, buf_span(&ext));
		if (propagate)
			r.ext = buf_span(&ext);
		got = read_list(&r, buf_span(&value), to, w);
		if (got == FAILED && w != NULL)
			why_temp(w, "4.3.5", "%s: lookup of \"%s\" gives %s",
			    table_spec(maps_table(m)), maps_key(m), w->text.s);
	}
	buf_clear(&r.raw);
	buf_clear(&r.full);
	buf_clear(&value);
	buf_clear(&ext);
	return got;
}
