/* SPDX-License-Identifier: ISC */
#include "about.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/opensslv.h>
#include <stdio.h>
#include <string.h>

static const char *const algorithms[] = {
	"rsa", "rsa-pss", "ec", "ed25519", "ed448", "dsa", "ml-dsa-44",
	"ml-dsa-65", "ml-dsa-87"
};

static bool
has_algorithm(const char *name)
{
	EVP_SIGNATURE *s = EVP_SIGNATURE_fetch(NULL, strcmp(name, "ec") == 0 ?
	    "ECDSA" : strncmp(name, "rsa", 3) == 0 ? "RSA" : name, NULL);
	bool has = s != NULL;

	EVP_SIGNATURE_free(s);
	return has;
}

bool
about(const char *what)
{
	if (strcmp(what, "compile-version") == 0)
		puts(OPENSSL_VERSION_TEXT);
	else if (strcmp(what, "run-version") == 0)
		puts(OpenSSL_version(OPENSSL_VERSION));
	else if (strcmp(what, "public-key-algorithms") == 0)
		for (size_t i = 0; i < sizeof(algorithms) /
		    sizeof(algorithms[0]); i++) {
			if (has_algorithm(algorithms[i]))
				puts(algorithms[i]);
		}
	else
		return false;
	return true;
}
