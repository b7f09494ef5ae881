/* SPDX-License-Identifier: ISC
 *
 * tlsclient PORT [name=value ...] - a client that uses tlsio, as smtp does
 *
 * Starts "tlsio -m smtp", hands it a connection to 127.0.0.1:PORT, asks for
 * what the arguments say, and prints "ok" and the facts, or "failed" and the
 * reason; then sends standard input, and prints what comes until the end.
 * "in=FILE" gives back a session, "out=FILE" keeps one, "set:NAME=VALUE" is a
 * parameter for tlsio.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/prefork.h"
#include "agent/tlslink.h"
#include "app/app.h"
#include "base/mem.h"
#include "base/num.h"
#include "sys/fdpass.h"
#include "sys/file.h"
#include "sys/io.h"
#include "sys/proc.h"
#include "sys/signals.h"

enum { WAIT_MS = 30 * 1000, FILE_MAX = 65536 };

static int
start_tlsio(int argc, char **argv, pid_t *pid)
{
	char *path = app_daemon("tlsio"), many[] = "-m", role[] = "smtp";
	char **args = mem_array((size_t)argc + 4, sizeof(*args));
	int pair[2], n = 0;

	args[n++] = path;
	args[n++] = many;
	args[n++] = role;
	for (int i = 2; i < argc; i++)
		if (strncmp(argv[i], "set:", 4) == 0)
			args[n++] = argv[i] + 4;
	if (io_socketpair(SOCK_SEQPACKET, pair) < 0)
		exit(1);
	struct proc_fd fds[] = { { pair[1], PREFORK_FD } };
	struct proc p = { .path = path, .argv = args, .fds = fds, .nfds = 1,
	    .umask = -1 };
	*pid = proc_start(&p);
	io_close(&pair[1]);
	free(args);
	free(path);
	return pair[0];
}

static int
dial_port(const char *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	uint64_t n = 0;
	int s = socket(AF_INET, SOCK_STREAM, 0);

	num_uint(span_str(port), 65535, &n);
	a.sin_port = htons((uint16_t)n);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (s < 0 || connect(s, (struct sockaddr *)&a, sizeof(a)) < 0) {
		perror("tlsclient: connect");
		exit(1);
	}
	return s;
}

static void
ask(struct tlslink *t, int argc, char **argv, const char **keep)
{
	for (int i = 2; i < argc; i++) {
		struct span value = span_str(argv[i]), name;
		struct buf file = BUF_INIT;
		char *text;

		if (strncmp(argv[i], "set:", 4) == 0 ||
		    !span_split(&value, '=', &name))
			continue;
		text = span_dup(name);
		if (strcmp(text, "out") == 0) {
			*keep = value.p;
		} else if (strcmp(text, "in") == 0 ||
		    strcmp(text, "anchors") == 0) {
			file_read(AT_FDCWD, value.p, &file, FILE_MAX);
			tlslink_set(t, text[0] == 'i' ? "session" : text,
			    buf_span(&file));
		} else {
			tlslink_set(t, text, value);
		}
		buf_clear(&file);
		free(text);
	}
}

static void
print_facts(const struct tlsfacts *f)
{
	struct buf b = BUF_INIT;

	tlsfacts_describe(&b, f);
	printf("ok %s%s %s\n", tlsfacts_trust(f), f->reused ? " reused" : "",
	    b.s);
	printf("subject=%s issuer=%s\n", f->text[TLSFACT_SUBJECT].s,
	    f->text[TLSFACT_ISSUER].s);
	printf("cert=%s key=%s\n", f->text[TLSFACT_CERT_PRINT].s,
	    f->text[TLSFACT_KEY_PRINT].s);
	if (f->text[TLSFACT_PROBLEM].len > 0)
		printf("problem=%s\n", f->text[TLSFACT_PROBLEM].s);
	buf_clear(&b);
}

static void
copy(int from, int to)
{
	struct buf b = BUF_INIT;

	while (io_read(from, &b, 65536) > 0 && io_write(to, buf_span(&b)) == 0)
		buf_reset(&b);
	buf_clear(&b);
}

static void
print_notes(const struct tlslink *t)
{
	struct span notes = buf_span(&t->notes), text;
	bool warning;

	while (tlslink_note(&notes, &text, &warning))
		printf("%s: %.*s\n", warning ? "warning" : "note",
		    SPAN_FMT(text));
}

int
main(int argc, char **argv)
{
	struct tlslink t;
	struct tlsfacts f;
	struct why w = WHY_INIT;
	const char *keep = NULL;
	int fd[4], sock;
	pid_t pid;

	if (argc < 2)
		return 64;
	app_start("tlsclient");
	app_config(NULL);
	sock = start_tlsio(argc, argv, &pid);
	tlslink_init(&t);
	tlsfacts_init(&f);
	fd[0] = fd[1] = dial_port(argv[1]);
	if (!tlslink_open(&t, &fd[2], &fd[3]) ||
	    fdpass_send(sock, SPAN("s"), fd, 4) <= 0)
		return 1;
	close(fd[0]);
	close(fd[2]);
	close(fd[3]);
	ask(&t, argc, argv, &keep);
	bool good = tlslink_ready(&t, WAIT_MS, &w) == OUT_OK &&
	    tlslink_go(&t, &f, WAIT_MS, &w) == OUT_OK;
	print_notes(&t);
	if (good)
		print_facts(&f);
	else
		printf("failed %s %s\n", w.dsn, w.text.s);
	fflush(stdout);
	if (good) {
		copy(STDIN_FILENO, t.plain);
		shutdown(t.plain, SHUT_WR);
		copy(t.plain, STDOUT_FILENO);
		tlslink_rest(&t);
		if (keep != NULL)
			file_replace(keep, buf_span(&t.session), 0600);
	}
	tlslink_close(&t);
	tlsfacts_clear(&f);
	why_clear(&w);
	close(sock);
	return good ? 0 : 1;
}
