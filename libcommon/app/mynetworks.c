/* SPDX-License-Identifier: ISC */
#include "app/mynetworks.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "base/htab.h"
#include "conf/param.h"

/* The network that an address belonged to before there were prefixes. */
static int
class_prefix(const struct interface *i)
{
	if (i->v6)
		return i->prefix;
	return i->addr[0] < 128 ? 8 : i->addr[0] < 192 ? 16 : 24;
}

static int
prefix_for(const struct interface *i, const char *style)
{
	if (strcmp(style, "subnet") == 0)
		return i->prefix;
	if (strcmp(style, "class") == 0)
		return class_prefix(i);
	return i->v6 ? 128 : 32;
}

static void
add_network(struct buf *one, struct interface i, int prefix)
{
	char text[INET6_ADDRSTRLEN];

	interfaces_mask(i.addr, i.v6, prefix);
	inet_ntop(i.v6 ? AF_INET6 : AF_INET, i.addr, text, sizeof(text));
	buf_addf(one, i.v6 ? "[%s]/%d" : "%s/%d", text, prefix);
}

void
mynetworks_of(struct buf *out, const struct interfaces *is, const char *style,
    const char *listed, const char *protocols)
{
	struct htab seen = HTAB_INIT;
	struct buf one = BUF_INIT;

	for (size_t i = 0; i < is->n; i++) {
		const struct interface *at = &is->list[i];

		if (!interfaces_listed(at, span_str(listed),
		    span_str(protocols)))
			continue;
		buf_reset(&one);
		add_network(&one, *at, prefix_for(at, style));
		if (htab_add(&seen, buf_span(&one)))
			buf_addf(out, "%s%s", out->len > 0 ? " " : "", one.s);
	}
	buf_clear(&one);
	htab_clear(&seen);
}

void
mynetworks_default(struct buf *out)
{
	struct interfaces is;

	if (interfaces_get(&is))
		mynetworks_of(out, &is, param_str(P_mynetworks_style),
		    param_str(P_inet_interfaces), param_str(P_inet_protocols));
	if (out->len == 0)
		buf_adds(out, "127.0.0.0/8 [::1]/128");
	interfaces_clear(&is);
}
