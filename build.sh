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

# Runs the tests of a size (test | proof), prints coverage and ends with one line of totals.
run_tests() {
  local size=$1 log=artifacts/$1/tests.log status=0
  rm -rf "artifacts/$size" && mkdir -p "artifacts/$size"
  QUANTUM_PROOF_DIR=$PWD/artifacts/proof dotnet test "$solution" -c Release --no-build --nologo --settings tests/coverage.runsettings \
    --collect "XPlat Code Coverage" --results-directory "artifacts/$size/results" "${@:2}" 2>&1 | tee "$log" || status=$?
  if dotnet tool restore >/dev/null 2>&1; then
    dotnet reportgenerator "-reports:artifacts/$size/results/*/coverage.cobertura.xml" "-targetdir:artifacts/$size/coverage" \
      -reporttypes:TextSummary -verbosity:Off >/dev/null && sed -n '/Line coverage/p;/^QuantumAI\|^quantum/p' "artifacts/$size/coverage/Summary.txt"
  else
    echo "coverage: the report tool cannot be restored here; the raw files are in artifacts/$size/results"
  fi
  local totals
  totals=$(awk -F'[:,]' '/^(Passed|Failed|Skipped)! +- Failed:/{f+=$2;p+=$4;s+=$6}END{printf "%d passed, %d failed, %d skipped", p, f, s}' "$log")
  [[ $totals != "0 passed"* ]] || { echo "no test ran"; status=1; }
  echo "$totals"
  return "$status"
}

case "${1:-}" in
  check) build && dotnet format whitespace --folder . --verify-no-changes ;;
  test) build && run_tests test --filter "Size!=proof" ;;
  proof) build && run_tests proof --filter "Size=proof" ;;
  bench) dotnet run -c Release --project tests/QuantumAI.Benchmarks -- "${@:2}" ;;
  run) dotnet run -c Release --project src/QuantumAI.Node -- "${@:2}" ;;
  *) echo "usage: ./build.sh check | test | bench [suite] | proof | run [arguments]" >&2; exit 2 ;;
esac
