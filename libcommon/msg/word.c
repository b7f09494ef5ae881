/* SPDX-License-Identifier: ISC */
#include "msg/word.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "msg/addrtok.h"
#include "msg/base64.h"

/* May stand for itself in Q, also in a phrase (RFC 2047 section 5 (3)). */
static bool
is_q_plain(char c)
{
	return ascii_alnum(c) || c == '!' || c == '*' || c == '+' || c == '-' ||
	    c == '/';
}

static size_t
q_len(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += is_q_plain(s.p[i]) || s.p[i] == ' ' ? 1 : 3;
	return n;
}

static size_t
coded_len(struct span s, bool q)
{
	return q ? q_len(s) : (s.len + 2) / 3 * 4;
}

/* As much of text as goes into room coded bytes: whole characters. */
static size_t
fitting(struct span text, bool q, size_t room)
{
	size_t n = 0;

	while (n < text.len) {
		size_t c = utf8_len(span_from(text, n));

		if (coded_len(span_head(text, n + (c > 0 ? c : 1)), q) > room)
			break;
		n += c > 0 ? c : 1;
	}
	return n;
}

static void
add_coded(struct buf *out, struct span s, bool q)
{
	if (!q) {
		base64_encode(out, s);
		return;
	}
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == ' ')
			buf_addc(out, '_');
		else if (is_q_plain(s.p[i]))
			buf_addc(out, s.p[i]);
		else
			buf_addf(out, "=%02X", (unsigned)(unsigned char)s.p[i]);
	}
}

void
word_encode(struct buf *out, struct span text, const char *charset)
{
	bool q = coded_len(text, true) <= coded_len(text, false);
	size_t frame = strlen(charset) + 7;	/* =?charset?Q??= */
	size_t room = frame + 12 < WORD_MAX ? WORD_MAX - frame : 12;
	const char *gap = "";

	while (text.len > 0) {
		size_t n = fitting(text, q, room);

		buf_addf(out, "%s=?%s?%c?", gap, charset, q ? 'Q' : 'B');
		add_coded(out, span_head(text, n), q);
		buf_adds(out, "?=");
		text = span_from(text, n);
		gap = " ";
	}
}

/* Quotes with backslashes; control bytes become '?'. */
static void
add_quoted(struct buf *out, struct span s, const char *quote)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] != '\0' && strchr(quote, s.p[i]) != NULL)
			buf_addc(out, '\\');
		buf_addc(out, ascii_ctrl(s.p[i]) ? '?' : s.p[i]);
	}
}

/* Words with single blanks between them, nothing that would need quotes: and
 * nothing that would be taken for an encoded word. */
static bool
is_atoms(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		bool blank = s.p[i] == ' ';

		if (blank ? i == 0 || i + 1 == s.len || s.p[i + 1] == ' ' :
		    !addrtok_plain(s.p[i]))
			return false;
		if (s.p[i] == '=' && i + 1 < s.len && s.p[i + 1] == '?')
			return false;
	}
	return s.len > 0;
}

void
word_phrase(struct buf *out, struct span name, const char *charset)
{
	if (!utf8_is_ascii(name)) {
		word_encode(out, name, charset);
	} else if (is_atoms(name)) {
		buf_addspan(out, name);
	} else {
		buf_addc(out, '"');
		add_quoted(out, name, "\"\\");
		buf_addc(out, '"');
	}
}

void
word_comment(struct buf *out, struct span name, const char *charset)
{
	if (!utf8_is_ascii(name))
		word_encode(out, name, charset);
	else
		add_quoted(out, name, "()\\");
}

static void
add_q_decoded(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '=' && i + 2 < s.len && ascii_hex(s.p[i + 1]) >= 0 &&
		    ascii_hex(s.p[i + 2]) >= 0) {
			buf_addc(out, (char)(ascii_hex(s.p[i + 1]) << 4 |
			    ascii_hex(s.p[i + 2])));
			i += 2;
		} else {
			buf_addc(out, s.p[i] == '_' ? ' ' : s.p[i]);
		}
	}
}

/* Puts bytes of charset as UTF-8; false if that cannot be done. */
static bool
add_utf8(struct buf *out, struct span s, struct span charset)
{
	if (span_caseis(charset, "iso-8859-1")) {
		for (size_t i = 0; i < s.len; i++)
			utf8_add(out, (unsigned char)s.p[i]);
		return true;
	}
	if (!utf8_ok(s) || !(span_caseis(charset, "utf-8") ||
	    (span_caseis(charset, "us-ascii") && utf8_is_ascii(s))))
		return false;
	buf_addspan(out, s);
	return true;
}

/* "=?charset?Q?text?=" off the front of *in, decoded. */
static bool
take_encoded(struct span *in, struct buf *out)
{
	struct span s = span_from(*in, 2), charset, how, text;
	struct buf bytes = BUF_INIT;

	if (!span_starts(*in, SPAN("=?")) || !span_split(&s, '?', &charset) ||
	    !span_split(&s, '?', &how) || !span_split(&s, '?', &text) ||
	    s.p == NULL || s.len == 0 || s.p[0] != '=' || how.len != 1 ||
	    (size_t)(s.p - in->p) > 10 * WORD_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (ascii_space(text.p[i]))
			return false;
	charset = span_head(charset, span_find(charset, '*'));	/* RFC 2231 */
	bool good = ascii_upper(how.p[0]) == 'Q' || ascii_upper(how.p[0]) == 'B';
	if (ascii_upper(how.p[0]) == 'Q')
		add_q_decoded(&bytes, text);
	else
		base64_decode_text(&bytes, text);
	good = good && add_utf8(out, buf_span(&bytes), charset);
	buf_clear(&bytes);
	if (good)
		*in = span_from(s, 1);
	return good;
}

void
word_decode(struct buf *out, struct span in)
{
	size_t end = SPAN_NONE;		/* of the last encoded word in out */

	while (in.len > 0) {
		size_t n = span_find(in, '=');
		struct span plain = span_head(in, n);
		size_t before = out->len;

		buf_addspan(out, plain);
		in = span_from(in, plain.len);
		if (in.len == 0)
			break;
		if (before == end && span_trim(plain).len == 0)
			buf_cut(out, end);
		if (take_encoded(&in, out)) {
			end = out->len;
			continue;
		}
		if (before == end) {
			buf_cut(out, end);
			buf_addspan(out, plain);
		}
		end = SPAN_NONE;
		buf_addc(out, (char)span_byte(&in));
	}
}
