/* SPDX-License-Identifier: ISC */
#include "wire/smtpcmd.h"

#include "base/ascii.h"
#include "base/num.h"
#include "base/utf8.h"
#include "wire/domain.h"
#include "wire/xtext.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void
skip_blanks(struct span *in)
{
	while (in->len > 0 && is_blank(in->p[0]))
		*in = span_from(*in, 1);
}

bool
smtpcmd_split(struct span line, struct smtpcmd *c)
{
	size_t n = 0;

	for (size_t i = 0; i < line.len; i++)
		if (ascii_ctrl(line.p[i]) && line.p[i] != '\t')
			return false;
	line = span_trim(line);
	while (n < line.len && !is_blank(line.p[n]))
		n++;
	c->verb = span_head(line, n);
	c->args = span_trim(span_from(line, n));
	return true;
}

bool
smtpcmd_arg(struct span *args, struct span *arg)
{
	return span_word(args, " \t", arg);
}

/* Length of a path: up to the '>' that is not quoted, or when bare to a blank.
 * 0 if a quote or '<' is not closed. */
static size_t
path_len(struct span in)
{
	bool angle = in.len > 0 && in.p[0] == '<';
	bool quoted = false, literal = false;

	for (size_t i = 0; i < in.len; i++) {
		char c = in.p[i];

		if (c == '\\' && i + 1 < in.len)
			i++;
		else if (c == '"' && !literal)
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (c == '[' || c == ']')
			literal = c == '[';
		else if (angle && c == '>')
			return i + 1;
		else if (!angle && is_blank(c))
			return i;
	}
	return angle || quoted ? 0 : in.len;
}

/* Drops "@a,@b:" (RFC 5321 section 4.1.1.3: should be ignored). */
static bool
drop_route(struct span *path)
{
	if (path->len == 0 || path->p[0] != '@')
		return true;
	size_t colon = span_find(*path, ':');
	if (colon == SPAN_NONE)
		return false;
	*path = span_from(*path, colon + 1);
	return path->len > 0;
}

static bool
is_atext(char c)
{
	return ascii_alnum(c) || (unsigned char)c > 0x7f ||
	    memchr("!#$%&'*+-/=?^_`{|}~", c, 19) != NULL;
}

/* Dots are only checked when strict: "a..b" and ".a" are in use. */
static bool
dot_string_ok(struct span s, bool strict)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '.') {
			if (strict && (i == 0 || i + 1 == s.len ||
			    s.p[i + 1] == '.'))
				return false;
		} else if (!is_atext(s.p[i])) {
			return false;
		}
	}
	return s.len > 0;
}

/* The local part off the front, unquoted; true at the @ or the end. */
static bool
take_local(struct span *in, bool strict, struct buf *out)
{
	if (in->len > 0 && in->p[0] == '"') {
		span_byte(in);
		while (in->len > 0 && in->p[0] != '"') {
			if (in->p[0] == '\\')
				span_byte(in);
			int c = span_byte(in);
			if (c < 0 || ascii_ctrl((char)c))
				return false;
			buf_addc(out, (char)c);
		}
		return span_byte(in) == '"' && (in->len == 0 || in->p[0] == '@');
	}
	size_t at = span_rfind(*in, '@');
	struct span local = span_head(*in, at);
	*in = span_from(*in, local.len);
	buf_addspan(out, local);
	return dot_string_ok(local, strict);
}

/* What is in <>, which is not empty, as an internal form. */
static enum smtpcmd_bad
mailbox(struct span in, bool strict, struct buf *out)
{
	struct span literal;
	size_t start = out->len;

	if (in.len > SMTPCMD_ADDRESS_MAX ||
	    (strict && in.len > SMTPCMD_PATH_MAX))
		return SMTPCMD_LONG;
	if (!utf8_ok(in) || !drop_route(&in) || !take_local(&in, strict, out))
		return SMTPCMD_ADDRESS;
	size_t local = out->len - start;
	if (strict && local > SMTPCMD_LOCAL_MAX)
		return SMTPCMD_LONG;
	/* "a@b" without a domain would read as a at b in internal form. */
	if (in.len == 0)
		return strict || memchr(out->s + start, '@', local) != NULL ?
		    SMTPCMD_ADDRESS : SMTPCMD_OK;
	if (!strict && in.p[in.len - 1] == '.')
		in.len--;
	buf_addspan(out, in);
	span_byte(&in);
	return domain_ok(in, true) || domain_literal(in, &literal) ?
	    SMTPCMD_OK : SMTPCMD_ADDRESS;
}

enum smtpcmd_bad
smtpcmd_path(struct span *in, bool strict, struct buf *address)
{
	size_t n = path_len(*in);
	struct span path = span_head(*in, n);

	buf_reset(address);
	if (n == 0 || (strict && path.p[0] != '<'))
		return SMTPCMD_SYNTAX;
	*in = span_from(*in, n);
	if (in->len > 0 && !is_blank(in->p[0]))
		return SMTPCMD_SYNTAX;
	if (path.p[0] == '<')
		path = span_head(span_from(path, 1), n - 2);
	if (!strict)
		path = span_trim(path);
	if (path.len == 0)
		return SMTPCMD_OK;
	enum smtpcmd_bad bad = mailbox(path, strict, address);
	if (bad != SMTPCMD_OK)
		buf_reset(address);
	return bad;
}

/* "FROM:" and the path behind it. */
static enum smtpcmd_bad
take_path(struct span *args, struct span keyword, bool strict,
    struct buf *address, struct span *bad)
{
	*bad = *args;
	if (!span_casestarts(*args, keyword))
		return SMTPCMD_SYNTAX;
	*args = span_from(*args, keyword.len);
	if (!strict)
		skip_blanks(args);
	struct span before = *args;
	enum smtpcmd_bad got = smtpcmd_path(args, strict, address);
	*bad = got == SMTPCMD_SYNTAX ? before :
	    span_head(before, before.len - args->len);
	return got;
}

/* The next "NAME=VALUE" or "NAME". */
static bool
take_param(struct span *args, struct span *param, struct span *name,
    struct span *value)
{
	if (!smtpcmd_arg(args, param))
		return false;
	size_t eq = span_find(*param, '=');
	*name = span_head(*param, eq);
	*value = eq == SPAN_NONE ? (struct span){ NULL, 0 } :
	    span_from(*param, eq + 1);
	return true;
}

static enum smtpcmd_bad
verdict(bool good)
{
	return good ? SMTPCMD_OK : SMTPCMD_VALUE;
}

/* RFC 1870: up to 20 digits, which need not fit in 64 bits. */
static bool
set_size(struct span value, struct smtpcmd_mail *m)
{
	for (size_t i = 0; i < value.len; i++)
		if (!ascii_digit(value.p[i]))
			return false;
	if (value.len == 0 || value.len > 20)
		return false;
	if (!num_uint(value, INT64_MAX, &m->size))
		m->size = INT64_MAX;
	m->has_size = true;
	return true;
}

static bool
set_body(struct span value, struct smtpcmd_mail *m)
{
	if (span_caseis(value, "7BIT"))
		m->body = SMTPCMD_7BIT;
	else if (span_caseis(value, "8BITMIME"))
		m->body = SMTPCMD_8BITMIME;
	else if (span_caseis(value, "BINARYMIME"))
		m->body = SMTPCMD_BINARYMIME;
	else
		return false;
	return true;
}

static bool
set_envid(struct span value, struct smtpcmd_mail *m)
{
	if (!dsn_envid_ok(value))
		return false;
	buf_set(&m->envid, value);
	return true;
}

/* RFC 4954 section 5: <> or xtext of a mailbox. */
static bool
set_auth(struct span value, struct smtpcmd_mail *m)
{
	if (value.len == 0 || value.len > DSN_ORCPT_MAX)
		return false;
	buf_reset(&m->auth);
	m->has_auth = span_is(value, "<>") || xtext_decode(&m->auth, value);
	for (size_t i = 0; i < m->auth.len; i++)
		if (ascii_ctrl(m->auth.s[i]))
			return false;
	return m->has_auth;
}

static enum smtpcmd_bad
mail_param(struct span name, struct span value, struct smtpcmd_mail *m)
{
	if (span_caseis(name, "SIZE"))
		return verdict(set_size(value, m));
	if (span_caseis(name, "BODY"))
		return verdict(set_body(value, m));
	if (span_caseis(name, "SMTPUTF8"))
		return verdict((m->smtputf8 = value.p == NULL));
	if (span_caseis(name, "REQUIRETLS"))
		return verdict((m->requiretls = value.p == NULL));
	if (span_caseis(name, "RET"))
		return verdict(m->ret == DSN_RET_NONE && dsn_ret(value, &m->ret));
	if (span_caseis(name, "ENVID"))
		return verdict(m->envid.len == 0 && set_envid(value, m));
	if (span_caseis(name, "AUTH"))
		return verdict(!m->has_auth && set_auth(value, m));
	return SMTPCMD_OPTION;
}

enum smtpcmd_bad
smtpcmd_mail(struct span args, bool strict, struct smtpcmd_mail *m)
{
	struct span name, value;

	buf_reset(&m->envid);
	buf_reset(&m->auth);
	m->has_size = m->smtputf8 = m->requiretls = m->has_auth = false;
	m->size = 0;
	m->body = SMTPCMD_BODY_NONE;
	m->ret = DSN_RET_NONE;
	enum smtpcmd_bad bad = take_path(&args, SPAN("FROM:"), strict,
	    &m->address, &m->bad);
	while (bad == SMTPCMD_OK && take_param(&args, &m->bad, &name, &value))
		bad = mail_param(name, value, m);
	return bad;
}

static bool
set_orcpt(struct span value, struct smtpcmd_rcpt *r)
{
	struct buf address = BUF_INIT;
	struct span type;
	bool good = r->orcpt.len == 0 && dsn_orcpt(value, &type, &address);

	if (good)
		buf_set(&r->orcpt, value);
	buf_clear(&address);
	return good;
}

enum smtpcmd_bad
smtpcmd_rcpt(struct span args, bool strict, struct smtpcmd_rcpt *r)
{
	struct span name, value;

	r->notify = 0;
	buf_reset(&r->orcpt);
	enum smtpcmd_bad bad = take_path(&args, SPAN("TO:"), strict,
	    &r->address, &r->bad);
	if (bad == SMTPCMD_OK && r->address.len == 0)
		return SMTPCMD_ADDRESS;
	while (bad == SMTPCMD_OK && take_param(&args, &r->bad, &name, &value)) {
		if (span_caseis(name, "NOTIFY"))
			bad = verdict(r->notify == 0 &&
			    dsn_notify(value, &r->notify));
		else if (span_caseis(name, "ORCPT"))
			bad = verdict(set_orcpt(value, r));
		else
			bad = SMTPCMD_OPTION;
	}
	return bad;
}

void
smtpcmd_mail_clear(struct smtpcmd_mail *m)
{
	buf_clear(&m->address);
	buf_clear(&m->envid);
	buf_clear(&m->auth);
}

void
smtpcmd_rcpt_clear(struct smtpcmd_rcpt *r)
{
	buf_clear(&r->address);
	buf_clear(&r->orcpt);
}

bool
smtpcmd_helo_ok(struct span name)
{
	struct span literal;

	return domain_ok(name, true) || domain_literal(name, &literal);
}
