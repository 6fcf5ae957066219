// The functions that a template of a rule may call. Source: Go text/template/funcs.go; prometheus template/template.go.

/** Go's own. */
const BUILT_IN = [
  'and',
  'call',
  'eq',
  'ge',
  'gt',
  'html',
  'index',
  'js',
  'le',
  'len',
  'lt',
  'ne',
  'not',
  'or',
  'print',
  'printf',
  'println',
  'slice',
  'urlquery',
] as const

/** Those that Prometheus adds, in any version that is in use. */
const OF_PROMETHEUS = [
  'args',
  'externalURL',
  'first',
  'graphLink',
  'humanize',
  'humanize1024',
  'humanizeDuration',
  'humanizePercentage',
  'humanizeTimestamp',
  'label',
  'match',
  'parseDuration',
  'pathPrefix',
  'query',
  'reReplaceAll',
  'safeHtml',
  'sortByLabel',
  'stripDomain',
  'stripPort',
  'strvalue',
  'tableLink',
  'title',
  'toLower',
  'toTime',
  'toUpper',
  'value',
] as const

/** Those that came after 2.42: an older Prometheus refuses the rule. */
export const NEWER_FUNCTIONS = ['now', 'toDuration', 'urlQueryEscape'] as const

export const TEMPLATE_FUNCTIONS: ReadonlySet<string> = new Set([...BUILT_IN, ...OF_PROMETHEUS, ...NEWER_FUNCTIONS])

/** The variables that Prometheus declares in front of each template. */
export const TEMPLATE_VARIABLES = ['$', '$labels', '$externalLabels', '$externalURL', '$value'] as const
