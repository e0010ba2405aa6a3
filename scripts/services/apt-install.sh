#!/bin/sh
# Installs packages without starting a service of theirs: apt-install.sh PACKAGE…
# Debian asks policy-rc.d whether an installation may start one. Where there is none, ours stands there meanwhile; this
# shell takes it away even when whoever called it is killed.
policy=/usr/sbin/policy-rc.d
trap : HUP INT TERM
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
# A stale index is still good enough when the mirror does not answer.
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
