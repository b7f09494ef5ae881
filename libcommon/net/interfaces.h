/* SPDX-License-Identifier: ISC
 *
 * net/interfaces - this host's own addresses
 *
 * Source:  getifaddrs(3).
 * Owns:    the list, until interfaces_clear.
 * Errors:  false with errno.
 * Effects: asks the kernel.
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
/* Clears all but the first prefix bits. */
void	interfaces_mask(unsigned char addr[16], bool v6, int prefix);

#endif
