# web: the team in the browser; see the layer table in tests/architecture/layers.txt. review-serve alone links it.
noinst_LTLIBRARIES += libreview-web.la
noinst_HEADERS = include/review/web.h
libreview_web_la_SOURCES = \
	%D%/accounts.c %D%/appraise_json.c %D%/appraise_page.h %D%/appraise_subject.c %D%/asset.c %D%/call.c %D%/call_carry.c \
	%D%/common_words.c %D%/conflict_queue.c %D%/conflict_queue.h %D%/desks.c %D%/desks.h %D%/doorman.c %D%/doorman.h \
	%D%/exchange.c %D%/exchange.h %D%/exchange_head.c %D%/exchange_reply.c %D%/extract_cell.c %D%/extract_form.c \
	%D%/extract_page.c %D%/extract_page.h %D%/extract_typed.c %D%/files_json.c %D%/handlers.h %D%/head_look.c \
	%D%/importing.c %D%/importing.h %D%/invite.c %D%/last_hop.c %D%/lead_fields.c %D%/login.c %D%/mustache.c %D%/near.c \
	%D%/near.h %D%/openapi.c %D%/origin.c %D%/overview.h %D%/overview_people.c %D%/overview_stages.c %D%/pace.c %D%/pace.h \
	%D%/page_account.c %D%/page_analyses.c %D%/page_analysis.c %D%/page_appraise.c %D%/page_appraise_one.c \
	%D%/page_appraise_two.c %D%/page_assignments.c %D%/page_backup.c %D%/page_calibration.c %D%/page_conflicts.c \
	%D%/page_decisions.c %D%/page_duplicates.c %D%/page_exports.c %D%/page_extract.c %D%/page_extract_add.c \
	%D%/page_extract_agree.c %D%/page_extract_give.c %D%/page_extract_save.c %D%/page_extract_study.c \
	%D%/page_extract_try.c %D%/page_extract_verify.c %D%/page_extract_way.c %D%/page_figures.c %D%/page_file.c \
	%D%/page_full_text.c %D%/page_full_text_files.c %D%/page_imports.c %D%/page_login.c %D%/page_manage.c \
	%D%/page_overview.c %D%/page_people.c %D%/page_protocol.c %D%/page_records.c %D%/page_report.c %D%/page_screen.c \
	%D%/page_screen_decide.c %D%/page_screen_list.c %D%/page_screen_marks.c %D%/pane.c %D%/pane.h %D%/paper_match.c \
	%D%/paper_queue.c %D%/paper_queue.h %D%/password.c %D%/people.h %D%/people_file.c %D%/people_keep.c %D%/people_open.c \
	%D%/people_text.c %D%/person_pages.c %D%/person_pages.h %D%/protocol_told.c %D%/protocol_told.h %D%/record_json.c \
	%D%/record_json.h %D%/record_said.c %D%/record_said.h %D%/rerun_asked.c %D%/rerun_asked.h %D%/respond.c %D%/route.c \
	%D%/route_fields.c %D%/routes.c %D%/screen_desk.c %D%/screen_desk.h %D%/secret_id.c %D%/server.c %D%/session.h \
	%D%/shelf.c %D%/shelf.h %D%/shelf_files.c %D%/shell.c %D%/shown.c %D%/shown.h %D%/take.h %D%/throttle.c %D%/tickets.c \
	%D%/upload.c %D%/visitors.c %D%/watch.c %D%/web.h %D%/word_marks.c %D%/word_marks.h %D%/work.c
nodist_libreview_web_la_SOURCES = %D%/assets.c
libreview_web_la_CFLAGS = $(AM_CFLAGS) $(WEB_CFLAGS)
libreview_web_la_LIBADD = $(WEB_LIBS)

web_assets = \
	%D%/assets/account.html %D%/assets/analyses.html %D%/assets/analysis.html %D%/assets/app.css %D%/assets/app.js \
	%D%/assets/appraise.html %D%/assets/appraise.js %D%/assets/appraise_differences.html %D%/assets/appraise_list.html \
	%D%/assets/assignments.html %D%/assets/backup.html %D%/assets/calibration.html %D%/assets/common_passwords.txt \
	%D%/assets/conflict.html %D%/assets/conflicts.html %D%/assets/decisions.html %D%/assets/decisions_batch.html \
	%D%/assets/duplicates.html %D%/assets/duplicates.js %D%/assets/error.html %D%/assets/exports.html \
	%D%/assets/extract.html %D%/assets/extract.js %D%/assets/extract_agree.html %D%/assets/extract_cell.html \
	%D%/assets/extract_head.html %D%/assets/extract_study.html %D%/assets/extract_verify.html %D%/assets/extract_way.html \
	%D%/assets/full_text.html %D%/assets/full_text.js %D%/assets/icon.svg %D%/assets/import.html %D%/assets/imports.html \
	%D%/assets/join.html %D%/assets/keys.js %D%/assets/login.html %D%/assets/manage.html %D%/assets/overview.html \
	%D%/assets/pane.html %D%/assets/pane.js %D%/assets/pane_share.html %D%/assets/people.html %D%/assets/person_link.html \
	%D%/assets/protocol.html %D%/assets/protocol_changes.html %D%/assets/protocol_new.html %D%/assets/record.html \
	%D%/assets/record_mend.html %D%/assets/record_read.html %D%/assets/records.html %D%/assets/report.html \
	%D%/assets/screen.html %D%/assets/screen.js %D%/assets/screen_ahead.html %D%/assets/screen_criteria.html \
	%D%/assets/screen_list.html %D%/assets/screen_list.js %D%/assets/screen_queue.js %D%/assets/screen_stages.html \
	%D%/assets/screen_tabs.html %D%/assets/shell.html %D%/assets/theme.js %D%/assets/token_made.html
EXTRA_DIST += $(web_assets) %D%/assets.awk
CLEANFILES += %D%/assets.c
BUILT_SOURCES += %D%/assets.c
%D%/assets.c: $(web_assets) %D%/assets.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(web_assets); do test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/assets.awk > $@.tmp && mv $@.tmp $@
