/* SPDX-License-Identifier: ISC */
#include "generation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"
#include "sys/clock.h"
#include "sys/env.h"
#include "sys/file.h"
#include "sys/host.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/proc.h"

enum { LOOK_MS = 1000, TRY_MS = 10 * 1000, STATE_MAX = 1 << 20 };

/* What tells a file from what was there before. */
static void
add_look(struct buf *out, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		buf_adds(out, "-;");
	else
		buf_addf(out, "%llu.%llu.%lld.%lld.%ld;",
		    (unsigned long long)st.st_dev,
		    (unsigned long long)st.st_ino, (long long)st.st_size,
		    (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

static void
look(const struct generation *g, struct buf *out)
{
	for (size_t i = 0; i < g->npaths; i++)
		add_look(out, g->path[i]);
}

static void
watch(struct generation *g, char *path)
{
	g->path = mem_resize(g->path, g->npaths + 1, sizeof(*g->path));
	g->path[g->npaths++] = path;
}

static void
watch_list(struct generation *g, enum param p)
{
	struct span list = span_str(param_str(p)), word;

	while (span_element(&list, &word))
		if (word.p[0] == '/')
			watch(g, span_dup(word));
}

/* The table's source, and what it may have been made into. */
static void
watch_tables(struct generation *g, enum param p)
{
	static const char *const ends[] = { "", ".db", ".lmdb", ".cdb" };
	struct span list = span_str(param_str(p)), word;

	while (span_element(&list, &word)) {
		size_t colon = span_find(word, ':');
		struct span path = span_from(word, colon == SPAN_NONE ? 0 :
		    colon + 1);

		for (size_t i = 0; path.len > 0 && path.p[0] == '/' &&
		    i < sizeof(ends) / sizeof(ends[0]); i++)
			watch(g, mem_fmt("%.*s%s", SPAN_FMT(path), ends[i]));
	}
}

/* Keys are renewed without telling anybody. */
static void
watch_tls(struct generation *g)
{
	static const enum param files[] = { P_smtpd_tls_chain_files,
	    P_smtpd_tls_cert_file, P_smtpd_tls_key_file,
	    P_smtpd_tls_eccert_file, P_smtpd_tls_eckey_file,
	    P_smtpd_tls_dcert_file, P_smtpd_tls_dkey_file,
	    P_smtpd_tls_CAfile, P_smtpd_tls_CApath,
	    P_smtpd_tls_dh1024_param_file };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		watch_list(g, files[i]);
	watch_tables(g, P_tls_server_sni_maps);
}

/* Wherever the library might find its file. */
static void
watch_sasl(struct generation *g)
{
	char *path = app_sasl_path(param_str(P_cyrus_sasl_config_path));
	struct span dirs = span_str(path), dir;

	while (param_bool(P_smtpd_sasl_auth_enable) &&
	    span_split(&dirs, ':', &dir))
		watch(g, mem_fmt("%.*s/%s.conf", SPAN_FMT(dir),
		    param_str(P_smtpd_sasl_path)));
	free(path);
}

void
generation_init(struct generation *g, char **argv)
{
	struct buf exe = BUF_INIT;
	struct span origin;

	*g = (struct generation){ .seen = BUF_INIT, .argv = argv };
	watch(g, mem_fmt("%s/main.cf", app_config_dir()));
	watch(g, mem_fmt("%s/master.cf", app_config_dir()));
	if (param_raw(SPAN("myorigin"), &origin) && origin.len > 0 &&
	    origin.p[0] == '/')
		watch(g, span_dup(origin));
	watch_tls(g);
	watch_sasl(g);
	host_exe(&exe);
	g->program = buf_detach(&exe);
	watch(g, mem_str(g->program));
	look(g, &g->seen);
	g->looked = clock_ms();
}

void
generation_clear(struct generation *g)
{
	for (size_t i = 0; i < g->npaths; i++)
		free(g->path[i]);
	free(g->path);
	free(g->program);
	buf_clear(&g->seen);
}

bool
generation_is_old(struct generation *g)
{
	struct buf now = BUF_INIT;

	if (clock_ms() - g->looked < LOOK_MS)
		return false;
	g->looked = clock_ms();
	look(g, &now);
	bool old = !span_eq(buf_span(&now), buf_span(&g->seen));
	if (old)		/* one that is no good is tried once only */
		buf_set(&g->seen, buf_span(&now));
	buf_clear(&now);
	return old;
}

/* The same words, and two more. */
static char **
more_args(char *const *argv, char *a, char *b)
{
	size_t n = 0, k = 0;

	while (argv[n] != NULL)
		n++;
	char **all = mem_array(n + 3, sizeof(*all));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(argv[i], "-G") == 0 && i + 1 < n)
			i++;
		else
			all[k++] = argv[i];
	}
	/* options end at the first word that is none */
	memmove(all + 3, all + 1, (k - 1) * sizeof(*all));
	all[1] = a;
	all[2] = b;
	return all;
}

bool
generation_is_usable(const struct generation *g)
{
	char test[] = "-t", none[] = "-t";
	char **argv = more_args(g->argv, test, none);
	struct proc p = { .path = g->program, .argv = argv, .umask = -1,
	    .own_group = true };
	bool expired = false;
	int status = -1;
	pid_t pid = proc_start(&p);

	if (pid > 0)
		status = proc_wait(pid, clock_ms() + TRY_MS, &expired);
	free(argv);
	if (status == 0)
		return true;
	log_warn("the changed configuration is not usable; going on with the "
	    "one before");
	return false;
}

void
generation_renew(const struct generation *g, struct span state)
{
	int fd = file_anonymous("smtpd");

	if (fd < 0 || io_write(fd, state) < 0) {
		log_warn("cannot keep state: %s", strerror(errno));
		io_close(&fd);
		return;
	}
	if (env_get("POSTERN_LOG_FD") != NULL)
		io_cloexec(LOG_FD, false);
	char option[] = "-G", *number = mem_fmt("%d", fd);
	char **argv = more_args(g->argv, option, number);
	log_info("configuration changed; starting over");
	execv(g->program, argv);
	log_warn("cannot start %s: %s", g->program, strerror(errno));
	free(number);
	free(argv);
	io_close(&fd);
}

bool
generation_state(int fd, struct buf *state)
{
	ssize_t n;

	while ((n = io_pread(fd, state, STATE_MAX, state->len)) > 0)
		if (state->len >= STATE_MAX)
			return false;
	close(fd);
	return n == 0;
}
