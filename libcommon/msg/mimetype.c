/* SPDX-License-Identifier: ISC */
#include "msg/mimetype.h"

#include "base/ascii.h"

/* Blanks and comments, which nest. */
static void
skip_blanks(struct span *in)
{
	size_t depth = 0;

	while (in->len > 0) {
		char c = in->p[0];

		if (c == '(')
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		else if (c == '\\' && depth > 0 && in->len > 1)
			span_byte(in);
		else if (depth == 0 && !ascii_space(c))
			return;
		span_byte(in);
	}
}

/* A token of RFC 2045, empty if there is none. */
static struct span
take_token(struct span *in)
{
	size_t n = 0;

	skip_blanks(in);
	while (n < in->len && (unsigned char)in->p[n] > ' ' &&
	    in->p[n] != 0x7f && memchr("()<>@,;:\\\"/[]?=", in->p[n], 15) == NULL)
		n++;
	struct span token = span_head(*in, n);
	*in = span_from(*in, n);
	return token;
}

static bool
take_char(struct span *in, char c)
{
	skip_blanks(in);
	if (in->len == 0 || in->p[0] != c)
		return false;
	span_byte(in);
	return true;
}

bool
mimetype(struct buf *out, struct span body)
{
	struct span type = take_token(&body), sub = { NULL, 0 };

	if (type.len > 0 && take_char(&body, '/'))
		sub = take_token(&body);
	if (sub.len == 0)
		return false;
	buf_addlower(out, type);
	buf_addc(out, '/');
	buf_addlower(out, sub);
	return true;
}

/* A token, or what is in quotes; appended when wanted. */
static void
take_value(struct span *in, struct buf *out)
{
	if (!take_char(in, '"')) {
		struct span token = take_token(in);

		if (out != NULL)
			buf_addspan(out, token);
		return;
	}
	while (in->len > 0 && in->p[0] != '"') {
		if (in->p[0] == '\\' && in->len > 1)
			span_byte(in);
		int c = span_byte(in);
		if (out != NULL && c != '\r' && c != '\n')
			buf_addc(out, (char)c);
	}
	span_byte(in);
}

bool
mimetype_param(struct buf *out, struct span body, const char *name)
{
	size_t start = out->len;

	take_token(&body);
	if (take_char(&body, '/'))
		take_token(&body);
	while (body.len > 0) {
		if (!take_char(&body, ';')) {
			span_byte(&body);	/* junk: on to the next ';' */
			continue;
		}
		struct span param = take_token(&body);
		if (param.len == 0 || !take_char(&body, '='))
			continue;
		bool is = span_caseis(param, name);
		take_value(&body, is ? out : NULL);
		if (is)
			return out->len > start;
	}
	return false;
}

enum mime_encoding
mimetype_encoding(struct span body)
{
	static const char *const names[] = { "7bit", "8bit", "binary",
	    "quoted-printable", "base64" };
	struct span token = take_token(&body);

	for (int i = MIME_7BIT; i < MIME_ENCODING_OTHER; i++)
		if (span_caseis(token, names[i]))
			return (enum mime_encoding)i;
	return token.len == 0 ? MIME_7BIT : MIME_ENCODING_OTHER;
}
