/* SPDX-License-Identifier: ISC
 *
 * route/class - which class a domain belongs to, and who is meant behind it
 *
 * Source:  Postfix ADDRESS_CLASS_README; trivial-rewrite(8).
 * Owns:    the lists of main.cf, until class_close.
 * Errors:  FAILED with a reason when a list cannot answer.
 * Effects: asks lists, and the tables in them.
 *
 * The two forms of an internationalised domain are one domain: a list may have
 * either.
 */
#ifndef ROUTE_CLASS_H
#define ROUTE_CLASS_H

#include "base/htab.h"
#include "net/interfaces.h"
#include "route/explain.h"

enum class {				/* in the order in which they are asked */
	CLASS_LOCAL,			/* mydestination, own addresses */
	CLASS_ALIAS,			/* virtual_alias_domains */
	CLASS_MAILBOX,			/* virtual_mailbox_domains */
	CLASS_RELAY,			/* relay_domains */
	CLASS_ELSEWHERE			/* none of them */
};

struct classes {
	struct matchlist *list[CLASS_ELSEWHERE];
	struct interfaces own;		/* inet_interfaces, proxy_interfaces */
	struct htab	 nagged;	/* domains that were found twice */
};

void	class_open(struct classes *c);
/* In two steps, for a server that forks: first what holds no descriptor. */
void	class_prepare(struct classes *c);
void	class_complete(struct classes *c);
bool	class_changed(const struct classes *c);
void	class_close(struct classes *c);

/* FOUND or FAILED. domain may be a literal, [192.0.2.1]. */
enum found	class_find(struct classes *c, struct span domain,
		    enum class *class, struct explain *e, struct why *w);
/* FOUND when it is of class local. c: a struct classes. */
enum found	class_is_local(void *c, struct span domain, struct why *w);
/* The same, or it is myorigin: tables may have its users without domain. */
enum found	class_is_home(void *c, struct span domain, struct why *w);
/* Warns, once, of a domain that is in the list of another class as well. */
void	class_nag(struct classes *c, struct span domain, enum class class);

const char *class_word(enum class class);	/* "virtual alias" */
enum param	class_param(enum class class);	/* P_mydestination...; not of
						 * CLASS_ELSEWHERE */

#endif
