/* SPDX-License-Identifier: ISC */
#include "access.h"

#include "addrcheck.h"
#include "conf/param.h"
#include "conn.h"
#include "enact.h"
#include "sys/log.h"
#include "table/ipnet.h"

static enum judged
answer(struct conn *c, const struct item *i, enum found got, struct span value,
    struct span key, const struct whose *of, struct why *w)
{
	if (got == ABSENT)
		return JUDGED_DUNNO;
	if (got == FAILED) {
		log_warn("%s", w->text.s);
		value = SPAN("451 4.3.5 Server configuration error");
	}
	return enact(c, i->table->spec, value, key, of);
}

/* Numbers have no parent domains. */
static unsigned
how_for(struct span name)
{
	struct ipaddr a;

	if (ipaddr_parse(&a, name))
		return MAPS_DOMAIN;
	return MAPS_DOMAIN | (maps_parents_match("smtpd_access_maps") ?
	    MAPS_PARENTS : MAPS_DOT_PARENTS);
}

enum judged
access_by_domain(struct conn *c, const struct item *i, struct span name,
    const struct whose *of, bool *found)
{
	struct buf value = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = name.len == 0 ? ABSENT :
	    maps_find_domain(i->table->maps, name, how_for(name), &value, &w);
	enum judged j = answer(c, i, got, buf_span(&value), name, of, &w);

	*found = got != ABSENT;
	buf_clear(&value);
	why_clear(&w);
	return j;
}

enum judged
access_by_net(struct conn *c, const struct item *i, struct span addr,
    const struct whose *of, bool *found)
{
	struct buf value = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = maps_find_net(i->table->maps, addr, &value, &w);
	enum judged j = answer(c, i, got, buf_span(&value), addr, of, &w);

	*found = got != ABSENT;
	buf_clear(&value);
	why_clear(&w);
	return j;
}

enum judged
access_client(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	bool found;
	enum judged j = access_by_domain(c, i, of->name, of, &found);

	return found ? j : access_by_net(c, i, span_str(c->peer.addr), of,
	    &found);
}

enum judged
access_domain(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	bool found;

	return access_by_domain(c, i, of->name, of, &found);
}

/* A single key. */
static enum judged
by_key(struct conn *c, const struct item *i, struct span key,
    const struct whose *of)
{
	struct buf value = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = key.len == 0 ? ABSENT :
	    maps_get(i->table->maps, key, &value, &w);
	enum judged j = answer(c, i, got, buf_span(&value), key, of, &w);

	buf_clear(&value);
	why_clear(&w);
	return j;
}

static enum found
find_address(struct conn *c, const struct item *i, struct span address,
    struct buf *value, struct why *w)
{
	struct maps_query q = {
		.address = address,
		.how = MAPS_FULL | MAPS_NOEXT | MAPS_USER_AT | how_for(address),
		.delimiters = c->lists->delimiters,
	};

	return maps_find(i->table->maps, &q, value, NULL, w);
}

enum judged
access_address(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct buf address = BUF_INIT, value = BUF_INIT;
	struct why w = WHY_INIT;

	if (of->name.len == 0)
		return by_key(c, i,
		    span_str(param_str(P_smtpd_null_access_lookup_key)), of);
	addr_add_full(&address, c, of);
	enum found got = find_address(c, i, buf_span(&address), &value, &w);
	enum judged j = answer(c, i, got, buf_span(&value), buf_span(&address),
	    of, &w);
	if (j == JUDGED_OK && of->id == OF_RCPT && addr_is_suspicious(c, of))
		j = JUDGED_DUNNO;
	buf_clear(&address);
	buf_clear(&value);
	why_clear(&w);
	return j;
}

enum judged
access_login(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	if (param_bool(P_smtpd_sasl_auth_enable))
		return by_key(c, i, of->name, of);
	log_warn("restriction `%s' ignored: no SASL support", i->name);
	return JUDGED_DUNNO;
}

static enum tlsfact
print_of(struct span name)
{
	if (span_caseis(name, "cert_fingerprint"))
		return TLSFACT_CERT_PRINT;
	if (span_caseis(name, "pubkey_fingerprint"))
		return TLSFACT_KEY_PRINT;
	return TLSFACTS;
}

/* It need not be from an authority that anybody trusts: the table knows it. */
enum judged
access_cert(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct span order = span_str(i->search_order), name;
	enum judged j = JUDGED_DUNNO;

	if (!c->tls.present) {
		if (!param_bool(P_smtpd_tls_ask_ccert))
			log_warn("check_ccert_access is requested, but "
			    "\"smtpd_tls_ask_ccert = no\"");
		return JUDGED_DUNNO;
	}
	if (order.len == 0)
		order = SPAN("cert_fingerprint, pubkey_fingerprint");
	while (j == JUDGED_DUNNO && span_element(&order, &name)) {
		enum tlsfact fact = print_of(name);

		if (fact == TLSFACTS) {
			log_warn("check_ccert_access: unexpected action "
			    "'%.*s' in '%s'", SPAN_FMT(name), i->arg);
			return judge_misconfigured(c);
		}
		j = by_key(c, i, tlsfacts_get(&c->tls, fact), of);
	}
	return j;
}
