/* SPDX-License-Identifier: ISC */
#include "options.h"

#include "base/num.h"
#include "conf/param.h"

static const struct {
	const char *name;
	uint64_t    bits;
} names[] = {
	{ "ALL", SSL_OP_ALL },
	{ "ALLOW_NO_DHE_KEX", SSL_OP_ALLOW_NO_DHE_KEX },
	{ "ALLOW_UNSAFE_LEGACY_RENEGOTIATION",
	    SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION },
	{ "CIPHER_SERVER_PREFERENCE", SSL_OP_CIPHER_SERVER_PREFERENCE },
	{ "CISCO_ANYCONNECT", SSL_OP_CISCO_ANYCONNECT },
	{ "COOKIE_EXCHANGE", SSL_OP_COOKIE_EXCHANGE },
	{ "CRYPTOPRO_TLSEXT_BUG", SSL_OP_CRYPTOPRO_TLSEXT_BUG },
	{ "DONT_INSERT_EMPTY_FRAGMENTS", SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS },
	{ "ENABLE_MIDDLEBOX_COMPAT", SSL_OP_ENABLE_MIDDLEBOX_COMPAT },
	{ "LEGACY_SERVER_CONNECT", SSL_OP_LEGACY_SERVER_CONNECT },
	{ "NO_ANTI_REPLAY", SSL_OP_NO_ANTI_REPLAY },
	{ "NO_COMPRESSION", SSL_OP_NO_COMPRESSION },
	{ "NO_ENCRYPT_THEN_MAC", SSL_OP_NO_ENCRYPT_THEN_MAC },
	{ "NO_EXTENDED_MASTER_SECRET", SSL_OP_NO_EXTENDED_MASTER_SECRET },
	{ "NO_QUERY_MTU", SSL_OP_NO_QUERY_MTU },
	{ "NO_RENEGOTIATION", SSL_OP_NO_RENEGOTIATION },
	{ "NO_RESUMPTION_ON_RENEGOTIATION",
	    SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION },
	{ "NO_SESSION_RESUMPTION_ON_RENEGOTIATION",
	    SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION },
	{ "NO_TICKET", SSL_OP_NO_TICKET },
	{ "PRIORITIZE_CHACHA", SSL_OP_PRIORITIZE_CHACHA },
	{ "SAFARI_ECDHE_ECDSA_BUG", SSL_OP_SAFARI_ECDHE_ECDSA_BUG },
	{ "TLSEXT_PADDING", SSL_OP_TLSEXT_PADDING },
	{ "TLS_ROLLBACK_BUG", SSL_OP_TLS_ROLLBACK_BUG },
	/* of versions of OpenSSL that are gone: without effect */
	{ "MICROSOFT_SESS_ID_BUG", 0 }, { "NETSCAPE_CHALLENGE_BUG", 0 },
	{ "NETSCAPE_REUSE_CIPHER_CHANGE_BUG", 0 },
	{ "SSLREF2_REUSE_CERT_TYPE_BUG", 0 },
	{ "MICROSOFT_BIG_SSLV3_BUFFER", 0 }, { "MSIE_SSLV2_RSA_PADDING", 0 },
	{ "SSLEAY_080_CLIENT_DH_BUG", 0 }, { "TLS_D5_BUG", 0 },
	{ "TLS_BLOCK_PADDING_BUG", 0 },
};

static bool
by_name(struct span word, uint64_t *bits)
{
	uint64_t n;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_caseis(word, names[i].name)) {
			*bits |= names[i].bits;
			return true;
		}
	if (!span_starts(word, SPAN("0x")) ||
	    !num_hex(span_from(word, 2), UINT64_MAX, &n))
		return false;
	*bits |= n;
	return true;
}

bool
options_read(struct span list, uint64_t *bits, struct span *bad)
{
	*bits = 0;
	while (span_word(&list, ",: \t\r\n", bad))
		if (!by_name(*bad, bits))
			return false;
	return true;
}

static bool
read_list(enum param p, const char *name, uint64_t *bits, struct buf *bad)
{
	struct span word;

	if (options_read(span_str(param_str(p)), bits, &word))
		return true;
	buf_addf(bad, "unknown %s value \"%.*s\"", name, SPAN_FMT(word));
	return false;
}

/* Nobody needs renegotiation or compression; both have been attacked. A peer
 * that closes without saying so is told by SMTP's own end. */
bool
options_set(SSL_CTX *ctx, struct buf *bad)
{
	uint64_t more, less;

	if (!read_list(P_tls_ssl_options, "tls_ssl_options", &more, bad) ||
	    !read_list(P_tls_disable_workarounds, "tls_disable_workarounds",
	    &less, bad))
		return false;
	SSL_CTX_set_options(ctx, (SSL_OP_ALL & ~less) | more |
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
	    SSL_OP_IGNORE_UNEXPECTED_EOF);
	return true;
}
