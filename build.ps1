# The same targets as build.sh: ./build.ps1 check | test | bench [suite] | proof | run [arguments]
param([string]$Target = "", [Parameter(ValueFromRemainingArguments)][string[]]$Rest = @())
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
$solution = "QuantumAI.Actors.sln"

function Invoke-Checked { param([scriptblock]$Command) & $Command; if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE } }
function Build {
    Invoke-Checked { dotnet restore $solution --locked-mode --verbosity quiet }
    Invoke-Checked { dotnet build $solution -c Release --no-restore --verbosity quiet --nologo }
}
function Test($options) {
    if (-not (Get-Command initdb -ErrorAction SilentlyContinue)) { Write-Output "PostgreSQL 15 or later is not on the PATH: the tests of its journal will fail" }
    if (-not (Get-Command npm -ErrorAction SilentlyContinue)) { Write-Output "Node.js and npm are not on the PATH: the tests with public exchange clients are skipped" }
    New-Item -ItemType Directory -Force "artifacts/proof" | Out-Null
    $env:QUANTUM_PROOF_DIR = "$PSScriptRoot/artifacts/proof"
    Invoke-Checked { dotnet test $solution -c Release --no-build --nologo @options }
}

switch ($Target) {
    "check" { Build; Invoke-Checked { dotnet format whitespace --folder . --verify-no-changes } }
    "test" { Build; Test @("--filter", "Size!=proof", "--settings", "tests/coverage.runsettings", "--collect", "XPlat Code Coverage", "--results-directory", "artifacts/test/results") }
    "proof" { Build; Test @("--filter", "Size=proof") }
    "bench" { Invoke-Checked { dotnet run -c Release --project tests/QuantumAI.Benchmarks -- @Rest } }
    "run" { Invoke-Checked { dotnet run -c Release --project src/QuantumAI.Node -- @Rest } }
    default { Write-Error "usage: ./build.ps1 check | test | bench [suite] | proof | run [arguments]"; exit 2 }
}
