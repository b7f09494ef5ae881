/* SPDX-License-Identifier: ISC */
#include "tlspolicy.h"

#include "conf/param.h"

static const struct {
	const char	*name;
	enum tlslevel	 level;
} levels[] = {
	{ "none", TLS_NONE }, { "may", TLS_MAY }, { "encrypt", TLS_ENCRYPT },
	{ "dane", TLS_DANE }, { "dane-only", TLS_DANE_ONLY },
	{ "fingerprint", TLS_FINGERPRINT }, { "verify", TLS_VERIFY },
	{ "secure", TLS_SECURE },
};

enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

void
tlspolicy_init(struct tlspolicy *p)
{
	*p = (struct tlspolicy){ TLS_NONE, BUF_INIT, BUF_INIT, BUF_INIT,
	    BUF_INIT, BUF_INIT, BUF_INIT };
}

void
tlspolicy_clear(struct tlspolicy *p)
{
	buf_clear(&p->match);
	buf_clear(&p->protocols);
	buf_clear(&p->ciphers);
	buf_clear(&p->exclude);
	buf_clear(&p->anchors);
	buf_clear(&p->sni);
}

bool
tlslevel_read(struct span name, enum tlslevel *level)
{
	for (size_t i = 0; i < LEVELS; i++)
		if (span_caseis(name, levels[i].name)) {
			*level = levels[i].level;
			return true;
		}
	return false;
}

const char *
tlslevel_name(enum tlslevel level)
{
	return levels[level].name;
}

/* -- parameters -- */

static enum tlslevel
old_level(bool lmtp)
{
	if (param_bool(lmtp ? P_lmtp_enforce_tls : P_smtp_enforce_tls))
		return param_bool(lmtp ? P_lmtp_tls_enforce_peername :
		    P_smtp_tls_enforce_peername) ? TLS_VERIFY : TLS_ENCRYPT;
	return param_bool(lmtp ? P_lmtp_use_tls : P_smtp_use_tls) ? TLS_MAY :
	    TLS_NONE;
}

#define P(name)	(lmtp ? P_lmtp_##name : P_smtp_##name)

/* A level that cannot be read protects as much as one can. */
void
tlspolicy_defaults(struct tlsdefaults *d, bool lmtp)
{
	struct span level = span_str(param_str(P(tls_security_level)));

	*d = (struct tlsdefaults){ .level = TLS_SECURE };
	if (level.len == 0)
		d->level = old_level(lmtp);
	else
		tlslevel_read(level, &d->level);
	d->maps = maps_open(span_str(param_str(P(tls_policy_maps))),
	    TABLE_FOLD);
	if (maps_empty(d->maps)) {
		maps_close(d->maps);
		d->maps = NULL;
	}
	d->verify = param_str(P(tls_verify_cert_match));
	d->secure = param_str(P(tls_secure_cert_match));
	d->fingerprint = param_str(P(tls_fingerprint_cert_match));
	d->sni = param_str(P(tls_servername));
	d->anchors = param_str(P(tls_trust_anchor_file));
	d->wrapper = param_bool(P(tls_wrappermode));
	if (d->wrapper && d->level < TLS_ENCRYPT)
		d->level = TLS_ENCRYPT;
}

/* -- one policy -- */

/* Attributes that have no effect here, but are no mistake. */
static bool
is_known(struct span name)
{
	static const char *const known[] = { "connection_reuse", "enable_rpk",
	    "policy_type", "policy_domain", "policy_string", "policy_ttl",
	    "mx_host_pattern", "policy_failure" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_caseis(name, known[i]))
			return true;
	return false;
}

/* match= may come several times, and holds names with colons between. */
static void
add_match(struct tlspolicy *p, struct span value)
{
	if (p->match.len > 0)
		buf_addc(&p->match, ' ');
	if (p->level == TLS_FINGERPRINT) {	/* these have colons themselves */
		for (size_t i = 0; i < value.len; i++)
			buf_addc(&p->match, value.p[i] == '|' ? ' ' :
			    value.p[i]);
		return;
	}
	for (size_t i = 0; i < value.len; i++)
		buf_addc(&p->match, value.p[i] == ':' ? ' ' : value.p[i]);
}

static bool
read_attribute(struct tlspolicy *p, struct span name, struct span value)
{
	struct { const char *name; struct buf *to; } plain[] = {
		{ "protocols", &p->protocols }, { "ciphers", &p->ciphers },
		{ "exclude", &p->exclude }, { "tafile", &p->anchors },
		{ "servername", &p->sni },
	};

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (span_caseis(name, plain[i].name)) {
			buf_set(plain[i].to, value);
			return p->level > TLS_NONE && value.len > 0;
		}
	if (!span_caseis(name, "match"))
		return is_known(name);
	add_match(p, value);
	return p->level >= TLS_FINGERPRINT && value.len > 0;
}

bool
tlspolicy_read(struct tlspolicy *p, struct span text, struct buf *bad)
{
	struct span word = SPAN("");

	if (!span_word(&text, ", \t\r\n", &word) ||
	    !tlslevel_read(word, &p->level)) {
		buf_addf(bad, "invalid security level \"%.*s\"",
		    SPAN_FMT(word));
		return false;
	}
	while (span_word(&text, ", \t\r\n", &word)) {
		size_t eq = span_find(word, '=');

		if (eq == SPAN_NONE || !read_attribute(p, span_head(word, eq),
		    span_from(word, eq + 1))) {
			buf_addf(bad, "invalid attribute \"%.*s\" at security "
			    "level %s", SPAN_FMT(word),
			    tlslevel_name(p->level));
			return false;
		}
	}
	return true;
}

/* -- finding -- */

/* The next hop as it is, the domain, then ".parent" of the domain. */
static enum found
look_up(struct maps *m, struct span nexthop, struct span domain,
    struct buf *value, struct why *w)
{
	enum found got = maps_get(m, nexthop, value, w);
	size_t dot;

	if (got == ABSENT && !span_eq(nexthop, domain))
		got = maps_get(m, domain, value, w);
	while (got == ABSENT && (dot = span_find(domain, '.')) != SPAN_NONE) {
		domain = span_from(domain, dot);
		got = maps_get(m, domain, value, w);
		domain = span_from(domain, 1);
	}
	return got;
}

enum out
tlspolicy_find(const struct tlsdefaults *d, struct span nexthop,
    struct span domain, struct tlspolicy *p, struct why *w)
{
	struct buf value = BUF_INIT, bad = BUF_INIT;
	enum found got = d->maps != NULL ?
	    look_up(d->maps, nexthop, domain, &value, w) : ABSENT;
	enum out out = got == FAILED ? OUT_TEMP : OUT_OK;

	p->level = d->level;
	buf_adds(&p->sni, d->sni);
	buf_adds(&p->anchors, d->anchors);
	if (got == FOUND && !tlspolicy_read(p, buf_span(&value), &bad))
		out = why_temp(w, "4.7.5", "client TLS configuration problem: "
		    "policy for %.*s: %s", SPAN_FMT(nexthop), bad.s);
	if (d->wrapper && p->level < TLS_ENCRYPT)
		p->level = TLS_ENCRYPT;
	buf_clear(&value);
	buf_clear(&bad);
	return out;
}

void
tlspolicy_names(const struct tlsdefaults *d, const struct tlspolicy *p,
    struct span host, struct span domain, struct buf *out)
{
	struct span list = buf_span(&p->match), word;

	if (list.len == 0)
		list = span_str(p->level == TLS_FINGERPRINT ? d->fingerprint :
		    p->level == TLS_SECURE ? d->secure : d->verify);
	while (span_word(&list, p->level == TLS_FINGERPRINT ? ", \t\r\n|" :
	    ", \t\r\n:", &word)) {
		if (span_caseis(word, "hostname"))
			buf_addspan(out, host);
		else if (span_caseis(word, "nexthop"))
			buf_addspan(out, domain);
		else if (span_caseis(word, "dot-nexthop"))
			buf_addf(out, ".%.*s", SPAN_FMT(domain));
		else
			buf_addspan(out, word);
		buf_addc(out, '\n');
	}
}
