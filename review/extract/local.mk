# extract: what reports give becomes values with their places, and these become effects.
pkginclude_HEADERS += include/review/extract.h
# Facts: read, checked, entered, listed.
libreview_core_la_SOURCES += %D%/hoard.h %D%/hoard.c %D%/facts.h %D%/facts.c %D%/subject.h %D%/subject.c %D%/arm_results.c %D%/check.h \
	%D%/check.c %D%/batch.h %D%/batch.c %D%/carry_out.c %D%/values_import.c %D%/entry.c %D%/listed.c \
	%D%/again.c %D%/carried.c %D%/import_rows.c %D%/import_sheet.h %D%/there.h %D%/there.c
# Appraisal.
libreview_core_la_SOURCES += %D%/appraise.h %D%/appraise_rows.c %D%/appraise_check.c %D%/appraise_write.c %D%/appraise_state.c \
	%D%/appraise_agree.c %D%/instruments_kept.c
# Files of others.
libreview_core_la_SOURCES += %D%/foreign.h %D%/foreign.c %D%/revman.h %D%/revman.c %D%/revman_write.c %D%/package.c %D%/eppi.h %D%/eppi.c \
	%D%/eppi_write.c %D%/covidence.c %D%/metapsy.c
# From values to effects, and the choice among them.
libreview_core_la_SOURCES += %D%/role.h %D%/role.c %D%/derive.h %D%/derive.c %D%/derive_numbers.c %D%/derive_steps.c %D%/derive_told.c \
	%D%/derivation.c %D%/choose.c
# Warnings.
libreview_core_la_SOURCES += %D%/grim.h %D%/grim.c %D%/warn.h %D%/warn.c %D%/warn_rules.c %D%/warn_interval.c %D%/warn_groups.c %D%/warn_reason.c
# Two people, or one and a second who verifies.
libreview_core_la_SOURCES += %D%/extractors.h %D%/extractors.c %D%/give.c %D%/own.c \
	%D%/match.h %D%/match.c %D%/likeness.c %D%/same.h %D%/same.c %D%/pairs.h %D%/pairs.c %D%/align.c %D%/two_cells.h %D%/two_cells.c \
	%D%/two_standing.h %D%/two_standing.c %D%/differences.c %D%/hand.h %D%/hand.c %D%/settlement.h %D%/settlement.c %D%/agree.c %D%/answers.c \
	%D%/kappa.h %D%/kappa.c %D%/field_agreement.c %D%/checks.h %D%/checks.c %D%/value_checks.c %D%/unverified.c \
	%D%/record_key.h %D%/record_key.c
