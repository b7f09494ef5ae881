/* SPDX-License-Identifier: ISC */
#include "oauth.h"

#include "base/ascii.h"

static const char *const names[] = {
	[OAUTH_NONE] = "", [OAUTH_BEARER] = "OAUTHBEARER",
	[OAUTH_X2] = "XOAUTH2",
};

const char *
oauth_name(enum oauth o)
{
	return names[o];
}

enum oauth
oauth_of(struct span mechanism)
{
	if (span_caseis(mechanism, names[OAUTH_BEARER]))
		return OAUTH_BEARER;
	return span_caseis(mechanism, names[OAUTH_X2]) ? OAUTH_X2 :
	    OAUTH_NONE;
}

enum oauth
oauth_choose(struct span mechanisms)
{
	enum oauth best = OAUTH_NONE;
	struct span word;

	while (best != OAUTH_BEARER && span_word(&mechanisms, " \t", &word)) {
		enum oauth o = oauth_of(word);

		if (o != OAUTH_NONE)
			best = o;
	}
	return best;
}

/* No byte that could end a field early. */
static bool
is_sayable(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_ctrl(s.p[i]))
			return false;
	return true;
}

/* RFC 5801 section 4: the name in front has no commas and equals signs. */
static void
add_saslname(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == ',')
			buf_adds(out, "=2C");
		else if (s.p[i] == '=')
			buf_adds(out, "=3D");
		else
			buf_addc(out, s.p[i]);
	}
}

static void
add_pair(struct buf *out, const char *name, struct span value)
{
	if (value.len > 0)
		buf_addf(out, "%s=%.*s\1", name, SPAN_FMT(value));
}

bool
oauth_first(struct buf *out, enum oauth o, const struct oauth_words *w)
{
	if (w->token.len == 0 || !is_sayable(w->user) ||
	    !is_sayable(w->token) || !is_sayable(w->host) ||
	    !is_sayable(w->port))
		return false;
	if (o == OAUTH_X2) {
		buf_addf(out, "user=%.*s\1", SPAN_FMT(w->user));
	} else {
		buf_adds(out, "n,a=");
		add_saslname(out, w->user);
		buf_adds(out, ",\1");
		add_pair(out, "host", w->host);
		add_pair(out, "port", w->port);
	}
	buf_addf(out, "auth=Bearer %.*s\1\1", SPAN_FMT(w->token));
	return true;
}

void
oauth_second(struct buf *out, enum oauth o)
{
	if (o == OAUTH_BEARER)
		buf_addc(out, '\1');
}
