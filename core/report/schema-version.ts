/** The version of report.json. A key may be added without a new version; readers allow for keys that they do not know. */
export const REPORT_SCHEMA_VERSION = 1
