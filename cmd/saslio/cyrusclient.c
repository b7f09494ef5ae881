/* SPDX-License-Identifier: ISC */
#ifdef CYRUS_SASL
#include "cyrus.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cyruslib.h"
#include "sys/log.h"

enum { CALLS = 4 };

struct client {
	struct provider	 p;
	sasl_conn_t	*conn;
	const struct facts *facts;
	sasl_secret_t	*secret;
	bool		 complete;	/* it has nothing more to say or to hear */
	sasl_callback_t	 calls[CALLS];
};

bool
cyrus_client_init(void)
{
	static const sasl_callback_t calls[] = {
		{ SASL_CB_LOG, (cyruslib_call *)(void *)cyruslib_log, NULL },
		{ SASL_CB_LIST_END, NULL, NULL },
	};
	int status = sasl_client_init(calls);

	if (status != SASL_OK)
		log_error("SASL initialization failed: %s",
		    sasl_errstring(status, NULL, NULL));
	return status == SASL_OK;
}

static int
get_name(void *context, int id, const char **result, unsigned *len)
{
	const struct client *c = context;
	const struct buf *b = id == SASL_CB_USER ? &c->facts->authzid :
	    &c->facts->username;

	*result = b->s;
	if (len != NULL)
		*len = (unsigned)b->len;
	return SASL_OK;
}

static int
get_password(sasl_conn_t *conn, void *context, int id,
    sasl_secret_t **secret)
{
	struct client *c = context;

	*secret = c->secret;
	return c->secret != NULL ? SASL_OK : SASL_FAIL;
}

static void
make_secret(struct client *c, const struct buf *password)
{
	c->secret = mem_alloc(sizeof(*c->secret) + password->len);
	c->secret->len = password->len;
	memcpy(c->secret->data, password->s, password->len);
}

static void
end(void *self)
{
	struct client *c = self;

	if (c->conn != NULL)
		sasl_dispose(&c->conn);
	c->conn = NULL;
	if (c->secret != NULL) {
		memset(c->secret->data, 0, c->secret->len);
		__asm__ volatile("" : : "r"(c->secret) : "memory");
		free(c->secret);
	}
	c->secret = NULL;
	c->facts = NULL;
	c->complete = false;
}

static int
open_conn(struct client *c, const struct facts *f)
{
	end(c);
	c->facts = f;
	make_secret(c, &f->password);
	int status = sasl_client_new(f->service.s, f->host.s, NULL, NULL,
	    c->calls, 0, &c->conn);

	if (status == SASL_OK && !cyruslib_secure(c->conn, f))
		status = SASL_CONFIGERR;
	return status;
}

static enum step
judge(struct client *c, int status, const char *out, unsigned len,
    struct answer *a)
{
	if (status != SASL_OK && status != SASL_CONTINUE)
		return cyruslib_refuse(a, status);
	c->complete = status == SASL_OK;
	a->has_data = out != NULL;
	buf_set(&a->data, (struct span){ out != NULL ? out : "", len });
	return STEP_MORE;
}

static enum step
begin(void *self, const struct facts *f, struct span mechanism,
    const struct span *initial, struct answer *a)
{
	struct client *c = self;
	const char *out = NULL, *chosen = NULL;
	unsigned len = 0;
	int status = open_conn(c, f);

	if (status != SASL_OK)
		return cyruslib_refuse(a, status);
	char *name = span_dup(mechanism.len > 0 ? mechanism :
	    buf_span(&f->mechanisms));
	status = sasl_client_start(c->conn, name, NULL, &out, &len, &chosen);
	free(name);
	if (chosen != NULL)
		buf_set(&a->mechanism, span_str(chosen));
	return judge(c, status, out, len, a);
}

/* A mechanism may have nothing to answer; the other side waits for a line. */
static enum step
next(void *self, struct span said, struct answer *a)
{
	struct client *c = self;
	const char *out = NULL;
	unsigned len = 0;
	int status = sasl_client_step(c->conn, said.p, (unsigned)said.len,
	    NULL, &out, &len);
	enum step step = judge(c, status, out, len, a);

	if (step == STEP_MORE)
		a->has_data = true;
	return step;
}

/* A mechanism by which the server proves itself is not done before that. */
static enum step
accepted(void *self, struct answer *a)
{
	struct client *c = self;

	return c->complete ? provider_say(a, STEP_DONE, "") :
	    provider_say(a, STEP_FAILED, "the server has not proved itself");
}

static enum step
list(void *self, const struct facts *f, struct answer *a)
{
	struct client *c = self;
	const char *names = NULL;
	int status = open_conn(c, f);

	if (status == SASL_OK)
		status = sasl_listmech(c->conn, NULL, "", " ", "", &names,
		    NULL, NULL);
	if (status != SASL_OK)
		return cyruslib_refuse(a, status);
	return provider_say(a, STEP_DONE, names);
}

static bool
usable(void *self)
{
	return true;
}

static void
free_it(void *self)
{
	end(self);
	free(self);
}

struct provider *
cyrus_client(void)
{
	struct client *c = mem_alloc(sizeof(*c));

	c->p = (struct provider){ c, usable, list, begin, next, accepted,
	    end, free_it };
	c->calls[0] = (sasl_callback_t){ SASL_CB_USER,
	    (cyruslib_call *)(void *)get_name, c };
	c->calls[1] = (sasl_callback_t){ SASL_CB_AUTHNAME,
	    (cyruslib_call *)(void *)get_name, c };
	c->calls[2] = (sasl_callback_t){ SASL_CB_PASS,
	    (cyruslib_call *)(void *)get_password, c };
	c->calls[3] = (sasl_callback_t){ SASL_CB_LIST_END, NULL, NULL };
	return &c->p;
}
#endif
