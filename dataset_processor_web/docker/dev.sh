#!/bin/sh
# The volume with the packages outlives the image: what the lock says now is installed when it has changed.
set -eu
if ! cmp -s package-lock.json node_modules/.lock-of-the-image; then
    npm ci
    cp package-lock.json node_modules/.lock-of-the-image
fi
exec node_modules/.bin/vite
