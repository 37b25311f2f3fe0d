/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job.h - the jobs of the domain, for its table and for tests. */
#ifndef DOMAIN_JOB_H
#define DOMAIN_JOB_H

#include "core/job.h"

/* Ends at name NULL. */
extern const struct job muster_jobs[];

#endif
