pkginclude_HEADERS += include/review/protocol.h
# protocol: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/protocol.c %D%/reader.c %D%/reader.h %D%/tree.c %D%/tree.h %D%/shape.c %D%/head.c %D%/form.c %D%/plan.c %D%/compare.c
libreview_core_la_SOURCES += %D%/condition.c %D%/field_changes.c %D%/form.h %D%/form_check.c %D%/form_part.c %D%/formula.c %D%/parts.h

# Form parts are XML files beside the protocols; each becomes a row of one table.
nodist_libreview_core_la_SOURCES += %D%/parts.c
form_parts = protocols/parts/cluster-1.xml protocols/parts/cost-1.xml protocols/parts/implementation-1.xml \
	protocols/parts/participants-1.xml protocols/parts/progress-plus-1.xml protocols/parts/results-arms-1.xml \
	protocols/parts/results-continuous-1.xml protocols/parts/results-dichotomous-1.xml protocols/parts/results-estimate-1.xml
EXTRA_DIST += %D%/embed.awk
CLEANFILES += %D%/parts.c
BUILT_SOURCES += %D%/parts.c
%D%/parts.c: $(form_parts) %D%/embed.awk
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(form_parts); do test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/embed.awk > $@.tmp && mv $@.tmp $@
