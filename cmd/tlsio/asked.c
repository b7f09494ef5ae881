/* SPDX-License-Identifier: ISC */
#include "asked.h"

#include <stddef.h>

#include "base/num.h"

enum { LISTS_MAX = 1 << 20, LOG_LEVELS = 4, TIME_MAX = 86400 };

enum kind { KIND_TEXT, KIND_LIST };

static const struct {
	const char	*name;
	enum kind	 kind;
	size_t		 at;
} texts[] = {
	{ "host", KIND_TEXT, offsetof(struct asked, host) },
	{ "sni", KIND_TEXT, offsetof(struct asked, sni) },
	{ "match", KIND_LIST, offsetof(struct asked, match) },
	{ "tlsa", KIND_LIST, offsetof(struct asked, tlsa) },
	{ "protocols", KIND_TEXT, offsetof(struct asked, protocols) },
	{ "ciphers", KIND_TEXT, offsetof(struct asked, ciphers) },
	{ "exclude", KIND_TEXT, offsetof(struct asked, exclude) },
	{ "anchors", KIND_LIST, offsetof(struct asked, anchors) },
	{ "session", KIND_TEXT, offsetof(struct asked, session) },
};

enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

static struct buf *
text(struct asked *a, size_t i)
{
	return (struct buf *)(void *)((char *)a + texts[i].at);
}

void
asked_init(struct asked *a)
{
	*a = (struct asked){ .level = LEVEL_MAY };
	for (size_t i = 0; i < TEXTS; i++)
		buf_init(text(a, i));
}

void
asked_clear(struct asked *a)
{
	for (size_t i = 0; i < TEXTS; i++)
		buf_clear(text(a, i));
}

static bool
take_level(struct asked *a, struct span value)
{
	static const char *const levels[] = {
		[LEVEL_MAY] = "may", [LEVEL_ENCRYPT] = "encrypt",
		[LEVEL_DANE] = "dane", [LEVEL_DANE_ONLY] = "dane-only",
		[LEVEL_FINGERPRINT] = "fingerprint", [LEVEL_VERIFY] = "verify",
		[LEVEL_SECURE] = "secure",
	};

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (span_is(value, levels[i])) {
			a->level = (enum level)i;
			return true;
		}
	return false;
}

/* A line of a list, unless that would be two. */
static bool
add_line(struct buf *b, struct span value)
{
	if (b->len + value.len >= LISTS_MAX)
		return false;
	buf_addspan(b, value);
	buf_addc(b, '\n');
	return true;
}

bool
asked_take(struct asked *a, struct span pair)
{
	struct span name;

	if (!span_split(&pair, '=', &name))
		return false;
	if (span_is(name, "level"))
		return take_level(a, pair);
	if (span_is(name, "log_level"))
		return num_int(pair, 0, LOG_LEVELS, &a->log_level);
	if (span_is(name, "timeout"))
		return num_int(pair, 1, TIME_MAX, &a->timeout);
	for (size_t i = 0; i < TEXTS; i++)
		if (span_is(name, texts[i].name)) {
			if (texts[i].kind == KIND_LIST)
				return add_line(text(a, i), pair);
			buf_set(text(a, i), pair);
			return true;
		}
	return false;
}
