/* SPDX-License-Identifier: ISC */
#include "keywords.h"

#include "starttls.h"
#include "sys/log.h"
#include "xclient.h"

static bool
has_vrfy(const struct conn *c)
{
	return !c->set->no_vrfy;
}

static bool
has_smtputf8(const struct conn *c)
{
	return c->set->smtputf8;
}

static bool
has_xclient(const struct conn *c)
{
	return c->may_xclient;
}

static bool
has_xforward(const struct conn *c)
{
	return c->may_xforward;
}

static bool
has_auth(const struct conn *c)
{
	return c->mechanisms.len > 0;
}

/* Old clients look for the name with an equals sign. */
static void
add_auth(const struct conn *c, struct buf *out)
{
	buf_addf(out, " %s", c->mechanisms.s);
	if (c->set->sasl_broken_clients)
		buf_addf(out, "\nAUTH=%s", c->mechanisms.s);
}

static void
add_size(const struct conn *c, struct buf *out)
{
	if (c->set->size_limit > 0)
		buf_addf(out, " %llu", (unsigned long long)c->set->size_limit);
}

/* In the order in which they are announced. */
static const struct keyword {
	const char	*name;
	bool		(*if_true)(const struct conn *c);
	void		(*add)(const struct conn *c, struct buf *out);
} keywords[] = {
	{ "PIPELINING" },
	{ "SIZE",		NULL,		add_size },
	{ "VRFY",		has_vrfy },
	{ "ETRN" },
	{ "STARTTLS",		starttls_is_offered },
	{ "AUTH",		has_auth,	add_auth },
	{ "XCLIENT",		has_xclient,	xclient_add },
	{ "XFORWARD",		has_xforward,	xforward_add },
	{ "ENHANCEDSTATUSCODES" },
	{ "8BITMIME" },
	{ "DSN" },
	{ "SMTPUTF8",		has_smtputf8 },
	{ "CHUNKING" },
};

enum { KEYWORDS = sizeof(keywords) / sizeof(keywords[0]) };

bool
keywords_discards(const struct conn *c, const char *name)
{
	struct span list = buf_span(&c->no_keywords), word;

	while (span_element(&list, &word))
		if (span_caseis(word, name))
			return true;
	return false;
}

void
keywords_choose(struct conn *c)
{
	struct maps *maps = c->lists->maps[MAPS_NO_KEYWORDS];
	struct why w = WHY_INIT;

	enum found got = maps_get(maps, span_str(c->peer.addr),
	    &c->no_keywords, &w);
	if (got == FAILED)
		log_warn("smtpd_discard_ehlo_keyword_address_maps: %s",
		    w.text.s);
	if (got != FOUND)
		buf_set(&c->no_keywords, c->set->no_keywords);
	why_clear(&w);
}

static bool
offers(const struct conn *c, const struct keyword *k)
{
	return !keywords_discards(c, k->name) && (k->if_true == NULL || k->if_true(c));
}

bool
keywords_offers(const struct conn *c, const char *name)
{
	for (size_t i = 0; i < KEYWORDS; i++)
		if (strcmp(keywords[i].name, name) == 0)
			return offers(c, &keywords[i]);
	return false;
}

void
keywords_add(const struct conn *c, struct buf *out)
{
	for (size_t i = 0; i < KEYWORDS; i++) {
		const struct keyword *k = &keywords[i];

		if (!offers(c, k))
			continue;
		buf_addf(out, "\n%s", k->name);
		if (k->add != NULL)
			k->add(c, out);
	}
}

void
keywords_log(const struct conn *c)
{
	struct buf names = BUF_INIT;

	if (c->no_keywords.len == 0 || keywords_discards(c, "silent-discard"))
		return;
	for (size_t i = 0; i < KEYWORDS; i++)
		if (keywords_discards(c, keywords[i].name))
			buf_addf(&names, " %s", keywords[i].name);
	if (names.len > 0)
		log_info("discarding EHLO keywords:%s", names.s);
	buf_clear(&names);
}
