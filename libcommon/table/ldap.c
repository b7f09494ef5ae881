/* SPDX-License-Identifier: ISC
 *
 * ldap: a search in a directory.
 */
#include "table/dbquery.h"

#ifdef LDAP_SONAME

#include <ldap.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/time.h>

#include "sys/dynlib.h"

#define CALLS(X) X(ldap_initialize) X(ldap_set_option) X(ldap_sasl_bind_s) \
	X(ldap_start_tls_s) X(ldap_search_ext_s) X(ldap_first_entry) \
	X(ldap_next_entry) X(ldap_first_attribute) X(ldap_next_attribute) \
	X(ldap_get_values_len) X(ldap_value_free_len) X(ldap_memfree) \
	X(ldap_msgfree) X(ldap_err2string) X(ldap_unbind_ext_s) \
	X(ldap_url_parse) X(ldap_free_urldesc) X(ber_free)

struct calls {
	CALLS(DYNLIB_MEMBER)
};

static const char *const names[] = { CALLS(DYNLIB_NAME) };

enum kind { ATTR_RESULT, ATTR_SPECIAL, ATTR_LEAF, ATTR_TERMINAL, ATTR_KINDS };

struct ldap {
	struct dbquery	 q;
	struct calls	 lib;
	LDAP		*ld;
	char		*uris;
	const char	*base;
	char		**attrs;	/* all that are asked for, NULL last */
	enum kind	*kinds;
	size_t		 nattrs;
	int		 scope, deref;
	int64_t		 timeout, depth, size;
	bool		 bind, start_tls, demand;
};

struct search {
	struct span	 key;
	struct buf	*value;
	int64_t		 depth;
};

static bool
load(struct calls *lib, struct buf *bad)
{
	return dynlib_load(LDAP_SONAME, names,
	    sizeof(names) / sizeof(names[0]), lib, bad);
}

static void
hang_up(struct ldap *l)
{
	if (l->ld != NULL)
		l->lib.ldap_unbind_ext_s(l->ld, NULL, NULL);
	l->ld = NULL;
}

static void
ldap_close(struct table *t)
{
	struct ldap *l = (struct ldap *)t;

	hang_up(l);
	for (size_t i = 0; i < l->nattrs; i++)
		free(l->attrs[i]);
	free(l->attrs);
	free(l->kinds);
	free(l->uris);
	dbquery_clear(&l->q);
}

/* Hosts with or without a port, or URIs. */
static void
set_uris(struct ldap *l, const char *port)
{
	struct span list = span_str(dbconf_str(&l->q.conf, "server_host",
	    "localhost")), host;
	struct buf uris = BUF_INIT;

	while (span_element(&list, &host)) {
		bool uri = span_casestarts(host, SPAN("ldap:")) ||
		    span_casestarts(host, SPAN("ldaps:")) ||
		    span_casestarts(host, SPAN("ldapi:"));

		if (uris.len > 0)
			buf_addc(&uris, ' ');
		if (uri)
			buf_addspan(&uris, host);
		else if (span_find(host, ':') != SPAN_NONE)
			buf_addf(&uris, "ldap://%.*s", SPAN_FMT(host));
		else
			buf_addf(&uris, "ldap://%.*s:%s", SPAN_FMT(host), port);
	}
	l->uris = buf_detach(&uris);
}

static void
add_attrs(struct ldap *l, const char *option, const char *def, enum kind kind)
{
	struct span list = span_str(dbconf_str(&l->q.conf, option, def)), name;

	while (span_element(&list, &name)) {
		size_t n = l->nattrs++;

		l->attrs = mem_resize(l->attrs, n + 2, sizeof(*l->attrs));
		l->kinds = mem_resize(l->kinds, n + 1, sizeof(*l->kinds));
		l->attrs[n] = span_dup(name);
		l->attrs[n + 1] = NULL;
		l->kinds[n] = kind;
	}
}

static enum found
one_of(struct ldap *l, const char *option, const char *def,
    const char *const *words, int *value, struct why *w)
{
	const char *s = dbconf_str(&l->q.conf, option, def);

	for (*value = 0; words[*value] != NULL; ++*value)
		if (span_caseis(span_str(s), words[*value]))
			return FOUND;
	return table_fail_at(w, l->q.conf.name, 0, "bad value \"%s\" of %s", s,
	    option);
}

static enum found
set_bind(struct ldap *l, struct why *w)
{
	static const char *const words[] = { "no", "none", "yes", "simple",
	    NULL };
	int n;

	if (one_of(l, "bind", "yes", words, &n, w) != FOUND)
		return FAILED;
	l->bind = n >= 2;
	return FOUND;
}

static enum found
set_numbers(struct ldap *l, struct why *w)
{
	static const char *const scopes[] = { "base", "one", "sub", NULL };
	static const char *const derefs[] = { "0", "1", "2", "3", NULL };
	struct dbconf *c = &l->q.conf;
	int scope;
	bool require;

	if (one_of(l, "scope", "sub", scopes, &scope, w) != FOUND ||
	    one_of(l, "dereference", "0", derefs, &l->deref, w) != FOUND ||
	    dbconf_int(c, "timeout", 10, 1, 3600, &l->timeout, w) != FOUND ||
	    dbconf_int(c, "recursion_limit", 1000, 1, INT32_MAX, &l->depth,
	    w) != FOUND ||
	    dbconf_int(c, "size_limit", l->q.limit, 0, INT32_MAX, &l->size,
	    w) != FOUND ||
	    dbconf_bool(c, "start_tls", false, &l->start_tls, w) != FOUND ||
	    dbconf_bool(c, "tls_require_cert", false, &require, w) != FOUND)
		return FAILED;
	l->scope = scope == 0 ? LDAP_SCOPE_BASE : scope == 1 ?
	    LDAP_SCOPE_ONELEVEL : LDAP_SCOPE_SUBTREE;
	l->demand = require;
	return set_bind(l, w);
}

static enum found
configure(struct ldap *l, struct span name, struct why *w)
{
	struct buf bad = BUF_INIT;
	struct dbconf *c = &l->q.conf;

	if (dbquery_open(&l->q, name, "query_filter", w) != FOUND)
		return FAILED;
	if (!load(&l->lib, &bad)) {
		why_temp(w, "4.3.5", "ldap: %s", bad.s);
		buf_clear(&bad);
		return FAILED;
	}
	if (*l->q.query == '\0')
		l->q.query = "(mailacceptinggeneralid=%s)";
	/* Older files say it so. */
	l->q.result_format = dbconf_str(c, "result_format",
	    dbconf_str(c, "result_filter", "%s"));
	l->base = dbconf_str(c, "search_base", "");
	if (template_check(l->base) != NULL)
		return table_fail_at(w, c->name, 0, "search_base: %s",
		    template_check(l->base));
	set_uris(l, dbconf_str(c, "server_port", "389"));
	add_attrs(l, "result_attribute", "maildrop", ATTR_RESULT);
	add_attrs(l, "special_result_attribute", "", ATTR_SPECIAL);
	add_attrs(l, "leaf_result_attribute", "", ATTR_LEAF);
	add_attrs(l, "terminal_result_attribute", "", ATTR_TERMINAL);
	return set_numbers(l, w);
}

static struct table *
ldap_table_open(struct span name, unsigned flags, struct why *w)
{
	struct ldap *l = mem_alloc(sizeof(*l));

	if (configure(l, name, w) == FOUND)
		return &l->q.t;
	ldap_close(&l->q.t);
	table_drop(&l->q.t);
	return NULL;
}

static enum found
failed(struct ldap *l, const char *what, int err, struct why *w)
{
	return table_fail_at(w, l->q.conf.name, 0, "%s %s: %s", what, l->uris,
	    l->lib.ldap_err2string(err));
}

static void
set_tls(struct ldap *l)
{
	static const struct {
		const char *name;
		int	    option;
	} files[] = {
		{ "tls_ca_cert_file", LDAP_OPT_X_TLS_CACERTFILE },
		{ "tls_ca_cert_dir", LDAP_OPT_X_TLS_CACERTDIR },
		{ "tls_cert", LDAP_OPT_X_TLS_CERTFILE },
		{ "tls_key", LDAP_OPT_X_TLS_KEYFILE },
		{ "tls_cipher_suite", LDAP_OPT_X_TLS_CIPHER_SUITE },
	};
	int demand = l->demand ? LDAP_OPT_X_TLS_DEMAND : LDAP_OPT_X_TLS_NEVER;
	int fresh = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const char *s = dbconf_str(&l->q.conf, files[i].name, "");

		if (*s != '\0')
			l->lib.ldap_set_option(l->ld, files[i].option, s);
	}
	l->lib.ldap_set_option(l->ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
	l->lib.ldap_set_option(l->ld, LDAP_OPT_X_TLS_NEWCTX, &fresh);
}

static void
set_options(struct ldap *l)
{
	struct timeval limit = { .tv_sec = (time_t)l->timeout };
	int version = LDAP_VERSION3, size = (int)l->size;
	bool referrals = false;
	struct why none = WHY_INIT;

	dbconf_bool(&l->q.conf, "chase_referrals", false, &referrals, &none);
	why_clear(&none);
	l->lib.ldap_set_option(l->ld, LDAP_OPT_PROTOCOL_VERSION, &version);
	l->lib.ldap_set_option(l->ld, LDAP_OPT_NETWORK_TIMEOUT, &limit);
	l->lib.ldap_set_option(l->ld, LDAP_OPT_TIMEOUT, &limit);
	l->lib.ldap_set_option(l->ld, LDAP_OPT_DEREF, &l->deref);
	l->lib.ldap_set_option(l->ld, LDAP_OPT_SIZELIMIT, &size);
	/* LDAP_OPT_ON is a variable of the library; any other will do. */
	l->lib.ldap_set_option(l->ld, LDAP_OPT_REFERRALS,
	    referrals ? (const void *)&version : LDAP_OPT_OFF);
	set_tls(l);
}

static int
log_in(struct ldap *l)
{
	const char *dn = dbconf_str(&l->q.conf, "bind_dn", "");
	const char *pw = dbconf_str(&l->q.conf, "bind_pw", "");
	struct berval cred = { strlen(pw), (char *)(uintptr_t)pw };

	if (l->start_tls) {
		int err = l->lib.ldap_start_tls_s(l->ld, NULL, NULL);

		if (err != LDAP_SUCCESS)
			return err;
	}
	if (!l->bind)
		return LDAP_SUCCESS;
	return l->lib.ldap_sasl_bind_s(l->ld, dn, LDAP_SASL_SIMPLE, &cred, NULL,
	    NULL, NULL);
}

static enum found
connect_to(struct ldap *l, struct why *w)
{
	int err;

	if (l->ld != NULL)
		return FOUND;
	err = l->lib.ldap_initialize(&l->ld, l->uris);
	if (err == LDAP_SUCCESS) {
		set_options(l);
		err = log_in(l);
	}
	if (err == LDAP_SUCCESS)
		return FOUND;
	hang_up(l);
	return failed(l, "bind to", err, w);
}

/* RFC 4515: in a filter. */
static void
quote_filter(void *arg, struct buf *out, struct span part)
{
	for (size_t i = 0; i < part.len; i++)
		if (part.p[i] == '\0' || strchr("*()\\", part.p[i]) != NULL)
			buf_addf(out, "\\%02x", (unsigned char)part.p[i]);
		else
			buf_addc(out, part.p[i]);
}

/* RFC 4514: in a distinguished name. */
static void
quote_dn(void *arg, struct buf *out, struct span part)
{
	for (size_t i = 0; i < part.len; i++) {
		char c = part.p[i];
		bool end = i == 0 || i + 1 == part.len;

		if ((end && c == ' ') || (i == 0 && c == '#') ||
		    (c != '\0' && strchr("\"+,;<>\\=", c) != NULL))
			buf_addc(out, '\\');
		buf_addc(out, c);
	}
}

static enum found	add_entries(struct ldap *l, struct search *s,
			    LDAPMessage *res, struct why *w);

/* What is not there has no results. */
static enum found
search(struct ldap *l, struct search *s, const char *base, int scope,
    const char *filter, struct why *w)
{
	struct timeval limit = { .tv_sec = (time_t)l->timeout };
	LDAPMessage *res = NULL;
	enum found got = FOUND;
	int err = l->lib.ldap_search_ext_s(l->ld, base, scope, filter,
	    l->attrs, 0, NULL, NULL, &limit, (int)l->size, &res);

	if (err == LDAP_SUCCESS)
		got = add_entries(l, s, res, w);
	else if (err != LDAP_NO_SUCH_OBJECT)
		got = failed(l, "search in", err, w);
	if (res != NULL)
		l->lib.ldap_msgfree(res);
	if (got == FAILED && err != LDAP_SUCCESS)
		hang_up(l);
	return got;
}

/* A value that names another entry: by its DN, or by a URL. */
static enum found
follow(struct ldap *l, struct search *s, const char *name, struct why *w)
{
	LDAPURLDesc *url;
	enum found got;

	if (++s->depth > l->depth)
		return table_fail_at(w, l->q.conf.name, 0,
		    "recursion_limit (%lld) reached", (long long)l->depth);
	if (strncasecmp(name, "ldap:", 5) != 0) {
		got = search(l, s, name, LDAP_SCOPE_BASE, "(objectclass=*)", w);
	} else if (l->lib.ldap_url_parse(name, &url) != 0) {
		return table_fail_at(w, l->q.conf.name, 0, "bad URL: %s", name);
	} else {
		got = search(l, s, url->lud_dn, url->lud_scope, url->lud_filter,
		    w);
		l->lib.ldap_free_urldesc(url);
	}
	s->depth--;
	return got;
}

static enum found
add_values(struct ldap *l, struct search *s, LDAPMessage *entry,
    const char *attr, bool special, struct why *w)
{
	struct berval **v = l->lib.ldap_get_values_len(l->ld, entry, attr);
	enum found got = FOUND;

	for (size_t i = 0; v != NULL && got == FOUND && v[i] != NULL; i++) {
		struct span text = { v[i]->bv_val, v[i]->bv_len };

		if (!special) {
			got = dbquery_add(&l->q, s->key, text, s->value, w);
		} else {
			char *name = span_dup(text);

			got = follow(l, s, name, w);
			free(name);
		}
	}
	l->lib.ldap_value_free_len(v);
	return got;
}

static bool
has(struct ldap *l, LDAPMessage *entry, enum kind kind)
{
	bool any = false;

	for (size_t i = 0; i < l->nattrs; i++) {
		struct berval **v;

		if (l->kinds[i] != kind || (v = l->lib.ldap_get_values_len(
		    l->ld, entry, l->attrs[i])) == NULL)
			continue;
		any = true;
		l->lib.ldap_value_free_len(v);
	}
	return any;
}

/* Terminal attributes stand alone; leaves only where nothing leads on. */
static enum found
add_entry(struct ldap *l, struct search *s, LDAPMessage *entry, struct why *w)
{
	bool terminal = has(l, entry, ATTR_TERMINAL);
	bool inner = has(l, entry, ATTR_SPECIAL);
	enum found got = FOUND;

	for (size_t i = 0; got == FOUND && i < l->nattrs; i++) {
		enum kind k = l->kinds[i];

		if (terminal ? k != ATTR_TERMINAL : k == ATTR_LEAF && inner)
			continue;
		got = add_values(l, s, entry, l->attrs[i],
		    k == ATTR_SPECIAL, w);
	}
	return got;
}

static enum found
add_entries(struct ldap *l, struct search *s, LDAPMessage *res, struct why *w)
{
	enum found got = FOUND;

	for (LDAPMessage *e = l->lib.ldap_first_entry(l->ld, res);
	    e != NULL && got == FOUND; e = l->lib.ldap_next_entry(l->ld, e))
		got = add_entry(l, s, e, w);
	return got;
}

/* A connection that was idle may be gone: once more with a new one. */
static enum found
ldap_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct ldap *l = (struct ldap *)t;
	struct search s = { key, value, 0 };
	struct buf base = BUF_INIT;
	enum found got = dbquery_begin(&l->q, key, quote_filter, NULL, w);

	if (got == FOUND && !template_query(&base, l->base, key, quote_dn,
	    NULL))
		got = ABSENT;
	bool idle = l->ld != NULL;
	for (int tries = 0; got == FOUND && tries < 2; tries++) {
		if ((got = connect_to(l, w)) == FOUND)
			got = search(l, &s, base.s, l->scope, l->q.text.s, w);
		if (got == FOUND || !idle || l->ld != NULL)
			break;
		idle = false;
		got = FOUND;
		l->q.results = 0;
		buf_reset(value);
		s.depth = 0;
	}
	buf_clear(&base);
	if (got != FOUND)
		return got;
	return value->len > 0 ? FOUND : ABSENT;
}

static bool
ldap_usable(void)
{
	struct calls lib;

	return load(&lib, NULL);
}

#else

#define ldap_table_open table_not_built
#define ldap_get NULL
#define ldap_close NULL
#define ldap_usable table_unusable

#endif

const struct table_type table_ldap = {
	.name = "ldap", .fixed = true, .open = ldap_table_open,
	.get = ldap_get, .close = ldap_close, .usable = ldap_usable,
};
