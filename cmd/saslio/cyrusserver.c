/* SPDX-License-Identifier: ISC */
#ifdef CYRUS_SASL
#include "cyrus.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cyruslib.h"
#include "sys/log.h"

struct server {
	struct provider	 p;
	sasl_conn_t	*conn;
	struct buf	 user;		/* whom the attempt is about */
	sasl_callback_t	 calls[2];
	const char	*passwords;
};

bool
cyrus_server_init(const char *name, const char *path)
{
	static const sasl_callback_t calls[] = {
		{ SASL_CB_LOG, (cyruslib_call *)(void *)cyruslib_log, NULL },
		{ SASL_CB_LIST_END, NULL, NULL },
	};
	char *copy = mem_str(path);
	int status = sasl_set_path(SASL_PATH_TYPE_CONFIG, copy);

	free(copy);
	if (status == SASL_OK)
		status = sasl_server_init(calls, name);
	if (status != SASL_OK)
		log_error("SASL initialization failed: %s",
		    sasl_errstring(status, NULL, NULL));
	return status == SASL_OK;
}

/* Called with the name before a password is looked at. */
static int
note_user(sasl_conn_t *conn, void *context, const char *in, unsigned len,
    unsigned flags, const char *realm, char *out, unsigned max,
    unsigned *out_len)
{
	struct server *s = context;

	if (len >= max)
		return SASL_BUFOVER;
	memcpy(out, in, len);
	out[len] = '\0';
	*out_len = len;
	if (flags & SASL_CU_AUTHID)
		buf_set(&s->user, (struct span){ in, len });
	return SASL_OK;
}

static void
end(void *self)
{
	struct server *s = self;

	if (s->conn != NULL)
		sasl_dispose(&s->conn);
	s->conn = NULL;
	buf_reset(&s->user);
}

static int
open_conn(struct server *s, const struct facts *f)
{
	end(s);
	int status = sasl_server_new(f->service.s, f->host.s,
	    f->realm.len > 0 ? f->realm.s : NULL, NULL, NULL, s->calls, 0,
	    &s->conn);

	if (status == SASL_OK && !cyruslib_secure(s->conn, f))
		status = SASL_CONFIGERR;
	return status;
}

static enum step
list(void *self, const struct facts *f, struct answer *a)
{
	struct server *s = self;
	const char *names = NULL;
	int count = 0, status = open_conn(s, f);

	if (status == SASL_OK)
		status = sasl_listmech(s->conn, NULL, "", " ", "", &names,
		    NULL, &count);
	if (status == SASL_NOMECH)
		return provider_say(a, STEP_DONE, "");
	if (status != SASL_OK)
		return cyruslib_refuse(a, status);
	return provider_say(a, STEP_DONE, count > 0 ? names : "");
}

static enum step
succeed(struct server *s, struct answer *a)
{
	const void *name = NULL;

	if (sasl_getprop(s->conn, SASL_USERNAME, &name) != SASL_OK ||
	    name == NULL)
		return cyruslib_refuse(a, SASL_FAIL);
	return provider_say(a, STEP_DONE, name);
}

/* The library says "no such user" when it cannot open the file. */
static bool
knows_nobody(const struct server *s)
{
	if (s->passwords[0] == '\0' || access(s->passwords, R_OK) == 0)
		return false;
	log_warn("SASL: %s: %s", s->passwords, strerror(errno));
	return true;
}

static enum step
judge(struct server *s, int status, const char *out, unsigned len,
    struct answer *a)
{
	if (status == SASL_OK)
		return succeed(s, a);
	if (status != SASL_CONTINUE) {
		buf_set(&a->user, buf_span(&s->user));
		return cyruslib_refuse(a, knows_nobody(s) ? SASL_FAIL :
		    status);
	}
	buf_set(&a->data, (struct span){ out != NULL ? out : "", len });
	a->has_data = true;
	return STEP_MORE;
}

static enum step
begin(void *self, const struct facts *f, struct span mechanism,
    const struct span *initial, struct answer *a)
{
	struct server *s = self;
	const char *out = NULL;
	unsigned len = 0;
	int status = open_conn(s, f);

	if (status != SASL_OK)
		return cyruslib_refuse(a, status);
	char *name = span_dup(mechanism);
	status = sasl_server_start(s->conn, name,
	    initial != NULL ? initial->p : NULL,
	    initial != NULL ? (unsigned)initial->len : 0, &out, &len);
	free(name);
	return judge(s, status, out, len, a);
}

static enum step
next(void *self, struct span said, struct answer *a)
{
	struct server *s = self;
	const char *out = NULL;
	unsigned len = 0;
	int status = sasl_server_step(s->conn, said.p, (unsigned)said.len,
	    &out, &len);

	return judge(s, status, out, len, a);
}

static bool
usable(void *self)
{
	return true;
}

static void
free_it(void *self)
{
	struct server *s = self;

	end(s);
	buf_clear(&s->user);
	free(s);
}

struct provider *
cyrus_server(const char *passwords)
{
	struct server *s = mem_alloc(sizeof(*s));

	s->p = (struct provider){ s, usable, list, begin, next, NULL, end,
	    free_it };
	buf_init(&s->user);
	s->passwords = passwords;
	s->calls[0] = (sasl_callback_t){ SASL_CB_CANON_USER,
	    (cyruslib_call *)(void *)note_user, s };
	s->calls[1] = (sasl_callback_t){ SASL_CB_LIST_END, NULL, NULL };
	return &s->p;
}
#endif
