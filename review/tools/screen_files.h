#ifndef RV_TOOLS_SCREEN_FILES_H
#define RV_TOOLS_SCREEN_FILES_H

#include "tools/screen.h"

/* RECORD FILE...: each file by its own act. */
rv_status rv_screening_attach(rv_screening *work, char **operands, bool porcelain, rv_error *err);
/* Each file of a folder to the report that its name names; the others are told. */
rv_status rv_screening_attach_folder(rv_screening *work, const char *folder, bool porcelain, rv_error *err);
/* RECORD DIGEST, or its first 8 digits or more. */
rv_status rv_screening_detach(rv_screening *work, char **operands, bool porcelain, rv_error *err);
/* The files of reports, and the reports that are sought and have none. */
rv_status rv_screening_files(rv_screening *work, rv_error *err);
/* The bytes of one file, named by its digest or by a record whose report has no other. */
rv_status rv_screening_file(rv_screening *work, const char *name, rv_error *err);
/* Decisions that a newer version of the protocol puts in question. */
rv_status rv_screening_again(rv_screening *work, rv_error *err);

#endif
