/* SPDX-License-Identifier: ISC */
#include "policyline.h"

#include "base/ascii.h"
#include "base/utf8.h"

void
policyline_add(struct buf *out, const char *name, struct span value)
{
	buf_addf(out, "%s=", name);
	for (size_t i = 0; i < value.len; i++)
		buf_addc(out, ascii_ctrl(value.p[i]) ? '?' : value.p[i]);
	buf_addc(out, '\n');
}

static bool
is_clean(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_ctrl(s.p[i]) && s.p[i] != '\t')
			return false;
	return utf8_ok(s);
}

/* Other attributes than action are for a later protocol. */
enum policyline_got
policyline_read(struct span in, struct span *action)
{
	struct span line;
	bool has = false;

	while (span_find(in, '\n') != SPAN_NONE) {
		span_split(&in, '\n', &line);
		if (line.len == 0)
			return has && in.len == 0 ? POLICYLINE_DONE :
			    POLICYLINE_BAD;
		size_t eq = span_find(line, '=');
		if (eq == SPAN_NONE || !is_clean(line))
			return POLICYLINE_BAD;
		if (span_is(span_head(line, eq), "action") && !has) {
			*action = span_trim(span_from(line, eq + 1));
			has = true;
		}
	}
	return in.len > POLICYLINE_MAX ? POLICYLINE_BAD : POLICYLINE_MORE;
}
