// The configuration of a broker that serves one command on this machine alone.

export interface PrivateServer {
  /** Where JetStream keeps messages. */
  readonly folder: string
  readonly token: string
}

/** In the server's own format: JSON is a part of it. */
export function serverConfig({ folder, token }: PrivateServer): string {
  const config = {
    host: '127.0.0.1',
    port: -1,
    server_name: 'sla-harness',
    authorization: { token },
    jetstream: { store_dir: folder, max_memory_store: 0 },
    max_payload: 1024 ** 2,
    write_deadline: '10s',
    logtime: false,
  }
  return `${JSON.stringify(config, null, 2)}\n`
}
