/* SPDX-License-Identifier: ISC */
#include "saslconf.h"

void
saslconf_get(struct span text, const char *option, const char *otherwise,
    struct buf *value)
{
	struct span line, name;

	while (span_split(&text, '\n', &line)) {
		line = span_trim(line);
		if (line.len == 0 || line.p[0] == '#')
			continue;
		if (span_find(line, ':') == SPAN_NONE ||
		    !span_split(&line, ':', &name) ||
		    !span_caseis(span_trim(name), option))
			continue;
		buf_addspan(value, span_trim(line));
		return;
	}
	buf_adds(value, otherwise);
}

bool
saslconf_lists(struct span value, const char *word)
{
	struct span one;

	while (span_word(&value, " \t", &one))
		if (span_caseis(one, word))
			return true;
	return false;
}
