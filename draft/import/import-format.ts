/** What a description or a recording of traffic is written in. */
export const IMPORT_FORMATS = ['openapi', 'har', 'curl', 'access-log'] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]
