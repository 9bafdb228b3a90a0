# extract: what reports give becomes values with their places, and these become effects.
pkginclude_HEADERS += include/review/extract.h
# Facts: read, checked, entered, listed.
libreview_core_la_SOURCES += \
	%D%/again.c %D%/agreeing.h %D%/appraising.c %D%/appraising.h %D%/arm_results.c %D%/batch.c %D%/batch.h %D%/carried.c \
	%D%/carry_out.c %D%/check.c %D%/check.h %D%/deal.c %D%/entry.c %D%/facts.c %D%/facts.h %D%/facts_load.c %D%/facts_order.h \
	%D%/form_roles.c %D%/hoard.c %D%/hoard.h %D%/listed.c %D%/looked_up.c %D%/looked_up.h %D%/may_enter.c %D%/name.c \
	%D%/one_study.c %D%/record_key.c %D%/record_key.h %D%/subject.c %D%/subject.h
# Two people's versions, and what they agree on.
libreview_core_la_SOURCES += \
	%D%/agree.c %D%/agree_rows.c %D%/align.c %D%/answers.c %D%/differences.c %D%/extractors.c %D%/extractors.h \
	%D%/field_agreement.c %D%/give.c %D%/hand.c %D%/hand.h %D%/kappa.c %D%/kappa.h %D%/likeness.c %D%/match.c %D%/match.h \
	%D%/own.c %D%/pairs.c %D%/pairs.h %D%/question.c %D%/same.c %D%/same.h %D%/settlement.c %D%/settlement.h %D%/two_cells.c \
	%D%/two_cells.h %D%/two_rows.c %D%/two_standing.c %D%/two_standing.h %D%/unverified.c %D%/value_checks.c
# Appraisal.
libreview_core_la_SOURCES += \
	%D%/appraise.h %D%/appraise_agree.c %D%/appraise_check.c %D%/appraise_lines.c %D%/appraise_rows.c %D%/appraise_state.c \
	%D%/appraise_write.c %D%/instruments_kept.c
# Sheets, and files of others.
libreview_core_la_SOURCES += \
	%D%/covidence.c %D%/eppi.c %D%/eppi.h %D%/eppi_write.c %D%/file.c %D%/foreign.c %D%/foreign.h %D%/foreign_give.c \
	%D%/foreign_names.c %D%/foreign_take.c %D%/foreign_take.h %D%/foreign_taking.h %D%/foreign_values.c %D%/import_rows.c \
	%D%/import_sheet.h %D%/metapsy.c %D%/package.c %D%/revman.c %D%/revman.h %D%/revman_csv.c %D%/revman_write.c %D%/sheet.h \
	%D%/sheet_make.c %D%/sheet_read.c %D%/sheet_read.h %D%/sheet_write.c %D%/there.c %D%/there.h %D%/trial.c %D%/values_import.c
# From values to effects, and the choice among them.
libreview_core_la_SOURCES += \
	%D%/choose.c %D%/choose.h %D%/choose_order.c %D%/covary.c %D%/derivation.c %D%/derive.c %D%/derive.h %D%/derive_numbers.c \
	%D%/derive_steps.c %D%/derive_told.c %D%/recompute.c %D%/role.c %D%/role.h %D%/told_way.c %D%/way.h %D%/way_measure.c \
	%D%/way_value.c
# Warnings.
libreview_core_la_SOURCES += \
	%D%/grim.c %D%/grim.h %D%/warn.c %D%/warn.h %D%/warn_groups.c %D%/warn_interval.c %D%/warn_peers.c %D%/warn_reason.c \
	%D%/warn_rules.c
