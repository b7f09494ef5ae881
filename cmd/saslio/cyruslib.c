/* SPDX-License-Identifier: ISC */
#ifdef CYRUS_SASL
#include "cyruslib.h"

#include "sys/log.h"

/* What is less than a problem may hold what users typed. */
int
cyruslib_log(void *context, int level, const char *message)
{
	if (message == NULL)
		return SASL_OK;
	if (level == SASL_LOG_ERR)
		log_warn("SASL authentication problem: %s", message);
	else if (level == SASL_LOG_FAIL || level == SASL_LOG_WARN)
		log_warn("SASL authentication failure: %s", message);
	return SASL_OK;
}

bool
cyruslib_secure(sasl_conn_t *conn, const struct facts *f)
{
	static const struct {
		unsigned	ours, theirs;
	} bits[] = {
		{ SEC_NOPLAINTEXT, SASL_SEC_NOPLAINTEXT },
		{ SEC_NOACTIVE, SASL_SEC_NOACTIVE },
		{ SEC_NODICTIONARY, SASL_SEC_NODICTIONARY },
		{ SEC_NOANONYMOUS, SASL_SEC_NOANONYMOUS },
		{ SEC_FORWARD_SECRECY, SASL_SEC_FORWARD_SECRECY },
		{ SEC_MUTUAL_AUTH, SASL_SEC_MUTUAL_AUTH },
	};
	sasl_security_properties_t props = { .max_ssf = 0 };

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		if (f->options & bits[i].ours)
			props.security_flags |= bits[i].theirs;
	return sasl_setprop(conn, SASL_SEC_PROPS, &props) == SASL_OK;
}

static bool
is_own_trouble(int status)
{
	switch (status) {
	case SASL_FAIL:
	case SASL_NOMEM:
	case SASL_TRYAGAIN:
	case SASL_NOTINIT:
	case SASL_UNAVAIL:
	case SASL_CONFIGERR:
		return true;
	default:
		return false;
	}
}

/* They would say that there is such a user. */
static bool
tells_too_much(int status)
{
	return status == SASL_NOUSER || status == SASL_NOVERIFY ||
	    status == SASL_TRANS;
}

enum step
cyruslib_refuse(struct answer *a, int status)
{
	if (tells_too_much(status))
		status = SASL_BADAUTH;
	return provider_say(a, is_own_trouble(status) ? STEP_TEMP :
	    STEP_FAILED, sasl_errstring(status, NULL, NULL));
}
#endif
