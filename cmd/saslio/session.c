/* SPDX-License-Identifier: ISC */
#include "session.h"

#include "client.h"
#include "conf/param.h"
#include "cyrus.h"
#include "dovecot.h"
#include "rights.h"
#include "serve.h"
#include "sys/proc.h"

bool
session_prepare(const struct session_conf *c)
{
	proc_undumpable();
	if (c->client)
		return cyrus_client_init();
	return c->dovecot || cyrus_server_init(c->path, c->conf_path);
}

static int
run_client(const struct session_conf *c, int in, int out)
{
	static const struct rights none = RIGHTS_INIT;
	struct provider *p = client_new();

	rights_drop(&none);
	int status = serve(p, in, out);
	provider_free(p);
	return status;
}

/* The socket may be for somebody else's eyes: connected first. */
static int
run_dovecot(const struct session_conf *c, int in, int out)
{
	static const struct rights none = RIGHTS_INIT;
	struct provider *p = dovecot_open(span_str(c->path),
	    param_str(P_queue_directory));

	rights_drop(&none);
	int status = serve(p, in, out);
	provider_free(p);
	return status;
}

static int
run_cyrus(const struct session_conf *c, int in, int out)
{
	struct rights r = RIGHTS_INIT;

	rights_find(&r, c->path, c->conf_path);
	rights_drop(&r);
	struct provider *p = cyrus_server(r.passwords.s);
	int status = serve(p, in, out);
	provider_free(p);
	rights_clear(&r);
	return status;
}

int
session_run(const struct session_conf *c, int in, int out)
{
	if (c->client)
		return run_client(c, in, out);
	return c->dovecot ? run_dovecot(c, in, out) : run_cyrus(c, in, out);
}
