/* SPDX-License-Identifier: ISC
 *
 * net/interfaces - this host's own addresses
 *
 * Source:  getifaddrs(3); Postfix inet_interfaces, inet_protocols,
 *          proxy_interfaces.
 * Owns:    the list, until interfaces_clear.
 * Errors:  false with errno.
 * Effects: asks the kernel, and the name service about names in a list.
 */
#ifndef NET_INTERFACES_H
#define NET_INTERFACES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct interface {
	bool		 v6, loopback;
	unsigned char	 addr[16];	/* the first 4 for IPv4 */
	int		 prefix;	/* length of the network's part */
};

struct interfaces {
	struct interface *list;
	size_t		  n;
};

/* The addresses of interfaces that are up. */
bool	interfaces_get(struct interfaces *is);
void	interfaces_clear(struct interfaces *is);
/* Whether addr (4 or 16 bytes) is one of them. */
bool	interfaces_has(const struct interfaces *is, bool v6, const void *addr);
/* Whether inet_interfaces and inet_protocols have it. Names of hosts are not
 * looked up: with one, any interface counts. */
bool	interfaces_listed(const struct interface *i, struct span listed,
	    struct span protocols);
/* Keeps those that are listed. */
void	interfaces_select(struct interfaces *is, struct span listed,
	    struct span protocols);
/* Adds the addresses and names of a list, as proxy_interfaces has them. */
void	interfaces_add(struct interfaces *is, struct span list);
/* Clears all but the first prefix bits. */
void	interfaces_mask(unsigned char addr[16], bool v6, int prefix);

#endif
