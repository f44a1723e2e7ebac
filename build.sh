#!/usr/bin/env bash
# One entry for people and machines: ./build.sh check | test | bench [suite] | proof | run [arguments]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
solution=QuantumAI.Actors.sln

build() {
  dotnet restore "$solution" --locked-mode --verbosity quiet
  dotnet build "$solution" -c Release --no-restore --verbosity quiet --nologo
}

# Runs tests into artifacts/$1 with the options that follow, and ends with one line of totals.
run_tests() {
  local folder=artifacts/$1 status=0 totals
  rm -rf "$folder" && mkdir -p "$folder" artifacts/proof
  QUANTUM_PROOF_DIR=$PWD/artifacts/proof dotnet test "$solution" -c Release --no-build --nologo "${@:2}" 2>&1 | tee "$folder/tests.log" || status=$?
  [[ $1 != test ]] || print_coverage "$folder"
  totals=$(awk -F'[:,]' '/^(Passed|Failed|Skipped)! +- Failed:/{f+=$2;p+=$4;s+=$6}END{printf "%d passed, %d failed, %d skipped", p, f, s}' "$folder/tests.log")
  [[ $totals != "0 passed"* ]] || { echo "no test ran"; status=1; }
  echo "$totals"
  return "$status"
}

# Installs the first of the given groups of Debian packages that can be had, where that can be done without asking.
install_packages() {
  local as_root=() packages
  [[ $EUID == 0 ]] || as_root=(sudo -n)
  if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then return 1; fi
  for packages in "$@"; do
    # shellcheck disable=SC2086 # a group is several words
    if "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null 2>&1; then return; fi
    "${as_root[@]}" apt-get update -qq >/dev/null 2>&1 || true
  done
  return 1
}

# The journal's tests start a PostgreSQL server of their own.
install_postgres() {
  if command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then return; fi
  install_packages postgresql-15 postgresql-15 postgresql ||
    echo "PostgreSQL 15 or later is not installed and cannot be installed here: the tests of its journal will fail (apt-get install postgresql-15)"
}

# Public exchange clients, which are programs of Node.js, trade on the paper exchange as a test.
install_node() {
  if command -v node >/dev/null && command -v npm >/dev/null; then return; fi
  install_packages "nodejs npm" "nodejs npm" ||
    echo "Node.js and npm are not installed and cannot be installed here: the tests with public exchange clients are skipped (apt-get install nodejs npm)"
}

print_coverage() {
  if dotnet tool restore >/dev/null 2>&1; then
    dotnet reportgenerator "-reports:$1/results/*/coverage.cobertura.xml" "-targetdir:$1/coverage" -reporttypes:TextSummary -verbosity:Off >/dev/null &&
      sed -n '/Line coverage/p;/^QuantumAI\|^quantum/p' "$1/coverage/Summary.txt"
  else
    echo "coverage: the report tool cannot be restored here; the raw files are in $1/results"
  fi
}

case "${1:-}" in
  check) build && dotnet format whitespace --folder . --verify-no-changes ;;
  test) install_postgres && install_node && build && run_tests test --filter "Size!=proof" --settings tests/coverage.runsettings --collect "XPlat Code Coverage" \
    --results-directory artifacts/test/results ;;
  proof) install_postgres && build && run_tests proof --filter "Size=proof" ;;
  bench) dotnet run -c Release --project tests/QuantumAI.Benchmarks -- "${@:2}" ;;
  run) dotnet run -c Release --project src/QuantumAI.Node -- "${@:2}" ;;
  *) echo "usage: ./build.sh check | test | bench [suite] | proof | run [arguments]" >&2; exit 2 ;;
esac
