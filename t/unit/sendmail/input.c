/* SPDX-License-Identifier: ISC */
#include "../../../cmd/sendmail/input.h"

#include <unistd.h>

#include "../unit.h"
#include "sys/io.h"

/* Reads what a pipe gives, piece bytes at a time. */
static void
read_all(struct buf *out, struct span s, enum input_eol eol, bool dot)
{
	struct input in;
	struct span p;
	bool newline;
	int fd[2];

	ck_assert_int_eq(io_pipe(fd), 0);
	if (fork() == 0) {
		for (; s.len > 0; s = span_from(s, 1))
			io_write(fd[1], span_head(s, 1));
		_exit(0);
	}
	io_close(&fd[1]);
	input_init(&in, fd[0], eol, dot);
	while (input_next(&in, &p, &newline) == INPUT_PIECE) {
		buf_addspan(out, p);
		if (newline)
			buf_addc(out, '\n');
	}
	input_clear(&in);
	io_close(&fd[0]);
}

START_TEST(byte_by_byte)
{
	static const struct {
		const char *in, *out;
		enum input_eol eol;
		bool dot;
	} cases[] = {
		{ "a\r\nb\r\n", "a\nb\n", EOL_ALWAYS, true },
		{ "a\r\nb\n", "a\r\nb\n", EOL_NEVER, true },
		{ "a\r\nb\nc\r\n", "a\nb\nc\n", EOL_STRICT, true },
		{ "a\nb\r\n", "a\nb\r\n", EOL_STRICT, true },
		{ "a\r", "a\r", EOL_ALWAYS, true },
		{ "a\r\r\n\r\n", "a\r\n\n", EOL_ALWAYS, true },
		{ "a\n.\r\nb\n", "a\n", EOL_ALWAYS, true },
		{ "a\n.\nb\n", "a\n.\nb\n", EOL_ALWAYS, false },
		{ "a\n.", "a\n.", EOL_ALWAYS, true },
		{ "From x\n>>From y\nFro\nFrom z\n", "Fro\nFrom z\n",
		    EOL_ALWAYS, true },
		{ "From x\n.\na\n", "", EOL_ALWAYS, true },
		{ "", "", EOL_ALWAYS, true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = BUF_INIT;

		read_all(&b, span_str(cases[i].in), cases[i].eol, cases[i].dot);
		ck_assert_str_eq(b.s, cases[i].out);
		buf_clear(&b);
	}
}
END_TEST

UNIT("sendmail/input", byte_by_byte)
