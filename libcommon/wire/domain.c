/* SPDX-License-Identifier: ISC */
#include "wire/domain.h"

#include <arpa/inet.h>

#include "base/ascii.h"
#include "base/utf8.h"

static bool
label_ok(struct span label, bool utf8, bool *alpha)
{
	if (label.len == 0 || label.len > DOMAIN_LABEL_MAX ||
	    label.p[0] == '-' || label.p[label.len - 1] == '-')
		return false;
	for (size_t i = 0; i < label.len; i++) {
		char c = label.p[i];

		if (!ascii_digit(c))
			*alpha = true;
		if (!ascii_alnum(c) && c != '-' && c != '_' &&
		    (!utf8 || (unsigned char)c < 0x80))
			return false;
	}
	return true;
}

bool
domain_ok(struct span name, bool utf8)
{
	bool alpha = false;
	struct span rest = name, label;

	if (name.len == 0 || name.len > DOMAIN_MAX || (utf8 && !utf8_ok(name)))
		return false;
	while (span_split(&rest, '.', &label))
		if (!label_ok(label, utf8, &alpha))
			return false;
	return alpha;
}

bool
domain_literal(struct span text, struct span *addr)
{
	char copy[INET6_ADDRSTRLEN + 1];
	unsigned char bytes[16];
	int family = AF_INET;

	if (text.len < 2 || text.p[0] != '[' || text.p[text.len - 1] != ']')
		return false;
	struct span in = span_head(span_from(text, 1), text.len - 2);
	if (span_casestarts(in, SPAN("IPv6:"))) {
		in = span_from(in, 5);
		family = AF_INET6;
	}
	if (in.len == 0 || in.len >= sizeof(copy) || memchr(in.p, 0, in.len))
		return false;
	memcpy(copy, in.p, in.len);
	copy[in.len] = '\0';
	if (inet_pton(family, copy, bytes) != 1)
		return false;
	*addr = in;
	return true;
}
