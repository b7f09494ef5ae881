/* SPDX-License-Identifier: ISC */
#include "app/app.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/mynetworks.h"
#include "base/mem.h"
#include "base/num.h"
#include "conf/known.h"
#include "conf/param.h"
#include "conf/value.h"
#include "sys/env.h"
#include "sys/host.h"
#include "sys/log.h"
#include "sys/priv.h"
#include "sys/proc.h"

enum { LISTEN_MOST = 64 };	/* sockets that a service manager may pass */

static int
listen_fds(void)
{
	const char *pid = env_get("LISTEN_PID"), *fds = env_get("LISTEN_FDS");
	uint64_t n;

	if (pid == NULL || fds == NULL ||
	    !num_uint(span_str(pid), INT64_MAX, &n) || n != (uint64_t)getpid() ||
	    !num_uint(span_str(fds), LISTEN_MOST, &n))
		return 0;
	return (int)n;
}

void
app_start_with(const char *program, const int *keep)
{
	int n = listen_fds(), more = 0;

	while (keep != NULL && keep[more] >= 0)
		more++;
	int *all = mem_array((size_t)(n + more) + 2, sizeof(*all)), k = 0;
	for (int i = 0; i < n; i++)
		all[k++] = 3 + i;
	for (int i = 0; i < more; i++)
		all[k++] = keep[i];
	if (env_get("POSTERN_LOG_FD") != NULL)
		all[k++] = LOG_FD;
	all[k] = -1;
	log_start(program);
	if (proc_sanitise(all) < 0)
		app_fatal(EX_OSERR, "cannot set up descriptors and signals");
	free(all);
	umask(077);
	if (priv_is_setid())
		proc_undumpable();
	param_override(SPAN("process_name"), span_str(program));
}

void
app_start(const char *program)
{
	app_start_with(program, NULL);
}

void
app_override(const char *arg)
{
	struct span name, value = span_str(arg);

	if (!span_split(&value, '=', &name) || value.p == NULL)
		app_fatal(EX_USAGE, "-o takes name=value, not %s", arg);
	param_override(span_trim(name), span_trim(value));
}

static bool
is_file(const char *dir, const char *name)
{
	char *path = mem_fmt("%s/%s", dir, name);
	struct stat st;
	bool is = stat(path, &st) == 0 && S_ISREG(st.st_mode);

	free(path);
	return is;
}

/* DIR, when the program is DIR/bin/X or DIR/libexec/X of a private instance.
 * Heap, or NULL. */
static char *
instance(void)
{
	struct buf b = BUF_INIT;
	char *found = NULL;

	if (priv_is_setid() || !host_exe(&b))
		goto out;
	size_t slash = span_rfind(buf_span(&b), '/');
	if (slash == SPAN_NONE)
		goto out;
	buf_cut(&b, slash);
	if (!span_ends(buf_span(&b), SPAN("/bin")) &&
	    !span_ends(buf_span(&b), SPAN("/libexec")))
		goto out;
	buf_cut(&b, span_rfind(buf_span(&b), '/'));
	if (is_file(b.s, "env") && is_file(b.s, "etc/main.cf"))
		found = mem_str(b.s);
out:
	buf_clear(&b);
	return found;
}

static bool
lists(enum param p, const char *dir)
{
	struct span list = span_str(param_str(p)), item;

	while (value_item(&list, &item))
		if (span_is(item, dir))
			return true;
	return false;
}

/* Somebody's own configuration would let him use the group as he likes. */
static void
check_trusted(const char *dir)
{
	const char *built_in = known(P_config_directory)->def;
	struct why w = WHY_INIT;

	if (!priv_is_setid() || strcmp(dir, built_in) == 0)
		return;
	if (param_load(built_in, &w) != OUT_OK)
		app_fatal(EX_CONFIG, "%s", w.text.s);
	if (!lists(P_alternate_config_directories, dir) &&
	    !lists(P_multi_instance_directories, dir))
		app_fatal(EX_NOPERM, "unauthorized configuration directory "
		    "name: %s: %s/main.cf must list it in "
		    "alternate_config_directories", dir, built_in);
}

char *
app_find_config(const char *dir)
{
	char *in = NULL, *found;

	if (dir == NULL)
		dir = env_get("MAIL_CONFIG");
	if (dir != NULL) {
		if (dir[0] != '/' && priv_is_setid())
			app_fatal(EX_USAGE, "configuration directory name is "
			    "not absolute: %s", dir);
		found = mem_str(dir);
	} else if ((in = instance()) != NULL)
		found = mem_fmt("%s/etc", in);
	else
		found = mem_str(known(P_config_directory)->def);
	free(in);
	check_trusted(found);
	return found;
}

/* Who may write main.cf decides what programs with rights run. */
static void
check_writable(const char *dir)
{
	struct stat st;
	char *path = mem_fmt("%s/main.cf", dir);

	if ((geteuid() == 0 || priv_is_setid()) && stat(path, &st) == 0 &&
	    (st.st_mode & S_IWOTH) != 0)
		app_fatal(EX_CONFIG, "%s may be written by everybody", path);
	free(path);
}

static void __attribute__((noreturn))
bad_value(const char *text)
{
	app_fatal(EX_CONFIG, "%s", text);
}

void
app_log(void)
{
	char *fifo = mem_fmt("%s/public/log", param_str(P_queue_directory));
	struct log_conf c = {
		.syslog_name = param_str(P_syslog_name),
		.facility = param_str(P_syslog_facility),
		.file = param_str(P_maillog_file),
		.fifo = fifo,
	};

	log_configure(&c);
	free(fifo);
}

void
app_config(const char *dir)
{
	struct why w = WHY_INIT;
	char *found = app_find_config(dir);

	param_on_bad(bad_value);
	param_on_default(P_mynetworks, mynetworks_default);
	if (param_load(found, &w) != OUT_OK)
		app_fatal(EX_CONFIG, "%s", w.text.s);
	check_writable(found);
	free(found);
	why_clear(&w);
	app_log();
}

const char *
app_config_dir(void)
{
	return param_str(P_config_directory);
}

bool
app_single_user(void)
{
	return strcmp(param_str(P_mail_owner), param_str(P_net_owner)) == 0;
}

void
app_become(enum param owner)
{
	struct user u = USER_INIT;
	const char *name = param_str(owner);

	if (geteuid() != 0)
		return;
	if (user_by_name(&u, name) != USER_FOUND)
		app_fatal(EX_CONFIG, "%s: there is no such user", name);
	if (priv_become(&u, false) < 0)
		app_fatal(EX_OSERR, "cannot become %s: %s", name,
		    strerror(errno));
	user_clear(&u);
}

char *
app_sasl_path(const char *given)
{
	return given[0] != '\0' ? mem_str(given) : mem_fmt("%s/sasl:"
	    "/etc/postfix/sasl:/etc/sasl2:/usr/lib/sasl2", app_config_dir());
}

char *
app_command(const char *name)
{
	return mem_fmt("%s/%s", param_str(P_command_directory), name);
}

char *
app_daemon(const char *name)
{
	return mem_fmt("%s/%s", param_str(P_daemon_directory), name);
}

int
app_exit(int status)
{
	bool failed = fflush(stdout) != 0;

	if (failed || ferror(stdout)) {
		log_fatal("write error on standard output: %s",
		    strerror(errno));
		return status != 0 ? status : EX_IOERR;
	}
	return status;
}

void
app_fatal(int status, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&b, fmt, ap);
	va_end(ap);
	log_to_stderr(true);
	log_fatal("%s", b.s);
	exit(status);
}

int
app_status(enum out out)
{
	switch (out) {
	case OUT_OK:	return EX_OK;
	case OUT_PERM:	return EX_UNAVAILABLE;
	default:	return EX_TEMPFAIL;
	}
}

void
app_agent(const char *program, int argc, char **argv)
{
	const char *dir = NULL;
	int c;

	app_start(program);
	while ((c = getopt(argc, argv, "c:o:")) != -1)
		switch (c) {
		case 'c':
			dir = optarg;
			break;
		case 'o':
			app_override(optarg);
			break;
		default:
			app_fatal(EX_USAGE, "usage: %s [-c config_dir]"
			    " [-o name=value]", program);
		}
	app_config(dir);
}
