/* SPDX-License-Identifier: ISC */
#include "facts.h"

#include <stddef.h>

static const struct {
	const char	*name;
	size_t		 at;
} values[] = {
	{ "host", offsetof(struct facts, host) },
	{ "service", offsetof(struct facts, service) },
	{ "realm", offsetof(struct facts, realm) },
	{ "client", offsetof(struct facts, client) },
	{ "client_port", offsetof(struct facts, client_port) },
	{ "server", offsetof(struct facts, server) },
	{ "server_port", offsetof(struct facts, server_port) },
	{ "mechanisms", offsetof(struct facts, mechanisms) },
	{ "username", offsetof(struct facts, username) },
	{ "authzid", offsetof(struct facts, authzid) },
	{ "password", offsetof(struct facts, password) },
	{ "token", offsetof(struct facts, token) },
};

enum { VALUES = sizeof(values) / sizeof(values[0]) };

static struct buf *
value_of(struct facts *f, size_t i)
{
	return (struct buf *)(void *)((char *)f + values[i].at);
}

void
facts_init(struct facts *f)
{
	*f = (struct facts){ .options = 0 };
	for (size_t i = 0; i < VALUES; i++)
		buf_init(value_of(f, i));
}

void
facts_clear(struct facts *f)
{
	for (size_t i = 0; i < VALUES; i++)
		buf_wipe(value_of(f, i));
	f->tls = false;
	f->options = 0;
}

static bool
take_options(struct span list, unsigned *options)
{
	static const struct {
		const char	*name;
		unsigned	 bit;
	} names[] = {
		{ "noplaintext", SEC_NOPLAINTEXT },
		{ "noactive", SEC_NOACTIVE },
		{ "nodictionary", SEC_NODICTIONARY },
		{ "noanonymous", SEC_NOANONYMOUS },
		{ "forward_secrecy", SEC_FORWARD_SECRECY },
		{ "mutual_auth", SEC_MUTUAL_AUTH },
	};
	enum { NAMES = sizeof(names) / sizeof(names[0]) };
	unsigned all = 0;
	struct span word;

	while (span_element(&list, &word)) {
		size_t i = 0;

		while (i < NAMES && !span_caseis(word, names[i].name))
			i++;
		if (i == NAMES)
			return false;
		all |= names[i].bit;
	}
	*options = all;
	return true;
}

bool
facts_take(struct facts *f, struct span pair)
{
	struct span name = span_head(pair, span_find(pair, '='));
	struct span value = span_from(pair, name.len + 1);

	if (name.len == pair.len || span_find(value, '\0') != SPAN_NONE)
		return false;
	if (span_is(name, "options"))
		return take_options(value, &f->options);
	if (span_is(name, "tls")) {
		f->tls = span_is(value, "yes");
		return true;
	}
	for (size_t i = 0; i < VALUES; i++)
		if (span_is(name, values[i].name)) {
			buf_set(value_of(f, i), value);
			return true;
		}
	return false;
}

bool
facts_allow(const struct facts *f, unsigned properties)
{
	unsigned must = f->options & SEC_MUST;

	return (properties & must) == must &&
	    (properties & f->options & ~(unsigned)SEC_MUST) == 0;
}
