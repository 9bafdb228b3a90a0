# Writers of office documents.
report_assets += \
	%D%/office/docx_document.rels %D%/office/docx_document.xml %D%/office/docx_footer.xml %D%/office/docx_numbering.xml \
	%D%/office/docx_package.rels %D%/office/docx_settings.xml %D%/office/docx_styles.xml %D%/office/docx_types.xml \
	%D%/office/odt_manifest.xml %D%/office/odt_styles.xml
