/* SPDX-License-Identifier: ISC */
#include "facts.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

static bool
add_print(struct buf *out, const char *digest, const unsigned char *der,
    int len)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	EVP_MD *md = EVP_MD_fetch(NULL, digest, NULL);
	bool good = md != NULL && len > 0 &&
	    EVP_Digest(der, (size_t)len, sum, &n, md, NULL) == 1;

	for (unsigned i = 0; good && i < n; i++)
		buf_addf(out, "%s%02X", i > 0 ? ":" : "", sum[i]);
	EVP_MD_free(md);
	ERR_clear_error();
	return good;
}

bool
facts_cert_print(struct buf *out, X509 *x, const char *digest)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x, &der);
	bool good = add_print(out, digest, der, len);

	OPENSSL_free(der);
	return good;
}

bool
facts_key_print(struct buf *out, X509 *x, const char *digest)
{
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &der);
	bool good = add_print(out, digest, der, len);

	OPENSSL_free(der);
	return good;
}

/* The last of this kind. One with a NUL in it pretends to be another. */
static void
take_name(struct tlsfacts *f, enum tlsfact id, X509_NAME *name, int nid)
{
	unsigned char *utf8 = NULL;
	int at = -1, last = -1, len;

	while ((at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0)
		last = at;
	if (last < 0)
		return;
	len = ASN1_STRING_to_UTF8(&utf8,
	    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
	if (len > 0 && memchr(utf8, '\0', (size_t)len) == NULL)
		tlsfacts_set(f, id, (struct span){ (char *)utf8, (size_t)len });
	OPENSSL_free(utf8);
}

static void
take_cert(struct tlsfacts *f, X509 *x, const char *digest)
{
	struct buf b = BUF_INIT;

	take_name(f, TLSFACT_SUBJECT, X509_get_subject_name(x),
	    NID_commonName);
	take_name(f, TLSFACT_ISSUER, X509_get_issuer_name(x),
	    NID_organizationName);
	take_name(f, TLSFACT_ISSUER, X509_get_issuer_name(x), NID_commonName);
	if (facts_cert_print(&b, x, digest))
		tlsfacts_set(f, TLSFACT_CERT_PRINT, buf_span(&b));
	buf_reset(&b);
	if (facts_key_print(&b, x, digest))
		tlsfacts_set(f, TLSFACT_KEY_PRINT, buf_span(&b));
	buf_clear(&b);
}

static void
add_curve(struct buf *out, EVP_PKEY *key)
{
	char name[64];
	size_t len;

	if (EVP_PKEY_get_group_name(key, name, sizeof(name), &len) == 1)
		buf_addf(out, " (%s)", name);
}

static void
add_exchange(struct buf *out, SSL *ssl)
{
	EVP_PKEY *key = NULL;
	int type;

	if (SSL_get_peer_tmp_key(ssl, &key) != 1)
		return;
	type = EVP_PKEY_get_base_id(key);
	if (type == EVP_PKEY_DH) {
		buf_addf(out, "key-exchange DHE (%d bits)",
		    EVP_PKEY_get_bits(key));
	} else if (type == EVP_PKEY_EC) {
		buf_adds(out, "key-exchange ECDHE");
		add_curve(out, key);
	} else {
		buf_addf(out, "key-exchange %s", OBJ_nid2sn(type));
	}
	EVP_PKEY_free(key);
}

/* Of RSA keys, TLS 1.3 takes PSS only. */
static void
add_signature(struct buf *out, const char *whose, EVP_PKEY *key, int digest)
{
	int type = EVP_PKEY_get_base_id(key);

	if (type == EVP_PKEY_RSA) {
		buf_addf(out, " %s-signature RSA-PSS (%d bits)", whose,
		    EVP_PKEY_get_bits(key));
	} else if (type == EVP_PKEY_EC) {
		buf_addf(out, " %s-signature ECDSA", whose);
		add_curve(out, key);
	} else {
		buf_addf(out, " %s-signature %s", whose, OBJ_nid2sn(type));
	}
	if (digest != NID_undef)
		buf_addf(out, " %s-digest %s", whose, OBJ_nid2sn(digest));
}

static void
take_details(struct tlsfacts *f, SSL *ssl, X509 *peer)
{
	struct buf b = BUF_INIT;
	bool server = SSL_is_server(ssl);
	EVP_PKEY *own = SSL_get_privatekey(ssl);
	EVP_PKEY *other = peer != NULL ? X509_get0_pubkey(peer) : NULL;
	int own_digest = NID_undef, other_digest = NID_undef;
	bool own_signed = SSL_get_signature_nid(ssl, &own_digest) == 1;
	bool signed_here = own != NULL && (server || own_signed);

	add_exchange(&b, ssl);
	SSL_get_peer_signature_nid(ssl, &other_digest);
	if (!f->reused && server && signed_here)
		add_signature(&b, "server", own, own_digest);
	if (!f->reused && other != NULL)
		add_signature(&b, server ? "client" : "server", other,
		    other_digest);
	if (!f->reused && !server && signed_here)
		add_signature(&b, "client", own, own_digest);
	tlsfacts_set(f, TLSFACT_DETAILS, span_trim(buf_span(&b)));
	buf_clear(&b);
}

static void
take_number(struct tlsfacts *f, enum tlsfact id, int n)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%d", n);
	tlsfacts_set(f, id, buf_span(&b));
	buf_clear(&b);
}

void
facts_take(struct tlsfacts *f, SSL *ssl, const char *digest)
{
	const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);
	X509 *peer = SSL_get0_peer_certificate(ssl);
	const unsigned char *alpn;
	unsigned alpn_len;
	int all_bits = 0;

	f->on = true;
	f->reused = SSL_session_reused(ssl) == 1;
	f->asked = (SSL_get_verify_mode(ssl) & SSL_VERIFY_PEER) != 0;
	f->present = peer != NULL;
	f->trusted = peer != NULL && SSL_get_verify_result(ssl) == X509_V_OK;
	tlsfacts_set(f, TLSFACT_PROTOCOL, span_str(SSL_get_version(ssl)));
	tlsfacts_set(f, TLSFACT_CIPHER, span_str(SSL_CIPHER_get_name(cipher)));
	take_number(f, TLSFACT_BITS, SSL_CIPHER_get_bits(cipher, &all_bits));
	take_number(f, TLSFACT_ALL_BITS, all_bits);
	SSL_get0_alpn_selected(ssl, &alpn, &alpn_len);
	tlsfacts_set(f, TLSFACT_ALPN, (struct span){ (const char *)alpn,
	    alpn_len });
	if (peer != NULL)
		take_cert(f, peer, digest);
	if (peer != NULL && !f->trusted)
		tlsfacts_set(f, TLSFACT_PROBLEM,
		    span_str(X509_verify_cert_error_string(
		    SSL_get_verify_result(ssl))));
	if (SSL_version(ssl) >= TLS1_3_VERSION)
		take_details(f, ssl, peer);
	ERR_clear_error();
}
