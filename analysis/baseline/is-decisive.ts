// Whether a difference between two scenarios makes their latencies incomparable: another scenario, other requests, other
// traffic, another service. What a service was changed to do, its limits and the machine are what a baseline is for.

const DECISIVE = [
  /^name$/,
  /^service\.kind$/,
  /^requests\[\d+\]\.(method|path|weight|body(\..*|\[.*)?)$/,
  /^load\.arrivals$/,
  /^load\.phases\[\d+\]\.(durationSeconds|measured|traffic\..*)$/,
]

/** @param what a setting's path, as in `load.phases[1].durationSeconds`; null where a run has no such setting */
export function isDecisive(what: string, before: string | null, after: string | null): boolean {
  if (what === 'service.target.url') return before !== null && after !== null && placeOf(before) !== placeOf(after)
  return DECISIVE.some((pattern) => pattern.test(what))
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Host and path: a service may listen on another port in every run. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { hostname, pathname } = new URL(url)
  return `${LOOPBACK.has(hostname) ? 'localhost' : hostname}${pathname}`
}
