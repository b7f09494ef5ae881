/* SPDX-License-Identifier: ISC */
#include "tickets.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "conf/param.h"
#include "sys/clock.h"
#include "sys/file.h"
#include "sys/io.h"
#include "sys/lock.h"
#include "sys/log.h"
#include "sys/rand.h"

enum { LOOK_MS = 1000, FILE_MAX = 4096 };

static const char name[] = "ticket_keys", fresh_name[] = "ticket_keys.new";

/* The directory is made by whoever may, for tls_owner alone. What lies under
 * its name but is something else, or another's, is left alone. */
static int
open_dir(const char *path, uid_t owner, gid_t group)
{
	struct stat st;
	bool made = mkdir(path, 0700) == 0;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return -1;
	if (made && geteuid() == 0 && fchown(fd, owner, group) < 0)
		return io_close(&fd), -1;
	if (fstat(fd, &st) < 0 || st.st_uid != owner ||
	    (st.st_mode & 077) != 0) {
		io_close(&fd);
		errno = EPERM;
	}
	return fd;
}

void
tickets_open(struct tickets *t, int64_t lifetime, uid_t owner, gid_t group)
{
	char *path = mem_fmt("%s/tls", param_str(P_data_directory));

	*t = (struct tickets){ .dir = -1, .lifetime = lifetime };
	if (lifetime > 0) {
		t->dir = open_dir(path, owner, group);
		if (t->dir < 0)
			log_warn("%s: %s; sessions can be resumed here only",
			    path, strerror(errno));
	}
	free(path);
}

void
tickets_close(struct tickets *t)
{
	io_close(&t->dir);
	EVP_CIPHER_free(t->cipher);
	t->cipher = NULL;
}

static void
make_key(struct tickets *t)
{
	struct ticketkey k = { .made = time(NULL) };

	rand_bytes(k.name, sizeof(k.name));
	rand_bytes(k.cipher, sizeof(k.cipher));
	rand_bytes(k.mac, sizeof(k.mac));
	ticketfile_add(&t->keys, &k, t->lifetime);
}

/* Whether there is a file. */
static bool
read_keys(struct tickets *t)
{
	struct buf text = BUF_INIT;
	struct stat st;
	bool there = fstatat(t->dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;

	if (there && st.st_ino != t->seen &&
	    file_read(t->dir, name, &text, FILE_MAX) == 0) {
		ticketfile_read(&t->keys, buf_span(&text));
		t->seen = st.st_ino;
	}
	OPENSSL_cleanse(text.s, text.len);
	buf_clear(&text);
	return there;
}

static bool
write_keys(struct tickets *t)
{
	struct buf text = BUF_INIT;
	int fd;

	unlinkat(t->dir, fresh_name, 0);
	fd = openat(t->dir, fresh_name, O_WRONLY | O_CREAT | O_EXCL |
	    O_NOFOLLOW | O_CLOEXEC, 0600);
	ticketfile_write(&text, &t->keys);
	bool good = fd >= 0 && io_write(fd, buf_span(&text)) == 0 &&
	    renameat(t->dir, fresh_name, t->dir, name) == 0;
	int err = errno;
	io_close(&fd);
	OPENSSL_cleanse(text.s, text.len);
	buf_clear(&text);
	errno = err;
	return good;
}

static bool
is_fresh(const struct tickets *t)
{
	return ticketfile_fresh(&t->keys, time(NULL), t->lifetime);
}

/* One of all processes makes the next key; the others wait, and read it. */
static void
rotate(struct tickets *t)
{
	int lock = openat(t->dir, "lock", O_RDWR | O_CREAT | O_NOFOLLOW |
	    O_CLOEXEC, 0600);

	if (lock < 0 || lock_take(lock, true) < 0) {
		log_warn("lock of ticket keys: %s", strerror(errno));
		make_key(t);
	} else if (!read_keys(t) || !is_fresh(t)) {
		make_key(t);
		if (!write_keys(t))
			log_warn("cannot write ticket keys: %s",
			    strerror(errno));
		t->seen = 0;
	}
	io_close(&lock);
}

void
tickets_refresh(struct tickets *t)
{
	if (t->lifetime <= 0 || (t->looked > 0 &&
	    clock_ms() - t->looked < LOOK_MS))
		return;
	t->looked = clock_ms();
	if (t->dir >= 0)
		read_keys(t);
	if (is_fresh(t))
		return;
	if (t->dir >= 0)
		rotate(t);
	else
		make_key(t);
}

static int
set_mac(EVP_MAC_CTX *mac, const struct ticketkey *k)
{
	char digest[] = "SHA256";
	unsigned char key[TICKET_KEY];
	OSSL_PARAM params[3];

	memcpy(key, k->mac, sizeof(key));
	params[0] = OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key,
	    sizeof(key));
	params[1] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST,
	    digest, 0);
	params[2] = OSSL_PARAM_construct_end();
	return EVP_MAC_CTX_set_params(mac, params);
}

/* -1: an error; 0: a full handshake; 1: go on; 2: and give out a new one. */
static int
use_key(SSL *ssl, unsigned char key_name[16], unsigned char *iv,
    EVP_CIPHER_CTX *ctx, EVP_MAC_CTX *mac, int enc)
{
	struct tickets *t = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	int64_t now = time(NULL);
	const struct ticketkey *k = enc ? &t->keys.key[0] :
	    ticketfile_find(&t->keys, key_name, now, t->lifetime);
	int ivlen = EVP_CIPHER_get_iv_length(t->cipher);

	if (k == NULL || t->keys.n == 0)
		return 0;
	if (enc) {
		memcpy(key_name, k->name, TICKET_NAME);
		rand_bytes(iv, (size_t)ivlen);
	}
	if (EVP_CipherInit_ex(ctx, t->cipher, NULL, k->cipher, iv, enc) != 1 ||
	    set_mac(mac, k) != 1)
		return -1;
	return enc || k == &t->keys.key[0] ? 1 : 2;
}

static EVP_CIPHER *
fetch_cipher(void)
{
	const char *cipher = param_str(P_tls_session_ticket_cipher);
	EVP_CIPHER *c = EVP_CIPHER_fetch(NULL, cipher, NULL);

	if (c != NULL && EVP_CIPHER_get_mode(c) == EVP_CIPH_CBC_MODE &&
	    EVP_CIPHER_get_iv_length(c) == 16 &&
	    EVP_CIPHER_get_key_length(c) >= 16 &&
	    EVP_CIPHER_get_key_length(c) <= TICKET_KEY)
		return c;
	log_warn("tls_session_ticket_cipher: invalid value: %s; session "
	    "tickets disabled", cipher);
	EVP_CIPHER_free(c);
	ERR_clear_error();
	return NULL;
}

bool
tickets_offer(struct tickets *t, SSL_CTX *ctx)
{
	if (t->lifetime <= 0 ||
	    param_str(P_tls_session_ticket_cipher)[0] == '\0')
		return false;
	EVP_CIPHER_free(t->cipher);
	t->cipher = fetch_cipher();
	if (t->cipher == NULL)
		return false;
	SSL_CTX_set_app_data(ctx, t);
	SSL_CTX_set_tlsext_ticket_key_evp_cb(ctx, use_key);
	SSL_CTX_set_num_tickets(ctx, 1);
	return true;
}
