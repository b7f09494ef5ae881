/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "msg/address.h"
#include "wire/domain.h"
#include "wire/smtpcmd.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_address(const struct buf *address, bool strict)
{
	struct buf form = BUF_INIT, back = BUF_INIT;

	if (address->len == 0)
		return;
	for (size_t i = 0; i < address->len; i++)
		if (ascii_ctrl(address->s[i]))
			abort();
	buf_addc(&form, '<');
	address_external(&form, buf_span(address));
	buf_addc(&form, '>');
	struct span in = buf_span(&form);
	enum smtpcmd_bad got = smtpcmd_path(&in, strict, &back);
	/* quoting may make it longer than it came */
	if (got != SMTPCMD_LONG && (got != SMTPCMD_OK ||
	    !span_eq(buf_span(&back), buf_span(address))))
		abort();
	buf_reset(&back);
	if (!address_internal(&back, buf_span(&form)) ||
	    !span_eq(buf_span(&back), buf_span(address)))
		abort();
	buf_clear(&form);
	buf_clear(&back);
}

static void
try_mail(struct span args)
{
	struct smtpcmd_mail m = SMTPCMD_MAIL_INIT;

	if (smtpcmd_mail(args, false, &m) == SMTPCMD_OK)
		check_address(&m.address, false);
	if (smtpcmd_mail(args, true, &m) == SMTPCMD_OK) {
		check_address(&m.address, true);
		if (smtpcmd_mail(args, false, &m) != SMTPCMD_OK)
			abort();
	}
	smtpcmd_mail_clear(&m);
}

static void
try_rcpt(struct span args)
{
	struct smtpcmd_rcpt r = SMTPCMD_RCPT_INIT;

	if (smtpcmd_rcpt(args, false, &r) == SMTPCMD_OK)
		check_address(&r.address, false);
	if (smtpcmd_rcpt(args, true, &r) == SMTPCMD_OK &&
	    smtpcmd_rcpt(args, false, &r) != SMTPCMD_OK)
		abort();
	smtpcmd_rcpt_clear(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, arg;
	struct smtpcmd c;

	if (!smtpcmd_split(in, &c))
		return 0;
	try_mail(c.args);
	try_rcpt(c.args);
	while (smtpcmd_arg(&c.args, &arg))
		smtpcmd_helo_ok(arg);
	return 0;
}
