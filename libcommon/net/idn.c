/* SPDX-License-Identifier: ISC */
#include "net/idn.h"

#include "base/utf8.h"

#ifdef IDN2_SONAME
#include <idn2.h>
#include <stdlib.h>

#include "sys/dynlib.h"

#define CALLS(X) X(idn2_to_ascii_8z) X(idn2_to_unicode_8z8z) X(idn2_free)
struct calls { CALLS(DYNLIB_MEMBER) };

static bool
load(struct calls *c)
{
	static const char *const names[] = { CALLS(DYNLIB_NAME) };

	return dynlib_load(IDN2_SONAME, names,
	    sizeof(names) / sizeof(names[0]), c, NULL);
}

static bool
convert(struct buf *out, struct span domain, bool ascii)
{
	struct calls c;
	char *in, *result = NULL;
	int rc;

	if (domain.len == 0 || memchr(domain.p, '\0', domain.len) != NULL ||
	    !utf8_ok(domain) || !load(&c))
		return false;
	in = span_dup(domain);
	rc = ascii ? c.idn2_to_ascii_8z(in, &result,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) :
	    c.idn2_to_unicode_8z8z(in, &result, 0);
	if (rc == IDN2_OK)
		buf_adds(out, result);
	c.idn2_free(result);
	free(in);
	return rc == IDN2_OK;
}
#else
static bool
convert(struct buf *out, struct span domain, bool ascii)
{
	return false;
}
#endif

bool
idn_ascii(struct buf *out, struct span domain)
{
	return convert(out, domain, true);
}

bool
idn_unicode(struct buf *out, struct span domain)
{
	return convert(out, domain, false);
}

static bool
has_coded_label(struct span domain)
{
	struct span label;

	while (span_split(&domain, '.', &label))
		if (span_casestarts(label, SPAN("xn--")))
			return true;
	return false;
}

bool
idn_other(struct buf *out, struct span domain)
{
	if (!utf8_is_ascii(domain))
		return idn_ascii(out, domain);
	return has_coded_label(domain) && idn_unicode(out, domain);
}
