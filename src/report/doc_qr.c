/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "report/doc_own.h"

#include <qrencode.h>
#include <string.h>

const unsigned char *
doc_qr_matrix(struct arena *a, const char *data, int *width)
{
	QRcode *code = data ? QRcode_encodeString8bit(data, 0, QR_ECLEVEL_M) :
	    NULL;
	unsigned char *m;
	size_t n;

	if (!code)
		return NULL;
	n = (size_t)code->width * (size_t)code->width;
	m = arena_try(a, n);
	for (size_t i = 0; m && i < n; i++)
		m[i] = code->data[i] & 1;
	if (m)
		*width = code->width;
	QRcode_free(code);
	return m;
}
