/* SPDX-License-Identifier: ISC */
#include "route/mapping.h"

#include <stdlib.h>

#include "base/mem.h"

static const enum param param_of[MAPPING_TABLES] = {
	[MAPPING_SENDER_CANONICAL]	= P_sender_canonical_maps,
	[MAPPING_RCPT_CANONICAL]	= P_recipient_canonical_maps,
	[MAPPING_CANONICAL]		= P_canonical_maps,
	[MAPPING_VIRTUAL]		= P_virtual_alias_maps,
	[MAPPING_SENDER_BCC]		= P_sender_bcc_maps,
	[MAPPING_RCPT_BCC]		= P_recipient_bcc_maps,
};

static void
read_canonical(struct canonical *c, bool propagate)
{
	*c = (struct canonical){
		.sender = { NULL, P_sender_canonical_maps,
		    param_words(P_sender_canonical_classes, USE_WORDS) },
		.rcpt = { NULL, P_recipient_canonical_maps,
		    param_words(P_recipient_canonical_classes, USE_WORDS) },
		.both = { NULL, P_canonical_maps,
		    param_words(P_canonical_classes, USE_WORDS) },
		.propagate = propagate,
	};
}

static enum found
is_home(void *arg, struct span domain, struct why *w)
{
	const struct mapping *m = arg;

	return class_is_home(m->classes, domain, w);
}

static bool
has_tables(void)
{
	for (size_t i = 0; i < MAPPING_TABLES; i++)
		if (param_str(param_of[i])[0] != '\0')
			return true;
	return false;
}

void
mapping_read(struct mapping *m)
{
	unsigned propagate = param_words(P_propagate_unmatched_extensions,
	    PROPAGATE_WORDS);

	*m = (struct mapping){
		.how = { .rewrite = &m->rewrite,
		    .delimiters = param_str(P_recipient_delimiter),
		    .is_local = is_home, .arg = m },
		.masquerade = {
			.domains = span_str(param_str(P_masquerade_domains)),
			.uses = param_words(P_masquerade_classes, USE_WORDS),
		},
		.virtual = {
			.recursion_limit = (size_t)param_int(
			    P_virtual_alias_recursion_limit),
			.expansion_limit = (size_t)param_int(
			    P_virtual_alias_expansion_limit),
			.length_limit = (size_t)param_int(
			    P_virtual_alias_address_length_limit),
			.propagate = propagate & PROPAGATE_VIRTUAL,
		},
		.bcc.always = span_str(param_str(P_always_bcc)),
		.needs_classes = has_tables(),
	};
	rewrite_read(&m->rewrite);
	read_canonical(&m->canonical, propagate & PROPAGATE_CANONICAL);
}

/* What is not open, or empty, is NULL to who uses it. */
static struct maps *
used(const struct mapping *m, enum mapping_table t)
{
	return m->maps[t] == NULL || maps_empty(m->maps[t]) ? NULL : m->maps[t];
}

static void
wire_up(struct mapping *m)
{
	m->canonical.sender.maps = used(m, MAPPING_SENDER_CANONICAL);
	m->canonical.rcpt.maps = used(m, MAPPING_RCPT_CANONICAL);
	m->canonical.both.maps = used(m, MAPPING_CANONICAL);
	m->virtual.maps = used(m, MAPPING_VIRTUAL);
	m->bcc.sender = used(m, MAPPING_SENDER_BCC);
	m->bcc.rcpt = used(m, MAPPING_RCPT_BCC);
	m->masquerade.exceptions = m->exceptions;
}

static struct maps *
open_maps(enum mapping_table t)
{
	return maps_open(span_str(param_str(param_of[t])), TABLE_FOLD);
}

static struct matchlist *
open_exceptions(void)
{
	return matchlist_open(span_str(param_str(P_masquerade_exceptions)),
	    MATCH_NAMES);
}

static void
prepare_classes(struct mapping *m)
{
	if (!m->needs_classes || m->classes != NULL)
		return;
	m->classes = mem_alloc(sizeof(*m->classes));
	class_prepare(m->classes);
}

/* What cannot be shared is opened for nothing but its libraries, which each
 * child would have to load again. */
void
mapping_prepare(struct mapping *m)
{
	for (size_t i = 0; i < MAPPING_TABLES; i++) {
		m->maps[i] = open_maps(i);
		if (maps_in_memory(m->maps[i]))
			continue;
		maps_close(m->maps[i]);
		m->maps[i] = NULL;
	}
	m->exceptions = open_exceptions();
	if (!matchlist_in_memory(m->exceptions)) {
		matchlist_close(m->exceptions);
		m->exceptions = NULL;
	}
	prepare_classes(m);
	wire_up(m);
}

void
mapping_complete(struct mapping *m)
{
	for (size_t i = 0; i < MAPPING_TABLES; i++)
		if (m->maps[i] == NULL)
			m->maps[i] = open_maps(i);
	if (m->exceptions == NULL)
		m->exceptions = open_exceptions();
	prepare_classes(m);
	if (m->classes != NULL)
		class_complete(m->classes);
	m->complete = true;
	wire_up(m);
}

void
mapping_refresh(struct mapping *m)
{
	for (size_t i = 0; i < MAPPING_TABLES; i++)
		if (m->maps[i] != NULL && maps_changed(m->maps[i])) {
			maps_close(m->maps[i]);
			m->maps[i] = open_maps(i);
		}
	if (m->exceptions != NULL && matchlist_changed(m->exceptions)) {
		matchlist_close(m->exceptions);
		m->exceptions = open_exceptions();
	}
	if (m->complete && m->classes != NULL && class_changed(m->classes)) {
		class_close(m->classes);
		class_open(m->classes);
	}
	wire_up(m);
}

void
mapping_close(struct mapping *m)
{
	for (size_t i = 0; i < MAPPING_TABLES; i++)
		maps_close(m->maps[i]);
	matchlist_close(m->exceptions);
	if (m->classes != NULL)
		class_close(m->classes);
	free(m->classes);
}

/* The host's own trouble, whatever it is; the reason is for the log. */
static enum out
trouble(struct why *w, const char *what, struct span addr, struct explain *e)
{
	struct buf text = BUF_INIT;

	if (w == NULL || strcmp(w->dsn, "4.6.0") == 0)
		return OUT_TEMP;	/* a limit, which says all itself */
	buf_addf(&text, "%s map lookup problem for %.*s: %s", what,
	    SPAN_FMT(span_head(addr, 300)), w->text.s);
	explain_step(e, EXPLAIN_TROUBLE, addr, SPAN(""));
	explain_note(e, "%s", w->text.s);
	why_temp(w, "4.3.0", "%s", text.s);
	buf_clear(&text);
	return OUT_TEMP;
}

enum out
mapping_address(const struct mapping *m, unsigned use,
    enum rewrite_context ctx, struct buf *addr, struct explain *e,
    struct why *w)
{
	struct buf full = BUF_INIT;

	if (rewrite_address(&full, &m->rewrite, ctx, buf_span(addr), e))
		buf_set(addr, buf_span(&full));
	buf_clear(&full);
	if (canonical_apply(&m->canonical, &m->how, use, addr, e, w) != OUT_OK)
		return trouble(w, "canonical_maps", buf_span(addr), e);
	if (masquerade_apply(&m->masquerade, use, addr, e, w) != OUT_OK)
		return trouble(w, "masquerade_exceptions", buf_span(addr), e);
	return OUT_OK;
}

enum out
mapping_expand(const struct mapping *m, struct span rcpt, struct addrs *to,
    struct explain *e, struct why *w)
{
	if (virtual_expand(&m->virtual, &m->how, rcpt, to, e, w) == OUT_OK)
		return OUT_OK;
	return trouble(w, "virtual_alias_maps", rcpt, e);
}

static enum out
bcc_out(enum found got, const char *what, struct span addr, struct explain *e,
    struct why *w)
{
	return got == FAILED ? trouble(w, what, addr, e) : OUT_OK;
}

enum out
mapping_bcc(const struct mapping *m, struct addrs *to, struct explain *e,
    struct why *w)
{
	return bcc_out(bcc_always(&m->bcc, &m->how, to, e, w), "always_bcc",
	    m->bcc.always, e, w);
}

enum out
mapping_bcc_sender(const struct mapping *m, struct span sender,
    struct addrs *to, struct explain *e, struct why *w)
{
	return bcc_out(bcc_sender(&m->bcc, &m->how, sender, to, e, w),
	    "sender_bcc_maps", sender, e, w);
}

enum out
mapping_bcc_rcpt(const struct mapping *m, struct span rcpt, struct addrs *to,
    struct explain *e, struct why *w)
{
	return bcc_out(bcc_rcpt(&m->bcc, &m->how, rcpt, to, e, w),
	    "recipient_bcc_maps", rcpt, e, w);
}
