/* SPDX-License-Identifier: ISC */
#include "server.h"

#include "chain.h"

/* A client that names protocols and not this one wanted to talk to somebody
 * else: what it says must not be taken for mail. */
static int
choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *outlen,
    const unsigned char *in, unsigned inlen, void *arg)
{
	static const unsigned char smtp[] = "\4smtp";
	unsigned char *chosen;

	if (SSL_select_next_proto(&chosen, outlen, smtp, sizeof(smtp) - 1, in,
	    inlen) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

/* Names are acknowledged where names matter. */
static int
take_name(SSL *ssl, int *alert, void *arg)
{
	const struct session *s = SSL_get_app_data(ssl);

	return s->c->sni.on ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

/* 0 fails the handshake. It may come twice in one. */
static int
choose_chain(SSL *ssl, void *arg)
{
	struct session *s = arg;
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	struct buf pem = BUF_INIT, bad = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = ABSENT;

	if (name != NULL && name[0] != '\0')
		got = sni_find(&s->c->sni, span_str(name), &pem, &w);
	if (got == FAILED)
		session_note(s, 'W', "tls_server_sni_maps: %s", w.text.s);
	if (got == FOUND && !chain_load_text(ssl, buf_span(&pem), name, &bad)) {
		session_note(s, 'W', "TLS SNI: %s", bad.s);
		got = FAILED;
	}
	if (got == FOUND)
		tlsfacts_set(&s->facts, TLSFACT_SNI, span_str(name));
	OPENSSL_cleanse(pem.s, pem.len);
	buf_clear(&pem);
	buf_clear(&bad);
	why_clear(&w);
	return got != FAILED;
}

void
server_prepare(SSL_CTX *ctx)
{
	SSL_CTX_set_alpn_select_cb(ctx, choose_protocol, NULL);
	SSL_CTX_set_tlsext_servername_callback(ctx, take_name);
}

bool
server_set_up(struct session *s)
{
	if (s->c->sni.on)
		SSL_set_cert_cb(s->ssl, choose_chain, s);
	SSL_set_accept_state(s->ssl);
	return true;
}

bool
server_accepts(struct session *s)
{
	if (s->asked.log_level >= 2 && s->facts.present && !s->facts.trusted)
		session_note(s, 'L', "certificate verification failed for "
		    "client: %s", s->facts.text[TLSFACT_PROBLEM].s);
	return true;
}
