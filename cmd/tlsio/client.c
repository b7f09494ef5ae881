/* SPDX-License-Identifier: ISC */
#include "client.h"

#include <openssl/err.h>

#include "ciphers.h"
#include "identity.h"
#include "protocols.h"
#include "resume.h"

static bool
fail(struct session *s, const char *what)
{
	if (s->problem.len == 0)
		buf_adds(&s->problem, what);
	return false;
}

/* What is asked for wins over the parameters; those depend on whether there
 * must be TLS. */
static const char *
choose(const struct session *s, const struct buf *asked, const char *may,
    const char *must)
{
	if (asked->len > 0)
		return asked->s;
	return s->asked.level >= LEVEL_ENCRYPT ? must : may;
}

static bool
set_protocols(struct session *s)
{
	const struct settings *set = s->c->set;
	const char *list = choose(s, &s->asked.protocols, set->protocols,
	    set->mandatory_protocols);
	struct protocols p;
	struct span word;

	if (!protocols_read(&p, span_str(list), &word)) {
		buf_addf(&s->problem, "invalid TLS protocol: %.*s",
		    SPAN_FMT(word));
		return false;
	}
	SSL_set_options(s->ssl, p.without);
	return (SSL_set_min_proto_version(s->ssl, p.min) == 1 &&
	    SSL_set_max_proto_version(s->ssl, p.max) == 1) ||
	    fail(s, "cannot set TLS protocols");
}

static bool
set_ciphers(struct session *s)
{
	const struct settings *set = s->c->set;
	bool must = s->asked.level >= LEVEL_ENCRYPT;
	const char *grade = choose(s, &s->asked.ciphers, set->ciphers,
	    set->mandatory_ciphers);
	struct buf exclude = BUF_INIT, list = BUF_INIT;

	buf_addf(&exclude, "%s %s %s", set->exclude, must ?
	    set->mandatory_exclude : "", s->asked.exclude.s);
	if (s->asked.level > LEVEL_ENCRYPT)	/* there must be a certificate */
		buf_adds(&exclude, " aNULL");
	bool good = ciphers_build(&list, span_str(grade), buf_span(&exclude),
	    &s->problem) && (SSL_set_cipher_list(s->ssl, list.s) == 1 ||
	    fail(s, "cannot set TLS ciphers"));
	buf_clear(&exclude);
	buf_clear(&list);
	return good;
}

void
client_prepare(SSL_CTX *ctx)
{
	SSL_CTX_sess_set_new_cb(ctx, resume_keep);
}

bool
client_set_up(struct session *s)
{
	if (!set_protocols(s) || !set_ciphers(s))
		return false;
	if (s->asked.sni.len > 0 && SSL_set_tlsext_host_name(s->ssl,
	    s->asked.sni.s) != 1)
		return fail(s, "cannot ask for this name");
	if (!identity_expect(s))
		return false;
	resume_try(s);
	SSL_set_connect_state(s->ssl);
	return true;
}

bool
client_accepts(struct session *s)
{
	if (s->facts.reused)
		resume_recall(s);
	else
		identity_check(s);
	if (s->asked.log_level >= 2 && !s->facts.trusted)
		session_note(s, 'L', "certificate verification failed for "
		    "%s: %s", s->asked.host.s,
		    s->facts.text[TLSFACT_PROBLEM].s);
	if (identity_is_enough(s)) {
		resume_tell(s);
		return true;
	}
	return fail(s, s->facts.trusted ? "Server certificate not verified" :
	    "Server certificate not trusted");
}
