#ifndef RV_TOOLS_SCREEN_IMPORT_H
#define RV_TOOLS_SCREEN_IMPORT_H

/* review-screen import, and export to other programs. */

#include "tools/opts.h"
#include "tools/screen.h"

/* What the options say. */
typedef struct {
    const char *format, *verdict, *unsure;      /* NULL where not given */
    rv_texts    reviewers, reasons;
    bool        resolve, change, dry, porcelain;
} rv_import_choice;

rv_status rv_screening_import(rv_screening *work, const char *path, const rv_import_choice *choice, rv_error *err);
rv_status rv_screening_export_to(rv_screening *work, const char *program, rv_error *err);

#endif
