/* SPDX-License-Identifier: ISC */
#include "table/sorter.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sys/io.h"
#include "table/type.h"

enum { READ_AHEAD = 1 << 17 };

struct head {			/* in front of each record's bytes */
	uint64_t	 rank, line;
	uint32_t	 klen, vlen;
};

struct item {
	uint64_t	 rank;
	const char	*rec;
};

struct run {			/* what of it is not yet merged */
	uint64_t	 at, end;	/* in the file */
	struct buf	 ahead;
	size_t		 used;
	struct record_kv now;
};

struct sorter {
	int		 fd;
	size_t		 memory, arena_cap, arena_len, room;
	char		*arena;
	struct item	*items;
	size_t		 n, at, count;
	uint64_t	 bytes, written;
	struct run	*runs;
	size_t		 nruns;
	bool		 reading, fresh;
	struct run	**heap;
	size_t		 nheap;
};

struct sorter *
sorter_new(int spill, size_t memory)
{
	struct sorter *s = mem_alloc(sizeof(*s));

	s->fd = spill;
	s->memory = memory;
	s->fresh = true;
	return s;
}

void
sorter_free(struct sorter *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->nruns; i++)
		buf_clear(&s->runs[i].ahead);
	io_close(&s->fd);
	free(s->runs);
	free(s->heap);
	free(s->arena);
	free(s->items);
	free(s);
}

size_t
sorter_count(const struct sorter *s)
{
	return s->count;
}

uint64_t
sorter_bytes(const struct sorter *s)
{
	return s->bytes;
}

static void
decode(const char *rec, struct record_kv *r)
{
	struct head h;

	memcpy(&h, rec, sizeof(h));
	r->rank = h.rank;
	r->line = h.line;
	r->key = (struct span){ rec + sizeof(h), h.klen };
	r->value = (struct span){ rec + sizeof(h) + h.klen, h.vlen };
}

static int
compare_records(const struct record_kv *a, const struct record_kv *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	int c = span_cmp(a->key, b->key);
	return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

static int
compare_items(const void *va, const void *vb)
{
	const struct item *a = va, *b = vb;
	struct record_kv ra, rb;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	decode(a->rec, &ra);
	decode(b->rec, &rb);
	return compare_records(&ra, &rb);
}

/* Sources are often in order already. */
static void
sort_items(struct sorter *s)
{
	for (size_t i = 1; i < s->n; i++)
		if (compare_items(&s->items[i - 1], &s->items[i]) > 0) {
			qsort(s->items, s->n, sizeof(*s->items), compare_items);
			return;
		}
}

static size_t
record_len(const char *rec)
{
	struct record_kv r;

	decode(rec, &r);
	return sizeof(struct head) + r.key.len + r.value.len;
}

static enum found
spill_error(struct why *w, const char *verb)
{
	return table_fail_errno(w, errno, "%s temporary file", verb);
}

/* Writes what is in memory as one sorted run. */
static enum found
spill(struct sorter *s, struct why *w)
{
	struct buf out = BUF_INIT;
	struct run *run;
	bool good = true;

	sort_items(s);
	s->runs = mem_resize(s->runs, s->nruns + 1, sizeof(*s->runs));
	run = &s->runs[s->nruns++];
	*run = (struct run){ .at = s->written };
	buf_init(&run->ahead);
	for (size_t i = 0; good && i < s->n; i++) {
		buf_add(&out, s->items[i].rec, record_len(s->items[i].rec));
		if (out.len >= READ_AHEAD || i + 1 == s->n) {
			good = io_pwrite(s->fd, buf_span(&out), s->written) == 0;
			s->written += out.len;
			buf_reset(&out);
		}
	}
	run->end = s->written;
	s->n = s->arena_len = 0;
	if (!good)
		spill_error(w, "write");
	buf_clear(&out);
	return good ? FOUND : FAILED;
}

/* The arena does not move once items point into it. */
static void
make_room(struct sorter *s, size_t need)
{
	if (s->arena == NULL || need > s->arena_cap) {
		free(s->arena);
		s->arena_cap = need > s->memory ? need : s->memory;
		s->arena = mem_alloc(s->arena_cap);
	}
	if (s->n == s->room) {
		s->room = s->room > 0 ? s->room * 2 : 1024;
		s->items = mem_resize(s->items, s->room, sizeof(*s->items));
	}
}

enum found
sorter_add(struct sorter *s, const struct record_kv *r, struct why *w)
{
	struct head h = { r->rank, r->line, (uint32_t)r->key.len,
	    (uint32_t)r->value.len };
	size_t need = sizeof(h) + r->key.len + r->value.len;

	if (s->n > 0 && need > s->arena_cap - s->arena_len &&
	    spill(s, w) != FOUND)
		return FAILED;
	make_room(s, need);
	char *to = s->arena + s->arena_len;
	memcpy(to, &h, sizeof(h));
	memcpy(to + sizeof(h), r->key.p, r->key.len);
	memcpy(to + sizeof(h) + r->key.len, r->value.p, r->value.len);
	s->items[s->n++] = (struct item){ r->rank, to };
	s->arena_len += need;
	s->count++;
	s->bytes += r->key.len + r->value.len;
	return FOUND;
}

/* At least n bytes of the run in memory. */
static bool
fill(struct sorter *s, struct run *run, size_t n)
{
	buf_drop(&run->ahead, run->used);
	run->used = 0;
	while (run->ahead.len < n) {
		uint64_t left = run->end - run->at;
		size_t want = left < READ_AHEAD ? (size_t)left : READ_AHEAD;

		if (want == 0) {
			errno = EIO;
			return false;
		}
		ssize_t got = io_pread(s->fd, &run->ahead, want, run->at);
		if (got <= 0) {
			if (got == 0)
				errno = EIO;
			return false;
		}
		run->at += (uint64_t)got;
	}
	return true;
}

static enum found
advance(struct sorter *s, struct run *run, struct why *w)
{
	size_t have = run->ahead.len - run->used;

	if (have == 0 && run->at == run->end)
		return ABSENT;
	if (have < sizeof(struct head) && !fill(s, run, sizeof(struct head)))
		return spill_error(w, "read");
	size_t need = record_len(run->ahead.s + run->used);
	if (run->ahead.len - run->used < need && !fill(s, run, need))
		return spill_error(w, "read");
	decode(run->ahead.s + run->used, &run->now);
	run->used += need;
	return FOUND;
}

static void
sift(struct sorter *s, size_t i)
{
	for (;;) {
		size_t least = i, child = 2 * i + 1;

		for (size_t c = child; c < child + 2 && c < s->nheap; c++)
			if (compare_records(&s->heap[c]->now,
			    &s->heap[least]->now) < 0)
				least = c;
		if (least == i)
			return;
		struct run *t = s->heap[i];
		s->heap[i] = s->heap[least];
		s->heap[least] = t;
		i = least;
	}
}

static enum found
begin(struct sorter *s, struct why *w)
{
	s->reading = true;
	if (s->nruns == 0) {
		sort_items(s);
		return FOUND;
	}
	if (s->n > 0 && spill(s, w) != FOUND)
		return FAILED;
	free(s->arena);
	free(s->items);
	s->arena = NULL;
	s->items = NULL;
	s->heap = mem_array(s->nruns, sizeof(struct run *));
	for (size_t i = 0; i < s->nruns; i++) {
		enum found got = advance(s, &s->runs[i], w);

		if (got == FAILED)
			return FAILED;
		if (got == FOUND)
			s->heap[s->nheap++] = &s->runs[i];
	}
	for (size_t i = s->nheap; i > 0; i--)
		sift(s, i - 1);
	return FOUND;
}

/* The record handed out last lies in its run's memory: the run moves on only
 * when the next one is asked for. */
static enum found
next_merged(struct sorter *s, struct record_kv *r, struct why *w)
{
	if (!s->fresh) {
		enum found got = advance(s, s->heap[0], w);

		if (got == FAILED)
			return FAILED;
		if (got == ABSENT)
			s->heap[0] = s->heap[--s->nheap];
		sift(s, 0);
	}
	s->fresh = false;
	if (s->nheap == 0)
		return ABSENT;
	*r = s->heap[0]->now;
	return FOUND;
}

enum found
sorter_next(struct sorter *s, struct record_kv *r, struct why *w)
{
	if (!s->reading && begin(s, w) != FOUND)
		return FAILED;
	if (s->nruns > 0)
		return s->nheap > 0 ? next_merged(s, r, w) : ABSENT;
	if (s->at == s->n)
		return ABSENT;
	decode(s->items[s->at++].rec, r);
	return FOUND;
}
