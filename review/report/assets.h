/* Files of assets/, as strings. */
#ifndef RV_REPORT_ASSETS_H
#define RV_REPORT_ASSETS_H

extern const char rv_asset_report_css[];
extern const char rv_asset_docx_document_rels[], rv_asset_docx_document_xml[], rv_asset_docx_footer_xml[], rv_asset_docx_numbering_xml[];
extern const char rv_asset_docx_package_rels[], rv_asset_docx_settings_xml[], rv_asset_docx_styles_xml[], rv_asset_docx_types_xml[];
extern const char rv_asset_odt_manifest_xml[], rv_asset_odt_styles_xml[];
extern const char rv_asset_report_tex[];

#endif
