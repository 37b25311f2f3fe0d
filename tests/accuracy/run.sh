#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# compare with R where R is installed; 77 tells meson that it was skipped
command -v Rscript >/dev/null || { echo "skipped: no Rscript"; exit 77; }
Rscript --vanilla "$2" | "$1"
