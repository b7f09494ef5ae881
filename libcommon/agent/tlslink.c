/* SPDX-License-Identifier: ISC */
#include "agent/tlslink.h"

#include <sys/socket.h>

#include "sys/io.h"
#include "wire/record.h"

enum { NOTES_MAX = 65536 };

void
tlslink_init(struct tlslink *t)
{
	*t = (struct tlslink){ .control = -1, .plain = -1, .notes = BUF_INIT,
	    .session = BUF_INIT };
	channel_init(&t->ch, -1, -1);
}

void
tlslink_close(struct tlslink *t)
{
	io_close(&t->plain);
	io_close(&t->control);
	channel_clear(&t->ch);
	buf_clear(&t->notes);
	buf_clear(&t->session);
}

bool
tlslink_open(struct tlslink *t, int *plain, int *control)
{
	int p[2] = { -1, -1 }, c[2];

	if (io_socketpair(SOCK_STREAM, p) < 0)
		return false;
	if (io_socketpair(SOCK_STREAM, c) < 0) {
		io_close(&p[0]);
		io_close(&p[1]);
		return false;
	}
	t->plain = p[0];
	t->control = c[0];
	channel_init(&t->ch, t->control, t->control);
	*plain = p[1];
	*control = c[1];
	return true;
}

static void
keep_note(struct tlslink *t, char letter, struct span text)
{
	if (t->notes.len + text.len > NOTES_MAX)
		return;
	buf_addc(&t->notes, letter);
	buf_addspan(&t->notes, text);
	buf_addc(&t->notes, '\n');
}

static enum out
refused(struct why *w, struct span data)
{
	struct span dsn;

	if (!span_word(&data, " ", &dsn))
		return why_temp(w, "4.7.0", "TLS is not available");
	return why_set(w, OUT_TEMP, dsn, span_trim(data));
}

/* Until a record with this letter. */
static enum out
await(struct tlslink *t, char wanted, struct tlsfacts *f, int timeout_ms,
    struct why *w)
{
	struct span data;
	char letter;

	for (;;) {
		enum chan_got got = channel_get(&t->ch, timeout_ms, &letter,
		    &data);

		if (got != CHAN_OK)
			return why_temp(w, "4.7.0", "TLS service %s",
			    chan_text(got));
		if (letter == wanted)
			return OUT_OK;
		switch (letter) {
		case 'L': case 'W':
			keep_note(t, letter, data);
			break;
		case 'F':
			if (f != NULL)
				tlsfacts_read(f, data);
			break;
		case 'S':
			buf_set(&t->session, data);
			break;
		case 'Z':
			return refused(w, data);
		default:
			return why_temp(w, "4.7.0",
			    "TLS service sent an unknown record");
		}
	}
}

enum out
tlslink_ready(struct tlslink *t, int timeout_ms, struct why *w)
{
	return await(t, 'R', NULL, timeout_ms, w);
}

void
tlslink_set(struct tlslink *t, const char *name, struct span value)
{
	record_add_pair(&t->ch.wr, 'A', span_str(name), value);
}

enum out
tlslink_go(struct tlslink *t, struct tlsfacts *f, int timeout_ms,
    struct why *w)
{
	tlsfacts_reset(f);
	channel_put(&t->ch, 'G', SPAN(""));
	enum out out = await(t, 'K', f, timeout_ms, w);
	if (out == OUT_OK)
		f->on = true;
	else
		tlsfacts_reset(f);
	return out;
}

void
tlslink_rest(struct tlslink *t)
{
	struct span data;
	char letter;

	while (channel_get(&t->ch, 0, &letter, &data) == CHAN_OK)
		if (letter == 'S')
			buf_set(&t->session, data);
}

bool
tlslink_note(struct span *notes, struct span *text, bool *warning)
{
	if (!span_split(notes, '\n', text) || text->len == 0)
		return false;
	*warning = text->p[0] == 'W';
	*text = span_from(*text, 1);
	return true;
}
