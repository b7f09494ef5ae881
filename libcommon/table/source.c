/* SPDX-License-Identifier: ISC */
#include "table/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "sys/io.h"
#include "table/type.h"

enum { CHUNK = 1 << 16 };

void
source_from(struct source *s, int fd, const char *path)
{
	*s = (struct source){ .fd = fd, .path = mem_str(path) };
	buf_init(&s->raw);
	buf_init(&s->line);
	if (fstat(fd, &s->st) < 0)
		s->st = (struct stat){ 0 };
}

/* Not blocking: a FIFO in place of a file must not hang a mail system. */
enum found
source_open(struct source *s, const char *path, struct why *w)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return table_fail_errno(w, errno, "open %s", path);
	source_from(s, fd, path);
	if (S_ISREG(s->st.st_mode) || S_ISCHR(s->st.st_mode))
		return FOUND;
	why_temp(w, "4.3.0", "open %s: %s", path,
	    S_ISDIR(s->st.st_mode) ? "Is a directory" : "Not a regular file");
	source_close(s);
	return FAILED;
}

static bool
unbrace(struct span *s)
{
	if (s->len < 2 || s->p[0] != '{' || s->p[s->len - 1] != '}')
		return false;
	*s = span_trim(span_head(span_from(*s, 1), s->len - 2));
	return true;
}

enum found
source_inline(struct source *s, struct span text, struct why *w)
{
	struct span rest = text, item;
	char *path = span_dup(text);
	bool good = unbrace(&rest);

	source_from(s, -1, path);
	free(path);
	s->eof = true;
	while (good && span_element(&rest, &item)) {
		good = unbrace(&item);
		buf_addspan(&s->raw, item);
		buf_addc(&s->raw, '\n');
	}
	if (good)
		return FOUND;
	why_temp(w, "4.3.5", "bad inline rules: need {{pattern result}, ...}: "
	    "%s", s->path);
	source_close(s);
	return FAILED;
}

void
source_close(struct source *s)
{
	io_close(&s->fd);
	free(s->path);
	buf_clear(&s->raw);
	buf_clear(&s->line);
}

/* The next physical line without its newline; ABSENT at the end. A part of a
 * line is enough once it is over the limit: the caller then gives up. */
static enum found
physical(struct source *s, struct span *out, struct why *w)
{
	size_t seen = s->at;
	const char *nl;

	while ((nl = memchr(s->raw.s + seen, '\n', s->raw.len - seen)) == NULL) {
		if (s->eof || s->raw.len - s->at > SOURCE_LINE_MAX)
			break;
		buf_drop(&s->raw, s->at);
		s->at = 0;
		seen = s->raw.len;
		ssize_t n = io_read(s->fd, &s->raw, CHUNK);
		if (n < 0)
			return table_fail_errno(w, errno, "read %s", s->path);
		s->eof = n == 0;
	}
	if (nl == NULL && s->at == s->raw.len)
		return ABSENT;
	out->p = s->raw.s + s->at;
	out->len = (nl != NULL ? nl : s->raw.s + s->raw.len) - out->p;
	return FOUND;
}

static void
take(struct source *s, struct span part)
{
	size_t end = (size_t)(part.p - s->raw.s) + part.len;

	s->at = end < s->raw.len ? end + 1 : end;
	s->number++;
}

enum found
source_physical(struct source *s, struct span *line, struct why *w)
{
	enum found got = physical(s, line, w);

	if (got != FOUND)
		return got;
	take(s, *line);
	s->first = s->number;
	return line->len <= SOURCE_LINE_MAX ? FOUND : table_fail_at(w, s->path,
	    s->number, "line is longer than %d bytes", SOURCE_LINE_MAX);
}

static bool
is_comment(struct span part)
{
	for (size_t i = 0; i < part.len; i++)
		if (!ascii_space(part.p[i]))
			return part.p[i] == '#';
	return true;
}

static bool
is_blank(struct span part)
{
	return part.len > 0 && ascii_space(part.p[0]);
}

enum found
source_next(struct source *s, struct span *line, struct why *w)
{
	enum found got;
	struct span part;

	buf_reset(&s->line);
	s->first = 0;
	while ((got = physical(s, &part, w)) == FOUND) {
		if (s->first > 0 && !is_comment(part) && !is_blank(part))
			break;
		take(s, part);
		if (is_comment(part) && part.len <= SOURCE_LINE_MAX)
			continue;
		if (s->line.len + part.len > SOURCE_LINE_MAX)
			return table_fail_at(w, s->path, s->number,
			    "line is longer than %d bytes", SOURCE_LINE_MAX);
		if (s->first == 0)
			s->first = s->number;
		buf_addspan(&s->line, part);
	}
	if (got == FAILED)
		return FAILED;
	*line = buf_span(&s->line);
	return s->first > 0 ? FOUND : ABSENT;
}

/* To the first white space that is neither quoted nor behind a backslash. */
static size_t
key_len(struct span line, bool *quoted)
{
	size_t n = 0;

	*quoted = false;
	for (; n < line.len && (*quoted || !ascii_space(line.p[n])); n++) {
		if (line.p[n] == '\\' && n + 1 < line.len)
			n++;
		else if (line.p[n] == '"')
			*quoted = !*quoted;
	}
	return n < line.len ? n : line.len;
}

const char *
source_pair(struct span line, struct span *key, struct span *value)
{
	bool open;

	*key = *value = SPAN("");
	if (is_blank(line))
		return "logical line must not start with whitespace";
	size_t n = key_len(line, &open);
	if (open)
		return "unbalanced quotes";
	*key = span_head(line, n);
	*value = span_trim(span_from(line, n));
	return key->len == 0 || value->len == 0 ?
	    "expected format: key whitespace value" : NULL;
}
