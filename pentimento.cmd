@echo off
rem Starts Pentimento: finds a JDK 25 or newer, builds on first use, runs the command line.
setlocal EnableDelayedExpansion
set "HOME_DIR=%~dp0"
set "JAVA25="
if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%J in ('where java 2^>nul') do if not defined JAVA25 call :try "%%~dpJ.."
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%USERPROFILE%\.jdks\*") do if not defined JAVA25 call :try "%%~D"
if not defined JAVA25 (
    echo pentimento: a JDK 25 or newer is needed; install one, for example Eclipse Temurin 25, or point JAVA_HOME to it. 1>&2
    exit /b 2
)
set "JAR="
for %%F in ("%HOME_DIR%frontend\target\frontend-*.jar") do set "JAR=%%F"
if not defined JAR (
    where mvn >nul 2>nul
    if errorlevel 1 (
        echo pentimento: Apache Maven 3.8 or newer is needed for the first build; install it. 1>&2
        exit /b 2
    )
    echo pentimento: building ^(first use, a minute or two^) ... 1>&2
    if not exist "%HOME_DIR%target" mkdir "%HOME_DIR%target"
    pushd "%HOME_DIR%"
    call mvn -B -q -DskipTests -pl frontend -am package > "%HOME_DIR%target\build.log" 2>&1
    if errorlevel 1 (
        popd
        echo pentimento: the build failed; the whole output is in %HOME_DIR%target\build.log. 1>&2
        exit /b 2
    )
    popd
    for %%F in ("%HOME_DIR%frontend\target\frontend-*.jar") do set "JAR=%%F"
)
"%JAVA25%\bin\java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "%JAR%;%HOME_DIR%frontend\target\lib\*" pentimento.frontend.Main %*
exit /b %errorlevel%

:try
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==" %%V in ('findstr /b JAVA_VERSION^= "%~1\release"') do set "VERSION=%%~V"
for /f "delims=." %%M in ("%VERSION%") do if %%M GEQ 25 set "JAVA25=%~1"
exit /b 0
