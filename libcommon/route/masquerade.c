/* SPDX-License-Identifier: ISC */
#include "route/masquerade.h"

#include "msg/address.h"

static enum found
is_exception(const struct masquerade *m, struct span local, struct why *w)
{
	struct buf name = BUF_INIT;
	enum found got = ABSENT;

	if (m->exceptions != NULL) {
		address_quote(&name, local);
		got = matchlist_match(m->exceptions, buf_span(&name), SPAN(""),
		    w);
	}
	buf_clear(&name);
	return got;
}

/* The length of the part of domain that stays: 0 for all of it. */
static size_t
length_shown(struct span domains, struct span domain, struct span *by)
{
	struct span d;

	while (span_element(&domains, &d)) {
		bool hide = true;

		*by = d;
		for (; d.len > 0 && d.p[0] == '!'; d = span_from(d, 1))
			hide = !hide;
		if (d.len == 0 || d.len > domain.len ||
		    !span_caseeq(d, span_from(domain, domain.len - d.len)))
			continue;
		if (d.len == domain.len)
			return 0;
		if (domain.p[domain.len - d.len - 1] == '.')
			return hide ? d.len : 0;
	}
	return 0;
}

enum out
masquerade_apply(const struct masquerade *m, unsigned use, struct buf *addr,
    struct explain *e, struct why *w)
{
	struct span local, domain, by = SPAN("");
	struct buf to = BUF_INIT;
	size_t shown;

	if (!(m->uses & use) || m->domains.len == 0 ||
	    !address_split(buf_span(addr), &local, &domain) ||
	    (shown = length_shown(m->domains, domain, &by)) == 0)
		return OUT_OK;
	enum found got = is_exception(m, local, w);
	if (got == ABSENT) {
		buf_addspan(&to, local);
		buf_addc(&to, '@');
		buf_addlower(&to, span_from(domain, domain.len - shown));
		explain_step(e, EXPLAIN_MASQUERADE, buf_span(addr),
		    buf_span(&to));
		explain_param(e, P_masquerade_domains);
		explain_note(e, "%.*s", SPAN_FMT(by));
		buf_set(addr, buf_span(&to));
	}
	buf_clear(&to);
	return got == FAILED ? OUT_TEMP : OUT_OK;
}
