/* SPDX-License-Identifier: ISC */
#include "ticketfile.h"

#include "base/ascii.h"
#include "base/num.h"

static bool
take_hex(struct span *line, unsigned char *out, size_t n)
{
	struct span word;

	if (!span_word(line, " ", &word) || word.len != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = ascii_hex(word.p[2 * i]);
		int low = ascii_hex(word.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static bool
take_key(struct span line, struct ticketkey *k)
{
	struct span word;

	return span_word(&line, " ", &word) &&
	    num_int(word, 0, INT64_MAX / 4, &k->made) &&
	    take_hex(&line, k->name, TICKET_NAME) &&
	    take_hex(&line, k->cipher, TICKET_KEY) &&
	    take_hex(&line, k->mac, TICKET_KEY) && span_trim(line).len == 0;
}

void
ticketfile_read(struct ticketkeys *k, struct span text)
{
	struct span line;

	k->n = 0;
	while (k->n < TICKET_KEYS && span_split(&text, '\n', &line))
		if (take_key(line, &k->key[k->n]))
			k->n++;
}

static void
add_hex(struct buf *out, const unsigned char *p, size_t n)
{
	buf_addc(out, ' ');
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%02x", p[i]);
}

void
ticketfile_write(struct buf *out, const struct ticketkeys *k)
{
	for (size_t i = 0; i < k->n; i++) {
		buf_addf(out, "%lld", (long long)k->key[i].made);
		add_hex(out, k->key[i].name, TICKET_NAME);
		add_hex(out, k->key[i].cipher, TICKET_KEY);
		add_hex(out, k->key[i].mac, TICKET_KEY);
		buf_addc(out, '\n');
	}
}

/* One from the future was made by a clock that was wrong. */
static bool
is_within(const struct ticketkey *k, int64_t now, int64_t age)
{
	return k->made <= now && now - k->made < age;
}

bool
ticketfile_fresh(const struct ticketkeys *k, int64_t now, int64_t lifetime)
{
	return k->n > 0 && is_within(&k->key[0], now, lifetime);
}

void
ticketfile_add(struct ticketkeys *k, const struct ticketkey *made,
    int64_t lifetime)
{
	struct ticketkeys old = *k;

	k->key[0] = *made;
	k->n = 1;
	for (size_t i = 0; i < old.n && k->n < TICKET_KEYS; i++)
		if (is_within(&old.key[i], made->made, 2 * lifetime))
			k->key[k->n++] = old.key[i];
}

const struct ticketkey *
ticketfile_find(const struct ticketkeys *k,
    const unsigned char name[TICKET_NAME], int64_t now, int64_t lifetime)
{
	for (size_t i = 0; i < k->n; i++)
		if (memcmp(k->key[i].name, name, TICKET_NAME) == 0)
			return is_within(&k->key[i], now, 2 * lifetime) ?
			    &k->key[i] : NULL;
	return NULL;
}
