/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "../../cmd/tlsio/asked.h"
#include "../../cmd/tlsio/ticketfile.h"
#include "wire/record.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Control records, as whoever asks for a session could send them; the same
 * bytes are no harm as a file of ticket keys. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, record;
	struct ticketkeys keys, again;
	struct buf text = BUF_INIT;
	struct asked a;
	char letter;

	ticketfile_read(&keys, in);
	ticketfile_write(&text, &keys);
	ticketfile_read(&again, buf_span(&text));
	if (again.n != keys.n)
		abort();
	asked_init(&a);
	while (record_take(&in, RECORD_MAX, &letter, &record) == RECORD_OK)
		asked_take(&a, record);
	if (a.log_level < 0 || a.log_level > 4 || a.timeout < 0 ||
	    a.level > LEVEL_SECURE)
		abort();
	asked_clear(&a);
	buf_clear(&text);
	return 0;
}
