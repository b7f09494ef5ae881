/* SPDX-License-Identifier: ISC */
#include "dovecotline.h"

#include "base/num.h"
#include "msg/base64.h"

static const struct {
	char	code, byte;
} escapes[] = {
	{ '0', '\0' }, { '1', '\1' }, { 't', '\t' }, { 'r', '\r' },
	{ 'n', '\n' },
};

enum { ESCAPES = sizeof(escapes) / sizeof(escapes[0]) };

static void
add_escaped(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		size_t k = 0;

		while (k < ESCAPES && escapes[k].byte != s.p[i])
			k++;
		if (k < ESCAPES)
			buf_addc(out, '\1');
		buf_addc(out, k < ESCAPES ? escapes[k].code : s.p[i]);
	}
}

static void
set_unescaped(struct buf *out, struct span s)
{
	buf_reset(out);
	while (s.len > 0) {
		char c = (char)span_byte(&s);

		if (c == '\1' && s.len > 0) {
			c = (char)span_byte(&s);
			for (size_t k = 0; k < ESCAPES; k++)
				if (escapes[k].code == c) {
					c = escapes[k].byte;
					break;
				}
		}
		buf_addc(out, c);
	}
}

static enum dovecot_kind
read_version(struct dovecotline *d, struct span rest)
{
	struct span major;

	return span_split(&rest, '\t', &major) &&
	    num_uint(major, UINT32_MAX, &d->number) ? DOVECOT_VERSION :
	    DOVECOT_BAD;
}

static enum dovecot_kind
read_mech(struct dovecotline *d, struct span rest)
{
	static const struct {
		const char	*name;
		unsigned	 bit;
	} names[] = {
		{ "plaintext", SEC_NOPLAINTEXT },
		{ "active", SEC_NOACTIVE },
		{ "dictionary", SEC_NODICTIONARY },
		{ "anonymous", SEC_NOANONYMOUS },
		{ "forward-secrecy", SEC_FORWARD_SECRECY },
		{ "mutual-auth", SEC_MUTUAL_AUTH },
	};
	struct span word;

	if (!span_split(&rest, '\t', &d->name) || d->name.len == 0)
		return DOVECOT_BAD;
	while (span_split(&rest, '\t', &word)) {
		d->hidden |= span_caseis(word, "private");
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (span_caseis(word, names[i].name))
				d->properties |= names[i].bit;
	}
	return DOVECOT_MECH;
}

static bool
read_number(struct dovecotline *d, struct span *rest)
{
	struct span number;

	return span_split(rest, '\t', &number) &&
	    num_uint(number, UINT32_MAX, &d->number);
}

static void
read_words(struct dovecotline *d, struct span rest)
{
	const struct span user = SPAN("user="), reason = SPAN("reason=");
	struct span word;

	while (span_split(&rest, '\t', &word)) {
		if (span_starts(word, user))
			set_unescaped(&d->user, span_from(word, user.len));
		else if (span_starts(word, reason))
			set_unescaped(&d->reason, span_from(word, reason.len));
		else if (span_is(word, "temp") ||
		    span_is(word, "code=temp_fail"))
			d->temp = true;
	}
}

static enum dovecot_kind
read_ok(struct dovecotline *d, struct span rest)
{
	if (!read_number(d, &rest))
		return DOVECOT_BAD;
	read_words(d, rest);
	return d->user.len > 0 ? DOVECOT_OK : DOVECOT_BAD;
}

static enum dovecot_kind
read_fail(struct dovecotline *d, struct span rest)
{
	if (!read_number(d, &rest))
		return DOVECOT_BAD;
	read_words(d, rest);
	return DOVECOT_FAIL;
}

/* A challenge may be empty, and then be missing with its tab. */
static enum dovecot_kind
read_cont(struct dovecotline *d, struct span rest)
{
	struct span data;

	if (!read_number(d, &rest))
		return DOVECOT_BAD;
	if (!span_split(&rest, '\t', &data))
		data = SPAN("");
	return base64_decode(&d->data, data) ? DOVECOT_CONT : DOVECOT_BAD;
}

static enum dovecot_kind
read_spid(struct dovecotline *d, struct span rest)
{
	return DOVECOT_SPID;
}

static enum dovecot_kind
read_done(struct dovecotline *d, struct span rest)
{
	return DOVECOT_READY;
}

static const struct {
	const char	*name;
	enum dovecot_kind (*read)(struct dovecotline *d, struct span rest);
} kinds[] = {
	{ "VERSION", read_version }, { "MECH", read_mech },
	{ "SPID", read_spid }, { "DONE", read_done }, { "OK", read_ok },
	{ "FAIL", read_fail }, { "CONT", read_cont },
};

enum dovecot_kind
dovecotline_read(struct dovecotline *d, struct span line)
{
	struct span word;

	d->number = 0;
	d->name = SPAN("");
	d->properties = 0;
	d->hidden = d->temp = false;
	buf_reset(&d->user);
	buf_reset(&d->reason);
	buf_reset(&d->data);
	if (!span_split(&line, '\t', &word))
		return DOVECOT_OTHER;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (span_is(word, kinds[i].name))
			return kinds[i].read(d, line);
	return DOVECOT_OTHER;
}

void
dovecotline_clear(struct dovecotline *d)
{
	buf_clear(&d->user);
	buf_clear(&d->reason);
	buf_wipe(&d->data);
}

void
dovecotline_hello(struct buf *out, uint32_t pid)
{
	buf_addf(out, "VERSION\t1\t0\nCPID\t%lu\n", (unsigned long)pid);
}

static void
add_word(struct buf *out, const char *name, const struct buf *value)
{
	if (value->len == 0)
		return;
	buf_addf(out, "\t%s=", name);
	add_escaped(out, buf_span(value));
}

void
dovecotline_auth(struct buf *out, uint32_t number, struct span mechanism,
    const struct facts *f, const struct span *initial)
{
	buf_addf(out, "AUTH\t%lu\t", (unsigned long)number);
	add_escaped(out, mechanism);
	add_word(out, "service", &f->service);
	buf_adds(out, "\tnologin");
	add_word(out, "lip", &f->server);
	add_word(out, "rip", &f->client);
	add_word(out, "lport", &f->server_port);
	add_word(out, "rport", &f->client_port);
	if (f->tls)
		buf_adds(out, "\tsecured");
	if (initial != NULL) {		/* must be the last */
		buf_adds(out, "\tresp=");
		base64_encode(out, *initial);
	}
	buf_addc(out, '\n');
}

void
dovecotline_cont(struct buf *out, uint32_t number, struct span said)
{
	buf_addf(out, "CONT\t%lu\t", (unsigned long)number);
	base64_encode(out, said);
	buf_addc(out, '\n');
}

void
dovecotline_cancel(struct buf *out, uint32_t number)
{
	buf_addf(out, "CANCEL\t%lu\n", (unsigned long)number);
}
