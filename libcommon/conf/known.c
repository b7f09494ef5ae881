/* SPDX-License-Identifier: ISC */
#include "conf/known.h"

static const struct known rows[] = {
#define PARAM(name, type, def, range, class, meaning) \
	{ #name, def, range, meaning, KNOWN_##type, KNOWN_##class },
#include "conf/params.def"
#undef PARAM
};

static const char *const reasons[KNOWN_CLASSES] = {
#define REASON(name, text) [KNOWN_##name] = text,
#include "conf/reasons.def"
#undef REASON
};

static const struct {
	const char *name, *instead;
} removed[] = {
#define REMOVED(name, instead) { #name, instead },
#include "conf/removed.def"
#undef REMOVED
};

static const struct known_suffix suffixes[] = {
#define SUFFIX(suffix, type, def) \
	{ #suffix, KNOWN_##type, P_##def, "$" #def },
#include "conf/suffixes.def"
#undef SUFFIX
};

const struct known *
known(enum param p)
{
	return &rows[p];
}

bool
known_find(struct span name, enum param *p)
{
	size_t low = 0, high = PARAM_COUNT;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int cmp = span_cmp(name, span_str(rows[mid].name));

		if (cmp == 0) {
			*p = (enum param)mid;
			return true;
		}
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

const char *
known_reason(enum param p)
{
	return reasons[rows[p].class];
}

const char *
known_removed(struct span name)
{
	for (size_t i = 0; i < sizeof(removed) / sizeof(removed[0]); i++)
		if (span_is(name, removed[i].name))
			return removed[i].instead;
	return NULL;
}

const struct known_suffix *
known_suffix_at(size_t i)
{
	return i < sizeof(suffixes) / sizeof(suffixes[0]) ? &suffixes[i] : NULL;
}

const struct known_suffix *
known_suffix(struct span name)
{
	const struct known_suffix *s;

	for (size_t i = 0; (s = known_suffix_at(i)) != NULL; i++) {
		struct span end = span_str(s->suffix);

		if (name.len > end.len && span_ends(name, end))
			return s;
	}
	return NULL;
}
