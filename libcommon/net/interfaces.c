/* SPDX-License-Identifier: ISC */
#include "net/interfaces.h"

#include <ifaddrs.h>
#include <net/if.h>
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

void
interfaces_mask(unsigned char addr[16], bool v6, int prefix)
{
	for (int bit = prefix; bit < (v6 ? 128 : 32); bit++)
		addr[bit / 8] &= (unsigned char)~(0x80 >> bit % 8);
}
