# web: the team in the browser; see the layer table in tests/architecture/layers.txt. review-serve alone links it.
noinst_LTLIBRARIES += libreview-web.la
noinst_HEADERS = include/review/web.h
libreview_web_la_SOURCES = \
	%D%/accounts.c %D%/asset.c %D%/call.c %D%/common_words.c %D%/desks.c %D%/desks.h %D%/exchange.c %D%/fields.c \
	%D%/handlers.h %D%/invite.c %D%/login.c %D%/openapi.c %D%/origin.c %D%/page_overview.c %D%/password.c %D%/people.h \
	%D%/people_file.c %D%/people_keep.c %D%/people_open.c %D%/people_text.c %D%/respond.c %D%/route.c %D%/routes.c \
	%D%/secret_id.c %D%/server.c %D%/session.h %D%/shell.c %D%/take.h %D%/template.c %D%/throttle.c %D%/tickets.c \
	%D%/upload.c %D%/visitors.c %D%/watch.c %D%/web.h %D%/work.c
# what a lead manages, and what an analyst runs
libreview_web_la_SOURCES += \
	%D%/importing.c %D%/importing.h %D%/lead_fields.c %D%/overview.h %D%/overview_people.c %D%/overview_stages.c \
	%D%/page_analyses.c %D%/page_analysis.c %D%/page_assignments.c %D%/page_backup.c %D%/page_decisions.c %D%/page_duplicates.c %D%/page_exports.c %D%/page_figures.c \
	%D%/page_imports.c %D%/page_manage.c %D%/page_protocol.c %D%/page_report.c %D%/protocol_told.c %D%/protocol_told.h %D%/rerun_asked.c \
	%D%/rerun_asked.h %D%/shelf.c %D%/shelf.h %D%/shelf_files.c %D%/shown.c %D%/shown.h %D%/word_marks.c \
	%D%/word_marks.h
nodist_libreview_web_la_SOURCES = %D%/assets.c
libreview_web_la_CFLAGS = $(AM_CFLAGS) $(WEB_CFLAGS)
libreview_web_la_LIBADD = $(WEB_LIBS)

web_assets = \
	%D%/assets/app.css %D%/assets/app.js %D%/assets/common_passwords.txt %D%/assets/error.html %D%/assets/icon.svg \
	%D%/assets/keys.js %D%/assets/overview.html %D%/assets/shell.html %D%/assets/theme.js
web_assets += \
	%D%/assets/analyses.html %D%/assets/analysis.html %D%/assets/assignments.html %D%/assets/backup.html %D%/assets/decisions.html \
	%D%/assets/decisions_batch.html %D%/assets/duplicates.html %D%/assets/exports.html \
	%D%/assets/import.html %D%/assets/imports.html %D%/assets/manage.html %D%/assets/protocol.html \
	%D%/assets/protocol_changes.html %D%/assets/protocol_new.html %D%/assets/report.html
EXTRA_DIST += $(web_assets) %D%/assets.awk
CLEANFILES += %D%/assets.c
BUILT_SOURCES += %D%/assets.c
%D%/assets.c: $(web_assets) %D%/assets.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(web_assets); do test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/assets.awk > $@.tmp && mv $@.tmp $@
