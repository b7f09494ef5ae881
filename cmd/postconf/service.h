/* SPDX-License-Identifier: ISC
 *
 * postconf/service - an entry of master.cf as text
 */
#ifndef POSTCONF_SERVICE_H
#define POSTCONF_SERVICE_H

#include "conf/mastercf.h"
#include "opts.h"

enum { SERVICE_FIELDS = 8 };

extern const char *const service_field_names[SERVICE_FIELDS];

/* "service", "type", ..., "command": its index, or -1. */
int	service_field(struct span name);
/* The whole entry, its columns aligned; no newline at the end. */
void	service_text(struct buf *out, const struct mastercf_entry *e,
	    const struct opts *o);
/* Field i; the last is the command with its arguments. It will stand at that
 * column. */
void	service_field_text(struct buf *out, const struct mastercf_entry *e, int i,
	    size_t column, const struct opts *o);
/* Expands $name: options of the entry first (NULL: there is none), then
 * main.cf. The other warns, and leaves text as it is. */
enum out	service_expand_why(struct buf *out,
		    const struct mastercf_entry *e, struct span text,
		    struct why *w);
void	service_expand(struct buf *out, const struct mastercf_entry *e,
	    struct span text);

#endif
