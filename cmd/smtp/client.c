/* SPDX-License-Identifier: ISC */
#include "client.h"

#include "conf/param.h"
#include "conf/value.h"

static bool
propagates(const char *class)
{
	struct span list = span_str(param_str(P_propagate_unmatched_extensions)),
	    item;

	while (value_item(&list, &item))
		if (span_is(item, class))
			return true;
	return false;
}

static void
open_generic(struct client *c)
{
	enum param p = c->set.lmtp ? P_lmtp_generic_maps : P_smtp_generic_maps;

	rewrite_read(&c->rewrite);
	c->addrmap = (struct addrmap){ .rewrite = &c->rewrite,
	    .delimiters = param_str(P_recipient_delimiter),
	    .is_local = class_is_home, .arg = &c->lookup.classes };
	c->generic.param = p;
	c->generic.propagate = propagates("generic");
	c->generic.maps = maps_open(span_str(param_str(p)), TABLE_FOLD);
	if (maps_empty(c->generic.maps)) {
		maps_close(c->generic.maps);
		c->generic.maps = NULL;
	}
}

void
client_open(struct client *c, bool lmtp)
{
	*c = (struct client){ .kept_for = BUF_INIT };
	helpers_find(&c->helpers);
	settings_read(&c->set, lmtp);
	lookup_open(&c->lookup, &c->set);
	open_generic(c);
	c->mime = (struct mime_limits){
		.header_size = (size_t)param_int(P_header_size_limit),
		.nesting = (size_t)param_int(P_mime_nesting_limit),
		.boundary = (size_t)param_int(P_mime_boundary_length_limit),
	};
}

void
client_forget(struct client *c)
{
	if (c->has_session)
		session_close(&c->session);
	c->has_session = false;
	buf_reset(&c->kept_for);
}

void
client_close(struct client *c)
{
	client_forget(c);
	lookup_close(&c->lookup);
	if (c->generic.maps != NULL)
		maps_close(c->generic.maps);
	buf_clear(&c->kept_for);
}
