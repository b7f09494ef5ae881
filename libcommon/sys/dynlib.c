/* SPDX-License-Identifier: ISC */
#include "sys/dynlib.h"

#include <dlfcn.h>
#include <string.h>

/* Some libraries register things that outlive them: none is ever unloaded. */
bool
dynlib_load(const char *soname, const char *const *names, size_t n,
    void *calls, struct buf *bad)
{
	void *lib = dlopen(soname, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	char *to = calls;

	for (size_t i = 0; lib != NULL && i < n; i++, to += sizeof(void *)) {
		void *f = dlsym(lib, names[i]);

		if (f == NULL)
			lib = NULL;
		else
			memcpy(to, &f, sizeof(f));
	}
	if (lib != NULL)
		return true;
	const char *text = dlerror();
	if (bad != NULL)
		buf_addf(bad, "%s", text != NULL ? text : soname);
	return false;
}
