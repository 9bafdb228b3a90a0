# Thin programs: options, one read, one library call, one write. A tool adds itself in three lines:
#   bin_PROGRAMS += review-NAME, review_NAME_SOURCES = %D%/review-NAME.c, review_NAME_LDADD = $(tool_libs)
# and its man page to dist_man_MANS.
noinst_LTLIBRARIES += libcli.la
libcli_la_SOURCES   = %D%/opts.c %D%/opts.h %D%/opts_verbs.c %D%/progress.c %D%/review_file.c %D%/review_file.h %D%/listing.c %D%/listing.h %D%/oddities.c %D%/oddities.h %D%/terminal.c %D%/terminal.h

tool_libs = libcli.la libreview-core.la

# `review` itself cannot stand beside the folder of that name in the build tree.

bin_PROGRAMS += review/tools/review
review_tools_review_SOURCES = %D%/review.c
review_tools_review_LDADD   = libreview-core.la
dist_man_MANS += %D%/review.1

bin_PROGRAMS += review-effect
review_effect_SOURCES = %D%/review-effect.c \
	%D%/effect.h \
	%D%/number.h \
	%D%/number_fault.c \
	%D%/number_fault.h \
	%D%/cell.c \
	%D%/cell.h \
	%D%/effect_check.c \
	%D%/effect_convert.c \
	%D%/effect_convert.h \
	%D%/effect_convert_lists.c \
	%D%/effect_convert_rows.c \
	%D%/effect_covary.c \
	%D%/effect_explain.c \
	%D%/effect_measures.c \
	%D%/effect_review.c \
	%D%/effect_rows.c
review_effect_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-effect.1

bin_PROGRAMS += review-extract
review_extract_SOURCES = %D%/review-extract.c \
	%D%/extract.h \
	%D%/number.h \
	%D%/entering.c \
	%D%/entering.h \
	%D%/entering_form.c \
	%D%/entering_new.c \
	%D%/entering_page.c \
	%D%/entering_save.c \
	%D%/entering_save.h \
	%D%/read.h \
	%D%/read_editor.c \
	%D%/read_text.c \
	%D%/read_text.h \
	%D%/read_typing.c \
	%D%/extract_again.c \
	%D%/extract_agree.c \
	%D%/extract_appraise.c \
	%D%/extract_appraise.h \
	%D%/extract_appraise_ask.c \
	%D%/extract_appraise_kappa.c \
	%D%/extract_appraise_two.c \
	%D%/extract_double.c \
	%D%/extract_enter.c \
	%D%/extract_export.c \
	%D%/extract_files.c \
	%D%/extract_form.c \
	%D%/extract_instrument.c \
	%D%/extract_list.c \
	%D%/extract_robvis.c \
	%D%/extract_show.c \
	%D%/extract_verify.c \
	%D%/extract_warn.c \
	%D%/extract_work.c
review_extract_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-extract.1

bin_PROGRAMS += review-init
review_init_SOURCES = %D%/review-init.c
review_init_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-init.1

bin_PROGRAMS += review-import
review_import_SOURCES = %D%/review-import.c %D%/import.h %D%/import_check.c %D%/import_edit.c
review_import_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-import.1

bin_PROGRAMS += review-convert
review_convert_SOURCES = %D%/review-convert.c
review_convert_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-convert.1 %D%/review-formats.7

bin_PROGRAMS += review-export
review_export_SOURCES = %D%/review-export.c %D%/where.c %D%/where.h
review_export_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-export.1

bin_PROGRAMS += review-meta
pkglibexec_PROGRAMS += meta-of-review
# The verbs, and what they share; a verb more is a file here.
meta_sources = %D%/review-meta.c %D%/meta.h %D%/meta_ask.c %D%/meta_covariance.c %D%/meta_data.c %D%/meta_emit.c %D%/meta_fit.c %D%/meta_many.c %D%/meta_review.h %D%/meta_writer.c
meta_sources += %D%/meta_diagnose.c %D%/meta_diagnose.h %D%/meta_heterogeneity.c %D%/meta_influence.c %D%/meta_points.c %D%/meta_residuals.c %D%/meta_sequence.c %D%/meta_steps.c
meta_sources += %D%/meta_direction.c %D%/meta_labbe.c %D%/meta_tables.c %D%/meta_tables.h %D%/meta_tables_read.c %D%/meta_tables_write.c
meta_sources += %D%/meta_chart.c %D%/meta_chart.h %D%/meta_chart_bubble.c %D%/meta_chart_tests.c %D%/meta_gosh.c
meta_sources += %D%/meta_bias.c %D%/meta_bias.h %D%/meta_bias_tests.c
review_meta_SOURCES = $(meta_sources) %D%/meta_elsewhere.c
review_meta_CPPFLAGS = $(AM_CPPFLAGS) -DPKGLIBEXECDIR='"$(pkglibexecdir)"'
review_meta_LDADD = $(tool_libs)
meta_of_review_SOURCES = $(meta_sources) %D%/meta_review.c
meta_of_review_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-meta.1 %D%/review-meta-methods.7

bin_PROGRAMS += review-status review-report review-run
review_status_SOURCES = %D%/review-status.c
review_status_LDADD   = $(tool_libs)
review_report_SOURCES = %D%/review-report.c %D%/report.h %D%/report_fields.c %D%/report_figure.c %D%/report_fill.c %D%/report_references.c \
	%D%/report_refresh.c %D%/report_table.c %D%/report_verify.c %D%/report_verify.h %D%/report_write.c %D%/repeat.c \
	%D%/repeat.h %D%/report_verify.h %D%/where.c %D%/where.h
review_report_LDADD   = $(tool_libs)
review_run_SOURCES    = %D%/review-run.c %D%/repeat.c %D%/repeat.h
review_run_LDADD      = $(tool_libs)
dist_man_MANS += %D%/review-status.1 %D%/review-report.1 %D%/review-run.1

bin_PROGRAMS += review-log
review_log_SOURCES = %D%/review-log.c %D%/archive.h %D%/archive.c %D%/archive_compare.c %D%/archive_csv.c %D%/archive_row.c \
	%D%/log_merge.c %D%/log_merge.h
review_log_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-log.1

bin_PROGRAMS += review-plot
# The figures; one more is a file here.
review_plot_SOURCES = %D%/review-plot.c %D%/plot.h %D%/plot_chart.c %D%/plot_columns.c %D%/plot_columns.h %D%/plot_estimates.c \
	%D%/plot_flow.c %D%/plot_forest.c %D%/plot_map.c %D%/plot_review.c %D%/plot_review.h %D%/plot_rob.c %D%/plot_rob.h \
	%D%/plot_rob_review.c %D%/plot_scale.c %D%/plot_screening.c %D%/plot_swim.c %D%/plot_columns.h %D%/plot_review.h \
	%D%/plot_rob.h
review_plot_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-plot.1


bin_PROGRAMS += review-dedup
review_dedup_SOURCES = %D%/review-dedup.c %D%/dedup.h %D%/dedup_ids.c %D%/dedup_ids.h %D%/dedup_answers.c %D%/dedup_counts.c %D%/dedup_head.c \
	%D%/dedup_judge.c %D%/dedup_list.c %D%/dedup_plain.c %D%/dedup_queue.c %D%/dedup_sheet.c %D%/dedup_side.c %D%/dedup_side.h \
	%D%/dedup_study.c %D%/dedup_terminal.c %D%/dedup_unique.c
review_dedup_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-dedup.1

bin_PROGRAMS += review-screen
review_screen_SOURCES = %D%/review-screen.c %D%/read.h %D%/read_acts.c %D%/read_card.c %D%/read_editor.c \
	%D%/read_keys.c %D%/read_more.c %D%/read_pace.c %D%/read_page.c %D%/read_rank.c %D%/read_session.h %D%/read_show.c \
	%D%/read_text.c %D%/read_text.h %D%/read_typing.c %D%/screen.h %D%/screen_agree.c %D%/screen_desk.c \
	%D%/screen_files.c %D%/screen_files.h %D%/screen_import.c %D%/screen_import.h %D%/screen_lists.c %D%/screen_marks.c \
	%D%/screen_people.c %D%/screen_read.c %D%/screen_read.h %D%/screen_simulate.c %D%/screen_stop.c \
	%D%/screen_stop.h %D%/screen_work.c
review_screen_LDADD = $(tool_libs)
dist_man_MANS += %D%/review-screen.1

bin_PROGRAMS += review-serve
review_serve_SOURCES = %D%/review-serve.c
review_serve_LDADD   = libreview-web.la $(tool_libs)
dist_man_MANS += %D%/review-serve.1
