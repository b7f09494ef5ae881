/* SPDX-License-Identifier: ISC */
#include "ciphers.h"

#include "conf/param.h"

static const struct {
	const char	*name;
	enum param	 list;
} grades[] = {
	{ "high", P_tls_high_cipherlist }, { "medium", P_tls_medium_cipherlist },
	{ "low", P_tls_medium_cipherlist },
	{ "export", P_tls_medium_cipherlist },
	{ "null", P_tls_null_cipherlist },
};

static const char *
of_grade(struct span grade)
{
	for (size_t i = 0; i < sizeof(grades) / sizeof(grades[0]); i++)
		if (span_caseis(grade, grades[i].name))
			return param_str(grades[i].list);
	return NULL;
}

/* An exclusion is a name; with an operator it would do something else. */
bool
ciphers_build(struct buf *out, struct span grade, struct span exclude,
    struct buf *bad)
{
	const char *list = of_grade(grade);
	struct span word;

	if (list == NULL) {
		buf_addf(bad, "invalid cipher grade: \"%.*s\"",
		    SPAN_FMT(grade));
		return false;
	}
	buf_adds(out, list);
	while (span_word(&exclude, ",: \t\r\n", &word)) {
		if (strchr("!+-@", word.p[0]) != NULL) {
			buf_addf(bad, "invalid unary '!+-@' in cipher "
			    "exclusion: %.*s", SPAN_FMT(word));
			return false;
		}
		buf_addf(out, ":!%.*s", SPAN_FMT(word));
	}
	return true;
}
