/* SPDX-License-Identifier: ISC
 *
 * agent/services - the programs that the queue runner starts, by name
 *
 * Source:  DESIGN of the dispatcher: a fixed table of programs; master.cf(5)
 *          gives them further names and arguments.
 * Owns:    what the entries point to, until services_clear.
 * Errors:  OUT_TEMP or OUT_PERM for a master.cf that cannot be read.
 * Effects: services_read reads DIR/master.cf.
 */
#ifndef AGENT_SERVICES_H
#define AGENT_SERVICES_H

#include "conf/mastercf.h"

enum service_as { AS_STARTED, AS_MAIL_OWNER, AS_NET_OWNER };

struct service {
	const char     *name;
	const char     *program;	/* in daemon_directory */
	enum service_as	as;
	bool		stream;		/* the door talks over 0 and 1 */
	int64_t		processes;	/* that may run; -1: not said */
	char	      **argv;		/* argv[0] is the name */
};

struct services {
	struct mastercf	cf;
	struct pool	pool;
	struct service *list;
	size_t		n, cap;
};

#define SERVICES_INIT	{ MASTERCF_INIT, POOL_INIT, NULL, 0, 0 }

/* What always is there, and the entries of type unix that run one of the same
 * programs. */
enum out	services_read(struct services *s, const char *dir,
		    struct why *w);
void	services_clear(struct services *s);
const struct service *services_find(const struct services *s,
	    struct span name);

#endif
