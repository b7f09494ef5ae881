/* SPDX-License-Identifier: ISC */
#include "net/name.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "wire/domain.h"

void
name_clear(struct name *n)
{
	buf_clear(&n->name);
	buf_clear(&n->reverse);
	buf_clear(&n->warning);
}

static enum name_status
status_of(int gai)
{
	return gai == EAI_NONAME || gai == EAI_NODATA || gai == EAI_FAMILY ||
	    gai == EAI_ADDRFAMILY ? NAME_PERM : NAME_TEMP;
}

static bool
same(const struct peer *p, const struct addrinfo *ai)
{
	if (ai->ai_family != p->family)
		return false;
	const void *sa = ai->ai_addr;
	if (p->family == AF_INET) {
		const struct sockaddr_in *in = sa;

		return memcmp(&in->sin_addr, p->ip, 4) == 0;
	}
	const struct sockaddr_in6 *in6 = sa;

	return memcmp(&in6->sin6_addr, p->ip, 16) == 0;
}

/* Strangers rule over what their addresses lead to: only a name counts that
 * leads back. */
static enum name_status
confirm(struct name *n, const struct peer *p)
{
	struct addrinfo hints = { .ai_family = p->family,
	    .ai_socktype = SOCK_STREAM }, *list = NULL;
	enum name_status found = NAME_PERM;

	int err = getaddrinfo(n->reverse.s, NULL, &hints, &list);
	if (err != 0) {
		buf_addf(&n->warning, "hostname %s does not resolve to "
		    "address %s: %s", n->reverse.s, p->addr, gai_strerror(err));
		return status_of(err);
	}
	for (const struct addrinfo *ai = list; ai != NULL; ai = ai->ai_next)
		if (same(p, ai))
			found = NAME_OK;
	freeaddrinfo(list);
	if (found != NAME_OK)
		buf_addf(&n->warning, "hostname %s does not resolve to "
		    "address %s", n->reverse.s, p->addr);
	return found;
}

static bool
usable(struct name *n, const char *host)
{
	if (domain_ok(span_str(host), false))
		return true;
	buf_addf(&n->warning, "malformed name for the client's address: "
	    "%.100s", host);
	for (size_t i = 0; i < n->warning.len; i++)
		if (!ascii_print(n->warning.s[i]))
			n->warning.s[i] = '?';
	return false;
}

static enum name_status
reverse(struct name *n, const struct peer *p)
{
	struct sockaddr_storage ss;
	socklen_t len;
	char host[NI_MAXHOST];

	peer_sockaddr(p, &ss, &len);
	const void *sa = &ss;
	int err = getnameinfo(sa, len, host, sizeof(host), NULL, 0,
	    NI_NAMEREQD);
	if (err != 0)
		return status_of(err);
	if (!usable(n, host))
		return NAME_PERM;
	buf_adds(&n->reverse, host);
	return NAME_OK;
}

void
name_of(struct name *n, const struct peer *p, bool lookup)
{
	name_clear(n);
	if (p->family == AF_UNIX) {
		buf_adds(&n->name, "localhost");
		buf_adds(&n->reverse, "localhost");
		n->status = n->reverse_status = NAME_OK;
		return;
	}
	n->reverse_status = lookup ? reverse(n, p) : NAME_PERM;
	n->status = n->reverse_status == NAME_OK ? confirm(n, p) :
	    n->reverse_status;
	if (n->reverse_status != NAME_OK)
		buf_adds(&n->reverse, "unknown");
	buf_adds(&n->name, n->status == NAME_OK ? n->reverse.s : "unknown");
}
