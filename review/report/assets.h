/* Files of assets/, as strings. */
#ifndef RV_REPORT_ASSETS_H
#define RV_REPORT_ASSETS_H

extern const char rv_asset_report_css[];
extern const char rv_asset_report_tex[];

#endif
