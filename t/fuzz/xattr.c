/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "wire/xattr.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct xattr_value v = { .value = BUF_INIT };
	enum xattr_got got;

	while ((got = xattr_take(&in, &v)) != XATTR_END) {
		if (got != XATTR_OK)
			continue;
		if (v.id >= XATTRS || v.value.len > XATTR_MAX ||
		    (v.state == XATTR_GIVEN) != (v.value.len > 0))
			abort();
		for (size_t i = 0; i < v.value.len; i++)
			if (ascii_ctrl(v.value.s[i]))
				abort();
	}
	buf_clear(&v.value);
	return 0;
}
