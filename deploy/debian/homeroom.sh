#!/bin/sh
# homeroom(8): the program with the settings and the data of the service.
set -eu

HOMEROOM_ENV_FILE=${HOMEROOM_ENV_FILE-/etc/homeroom/homeroom.env}
HOMEROOM_DATA=${HOMEROOM_DATA-/var/lib/homeroom/data}
HOMEROOM_DEMO=${HOMEROOM_DEMO-no}
export HOMEROOM_ENV_FILE HOMEROOM_DATA HOMEROOM_DEMO

node=/usr/lib/homeroom/node/bin/node
program=/usr/lib/homeroom/dist/homeroom.js

# What root wrote among the server's files, the server could not read.
case ${1-serve} in
  serve | people | keys)
    if [ "$(id -u)" = 0 ]; then
      exec setpriv --reuid=homeroom --regid=homeroom --init-groups --no-new-privs \
        "$node" "$program" "$@"
    fi
    ;;
esac
exec "$node" "$program" "$@"
