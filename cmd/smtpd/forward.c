/* SPDX-License-Identifier: ISC */
#include "forward.h"

/* As Postfix calls them in its queue files. */
static const char *const fact_of[XATTRS] = {
	[XATTR_NAME]	= "log_client_name",
	[XATTR_ADDR]	= "log_client_address",
	[XATTR_PORT]	= "log_client_port",
	[XATTR_PROTO]	= "log_protocol_name",
	[XATTR_HELO]	= "log_helo_name",
	[XATTR_IDENT]	= "log_ident",
	[XATTR_SOURCE]	= "log_source",
};

void
forward_init(struct forward *f)
{
	f->known = false;
	for (size_t i = 0; i < XATTRS; i++)
		buf_init(&f->value[i]);
}

void
forward_clear(struct forward *f)
{
	f->known = false;
	for (size_t i = 0; i < XATTRS; i++)
		buf_clear(&f->value[i]);
}

void
forward_reset(struct forward *f)
{
	if (!f->known)
		return;
	f->known = false;
	for (size_t i = 0; i < XATTRS; i++)
		buf_reset(&f->value[i]);
}

void
forward_set(struct forward *f, const struct xattr_value *v)
{
	f->known = true;
	buf_set(&f->value[v->id], v->state == XATTR_GIVEN ?
	    buf_span(&v->value) : SPAN("unknown"));
}

void
forward_tell(const struct forward *f, struct submit *s)
{
	for (size_t i = 0; f->known && i < XATTRS; i++)
		if (fact_of[i] != NULL)
			submit_fact(s, fact_of[i], buf_span(&f->value[i]));
}

static const char *
or_unknown(const struct buf *b)
{
	return b->len > 0 ? b->s : "unknown";
}

void
forward_describe(struct buf *out, const struct forward *f)
{
	if (!f->known)
		return;
	if (f->value[XATTR_IDENT].len > 0)
		buf_addf(out, ", orig_queue_id=%s", f->value[XATTR_IDENT].s);
	if (f->value[XATTR_NAME].len > 0 || f->value[XATTR_ADDR].len > 0)
		buf_addf(out, ", orig_client=%s[%s]",
		    or_unknown(&f->value[XATTR_NAME]),
		    or_unknown(&f->value[XATTR_ADDR]));
}
