/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "app/maptool.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "conf/param.h"
#include "msg/base64.h"
#include "sys/clock.h"
#include "sys/host.h"
#include "sys/log.h"
#include "sys/priv.h"
#include "sys/proc.h"
#include "sys/signals.h"
#include "table/aliassrc.h"
#include "table/filevalue.h"
#include "table/source.h"

enum { TICK = 4096, SHOW_AFTER_MS = 1000 };

struct job {
	const struct maptool *m;
	struct build	*b;
	struct source	 s;
	struct buf	 key, value, coded;
	bool		 bad_lines, deleted;
	int64_t		 shown;		/* clock of the last progress line */
	bool		 progress, tty;
};

const char *
mapbuild_line(const struct maptool *m, struct span line, struct buf *key,
    struct buf *value)
{
	struct span k, v;

	buf_reset(key);
	buf_reset(value);
	if (m->alias)
		return aliassrc_line(line, key, value);
	const char *bad = source_pair(line, &k, &v);
	if (bad == NULL) {
		buf_addspan(key, k);
		buf_addspan(value, v);
	}
	return bad;
}

static bool
wants_utf8(const struct maptool *m)
{
	return m->utf8 || (!m->no_utf8 && param_bool(P_smtputf8_enable));
}

static void
complain(struct job *j, const char *text)
{
	log_warn("%s, line %zu: %s", j->s.path, j->s.first, text);
	j->bad_lines = true;
}

/* The length of the file says how far it has come. */
static void
show_progress(struct job *j, size_t lines, bool last)
{
	int64_t now = clock_ms();

	if (j->shown == 0)
		j->shown = now - 200 + SHOW_AFTER_MS;
	if (!j->tty || (!last && now - j->shown < 200) || (last && !j->progress))
		return;
	j->shown = now;
	j->progress = true;
	off_t at = lseek(j->s.fd, 0, SEEK_CUR), all = j->s.st.st_size;
	if (last)
		fputs("\r\033[K", stderr);
	else if (at > 0 && all > 0)
		fprintf(stderr, "\r%s: %s: %zu lines, %d %%\033[K",
		    j->m->program, j->s.path, lines,
		    (int)(at * 100 / all));
	fflush(stderr);
}

static enum found
add(struct job *j, struct why *w)
{
	struct span key = buf_span(&j->key), value = buf_span(&j->value);

	if (!j->m->edit)
		return build_add(j->b, key, value, j->s.first, w);
	enum found had = build_put(j->b, key, value, j->m->dup, w);
	if (had == FOUND && j->m->dup == BUILD_DUP_WARN)
		log_warn("%s, line %zu: duplicate entry: \"%.*s\"", j->s.path,
		    j->s.first, SPAN_FMT(key));
	return had == FAILED ? FAILED : FOUND;
}

static enum found
at_line(const struct job *j, struct why *w)
{
	char *text = mem_str(w->text.s);

	why_temp(w, "4.3.5", "%s, line %zu: %s", j->s.path, j->s.first, text);
	free(text);
	return FAILED;
}

static enum found
add_line(struct job *j, struct span line, struct why *w)
{
	if (wants_utf8(j->m) && !utf8_ok(line)) {
		complain(j, "non-UTF-8 input -- ignoring this line");
		return FOUND;
	}
	const char *bad = mapbuild_line(j->m, line, &j->key, &j->value);
	if (bad != NULL) {
		complain(j, bad);
		return FOUND;
	}
	if (j->m->file_values) {
		if (filevalue_read(&j->value, w) != FOUND)
			return at_line(j, w);
		buf_reset(&j->coded);
		base64_encode(&j->coded, buf_span(&j->value));
		buf_set(&j->value, buf_span(&j->coded));
	}
	if (!j->m->alias && j->key.s[j->key.len - 1] == ':')
		log_warn("%s, line %zu: record is in \"key: value\" format; "
		    "is this an alias file?", j->s.path, j->s.first);
	return add(j, w);
}

static enum found
add_lines(struct job *j, struct why *w)
{
	struct span line;
	enum found got;
	size_t n = 0;

	while ((got = source_next(&j->s, &line, w)) == FOUND) {
		if (add_line(j, line, w) != FOUND)
			return FAILED;
		if (++n % TICK != 0)
			continue;
		show_progress(j, n, false);
		if (signals_waiting())
			return FAILED;
	}
	show_progress(j, n, true);
	return got == ABSENT ? FOUND : FAILED;
}

static void
tell_dup(void *arg, size_t line, struct span key)
{
	struct job *j = arg;

	log_warn("%s, line %zu: duplicate entry: \"%.*s\"", j->s.path, line,
	    SPAN_FMT(key));
}

/* What Sendmail and NIS look for in an aliases database. */
static enum found
add_marks(struct job *j, struct why *w)
{
	struct buf name = BUF_INIT;
	char now[32];

	snprintf(now, sizeof(now), "%lld", (long long)time(NULL));
	const char *marks[][2] = { { "@", "@" }, { "YP_LAST_MODIFIED", now },
	    { "YP_MASTER_NAME", host_name(&name) ? name.s : "localhost" } };
	enum found got = FOUND;

	for (size_t i = 0; got == FOUND && i < 3; i++) {
		buf_set(&j->key, span_str(marks[i][0]));
		buf_set(&j->value, span_str(marks[i][1]));
		got = build_mark(j->b, buf_span(&j->key), buf_span(&j->value),
		    w);
	}
	buf_clear(&name);
	return got;
}

static enum found
delete_one(struct job *j, struct span key, struct why *w)
{
	enum found got = build_del(j->b, key, w);

	if (got == FOUND)
		j->deleted = true;
	return got == FAILED ? FAILED : FOUND;
}

/* Each line of standard input is a key. */
static enum found
delete_keys(struct job *j, struct why *w)
{
	struct span line;
	enum found got;

	if (strcmp(j->m->del, "-") != 0)
		return delete_one(j, span_str(j->m->del), w);
	while ((got = source_next(&j->s, &line, w)) == FOUND)
		if (delete_one(j, line, w) != FOUND)
			return FAILED;
	return got == ABSENT ? FOUND : FAILED;
}

static bool
changes(const struct maptool *m)
{
	return m->edit || m->del != NULL;
}

/* The part that reads what users wrote; with root's rights gone if the file is
 * not root's. */
static enum found
fill(struct job *j, struct why *w)
{
	enum found got = build_begin(j->b, w);

	if (got == FOUND)
		got = j->m->del != NULL ? delete_keys(j, w) : add_lines(j, w);
	if (got == FOUND && j->m->alias)
		got = add_marks(j, w);
	if (got == FOUND && !changes(j->m))
		got = build_write(j->b, j->m->dup, tell_dup, j, w);
	return got == FOUND ? build_end(j->b, w) : FAILED;
}

static int
fail(const struct why *w)
{
	if (!signals_waiting())
		log_fatal("%s", w->text.s);
	return EX_TEMPFAIL;
}

static int
fill_status(struct job *j)
{
	struct why w = WHY_INIT;
	int status = EX_OK;

	if (fill(j, &w) != FOUND)
		status = fail(&w);
	else if (j->m->del != NULL && !j->deleted)
		status = 1;
	else if (j->bad_lines && j->m->strict)
		status = EX_DATAERR;
	why_clear(&w);
	return status;
}

/* With root's rights gone if the file will not be root's. */
static int
fill_as_owner(struct job *j)
{
	struct user u = USER_INIT;
	bool expired;

	build_owner(j->b, &u.uid, &u.gid);
	if (geteuid() != 0 || u.uid == 0 || j->m->keep_user)
		return fill_status(j);
	pid_t pid = fork();
	if (pid == 0) {
		if (priv_become(&u, false) < 0)
			app_fatal(EX_OSERR, "cannot become user %lu: %s",
			    (unsigned long)u.uid, strerror(errno));
		_exit(app_exit(fill_status(j)));
	}
	if (pid < 0)
		app_fatal(EX_OSERR, "fork: %s", strerror(errno));
	int status = proc_wait(pid, -1, &expired);
	return WIFEXITED(status) ? WEXITSTATUS(status) : EX_TEMPFAIL;
}

static int
finish(struct job *j, int status)
{
	struct why w = WHY_INIT;

	if (status == EX_OK && build_commit(j->b, &w) != FOUND)
		status = fail(&w);
	build_close(j->b);
	source_close(&j->s);
	buf_clear(&j->key);
	buf_clear(&j->value);
	buf_clear(&j->coded);
	why_clear(&w);
	signals_hold(false);
	return status;
}

static mode_t
mode_of(const struct maptool *m, const struct stat *st)
{
	return m->public ? 0644 : 0600 | (st->st_mode & 044);
}

static struct span
name_of(struct span spec)
{
	size_t colon = span_find(spec, ':');

	return colon == SPAN_NONE ? spec : span_from(spec, colon + 1);
}

static int
run(struct job *j, struct span spec, enum build_how how, mode_t mode,
    const struct stat *source)
{
	struct why w = WHY_INIT;

	j->b = build_open(spec, j->m->flags, how, mode, source, &w);
	if (j->b == NULL)
		app_fatal(EX_TEMPFAIL, "%s", w.text.s);
	why_clear(&w);
	return finish(j, fill_as_owner(j));
}

static struct job
begin(const struct maptool *m)
{
	signals_hold(true);
	return (struct job){ .m = m, .key = BUF_INIT, .value = BUF_INIT,
	    .coded = BUF_INIT,
	    .tty = isatty(STDERR_FILENO) == 1 };
}

int
mapbuild_make(const struct maptool *m, struct span spec)
{
	struct why w = WHY_INIT;
	struct job j = begin(m);
	char *path = span_dup(name_of(spec));

	if (source_open(&j.s, path, &w) != FOUND)
		app_fatal(EX_NOINPUT, "%s", w.text.s);
	free(path);
	return run(&j, spec, BUILD_NEW, mode_of(m, &j.s.st),
	    m->keep_user ? NULL : &j.s.st);
}

/* What a new file may show is the source's matter, if there is one. */
int
mapbuild_change(const struct maptool *m, struct span spec)
{
	struct job j = begin(m);
	char *path = span_dup(name_of(spec));
	struct stat st;
	mode_t mode = stat(path, &st) == 0 ? mode_of(m, &st) : 0644;

	free(path);
	source_from(&j.s, dup(STDIN_FILENO), "standard input");
	return run(&j, spec, m->edit ? BUILD_EDIT_OR_NEW : BUILD_EDIT, mode,
	    NULL);
}
