/* SPDX-License-Identifier: ISC */
#include "barelf.h"

#include "reply.h"

static bool
is_excluded(const struct conn *c)
{
	return matchlist_match(c->lists->list[LIST_BARE_LF_EXCLUSIONS],
	    buf_span(&c->name.name), span_str(c->peer.addr), NULL) == FOUND;
}

bool
bare_lf_refused(struct conn *c)
{
	struct buf text = BUF_INIT;

	if (c->stand_alone || c->set->bare_lf == BARE_LF_TAKE || is_excluded(c))
		return false;
	c->saw_bare_lf = true;
	if (c->set->bare_lf == BARE_LF_NOTE)
		return false;
	buf_addf(&text, "%s Error: bare <LF> received", c->set->hostname);
	reply_reject(c, c->set->bare_lf_code, "5.5.2", buf_span(&text));
	buf_clear(&text);
	conn_end(c, NULL);
	return true;
}
