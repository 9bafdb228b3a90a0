pkginclude_HEADERS += include/review/store.h
libreview_core_la_SOURCES += %D%/about.c %D%/backup.c %D%/body.c %D%/bulk.c %D%/bytes.c %D%/content.c \
	%D%/content_sweep.c %D%/event.c %D%/inside.h %D%/judge.c %D%/keep.c %D%/merge.c %D%/merge.h %D%/merge_content.c \
	%D%/merge_events.c %D%/merge_files.c %D%/merge_names.c %D%/merge_other.c %D%/merge_rows.c %D%/merge_twofold.c \
	%D%/migrate.c %D%/open.c %D%/queue.c %D%/request.c %D%/rows.c %D%/said.c %D%/schema.h %D%/statement.c %D%/stream.c %D%/sweep.c \
	%D%/tables.c %D%/trail_union.c %D%/verify.c %D%/verify.h %D%/verify_bulk.c %D%/verify_content.c %D%/verify_derived.c \
	%D%/verify_facts.c %D%/verify_schema.c %D%/verify_trail.c %D%/write.c
libreview_core_la_SOURCES += %D%/others.c
nodist_libreview_core_la_SOURCES += %D%/schema.c

# The schema is plain SQL; each file becomes one C string, in file order.
schema_sql = %D%/schema/0001-review.sql %D%/schema/0002-records.sql %D%/schema/0003-heads.sql %D%/schema/0004-screening.sql \
	%D%/schema/0005-merge.sql \
	%D%/schema/0006-extraction.sql %D%/schema/0007-requests.sql
EXTRA_DIST += $(schema_sql) %D%/embed.awk
CLEANFILES += %D%/schema.c
BUILT_SOURCES += %D%/schema.c
%D%/schema.c: $(schema_sql) %D%/embed.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(schema_sql); do \
	    test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/embed.awk > $@.tmp && mv $@.tmp $@
