/* SPDX-License-Identifier: ISC */
#include "starttls.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>

#include "sys/file.h"
#include "sys/io.h"
#include "sys/log.h"

enum {
	READY_MS = 60 * 1000,	/* tlsio may have to start, and to load */
	GRACE_MS = 5 * 1000,	/* it knows the time limit itself */
	ANCHORS_MAX = 1 << 20
};

static bool
fail(struct session *s, const char *dsn, const char *fmt, const char *text)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, fmt);
	if (text != NULL)
		buf_addf(&b, ": %s", text);
	why_set(&s->why, OUT_TEMP, span_str(dsn), buf_span(&b));
	buf_clear(&b);
	return false;
}

static bool
is_required(const struct session *s)
{
	return s->how->level >= TLS_ENCRYPT;
}

/* -- what is asked of tlsio -- */

static void
set(struct session *s, const char *name, struct span value)
{
	if (value.len > 0)
		tlslink_set(&s->link, name, value);
}

/* The name to ask for: without one in the policy the server's own, unless that
 * is an address. */
static struct span
server_name(const struct session *s)
{
	struct span sni = buf_span(&s->how->policy->sni);
	struct peer p;

	if (sni.len > 0 && !span_caseis(sni, "hostname"))
		return span_caseis(sni, "nexthop") ? s->how->domain : sni;
	return peer_parse(&p, buf_span(&s->host), SPAN("")) ? SPAN("") :
	    buf_span(&s->host);
}

/* Each line is a record of its own. */
static void
set_lines(struct session *s, const char *name, struct span list)
{
	struct span line;

	while (list.len > 0 && span_split(&list, '\n', &line))
		set(s, name, line);
}

static void
set_names(struct session *s)
{
	struct buf names = BUF_INIT;

	tlspolicy_names(&s->set->tls, s->how->policy, buf_span(&s->host),
	    s->how->domain, &names);
	set_lines(s, "match", buf_span(&names));
	buf_clear(&names);
}

static bool
set_anchors(struct session *s)
{
	struct buf pem = BUF_INIT;
	const char *file = s->how->policy->anchors.s;
	bool good = true;

	if (file[0] != '\0') {
		good = file_read(AT_FDCWD, file, &pem, ANCHORS_MAX) == 0;
		if (good)
			set(s, "anchors", buf_span(&pem));
		else
			fail(s, "4.7.5", "cannot read trust anchors", file);
	}
	buf_clear(&pem);
	return good;
}

static bool
tell(struct session *s)
{
	const struct tlspolicy *p = s->how->policy;
	struct buf n = BUF_INIT;

	buf_addf(&n, "%d", s->set->tls_log);
	set(s, "log_level", buf_span(&n));
	buf_reset(&n);
	buf_addf(&n, "%lld", (long long)s->set->tls_time);
	set(s, "timeout", buf_span(&n));
	buf_clear(&n);
	set(s, "level", span_str(tlslevel_name(s->how->level)));
	set(s, "host", buf_span(&s->host));
	set(s, "sni", server_name(s));
	set(s, "protocols", buf_span(&p->protocols));
	set(s, "ciphers", buf_span(&p->ciphers));
	set(s, "exclude", buf_span(&p->exclude));
	set_lines(s, "tlsa", s->how->tlsa);
	set_names(s);
	return set_anchors(s);
}

/* -- the handshake -- */

static bool
begin(struct session *s)
{
	struct why w = WHY_INIT;
	int fd[4] = { s->fd, s->fd, -1, -1 };

	if (!tlslink_open(&s->link, &fd[2], &fd[3]))
		return fail(s, "4.3.0", "TLS", strerror(errno));
	bool good = helpers_encrypt(s->helpers, fd);
	io_close(&fd[2]);
	io_close(&fd[3]);
	if (!good)
		fail(s, "4.7.0", "tlsio is not available", NULL);
	else if (!tell(s))
		good = false;
	else if (tlslink_ready(&s->link, READY_MS, &w) != OUT_OK)
		good = fail(s, "4.7.5", "TLS is not available", w.text.s);
	why_clear(&w);
	return good;
}

static void
log_notes(struct session *s)
{
	struct span notes = buf_span(&s->link.notes), text;
	bool warning;

	while (tlslink_note(&notes, &text, &warning))
		if (warning)
			log_warn("%.*s", SPAN_FMT(text));
		else
			log_info("%s: %.*s", s->relay.s, SPAN_FMT(text));
}

static void
log_agreed(const struct session *s)
{
	struct buf b = BUF_INIT;

	if (s->set->tls_log < 1)
		return;
	tlsfacts_describe(&b, &s->tls);
	log_info("%s TLS connection %s to %s: %s", tlsfacts_trust(&s->tls),
	    s->tls.reused ? "reused" : "established", s->relay.s, b.s);
	buf_clear(&b);
}

/* From here on tlsio alone has the server's socket. */
static void
go_over(struct session *s)
{
	io_close(&s->fd);
	s->fd = s->link.plain;
	s->link.plain = -1;
	io_nonblock(s->fd, true);
	stream_change(&s->io, s->fd, s->fd);
	smtpline_init(&s->lines, SMTPLINE_MAX);
}

static bool
shake_hands(struct session *s)
{
	struct why w = WHY_INIT;
	bool good = tlslink_go(&s->link, &s->tls,
	    (int)s->set->tls_time * 1000 + GRACE_MS, &w) == OUT_OK;

	log_notes(s);
	if (good) {
		go_over(s);
		log_agreed(s);
	} else {
		log_info("SSL_connect error to %s: %s", s->relay.s, w.text.s);
		fail(s, "4.7.5", "Cannot start TLS", w.text.s);
		s->gone = true;
		s->tls_failed = true;
	}
	why_clear(&w);
	return good;
}

bool
starttls_wrap(struct session *s)
{
	if (begin(s) && shake_hands(s))
		return true;
	s->gone = true;
	return false;
}

/* -- the command -- */

static bool
refused(struct session *s)
{
	struct buf text = BUF_INIT;

	if (!is_required(s))
		return true;
	buf_addf(&text, "TLS is required, but host %s refused to start TLS",
	    s->name.s);
	bool no = fail(s, "4.7.4", text.s, s->reply.text.s);
	buf_clear(&text);
	return no;
}

static bool
not_offered(struct session *s)
{
	struct buf text = BUF_INIT;

	if (!is_required(s))
		return true;
	buf_addf(&text, "TLS is required, but was not offered by host %s",
	    s->name.s);
	bool no = fail(s, "4.7.4", text.s, NULL);
	buf_clear(&text);
	return no;
}

/* Replies that come before their time were said by somebody in between. */
static bool
came_too_early(struct session *s)
{
	if (stream_data(&s->io).len == 0 &&
	    io_wait(s->io.in, POLLIN, 0) == 0)
		return false;
	s->gone = true;
	fail(s, "4.7.0", "data came in clear behind the reply to STARTTLS",
	    s->name.s);
	return true;
}

bool
starttls(struct session *s)
{
	if (s->how->level == TLS_NONE || s->tls.on)
		return true;
	if ((s->can & CAN_STARTTLS) == 0)
		return not_offered(s);
	if (!begin(s)) {
		if (is_required(s))
			return false;
		log_warn("%s: %s", s->relay.s, s->why.text.s);
		tlslink_close(&s->link);
		tlslink_init(&s->link);
		return true;
	}
	session_say(s, "STARTTLS");
	if (!session_hear(s, s->set->tls_time, "performing the STARTTLS "
	    "handshake"))
		return false;
	if (s->reply.code / 100 != 2) {
		tlslink_close(&s->link);
		tlslink_init(&s->link);
		return !s->gone && refused(s);
	}
	return !came_too_early(s) && shake_hands(s);
}
