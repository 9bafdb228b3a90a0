# web: the team in the browser; see the layer table in tests/architecture/layers.txt. review-serve alone links it.
noinst_LTLIBRARIES += libreview-web.la
noinst_HEADERS = include/review/web.h
libreview_web_la_SOURCES = \
	%D%/accounts.c %D%/asset.c %D%/call.c %D%/common_words.c %D%/desks.c %D%/desks.h %D%/exchange.c %D%/fields.c \
	%D%/handlers.h %D%/invite.c %D%/login.c %D%/openapi.c %D%/origin.c %D%/page_account.c \
	%D%/page_login.c %D%/page_overview.c %D%/page_people.c %D%/password.c %D%/people.h \
	%D%/people_file.c %D%/people_keep.c %D%/people_open.c %D%/people_text.c %D%/person_pages.c %D%/person_pages.h %D%/respond.c %D%/route.c %D%/routes.c \
	%D%/secret_id.c %D%/server.c %D%/session.h %D%/shell.c %D%/take.h %D%/template.c %D%/throttle.c %D%/tickets.c \
	%D%/upload.c %D%/visitors.c %D%/watch.c %D%/web.h %D%/work.c
nodist_libreview_web_la_SOURCES = %D%/assets.c
libreview_web_la_CFLAGS = $(AM_CFLAGS) $(WEB_CFLAGS)
libreview_web_la_LIBADD = $(WEB_LIBS)

web_assets = \
	%D%/assets/account.html %D%/assets/app.css %D%/assets/app.js %D%/assets/common_passwords.txt %D%/assets/error.html %D%/assets/icon.svg \
	%D%/assets/join.html %D%/assets/keys.js %D%/assets/login.html %D%/assets/overview.html %D%/assets/people.html \
	%D%/assets/person_link.html %D%/assets/shell.html %D%/assets/theme.js %D%/assets/token_made.html
EXTRA_DIST += $(web_assets) %D%/assets.awk
CLEANFILES += %D%/assets.c
BUILT_SOURCES += %D%/assets.c
%D%/assets.c: $(web_assets) %D%/assets.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	( for f in $(web_assets); do test -f $$f && echo $$f || echo $(srcdir)/$$f; done ) | \
	  xargs $(AWK) -f $(srcdir)/%D%/assets.awk > $@.tmp && mv $@.tmp $@
