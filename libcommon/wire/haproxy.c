/* SPDX-License-Identifier: ISC */
#include "wire/haproxy.h"

#include <arpa/inet.h>

#include "base/num.h"

enum {
	START	= 15,		/* shorter than any header */
	V1_MAX	= 107,
	V2_HEAD	= 16
};

static const char signature[] = "\r\n\r\n\0\r\nQUIT\n";

static bool
is_v2(struct span in)
{
	return in.len >= 12 && memcmp(in.p, signature, 12) == 0;
}

static size_t
v2_length(struct span in)
{
	return V2_HEAD + (size_t)(unsigned char)in.p[14] * 256 +
	    (unsigned char)in.p[15];
}

static size_t
want_v2(struct span in)
{
	if (in.len < V2_HEAD)
		return V2_HEAD - in.len;
	size_t n = v2_length(in);
	return n > HAPROXY_MAX || in.len >= n ? 0 : n - in.len;
}

static size_t
want_v1(struct span in)
{
	if (!span_starts(in, SPAN("PROXY ")) || in.len >= V1_MAX ||
	    in.p[in.len - 1] == '\n')
		return 0;
	return 1;
}

size_t
haproxy_want(struct span in)
{
	if (in.len < START)
		return START - in.len;
	return is_v2(in) ? want_v2(in) : want_v1(in);
}

static bool
take_address(char out[HAPROXY_TEXT], struct span text, int family)
{
	unsigned char ip[16];
	char copy[HAPROXY_TEXT];

	if (text.len >= sizeof(copy) || memchr(text.p, 0, text.len) != NULL)
		return false;
	memcpy(copy, text.p, text.len);
	copy[text.len] = '\0';
	return inet_pton(family, copy, ip) == 1 &&
	    inet_ntop(family, ip, out, HAPROXY_TEXT) != NULL;
}

static bool
take_port(int *port, struct span text)
{
	uint64_t n = 0;

	if (!num_uint(text, 65535, &n))
		return false;
	*port = (int)n;
	return true;
}

/* "PROXY TCP4 192.0.2.1 198.51.100.1 4711 25 CR LF" */
static enum haproxy_got
parse_v1(struct span in, struct haproxy *h)
{
	struct span word[6];
	size_t n = 0;

	if (!span_ends(in, SPAN("\r\n")))
		return HAPROXY_BAD;
	in.len -= 2;
	while (n < 6 && span_split(&in, ' ', &word[n]))
		n++;
	if (n >= 2 && span_is(word[1], "UNKNOWN"))
		return HAPROXY_LOCAL;
	if (n != 6 || in.len > 0)
		return HAPROXY_BAD;
	int family = span_is(word[1], "TCP4") ? AF_INET :
	    span_is(word[1], "TCP6") ? AF_INET6 : AF_UNSPEC;
	if (family == AF_UNSPEC || !take_address(h->src, word[2], family) ||
	    !take_address(h->dst, word[3], family) ||
	    !take_port(&h->src_port, word[4]) ||
	    !take_port(&h->dst_port, word[5]))
		return HAPROXY_BAD;
	return HAPROXY_OK;
}

static int
port_at(const char *p)
{
	return (unsigned char)p[0] * 256 + (unsigned char)p[1];
}

static enum haproxy_got
take_binary(struct span body, int family, size_t size, struct haproxy *h)
{
	if (body.len < 2 * size + 4 ||
	    inet_ntop(family, body.p, h->src, HAPROXY_TEXT) == NULL ||
	    inet_ntop(family, body.p + size, h->dst, HAPROXY_TEXT) == NULL)
		return HAPROXY_BAD;
	h->src_port = port_at(body.p + 2 * size);
	h->dst_port = port_at(body.p + 2 * size + 2);
	return HAPROXY_OK;
}

/* What follows the addresses (TLVs) is not looked at. */
static enum haproxy_got
parse_v2(struct span in, struct haproxy *h)
{
	unsigned char command = (unsigned char)in.p[12];
	unsigned char family = (unsigned char)in.p[13];
	struct span body = span_from(in, V2_HEAD);

	if (in.len != v2_length(in))
		return HAPROXY_BAD;
	if (command == 0x20)
		return HAPROXY_LOCAL;
	if (command != 0x21)
		return HAPROXY_BAD;
	if (family == 0x11)
		return take_binary(body, AF_INET, 4, h);
	if (family == 0x21)
		return take_binary(body, AF_INET6, 16, h);
	return family == 0x00 ? HAPROXY_LOCAL : HAPROXY_BAD;
}

enum haproxy_got
haproxy_parse(struct span in, struct haproxy *h)
{
	*h = (struct haproxy){ .src_port = 0 };
	if (haproxy_want(in) > 0)
		return HAPROXY_MORE;
	if (is_v2(in))
		return in.len < V2_HEAD ? HAPROXY_BAD : parse_v2(in, h);
	return span_starts(in, SPAN("PROXY ")) ? parse_v1(in, h) : HAPROXY_BAD;
}
