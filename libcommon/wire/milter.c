/* SPDX-License-Identifier: ISC */
#include "wire/milter.h"

#include "base/ascii.h"

enum { LENGTH = 4 };

static const struct {
	int		version;
	uint32_t	actions, events;
} versions[] = {
	{ 2, 0x3f, 0x7f },
	{ 3, 0x3f, 0x17f },
	{ 4, 0x3f, 0x37f },
	{ 6, 0x1ff, 0x1fffff },
};

enum { VERSIONS = sizeof(versions) / sizeof(versions[0]) };

uint32_t
milter_actions(int version)
{
	for (size_t i = 0; i < VERSIONS; i++)
		if (versions[i].version == version)
			return versions[i].actions;
	return 0;
}

uint32_t
milter_events(int version)
{
	for (size_t i = 0; i < VERSIONS; i++)
		if (versions[i].version == version)
			return versions[i].events;
	return 0;
}

static void
put_u32(char *at, uint32_t n)
{
	for (int i = 0; i < LENGTH; i++)
		at[i] = (char)(n >> (24 - 8 * i) & 0xff);
}

size_t
milter_begin(struct buf *out, char command)
{
	size_t begun = out->len;

	buf_add(out, "\0\0\0\0", LENGTH);
	buf_addc(out, command);
	return begun;
}

void
milter_end(struct buf *out, size_t begun)
{
	put_u32(out->s + begun, (uint32_t)(out->len - begun - LENGTH));
}

void
milter_add_u32(struct buf *out, uint32_t n)
{
	char b[LENGTH];

	put_u32(b, n);
	buf_add(out, b, LENGTH);
}

void
milter_add_str(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_addc(out, s.p[i] == '\0' ? '?' : s.p[i]);
	buf_addc(out, '\0');
}

bool
milter_take_u32(struct span *data, uint32_t *n)
{
	if (data->len < LENGTH)
		return false;
	*n = 0;
	for (int i = 0; i < LENGTH; i++)
		*n = *n << 8 | (uint32_t)span_byte(data);
	return true;
}

bool
milter_take_str(struct span *data, struct span *s)
{
	size_t end = span_find(*data, '\0');

	if (data->len == 0)
		return false;
	*s = span_head(*data, end);
	*data = end == SPAN_NONE ? span_from(*data, data->len) :
	    span_from(*data, end + 1);
	return true;
}

enum milter_got
milter_take(struct span *in, char *letter, struct span *data)
{
	struct span rest = *in;
	uint32_t len;

	if (!milter_take_u32(&rest, &len))
		return MILTER_MORE;
	if (len == 0 || len > MILTER_MAX)
		return MILTER_BAD;
	if (rest.len < len)
		return MILTER_MORE;
	*letter = rest.p[0];
	*data = span_from(span_head(rest, len), 1);
	*in = span_from(rest, len);
	return MILTER_OK;
}

/* "550", then a blank, a hyphen, or the end. */
static bool
take_code(struct span *line, int *code)
{
	if (line->len < 3 || (line->p[0] != '4' && line->p[0] != '5') ||
	    !ascii_digit(line->p[1]) || !ascii_digit(line->p[2]) ||
	    (line->len > 3 && line->p[3] != ' ' && line->p[3] != '-'))
		return false;
	*code = (line->p[0] - '0') * 100 + (line->p[1] - '0') * 10 +
	    line->p[2] - '0';
	*line = span_from(*line, 4);
	return true;
}

static void
add_clean(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_addc(out, ascii_ctrl(s.p[i]) ? '?' : s.p[i]);
}

bool
milter_reply(struct span data, int *code, struct buf *text)
{
	struct span all, line;
	int first = 0, other;

	if (!milter_take_str(&data, &all))
		return false;
	while (span_split(&all, '\n', &line)) {
		line = span_trim(line);
		if (line.len == 0 && first != 0)
			continue;
		if (!take_code(&line, first == 0 ? &first : &other) &&
		    first == 0)
			return false;
		if (first != 0 && text->len > 0)
			buf_addc(text, '\n');
		add_clean(text, line);
	}
	*code = first;
	return first != 0;
}
