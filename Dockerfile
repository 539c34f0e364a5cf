# The gateway on the current Node LTS, as an ordinary user. Build steps are the scripts that CI runs.
ARG NODE=26-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /build
# A compiler for ssh2's native addon; without it the gateway works and is slower.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY bench ./bench
COPY config ./config
RUN npm ci
RUN npm prune --omit=dev --ignore-scripts

FROM node:${NODE}
ENV NODE_ENV=production
WORKDIR /sluice
COPY --from=build --chown=root:root /build/node_modules ./node_modules
COPY --from=build --chown=root:root /build/dist ./dist
COPY --from=build --chown=root:root /build/src/database/migrations ./src/database/migrations
COPY --from=build --chown=root:root /build/src/http/assets ./src/http/assets
COPY --from=build --chown=root:root /build/config ./config
COPY --chown=root:root package.json README.md LICENSE ./
RUN mkdir spool certs && chown node:node spool certs && chmod 700 spool certs
USER node
VOLUME ["/sluice/spool", "/sluice/certs"]
# FTP, SFTP, the console, the portal, and its listener for eID cards. Passive FTP needs 8100 to 8199 too.
EXPOSE 8021 8022 8080 8444 8445
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "dist/src/sluice.cjs"]
CMD ["start"]
