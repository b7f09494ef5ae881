/* SPDX-License-Identifier: ISC */
#include "authorities.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "chain.h"
#include "conf/param.h"
#include "sys/dir.h"

/* "5ed36f99.0", as c_rehash names them. */
static bool
is_hashed(const char *name)
{
	size_t i = 0;

	while (i < 8 && ascii_hex(name[i]) >= 0)
		i++;
	return i == 8 && name[8] == '.' && ascii_digit(name[9]);
}

static bool
load_dir(X509_STORE *store, const char *path, struct buf *bad)
{
	struct dir d;
	const char *name;

	if (!dir_open(&d, AT_FDCWD, path)) {
		buf_addf(bad, "%s: %s", path, strerror(errno));
		return false;
	}
	while ((name = dir_next(&d)) != NULL) {
		char *file = mem_fmt("%s/%s", path, name);

		if (is_hashed(name))
			X509_STORE_load_file(store, file);
		free(file);
	}
	dir_close(&d);
	return true;
}

static bool
load_file(X509_STORE *store, const char *path, struct buf *bad)
{
	if (X509_STORE_load_file(store, path) == 1)
		return true;
	buf_addf(bad, "%s: no certificates of authorities", path);
	chain_why(bad);
	return false;
}

bool
authorities_load(SSL_CTX *ctx, const struct settings *set, struct buf *bad)
{
	X509_STORE *store = SSL_CTX_get_cert_store(ctx);

	if (set->ca_file[0] != '\0' && !load_file(store, set->ca_file, bad))
		return false;
	if (set->ca_path[0] != '\0' && !load_dir(store, set->ca_path, bad))
		return false;
	if (param_bool(P_tls_append_default_CA) && (set->ca_file[0] != '\0' ||
	    set->ca_path[0] != '\0')) {
		X509_STORE_load_file(store, X509_get_default_cert_file());
		load_dir(store, X509_get_default_cert_dir(), bad);
		buf_reset(bad);
	}
	ERR_clear_error();
	return true;
}
