/* SPDX-License-Identifier: ISC */
#include "identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/num.h"
#include "conf/param.h"
#include "facts.h"

static bool
is_dane(const struct session *s)
{
	return s->asked.level == LEVEL_DANE ||
	    s->asked.level == LEVEL_DANE_ONLY;
}

static bool
fail(struct session *s, const char *what)
{
	buf_adds(&s->problem, what);
	return false;
}

/* "3 1 1 HEX": false for what is no such record. */
static bool
read_tlsa(struct span line, uint64_t field[3], struct buf *data)
{
	struct span word;

	buf_reset(data);
	for (int i = 0; i < 3; i++)
		if (!span_word(&line, " ", &word) ||
		    !num_uint(word, 255, &field[i]))
			return false;
	line = span_trim(line);
	for (size_t i = 0; i + 1 < line.len; i += 2) {
		int high = ascii_hex(line.p[i]), low = ascii_hex(line.p[i + 1]);

		if (high < 0 || low < 0)
			return false;
		buf_addc(data, (char)(high << 4 | low));
	}
	return line.len % 2 == 0 && data->len > 0;
}

/* Mail has no use for usages 0 and 1 (RFC 7672 section 3.1.3). OpenSSL says
 * itself which of the others it can use. */
static int
add_tlsa(struct session *s)
{
	struct span list = buf_span(&s->asked.tlsa), line;
	struct buf data = BUF_INIT;
	int usable = 0;

	while (span_split(&list, '\n', &line)) {
		uint64_t f[3];

		if (read_tlsa(line, f, &data) && (f[0] == 2 || f[0] == 3) &&
		    SSL_dane_tlsa_add(s->ssl, (uint8_t)f[0], (uint8_t)f[1],
		    (uint8_t)f[2], (const unsigned char *)data.s,
		    data.len) > 0)
			usable++;
		ERR_clear_error();
	}
	buf_clear(&data);
	return usable;
}

/* Other names that an anchor's certificate may be for. */
static void
add_names(struct session *s)
{
	struct span list = buf_span(&s->asked.match), line;

	while (span_split(&list, '\n', &line)) {
		char *name = span_dup(line);

		if (line.len > 0)
			SSL_add1_host(s->ssl, name);
		free(name);
	}
}

/* Records that cannot be used mean: encrypted, but not verified, unless there
 * is nothing but DANE. */
static bool
expect_dane(struct session *s)
{
	if (SSL_dane_enable(s->ssl, s->asked.host.s) != 1)
		return fail(s, "cannot set up DANE");
	SSL_dane_set_flags(s->ssl, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
	if (add_tlsa(s) > 0) {
		add_names(s);
		return true;
	}
	if (s->asked.level == LEVEL_DANE_ONLY)
		return fail(s, "no usable TLSA records");
	s->asked.level = LEVEL_ENCRYPT;
	return true;
}

static bool
use_anchors(struct session *s)
{
	X509_STORE *store = X509_STORE_new();
	BIO *in = BIO_new_mem_buf(s->asked.anchors.s, (int)s->asked.anchors.len);
	X509 *x;
	int n = 0;

	while (store != NULL && in != NULL &&
	    (x = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
		n += X509_STORE_add_cert(store, x) == 1;
		X509_free(x);
	}
	ERR_clear_error();
	if (n > 0) {
		SSL_set1_verify_cert_store(s->ssl, store);
		X509_VERIFY_PARAM_set_flags(SSL_get0_param(s->ssl),
		    X509_V_FLAG_PARTIAL_CHAIN);
	}
	X509_STORE_free(store);
	BIO_free(in);
	return n > 0 || fail(s, "no certificate in the trust anchors");
}

bool
identity_expect(struct session *s)
{
	if (is_dane(s))
		return expect_dane(s);
	return s->asked.anchors.len == 0 || use_anchors(s);
}

static bool
same_print(struct span a, struct span b)
{
	return a.len > 0 && span_caseeq(a, b);
}

static bool
matches(const struct session *s, X509 *peer, struct span want)
{
	unsigned flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
	    (param_bool(P_tls_wildcard_matches_multiple_labels) ?
	    X509_CHECK_FLAG_MULTI_LABEL_WILDCARDS : 0);

	if (want.len == 0)
		return false;
	if (s->asked.level == LEVEL_FINGERPRINT)
		return same_print(want, tlsfacts_get(&s->facts,
		    TLSFACT_CERT_PRINT)) || same_print(want,
		    tlsfacts_get(&s->facts, TLSFACT_KEY_PRINT));
	return X509_check_host(peer, want.p, want.len, flags, NULL) == 1;
}

static bool
matches_any(const struct session *s, X509 *peer)
{
	struct span list = buf_span(&s->asked.match), want;

	while (span_split(&list, '\n', &want))
		if (matches(s, peer, want))
			return true;
	return false;
}

void
identity_check(struct session *s)
{
	X509 *peer = SSL_get0_peer_certificate(s->ssl);
	struct tlsfacts *f = &s->facts;

	if (peer == NULL)
		return;
	if (is_dane(s))
		f->matched = f->trusted &&
		    SSL_get0_dane_authority(s->ssl, NULL, NULL) >= 0;
	else
		f->matched = matches_any(s, peer);
	/* What was named itself needs nobody to vouch for it. */
	if (s->asked.level == LEVEL_FINGERPRINT)
		f->trusted = f->matched;
	if (f->trusted && !f->matched && s->asked.level > LEVEL_ENCRYPT)
		tlsfacts_set(f, TLSFACT_PROBLEM,
		    SPAN("certificate is for another host"));
	f->matched = f->matched && f->trusted;
	ERR_clear_error();
}

bool
identity_is_enough(const struct session *s)
{
	return s->asked.level <= LEVEL_ENCRYPT ||
	    (s->facts.trusted && s->facts.matched);
}
