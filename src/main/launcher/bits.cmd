@echo off
rem Runs bits.jar, which lies beside this script. What a JVM finds out about the classes is kept in the
rem user's cache, one archive for each JDK, so that all starts but the first are quicker.
setlocal
set "jar=%~dp0bits.jar"
set "java=java"
set "home=%JAVA_HOME%"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if not defined JAVA_HOME for %%J in (java.exe) do set "home=%%~dp$PATH:J.."
set "version="
if exist "%home%\release" for /f "usebackq tokens=2 delims==" %%V in (`findstr /b JAVA_VERSION= "%home%\release"`) do set "version=%%~V"
for %%F in ("%jar%") do set "size=%%~zF"
set "cache=%LOCALAPPDATA%\bits4j"
set "archive=%cache%\bits-%version%-%size%.jsa"
set "flags="
for %%C in (decode codes doctor completion --version -V --help -h) do if "%~1"=="%%C" set "flags=-XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1"
if not defined version goto run
if not exist "%archive%" (
  if not exist "%cache%" mkdir "%cache%" >nul 2>nul
  "%java%" "-XX:ArchiveClassesAtExit=%archive%" -XX:+UseSerialGC -Xlog:disable -jar "%jar%" decode 0x80200010 >nul 2>nul <nul
)
if exist "%archive%" set "flags=%flags% "-XX:SharedArchiveFile=%archive%""
:run
"%java%" -Xlog:disable -Xlog:all=error:stderr %flags% -jar "%jar%" %*
exit /b %ERRORLEVEL%
