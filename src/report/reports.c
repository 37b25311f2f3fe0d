/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* reports.c - which record has which document. */
#include "report/reports.h"

#include "base/text.h"

const struct report_row report_rows[] = {
	{ "audit_time_calculation", "Calculation of audit time",
	    report_audit_time },
	{ "report", "Audit report", report_audit },
	{ "sampling_plan", "Sample sheet", report_sample },
	{ "site_sample", "Sample of sites", report_sites },
	{ NULL, NULL, NULL }
};

const struct report_row *
report_row_of(const char *record)
{
	for (const struct report_row *r = report_rows; r->record; r++)
		if (str_eq(r->record, record))
			return r;
	return NULL;
}
