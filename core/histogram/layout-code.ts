// A bucket layout as code to paste, by client library and for a scenario file.

export const CODE_LANGUAGES = ['prom-client', 'go', 'python', 'java', 'yaml'] as const

export type CodeLanguage = (typeof CODE_LANGUAGES)[number]

export type LayoutCode = Readonly<Record<CodeLanguage, string>>
