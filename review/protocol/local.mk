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
libreview_core_la_SOURCES += %D%/premise.h %D%/premise.c %D%/premise_holds.c %D%/instrument.c %D%/instrument_find.c \
	%D%/instrument_reading.h %D%/instrument_questions.c %D%/instrument_judge.h %D%/instrument_judge.c %D%/instrument_paths.c
nodist_libreview_core_la_SOURCES += %D%/instruments.c

# The appraisal instruments that come with the toolkit are in it, so that no folder need be found when it runs.
instrument_xml = protocols/instruments/amstar2.xml protocols/instruments/eef-padlocks.xml protocols/instruments/grade.xml \
	protocols/instruments/maryland-sms.xml protocols/instruments/nesta-standards.xml protocols/instruments/rob2-adhering.xml \
	protocols/instruments/rob2-assignment.xml protocols/instruments/robins-i.xml protocols/instruments/robis.xml
EXTRA_DIST += %D%/instruments.awk
CLEANFILES += %D%/instruments.c
BUILT_SOURCES += %D%/instruments.c
%D%/instruments.c: $(instrument_xml) %D%/instruments.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(instrument_xml); do test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/instruments.awk > $@.tmp && mv $@.tmp $@
