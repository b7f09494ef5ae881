/* SPDX-License-Identifier: ISC */
#include "helpers.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "conf/param.h"
#include "sys/fdpass.h"
#include "sys/io.h"

static bool
wants_helpers(const struct service *s)
{
	return strcmp(s->program, "smtp") == 0;
}

static void
close_ends(struct helper *h)
{
	for (int k = 0; k < HELPER_KINDS; k++) {
		io_close(&h->here[k]);
		io_close(&h->there[k]);
	}
}

static struct helper *
open_one(struct helpers *all, const struct service *s)
{
	struct helper *h = mem_alloc(sizeof(*h));

	*h = (struct helper){ .service = s, .here = { -1, -1 },
	    .there = { -1, -1 } };
	for (int k = 0; k < HELPER_KINDS; k++) {
		int pair[2];

		if (io_socketpair(SOCK_SEQPACKET, pair) < 0) {
			close_ends(h);
			free(h);
			return NULL;
		}
		h->here[k] = pair[0];
		h->there[k] = pair[1];
	}
	h->next = all->list;
	all->list = h;
	all->n++;
	return h;
}

const struct helper *
helpers_of(struct helpers *all, const struct service *s)
{
	if (!wants_helpers(s))
		return NULL;
	for (struct helper *h = all->list; h != NULL; h = h->next)
		if (h->service == s)
			return h;
	return open_one(all, s);
}

void
helpers_close(struct helpers *all)
{
	struct helper *next;

	for (struct helper *h = all->list; h != NULL; h = next) {
		next = h->next;
		close_ends(h);
		free(h);
	}
	*all = (struct helpers){ NULL, 0 };
}

void
helpers_refuse(const struct helper *h, enum helper_kind kind)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n = 0;

	if (io_wait(h->here[kind], POLLIN, 0) > 0)
		fdpass_recv(h->here[kind], &b, 1, fd, &n);
	while (n > 0)
		io_close(&fd[--n]);
	buf_clear(&b);
}

void
helpers_ended(struct helpers *all, pid_t pid, bool failed)
{
	for (struct helper *h = all->list; h != NULL; h = h->next)
		for (int k = 0; k < HELPER_KINDS; k++)
			if (h->pid[k] == pid) {
				h->pid[k] = 0;
				if (failed)
					helpers_refuse(h, (enum helper_kind)k);
			}
}

size_t
helpers_poll(const struct helpers *all, struct pollfd *p)
{
	size_t n = 0;

	for (struct helper *h = all->list; h != NULL; h = h->next)
		for (int k = 0; k < HELPER_KINDS; k++)
			if (h->pid[k] == 0)
				p[n++] = (struct pollfd){ .fd = h->here[k],
				    .events = POLLIN };
	return n;
}

struct helper *
helpers_wanted(struct helpers *all, const struct pollfd *p, size_t n,
    enum helper_kind *kind)
{
	for (size_t i = 0; i < n; i++)
		for (struct helper *h = all->list; h != NULL; h = h->next)
			for (int k = 0; k < HELPER_KINDS; k++)
				if ((p[i].revents & POLLIN) &&
				    h->pid[k] == 0 && h->here[k] == p[i].fd) {
					*kind = (enum helper_kind)k;
					return h;
				}
	return NULL;
}

/* "-o name=value" of the service's entry are tlsio's arguments, too. */
static size_t
add_options(const struct service *s, char **argv, size_t n)
{
	for (size_t i = 1; s->argv[i] != NULL && s->argv[i + 1] != NULL &&
	    strcmp(s->argv[i], "-o") == 0; i += 2)
		argv[n++] = s->argv[i + 1];
	return n;
}

static bool
speaks_lmtp(const struct service *s)
{
	for (size_t i = 0; s->argv[i] != NULL; i++)
		if (strcmp(s->argv[i], "-l") == 0)
			return true;
	return strcmp(s->name, "lmtp") == 0;
}

char **
helpers_argv(const struct helper *h, enum helper_kind kind)
{
	const struct service *s = h->service;
	static char many[] = "-m", client[] = "client", cyrus[] = "cyrus",
	    tlsio[] = "tlsio", saslio[] = "saslio", smtp[] = "smtp",
	    lmtp[] = "lmtp";
	size_t n = 0, most = 8;

	while (s->argv[n] != NULL)
		n++;
	char **argv = mem_array(most + n, sizeof(*argv));
	n = 0;
	argv[n++] = kind == HELPER_TLSIO ? tlsio : saslio;
	argv[n++] = many;
	if (kind == HELPER_TLSIO) {
		argv[n++] = speaks_lmtp(s) ? lmtp : smtp;
		n = add_options(s, argv, n);
	} else {
		argv[n++] = client;
		argv[n++] = cyrus;
	}
	argv[n] = NULL;
	return argv;
}
