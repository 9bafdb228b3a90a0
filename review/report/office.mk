# Writers of office documents.
report_assets += \
	%D%/office/docx_document.rels %D%/office/docx_document.xml %D%/office/docx_footer.xml %D%/office/docx_numbering.xml \
	%D%/office/docx_package.rels %D%/office/docx_settings.xml %D%/office/docx_styles.xml %D%/office/docx_types.xml
libreview_core_la_SOURCES += \
	%D%/docx.h %D%/docx_body.c %D%/docx_figure.c %D%/docx_inside.h %D%/docx_names.c %D%/docx_numbering.c %D%/docx_package.c \
	%D%/docx_references.c %D%/docx_styles.c %D%/docx_table.c %D%/docx_text.c %D%/docx_write.c %D%/office.h %D%/office_columns.c \
	%D%/office_picture.c %D%/office_text.c %D%/office_walk.c %D%/page_writers.c
