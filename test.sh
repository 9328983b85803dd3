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

if ! have_chromium && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser journeys ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >"$results/apt.log" 2>&1 || tail -5 "$results/apt.log"
fi
if ! have_chromium; then
  if [ "${CI:-}" = true ]; then
    echo "Chromium is missing, and on CI the browser journeys must run."
    exit 1
  fi
  echo "Skipping the browser journeys: Chromium is not installed (on Debian: apt-get install chromium)."
fi

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
