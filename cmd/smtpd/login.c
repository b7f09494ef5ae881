/* SPDX-License-Identifier: ISC */
#include "login.h"

#include "base/ascii.h"

static void
set_printable(struct buf *out, struct span s)
{
	buf_reset(out);
	for (size_t i = 0; i < s.len; i++)
		buf_addc(out, ascii_ctrl(s.p[i]) ? '?' : s.p[i]);
}

void
login_set(struct login *l, struct span method, struct span username)
{
	set_printable(&l->method, method);
	set_printable(&l->username, username);
}

void
login_forget(struct login *l)
{
	buf_reset(&l->method);
	buf_reset(&l->username);
}

void
login_clear(struct login *l)
{
	buf_clear(&l->method);
	buf_clear(&l->username);
}

bool
login_is_in(const struct login *l)
{
	return l->method.len > 0;
}

bool
login_is_known(const struct login *l)
{
	return login_is_in(l) &&
	    !span_caseis(buf_span(&l->method), "anonymous");
}

static void
describe(struct buf *out, const char *name, struct span value)
{
	if (value.len > 0)
		buf_addf(out, ", %s=%.*s", name, SPAN_FMT(value));
}

void
login_describe(struct buf *out, const struct login *l, struct span sender)
{
	describe(out, "sasl_method", buf_span(&l->method));
	describe(out, "sasl_username", buf_span(&l->username));
	describe(out, "sasl_sender", sender);
}
