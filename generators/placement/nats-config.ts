// The configuration of a broker that generators on several machines share, in the server's own format.
//
// The token comes from the environment, in quotes that are a part of the variable: without them nats-server reads a token
// that looks like a number as one, and one in fifteen tokens of hexadecimal digits stops it from starting.

/** The variable that holds the token in double quotes. */
export const QUOTED_TOKEN = 'QUOTED_NATS_TOKEN'

export const NATS_PORT = 4222
/** Where it says whether it is healthy. */
export const NATS_MONITOR_PORT = 8222

/** Runs ask for eight times what they write, and at least for 128 MB, so that many have room. Only what is written takes the disk. */
const MOST_FILE_GIGABYTES = 10

export function natsConfig(storeFolder: string): string {
  return `# The broker of generators: docs/generators.md. JetStream keeps what they report until a run is over.
listen: "0.0.0.0:${NATS_PORT}"
http: "0.0.0.0:${NATS_MONITOR_PORT}"
server_name: "sla-harness"
max_payload: 1MB
write_deadline: "10s"
# In double quotes, which are a part of the variable: nats-server would read some tokens as numbers.
authorization { token: $${QUOTED_TOKEN} }
jetstream { store_dir: "${storeFolder}", max_memory_store: 0, max_file_store: ${MOST_FILE_GIGABYTES}GB }
`
}
