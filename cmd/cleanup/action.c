/* SPDX-License-Identifier: ISC */
#include "action.h"

static const struct {
	const char	*name;
	unsigned	 needs;
} table[] = {
#define X(name, needs) { #name, needs },
	ACTION_LIST(X)
#undef X
	{ "?", 0 },
};

enum action
action_read(struct span value, struct span *text)
{
	struct span rest = span_trim(value), word = { "", 0 };
	int a = 0;

	span_word(&rest, " \t\r\n", &word);
	*text = span_trim(rest);
	while (a < ACTION_UNKNOWN && !span_caseis(word, table[a].name))
		a++;
	return (enum action)a;
}

const char *
action_name(enum action a)
{
	return table[a].name;
}

const char *
action_fault(enum action a, struct span text)
{
	unsigned needs = table[a].needs;
	size_t colon = span_find(text, ':');

	if ((needs & ACTION_TEXT) && text.len == 0)
		return "without text";
	if ((needs & ACTION_ADDRESS) && span_find(text, '@') == SPAN_NONE)
		return "needs user@domain";
	if ((needs & ACTION_WAY) && (colon == SPAN_NONE || colon == 0))
		return "needs transport:destination";
	return NULL;
}
