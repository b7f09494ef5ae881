/* SPDX-License-Identifier: ISC */
#include "route/class.h"

#include "conf/known.h"
#include "net/idn.h"
#include "sys/log.h"
#include "table/ipnet.h"
#include "wire/domain.h"

enum { NAGGED_MAX = 1000 };

static const struct {
	enum param	 list;
	unsigned	 kinds;
	const char	*word;
} rows[] = {
	[CLASS_LOCAL]	= { P_mydestination, MATCH_NAMES, "local" },
	[CLASS_ALIAS]	= { P_virtual_alias_domains, MATCH_NAMES,
	    "virtual alias" },
	[CLASS_MAILBOX]	= { P_virtual_mailbox_domains, MATCH_NAMES,
	    "virtual mailbox" },
	[CLASS_RELAY]	= { P_relay_domains, MATCH_DOMAINS, "relay" },
	[CLASS_ELSEWHERE] = { .word = "default" },
};

static struct span
list_text(size_t i)
{
	return span_str(param_str(rows[i].list));
}

static void
open_list(struct classes *c, size_t i)
{
	unsigned kinds = rows[i].kinds;

	if (i == CLASS_RELAY && maps_parents_match("relay_domains"))
		kinds |= MATCH_PARENTS;
	c->list[i] = matchlist_open(list_text(i), kinds);
}

void
class_prepare(struct classes *c)
{
	*c = (struct classes){ .nagged = HTAB_INIT };
	for (size_t i = 0; i < CLASS_ELSEWHERE; i++)
		if (matchlist_plain(list_text(i)))
			open_list(c, i);
	if (!interfaces_get(&c->own))
		c->own = (struct interfaces){ NULL, 0 };
	interfaces_select(&c->own, span_str(param_str(P_inet_interfaces)),
	    span_str(param_str(P_inet_protocols)));
	interfaces_add(&c->own, span_str(param_str(P_proxy_interfaces)));
}

void
class_complete(struct classes *c)
{
	for (size_t i = 0; i < CLASS_ELSEWHERE; i++)
		if (c->list[i] == NULL)
			open_list(c, i);
}

void
class_open(struct classes *c)
{
	class_prepare(c);
	class_complete(c);
}

bool
class_changed(const struct classes *c)
{
	for (size_t i = 0; i < CLASS_ELSEWHERE; i++)
		if (matchlist_changed(c->list[i]))
			return true;
	return false;
}

void
class_close(struct classes *c)
{
	for (size_t i = 0; i < CLASS_ELSEWHERE; i++)
		matchlist_close(c->list[i]);
	interfaces_clear(&c->own);
	htab_clear(&c->nagged);
}

/* [192.0.2.1] is local when this host has that address. */
static bool
is_own_literal(const struct classes *c, struct span domain)
{
	struct span text;
	struct ipaddr a;

	return domain_literal(domain, &text) && ipaddr_parse(&a, text) &&
	    interfaces_has(&c->own, a.bits == 128, a.b);
}

static struct span
without_dot(struct span domain)
{
	return domain.len > 1 && domain.p[domain.len - 1] == '.' &&
	    domain.p[domain.len - 2] != '.' ?
	    span_head(domain, domain.len - 1) : domain;
}

static enum found
is_listed(struct matchlist *l, struct span domain, struct why *w)
{
	enum found got = matchlist_match(l, domain, SPAN(""), w);
	struct buf other = BUF_INIT;

	if (got == ABSENT && idn_other(&other, domain))
		got = matchlist_match(l, buf_span(&other), SPAN(""), w);
	buf_clear(&other);
	return got;
}

static enum found
ask(struct classes *c, size_t i, struct span domain, struct explain *e,
    struct why *w)
{
	enum found got = is_listed(c->list[i], domain, w);

	if (got == FOUND) {
		explain_step(e, EXPLAIN_CLASS, domain,
		    span_str(rows[i].word));
		explain_list(e, rows[i].list, c->list[i]);
	} else if (got == ABSENT && i == CLASS_LOCAL &&
	    is_own_literal(c, domain)) {
		explain_step(e, EXPLAIN_CLASS, domain,
		    span_str(rows[i].word));
		explain_note(e, "an address of this host");
		got = FOUND;
	}
	return got;
}

enum found
class_find(struct classes *c, struct span domain, enum class *class,
    struct explain *e, struct why *w)
{
	enum found got = ABSENT;
	size_t i;

	domain = without_dot(domain);
	for (i = 0; got == ABSENT && i < CLASS_ELSEWHERE; i++) {
		*class = (enum class)i;
		got = ask(c, i, domain, e, w);
	}
	if (got != ABSENT)
		return got;
	*class = CLASS_ELSEWHERE;
	explain_step(e, EXPLAIN_CLASS, domain,
	    span_str(class_word(CLASS_ELSEWHERE)));
	explain_note(e, "in no list of domains");
	return FOUND;
}

enum found
class_is_local(void *arg, struct span domain, struct why *w)
{
	struct classes *c = arg;
	size_t n = domain.len;

	if (n == 0 || (domain.p[n - 1] == '.' &&
	    (n == 1 || domain.p[n - 2] == '.')))
		return ABSENT;		/* nothing that a list could have */
	return ask(c, CLASS_LOCAL, without_dot(domain), NULL, w);
}

enum found
class_is_home(void *arg, struct span domain, struct why *w)
{
	if (span_caseis(domain, param_str(P_myorigin)))
		return FOUND;
	return class_is_local(arg, domain, w);
}

void
class_nag(struct classes *c, struct span domain, enum class class)
{
	if (!param_bool(P_helpful_warnings) || class >= CLASS_RELAY ||
	    c->nagged.n >= NAGGED_MAX || !htab_add(&c->nagged, domain))
		return;
	for (size_t i = class + 1; i < CLASS_ELSEWHERE; i++)
		if ((class != CLASS_LOCAL || i != CLASS_RELAY) &&
		    is_listed(c->list[i], domain, NULL) == FOUND)
			log_warn("do not list domain %.*s in BOTH %s and %s",
			    SPAN_FMT(domain), known(rows[class].list)->name,
			    known(rows[i].list)->name);
}

const char *
class_word(enum class class)
{
	return rows[class].word;
}

enum param
class_param(enum class class)
{
	return rows[class].list;
}
