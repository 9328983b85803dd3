#!/usr/bin/env bash
# Runs every test and ends with the line "N passed, N failed, N skipped", counted from the results.
# Usage: ./test.sh [dotnet test options], for example ./test.sh --filter-class '*SlotTableTests'
# CONFIGURATION=Release builds and tests Release. With CI=true nothing may be skipped.
set -u
cd "$(dirname "$0")" || exit 1

configuration=${CONFIGURATION:-Debug}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

have_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1
have_postgres() { ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  eng/install-test-packages.sh >"$results/apt.log" 2>&1 || tail -5 "$results/apt.log"
fi
missing() { # what it is, what it is for, the package
  if [ "${CI:-}" = true ]; then
    echo "$1 is missing, and on CI $2 must run."
    exit 1
  fi
  echo "Skipping $2: $1 is not installed (on Debian: apt-get install $3)."
}
have_chromium || missing Chromium "the browser journeys" chromium
have_postgres || missing PostgreSQL "the tests on PostgreSQL" postgresql

if ! dotnet build Workflows.sln --configuration "$configuration" --nologo --verbosity quiet; then
  echo "The build failed; no test was run."
  echo "0 passed, 0 failed, 0 skipped"
  exit 1
fi

dotnet test --solution Workflows.sln --configuration "$configuration" --no-build --no-ansi \
  --max-parallel-test-modules 1 --results-directory "$results" --report-xunit-trx "$@"
status=$?
node eng/count-tests.mjs "$results" || status=1
exit $status
