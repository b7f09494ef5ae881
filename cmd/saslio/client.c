/* SPDX-License-Identifier: ISC */
#include "client.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cyrus.h"
#include "oauth.h"

struct client {
	struct provider	 p;
	struct provider	*cyrus;		/* NULL: built without */
	enum oauth	 oauth;		/* of the attempt; NONE: it is Cyrus's */
	bool		 refused;
};

static bool
usable(void *self)
{
	return true;
}

static enum step
list(void *self, const struct facts *f, struct answer *a)
{
	struct client *c = self;
	enum step step = c->cyrus == NULL ? STEP_DONE :
	    c->cyrus->list(c->cyrus->self, f, a);

	if (step == STEP_DONE)
		buf_addf(&a->data, "%s%s %s", a->data.len > 0 ? " " : "",
		    oauth_name(OAUTH_BEARER), oauth_name(OAUTH_X2));
	return step;
}

/* A bearer token is as good as a password to whoever hears it. */
static enum step
begin_oauth(struct client *c, const struct facts *f, struct span mechanism,
    struct answer *a)
{
	struct oauth_words w = { buf_span(&f->username), buf_span(&f->token),
	    buf_span(&f->host), buf_span(&f->server_port) };

	c->oauth = oauth_choose(mechanism.len > 0 ? mechanism :
	    buf_span(&f->mechanisms));
	if (c->oauth == OAUTH_NONE || !facts_allow(f, SEC_NOPLAINTEXT))
		return provider_say(a, STEP_FAILED, "no mechanism available");
	if (!oauth_first(&a->data, c->oauth, &w))
		return provider_say(a, STEP_FAILED, "bad user or token");
	buf_set(&a->mechanism, span_str(oauth_name(c->oauth)));
	a->has_data = true;
	return STEP_MORE;
}

static enum step
begin(void *self, const struct facts *f, struct span mechanism,
    const struct span *initial, struct answer *a)
{
	struct client *c = self;

	c->oauth = OAUTH_NONE;
	c->refused = false;
	if (f->token.len > 0)
		return begin_oauth(c, f, mechanism, a);
	if (c->cyrus == NULL)
		return provider_say(a, STEP_FAILED, "no mechanism available");
	return c->cyrus->begin(c->cyrus->self, f, mechanism, initial, a);
}

static enum step
next(void *self, struct span said, struct answer *a)
{
	struct client *c = self;

	if (c->oauth == OAUTH_NONE)
		return c->cyrus->next(c->cyrus->self, said, a);
	if (c->refused)
		return provider_say(a, STEP_FAILED, "bad protocol / cancel");
	c->refused = true;
	oauth_second(&a->data, c->oauth);
	a->has_data = true;
	return STEP_MORE;
}

static enum step
accepted(void *self, struct answer *a)
{
	struct client *c = self;

	return c->oauth == OAUTH_NONE ?
	    c->cyrus->accepted(c->cyrus->self, a) :
	    provider_say(a, STEP_DONE, "");
}

static void
end(void *self)
{
	struct client *c = self;

	if (c->cyrus != NULL)
		c->cyrus->end(c->cyrus->self);
}

static void
free_it(void *self)
{
	struct client *c = self;

	provider_free(c->cyrus);
	free(c);
}

struct provider *
client_new(void)
{
	struct client *c = mem_alloc(sizeof(*c));

	c->p = (struct provider){ c, usable, list, begin, next, accepted,
	    end, free_it };
	c->cyrus = cyrus_client();
	return &c->p;
}
