/* SPDX-License-Identifier: ISC */
#include "table/ipnet.h"

#include <arpa/inet.h>

#include "base/num.h"

enum { TEXT_MAX = 128 };

static bool
to_bytes(struct ipaddr *a, struct span s)
{
	char text[TEXT_MAX];

	if (s.len == 0 || s.len >= sizeof(text) ||
	    memchr(s.p, '\0', s.len) != NULL)
		return false;
	memcpy(text, s.p, s.len);
	text[s.len] = '\0';
	memset(a->b, 0, sizeof(a->b));
	a->bits = span_find(s, ':') != SPAN_NONE ? 128 : 32;
	return inet_pton(a->bits == 128 ? AF_INET6 : AF_INET, text, a->b) == 1;
}

static struct span
without_brackets(struct span s)
{
	if (s.len >= 2 && s.p[0] == '[' && s.p[s.len - 1] == ']')
		return span_head(span_from(s, 1), s.len - 2);
	return s;
}

static bool
is_mapped(const struct ipaddr *a)
{
	static const unsigned char prefix[12] = { [10] = 0xff, [11] = 0xff };

	return a->bits == 128 && memcmp(a->b, prefix, sizeof(prefix)) == 0;
}

static void
unmap(struct ipaddr *a)
{
	memmove(a->b, a->b + 12, 4);
	memset(a->b + 4, 0, 12);
	a->bits = 32;
}

bool
ipaddr_parse(struct ipaddr *a, struct span s)
{
	s = without_brackets(s);
	size_t scope = span_find(s, '%');

	if (scope != SPAN_NONE && span_find(s, ':') != SPAN_NONE)
		s = span_head(s, scope);
	if (!to_bytes(a, s))
		return false;
	if (is_mapped(a))
		unmap(a);
	return true;
}

static unsigned char
mask_byte(unsigned prefix, unsigned i)
{
	unsigned left = prefix > i * 8 ? prefix - i * 8 : 0;

	return left >= 8 ? 0xff : (unsigned char)(0xff00u >> left);
}

/* The network that was probably meant, for the message. */
static void
add_masked(struct buf *out, const struct ipnet *n)
{
	char text[INET6_ADDRSTRLEN];
	unsigned char b[16];

	for (unsigned i = 0; i < 16; i++)
		b[i] = n->base.b[i] & mask_byte(n->prefix, i);
	if (inet_ntop(n->base.bits == 128 ? AF_INET6 : AF_INET, b, text,
	    sizeof(text)) != NULL)
		buf_addf(out, n->base.bits == 128 ? "[%s]/%u" : "%s/%u", text,
		    n->prefix);
}

static bool
has_host_bits(const struct ipnet *n)
{
	for (unsigned i = 0; i < n->base.bits / 8; i++)
		if (n->base.b[i] & ~mask_byte(n->prefix, i))
			return true;
	return false;
}

bool
ipnet_parse(struct ipnet *n, struct span s, struct buf *bad)
{
	size_t slash = span_find(s, '/');
	uint64_t prefix = 0;

	if (!to_bytes(&n->base, without_brackets(span_head(s, slash)))) {
		buf_addf(bad, "bad address pattern: \"%.*s\"", SPAN_FMT(s));
		return false;
	}
	n->prefix = n->base.bits;
	if (slash != SPAN_NONE) {
		if (!num_uint(span_from(s, slash + 1), n->base.bits, &prefix)) {
			buf_addf(bad, "bad net/mask pattern: \"%.*s\"",
			    SPAN_FMT(s));
			return false;
		}
		n->prefix = (unsigned)prefix;
	}
	if (has_host_bits(n)) {
		buf_addf(bad, "non-null host address bits in \"%.*s\", "
		    "perhaps you should use \"", SPAN_FMT(s));
		add_masked(bad, n);
		buf_adds(bad, "\" instead");
		return false;
	}
	if (is_mapped(&n->base) && n->prefix >= 96) {
		unmap(&n->base);
		n->prefix -= 96;
	}
	return true;
}

bool
ipnet_has(const struct ipnet *n, const struct ipaddr *a)
{
	unsigned whole = n->prefix / 8;

	if (n->base.bits != a->bits || memcmp(n->base.b, a->b, whole) != 0)
		return false;
	return n->prefix % 8 == 0 || ((n->base.b[whole] ^ a->b[whole]) &
	    mask_byte(n->prefix, whole)) == 0;
}
