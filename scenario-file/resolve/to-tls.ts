// `tls` of a scenario file that passed every check → TlsSettings.

import type { TlsVersion } from '../../core/route/tls-material.ts'
import type { TlsSettings } from '../../core/scenario/target.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'

type TlsEntry = NonNullable<NonNullable<ScenarioFile['target']>['tls']>

export function toTls({ ca, cert, key, passphrase, serverName, minVersion }: TlsEntry): TlsSettings {
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(serverName !== undefined && { serverName }),
    ...(minVersion !== undefined && { minVersion: versionOf(minVersion) }),
  }
}

function versionOf(version: TlsVersion | number): TlsVersion {
  return String(version) === '1.3' ? '1.3' : '1.2'
}
