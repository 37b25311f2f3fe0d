/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz.h - what each program of this folder defines: run one input through a
 * reader, assert what must hold of any input, keep nothing.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#endif
