# The page. Target `dev`: Vite with the sources mounted. Target `production`: the built page behind nginx.
# Context: the folder above.
ARG NODE_IMAGE=node:24.19.0-trixie-slim
ARG NGINX_IMAGE=nginx:1.30.6-trixie

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
RUN chown node:node .
USER node
COPY package.json package-lock.json .npmrc ./
RUN npm ci && cp package-lock.json node_modules/.lock-of-the-image

FROM packages AS dev
COPY index.html postcss.config.js tsconfig.json tsconfig.app.json tsconfig.node.json vite.config.ts ./
COPY public public
COPY src src
COPY docker/dev.sh docker/dev.sh
# A container is reached through published ports only, so it listens on all addresses.
ENV WEB_HOST=0.0.0.0 \
    HOME=/tmp
EXPOSE 5173
CMD ["sh", "docker/dev.sh"]

FROM packages AS build
COPY index.html postcss.config.js tsconfig.json tsconfig.app.json tsconfig.node.json vite.config.ts ./
COPY public public
COPY src src
RUN npm run build

FROM ${NGINX_IMAGE} AS production
COPY --from=build /app/dist /usr/share/nginx/html
COPY docker/nginx.conf.template /etc/nginx/templates/nginx.conf.template
# The image's own start fills in the template. WEB_RESOLVER is Docker's; WEB_API is where the API listens.
ENV NGINX_ENVSUBST_OUTPUT_DIR=/tmp \
    NGINX_ENVSUBST_FILTER=^WEB_ \
    WEB_API=api:8000 \
    WEB_LISTEN=5173 \
    WEB_MIME_TYPES=/etc/nginx/mime.types \
    WEB_RESOLVER=127.0.0.11 \
    WEB_ROOT=/usr/share/nginx/html \
    WEB_TEMP=/tmp
USER 101:101
EXPOSE 5173
CMD ["nginx", "-e", "stderr", "-c", "/tmp/nginx.conf", "-g", "daemon off;"]
