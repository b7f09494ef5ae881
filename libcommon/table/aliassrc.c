/* SPDX-License-Identifier: ISC */
#include "table/aliassrc.h"

#include "base/ascii.h"

enum kind { T_END, T_SPECIAL, T_ATOM, T_QUOTED, T_COMMENT, T_LITERAL };

struct token {
	enum kind	 kind;
	char		 special;	/* T_SPECIAL: which */
	bool		 apart;		/* white space before it */
	struct span	 text;		/* with its quotes or brackets */
};

static bool
is_special(char c)
{
	return c != '\0' && strchr("()<>@,;:\"[].", c) != NULL;
}

/* To the byte that closes, comments nest; one that is never closed ends with
 * the line. */
static size_t
enclosed(struct span s, char open, char close)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '\\' && i + 1 < s.len)
			i++;
		else if (s.p[i] == close && i > 0 && --depth == 0)
			return i + 1;
		else if (s.p[i] == open && (i == 0 || open == '('))
			depth++;
	}
	return s.len;
}

static size_t
atom_len(struct span s)
{
	size_t n = 0;

	while (n < s.len && !ascii_space(s.p[n]) && !is_special(s.p[n]))
		n += s.p[n] == '\\' && n + 1 < s.len ? 2 : 1;
	return n;
}

static struct token
take_token(struct span *s)
{
	struct token t = { .kind = T_END };
	size_t n = 1;

	while (s->len > 0 && ascii_space(s->p[0])) {
		*s = span_from(*s, 1);
		t.apart = true;
	}
	if (s->len == 0)
		return t;
	t.special = s->p[0];
	switch (s->p[0]) {
	case '"':
		t.kind = T_QUOTED;
		n = enclosed(*s, '"', '"');
		break;
	case '(':
		t.kind = T_COMMENT;
		n = enclosed(*s, '(', ')');
		break;
	case '[':
		t.kind = T_LITERAL;
		n = enclosed(*s, '[', ']');
		break;
	default:
		t.kind = is_special(s->p[0]) ? T_SPECIAL : T_ATOM;
		if (t.kind == T_ATOM)
			n = atom_len(*s);
	}
	t.text = span_head(*s, n);
	*s = span_from(*s, n);
	return t;
}

static bool
is_word(const struct token *t)
{
	return t->kind != T_END && t->kind != T_SPECIAL;
}

static bool
is_special_token(const struct token *t, char c)
{
	return t->kind == T_SPECIAL && t->special == c;
}

/* Words stay apart as they were; operators join. */
static bool
needs_blank(const struct token *last, const struct token *t)
{
	if (is_special_token(last, ','))
		return true;
	return t->apart && (is_word(last) || is_special_token(last, '>')) &&
	    (is_word(t) || is_special_token(t, '<'));
}

static void
add_closed(struct buf *out, const struct token *t)
{
	char close = t->kind == T_QUOTED ? '"' : t->kind == T_COMMENT ? ')' :
	    t->kind == T_LITERAL ? ']' : '\0';

	buf_addspan(out, t->text);
	if (close != '\0' && (t->text.len < 2 ||
	    t->text.p[t->text.len - 1] != close))
		buf_addc(out, close);
}

static bool
add_values(struct buf *out, struct span rest)
{
	struct token last = { .kind = T_END }, t;
	bool any = false;

	while ((t = take_token(&rest)).kind != T_END) {
		if (needs_blank(&last, &t))
			buf_addc(out, ' ');
		add_closed(out, &t);
		last = t;
		any = true;
	}
	return any;
}

static void
add_unquoted(struct buf *out, struct span s)
{
	bool quoted = s.p[0] == '"';

	for (size_t i = quoted; i < s.len && !(quoted && s.p[i] == '"'); i++) {
		if (s.p[i] == '\\' && i + 1 < s.len)
			i++;
		buf_addc(out, s.p[i]);
	}
}

const char *
aliassrc_line(struct span line, struct buf *name, struct buf *value)
{
	struct token last = { .kind = T_END }, t;
	bool at = false, comma = false;
	size_t start = name->len;

	if (line.len > 0 && ascii_space(line.p[0]))
		return "logical line must not start with whitespace";
	while ((t = take_token(&line)).kind != T_END &&
	    !is_special_token(&t, ':')) {
		at |= is_special_token(&t, '@');
		comma |= is_special_token(&t, ',');
		if (t.kind == T_COMMENT)
			continue;
		if (is_word(&last) && is_word(&t))
			buf_addc(name, ' ');
		add_unquoted(name, t.text);
		last = t;
	}
	if (t.kind == T_END || comma || last.kind == T_END ||
	    !add_values(value, line)) {
		buf_cut(name, start);
		return "need name:value pair";
	}
	return at ? "name must be local" : NULL;
}
