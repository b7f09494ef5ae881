/* SPDX-License-Identifier: ISC */
#include "cyrus.h"

#include "sys/log.h"

#ifdef CYRUS_SASL

bool
cyrus_is_here(void)
{
	return true;
}

#else		/* built without the library */

bool
cyrus_is_here(void)
{
	return false;
}

static bool
none(void)
{
	log_error("this system was built without Cyrus SASL");
	return false;
}

bool
cyrus_server_init(const char *name, const char *path)
{
	return none();
}

bool
cyrus_client_init(void)
{
	return true;		/* mechanisms of our own are still there */
}

struct provider *
cyrus_server(const char *passwords)
{
	return NULL;
}

struct provider *
cyrus_client(void)
{
	return NULL;
}

#endif
