/* SPDX-License-Identifier: ISC */
#include "content.h"

#include "received.h"
#include "sys/log.h"

enum { MBOX_QUOTES = 100 };	/* before "From ", that are looked at */

static const struct {
	unsigned	 flaw;
	const char	*text;
} flaw_texts[] = {
	{ MIME_DEEP, "MIME nesting exceeds safety limit" },
	{ MIME_8BIT_HEADER, "improper use of 8-bit data in message header" },
	{ MIME_8BIT_IN_7BIT, "improper use of 8-bit data in message body" },
	{ MIME_BAD_ENCODING,
	    "invalid message/* or multipart/* encoding domain" },
};

void
content_clear(struct content *c)
{
	mime_clear(&c->mime);
	inspect_clear(&c->inspect);
	head_clear(&c->head);
	buf_clear(&c->out);
	buf_clear(&c->plain);
	buf_clear(&c->first);
}

static void
check_hops(struct content *c)
{
	if (!c->head.failed && c->head.hops > c->set->hop_limit &&
	    c->why->out == OUT_OK) {
		log_warn("%s: message rejected: hopcount exceeded",
		    c->head.id->s);
		why_perm(c->why, "5.4.0", "too many hops");
	}
}

static enum check
check_of(const struct mime_event *ev)
{
	if (header_flags(ev->header.id) & HEADER_IS_MIME)
		return CHECK_MIME;
	return ev->where == MIME_NESTED ? CHECK_NESTED :
	    ev->where == MIME_PART ? CHECK_MIME : CHECK_HEADER;
}

static void
note_encoding(struct content *c, const struct header *f)
{
	if (c->set->detect_8bit && f->id == HEADER_CONTENT_TRANSFER_ENCODING &&
	    (mimetype_encoding(f->body) == MIME_8BIT ||
	    mimetype_encoding(f->body) == MIME_BINARY))
		c->says_8bit = true;
}

/* Nobody hides a field from a check by blanks before its colon. */
static struct span
plain_text(struct content *c, const struct header *f)
{
	if (f->body.p == f->name.p + f->name.len + 1)
		return f->text;
	buf_set(&c->plain, f->name);
	buf_addc(&c->plain, ':');
	buf_addspan(&c->plain, f->body);
	return buf_span(&c->plain);
}

static void
field(struct content *c, const struct mime_event *ev)
{
	struct header f = ev->header;
	struct span was = plain_text(c, &f), text = was;
	bool keep = inspect_line(&c->inspect, check_of(ev), &text);

	buf_addspan(&c->out, buf_span(&c->inspect.before));
	if (!keep || (text.p != was.p && !header_parse(text, &f)))
		return;
	note_encoding(c, &f);
	if (ev->where == MIME_PRIMARY) {
		head_field(&c->head, &f);
		check_hops(c);
	} else {
		buf_addspan(&c->out, f.text);
		buf_addc(&c->out, '\n');
	}
}

static void
own_field(struct content *c, struct span text)
{
	struct mime_event ev = { .text = text, .where = MIME_PRIMARY };

	if (header_parse(text, &ev.header))
		field(c, &ev);
}

static size_t
count_fields(struct span text)
{
	struct span line;
	size_t n = 0;

	while (span_split(&text, '\n', &line))
		n += header_name_len(line) > 0;
	return n;
}

/* What is put on top is checked like the rest. */
static void
own_fields(struct content *c, const struct fate *fate)
{
	struct span lines = buf_span(&fate->prepend), text;
	struct buf received = BUF_INIT;

	while (span_split(&lines, '\n', &text))
		own_field(c, text);
	received_add(&received, c->set, c->head.env, c->head.id);
	size_t before = c->out.len;
	own_field(c, span_head(buf_span(&received), received.len - 1));
	c->own = c->out.len > before ? count_fields(span_head(buf_span(&c->out),
	    before)) : SPAN_NONE;
	buf_clear(&received);
}

/* Nesting counts where somebody relies on what lies inside to be seen. */
static unsigned
refused_flaws(const struct settings *set, const struct checks *checks)
{
	unsigned flaws = set->strict_flaws;

	return flaws != 0 || checks->headers ? flaws | MIME_DEEP : 0;
}

void
content_begin(struct content *c, const struct settings *set,
    struct checks *checks, const struct envelope *env, const struct id *id,
    struct fate *fate, struct why *why, bool check)
{
	struct mime_limits limits = { set->header_limit,
	    set->no_mime ? 0 : set->mime_nesting, set->mime_boundary };

	*c = (struct content){ .set = set, .why = why, .out = BUF_INIT,
	    .plain = BUF_INIT, .first = BUF_INIT };
	mime_init(&c->mime, &limits);
	inspect_begin(&c->inspect, checks, env, id, fate, why);
	c->inspect.off = !check;
	if (check && !set->no_mime)
		c->flaws = refused_flaws(set, checks);
	c->deep = check && (checks->headers || checks_has(checks, CHECK_BODY) ||
	    set->strict_flaws != 0);
	head_begin(&c->head, set, env, id, &c->out, why);
	own_fields(c, fate);
}

static void
line(struct content *c, struct span text)
{
	bool ends = span_ends(text, SPAN("\n")), keep = true;
	uint64_t limit = c->set->body_checks_limit, at = c->segment;

	c->segment += text.len;
	if (ends)
		text.len--;
	if (limit == 0 || at < limit) {
		keep = inspect_line(&c->inspect, CHECK_BODY, &text);
		buf_addspan(&c->out, buf_span(&c->inspect.before));
	}
	if (!keep)
		return;
	buf_addspan(&c->out, text);
	if (ends)
		buf_addc(&c->out, '\n');
}

/* A line that is no header begins the body: the empty line was forgotten. */
static void
pay_blank(struct content *c)
{
	if (!c->owes_blank)
		return;
	c->owes_blank = false;
	buf_addc(&c->out, '\n');
	if (c->set->reject_header_end && !c->head.failed &&
	    c->why->out == OUT_OK)
		why_perm(c->why, "5.6.0", "non-header text in the header");
}

static void
header_end(struct content *c, const struct mime_event *ev)
{
	c->segment = 0;
	if (ev->where == MIME_PRIMARY) {
		head_end(&c->head);
		c->owes_blank = ev->text.len == 0;
	}
	if (ev->text.len > 0)
		line(c, ev->text);
}

static void
check_flaws(struct content *c, const struct mime_event *ev)
{
	unsigned bad = c->mime.flaws & c->flaws;

	if (bad == 0 || c->inspect.off || c->why->out != OUT_OK)
		return;
	for (size_t i = 0; i < sizeof(flaw_texts) / sizeof(flaw_texts[0]); i++)
		if (bad & flaw_texts[i].flaw) {
			struct buf what = BUF_INIT;

			buf_addf(&what, "mime-error %s:", flaw_texts[i].text);
			inspect_log(&c->inspect, "reject", what.s,
			    span_trim(ev->text), SPAN(""));
			why_perm(c->why, "5.6.0", "%s", flaw_texts[i].text);
			c->inspect.told = true;
			buf_clear(&what);
			return;
		}
}

static void
event(struct content *c, enum mime_got got, const struct mime_event *ev)
{
	check_flaws(c, ev);
	switch (got) {
	case MIME_HEADER:
		field(c, ev);
		break;
	case MIME_HEADER_END:
		header_end(c, ev);
		break;
	case MIME_BOUNDARY:
	case MIME_BODY:
		pay_blank(c);
		line(c, ev->text);
		break;
	default:
		break;
	}
}

static void
walk(struct content *c, struct span in)
{
	struct mime_event ev;
	enum mime_got got;

	while (c->why->out == OUT_OK && !content_is_raw(c) &&
	    (got = mime_take(&c->mime, &in, &ev)) != MIME_MORE)
		event(c, got, &ev);
	if (content_is_raw(c))
		buf_addspan(&c->out, in);
}

/* "From joe Mon ...", maybe behind some ">": 1 yes, 0 no, -1 not known yet. */
static int
is_mbox_line(struct span s)
{
	const struct span from = SPAN("From ");

	while (s.len > 0 && s.p[0] == '>')
		s = span_from(s, 1);
	if (s.len < from.len && span_find(s, '\n') == SPAN_NONE)
		return -1;
	return span_casestarts(s, from);
}

/* A mailbox's separator in front of the headers becomes a header. */
static void
begin(struct content *c)
{
	struct span first = buf_span(&c->first);

	c->begun = true;
	if (is_mbox_line(first) == 1)
		walk(c, SPAN("X-Mailbox-Line: "));
	walk(c, first);
	buf_clear(&c->first);
}

void
content_take(struct content *c, struct span in)
{
	if (c->begun) {
		walk(c, in);
		return;
	}
	buf_addspan(&c->first, in);
	if (is_mbox_line(buf_span(&c->first)) >= 0 ||
	    c->first.len > MBOX_QUOTES)
		begin(c);
}

bool
content_is_raw(const struct content *c)
{
	return c->head.done && !c->owes_blank && !c->mime.piece.len &&
	    (!c->deep || (c->inspect.off && c->flaws == 0));
}

void
content_finish(struct content *c)
{
	struct mime_event ev;
	enum mime_got got;

	if (!c->begun)
		begin(c);
	while (c->why->out == OUT_OK && !content_is_raw(c) &&
	    (got = mime_finish(&c->mime, &ev)) != MIME_END)
		event(c, got, &ev);
}
