// The address that somebody gave, and what of it is the service: a path that stands alone is what is asked for, as it was
// copied from a browser; it is the base of other paths only where there are some.

import { UserError } from '../../core/user-error.ts'
import { isSecretName } from '../../draft/import/secrets/secret-name.ts'
import { METRICS_PATH } from './candidate-requests.ts'
import type { InitOptions } from './init-options.ts'

export type GivenAddress = Pick<InitOptions, 'url' | 'paths' | 'metrics'>

/** @param given no URL that can be read is left to whoever says so
 * @throws UserError where a query has a secret in it, which would stand in the files */
export function givenAddress(given: GivenAddress & Pick<InitOptions, 'from'>): GivenAddress {
  const { url, paths, metrics, from } = given
  for (const path of paths) refuseSecrets(path)
  const unchanged = { url, paths, metrics }
  if (url === null || !URL.canParse(url) || paths.length > 0 || from !== null) return unchanged
  const { origin, pathname, search, username, href } = new URL(url)
  if (username !== '' || (pathname === '/' && search === '')) return unchanged
  if (METRICS_PATH.test(pathname))
    return metrics.length > 0 ? unchanged : { url: origin, paths, metrics: [href.replace(/#.*/, '')] }
  refuseSecrets(search)
  return { url: origin, paths: [`${pathname}${search}`], metrics }
}

function refuseSecrets(path: string): void {
  const at = path.indexOf('?')
  const pairs = at < 0 ? [] : [...new URLSearchParams(path.slice(at))]
  // A reference to the environment is none.
  const [secret] = pairs.find(([name, value]) => isSecretName(name) && !/^\$\{\w+\}$/.test(value)) ?? []
  if (secret === undefined) return
  throw new UserError(
    `init: expected a path that may stand in the scenario, got one whose ${secret} looks like a secret; --from "curl '<URL>'" writes it as a variable of the environment`,
  )
}
