/* SPDX-License-Identifier: ISC
 *
 * table/filevalue - values that are the content of files
 *
 * Source:  Postfix postmap(1) -F, tls_server_sni_maps: a text names the files;
 *          an indexed file holds their content in base64.
 * Owns:    nothing.
 * Errors:  FAILED and the reason.
 * Effects: reads the files.
 */
#ifndef TABLE_FILEVALUE_H
#define TABLE_FILEVALUE_H

#include "table/table.h"

/* Names, separated by commas or blanks, become the content of the files, with
 * a newline between them. */
enum found	filevalue_read(struct buf *value, struct why *w);
enum found	filevalue_decode(struct buf *value, struct why *w);

#endif
