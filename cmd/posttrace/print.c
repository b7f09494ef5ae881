/* SPDX-License-Identifier: ISC */
#include "print.h"

#include <stdio.h>

#include "base/ascii.h"
#include "base/json.h"

enum { INDENT = 2 };

static void
show(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		putchar(ascii_ctrl(s.p[i]) ? '?' : s.p[i]);
}

/* What decided: [parameter = table, key, file line] */
static void
show_reason(const struct explain_step *s)
{
	if (s->param == NULL)
		return;
	printf("  [%s", s->param);
	if (s->table.len > 0) {
		fputs(": ", stdout);
		show(s->table);
	}
	if (s->key.len > 0) {
		fputs(", key ", stdout);
		show(s->key);
	}
	if (s->line > 0) {
		fputs(", ", stdout);
		show(s->file);
		printf(" line %zu", s->line);
	}
	putchar(']');
}

static void
show_step(const struct explain_step *s)
{
	printf("%*s", s->depth * INDENT, "");
	if (s->kind == EXPLAIN_FINAL)
		fputs("=> ", stdout);
	else if (s->kind != EXPLAIN_ADDRESS)
		printf("%s: ", explain_word(s->kind));
	if (s->kind == EXPLAIN_ADDRESS && s->from.len == 0)
		fputs("<>", stdout);
	else if (s->kind != EXPLAIN_FINAL)
		show(s->from);
	if (s->to.len > 0 && s->from.len > 0 && s->kind != EXPLAIN_FINAL)
		fputs(" -> ", stdout);
	show(s->to);
	show_reason(s);
	if (s->note.len > 0) {
		fputs(s->kind == EXPLAIN_FINAL ? ": " : "  (", stdout);
		show(s->note);
		if (s->kind != EXPLAIN_FINAL)
			putchar(')');
	}
	putchar('\n');
}

void
print_text(const struct trace *t)
{
	for (size_t i = 0; i < t->e.n; i++)
		show_step(&t->e.steps[i]);
}

static void
member(struct buf *b, const char *name, struct span value)
{
	if (value.len > 0)
		json_member(b, name, value);
}

static void
json_step(struct buf *b, const struct explain_step *s)
{
	buf_addc(b, '{');
	json_member(b, "step", span_str(explain_word(s->kind)));
	json_number(b, "depth", s->depth);
	member(b, "from", s->from);
	member(b, "to", s->to);
	if (s->param != NULL)
		json_member(b, "parameter", span_str(s->param));
	member(b, "table", s->table);
	member(b, "key", s->key);
	if (s->line > 0) {
		json_member(b, "file", s->file);
		json_number(b, "line", (long long)s->line);
	}
	member(b, "note", s->note);
	buf_addc(b, '}');
}

static void
json_result(struct buf *b, const struct result *r)
{
	buf_addc(b, '{');
	json_member(b, "recipient", r->rcpt);
	json_member(b, "outcome", span_str(r->outcome));
	member(b, "transport", r->transport);
	member(b, "nexthop", r->nexthop);
	json_member(b, "dsn", span_str(r->dsn));
	member(b, "text", r->text);
	buf_addc(b, '}');
}

void
print_json(const struct trace *t)
{
	struct buf b = BUF_INIT;

	buf_addc(&b, '{');
	json_member(&b, "address", t->e.steps[0].from);
	json_member(&b, "sender", buf_span(&t->sender));
	json_name(&b, "steps");
	buf_addc(&b, '[');
	for (size_t i = 0; i < t->e.n; i++) {
		buf_adds(&b, i > 0 ? ", " : "");
		json_step(&b, &t->e.steps[i]);
	}
	buf_addc(&b, ']');
	json_name(&b, "results");
	buf_addc(&b, '[');
	for (size_t i = 0; i < t->n; i++) {
		buf_adds(&b, i > 0 ? ", " : "");
		json_result(&b, &t->results[i]);
	}
	buf_adds(&b, "]}\n");
	fwrite(b.s, 1, b.len, stdout);
	buf_clear(&b);
}
