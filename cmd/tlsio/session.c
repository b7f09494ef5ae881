/* SPDX-License-Identifier: ISC */
#include "session.h"

#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <string.h>

#include "client.h"
#include "facts.h"
#include "server.h"
#include "shuttle.h"
#include "sys/clock.h"
#include "sys/io.h"
#include "wire/record.h"

enum {
	ASK_MS = 600 * 1000,	/* who asked ends before that, if at all */
	LINGER_MS = 30 * 1000
};

void
session_note(struct session *s, char letter, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&b, fmt, ap);
	va_end(ap);
	record_add(&s->control.wr, letter, buf_span(&b));
	buf_clear(&b);
}

static void
refuse(struct session *s, const char *dsn, const char *text)
{
	record_addf(&s->control.wr, 'Z', "%s %s", dsn, text);
	channel_flush(&s->control);
}

/* Everything up to G. */
static bool
hear(struct session *s)
{
	struct span data;
	char letter;

	while (channel_get(&s->control, ASK_MS, &letter, &data) == CHAN_OK) {
		if (letter == 'G')
			return true;
		if (letter != 'A' || !asked_take(&s->asked, data))
			break;
	}
	return false;
}

static void
note_errors(struct session *s)
{
	const char *file, *func, *data;
	int line, flags;
	unsigned long e;

	while ((e = ERR_get_error_all(&file, &line, &func, &data,
	    &flags)) != 0) {
		char text[256];

		ERR_error_string_n(e, text, sizeof(text));
		session_note(s, 'W', "TLS library problem: %s:%s:%d:%s:", text,
		    file, line, (flags & ERR_TXT_STRING) != 0 ? data : "");
	}
}

/* "SSL_accept error from ...: " is what the log says in front of this. */
static void
explain(struct session *s, int r, int err, bool late)
{
	if (late) {
		refuse(s, "4.4.2", "Connection timed out");
	} else if (ERR_peek_error() != 0) {
		note_errors(s);
		refuse(s, "4.7.5", "-1");
	} else if (r < 0 && err != 0) {
		refuse(s, "4.4.2", strerror(err));
	} else {
		refuse(s, "4.4.2", "lost connection");
	}
}

static bool
shake_hands(struct session *s)
{
	int64_t time = s->asked.timeout > 0 ? s->asked.timeout :
	    s->c->set->handshake_time;
	int64_t deadline = clock_ms() + time * 1000;

	for (;;) {
		ERR_clear_error();
		errno = 0;
		int r = SSL_do_handshake(s->ssl), err = errno;
		int e = SSL_get_error(s->ssl, r);
		bool in = e == SSL_ERROR_WANT_READ;

		if (r == 1)
			return true;
		if (!in && e != SSL_ERROR_WANT_WRITE) {
			explain(s, r, err, false);
			return false;
		}
		if (io_wait(in ? s->in : s->out, in ? POLLIN : POLLOUT,
		    clock_left(deadline)) <= 0) {
			explain(s, r, 0, true);
			return false;
		}
	}
}

static void
trace(const SSL *ssl, int where, int ret)
{
	struct session *s = SSL_get_app_data(ssl);

	if ((where & SSL_CB_ALERT) != 0)
		session_note(s, 'L', "SSL3 alert %s:%s:%s",
		    (where & SSL_CB_READ) != 0 ? "read" : "write",
		    SSL_alert_type_string_long(ret),
		    SSL_alert_desc_string_long(ret));
	else if ((where & SSL_CB_LOOP) != 0)
		session_note(s, 'L', "%s:%s", SSL_is_server(ssl) ?
		    "SSL_accept" : "SSL_connect", SSL_state_string_long(ssl));
}

static bool
set_up(struct session *s)
{
	s->ssl = SSL_new(s->c->ctx);
	if (s->ssl == NULL || SSL_set_app_data(s->ssl, s) != 1 ||
	    SSL_set_rfd(s->ssl, s->in) != 1 ||
	    SSL_set_wfd(s->ssl, s->out) != 1)
		return false;
	io_nonblock(s->in, true);
	io_nonblock(s->out, true);
	if (s->asked.log_level >= 3)
		SSL_set_info_callback(s->ssl, trace);
	return s->c->set->server ? server_set_up(s) : client_set_up(s);
}

/* True: the peer is there, and may be. */
static bool
begin(struct session *s)
{
	if (!set_up(s)) {
		note_errors(s);
		refuse(s, "4.7.5", s->problem.len > 0 ? s->problem.s :
		    "cannot set up TLS");
		return false;
	}
	if (!shake_hands(s))
		return false;
	facts_take(&s->facts, s->ssl, s->c->set->digest);
	if (s->c->set->server ? server_accepts(s) : client_accepts(s))
		return true;
	refuse(s, "4.7.5", s->problem.s);
	SSL_shutdown(s->ssl);
	return false;
}

static void
serve(struct session *s)
{
	struct ends e;

	channel_put(&s->control, 'R', SPAN(""));
	if (!hear(s) || !begin(s))
		return;
	tlsfacts_write(&s->control.wr, 'F', &s->facts);
	channel_put(&s->control, 'K', SPAN(""));
	if (channel_flush(&s->control) < 0)
		return;
	e = (struct ends){ s->ssl, s->in, s->out, s->plain, LINGER_MS };
	shuttle_run(&e);
	channel_flush(&s->control);
}

void
session_run(struct context *c, const int fd[SESSION_FDS])
{
	struct session s = { .c = c, .in = fd[0], .out = fd[1],
	    .plain = fd[2], .problem = BUF_INIT };

	channel_init(&s.control, fd[3], fd[3]);
	asked_init(&s.asked);
	tlsfacts_init(&s.facts);
	if (c->ctx == NULL)
		refuse(&s, "4.7.0", "TLS not available due to local problem");
	else
		serve(&s);
	SSL_SESSION_free(s.early);
	SSL_free(s.ssl);
	channel_clear(&s.control);
	asked_clear(&s.asked);
	tlsfacts_clear(&s.facts);
	buf_clear(&s.problem);
}
