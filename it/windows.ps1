#Requires -Version 7.2
<#
.SYNOPSIS
What `it/run wine` does, on Windows itself: the contract suite, uploads to bits4j's own server, callbacks, the
threads of every apartment and the packaged command line, against the real BITS service.

.DESCRIPTION
Needs PowerShell 7.2 or newer, JDK 17 or newer and Maven, and no administrator; for one it stops and starts the
service, too. Never run yet: nobody who wrote this had a Windows at hand.
Whatever comes out, the report it writes is worth sending: it/target/windows-report.zip, see .github/CONTRIBUTING.md.

.PARAMETER NoDesktop
Leaves out the threads of user interfaces, which are tried where somebody is logged on who could see a window.

.EXAMPLE
pwsh it/windows.ps1
#>
[CmdletBinding()]
param([switch] $NoDesktop)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
# A program's exit code is looked at here, whatever this shell is set to.
$PSNativeCommandUseErrorActionPreference = $false
$root = Split-Path -Parent $PSScriptRoot
$report = Join-Path $PSScriptRoot 'target/windows-report'
# A local repository of this run: the jars built just now, never an installed or older one.
$m2 = Join-Path $PSScriptRoot 'target/m2'
$started = Get-Date
$steps = [ordered]@{}

# Runs a program with what it prints in a file of the report and on the screen; remembers how it ended.
function Invoke-Step([string] $Name, [string] $Program, [string[]] $Arguments) {
    Write-Host "== $Name"
    & $Program @Arguments 2>&1 | ForEach-Object { "$_" } | Tee-Object -FilePath (Join-Path $report "$Name.txt") | Out-Host
    $steps[$Name] = $LASTEXITCODE
    return $LASTEXITCODE -eq 0
}

# Adds to the report what can be had; that something cannot is an answer too.
function Add-Facts([string] $File, [scriptblock] $Facts) {
    $text = try { & $Facts | Out-String -Width 200 } catch { "not to be had: $_" }
    Set-Content -Path (Join-Path $report $File) -Value $text -Encoding utf8
}

if (-not $IsWindows) { throw 'This is for Windows; elsewhere: it/run wine' }
foreach ($needed in 'java', 'mvn') {
    if (-not (Get-Command $needed -ErrorAction SilentlyContinue)) { throw "There is no $needed on the PATH." }
}
if (Test-Path $report) { Remove-Item -Recurse -Force $report }
New-Item -ItemType Directory -Force $report | Out-Null
if (Test-Path "$m2/io/github/bits4j") { Remove-Item -Recurse -Force "$m2/io/github/bits4j" }

Add-Facts 'system.txt' {
    [Environment]::OSVersion.VersionString
    Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion' |
        Format-List ProductName, DisplayVersion, CurrentBuild, UBR
    "PowerShell $($PSVersionTable.PSVersion), architecture $env:PROCESSOR_ARCHITECTURE"
    (Get-Item "$env:SystemRoot\System32\qmgr.dll").VersionInfo | Format-List FileName, FileVersionRaw
    Get-Service BITS | Format-List Name, Status, StartType
    & java -version 2>&1 | ForEach-Object { "$_" }
    & mvn -version
    & git -C $root rev-parse HEAD
}

$local = "-Dmaven.repo.local=$m2"
# A test that hangs ends with its JVM, and the report is written all the same; it/pom.xml has a limit of its own.
$limits = @('-Dsurefire.timeout=1500', '-Dfailsafe.timeout=600')
$passed = Invoke-Step 'build' 'mvn' @('-B', '-ntp', '-q', '-f', "$root/pom.xml", $local, '-DskipTests', '-DskipITs',
    '-Dspotless.check.skip=true', 'install')
if ($passed) {
    Add-Facts 'doctor.json' { & java -jar "$root/target/bits.jar" doctor --json 2>&1 | ForEach-Object { "$_" } }
    $desktop = if ([Environment]::UserInteractive -and -not $NoDesktop) { @('-Pdesktop') } else { @() }
    $passed = Invoke-Step 'service' 'mvn' (@('-B', '-ntp', '-f', "$PSScriptRoot/pom.xml", $local) + $desktop + @('test'))
    # The vtables by the C compiler of Windows, where there is one; the closing list says what there was not.
    $passed = (Invoke-Step 'elsewhere' 'mvn' (@('-B', '-ntp', '-f', "$root/pom.xml", $local) + $limits +
            @('-Dspotless.check.skip=true', 'verify'))) -and $passed
}

foreach ($reports in @{ service = "$PSScriptRoot/target/surefire-reports"; elsewhere = "$root/target/surefire-reports";
        jar = "$root/target/failsafe-reports" }.GetEnumerator()) {
    if (Test-Path $reports.Value) { Copy-Item -Recurse $reports.Value (Join-Path $report "tests-$($reports.Key)") }
}
# What the service says itself, of the time of this run.
Add-Facts 'events.txt' {
    Get-WinEvent -FilterHashtable @{ LogName = 'Microsoft-Windows-Bits-Client/Operational'; StartTime = $started } |
        Select-Object -First 2000 | Format-List TimeCreated, Id, LevelDisplayName, Message
}
# A job that a test left behind is a finding.
Add-Facts 'jobs-left.txt' { & java -jar "$root/target/bits.jar" job list --json 2>&1 | ForEach-Object { "$_" } }

# A JVM that was killed leaves half a report; the others count all the same.
$damaged = @()
$summary = @(foreach ($file in Get-ChildItem -Recurse -Filter 'TEST-*.xml' $report) {
        try {
            $suite = ([xml](Get-Content -Raw $file.FullName)).testsuite
            [pscustomobject]@{ Suite = $suite.name; Tests = [int]$suite.tests
                Failed = [int]$suite.failures + [int]$suite.errors; Skipped = [int]$suite.skipped }
        } catch { $damaged += $file.Name }
    })
Add-Facts 'summary.txt' {
    foreach ($step in $steps.GetEnumerator()) { "$($step.Key): exit code $($step.Value)" }
    foreach ($name in $damaged) { "not readable: $name" }
    $summary | Sort-Object -Property Failed -Descending | Format-Table -AutoSize
}
Compress-Archive -Force -Path "$report/*" -DestinationPath "$report.zip"
Get-Content (Join-Path $report 'summary.txt') | Out-Host
Write-Host "The report: $report.zip"
exit $(if ($passed) { 0 } else { 1 })
