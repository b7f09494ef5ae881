/* SPDX-License-Identifier: ISC */
#include "nexthop.h"

#include "base/num.h"
#include "wire/domain.h"

bool
nexthop_next(struct span *list, struct span *one)
{
	return span_word(list, ", \t\r\n", one);
}

static bool
port_ok(struct span port)
{
	uint64_t n;

	if (port.len == 0 || port.len > 63)
		return false;
	if (port.p[0] >= '0' && port.p[0] <= '9')
		return num_uint(port, 65535, &n) && n > 0;
	return span_find(port, '[') == SPAN_NONE &&
	    span_find(port, ']') == SPAN_NONE;
}

/* "" or ":port", behind a host. */
static bool
read_port(struct nexthop *n, struct span rest)
{
	if (rest.len == 0)
		return true;
	n->port = span_from(rest, 1);
	return rest.p[0] == ':' && port_ok(n->port);
}

/* [host], [1.2.3.4], [IPv6:::1], [::1] */
static bool
read_exact(struct nexthop *n, struct span text)
{
	size_t end = span_find(text, ']');

	if (end == SPAN_NONE || !read_port(n, span_from(text, end + 1)))
		return false;
	n->exact = true;
	n->host = span_from(span_head(text, end), 1);
	if (span_casestarts(n->host, SPAN("IPv6:")))
		n->host = span_from(n->host, 5);
	return n->host.len > 0;
}

static bool
read_name(struct nexthop *n, struct span text)
{
	size_t colon = span_rfind(text, ':');

	n->host = span_head(text, colon);
	return n->host.len > 0 && span_find(n->host, ':') == SPAN_NONE &&
	    span_find(n->host, '[') == SPAN_NONE &&
	    (colon == SPAN_NONE || read_port(n, span_from(text, colon)));
}

bool
nexthop_read(struct nexthop *n, struct span text)
{
	*n = (struct nexthop){ .local = false };
	if (span_starts(text, SPAN("unix:"))) {
		n->local = n->exact = true;
		n->host = span_from(text, 5);
		return n->host.len > 0;
	}
	if (span_starts(text, SPAN("inet:")))
		text = span_from(text, 5);
	return text.len > 0 && (text.p[0] == '[' ? read_exact(n, text) :
	    read_name(n, text));
}
