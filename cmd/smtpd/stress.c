/* SPDX-License-Identifier: ISC */
#include "stress.h"

#include "conf/param.h"
#include "sys/shared.h"

void
stress_init(struct stress *s)
{
	*s = (struct stress){ .word = shared_alloc(sizeof(int)) };
}

void
stress_clear(struct stress *s)
{
	shared_free((void *)(uintptr_t)s->word, sizeof(int));
	s->word = NULL;
}

void
stress_set(struct stress *s, bool on)
{
	if (s->word != NULL && *s->word != on)
		*s->word = on;
}

/* Other modules ask for parameters themselves: those change, too. */
const struct settings *
stress_settings(struct stress *s)
{
	bool on = s->word != NULL && *s->word != 0;

	if (on != s->on) {
		param_override(SPAN("stress"), on ? SPAN("yes") : SPAN(""));
		if (on) {
			settings_read(&s->hard);
			s->hard.sandbox = s->calm->sandbox;
			s->hard.sessions = s->calm->sessions;
		}
	}
	s->on = on;
	return on ? &s->hard : s->calm;
}
