/* SPDX-License-Identifier: ISC */
#include "wire/dsn.h"

#include "base/ascii.h"
#include "wire/xtext.h"

/* Digits of a number up to 999 without superfluous zeros at s.p; 0 if none. */
static size_t
number_len(struct span s)
{
	size_t n = 0;

	while (n < s.len && ascii_digit(s.p[n]))
		n++;
	return n > 3 || (n > 1 && s.p[0] == '0') ? 0 : n;
}

/* Length of the code at the front of s; 0 if there is none. */
static size_t
code_len(struct span s)
{
	size_t n = 1;

	if (s.len < 5 || (s.p[0] != '2' && s.p[0] != '4' && s.p[0] != '5'))
		return 0;
	for (int part = 0; part < 2; part++) {
		if (n >= s.len || s.p[n] != '.')
			return 0;
		size_t digits = number_len(span_from(s, n + 1));
		if (digits == 0)
			return 0;
		n += 1 + digits;
	}
	return n;
}

bool
dsn_ok(struct span code)
{
	return code.len > 0 && code_len(code) == code.len;
}

bool
dsn_take(struct span *text, char code[DSN_SIZE])
{
	size_t n = code_len(*text);

	if (n == 0 || (n < text->len && !ascii_space(text->p[n])))
		return false;
	memcpy(code, text->p, n);
	code[n] = '\0';
	*text = span_from(*text, n);
	while (text->len > 0 && ascii_space(text->p[0]))
		span_byte(text);
	return true;
}

void
dsn_of_reply(int reply, struct span text, char code[DSN_SIZE])
{
	int class = reply / 100;

	if (class != 2 && class != 5)
		class = 4;
	if (dsn_take(&text, code) && code[0] - '0' == class)
		return;
	code[0] = (char)('0' + class);
	memcpy(code + 1, ".0.0", 5);
}

static const struct {
	const char	*name;
	unsigned	 bit;
} notify_names[] = {
	{ "NEVER", DSN_NEVER }, { "SUCCESS", DSN_SUCCESS },
	{ "FAILURE", DSN_FAILURE }, { "DELAY", DSN_DELAY }
};

enum { NOTIFY_NAMES = sizeof(notify_names) / sizeof(notify_names[0]) };

bool
dsn_notify(struct span value, unsigned *notify)
{
	struct span word;
	unsigned got = 0;

	while (span_split(&value, ',', &word)) {
		size_t i;

		for (i = 0; i < NOTIFY_NAMES; i++)
			if (span_caseis(word, notify_names[i].name))
				break;
		if (i == NOTIFY_NAMES)
			return false;
		got |= notify_names[i].bit;
	}
	if (got == 0 || ((got & DSN_NEVER) && got != DSN_NEVER))
		return false;
	*notify = got;
	return true;
}

void
dsn_notify_add(struct buf *out, unsigned notify)
{
	const char *comma = "";

	for (size_t i = 0; i < NOTIFY_NAMES; i++) {
		if ((notify & notify_names[i].bit) == 0)
			continue;
		buf_adds(out, comma);
		buf_adds(out, notify_names[i].name);
		comma = ",";
	}
}

bool
dsn_ret(struct span value, enum dsn_ret *ret)
{
	if (span_caseis(value, "FULL"))
		*ret = DSN_RET_FULL;
	else if (span_caseis(value, "HDRS"))
		*ret = DSN_RET_HDRS;
	else
		return false;
	return true;
}

const char *
dsn_ret_name(enum dsn_ret ret)
{
	return ret == DSN_RET_FULL ? "FULL" : ret == DSN_RET_HDRS ? "HDRS" : "";
}

static bool
is_printable(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_ctrl(s.p[i]))
			return false;
	return true;
}

bool
dsn_envid_ok(struct span value)
{
	struct buf b = BUF_INIT;
	bool good = value.len > 0 && value.len <= DSN_ENVID_MAX &&
	    xtext_decode(&b, value) && is_printable(buf_span(&b));

	buf_clear(&b);
	return good;
}

static bool
is_type(struct span type)
{
	for (size_t i = 0; i < type.len; i++)
		if (!ascii_alnum(type.p[i]) && type.p[i] != '-')
			return false;
	return type.len > 0;
}

bool
dsn_orcpt(struct span value, struct span *type, struct buf *address)
{
	size_t semi = span_find(value, ';'), start = address->len;

	if (semi == SPAN_NONE || value.len > DSN_ORCPT_MAX ||
	    !is_type(span_head(value, semi)))
		return false;
	struct span coded = span_from(value, semi + 1);
	bool utf8 = span_caseis(span_head(value, semi), "utf-8");
	if (coded.len == 0 || !(utf8 ? xtext_decode_utf8(address, coded) :
	    xtext_decode(address, coded)))
		return false;
	if (!is_printable(span_from(buf_span(address), start))) {
		buf_cut(address, start);
		return false;
	}
	*type = span_head(value, semi);
	return true;
}

void
dsn_orcpt_add(struct buf *out, const char *type, struct span address)
{
	buf_adds(out, type);
	buf_addc(out, ';');
	xtext_encode(out, address);
}
