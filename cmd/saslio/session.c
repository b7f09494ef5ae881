/* SPDX-License-Identifier: ISC */
#include "session.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

#include "app/app.h"
#include "client.h"
#include "conf/param.h"
#include "cyrus.h"
#include "dovecot.h"
#include "rights.h"
#include "serve.h"
#include "sys/log.h"
#include "sys/proc.h"

/* They keep notes of their own in files. */
static bool
has_writers(void)
{
	static const char *const names[] = { "GSSAPI", "GSS-SPNEGO",
	    "GS2-KRB5", "GS2-IAKERB", "OTP" };
	struct provider *p = cyrus_server("");
	struct answer a = { BUF_INIT, false, BUF_INIT, BUF_INIT };
	struct facts f;
	struct span list, word;
	bool has = false;

	facts_init(&f);
	buf_adds(&f.service, "smtp");
	buf_adds(&f.host, "localhost");
	p->list(p->self, &f, &a);
	list = buf_span(&a.data);
	while (!has && span_word(&list, " ", &word))
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			has |= span_is(word, names[i]);
	provider_free(p);
	buf_clear(&a.data);
	facts_clear(&f);
	return has;
}

/* Only back ends of Cyrus need new connections. */
static void
prepare_box(struct session_conf *c)
{
	bool cyrus = !c->client && !c->dovecot;

	if (!param_bool(P_smtpd_sandbox) || (cyrus && has_writers()))
		return;
	c->boxed = sandbox_prepare(&c->box, cyrus) == 0;
	if (!c->boxed)
		log_warn("smtpd_sandbox: %s; sessions are not confined",
		    strerror(errno));
}

bool
session_prepare(struct session_conf *c)
{
	proc_undumpable();
	if (c->client && !cyrus_client_init())
		return false;
	if (!c->client && !c->dovecot &&
	    !cyrus_server_init(c->path, c->conf_path))
		return false;
	prepare_box(c);
	return true;
}

void
session_done(struct session_conf *c)
{
	if (c->boxed)
		sandbox_clear(&c->box);
}

/* From here on it is strangers who talk. */
static void
confine(const struct session_conf *c, const struct rights *r)
{
	rights_drop(r);
	if (c->boxed && sandbox_enter(&c->box) < 0)
		app_fatal(EX_OSERR, "smtpd_sandbox: %s", strerror(errno));
}

static int
run_client(const struct session_conf *c, int in, int out)
{
	static const struct rights none = RIGHTS_INIT;
	struct provider *p = client_new();

	confine(c, &none);
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

	confine(c, &none);
	int status = serve(p, in, out);
	provider_free(p);
	return status;
}

static int
run_cyrus(const struct session_conf *c, int in, int out)
{
	struct rights r = RIGHTS_INIT;

	rights_find(&r, c->path, c->conf_path);
	confine(c, &r);
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
