# What the entry point and the sessions share.
export LC_ALL=C
state=/var/lib/gapless
admin=/run/gapless/admin.sock
master=/run/gapless/master.sock
export GAPLESS_THREADS="${GAPLESS_THREADS:-1}"
if [ -e /proc/net/if_inet6 ]; then export GAPLESS_IPV6=1; fi

# A connection takes two files, checks and idle connections take some more.
files="$(ulimit -Hn)"
if [ "$files" = unlimited ] || [ "$files" -gt 50000 ]; then files=50000; fi
export GAPLESS_CONNECTIONS="$((files * 2 / 5))"
