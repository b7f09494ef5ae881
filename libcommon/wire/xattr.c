/* SPDX-License-Identifier: ISC */
#include "wire/xattr.h"

#include <arpa/inet.h>

#include "base/ascii.h"
#include "base/num.h"
#include "base/utf8.h"
#include "wire/domain.h"
#include "wire/smtpcmd.h"
#include "wire/xtext.h"

static bool
is_name(struct buf *value)
{
	return domain_ok(buf_span(value), false);
}

static bool
is_address(struct buf *value)
{
	unsigned char ip[16];

	if (span_casestarts(buf_span(value), SPAN("IPV6:")))
		buf_drop(value, 5);
	return memchr(value->s, 0, value->len) == NULL &&
	    (inet_pton(AF_INET, value->s, ip) == 1 ||
	    inet_pton(AF_INET6, value->s, ip) == 1);
}

static bool
is_port(struct buf *value)
{
	uint64_t n;

	return num_uint(buf_span(value), 65535, &n);
}

static bool
is_protocol(struct buf *value)
{
	return span_caseis(buf_span(value), "SMTP") ||
	    span_caseis(buf_span(value), "ESMTP");
}

static bool
is_text(struct buf *value)
{
	for (size_t i = 0; i < value->len; i++)
		if (ascii_ctrl(value->s[i]))
			return false;
	return value->len > 0 && utf8_ok(buf_span(value));
}

static bool
is_source(struct buf *value)
{
	return span_caseis(buf_span(value), "LOCAL") ||
	    span_caseis(buf_span(value), "REMOTE");
}

static const struct {
	const char *name;
	bool	  (*ok)(struct buf *value);
} attributes[XATTRS] = {
	[XATTR_NAME]	 = { "NAME", is_name },
	[XATTR_ADDR]	 = { "ADDR", is_address },
	[XATTR_PORT]	 = { "PORT", is_port },
	[XATTR_PROTO]	 = { "PROTO", is_protocol },
	[XATTR_HELO]	 = { "HELO", is_text },
	[XATTR_LOGIN]	 = { "LOGIN", is_text },
	[XATTR_DESTADDR] = { "DESTADDR", is_address },
	[XATTR_DESTPORT] = { "DESTPORT", is_port },
	[XATTR_REVERSE_NAME] = { "REVERSE_NAME", is_name },
	[XATTR_IDENT]	 = { "IDENT", is_text },
	[XATTR_SOURCE]	 = { "SOURCE", is_source },
};

const char *
xattr_name(enum xattr id)
{
	return attributes[id].name;
}

static enum xattr_got
set(struct xattr_value *v, struct span coded)
{
	buf_reset(&v->value);
	v->state = span_caseis(coded, "[UNAVAILABLE]") ? XATTR_UNAVAILABLE :
	    span_caseis(coded, "[TEMPUNAVAIL]") ? XATTR_TEMPUNAVAIL :
	    XATTR_GIVEN;
	if (v->state != XATTR_GIVEN)
		return XATTR_OK;
	if (coded.len > 3 * XATTR_MAX || !xtext_decode(&v->value, coded) ||
	    v->value.len > XATTR_MAX || !attributes[v->id].ok(&v->value)) {
		buf_reset(&v->value);
		return XATTR_BAD;
	}
	return XATTR_OK;
}

enum xattr_got
xattr_take(struct span *args, struct xattr_value *v)
{
	if (!smtpcmd_arg(args, &v->text))
		return XATTR_END;
	size_t eq = span_find(v->text, '=');
	if (eq == SPAN_NONE)
		return XATTR_UNKNOWN;
	for (size_t i = 0; i < XATTRS; i++)
		if (span_caseis(span_head(v->text, eq), attributes[i].name)) {
			v->id = (enum xattr)i;
			return set(v, span_from(v->text, eq + 1));
		}
	return XATTR_UNKNOWN;
}
