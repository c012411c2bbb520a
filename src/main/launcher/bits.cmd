@echo off
rem Runs bits.jar, which lies beside this script. What a JVM finds out about the classes is kept in the
rem user's cache, one archive for each JDK, so that all starts but the first are quicker.
setlocal DisableDelayedExpansion
set "jar=%~dp0bits.jar"
set "home="
if defined JAVA_HOME for %%J in ("%JAVA_HOME%\bin\java.exe") do if exist %%J set "home=%JAVA_HOME%"
if not defined JAVA_HOME for %%J in (java.exe) do if not "%%~$PATH:J"=="" set "home=%%~dp$PATH:J.."
if not defined home (
  echo bits: there is no java: install JDK 17 or later, or set JAVA_HOME>&2
  exit /b 3
)
set "java=%home%\bin\java.exe"
rem Some Javas on the path only know where the real one is, and nothing of themselves.
if not exist "%java%" set "java=java.exe"

rem An archive is good for one build of one JDK, and for one jar.
set "version="
set "build="
if exist "%home%\release" for /f "usebackq tokens=1,2 delims==" %%A in ("%home%\release") do (
  if "%%A"=="JAVA_VERSION" set version=%%B
  if "%%A"=="IMPLEMENTOR_VERSION" set build=%%B
)
if defined version set "version=%version:"=%"
if defined build set "build=%build:"=%"
for %%F in ("%jar%") do set "stamp=%%~zF-%%~tF"
set "stamp=%stamp:/=%"
set "stamp=%stamp::=%"
set "stamp=%stamp: =%"
set "cache=%LOCALAPPDATA%\bits4j"
set "archive=%cache%\bits-%version%-%build%-%stamp%.jsa"
set "fresh=%archive%.%RANDOM%"

rem Commands that only say something have ended before a better compiler pays.
set "flags="
for %%C in (decode codes doctor completion --version -V --help -h) do if "%~1"=="%%C" set "flags=-XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1"

if not defined version goto plain
if not defined LOCALAPPDATA goto plain
if exist "%archive%" goto archived
if not exist "%cache%" mkdir "%cache%" >nul 2>nul
"%java%" "-XX:ArchiveClassesAtExit=%fresh%" -XX:+UseSerialGC -Xlog:disable -jar "%jar%" decode 0x80200010 <nul >nul 2>nul
if exist "%fresh%" move /y "%fresh%" "%archive%" >nul 2>nul
if exist "%fresh%" del "%fresh%" >nul 2>nul
if not exist "%archive%" goto plain

:archived
rem Not a word about an archive that does not fit: the classes are read as always then.
"%java%" -Xlog:disable -Xlog:all=error:stderr "-Xlog:cds*=off:stderr" %flags% "-XX:SharedArchiveFile=%archive%" -jar "%jar%" %*
exit /b %ERRORLEVEL%

:plain
"%java%" -Xlog:disable -Xlog:all=error:stderr %flags% -jar "%jar%" %*
exit /b %ERRORLEVEL%
