@echo off
rem Runs Memwarden: finds a JDK 25 or newer, builds when there is no build yet, and hands everything else to
rem the command line. Unlike its sibling it does not notice changed sources: after a change, build with
rem   mvn -pl cli -am -Dmaven.test.skip=true package
rem
rem   MEMWARDEN_JAVA_OPTS   further options for the JVM, such as -Xmx2g
rem   JAVA_HOME             a JDK to prefer, if it is new enough
setlocal EnableExtensions DisableDelayedExpansion

set "home=%~dp0"
set "lib=%home%lib"
if exist "%home%pom.xml" set "lib=%home%cli\target\memwarden\lib"

set "java_home="
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for /d %%d in (
  "%ProgramFiles%\Eclipse Adoptium\*"
  "%ProgramFiles%\Java\*"
  "%ProgramFiles%\Microsoft\*"
  "%ProgramFiles%\Zulu\*"
  "%ProgramFiles%\Amazon Corretto\*"
  "%LOCALAPPDATA%\Programs\Eclipse Adoptium\*"
  "%USERPROFILE%\.jdks\*"
) do call :consider "%%~d"
for /f "delims=" %%j in ('where java 2^>nul') do call :consider "%%~dpj.."
if not defined java_home goto no_java

if not exist "%home%pom.xml" goto run
if exist "%lib%\built" goto run
where mvn >nul 2>nul
if errorlevel 1 goto no_maven
echo Building Memwarden (first run only; downloads about 200 MB) ... 1>&2
if not exist "%home%cli\target" mkdir "%home%cli\target"
set "JAVA_HOME=%java_home%"
call mvn -B -f "%home%pom.xml" -pl cli -am -Dmaven.test.skip=true package > "%home%cli\target\build.log" 2>&1
if errorlevel 1 goto no_build

:run
if not exist "%lib%" goto no_lib
rem Not left in the environment, where the server would take it for a setting of its own.
set "options=%MEMWARDEN_JAVA_OPTS%"
set "MEMWARDEN_JAVA_OPTS="
"%java_home%\bin\java.exe" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xlog:disable -Xlog:all=warning:stderr -Xms64m -Xmx1g -XX:+ExitOnOutOfMemoryError -Dio.netty.jfr.enabled=false %options% -cp "%lib%\*" dev.memwarden.cli.Memwarden %*
exit /b %ERRORLEVEL%

rem Takes folder %1 as java_home if none is taken yet and its release file names version 25 or newer.
:consider
if defined java_home exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
  for /f "delims=." %%f in ("%%~v") do if %%f GEQ 25 set "java_home=%~1"
)
exit /b 0

:no_java
echo memwarden: no JDK 25 or newer was found. Install one, for example: 1>&2
echo   winget install EclipseAdoptium.Temurin.25.JDK 1>&2
echo and, if it is in an unusual folder, say where: set JAVA_HOME=C:\path\to\jdk-25 1>&2
exit /b 1

:no_maven
echo memwarden: Maven 3.8 or newer is needed to build from source; its folder bin must be on the PATH. 1>&2
exit /b 1

:no_build
echo memwarden: the build failed; all of its output is in %home%cli\target\build.log 1>&2
exit /b 1

:no_lib
echo memwarden: there is no %lib%: this copy of Memwarden is incomplete 1>&2
exit /b 1
