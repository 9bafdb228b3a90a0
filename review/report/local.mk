# report: where facts and numbers meet; see the layer table in tests/architecture/layers.txt
pkginclude_HEADERS += include/review/report.h include/review/report_cite.h include/review/report_drawn.h include/review/report_fields.h \
	include/review/report_refresh.h include/review/report_rerun.h include/review/report_verify.h
libreview_core_la_SOURCES += \
	%D%/absolute.c %D%/anchors.c %D%/anchors.h %D%/appraisal_lights.c %D%/assets.h %D%/bubble_figure.c %D%/cite_case.c \
	%D%/cite_check.c %D%/cite_choose.c %D%/cite_cluster.c %D%/cite_date.c %D%/cite_distinct.c %D%/cite_finish.c \
	%D%/cite_item.c %D%/cite_item.h %D%/cite_label.c %D%/cite_list.c %D%/cite_list.h %D%/cite_locale.c %D%/cite_locale.h \
	%D%/cite_macros.c %D%/cite_name.c %D%/cite_name.h %D%/cite_names.c %D%/cite_naming.c %D%/cite_number.c %D%/cite_out.c \
	%D%/cite_out.h %D%/cite_people.c %D%/cite_render.c %D%/cite_render.h %D%/cite_review.c %D%/cite_rich.c %D%/cite_sort.c \
	%D%/cite_style.c %D%/cite_style.h %D%/cite_text.c %D%/cite_tree.c %D%/cite_tree.h %D%/cite_write.c %D%/cited.c \
	%D%/crate.c %D%/derivations.c %D%/deviations.c %D%/document.c %D%/document.h %D%/docx.h %D%/docx_body.c %D%/docx_figure.c \
	%D%/docx_inside.h %D%/docx_names.c %D%/docx_numbering.c %D%/docx_package.c %D%/docx_references.c %D%/docx_styles.c \
	%D%/docx_table.c %D%/docx_text.c %D%/docx_write.c %D%/drawn.c %D%/drawn.h %D%/drawn_directions.c %D%/drawn_map.c \
	%D%/drawn_screening.c %D%/earlier.c %D%/earlier.h %D%/explain.c %D%/field_list.c %D%/fields.h %D%/fields_findings.c \
	%D%/fields_flow.c %D%/fields_review.c %D%/fields_synthesis.c %D%/fill.c %D%/findings.c %D%/findings.h \
	%D%/findings_words.c %D%/flow.c %D%/grid.c %D%/grid.h %D%/grid_cells.h %D%/grid_csv.c %D%/grid_html.c %D%/grid_latex.c \
	%D%/grid_markdown.c %D%/grid_view.c %D%/grid_view.h %D%/html.h %D%/html_text.c %D%/included.c %D%/included.h \
	%D%/included_effects.c %D%/latex.h %D%/latex_signs.c %D%/latex_text.c %D%/latex_widths.c %D%/latex_widths.h \
	%D%/manifest.c %D%/manifest.h %D%/manifest_read.c %D%/markdown_text.c %D%/memory.c %D%/memory.h %D%/methods_done.c \
	%D%/nearest.c %D%/odt.h %D%/odt_figure.c %D%/odt_table.c %D%/odt_text.c %D%/odt_write.c %D%/office.h \
	%D%/office_columns.c %D%/office_picture.c %D%/office_text.c %D%/office_walk.c %D%/page.c %D%/page.h %D%/page_files.c \
	%D%/page_html.c %D%/page_html_front.c %D%/page_latex.c %D%/page_markdown.c %D%/page_writers.c %D%/part_appraisal.c \
	%D%/part_checklist.c %D%/part_end.c %D%/part_explore.c %D%/part_figures.c %D%/part_findings.c %D%/part_headline.c \
	%D%/part_methods.c %D%/part_missing.c %D%/part_outcomes.c %D%/part_plain.c %D%/part_selection.c %D%/part_since.c \
	%D%/part_studies.c %D%/part_synthesis.c %D%/part_values.c %D%/part_warnings.c %D%/parts.h %D%/reference.c %D%/rerun.c \
	%D%/refresh.c %D%/refresh.h %D%/refresh_bound.c %D%/refresh_field.c %D%/refresh_figure.c %D%/refresh_mark.c \
	%D%/refresh_table.c %D%/review_protocol.c %D%/review_report.c %D%/sampling.c %D%/sentences.h %D%/settings.c %D%/settings.h %D%/standing.c \
	%D%/standing.h %D%/standing_extraction.c %D%/synthesis.c %D%/synthesis.h %D%/synthesis_tables.c %D%/synthesis_tables.h \
	%D%/template.c %D%/template.h %D%/template_copy.c %D%/template_fields.c %D%/template_filling.h \
	%D%/template_manuscript.c %D%/unstudied.c %D%/verify_report.c %D%/way_weight.c %D%/wml.c %D%/wml.h %D%/wml_change.c %D%/wml_replace.c \
	%D%/wml_rows.c %D%/wml_rows.h %D%/wml_table.c %D%/wml_table.h %D%/xlsx_book.c %D%/xlsx_book.h %D%/xlsx_plan.c \
	%D%/xlsx_sheet_write.c
nodist_libreview_core_la_SOURCES += %D%/assets.c

report_assets = %D%/assets/report.css %D%/assets/report.tex \
	%D%/office/docx_document.rels %D%/office/docx_document.xml %D%/office/docx_footer.xml %D%/office/docx_numbering.xml \
	%D%/office/docx_package.rels %D%/office/docx_settings.xml %D%/office/docx_styles.xml %D%/office/docx_types.xml \
	%D%/office/odt_manifest.xml %D%/office/odt_styles.xml
EXTRA_DIST += $(report_assets) %D%/embed.awk
CLEANFILES += %D%/assets.c
BUILT_SOURCES += %D%/assets.c
%D%/assets.c: $(report_assets) %D%/embed.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(report_assets); do test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/embed.awk > $@.tmp && mv $@.tmp $@

# Styles of citation: installed, and built in too.
nodist_libreview_core_la_SOURCES += %D%/cite_built_in.c
cite_styles = %D%/styles/ama.csl %D%/styles/apa.csl %D%/styles/harvard.csl %D%/styles/lancet.csl %D%/styles/vancouver.csl
cite_locales = %D%/styles/locale-en.xml %D%/styles/locale-en-GB.xml
stylesdir = $(pkgdatadir)/styles
dist_styles_DATA = $(cite_styles)
EXTRA_DIST += $(cite_locales) %D%/cite_styles.awk
CLEANFILES += %D%/cite_built_in.c
BUILT_SOURCES += %D%/cite_built_in.c
%D%/cite_built_in.c: $(cite_styles) $(cite_locales) %D%/cite_styles.awk
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(cite_styles) $(cite_locales); do test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/cite_styles.awk > $@.tmp && mv $@.tmp $@
