import type { FollowedRedirects } from '../../../core/report/report.ts'
import { counted, times } from '../../../core/text/plural.ts'

/** `login: 200 requests redirected once, 3 requests redirected 2 times`; one for each request. */
export function redirectFigures(redirects: readonly FollowedRedirects[]): string[] {
  return redirects.map(({ request, byHops }) => {
    const counts = Object.entries(byHops).sort(([a], [b]) => Number(a) - Number(b))
    const said = counts.map(([hops, requests]) => `${counted(requests, 'request')} redirected ${times(Number(hops))}`)
    return `${request}: ${said.join(', ')}`
  })
}
