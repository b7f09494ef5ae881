/* SPDX-License-Identifier: ISC
 *
 * A whole session: what a client sends, and what it may lead to. The first
 * byte chooses settings. A door that takes everything stands behind it; as many
 * messages as it took must have been acknowledged, and every line that is said
 * must be a reply.
 */
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../cmd/smtpd/session.h"
#include "../../cmd/smtpd/upstream.h"
#include "agent/channel.h"
#include "base/ascii.h"
#include "conf/param.h"
#include "sys/file.h"
#include "sys/io.h"
#include "sys/log.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PIPE_HOLDS = 60000 };
enum { STRICT = 1, IN_STEP = 2, NO_BARE_LF = 4, PROXY = 8, FEW_ERRORS = 16 };

struct world {
	struct settings	set;
	struct lists	lists;
};

static void
set_param(const char *name, const char *value)
{
	param_override(span_str(name), span_str(value));
}

static struct world *
world_new(void)
{
	struct log_conf log = { "postfix", "mail", "/dev/null", NULL };
	struct world *w = calloc(1, sizeof(*w));
	struct why why = WHY_INIT;

	signal(SIGPIPE, SIG_IGN);
	log_configure(&log);
	set_param("myhostname", "mx.example.com");
	set_param("mydestination", "example.com");
	set_param("mynetworks", "192.0.2.0/24");
	set_param("local_recipient_maps", "inline:{{joe=x},{ann=x}}");
	set_param("smtpd_peername_lookup", "no");
	set_param("smtpd_error_sleep_time", "0");
	set_param("smtpd_authorized_xclient_hosts", "127.0.0.1");
	set_param("smtpd_authorized_xforward_hosts", "127.0.0.1");
	set_param("smtpd_upstream_proxy_timeout", "1");
	if (w == NULL || param_load("/nonexistent", &why) != OUT_OK)
		abort();
	settings_read(&w->set);
	lists_prepare(&w->lists);
	lists_complete(&w->lists);
	return w;
}

struct taker {
	int		in, out;
	unsigned	taken;
};

static void
check_record(char letter, struct span data)
{
	if (letter == 'M' || memchr("FAOPREX", letter, 7) == NULL)
		return;
	for (size_t i = 0; i < data.len; i++)
		if (ascii_ctrl(data.p[i]))
			abort();	/* it would end up in the envelope */
}

static void *
take_messages(void *arg)
{
	static const char id[] = "4jZPQJ30yGzBxwdNX";
	struct taker *t = arg;
	struct channel ch;
	struct span data;
	char letter;

	channel_init(&ch, t->in, t->out);
	while (channel_get(&ch, -1, &letter, &data) == CHAN_OK) {
		check_record(letter, data);
		if (letter == 'F')
			channel_put(&ch, 'Q', span_str(id));
		else if (letter == 'E')
			channel_put(&ch, 'K', span_str(id));
		else
			continue;
		t->taken += letter == 'E';
		channel_flush(&ch);
	}
	channel_clear(&ch);
	return NULL;
}

/* Counts acknowledgements; anything but replies is a mistake. */
static unsigned
check_replies(struct span said)
{
	struct span line;
	unsigned n = 0;

	while (span_split(&said, '\n', &line) && line.len > 0) {
		if (line.len < 5 || line.len > 2048 ||
		    line.p[line.len - 1] != '\r' || line.p[0] < '2' ||
		    line.p[0] > '5' || !ascii_digit(line.p[1]) ||
		    !ascii_digit(line.p[2]) ||
		    (line.p[3] != ' ' && line.p[3] != '-'))
			abort();
		for (size_t i = 0; i + 1 < line.len; i++)
			if (ascii_ctrl(line.p[i]))
				abort();
		n += span_starts(line, SPAN("250 2.0.0 Ok: queued as "));
	}
	return n;
}

static void
talk(struct world *w, unsigned how, int in, int out, struct door *door)
{
	struct peer client, own = { .family = AF_UNSPEC };
	struct settings set = w->set;
	struct conn c;

	set.strict = how & STRICT;
	set.strict_smtputf8 = how & STRICT;
	set.forbid_pipelining = how & IN_STEP;
	set.bare_lf = how & NO_BARE_LF ? BARE_LF_REJECT : BARE_LF_NOTE;
	if (how & FEW_ERRORS)
		set.hard_errors = set.junk_limit = 3;
	else
		set.hard_errors = 100000;
	peer_parse(&client, SPAN("127.0.0.1"), SPAN("4711"));
	if ((how & PROXY) && !upstream_read(in, 1, &client, &own))
		return;
	conn_init(&c, &set, &w->lists, door, in, out);
	conn_identify(&c, &client, &own);
	session_run(&c);
	conn_clear(&c);
}

static void
open_pipe(int fd[2])
{
	if (io_pipe(fd) < 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world *w;
	struct span in = { (const char *)data + 1, size - 1 };
	int from[2], to, down[2], up[2], nobody[2];
	struct taker t = { .taken = 0 };
	struct buf said = BUF_INIT;
	struct link link;
	struct door door;
	pthread_t thread;

	if (size < 2 || size > PIPE_HOLDS)
		return 0;
	if (w == NULL)
		w = world_new();
	open_pipe(from);
	to = file_anonymous("said");
	open_pipe(down);
	open_pipe(up);
	if (io_socketpair(SOCK_SEQPACKET, nobody) < 0)
		abort();
	io_close(&nobody[1]);		/* a monitor that has gone */
	io_nonblock(from[0], true);
	io_write(from[1], in);
	io_close(&from[1]);
	link_init(&link, nobody[0]);
	door_init(&door, DOOR_CLEANUP, &link);
	door.in = up[0];
	door.out = down[1];
	submit_init(&door.submit, door.in, door.out);
	door.open = true;
	t.in = down[0];
	t.out = up[1];
	if (pthread_create(&thread, NULL, take_messages, &t) != 0)
		abort();
	talk(w, data[0], from[0], to, &door);
	door_close(&door);
	pthread_join(thread, NULL);
	link_close(&link);
	while (io_pread(to, &said, 65536, said.len) > 0)
		;
	if (check_replies(buf_span(&said)) != t.taken)
		abort();
	buf_clear(&said);
	io_close(&from[0]);
	io_close(&to);
	io_close(&down[0]);
	io_close(&up[1]);
	io_close(&nobody[0]);
	return 0;
}
