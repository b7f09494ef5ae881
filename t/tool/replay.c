/* SPDX-License-Identifier: ISC
 *
 * Runs a fuzz target over files, without a fuzzer: replay FILE... prints TAP.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
run(const char *path)
{
	enum { MOST = 1 << 20 };
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		return -1;
	uint8_t *in = malloc(MOST);
	if (in == NULL)
		abort();
	size_t n = fread(in, 1, MOST, f);
	fclose(f);
	/* An allocation of just this size lets the sanitizer see overruns. */
	uint8_t *exact = malloc(n > 0 ? n : 1);
	if (exact == NULL)
		abort();
	memcpy(exact, in, n);
	free(in);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	return 0;
}

int
main(int argc, char **argv)
{
	int bad = 0;

	for (int i = 1; i < argc; i++) {
		fprintf(stderr, "%s\n", argv[i]);
		if (run(argv[i]) < 0) {
			perror(argv[i]);
			bad = 1;
		}
	}
	return bad;
}
