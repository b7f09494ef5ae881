/* SPDX-License-Identifier: ISC */
#include "conf/value.h"

#include "base/ascii.h"
#include "base/num.h"

bool
value_bool(struct span s, bool *out)
{
	if (!span_caseis(s, "yes") && !span_caseis(s, "no"))
		return false;
	*out = s.len == 3;
	return true;
}

bool
value_int(struct span s, int64_t *out)
{
	return num_int(s, INT64_MIN, INT64_MAX, out);
}

static int64_t
seconds_in(char unit)
{
	switch (ascii_lower(unit)) {
	case 's':	return 1;
	case 'm':	return 60;
	case 'h':	return 3600;
	case 'd':	return 24 * 3600;
	case 'w':	return 7 * 24 * 3600;
	default:	return 0;
	}
}

bool
value_time(struct span s, char unit, int64_t *seconds)
{
	int64_t n;

	if (s.len > 0 && ascii_alpha(s.p[s.len - 1]))
		unit = s.p[--s.len];
	int64_t each = seconds_in(unit);
	if (each == 0 || !num_int(s, INT64_MIN / each, INT64_MAX / each, &n))
		return false;
	*seconds = n * each;
	return true;
}

char
value_unit(struct span s)
{
	char last = s.len > 0 ? s.p[s.len - 1] : 's';

	return seconds_in(last) > 0 ? ascii_lower(last) : 's';
}

void
value_bounds(const char *range, int64_t *min, int64_t *max)
{
	struct span s = span_str(range);
	size_t n = 0;

	while (n < s.len && s.p[n] != '.')
		n++;
	if (!num_int(span_head(s, n), INT64_MIN, INT64_MAX, min))
		*min = INT64_MIN;
	if (!num_int(span_from(s, n + 2), INT64_MIN, INT64_MAX, max))
		*max = INT64_MAX;
}

bool
value_item(struct span *list, struct span *item)
{
	return span_element(list, item);
}

struct span
value_unbrace(struct span item)
{
	if (item.len >= 2 && item.p[0] == '{' && item.p[item.len - 1] == '}')
		return span_trim((struct span){ item.p + 1, item.len - 2 });
	return item;
}
