/* SPDX-License-Identifier: ISC */
#include "net/interfaces.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/mem.h"

/* The address within a socket address of either family. */
static const void *
bytes_of(const struct sockaddr *sa, bool v6)
{
	if (v6)
		return &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr;
	return &((const struct sockaddr_in *)(const void *)sa)->sin_addr;
}

static int
prefix_of(const struct sockaddr *mask, bool v6)
{
	int n = 0, most = v6 ? 128 : 32;

	if (mask == NULL)
		return most;
	const unsigned char *p = bytes_of(mask, v6);
	while (n < most && (p[n / 8] & (0x80 >> n % 8)) != 0)
		n++;
	return n;
}

static bool
read_one(const struct ifaddrs *ifa, struct interface *i)
{
	if (ifa->ifa_addr == NULL || (ifa->ifa_flags & IFF_UP) == 0)
		return false;
	if (ifa->ifa_addr->sa_family != AF_INET &&
	    ifa->ifa_addr->sa_family != AF_INET6)
		return false;
	i->v6 = ifa->ifa_addr->sa_family == AF_INET6;
	memcpy(i->addr, bytes_of(ifa->ifa_addr, i->v6), i->v6 ? 16 : 4);
	i->prefix = prefix_of(ifa->ifa_netmask, i->v6);
	i->loopback = (ifa->ifa_flags & IFF_LOOPBACK) != 0;
	return true;
}

bool
interfaces_get(struct interfaces *is)
{
	struct ifaddrs *all;
	size_t most = 0;

	is->n = 0;
	is->list = NULL;
	if (getifaddrs(&all) < 0)
		return false;
	for (struct ifaddrs *ifa = all; ifa != NULL; ifa = ifa->ifa_next)
		most++;
	is->list = mem_array(most + 1, sizeof(*is->list));
	for (struct ifaddrs *ifa = all; ifa != NULL; ifa = ifa->ifa_next)
		if (read_one(ifa, &is->list[is->n]))
			is->n++;
	freeifaddrs(all);
	return true;
}

void
interfaces_clear(struct interfaces *is)
{
	free(is->list);
	is->list = NULL;
	is->n = 0;
}

bool
interfaces_has(const struct interfaces *is, bool v6, const void *addr)
{
	for (size_t i = 0; i < is->n; i++)
		if (is->list[i].v6 == v6 &&
		    memcmp(is->list[i].addr, addr, v6 ? 16 : 4) == 0)
			return true;
	return false;
}

/* Whether the list has the protocol; an empty list has both. */
static bool
speaks(struct span protocols, bool v6)
{
	struct span item;
	bool any = false;

	while (span_element(&protocols, &item)) {
		if (span_is(item, "all") || span_is(item, v6 ? "ipv6" : "ipv4"))
			return true;
		any = true;
	}
	return !any;
}

/* A numeric address, bare or in brackets. */
static bool
numeric(struct span item, struct interface *i)
{
	struct span s = item;

	if (s.len > 2 && s.p[0] == '[' && s.p[s.len - 1] == ']')
		s = (struct span){ s.p + 1, s.len - 2 };
	char *text = span_dup(s);
	bool v4 = inet_pton(AF_INET, text, i->addr) == 1;
	i->v6 = !v4 && inet_pton(AF_INET6, text, i->addr) == 1;
	free(text);
	return v4 || i->v6;
}

static bool
is_same(const struct interface *a, const struct interface *b)
{
	return a->v6 == b->v6 && memcmp(a->addr, b->addr, a->v6 ? 16 : 4) == 0;
}

bool
interfaces_listed(const struct interface *i, struct span listed,
    struct span protocols)
{
	struct interface named = { .v6 = false };
	struct span item;

	if (!speaks(protocols, i->v6))
		return false;
	while (span_element(&listed, &item)) {
		if (span_is(item, "all"))
			return true;
		if (span_is(item, "loopback-only")) {
			if (i->loopback)
				return true;
		} else if (!numeric(item, &named) || is_same(i, &named))
			return true;
	}
	return false;
}

void
interfaces_select(struct interfaces *is, struct span listed,
    struct span protocols)
{
	size_t n = 0;

	for (size_t i = 0; i < is->n; i++)
		if (interfaces_listed(&is->list[i], listed, protocols))
			is->list[n++] = is->list[i];
	is->n = n;
}

static void
add(struct interfaces *is, const struct interface *i)
{
	is->list = mem_resize(is->list, is->n + 1, sizeof(*is->list));
	is->list[is->n++] = *i;
}

static void
add_named(struct interfaces *is, struct span name)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *all;
	char *host = span_dup(name);

	if (getaddrinfo(host, NULL, &hints, &all) == 0) {
		for (struct addrinfo *ai = all; ai != NULL; ai = ai->ai_next) {
			struct interface i = {
			    .v6 = ai->ai_family == AF_INET6 };

			memcpy(i.addr, bytes_of(ai->ai_addr, i.v6),
			    i.v6 ? 16 : 4);
			add(is, &i);
		}
		freeaddrinfo(all);
	}
	free(host);
}

void
interfaces_add(struct interfaces *is, struct span list)
{
	struct interface i = { .v6 = false };
	struct span item;

	while (span_element(&list, &item))
		if (numeric(item, &i))
			add(is, &i);
		else
			add_named(is, item);
}

void
interfaces_mask(unsigned char addr[16], bool v6, int prefix)
{
	for (int bit = prefix; bit < (v6 ? 128 : 32); bit++)
		addr[bit / 8] &= (unsigned char)~(0x80 >> bit % 8);
}
