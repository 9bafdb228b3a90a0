# report: where facts and numbers meet; see the layer table in tests/architecture/layers.txt
pkginclude_HEADERS += include/review/report.h include/review/report_cite.h include/review/report_fields.h include/review/report_verify.h
libreview_core_la_SOURCES += \
	%D%/absolute.c %D%/anchors.c %D%/anchors.h %D%/assets.h %D%/cite_case.c %D%/cite_check.c %D%/cite_choose.c \
	%D%/cite_cluster.c %D%/cite_date.c %D%/cite_distinct.c %D%/cite_finish.c %D%/cite_item.c %D%/cite_item.h \
	%D%/cite_label.c %D%/cite_list.c %D%/cite_list.h %D%/cite_locale.c %D%/cite_locale.h %D%/cite_macros.c %D%/cite_name.c \
	%D%/cite_name.h %D%/cite_names.c %D%/cite_number.c %D%/cite_out.c %D%/cite_out.h %D%/cite_people.c %D%/cite_render.c \
	%D%/cite_render.h %D%/cite_review.c %D%/cite_rich.c %D%/cite_sort.c %D%/cite_style.c %D%/cite_style.h %D%/cite_tree.c \
	%D%/cite_tree.h %D%/cite_write.c %D%/crate.c %D%/deviations.c %D%/document.c %D%/document.h %D%/earlier.c \
	%D%/earlier.h %D%/explain.c %D%/field_list.c %D%/fields.h %D%/fields_flow.c %D%/fields_review.c %D%/fields_synthesis.c \
	%D%/findings.c %D%/findings.h %D%/findings_words.c %D%/flow.c %D%/grid.c %D%/grid.h %D%/grid_cells.h %D%/grid_csv.c \
	%D%/grid_html.c %D%/grid_markdown.c %D%/grid_view.c %D%/grid_view.h %D%/html.h %D%/html_text.c %D%/included.c \
	%D%/included.h %D%/manifest.c %D%/manifest.h %D%/manifest_read.c %D%/markdown_text.c %D%/memory.c %D%/memory.h \
	%D%/methods_done.c %D%/nearest.c %D%/page.c %D%/page.h %D%/page_files.c %D%/page_html.c %D%/page_markdown.c \
	%D%/part_appraisal.c %D%/part_checklist.c %D%/part_end.c %D%/part_explore.c %D%/part_findings.c %D%/part_methods.c \
	%D%/part_outcomes.c %D%/part_plain.c %D%/part_selection.c %D%/part_since.c %D%/part_studies.c %D%/part_synthesis.c \
	%D%/part_values.c %D%/part_warnings.c %D%/parts.h %D%/reference.c %D%/review_report.c %D%/sampling.c %D%/sentences.h \
	%D%/settings.c %D%/settings.h %D%/standing.c %D%/standing.h %D%/standing_extraction.c %D%/synthesis.c %D%/synthesis.h \
	%D%/verify.c %D%/way_weight.c
nodist_libreview_core_la_SOURCES += %D%/assets.c

report_assets = %D%/assets/report.css
EXTRA_DIST += $(report_assets) %D%/embed.awk
CLEANFILES += %D%/assets.c
BUILT_SOURCES += %D%/assets.c
%D%/assets.c: $(report_assets) %D%/embed.awk
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(report_assets); do test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/embed.awk > $@.tmp && mv $@.tmp $@
include %D%/cite.mk
