/* SPDX-License-Identifier: ISC */
#include "context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "authorities.h"
#include "base/mem.h"
#include "chain.h"
#include "ciphers.h"
#include "client.h"
#include "conf/param.h"
#include "groups.h"
#include "options.h"
#include "protocols.h"
#include "server.h"
#include "sys/log.h"

enum { AGAIN_MS = 300 };	/* a key that is being replaced takes so long */

static bool
fail(struct buf *bad, const char *what)
{
	buf_adds(bad, what);
	chain_why(bad);
	return false;
}

/* Of pairs, each has a key of another type; later ones do not replace it. */
static bool
load_keys(SSL_CTX *ctx, const struct settings *s, struct buf *bad)
{
	const struct { const char *cert, *key; } pairs[] = {
		{ s->cert_file, s->key_file }, { s->dcert_file, s->dkey_file },
		{ s->eccert_file, s->eckey_file },
	};

	if (s->chain_files[0] != '\0')
		return chain_load_files(ctx, s->chain_files, bad);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i].cert[0] != '\0' && !chain_load_pair(ctx,
		    pairs[i].cert, pairs[i].key[0] != '\0' ? pairs[i].key :
		    pairs[i].cert, bad))
			return false;
	return true;
}

static bool
set_protocols(SSL_CTX *ctx, const char *list, struct buf *bad)
{
	struct protocols p;
	struct span word;

	if (!protocols_read(&p, span_str(list), &word)) {
		buf_addf(bad, "Invalid TLS protocol list: \"%s\": %.*s", list,
		    SPAN_FMT(word));
		return false;
	}
	SSL_CTX_set_options(ctx, p.without);
	if (SSL_CTX_set_min_proto_version(ctx, p.min) != 1 ||
	    SSL_CTX_set_max_proto_version(ctx, p.max) != 1)
		return fail(bad, "protocol versions");
	return true;
}

static bool
set_ciphers(struct context *c, struct buf *bad)
{
	const struct settings *s = c->set;
	struct buf exclude = BUF_INIT;

	buf_addf(&exclude, "%s %s %s", s->exclude, s->enforce ?
	    s->mandatory_exclude : "", s->ask ? "aNULL" : "");
	bool good = ciphers_build(&c->ciphers, span_str(s->enforce ?
	    s->mandatory_ciphers : s->ciphers), buf_span(&exclude), bad);
	buf_clear(&exclude);
	return good && (SSL_CTX_set_cipher_list(c->ctx, c->ciphers.s) == 1 ||
	    fail(bad, "cipher list"));
}

static bool
set_dh(SSL_CTX *ctx, const char *file, struct buf *bad)
{
	EVP_PKEY *dh = NULL;
	BIO *in;

	if (file[0] == '\0' || strcmp(file, "auto") == 0)
		return SSL_CTX_set_dh_auto(ctx, 1) == 1 || fail(bad, "DH");
	in = BIO_new_file(file, "r");
	if (in != NULL)
		dh = PEM_read_bio_Parameters(in, NULL);
	BIO_free(in);
	if (dh != NULL && SSL_CTX_set0_tmp_dh_pkey(ctx, dh) == 1)
		return true;
	EVP_PKEY_free(dh);
	log_warn("%s: cannot load DH parameters; using built-in ones", file);
	ERR_clear_error();
	return SSL_CTX_set_dh_auto(ctx, 1) == 1 || fail(bad, "DH");
}

/* The handshake goes on whatever the certificate is worth: who asks decides,
 * by the facts. */
static int
go_on(int ok, X509_STORE_CTX *store)
{
	return 1;
}

/* Some clients have certificates that were meant for servers only. */
static int
trust_server_cert(X509_STORE_CTX *store, void *arg)
{
	X509 *x = X509_STORE_CTX_get0_cert(store);

	if (X509_check_purpose(x, X509_PURPOSE_SSL_CLIENT, 0) != 1 &&
	    X509_check_purpose(x, X509_PURPOSE_SSL_SERVER, 0) == 1)
		X509_VERIFY_PARAM_set_purpose(X509_STORE_CTX_get0_param(store),
		    X509_PURPOSE_SSL_SERVER);
	return X509_verify_cert(store);
}

static bool
ask_clients(struct context *c, struct buf *bad)
{
	const struct settings *s = c->set;

	if (!s->ask)
		return true;
	SSL_CTX_set_verify(c->ctx, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE,
	    go_on);
	if (s->ca_file[0] != '\0')
		SSL_CTX_set_client_CA_list(c->ctx,
		    SSL_load_client_CA_file(s->ca_file));
	if (param_bool(P_tls_trust_server_ccerts))
		SSL_CTX_set_cert_verify_callback(c->ctx, trust_server_cert,
		    NULL);
	ERR_clear_error();
	return true;
}

static void
add_look(EVP_MD_CTX *md, const char *path)
{
	struct stat st;
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s:", path);
	if (path[0] != '\0' && stat(path, &st) == 0)
		buf_addf(&b, "%llu.%lld.%lld.%ld", (unsigned long long)st.st_ino,
		    (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		    st.st_mtim.tv_nsec);
	EVP_DigestUpdate(md, b.s, b.len);
	buf_clear(&b);
}

/* A session can be resumed only where the same would be made of the peer's
 * certificate: by the same service, with the same authorities. */
static bool
bind_sessions(SSL_CTX *ctx, const struct settings *s)
{
	unsigned char id[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s:%d%d:%lld:%d:", s->service, s->ask, s->require,
	    (long long)s->depth, param_bool(P_tls_append_default_CA));
	bool good = md != NULL && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1
	    && EVP_DigestUpdate(md, b.s, b.len) == 1;
	if (good) {
		add_look(md, s->ca_file);
		add_look(md, s->ca_path);
		good = EVP_DigestFinal_ex(md, id, &len) == 1 &&
		    SSL_CTX_set_session_id_context(ctx, id, len) == 1;
	}
	EVP_MD_CTX_free(md);
	buf_clear(&b);
	return good;
}

static bool
set_sessions(struct context *c, struct buf *bad)
{
	const struct settings *s = c->set;
	bool tickets = tickets_offer(&c->tickets, c->ctx);

	if (!tickets)
		SSL_CTX_set_options(c->ctx, SSL_OP_NO_TICKET);
	if (!tickets && !s->session_ids) {
		SSL_CTX_set_session_cache_mode(c->ctx, SSL_SESS_CACHE_OFF);
		return true;
	}
	SSL_CTX_set_session_cache_mode(c->ctx, SSL_SESS_CACHE_SERVER |
	    SSL_SESS_CACHE_NO_INTERNAL | SSL_SESS_CACHE_NO_AUTO_CLEAR);
	/* longer than their key's life: the key decides */
	SSL_CTX_set_timeout(c->ctx, (long)(2 * s->cache_time + 1));
	return bind_sessions(c->ctx, s) || fail(bad, "session id context");
}

static bool
set_server(struct context *c, struct buf *bad)
{
	const struct settings *s = c->set;

	if (param_bool(P_tls_preempt_cipherlist))
		SSL_CTX_set_options(c->ctx, SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_verify_depth(c->ctx, s->depth > 0 ? (int)s->depth - 1 : 0);
	server_prepare(c->ctx);
	return set_protocols(c->ctx, s->enforce ? s->mandatory_protocols :
	    s->protocols, bad) && set_ciphers(c, bad) &&
	    set_dh(c->ctx, s->dh_file, bad) && ask_clients(c, bad) &&
	    set_sessions(c, bad);
}

static bool
set_client(struct context *c, struct buf *bad)
{
	const struct settings *s = c->set;

	SSL_CTX_set_verify_depth(c->ctx, s->depth > 0 ? (int)s->depth - 1 : 0);
	SSL_CTX_set_session_cache_mode(c->ctx, SSL_SESS_CACHE_CLIENT |
	    SSL_SESS_CACHE_NO_INTERNAL);
	client_prepare(c->ctx);
	return SSL_CTX_dane_enable(c->ctx) == 1 || fail(bad, "DANE");
}

static bool
build(struct context *c, struct buf *bad)
{
	const struct settings *s = c->set;

	c->ctx = SSL_CTX_new(s->server ? TLS_server_method() :
	    TLS_client_method());
	if (c->ctx == NULL)
		return fail(bad, "cannot make a TLS context");
	/* Weak ciphers are better than none; grades and lists rule them out. */
	SSL_CTX_set_security_level(c->ctx, 0);
	SSL_CTX_set_mode(c->ctx, SSL_MODE_ENABLE_PARTIAL_WRITE |
	    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_clear_mode(c->ctx, SSL_MODE_AUTO_RETRY);
	return options_set(c->ctx, bad) && authorities_load(c->ctx, s, bad) &&
	    load_keys(c->ctx, s, bad) && groups_set(c->ctx, s->ecdh_grade, bad)
	    && (s->server ? set_server(c, bad) : set_client(c, bad));
}

/* Certificate and key may be replaced one after the other: what does not fit
 * now may fit in a moment. */
void
context_prepare(struct context *c, const struct settings *set, uid_t owner,
    gid_t group)
{
	struct buf bad = BUF_INIT;

	*c = (struct context){ .set = set, .ciphers = BUF_INIT };
	sni_open(&c->sni, set->server ? param_str(P_tls_server_sni_maps) : "");
	tickets_open(&c->tickets, set->server ? set->cache_time : 0, owner,
	    group);
	for (int try = 0; try < 2 && c->ctx == NULL; try++) {
		if (try > 0)
			poll(NULL, 0, AGAIN_MS);
		buf_reset(&bad);
		buf_reset(&c->ciphers);
		if (!build(c, &bad)) {
			SSL_CTX_free(c->ctx);
			c->ctx = NULL;
		}
	}
	c->boxed = param_bool(P_smtpd_sandbox) &&
	    sandbox_prepare(&c->box, false) == 0;
	if (c->ctx == NULL)
		log_warn("%s; TLS is not available", bad.s);
	buf_clear(&bad);
}

void
context_clear(struct context *c)
{
	SSL_CTX_free(c->ctx);
	tickets_close(&c->tickets);
	sni_close(&c->sni);
	sandbox_clear(&c->box);
	buf_clear(&c->ciphers);
}
