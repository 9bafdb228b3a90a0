/* The files by which a report can be repeated and checked: protocol.xml, ro-crate-metadata.json, manifest.json. */
#ifndef RV_REPORT_MANIFEST_H
#define RV_REPORT_MANIFEST_H

#include "report/parts.h"

struct json_t;

/* Writes the three, the manifest last, when everything else of the report is written. */
rv_status rv_manifest_write(rv_document *d, rv_error *err);
/* The name under which a template of a Word document is kept beside the report, so that it can be made again. */
#define RV_KEPT_TEMPLATE "template.docx"

/* crate.c: the report as a Research Object Crate. `inputs` is the manifest's list. */
rv_status rv_crate_write(rv_document *d, const struct json_t *inputs, rv_error *err);

#endif
