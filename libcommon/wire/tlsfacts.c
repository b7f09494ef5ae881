/* SPDX-License-Identifier: ISC */
#include "wire/tlsfacts.h"

#include <stddef.h>

#include "base/ascii.h"
#include "wire/record.h"

static const char *const names[TLSFACTS] = {
	[TLSFACT_PROTOCOL] = "protocol",
	[TLSFACT_CIPHER] = "cipher",
	[TLSFACT_BITS] = "bits",
	[TLSFACT_ALL_BITS] = "all_bits",
	[TLSFACT_DETAILS] = "details",
	[TLSFACT_SUBJECT] = "subject",
	[TLSFACT_ISSUER] = "issuer",
	[TLSFACT_CERT_PRINT] = "cert_print",
	[TLSFACT_KEY_PRINT] = "key_print",
	[TLSFACT_SNI] = "sni",
	[TLSFACT_ALPN] = "alpn",
	[TLSFACT_PROBLEM] = "problem",
};

static const struct {
	const char	*name;
	size_t		 at;
} flags[] = {
	{ "on", offsetof(struct tlsfacts, on) },
	{ "reused", offsetof(struct tlsfacts, reused) },
	{ "asked", offsetof(struct tlsfacts, asked) },
	{ "present", offsetof(struct tlsfacts, present) },
	{ "trusted", offsetof(struct tlsfacts, trusted) },
	{ "matched", offsetof(struct tlsfacts, matched) },
};

enum { FLAGS = sizeof(flags) / sizeof(flags[0]) };

static bool *
flag(struct tlsfacts *f, size_t i)
{
	return (bool *)((char *)f + flags[i].at);
}

static bool
has_flag(const struct tlsfacts *f, size_t i)
{
	return *(const bool *)((const char *)f + flags[i].at);
}

void
tlsfacts_init(struct tlsfacts *f)
{
	*f = (struct tlsfacts){ .on = false };
	for (size_t i = 0; i < TLSFACTS; i++)
		buf_init(&f->text[i]);
}

void
tlsfacts_clear(struct tlsfacts *f)
{
	for (size_t i = 0; i < TLSFACTS; i++)
		buf_clear(&f->text[i]);
	tlsfacts_init(f);
}

void
tlsfacts_reset(struct tlsfacts *f)
{
	for (size_t i = 0; i < TLSFACTS; i++)
		buf_reset(&f->text[i]);
	for (size_t i = 0; i < FLAGS; i++)
		*flag(f, i) = false;
}

struct span
tlsfacts_get(const struct tlsfacts *f, enum tlsfact id)
{
	return buf_span(&f->text[id]);
}

void
tlsfacts_set(struct tlsfacts *f, enum tlsfact id, struct span text)
{
	struct buf *b = &f->text[id];

	buf_set(b, text);
	for (size_t i = 0; i < b->len; i++)
		if (ascii_ctrl(b->s[i]))
			b->s[i] = '?';
}

void
tlsfacts_write(struct buf *out, char letter, const struct tlsfacts *f)
{
	for (size_t i = 0; i < FLAGS; i++)
		if (has_flag(f, i))
			record_add_pair(out, letter, span_str(flags[i].name),
			    SPAN("1"));
	for (size_t i = 0; i < TLSFACTS; i++)
		if (f->text[i].len > 0)
			record_add_pair(out, letter, span_str(names[i]),
			    buf_span(&f->text[i]));
}

void
tlsfacts_read(struct tlsfacts *f, struct span pair)
{
	struct span name;

	if (!span_split(&pair, '=', &name))
		return;
	for (size_t i = 0; i < FLAGS; i++)
		if (span_is(name, flags[i].name))
			*flag(f, i) = span_is(pair, "1");
	for (size_t i = 0; i < TLSFACTS; i++)
		if (span_is(name, names[i]))
			tlsfacts_set(f, (enum tlsfact)i, pair);
}

const char *
tlsfacts_trust(const struct tlsfacts *f)
{
	if (!f->present)
		return "Anonymous";
	if (!f->trusted)
		return "Untrusted";
	return f->matched ? "Verified" : "Trusted";
}

void
tlsfacts_describe(struct buf *out, const struct tlsfacts *f)
{
	buf_addf(out, "%s with cipher %s (%s/%s bits)",
	    f->text[TLSFACT_PROTOCOL].s, f->text[TLSFACT_CIPHER].s,
	    f->text[TLSFACT_BITS].s, f->text[TLSFACT_ALL_BITS].s);
	if (f->text[TLSFACT_DETAILS].len > 0)
		buf_addf(out, " %s", f->text[TLSFACT_DETAILS].s);
}
