/* SPDX-License-Identifier: ISC */
#include "msg/address.h"

#include "base/ascii.h"
#include "msg/addrtok.h"

/* Where the domain begins: behind the last @ that is not quoted. */
static const char *
domain_start(struct span spec)
{
	const char *at = spec.p + spec.len;
	struct addrtok t;

	while ((t = addrtok_take(&spec)).type != T_END)
		if (t.type == '@')
			at = t.raw.p;
	return at;
}

static bool
is_word(struct addrtok t)
{
	return t.type == T_WORD || t.type == T_QUOTED || t.type == T_LITERAL;
}

static void
keep_comment(struct address *a, struct addrtok t)
{
	if (t.type == T_COMMENT && a->comment.p == NULL)
		a->comment = addrtok_inside(t);
}

/* Right of the @ nothing can be quoted, as nothing is there in internal form. */
static bool
domain_token(struct addrtok t)
{
	if (t.type == T_LITERAL && t.raw.p[t.raw.len - 1] != ']')
		return false;
	return t.type == '.' || ((t.type == T_WORD || t.type == T_LITERAL) &&
	    span_find(t.raw, '\\') == SPAN_NONE);
}

/* Puts the internal form of an addr-spec into a->text. */
static void
set_text(struct address *a, struct span spec)
{
	const char *domain = domain_start(spec);
	bool blank = false, word = false, good = true;
	size_t at = SPAN_NONE;
	struct addrtok t;

	buf_reset(&a->text);
	while ((t = addrtok_take(&spec)).type != T_END) {
		bool right = t.raw.p > domain;

		if (t.type == T_BLANK || t.type == T_COMMENT) {
			blank = true;
			keep_comment(a, t);
			continue;
		}
		bool is = is_word(t);
		if (is && word && blank)
			buf_addc(&a->text, ' ');
		if (right && ((is && word && blank) || !domain_token(t)))
			good = false;
		if (t.raw.p == domain)
			at = a->text.len;
		good &= addrtok_add(&a->text, t.type == T_QUOTED ?
		    addrtok_inside(t) : t.raw);
		word = is;
		blank = false;
	}
	a->bad = !good || span_rfind(buf_span(&a->text), '@') != at;
}

void
address_clear(struct address *a)
{
	buf_clear(&a->text);
}

void
address_list_init(struct address_list *l, struct span body, size_t max)
{
	*l = (struct address_list){ .rest = body, .stop = body.p, .left = max };
}

/* The next token of the list, counted. */
static struct addrtok
list_take(struct address_list *l)
{
	struct addrtok t = addrtok_take(&l->rest);

	if (t.type == T_END || t.type == T_BLANK)
		return t;
	if (l->left == 0) {
		l->full = true;
		l->rest = span_from(l->rest, l->rest.len);
		return (struct addrtok){ T_END, l->rest };
	}
	l->left--;
	return t;
}

/* Looks ahead from here to what ends an element: '<' makes all before it a
 * phrase, ':' the name of a group. Sets stop there, so that the many words of
 * a long element are looked over once. */
static int
look_ahead(struct address_list *l)
{
	struct span in = l->rest;
	struct addrtok t;

	do {
		t = addrtok_take(&in);
	} while (t.type != T_END && t.type != ',' && t.type != ';' &&
	    t.type != '<' && t.type != ':');
	l->stop = t.raw.p;
	return t.type;
}

static struct span
between(const char *from, const char *to)
{
	return (struct span){ from, (size_t)(to - from) };
}

/* Comments right behind an address belong to it. */
static void
take_comment(struct address_list *l, struct address *a)
{
	for (;;) {
		struct address_list before = *l;
		struct addrtok t = list_take(l);

		keep_comment(a, t);
		if (t.type != T_COMMENT && t.type != T_BLANK) {
			if (!l->full)
				*l = before;
			return;
		}
	}
}

/* Behind '<': a route is dropped; ends at '>', or where that is missing at a
 * comma or the end. */
static void
take_bracket(struct address_list *l, struct address *a)
{
	const char *from = l->rest.p, *spec = from;
	bool route = false, first = true;
	struct addrtok t;

	while ((t = list_take(l)).type != T_END && t.type != '>') {
		if (first && t.type == '@')
			route = true;
		if (t.type == ':' && route) {
			route = false;
			spec = l->rest.p;
		}
		if ((t.type == ',' && !route) || t.type == '<')
			break;
		first = first && (t.type == T_BLANK || t.type == T_COMMENT);
	}
	a->raw = span_trim(between(from, t.raw.p));
	a->bracket = true;
	set_text(a, span_trim(between(spec, t.raw.p)));
	if (t.type == '<') {	/* "<a <b>": the second begins anew */
		l->rest = between(t.raw.p, l->rest.p + l->rest.len);
		l->left++;
	}
	take_comment(l, a);
}

/* An address without brackets: words that dots and @ join. False when there
 * is nothing but what separates. */
static bool
take_bare(struct address_list *l, struct address *a)
{
	const char *from = NULL, *to = NULL;
	bool blank = false, word = false;

	for (;;) {
		struct address_list before = *l;
		struct addrtok t = list_take(l);
		bool is = is_word(t);
		bool joins = t.type == '.' || t.type == '@';

		if (t.type == T_BLANK || t.type == T_COMMENT) {
			keep_comment(a, t);
			blank = true;
			continue;
		}
		if (!(is || joins) || (is && word && blank)) {
			if (from != NULL && !l->full)
				*l = before;
			break;
		}
		from = from == NULL ? t.raw.p : from;
		to = t.raw.p + t.raw.len;
		word = is;
		blank = false;
	}
	if (from == NULL || l->full)
		return false;
	a->raw = between(from, to);
	set_text(a, a->raw);
	return true;
}

/* Skips to stop, which look_ahead has set. */
static void
skip_to_stop(struct address_list *l, struct address *a)
{
	struct addrtok t = { 0 };

	while (l->rest.p < l->stop && (t = list_take(l)).type != T_END)
		keep_comment(a, t);
}

bool
address_next(struct address_list *l, struct address *a)
{
	buf_reset(&a->text);
	for (;;) {
		a->raw = a->phrase = a->comment = (struct span){ NULL, 0 };
		a->bracket = a->bad = false;
		a->group = l->group;
		if (l->rest.len == 0)
			return false;
		int stop = l->rest.p < l->stop ? 0 : look_ahead(l);
		const char *from = l->rest.p;
		if (stop == '<' || stop == ':')
			skip_to_stop(l, a);
		if (l->full)
			return false;
		if (stop == '<') {
			a->phrase = span_trim(between(from, l->rest.p));
			list_take(l);
			take_bracket(l, a);
			return !l->full;
		}
		if (stop == ':') {
			l->group = true;
			list_take(l);
			continue;
		}
		if (take_bare(l, a))
			return true;
		if (l->rest.p > l->stop && l->rest.p[-1] == ';')
			l->group = false;
	}
}

void
address_name(struct buf *out, const struct address *a)
{
	struct span in = a->phrase.len > 0 ? a->phrase : a->comment;
	bool blank = false, comment = a->phrase.len == 0;
	size_t start = out->len;
	struct addrtok t;

	if (comment) {
		addrtok_add(out, span_trim(in));
		return;
	}
	while ((t = addrtok_take(&in)).type != T_END) {
		if (t.type == T_BLANK || t.type == T_COMMENT) {
			blank = true;
			continue;
		}
		if (blank && out->len > start)
			buf_addc(out, ' ');
		addrtok_add(out, t.type == T_QUOTED ? addrtok_inside(t) : t.raw);
		blank = false;
	}
}

bool
address_internal(struct buf *out, struct span text)
{
	struct address_list l;
	struct address a = ADDRESS_INIT, more = ADDRESS_INIT;
	bool good;

	address_list_init(&l, text, text.len);
	good = address_next(&l, &a) && !a.bad && !address_next(&l, &more);
	if (good)
		buf_addspan(out, buf_span(&a.text));
	address_clear(&a);
	address_clear(&more);
	return good;
}

bool
address_split(struct span internal, struct span *local, struct span *domain)
{
	size_t at = span_rfind(internal, '@');

	*local = span_head(internal, at);
	*domain = span_from(internal, at == SPAN_NONE ? internal.len : at + 1);
	return at != SPAN_NONE;
}

bool
address_is_plain(struct span s)
{
	if (s.len == 0 || s.p[0] == '.' || s.p[s.len - 1] == '.')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '.' ? s.p[i - 1] == '.' : !addrtok_plain(s.p[i]))
			return false;
	}
	return true;
}

static void
add_visible(struct buf *out, char c)
{
	buf_addc(out, ascii_ctrl(c) && c != '\t' ? '?' : c);
}

void
address_quote(struct buf *out, struct span local)
{
	bool plain = address_is_plain(local);

	if (!plain)
		buf_addc(out, '"');
	for (size_t i = 0; i < local.len; i++) {
		if (!plain && (local.p[i] == '"' || local.p[i] == '\\'))
			buf_addc(out, '\\');
		add_visible(out, local.p[i]);
	}
	if (!plain)
		buf_addc(out, '"');
}

void
address_external(struct buf *out, struct span internal)
{
	struct span local, domain;
	bool at = address_split(internal, &local, &domain);

	if (internal.len == 0)
		return;
	address_quote(out, local);
	if (at)
		buf_addc(out, '@');
	for (size_t i = 0; i < domain.len; i++)
		add_visible(out, domain.p[i]);
}

bool
address_rewrite(struct buf *out, struct span body, size_t max,
    address_map *map, void *arg)
{
	struct address_list l;
	struct address a = ADDRESS_INIT;
	struct buf to = BUF_INIT;
	const char *from = body.p;
	bool any = false;

	address_list_init(&l, body, max);
	while (address_next(&l, &a)) {
		buf_reset(&to);
		if (a.bad || a.text.len == 0 || !map(arg, buf_span(&a.text), &to))
			continue;
		buf_addspan(out, between(from, a.raw.p));
		address_external(out, buf_span(&to));
		from = a.raw.p + a.raw.len;
		any = true;
	}
	buf_addspan(out, between(from, body.p + body.len));
	buf_clear(&to);
	address_clear(&a);
	return any;
}
