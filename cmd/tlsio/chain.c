/* SPDX-License-Identifier: ISC */
#include "chain.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>

struct loader {
	SSL_CTX		*ctx;		/* one of these */
	SSL		*ssl;
	EVP_PKEY	*key;
	X509		*cert;
	STACK_OF(X509)	*signers;
	int		 chains;
	bool		 any_order;	/* the key may come after the chain */
	const char	*name;		/* of the file */
	struct buf	*bad;
};

void
chain_why(struct buf *bad)
{
	unsigned long e = ERR_peek_last_error();
	const char *reason = ERR_reason_error_string(e);

	if (e != 0)
		buf_addf(bad, ": %s", reason != NULL ? reason : "OpenSSL error");
	ERR_clear_error();
}

static bool
fail(struct loader *l, const char *what)
{
	buf_addf(l->bad, "%s: %s", l->name, what);
	chain_why(l->bad);
	return false;
}

static void
forget(struct loader *l)
{
	EVP_PKEY_free(l->key);
	X509_free(l->cert);
	sk_X509_pop_free(l->signers, X509_free);
	l->key = NULL;
	l->cert = NULL;
	l->signers = NULL;
}

/* A key and its chain are complete. */
static bool
use(struct loader *l)
{
	int r;

	if (l->key == NULL)
		return fail(l, "no private key");
	if (l->cert == NULL)
		return fail(l, "a key without a certificate");
	if (l->ctx != NULL)
		r = SSL_CTX_use_cert_and_key(l->ctx, l->cert, l->key,
		    l->signers, 1);
	else
		r = SSL_use_cert_and_key(l->ssl, l->cert, l->key, l->signers,
		    1);
	if (r != 1)
		return fail(l, "the key does not belong to the certificate");
	l->chains++;
	forget(l);
	return true;
}

static bool
take_cert(struct loader *l, const unsigned char *der, long len)
{
	X509 *x = d2i_X509(NULL, &der, len);

	if (x == NULL)
		return fail(l, "not a certificate");
	if (l->key == NULL && !l->any_order) {
		X509_free(x);
		return fail(l, "a certificate without a key before it");
	}
	if (l->cert == NULL) {
		l->cert = x;
		return true;
	}
	if (l->signers == NULL)
		l->signers = sk_X509_new_null();
	if (l->signers == NULL || sk_X509_push(l->signers, x) == 0) {
		X509_free(x);
		return fail(l, "no memory");
	}
	return true;
}

/* The next key ends the chain before it; of a pair the first key counts. */
static bool
take_key(struct loader *l, const unsigned char *der, long len)
{
	if (l->key != NULL && l->any_order)
		return true;
	if (l->key != NULL && !use(l))
		return false;
	l->key = d2i_AutoPrivateKey(NULL, &der, len);
	return l->key != NULL || fail(l, "not a private key");
}

static bool
take(struct loader *l, const char *type, const unsigned char *der, long len)
{
	struct span s = span_str(type);

	if (span_is(s, PEM_STRING_X509) || span_is(s, PEM_STRING_X509_OLD))
		return take_cert(l, der, len);
	if (span_is(s, PEM_STRING_PKCS8))
		return fail(l, "the private key needs a password");
	if (span_ends(s, SPAN("PRIVATE KEY")))
		return take_key(l, der, len);
	return true;	/* parameters, and what is for others */
}

static bool
read_pem(struct loader *l, BIO *in)
{
	bool good = true;

	while (good) {
		char *type = NULL, *header = NULL;
		unsigned char *der = NULL;
		long len;

		if (PEM_read_bio(in, &type, &header, &der, &len) != 1)
			break;
		good = header[0] == '\0' ? take(l, type, der, len) :
		    fail(l, "the private key needs a password");
		OPENSSL_clear_free(der, (size_t)len);
		OPENSSL_free(type);
		OPENSSL_free(header);
	}
	if (good && ERR_GET_REASON(ERR_peek_last_error()) !=
	    PEM_R_NO_START_LINE)
		good = fail(l, "not in PEM");
	ERR_clear_error();
	return good;
}

static bool
read_file(struct loader *l, const char *path)
{
	BIO *in = BIO_new_file(path, "r");

	l->name = path;
	if (in == NULL)
		return fail(l, "cannot be read");
	bool good = read_pem(l, in);
	BIO_free(in);
	return good;
}

bool
chain_load_files(SSL_CTX *ctx, const char *list, struct buf *bad)
{
	struct loader l = { .ctx = ctx, .bad = bad, .name = list };
	struct span rest = span_str(list), word;
	bool good = true;

	while (good && span_element(&rest, &word)) {
		char *path = span_dup(word);

		good = read_file(&l, path);
		l.name = list;
		free(path);
	}
	good = good && use(&l);
	forget(&l);
	return good;
}

bool
chain_load_pair(SSL_CTX *ctx, const char *cert_file, const char *key_file,
    struct buf *bad)
{
	struct loader l = { .ctx = ctx, .bad = bad, .any_order = true };
	bool good = read_file(&l, cert_file);

	if (good && strcmp(cert_file, key_file) != 0) {
		struct loader k = { .bad = bad, .any_order = true };

		good = read_file(&k, key_file);
		EVP_PKEY_free(l.key);
		l.key = k.key;
		k.key = NULL;
		forget(&k);
	}
	l.name = cert_file;
	good = good && use(&l);
	forget(&l);
	return good;
}

bool
chain_load_text(SSL *ssl, struct span pem, const char *name, struct buf *bad)
{
	struct loader l = { .ssl = ssl, .bad = bad, .name = name };
	BIO *in = BIO_new_mem_buf(pem.p, (int)pem.len);

	SSL_certs_clear(ssl);
	bool good = in != NULL && read_pem(&l, in) && use(&l);
	BIO_free(in);
	forget(&l);
	return good;
}
