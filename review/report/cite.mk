# Reference lists and citations: a CSL processor, and the styles that come with it, which are installed and built in too.
pkginclude_HEADERS += include/review/report_cite.h
libreview_core_la_SOURCES += \
	%D%/cite_case.c %D%/cite_check.c %D%/cite_choose.c %D%/cite_cluster.c %D%/cite_date.c %D%/cite_distinct.c %D%/cite_finish.c \
	%D%/cite_item.c %D%/cite_item.h %D%/cite_label.c %D%/cite_list.c %D%/cite_list.h %D%/cite_locale.c %D%/cite_locale.h \
	%D%/cite_macros.c %D%/cite_name.c %D%/cite_name.h %D%/cite_names.c %D%/cite_number.c %D%/cite_out.c %D%/cite_out.h \
	%D%/cite_people.c %D%/cite_render.c %D%/cite_render.h %D%/cite_review.c %D%/cite_rich.c %D%/cite_sort.c %D%/cite_style.c \
	%D%/cite_style.h %D%/cite_tree.c %D%/cite_tree.h %D%/cite_write.c
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
