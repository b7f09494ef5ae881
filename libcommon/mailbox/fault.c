/* SPDX-License-Identifier: ISC */
#include "mailbox/fault.h"

#include <errno.h>
#include <string.h>

enum out
fault_why(struct why *w, int err, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	enum out out;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&text, fmt, ap);
	va_end(ap);
	if (err == EDQUOT)
		out = why_perm(w, "5.2.2", "%s: %s", text.s, strerror(err));
	else if (err == ENOSPC || err == EFBIG)
		out = why_errno(w, err, "%s", text.s);
	else
		out = why_temp(w, "4.2.0", "%s: %s", text.s, strerror(err));
	buf_clear(&text);
	return out;
}

enum out
fault_full(struct why *w)
{
	return why_perm(w, "5.2.2", "error writing message: %s",
	    strerror(EFBIG));
}
