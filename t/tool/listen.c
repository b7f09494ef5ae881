/* SPDX-License-Identifier: ISC
 *
 * listen - bind a port and start a program for it, as a super-server does
 *
 * listen [-en] [-a ADDRESS] PORT PROGRAM [ARG...]
 *
 * Prints the port (which it chooses where PORT is 0). Then, as inetd "wait":
 * when a client knocks, PROGRAM gets the listening socket as descriptor 0,
 * and again when it has ended. With -n, as inetd "nowait": PROGRAM gets each
 * connection as descriptors 0 and 1. With -e, as systemd: PROGRAM replaces
 * this process at once, the listening socket being descriptor 3 (LISTEN_FDS).
 * Runs until it is killed; the programs it started go on.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void
die(const char *what)
{
	fprintf(stderr, "listen: %s: %s\n", what, strerror(errno));
	exit(71);
}

static int
bind_port(const char *address, const char *port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *ai;
	int fd, on = 1;

	if (getaddrinfo(address, port, &hints, &ai) != 0) {
		errno = EINVAL;
		die(address);
	}
	fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(fd, ai->ai_addr, ai->ai_addrlen) != 0 ||
	    listen(fd, 128) != 0)
		die(port);
	freeaddrinfo(ai);
	return fd;
}

static void
print_port(int fd)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof ss;
	char port[8];

	if (getsockname(fd, (struct sockaddr *)&ss, &len) != 0 ||
	    getnameinfo((struct sockaddr *)&ss, len, NULL, 0, port,
	    sizeof port, NI_NUMERICSERV) != 0)
		die("getsockname");
	printf("%s\n", port);
	if (fflush(stdout) != 0)
		die("stdout");
}

static pid_t
start(int fd, int copies, char **argv)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (pid > 0)
		return pid;
	signal(SIGCHLD, SIG_DFL);
	for (int to = 0; to < copies; to++)
		if (dup2(fd, to) < 0)
			die("dup2");
	execvp(argv[0], argv);
	die(argv[0]);
	return -1;
}

static void
wait_mode(int fd, char **argv)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (;;) {
		if (poll(&p, 1, -1) > 0)
			while (waitpid(start(fd, 1, argv), NULL, 0) < 0 &&
			    errno == EINTR)
				;
	}
}

static void
nowait_mode(int fd, char **argv)
{
	signal(SIGCHLD, SIG_IGN);	/* nobody waits for them */
	for (;;) {
		int conn = accept4(fd, NULL, NULL, SOCK_CLOEXEC);

		if (conn >= 0) {
			start(conn, 2, argv);
			close(conn);
		}
	}
}

static void
systemd_mode(int fd, char **argv)
{
	char pid[16];

	snprintf(pid, sizeof pid, "%ld", (long)getpid());
	if (setenv("LISTEN_FDS", "1", 1) != 0 ||
	    setenv("LISTEN_PID", pid, 1) != 0)
		die("setenv");
	if (fd == 3 ? fcntl(fd, F_SETFD, 0) != 0 : dup2(fd, 3) < 0)
		die("dup2");
	execvp(argv[0], argv);
	die(argv[0]);
}

int
main(int argc, char **argv)
{
	void (*run)(int, char **) = wait_mode;
	const char *address = "127.0.0.1";
	int c, fd;

	while ((c = getopt(argc, argv, "+a:en")) != -1) {
		switch (c) {
		case 'a':
			address = optarg;
			break;
		case 'e':
			run = systemd_mode;
			break;
		case 'n':
			run = nowait_mode;
			break;
		default:
			return 64;
		}
	}
	if (argc - optind < 2) {
		fputs("usage: listen [-en] [-a ADDRESS] PORT PROGRAM "
		    "[ARG...]\n", stderr);
		return 64;
	}
	fd = bind_port(address, argv[optind]);
	print_port(fd);
	run(fd, argv + optind + 1);
	return 71;
}
