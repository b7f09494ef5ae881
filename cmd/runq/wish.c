/* SPDX-License-Identifier: ISC */
#include "wish.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "dispatch.h"
#include "msg/address.h"
#include "sweep.h"
#include "wire/record.h"

void
wish_free(struct wanted **list)
{
	struct wanted *w;

	while ((w = *list) != NULL) {
		*list = w->next;
		buf_clear(&w->site);
		free(w);
	}
}

static struct wanted *
new_wanted(struct wanted **list)
{
	struct wanted *w = mem_alloc(sizeof(*w));

	buf_init(&w->site);
	w->next = *list;
	*list = w;
	return w;
}

static void
begin_flush(struct supply *s)
{
	if (!sweep_clock(&s->rq->q, &s->flush_time))
		s->flush_time = (struct timespec){ INT64_MAX, 0 };
	s->again[SUPPLY_FLUSH] = true;
}

void
wish_flush(struct supply *s)
{
	s->flush_all = true;
	begin_flush(s);
}

void
wish_id(struct supply *s, const struct id *id)
{
	new_wanted(&s->ids)->id = *id;
}

void
wish_read(struct supply *s, struct span records)
{
	struct span data;
	struct id id;
	char letter;

	while (record_take(&records, RECORD_MAX, &letter, &data) == RECORD_OK) {
		if (letter == 'f')
			wish_flush(s);
		else if (letter == 'i' && id_read(data, &id))
			wish_id(s, &id);
		else if (letter == 's') {
			buf_addlower(&new_wanted(&s->sites)->site, data);
			begin_flush(s);
		}
	}
}

bool
wish_touched(const struct supply *s, int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return true;
	return st.st_ctim.tv_sec != s->flush_time.tv_sec ?
	    st.st_ctim.tv_sec > s->flush_time.tv_sec :
	    st.st_ctim.tv_nsec > s->flush_time.tv_nsec;
}

static bool
has_site(const struct supply *s, const struct envelope *e)
{
	struct span local, domain;

	for (size_t i = 0; i < e->nrcpts; i++) {
		if (e->rcpts[i].state != RCPT_TODO ||
		    !address_split(e->rcpts[i].addr, &local, &domain))
			continue;
		for (struct wanted *w = s->sites; w != NULL; w = w->next)
			if (span_caseeq(domain, buf_span(&w->site)))
				return true;
	}
	return false;
}

bool
wish_matches(struct supply *s, const struct id *id, struct place p)
{
	struct buf name = BUF_INIT;
	struct why w = WHY_INIT;
	struct qfile f;
	bool yes = false;

	if (s->flush_all)
		return true;
	queue_name(&name, p, id);
	int fd = openat(s->rq->q.fd, name.s, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0) {
		yes = qfile_load(&f, fd, false, &w) == QFILE_OK &&
		    has_site(s, &f.env);
		qfile_close(&f);
	}
	buf_clear(&name);
	why_clear(&w);
	return yes;
}
