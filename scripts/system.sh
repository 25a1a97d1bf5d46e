#!/bin/sh
# What the whole suite needs of the system: a Redis server, Chromium, fonts for Chinese. Root on Debian gets them.
set -eu
missing=
command -v redis-server >/dev/null || missing="$missing redis-server"
[ -x /usr/bin/chromium ] || missing="$missing chromium"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing$missing …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fontconfig $missing >/dev/null
else
  echo "make test needs:$missing. On Debian or Ubuntu: sudo apt-get install$missing" >&2
  exit 1
fi
