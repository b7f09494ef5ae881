/* SPDX-License-Identifier: ISC */
#include "groups.h"

#include <openssl/err.h>
#include <stdlib.h>

#include "chain.h"
#include "conf/param.h"

/* "none" means: only what is not on an elliptic curve. */
static const char *
curves(const char *grade)
{
	if (strcmp(grade, "strong") == 0)
		return param_str(P_tls_eecdh_strong_curve);
	if (strcmp(grade, "ultra") == 0)
		return param_str(P_tls_eecdh_ultra_curve);
	return strcmp(grade, "none") == 0 ? "" :
	    param_str(P_tls_eecdh_auto_curves);
}

static void
add_known(struct buf *out, SSL_CTX *ctx, const char *list)
{
	struct span rest = span_str(list), word;

	while (span_word(&rest, ",: \t\r\n", &word)) {
		char *name = span_dup(word);

		if (SSL_CTX_set1_groups_list(ctx, name) == 1)
			buf_addf(out, "%s%s", out->len > 0 ? ":" : "", name);
		ERR_clear_error();
		free(name);
	}
}

bool
groups_set(SSL_CTX *ctx, const char *grade, struct buf *bad)
{
	struct buf known = BUF_INIT;
	bool good = true;

	add_known(&known, ctx, curves(grade));
	add_known(&known, ctx, param_str(P_tls_ffdhe_auto_groups));
	if (known.len > 0 && SSL_CTX_set1_groups_list(ctx, known.s) != 1) {
		buf_addf(bad, "groups %s", known.s);
		chain_why(bad);
		good = false;
	}
	buf_clear(&known);
	return good;
}
