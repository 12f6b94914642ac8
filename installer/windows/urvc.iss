; Inno Setup 6: one user's installation, without administrator's rights. Compiled by installer/windows/build.py, which gives Version, Program and Output:
;   iscc /DVersion=1.0 /DProgram=..\..\dist\urvc /DOutput=..\..\dist urvc.iss
#ifndef Version
  #error give /DVersion
#endif

[Setup]
AppId={{6F0B8B1E-6E0E-4B1C-9B63-0B5B8A6C6C27}
AppName=URVC
AppVersion={#Version}
AppPublisher=URVC developers
AppPublisherURL=https://urvc.github.io/
DefaultDirName={localappdata}\Programs\URVC
DefaultGroupName=URVC
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
OutputDir={#Output}
OutputBaseFilename=urvc-{#Version}-windows-setup
SetupIconFile=urvc.ico
UninstallDisplayIcon={app}\urvcw.exe
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "ko"; MessagesFile: "compiler:Languages\Korean.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; Files of the version before, which the new one may not have.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Program}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\URVC"; Filename: "{app}\urvcw.exe"
Name: "{userdesktop}\URVC"; Filename: "{app}\urvcw.exe"; Tasks: desktopicon

[Run]
Filename: "{app}\urvcw.exe"; Description: "{cm:LaunchProgram,URVC}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Voices and settings in {localappdata}\urvc are the user's own and stay.
Type: filesandordirs; Name: "{app}\_internal"
