/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "table/matchlist.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The list, a NUL, a name, a NUL, an address. Files and tables of the machine
 * are not for the fuzzer: what would name one loses its sign. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, part[3];
	struct matchlist *m;
	struct why w = WHY_INIT;

	for (int i = 0; i < 3; i++)
		if (!span_split(&in, '\0', &part[i]))
			part[i] = SPAN("");
	char *list = span_dup(part[0]);
	for (size_t i = 0; list[i] != '\0'; i++)
		if ((list[i] == ':' && strchr(list, '[') == NULL) ||
		    (list[i] == '/' && (i == 0 || strchr("0123456789]",
		    list[i - 1]) == NULL)))
			list[i] = ';';
	for (char *p = list; (p = strpbrk(p, ":")) != NULL; p++)
		if (strncmp(list, "inline:", 7) != 0 && list[0] != '[')
			*p = ';';
	for (unsigned kinds = 1; kinds < 16; kinds++) {
		m = matchlist_open(span_str(list), kinds);
		enum found got = matchlist_match(m, part[1], part[2], &w);
		if (got == FAILED && w.text.len == 0)
			abort();
		if (got == FOUND && *matchlist_pattern(m) == '\0')
			abort();
		matchlist_close(m);
	}
	free(list);
	why_clear(&w);
	return 0;
}
