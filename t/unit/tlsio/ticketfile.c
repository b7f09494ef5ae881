/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "../../../cmd/tlsio/ticketfile.h"

enum { LIFE = 3600, NOW = 1000000 };

static struct ticketkey
key(int64_t made, unsigned char mark)
{
	struct ticketkey k = { .made = made };

	memset(k.name, mark, sizeof(k.name));
	memset(k.cipher, mark + 1, sizeof(k.cipher));
	memset(k.mac, mark + 2, sizeof(k.mac));
	return k;
}

static const struct ticketkey *
find(const struct ticketkeys *k, unsigned char mark, int64_t now)
{
	unsigned char name[TICKET_NAME];

	memset(name, mark, sizeof(name));
	return ticketfile_find(k, name, now, LIFE);
}

START_TEST(written_and_read)
{
	struct ticketkeys k = { .n = 0 }, back;
	struct ticketkey one = key(NOW, 1), two = key(NOW + LIFE, 0xf0);
	struct buf b = BUF_INIT;

	ticketfile_add(&k, &one, LIFE);
	ticketfile_add(&k, &two, LIFE);
	ticketfile_write(&b, &k);
	ticketfile_read(&back, buf_span(&b));
	ck_assert_uint_eq(back.n, 2);
	ck_assert_mem_eq(&back.key[0], &two, sizeof(two));
	ck_assert_mem_eq(&back.key[1], &one, sizeof(one));
	buf_clear(&b);
}
END_TEST

START_TEST(damaged_lines_are_no_keys)
{
	struct ticketkeys k = { .n = 0 }, back;
	struct ticketkey one = key(NOW, 1);
	struct buf b = BUF_INIT;

	buf_adds(&b, "garbage\n\n12 00\n");
	ticketfile_add(&k, &one, LIFE);
	ticketfile_write(&b, &k);
	b.s[b.len - 1] = 'x';
	buf_adds(&b, "\n");
	ticketfile_write(&b, &k);
	ticketfile_read(&back, buf_span(&b));
	ck_assert_uint_eq(back.n, 1);
	ticketfile_read(&back, SPAN(""));
	ck_assert_uint_eq(back.n, 0);
	for (int i = 0; i < 2 * TICKET_KEYS; i++)
		ticketfile_write(&b, &k);
	ticketfile_read(&back, buf_span(&b));
	ck_assert_uint_eq(back.n, TICKET_KEYS);
	buf_clear(&b);
}
END_TEST

START_TEST(each_has_its_time)
{
	struct ticketkeys k = { .n = 0 };
	struct ticketkey one = key(NOW, 1), two = key(NOW + LIFE, 5);
	struct ticketkey three = key(NOW + 2 * LIFE, 9);

	ck_assert(!ticketfile_fresh(&k, NOW, LIFE));
	ticketfile_add(&k, &one, LIFE);
	ck_assert(ticketfile_fresh(&k, NOW, LIFE));
	ck_assert(ticketfile_fresh(&k, NOW + LIFE - 1, LIFE));
	ck_assert(!ticketfile_fresh(&k, NOW + LIFE, LIFE));
	ck_assert(!ticketfile_fresh(&k, NOW - 1, LIFE));
	ck_assert_ptr_nonnull(find(&k, 1, NOW + 2 * LIFE - 1));
	ck_assert_ptr_null(find(&k, 1, NOW + 2 * LIFE));
	ck_assert_ptr_null(find(&k, 2, NOW));
	ticketfile_add(&k, &two, LIFE);
	ck_assert_uint_eq(k.n, 2);
	ck_assert_ptr_eq(find(&k, 5, NOW + LIFE), &k.key[0]);
	ck_assert_ptr_eq(find(&k, 1, NOW + LIFE), &k.key[1]);
	ticketfile_add(&k, &three, LIFE);
	ck_assert_uint_eq(k.n, 2);
	ck_assert_ptr_null(find(&k, 1, NOW + 2 * LIFE));
}
END_TEST

SUITE("tlsio/ticketfile", written_and_read, damaged_lines_are_no_keys,
    each_has_its_time)
