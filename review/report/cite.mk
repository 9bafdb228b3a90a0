# Reference lists and citations: a CSL processor, and the styles that come with it, which are installed and built in too.
libreview_core_la_SOURCES += %D%/cited.c
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
