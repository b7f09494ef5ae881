/* SPDX-License-Identifier: ISC
 *
 * Addresses as a person wrote them into a table, or a stranger sent them: the
 * first byte chooses the rules. What is complete stays so, and has one meaning.
 */
#include <stdint.h>
#include <stdlib.h>

#include "msg/address.h"
#include "route/addrmap.h"
#include "route/masquerade.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
once(const struct rewrite *r, struct span addr)
{
	enum rewrite_context ctx = r->remote[0] != '\0' ? REWRITE_REMOTE :
	    REWRITE_LOCAL;
	const struct masquerade m = { .domains = SPAN("!a.example example"),
	    .uses = USE_ENVELOPE_SENDER };
	struct buf full = BUF_INIT, twice = BUF_INIT;

	if (rewrite_address(&full, r, ctx, addr, NULL) ==
	    span_eq(buf_span(&full), addr))
		abort();
	/* append_dot completes what the dot at its end had made complete */
	rewrite_address(&twice, r, ctx, buf_span(&full), NULL);
	if (!r->append_dot && span_find(addr, ':') == SPAN_NONE &&
	    !span_ends(buf_span(&full), SPAN(".")) &&
	    !span_eq(buf_span(&full), buf_span(&twice)))
		abort();
	if (masquerade_apply(&m, USE_ENVELOPE_SENDER, &full, NULL, NULL) !=
	    OUT_OK)
		abort();
	buf_clear(&full);
	buf_clear(&twice);
}

static void
read_list(const struct rewrite *r, struct span text)
{
	const struct addrmap a = { .rewrite = r, .delimiters = "+-" };
	struct addrs to = ADDRS_INIT;
	struct why w = WHY_INIT;

	if (addrmap_read(&a, text, &to, &w) == FOUND) {
		if (to.n == 0)
			abort();
		for (size_t i = 0; i < to.n; i++)
			maps_split_local(addrs_get(&to, i), "+-");
	} else if (w.out != OUT_TEMP || w.text.len == 0)
		abort();
	addrs_clear(&to);
	why_clear(&w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	int rules = span_byte(&in);
	const struct rewrite r = {
		.origin = "here.example", .domain = "example",
		.remote = rules & 1 ? "domain.invalid" : "",
		.host = rules & 2 ? "mx.here.example" : NULL,
		.append_at = rules & 4, .append_dot = rules & 8,
		.percent_hack = rules & 16, .swap_bangpath = rules & 32,
	};

	if (rules < 0)
		return 0;
	once(&r, in);
	read_list(&r, in);
	return 0;
}
