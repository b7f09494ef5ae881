/* SPDX-License-Identifier: ISC */
#include "../../cmd/saslio/serve.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sysexits.h>

#include "../../cmd/saslio/client.h"
#include "../../cmd/saslio/cyrus.h"
#include "sys/io.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

enum { PIPE_HOLDS = 60000 };

/* The DIGEST-MD5 plug-in forgets a value that comes twice. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libdigestmd5.so";
}

/* The library itself, which knows nobody: what strangers say goes through its
 * mechanisms, attempt after attempt. */
static struct provider *
provider(bool client)
{
	static bool ready;

	if (!ready) {
		cyrus_server_init("nothing", "/nonexistent");
		cyrus_client_init();
		ready = true;
	}
	return client || !cyrus_is_here() ? NULL : cyrus_server("");
}

static void
talk(struct span in, bool client)
{
	int fd[2], null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct provider *p = provider(client), *c = NULL;

	if (p == NULL)
		c = client_new();
	if (null >= 0 && io_pipe(fd) == 0) {
		io_write(fd[1], in);
		io_close(&fd[1]);
		int status = serve(p != NULL ? p : c, fd[0], null);
		if (status != EX_OK && status != EX_DATAERR)
			abort();
		io_close(&fd[0]);
	}
	io_close(&null);
	provider_free(p);
	provider_free(c);
}

/* The first byte says which role. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };

	if (size > 0 && size < PIPE_HOLDS)
		talk(span_from(in, 1), in.p[0] == 'c');
	return 0;
}
