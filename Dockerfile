# Debian and not Alpine: the Temporal SDK's native part is built against glibc.
ARG NODE_IMAGE=node:22.21.1-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The workflow bundle is made here, so that a start costs no bundling and every replica runs the same code.
RUN npm run build

FROM ${NODE_IMAGE} AS production-dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM ${NODE_IMAGE} AS worker
WORKDIR /app
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-old-space-size=1024 \
    HEALTH_ADDRESS=0.0.0.0:8080
COPY --from=production-dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json docker/healthcheck.js ./
USER node
EXPOSE 8080 9464
# /ready is green only with pollers on both task queues and contact with Temporal.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "healthcheck.js"]
CMD ["node", "dist/worker.js"]
