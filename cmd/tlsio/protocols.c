/* SPDX-License-Identifier: ISC */
#include "protocols.h"

#include <openssl/ssl.h>

#include "base/num.h"

static const struct {
	const char	*name;
	int		 version;
	uint64_t	 without;
} versions[] = {
	{ "SSLv2", 0, 0 },
	{ "SSLv3", SSL3_VERSION, SSL_OP_NO_SSLv3 },
	{ "TLSv1", TLS1_VERSION, SSL_OP_NO_TLSv1 },
	{ "TLSv1.1", TLS1_1_VERSION, SSL_OP_NO_TLSv1_1 },
	{ "TLSv1.2", TLS1_2_VERSION, SSL_OP_NO_TLSv1_2 },
	{ "TLSv1.3", TLS1_3_VERSION, SSL_OP_NO_TLSv1_3 },
};

enum { VERSIONS = sizeof(versions) / sizeof(versions[0]) };

static bool
by_name(struct span word, size_t *i)
{
	for (*i = 0; *i < VERSIONS; (*i)++)
		if (span_caseis(word, versions[*i].name))
			return true;
	return false;
}

/* The bound of a range, which may be a number for versions to come. */
static bool
bound(struct span word, int *version)
{
	struct span hex = span_starts(word, SPAN("0x")) ? span_from(word, 2) :
	    word;
	uint64_t n;
	size_t i;

	if (span_caseis(word, "None"))
		*version = 0;
	else if (by_name(word, &i) && versions[i].version != 0)
		*version = versions[i].version;
	else if (num_hex(hex, 0xffff, &n))
		*version = (int)n;
	else
		return false;
	return true;
}

static bool
take(struct protocols *p, struct span word, uint64_t *allowed, bool *named)
{
	bool no = span_starts(word, SPAN("!"));
	size_t i;

	if (span_starts(word, SPAN(">=")))
		return bound(span_from(word, 2), &p->min);
	if (span_starts(word, SPAN("<=")))
		return bound(span_from(word, 2), &p->max);
	if (!by_name(no ? span_from(word, 1) : word, &i))
		return false;
	if (no)
		p->without |= versions[i].without;
	else
		*allowed |= versions[i].without;
	*named = *named || !no;
	return true;
}

/* Once one is allowed by name, those that are not named are not. */
bool
protocols_read(struct protocols *p, struct span list, struct span *bad)
{
	uint64_t allowed = 0, all = 0;
	bool named = false;

	*p = (struct protocols){ .min = 0 };
	for (size_t i = 0; i < VERSIONS; i++)
		all |= versions[i].without;
	while (span_word(&list, ",: \t\r\n", bad))
		if (!take(p, *bad, &allowed, &named))
			return false;
	if (named)
		p->without |= all & ~allowed;
	return true;
}
