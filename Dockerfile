# The harness as an image. Two targets, and what they need in common:
#   docker build --tag sla-harness .                                  runs scenarios; the default
#   docker build --tag sla-harness-server --target server .          the instrumented model server by itself
# docs/containers.md says how they are run. No stage needs more than the lock file and the sources.

FROM docker.io/library/node:24.18.0-bookworm-slim AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
# A registry of one's own comes as a secret (`--secret id=npmrc,src=$HOME/.npmrc`), which no layer keeps.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# What is published to npm, and nothing else: packages are bundled, so that it runs without node_modules.
RUN npm run build \
  && npm pack --ignore-scripts --pack-destination /tmp \
  && mkdir /packed \
  && tar --extract --gzip --strip-components=1 --no-same-owner --directory=/packed --file="$(ls /tmp/sla-harness-*.tgz)" \
  && chmod -R u=rwX,go=rX /packed \
  && chmod 0755 /packed/dist/cli.js

# Debian with Node alone: npm and what comes with it are never run here, and need never be patched.
FROM docker.io/library/debian:bookworm-20260824-slim AS runtime
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /packed /opt/sla-harness
# A user without a name, so that Kubernetes sees that it is not root. Every other one does as well: nothing below / is
# written to but what is mounted. The folder of the runs is there so that a new volume belongs to this user.
RUN ln -s /opt/sla-harness/dist/cli.js /usr/local/bin/sla-harness \
  && install --directory --owner=1000 --group=1000 /sla /sla/reports /sla/reports/runs
WORKDIR /sla
USER 1000:1000
ENTRYPOINT ["sla-harness"]

FROM runtime AS server
LABEL org.opencontainers.image.title="sla-harness-server" \
  org.opencontainers.image.description="The instrumented model server of sla-harness" \
  org.opencontainers.image.licenses="MIT"
# In here 127.0.0.1 is the container's own: who may reach the server is decided where a port is published.
ENV SLA_HARNESS_HOST=0.0.0.0
EXPOSE 5000 8000
# The API by its own route, which no histogram counts.
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SLA_HARNESS_PORT ?? 5000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["server"]

# A run has an exit code and a report, and no health.
FROM runtime AS scenario
LABEL org.opencontainers.image.title="sla-harness" \
  org.opencontainers.image.description="A load and SLA test harness that cross-checks a Prometheus histogram's P95 against exact client-side percentiles" \
  org.opencontainers.image.licenses="MIT"
CMD ["scenario"]
