# The gateway as it runs, without what it is developed with: docker build -t okx-account-gateway .
# The base is named by its tag. Where images are to be the same for ever, name it by its digest: node:24-slim@sha256:…
FROM node:24-slim AS packages
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The Node of the image runs it. That which comes along for older hosts is an optional package of 193 MB.
RUN npm ci --omit=dev --omit=optional

# Without what npm keeps for itself.
FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY schema ./schema
COPY docs ./docs
COPY src ./src
# What it runs is not its own to change.
USER node
# Who may ask is to be said: CALLERS_FILE, or ALLOW_ANONYMOUS=true.
ENV HOST=0.0.0.0 PORT=4000
EXPOSE 4000
STOPSIGNAL SIGTERM
# Alive, not ready: one that drains is well, and is not to be ended for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=1024", "src/main.ts"]
