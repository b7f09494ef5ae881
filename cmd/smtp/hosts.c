/* SPDX-License-Identifier: ISC */
#include "hosts.h"

#include <netdb.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "conf/param.h"
#include "sys/rand.h"

enum { SMTP_PORT = 25, MX_MOST = 100 };

struct search {
	struct lookup	*l;
	const struct settings *set;
	struct hosts	*h;
	struct span	 domain;	/* of the next hop */
	int		 port;
	bool		 mx_signed, is_signed;	/* of what is being added */
	struct why	*w;
};

void
lookup_open(struct lookup *l, const struct settings *set)
{
	*l = (struct lookup){ .set = set, .resolver = resolver_new(set->dnssec) };
	class_open(&l->classes);
}

void
lookup_close(struct lookup *l)
{
	resolver_free(l->resolver);
	class_close(&l->classes);
}

void
hosts_clear(struct hosts *h)
{
	free(h->list);
	pool_clear(&h->pool);
	*h = (struct hosts)HOSTS_INIT;
}

/* -- one host -- */

static void
add(struct search *s, struct span name, const struct peer *p)
{
	struct hosts *h = s->h;

	if (p->family == AF_INET ? !s->set->ipv4 :
	    p->family == AF_INET6 && !s->set->ipv6)
		return;
	if (h->n == h->cap)
		h->list = mem_resize(h->list, h->cap = h->cap * 2 + 8,
		    sizeof(*h->list));
	h->list[h->n++] = (struct host){ .name = pool_span(&h->pool, name),
	    .peer = *p, .preference = h->group,
	    .is_signed = s->is_signed, .mx_signed = s->mx_signed,
	    .lot = s->set->randomize ? rand_u32() : (uint32_t)h->n };
}

/* True when the name is an address. */
static bool
add_address(struct search *s, struct span name)
{
	struct peer p;
	struct buf port = BUF_INIT;

	buf_addf(&port, "%d", s->port);
	bool is = peer_parse(&p, name, buf_span(&port));
	buf_clear(&port);
	if (is)
		add(s, name, &p);
	return is;
}

static enum resolved
add_records(struct search *s, struct span name, unsigned type, struct why *w)
{
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	enum resolved got = resolve(s->l->resolver, name, type, &a, w);

	s->is_signed = a.authentic;
	for (size_t i = 0; got == RESOLVED_OK && i < a.n; i++) {
		struct peer p;

		if (peer_make(&p, a.rr[i].data, s->port))
			add(s, name, &p);
	}
	s->is_signed = false;
	resolve_clear(&a);
	return got;
}

static enum resolved
by_library(struct search *s, struct span name, struct why *w)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list, *a;
	char *text = span_dup(name);
	int err = getaddrinfo(text, NULL, &hints, &list);

	free(text);
	if (err != 0) {
		why_temp(w, "4.4.3", "unable to look up host %.*s: %s",
		    SPAN_FMT(name), gai_strerror(err));
		return err == EAI_NONAME ?
		    RESOLVED_NO_NAME : RESOLVED_TEMP;
	}
	for (a = list; a != NULL; a = a->ai_next) {
		struct peer p;

		if (peer_from(&p, a->ai_addr, a->ai_addrlen)) {
			p.port = s->port;
			add(s, name, &p);
		}
	}
	freeaddrinfo(list);
	return RESOLVED_OK;
}

/* One family that has addresses is enough; else doubt wins. */
static enum resolved
by_dns(struct search *s, struct span name, struct why *w)
{
	struct why w6 = WHY_INIT;
	enum resolved v4 = RESOLVED_NO_DATA, v6 = RESOLVED_NO_DATA;

	if (s->set->ipv4)
		v4 = add_records(s, name, DNS_A, w);
	if (s->set->ipv6 && v4 != RESOLVED_NO_NAME)
		v6 = add_records(s, name, DNS_AAAA, s->set->ipv4 ? &w6 : w);
	if (v6 == RESOLVED_TEMP && v4 != RESOLVED_OK && s->set->ipv4)
		why_set(w, w6.out, span_str(w6.dsn), buf_span(&w6.text));
	why_clear(&w6);
	if (v4 == RESOLVED_OK || v6 == RESOLVED_OK)
		return RESOLVED_OK;
	return v6 == RESOLVED_TEMP ? v6 : v4 == RESOLVED_NO_DATA ? v6 : v4;
}

/* [relay]: what the DNS does not know may stand in /etc/hosts. */
static enum resolved
add_named(struct search *s, struct span name, bool exact, struct why *w)
{
	enum resolved got = RESOLVED_NO_NAME;

	if (add_address(s, name))
		return RESOLVED_OK;
	if (s->set->dns)
		got = by_dns(s, name, w);
	if (got == RESOLVED_OK || !(s->set->native || exact))
		return got;
	struct why mine = WHY_INIT;
	enum resolved lib = by_library(s, name, s->set->dns ? &mine : w);
	why_clear(&mine);
	return lib == RESOLVED_OK || !s->set->dns ? lib : got;
}

/* -- failure -- */

static enum out
not_found(struct search *s, enum resolved got, struct span name,
    const struct why *reason)
{
	switch (got) {
	case RESOLVED_NULL_MX:
		return why_perm(s->w, "5.1.10", "Domain %.*s does not accept "
		    "mail (nullMX)", SPAN_FMT(name));
	case RESOLVED_NO_NAME:
	case RESOLVED_NO_DATA:
	case RESOLVED_INVALID:
		return why_set(s->w, OUT_PERM, SPAN("5.4.4"),
		    buf_span(&reason->text));
	default:
		return why_set(s->w, OUT_TEMP, SPAN("4.4.3"),
		    buf_span(&reason->text));
	}
}

static enum out
loops(struct search *s, const struct host *own)
{
	return why_perm(s->w, "5.4.6", "mail for %.*s loops back to myself: "
	    "%.*s[%s] is this host, but the domain is in none of "
	    "mydestination, virtual_alias_domains, virtual_mailbox_domains, "
	    "relay_domains", SPAN_FMT(s->domain), SPAN_FMT(own->name),
	    own->peer.addr);
}

/* -- order -- */

static int
compare(const void *va, const void *vb)
{
	const struct host *a = va, *b = vb;

	if (a->preference != b->preference)
		return a->preference < b->preference ? -1 : 1;
	return a->lot < b->lot ? -1 : a->lot > b->lot;
}

static void
prefer_family(struct search *s)
{
	int family = s->set->first == FIRST_IPV4 ? AF_INET : AF_INET6;

	if (s->set->first == FIRST_ANY)
		return;
	for (size_t i = 0; i < s->h->n; i++) {
		struct host *one = &s->h->list[i];

		one->lot = one->lot / 2 |
		    (one->peer.family == family ? 0 : 0x80000000u);
	}
}

/* When all of the first addresses are of one family, the last of them makes
 * room for the best of the other. */
static void
balance(struct hosts *h, size_t most)
{
	size_t i = 1;

	if (h->n <= most || most < 2)
		return;
	while (i < h->n && h->list[i].peer.family == h->list[0].peer.family)
		i++;
	if (i >= most && i < h->n)
		h->list[most - 1] = h->list[i];
}

/* Ourselves and whom we prefer less: mail would come back (RFC 5321, 5.1). */
static enum out
cut_own(struct search *s)
{
	const struct host *own = NULL;
	size_t n = 0;

	for (size_t i = 0; i < s->h->n; i++) {
		const struct host *one = &s->h->list[i];

		if (interfaces_has(&s->l->classes.own, one->peer.family == AF_INET6,
		    one->peer.ip) && (own == NULL ||
		    one->preference < own->preference))
			own = one;
	}
	if (own == NULL)
		return OUT_OK;
	for (size_t i = 0; i < s->h->n; i++)
		n += s->h->list[i].preference < own->preference;
	if (n == 0)
		return loops(s, own);
	unsigned worst = own->preference;
	n = 0;
	for (size_t i = 0; i < s->h->n; i++)
		if (s->h->list[i].preference < worst)
			s->h->list[n++] = s->h->list[i];
	s->h->n = n;
	return OUT_OK;
}

static enum out
put_in_order(struct search *s)
{
	struct hosts *h = s->h;
	size_t most = s->set->addresses_most;

	if (s->port == SMTP_PORT && cut_own(s) != OUT_OK)
		return s->w->out;
	prefer_family(s);
	qsort(h->list, h->n, sizeof(*h->list), compare);
	if (s->set->first == FIRST_ANY && s->set->balance)
		balance(h, most);
	if (h->n > most)
		h->n = most;
	return OUT_OK;
}

/* -- finding -- */

static enum out
find_exact(struct search *s, const struct nexthop *next)
{
	struct why reason = WHY_INIT;
	enum resolved got = add_named(s, next->host, true, &reason);

	if (got == RESOLVED_OK && s->h->n == 0) {
		why_temp(s->w, "4.4.4", "no address of %.*s is of a family in "
		    "inet_protocols", SPAN_FMT(next->host));
	} else if (got != RESOLVED_OK)
		not_found(s, got, next->host, &reason);
	else
		put_in_order(s);
	why_clear(&reason);
	return s->w->out;
}

/* All hosts of one preference, before it is known that there are enough. */
static void
add_exchangers(struct search *s, const struct resolve_answer *mx,
    enum resolved *worst, struct why *reason)
{
	for (size_t i = 0; i < mx->n && i < MX_MOST; i++) {
		struct why w = WHY_INIT;

		if (i > 0 && mx->rr[i].preference != s->h->group &&
		    s->h->n >= s->set->addresses_most)
			return;
		s->h->group = mx->rr[i].preference;
		enum resolved got = add_named(s, mx->rr[i].data, false, &w);
		if (got != RESOLVED_OK && *worst != RESOLVED_TEMP) {
			*worst = got;
			why_set(reason, w.out, span_str(w.dsn),
			    buf_span(&w.text));
		}
		why_clear(&w);
	}
}

static enum out
no_exchanger(struct search *s, enum resolved got, const struct why *reason)
{
	if (got == RESOLVED_OK)
		return why_temp(s->w, "4.4.4", "no mail exchanger of %.*s has "
		    "an address of a family in inet_protocols",
		    SPAN_FMT(s->domain));
	if (got != RESOLVED_TEMP && s->set->defer_no_mx_address)
		return why_temp(s->w, "4.4.4", "unable to find the address of "
		    "a mail exchanger of %.*s: %s", SPAN_FMT(s->domain),
		    reason->text.s);
	return not_found(s, got, s->domain, reason);
}

static enum out
find_domain(struct search *s)
{
	struct resolve_answer mx = RESOLVE_ANSWER_INIT;
	struct why reason = WHY_INIT;
	enum resolved worst = RESOLVED_OK;
	enum resolved got = resolve(s->l->resolver, s->domain, DNS_MX, &mx,
	    &reason);
	s->mx_signed = mx.authentic;

	if (got == RESOLVED_OK) {
		resolve_sort(&mx);
		add_exchangers(s, &mx, &worst, &reason);
		if (s->h->n > 0)
			put_in_order(s);
		else
			no_exchanger(s, worst, &reason);
	} else if (got == RESOLVED_NO_DATA) {
		got = add_named(s, s->domain, false, &reason);
		if (got != RESOLVED_OK || s->h->n == 0)
			no_exchanger(s, got, &reason);
		else
			put_in_order(s);
	} else {
		not_found(s, got, s->domain, &reason);
	}
	resolve_clear(&mx);
	why_clear(&reason);
	return s->w->out;
}

/* -- ports -- */

/* known_tcp_ports: "smtp=25, smtps=submissions=465" */
static bool
known_port(struct span name, uint64_t *port)
{
	struct span list = span_str(param_str(P_known_tcp_ports)), item, word;

	while (nexthop_next(&list, &item)) {
		size_t eq = span_rfind(item, '=');
		struct span names = span_head(item, eq);

		while (eq != SPAN_NONE && span_split(&names, '=', &word))
			if (span_eq(word, name))
				return num_uint(span_from(item, eq + 1), 65535,
				    port);
	}
	return false;
}

static bool
find_port(struct span name, int *port)
{
	uint64_t n = 0;

	if (!num_uint(name, 65535, &n) && !known_port(name, &n)) {
		char *text = span_dup(name);
		struct servent *e = getservbyname(text, "tcp");

		free(text);
		if (e == NULL)
			return false;
		n = ntohs((uint16_t)e->s_port);
	}
	*port = (int)n;
	return n > 0;
}

static void
add_socket(struct search *s, struct span path)
{
	struct peer p = { .family = AF_UNIX };

	add(s, span_str(s->set->hostname), &p);
	s->h->list[0].path = pool_span(&s->h->pool, path);
}

enum out
hosts_find(struct lookup *l, const struct nexthop *next, struct hosts *h,
    struct why *w)
{
	struct search s = { .l = l, .set = l->set, .h = h,
	    .domain = next->host, .mx_signed = next->exact, .w = w };
	struct span port = next->port.len > 0 ? next->port :
	    span_str(l->set->port);

	hosts_clear(h);
	w->out = OUT_OK;
	if (next->local) {
		add_socket(&s, next->host);
		return OUT_OK;
	}
	if (!find_port(port, &s.port))
		return why_temp(w, "4.3.5", "unknown service: %.*s/tcp",
		    SPAN_FMT(port));
	if (next->exact || add_address(&s, next->host)) {
		h->n = 0;
		return find_exact(&s, next);
	}
	return l->set->dns ? find_domain(&s) : find_exact(&s, next);
}
