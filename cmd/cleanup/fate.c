/* SPDX-License-Identifier: ISC */
#include "fate.h"

#include "msg/header.h"
#include "sys/log.h"

void
fate_reset(struct fate *f)
{
	f->hold = f->discard = false;
	buf_reset(&f->filter);
	buf_reset(&f->redirect);
	buf_reset(&f->bcc);
	buf_reset(&f->prepend);
}

void
fate_clear(struct fate *f)
{
	buf_clear(&f->filter);
	buf_clear(&f->redirect);
	buf_clear(&f->bcc);
	buf_clear(&f->prepend);
}

static void
prepend(struct fate *f, struct span text)
{
	struct header h;

	if (header_parse(text, &h))
		header_add_text(&f->prepend, text);
	else
		log_warn("PREPEND text is no header: %.*s", SPAN_FMT(text));
}

bool
fate_fact(struct fate *f, struct span name, struct span value)
{
	if (span_is(name, "hold"))
		f->hold = true;
	else if (span_is(name, "discard"))
		f->discard = true;
	else if (span_is(name, "filter"))
		buf_set(&f->filter, value);
	else if (span_is(name, "redirect"))
		buf_set(&f->redirect, value);
	else if (span_is(name, "prepend"))
		prepend(f, value);
	else if (span_is(name, "bcc")) {
		buf_addspan(&f->bcc, value);
		buf_addc(&f->bcc, '\n');
	} else
		return false;
	return true;
}
