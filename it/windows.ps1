# What `it/run wine` does, on Windows itself: the contract suite and the packaged command line against
# the real BITS service. Never run yet: nobody who wrote this had a Windows at hand.
#
#   pwsh it/windows.ps1
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
# A local repository of this run: the jars built just now, never an installed or older one.
$m2 = Join-Path $PSScriptRoot 'target/m2'
if (Test-Path $m2/io/github/bits4j) { Remove-Item -Recurse -Force $m2/io/github/bits4j }

& mvn -B -ntp -q -f "$root/pom.xml" "-Dmaven.repo.local=$m2" -DskipTests -DskipITs '-Dspotless.check.skip=true' install
if ($LASTEXITCODE -ne 0) { exit 1 }
# The desktop's threads too, where somebody is logged on who could see a window.
$desktop = if ([Environment]::UserInteractive) { @('-Pdesktop') } else { @() }
& mvn -B -ntp -f "$PSScriptRoot/pom.xml" "-Dmaven.repo.local=$m2" @desktop test
exit $LASTEXITCODE
