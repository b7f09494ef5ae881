/* SPDX-License-Identifier: ISC */
#include "wire/dnsmsg.h"

enum { HEADER = 12, NAME_BYTES = 255, JUMPS = 32 };

/* Takes a number of n bytes; 0 once the cursor is bad. */
static uint32_t
take_num(struct dnsmsg *m, size_t n)
{
	uint32_t v = 0;

	if (m->bad || n > m->msg.len - m->at) {
		m->bad = true;
		return 0;
	}
	while (n-- > 0)
		v = v << 8 | (unsigned char)m->msg.p[m->at++];
	return v;
}

/* Appends a label to name at *len. */
static void
add_label(char name[DNSMSG_NAME], size_t *len, struct span label)
{
	if (*len > 0)
		name[(*len)++] = '.';
	for (size_t i = 0; i < label.len; i++) {
		unsigned char c = (unsigned char)label.p[i];

		if (c > ' ' && c < 0x7f && c != '.' && c != '\\') {
			name[(*len)++] = (char)c;
			continue;
		}
		name[(*len)++] = '\\';
		name[(*len)++] = (char)('0' + c / 100);
		name[(*len)++] = (char)('0' + c / 10 % 10);
		name[(*len)++] = (char)('0' + c % 10);
	}
}

/* Takes a name at the cursor. A pointer must lead to before the labels that it
 * is found behind, so there are no loops. */
static void
take_name(struct dnsmsg *m, char name[DNSMSG_NAME])
{
	size_t len = 0, bytes = 1, after = 0, start = m->at;
	unsigned n, jumps = 0;

	while ((n = take_num(m, 1)) != 0) {
		if (n >= 0xc0) {
			size_t to = (n & 0x3f) << 8 | take_num(m, 1);

			if (jumps++ == 0)
				after = m->at;
			m->bad = m->bad || to >= start || to < HEADER ||
			    jumps > JUMPS;
			m->at = start = to;
		} else {
			bytes += n + 1;
			m->bad = n > 63 || bytes > NAME_BYTES ||
			    n > m->msg.len - m->at;
			if (m->bad)
				break;
			add_label(name, &len,
			    span_head(span_from(m->msg, m->at), n));
			m->at += n;
		}
	}
	name[m->bad ? 0 : len] = '\0';
	if (jumps > 0)
		m->at = after;
}

bool
dnsmsg_open(struct dnsmsg *m, struct span packet)
{
	char name[DNSMSG_NAME];
	unsigned flags, questions;

	*m = (struct dnsmsg){ .msg = packet };
	m->id = take_num(m, 2);
	flags = take_num(m, 2);
	questions = take_num(m, 2);
	m->left = take_num(m, 2);
	take_num(m, 4);
	m->rcode = flags & 15;
	m->truncated = (flags & 0x200) != 0;
	m->authentic = (flags & 0x20) != 0;
	m->bad = m->bad || (flags & 0x8000) == 0;
	while (questions-- > 0 && !m->bad) {
		take_name(m, name);
		take_num(m, 4);
	}
	return !m->bad;
}

bool
dnsmsg_next(struct dnsmsg *m, struct dnsmsg_rr *rr)
{
	if (m->bad || m->left == 0)
		return false;
	m->left--;
	take_name(m, rr->name);
	rr->type = take_num(m, 2);
	rr->class = take_num(m, 2);
	rr->ttl = take_num(m, 4);
	rr->len = take_num(m, 2);
	rr->at = m->at;
	if (m->bad || rr->len > m->msg.len - m->at) {
		m->bad = true;
		return false;
	}
	m->at += rr->len;
	return true;
}

/* A cursor over the data of a record alone: it sees the packet up to there, as
 * names may point back. */
static struct dnsmsg
data_cursor(const struct dnsmsg *m, const struct dnsmsg_rr *rr)
{
	return (struct dnsmsg){ .msg = span_head(m->msg, rr->at + rr->len),
	    .at = rr->at, .bad = m->bad };
}

/* All of the data must have been used. */
static bool
data_end(struct dnsmsg *m, const struct dnsmsg *d)
{
	m->bad = m->bad || d->bad || d->at != d->msg.len;
	return !m->bad;
}

bool
dnsmsg_addr(struct dnsmsg *m, const struct dnsmsg_rr *rr,
    unsigned char addr[16], size_t *len)
{
	size_t want = rr->type == DNS_A ? 4 : 16;

	if (m->bad || rr->len != want) {
		m->bad = true;
		return false;
	}
	memcpy(addr, m->msg.p + rr->at, want);
	*len = want;
	return true;
}

bool
dnsmsg_mx(struct dnsmsg *m, const struct dnsmsg_rr *rr, unsigned *preference,
    char name[DNSMSG_NAME])
{
	struct dnsmsg d = data_cursor(m, rr);

	*preference = take_num(&d, 2);
	take_name(&d, name);
	return data_end(m, &d);
}

bool
dnsmsg_target(struct dnsmsg *m, const struct dnsmsg_rr *rr,
    char name[DNSMSG_NAME])
{
	struct dnsmsg d = data_cursor(m, rr);

	take_name(&d, name);
	return data_end(m, &d);
}

bool
dnsmsg_txt(struct dnsmsg *m, const struct dnsmsg_rr *rr, struct buf *out)
{
	struct dnsmsg d = data_cursor(m, rr);
	size_t start = out->len;

	while (!d.bad && d.at < d.msg.len) {
		size_t n = take_num(&d, 1);

		d.bad = d.bad || n > d.msg.len - d.at;
		if (d.bad)
			break;
		buf_add(out, d.msg.p + d.at, n);
		d.at += n;
	}
	if (!data_end(m, &d))
		buf_cut(out, start);
	return !m->bad;
}

bool
dnsmsg_srv(struct dnsmsg *m, const struct dnsmsg_rr *rr, unsigned *priority,
    unsigned *weight, unsigned *port, char name[DNSMSG_NAME])
{
	struct dnsmsg d = data_cursor(m, rr);

	*priority = take_num(&d, 2);
	*weight = take_num(&d, 2);
	*port = take_num(&d, 2);
	take_name(&d, name);
	return data_end(m, &d);
}

bool
dnsmsg_tlsa(struct dnsmsg *m, const struct dnsmsg_rr *rr,
    struct dnsmsg_tlsa *t)
{
	struct dnsmsg d = data_cursor(m, rr);

	t->usage = take_num(&d, 1);
	t->selector = take_num(&d, 1);
	t->matching = take_num(&d, 1);
	t->data = span_from(d.msg, d.at);
	d.at = d.msg.len;
	return data_end(m, &d);
}
