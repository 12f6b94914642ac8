<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
 <context>
  <name>Choice</name>
  <message>
   <source>As the system</source>
   <translation>시스템 설정 따르기</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>자동</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>어둡게</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>밝게</translation>
  </message>
 </context>
 <context>
  <name>Desktop</name>
  <message>
   <source>Everything is in this language when the program starts again.</source>
   <translation>프로그램을 다시 시작하면 모두 이 언어로 표시됩니다.</translation>
  </message>
  <message>
   <source>Start again now</source>
   <translation>지금 다시 시작</translation>
  </message>
  <message>
   <source>URVC keeps running here. Quit it from this menu.</source>
   <translation>URVC는 여기서 계속 실행됩니다. 이 메뉴에서 끝낼 수 있습니다.</translation>
  </message>
 </context>
 <context>
  <name>DeviceCard</name>
  <message>
   <source>Details</source>
   <translation>자세히</translation>
  </message>
  <message>
   <source>Headphones</source>
   <translation>헤드폰</translation>
  </message>
  <message>
   <source>Microphone</source>
   <translation>마이크</translation>
  </message>
  <message>
   <source>Microphone level</source>
   <translation>마이크 레벨</translation>
  </message>
  <message>
   <source>No device was found. Plug one in; it appears here by itself.</source>
   <translation>장치를 찾지 못했습니다. 연결하면 여기에 저절로 나타납니다.</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>끔</translation>
  </message>
  <message>
   <source>Output</source>
   <translation>출력</translation>
  </message>
  <message>
   <source>Play a tone</source>
   <translation>시험음 재생</translation>
  </message>
  <message>
   <source>Speak: the bar moves</source>
   <translation>말해 보세요. 막대가 움직입니다</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>시험</translation>
  </message>
  <message>
   <source>The system's choice</source>
   <translation>시스템 기본값</translation>
  </message>
  <message>
   <source>The system's choice ({name})</source>
   <translation>시스템 기본값({name})</translation>
  </message>
  <message>
   <source>Virtual microphone, for other programs</source>
   <translation>가상 마이크(다른 프로그램용)</translation>
  </message>
  <message>
   <source>What you speak into.</source>
   <translation>여기에 대고 말합니다.</translation>
  </message>
  <message>
   <source>Where the voice goes: the virtual microphone, or your headphones to try it.</source>
   <translation>목소리가 나가는 곳입니다. 가상 마이크, 또는 시험해 볼 헤드폰을 고르세요.</translation>
  </message>
  <message>
   <source>Where you hear the voice as well. Loudspeakers would feed it back.</source>
   <translation>목소리를 함께 들을 곳입니다. 스피커를 쓰면 소리가 마이크로 되돌아갑니다.</translation>
  </message>
  <message>
   <source>{name} (not there)</source>
   <translation>{name}(연결되지 않음)</translation>
  </message>
  <message>
   <source>“{name}” is not there. Plug it in again; it is used as soon as it is back.</source>
   <translation>“{name}” 장치가 없습니다. 다시 연결하면 바로 사용합니다.</translation>
  </message>
 </context>
 <context>
  <name>DevicesPage</name>
  <message>
   <source>Devices</source>
   <translation>장치</translation>
  </message>
 </context>
 <context>
  <name>DevicesStep</name>
  <message>
   <source>Headphones</source>
   <translation>헤드폰</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>언어</translation>
  </message>
  <message>
   <source>Microphone</source>
   <translation>마이크</translation>
  </message>
  <message>
   <source>Microphone level</source>
   <translation>마이크 레벨</translation>
  </message>
  <message>
   <source>Play a tone</source>
   <translation>시험음 재생</translation>
  </message>
  <message>
   <source>Put your headphones on: with loudspeakers, the microphone would hear the new voice again.</source>
   <translation>헤드폰을 쓰세요. 스피커를 쓰면 바뀐 목소리가 다시 마이크로 들어갑니다.</translation>
  </message>
  <message>
   <source>Say something: the bar must move.</source>
   <translation>아무 말이나 해 보세요. 막대가 움직여야 합니다.</translation>
  </message>
  <message>
   <source>The system's choice</source>
   <translation>시스템 기본값</translation>
  </message>
  <message>
   <source>The system's choice ({name})</source>
   <translation>시스템 기본값({name})</translation>
  </message>
  <message>
   <source>Your voice, another voice, in two minutes</source>
   <translation>2분이면 내 목소리가 다른 목소리로</translation>
  </message>
 </context>
 <context>
  <name>DevicesVM</name>
  <message>
   <source>“{name}” is back.</source>
   <translation>“{name}” 장치가 돌아왔습니다.</translation>
  </message>
  <message>
   <source>“{name}” is not there. It is used again as soon as it is plugged in.</source>
   <translation>“{name}” 장치가 없습니다. 연결하면 바로 다시 사용합니다.</translation>
  </message>
 </context>
 <context>
  <name>Error</name>
  <message>
   <source>"{subject}" ({n_bytes} bytes) cannot be written into "{folder}": {detail}. Make room there, or set URVC_DATA_DIR to another folder.</source>
   <translation>"{subject}"({n_bytes} 바이트)을(를) "{folder}" 폴더에 쓸 수 없습니다: {detail}. 자리를 비우거나 URVC_DATA_DIR을 다른 폴더로 지정하세요.</translation>
  </message>
  <message>
   <source>"{subject}" cannot be read: {reason}.</source>
   <translation>"{subject}"을(를) 읽을 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>"{subject}" cannot be used as a foundation model: {detail}.</source>
   <translation>"{subject}"은(는) 기반 모델로 쓸 수 없습니다: {detail}.</translation>
  </message>
  <message>
   <source>"{subject}" cannot be written: {reason}. Choose another folder.</source>
   <translation>"{subject}"을(를) 쓸 수 없습니다: {reason}. 다른 폴더를 고르세요.</translation>
  </message>
  <message>
   <source>"{subject}" could not be brought in: {reason}. Check the disk and that the file may be read, then try again.</source>
   <translation>"{subject}"을(를) 가져올 수 없었습니다: {reason}. 디스크와 파일의 읽기 권한을 확인하고 다시 시도하세요.</translation>
  </message>
  <message>
   <source>"{subject}" could not be downloaded ({tried}). Try again: what has come so far is kept. {by_hand}</source>
   <translation>"{subject}"을(를) 내려받을 수 없었습니다({tried}). 다시 시도하세요. 지금까지 받은 부분은 남아 있습니다. {by_hand}</translation>
  </message>
  <message>
   <source>"{subject}" could not be downloaded. {by_hand}</source>
   <translation>"{subject}"을(를) 내려받을 수 없었습니다. {by_hand}</translation>
  </message>
  <message>
   <source>"{subject}" could not be downloaded: no server was reached ({tried}). Check the network, try again. {by_hand}</source>
   <translation>"{subject}"을(를) 내려받을 수 없었습니다. 어떤 서버에도 연결되지 않았습니다({tried}). 네트워크를 확인하고 다시 시도하세요. {by_hand}</translation>
  </message>
  <message>
   <source>"{subject}" fits several sound devices: {matches}. Write more of the name, or the id from: urvc devices</source>
   <translation>"{subject}"에 맞는 소리 장치가 여럿입니다: {matches}. 이름을 더 길게 쓰거나, 다음 명령이 보여 주는 id를 쓰세요: urvc devices</translation>
  </message>
  <message>
   <source>"{subject}" has a suffix that cannot be written. Use {known}.</source>
   <translation>"{subject}"의 확장자로는 쓸 수 없습니다. {known} 중에서 고르세요.</translation>
  </message>
  <message>
   <source>"{subject}" has no value. Write names and values in turn, such as: urvc ctl set pitch 3.</source>
   <translation>"{subject}"의 값이 없습니다. 이름과 값을 차례로 쓰세요. 예: urvc ctl set pitch 3.</translation>
  </message>
  <message>
   <source>"{subject}" holds no sound.</source>
   <translation>"{subject}"에는 소리가 없습니다.</translation>
  </message>
  <message>
   <source>"{subject}" is a content encoder, but not a published one whose name is known. Say which one it is, by the name that voices ask for: urvc foundation add FILE --as contentvec.</source>
   <translation>"{subject}"은(는) 콘텐츠 인코더이지만 이름이 알려진 공개 모델이 아닙니다. 목소리가 찾는 이름으로 알려 주세요: urvc foundation add FILE --as contentvec.</translation>
  </message>
  <message>
   <source>"{subject}" is a switch of its own, with its own request, and no control with a value.</source>
   <translation>"{subject}"은(는) 값이 있는 조절 항목이 아니라 자체 요청이 있는 스위치입니다.</translation>
  </message>
  <message>
   <source>"{subject}" is back: the sound goes on.</source>
   <translation>"{subject}" 장치가 돌아왔습니다. 소리가 이어집니다.</translation>
  </message>
  <message>
   <source>"{subject}" is chosen for the voice and for listening along: the others would hear it twice. Choose your headphones with --monitor, or none.</source>
   <translation>"{subject}"이(가) 목소리와 모니터에 함께 지정되어 다른 사람에게 두 번 들립니다. --monitor로 헤드폰을 고르거나 none으로 두세요.</translation>
  </message>
  <message>
   <source>"{subject}" is not a scene and a voice. Write SCENE=VOICE, for example --voice "Game=robot".</source>
   <translation>"{subject}"은(는) 장면과 목소리의 짝이 아닙니다. 장면=목소리로 쓰세요. 예: --voice "Game=robot".</translation>
  </message>
  <message>
   <source>"{subject}" is not an audio file that can be read. Use WAV, FLAC, OGG, MP3 or AIFF.</source>
   <translation>"{subject}"은(는) 읽을 수 있는 오디오 파일이 아닙니다. WAV, FLAC, OGG, MP3, AIFF를 쓰세요.</translation>
  </message>
  <message>
   <source>"{subject}" is the end of the cable that is played into. As the microphone here choose your own microphone; the cable is heard at "{instead}".</source>
   <translation>"{subject}"은(는) 케이블에서 소리를 넣는 쪽입니다. 여기서는 내 마이크를 고르세요. 케이블의 소리는 "{instead}"에서 들립니다.</translation>
  </message>
  <message>
   <source>"{subject}" is the end of the cable where other programs listen: choose it as the microphone there. As the output here choose "{instead}".</source>
   <translation>"{subject}"은(는) 다른 프로그램이 듣는 쪽입니다. 그 프로그램에서 마이크로 고르세요. 여기서는 출력으로 "{instead}"을(를) 고르세요.</translation>
  </message>
  <message>
   <source>"{subject}" needs the model {model}, which is not on this machine. Get it with: {command}</source>
   <translation>"{subject}"에는 이 컴퓨터에 없는 모델 {model}이(가) 필요합니다. 받는 명령: {command}</translation>
  </message>
  <message>
   <source>"{subject}" takes a number, not "{got}".</source>
   <translation>"{subject}"에는 숫자를 써야 합니다. "{got}"은(는) 쓸 수 없습니다.</translation>
  </message>
  <message>
   <source>"{subject}" was not taken: what came is not the published file ({tried}). {by_hand}</source>
   <translation>"{subject}"을(를) 받아들이지 않았습니다. 받은 것이 공개된 파일과 다릅니다({tried}). {by_hand}</translation>
  </message>
  <message>
   <source>"{subject}" would be written over itself. Choose another name for the result.</source>
   <translation>"{subject}"이(가) 자기 위에 덮어써집니다. 결과에 다른 이름을 고르세요.</translation>
  </message>
  <message>
   <source>A converted model could not be kept in "{subject}": {reason}. Make room there, then try again.</source>
   <translation>변환한 모델을 "{subject}"에 보관할 수 없었습니다: {reason}. 자리를 비우고 다시 시도하세요.</translation>
  </message>
  <message>
   <source>A recording is being made already. Finish it first.</source>
   <translation>이미 녹음하고 있습니다. 먼저 끝내세요.</translation>
  </message>
  <message>
   <source>A sound device has gone; the voice can be changed when it is back.</source>
   <translation>소리 장치가 사라졌습니다. 돌아오면 목소리를 바꿀 수 있습니다.</translation>
  </message>
  <message>
   <source>A virtual microphone needs PulseAudio or PipeWire, and neither answers ({reason}). See that one of them runs: pactl info.</source>
   <translation>가상 마이크에는 PulseAudio나 PipeWire가 필요한데 둘 다 응답하지 않습니다({reason}). 실행 중인지 확인하세요: pactl info.</translation>
  </message>
  <message>
   <source>By hand: download {address} on any machine, then run: urvc foundation add FILE, or put it into {place} and run: urvc foundation fetch.</source>
   <translation>직접 하려면: 아무 컴퓨터에서 {address}을(를) 내려받아 urvc foundation add FILE을 실행하거나, {place}에 넣고 urvc foundation fetch를 실행하세요.</translation>
  </message>
  <message>
   <source>Calibration measures with an RVC voice; "{subject}" is a {kind} voice and runs well everywhere.</source>
   <translation>측정에는 RVC 목소리가 필요합니다. "{subject}"은(는) {kind} 목소리라 어디서나 잘 돌아갑니다.</translation>
  </message>
  <message>
   <source>Could not {doing}: {subject} [{code}]</source>
   <translation>할 수 없었습니다({doing}): {subject} [{code}]</translation>
  </message>
  <message>
   <source>Did you mean {nearest}? </source>
   <translation>혹시 {nearest}인가요? </translation>
  </message>
  <message>
   <source>It is running already. Stop first.</source>
   <translation>이미 실행 중입니다. 먼저 멈추세요.</translation>
  </message>
  <message>
   <source>No answer came in {seconds} s. Look at the program itself, and try again.</source>
   <translation>{seconds}초 안에 응답이 없었습니다. 그 프로그램을 살펴보고 다시 시도하세요.</translation>
  </message>
  <message>
   <source>No removed voice is called "{subject}". Removed are: {known}.</source>
   <translation>"{subject}"이라는 삭제된 목소리는 없습니다. 삭제된 목소리: {known}.</translation>
  </message>
  <message>
   <source>No sound device can be reached: {subject} is missing. Install the package {package} and start the program again.</source>
   <translation>소리 장치를 쓸 수 없습니다. {subject}이(가) 없습니다. {package} 패키지를 설치하고 프로그램을 다시 시작하세요.</translation>
  </message>
  <message>
   <source>No sound device was found. Plug one in or switch it on, and see what the system has with: urvc devices</source>
   <translation>소리 장치를 찾지 못했습니다. 장치를 연결하거나 켠 뒤, 다음 명령으로 확인하세요: urvc devices</translation>
  </message>
  <message>
   <source>No test sound came through ({heard} of {repeats} heard). Check that the sound reaches {subject} and that nothing is muted.</source>
   <translation>시험음이 들리지 않았습니다({repeats}번 중 {heard}번). 소리가 {subject}에 닿는지, 음소거된 곳이 없는지 확인하세요.</translation>
  </message>
  <message>
   <source>Nothing is running. Start first.</source>
   <translation>실행 중인 것이 없습니다. 먼저 시작하세요.</translation>
  </message>
  <message>
   <source>Nothing was added: {reason}.</source>
   <translation>아무것도 추가하지 않았습니다: {reason}.</translation>
  </message>
  <message>
   <source>Nothing was converted: {reason}. For example: urvc convert speech.wav result.wav --voice robot</source>
   <translation>아무것도 변환하지 않았습니다: {reason}. 예: urvc convert speech.wav result.wav --voice robot</translation>
  </message>
  <message>
   <source>OBS at {subject} does not accept the password. It is shown in OBS: Tools &gt; WebSocket Server Settings &gt; Show Connect Info.</source>
   <translation>{subject}의 OBS가 비밀번호를 받아들이지 않습니다. OBS에서 확인하세요: 도구 &gt; WebSocket 서버 설정 &gt; 연결 정보 표시.</translation>
  </message>
  <message>
   <source>OBS did not answer within {seconds} s ({request}). Look whether a window of OBS waits for an answer, and try again.</source>
   <translation>OBS가 {seconds}초 안에 응답하지 않았습니다({request}). OBS에 대답을 기다리는 창이 있는지 보고 다시 시도하세요.</translation>
  </message>
  <message>
   <source>OBS does not answer at {subject}. Start OBS, and switch its server on: Tools &gt; WebSocket Server Settings &gt; Enable WebSocket server.</source>
   <translation>{subject}에서 OBS가 응답하지 않습니다. OBS를 시작하고 서버를 켜세요: 도구 &gt; WebSocket 서버 설정 &gt; WebSocket 서버 사용.</translation>
  </message>
  <message>
   <source>OBS does not see the microphone "{subject}". Start the voice first, with urvc live or in the window, then try again.</source>
   <translation>OBS에 마이크 "{subject}"이(가) 보이지 않습니다. urvc live나 창에서 먼저 목소리를 켠 다음 다시 시도하세요.</translation>
  </message>
  <message>
   <source>OBS has ended the connection. It is made again when OBS is back.</source>
   <translation>OBS가 연결을 끊었습니다. OBS가 돌아오면 다시 연결합니다.</translation>
  </message>
  <message>
   <source>OBS refused to {doing} ({request}: {comment}). Set it by hand in OBS, or try again.</source>
   <translation>OBS가 거절했습니다: {doing}({request}: {comment}). OBS에서 직접 설정하거나 다시 시도하세요.</translation>
  </message>
  <message>
   <source>Refused: asked for as "{subject}". Use http://127.0.0.1 with the port.</source>
   <translation>거절했습니다. "{subject}" 주소로 요청되었습니다. 포트와 함께 http://127.0.0.1을 쓰세요.</translation>
  </message>
  <message>
   <source>Refused: browser pages ("{subject}") may not steer the voice.</source>
   <translation>거절했습니다. 브라우저 페이지("{subject}")는 목소리를 조종할 수 없습니다.</translation>
  </message>
  <message>
   <source>Refused: the token is missing or wrong. The right one is shown by urvc ctl token.</source>
   <translation>거절했습니다. 토큰이 없거나 틀립니다. 올바른 토큰은 urvc ctl token이 보여 줍니다.</translation>
  </message>
  <message>
   <source>Settings cannot be kept: "{subject}" cannot be written or read ({reason}). They hold until the program ends.</source>
   <translation>설정을 보관할 수 없습니다. "{subject}"을(를) 쓰거나 읽을 수 없습니다({reason}). 프로그램이 끝날 때까지만 유지됩니다.</translation>
  </message>
  <message>
   <source>Some settings had values that are not possible and were put back: {values}. The file as it was: "{kept_as}".</source>
   <translation>쓸 수 없는 값이 있는 설정을 기본값으로 되돌렸습니다: {values}. 원래 파일: "{kept_as}".</translation>
  </message>
  <message>
   <source>Something else than OBS answers at {subject}. The right port is shown in OBS: Tools &gt; WebSocket Server Settings.</source>
   <translation>{subject}에서 OBS가 아닌 것이 응답합니다. 올바른 포트는 OBS에 있습니다: 도구 &gt; WebSocket 서버 설정.</translation>
  </message>
  <message>
   <source>Stopped; nothing has been changed.</source>
   <translation>멈췄습니다. 바뀐 것은 없습니다.</translation>
  </message>
  <message>
   <source>The ONNX voice "{subject}" cannot be run: {reason}. Give the .pth of the voice instead.</source>
   <translation>ONNX 목소리 "{subject}"을(를) 실행할 수 없습니다: {reason}. 대신 그 목소리의 .pth 파일을 주세요.</translation>
  </message>
  <message>
   <source>The calibration cannot be kept in "{subject}": {reason}. Make room there, or set URVC_DATA_DIR to another folder.</source>
   <translation>측정 결과를 "{subject}"에 보관할 수 없습니다: {reason}. 자리를 비우거나 URVC_DATA_DIR을 다른 폴더로 지정하세요.</translation>
  </message>
  <message>
   <source>The control channel could not be opened at port {subject}: {reason}. Choose another with --control-port.</source>
   <translation>제어 채널을 포트 {subject}에서 열 수 없었습니다: {reason}. --control-port로 다른 포트를 고르세요.</translation>
  </message>
  <message>
   <source>The control channel could not be opened: "{subject}" cannot be written ({reason}). Make room there, or set URVC_DATA_DIR to another folder.</source>
   <translation>제어 채널을 열 수 없었습니다. "{subject}"에 쓸 수 없습니다({reason}). 자리를 비우거나 URVC_DATA_DIR을 다른 폴더로 지정하세요.</translation>
  </message>
  <message>
   <source>The delay can be measured only where a sound can be played into the input: {reason}. Use --play and --listen.</source>
   <translation>지연은 입력으로 소리를 재생할 수 있을 때만 측정할 수 있습니다: {reason}. --play와 --listen을 쓰세요.</translation>
  </message>
  <message>
   <source>The engine did not understand a command: {reason}.</source>
   <translation>엔진이 명령을 이해하지 못했습니다: {reason}.</translation>
  </message>
  <message>
   <source>The engine hit a fault of its own while trying to {doing}: {reason}. Please report it with: urvc doctor</source>
   <translation>엔진에 내부 오류가 났습니다({doing}): {reason}. 다음 명령으로 알려 주세요: urvc doctor</translation>
  </message>
  <message>
   <source>The engine stopped by itself (status {status}). Start again; if it happens twice, report it with: urvc doctor</source>
   <translation>엔진이 저절로 멈췄습니다(상태 {status}). 다시 시작하세요. 두 번 이상 그러면 다음 명령으로 알려 주세요: urvc doctor</translation>
  </message>
  <message>
   <source>The foundation model "{subject}" cannot be used: {detail}.</source>
   <translation>기반 모델 "{subject}"을(를) 쓸 수 없습니다: {detail}.</translation>
  </message>
  <message>
   <source>The foundation model "{subject}" is damaged: {detail}. Get it again with: urvc foundation fetch {subject}, or add its file: urvc foundation add FILE.</source>
   <translation>기반 모델 "{subject}"이(가) 손상되었습니다: {detail}. urvc foundation fetch {subject}로 다시 받거나, 파일로 추가하세요: urvc foundation add FILE.</translation>
  </message>
  <message>
   <source>The machine cannot keep up with this voice, and nothing is left to make it lighter. Close what keeps it busy, or choose a built-in voice.</source>
   <translation>컴퓨터가 이 목소리를 따라가지 못하고, 더 가볍게 할 방법이 없습니다. 바쁜 프로그램을 닫거나 내장 목소리를 고르세요.</translation>
  </message>
  <message>
   <source>The machine could not keep up: from now on with a block of {hop_ms} ms, {context_s} s of context and {detector}. Close what keeps it busy, or run: urvc calibrate.</source>
   <translation>컴퓨터가 따라가지 못해 이제부터 블록 {hop_ms} ms, 문맥 {context_s}초, {detector}로 갑니다. 바쁜 프로그램을 닫거나 다음을 실행하세요: urvc calibrate.</translation>
  </message>
  <message>
   <source>The microphone "{input}" hears "{subject}", where you listen along: the voice would feed back. Choose your headphones with --monitor, or another microphone.</source>
   <translation>마이크 "{input}"에 모니터인 "{subject}"의 소리가 들어가 목소리가 되돌아옵니다. --monitor로 헤드폰을 고르거나 다른 마이크를 고르세요.</translation>
  </message>
  <message>
   <source>The microphone "{input}" hears what is played on "{subject}": the voice would feed back. Choose another microphone or another output.</source>
   <translation>마이크 "{input}"에 "{subject}"에서 나는 소리가 들어가 목소리가 되돌아옵니다. 다른 마이크나 다른 출력을 고르세요.</translation>
  </message>
  <message>
   <source>The model "{subject}" cannot be opened: {reason}. Remove it and add it again.</source>
   <translation>모델 "{subject}"을(를) 열 수 없습니다: {reason}. 지우고 다시 추가하세요.</translation>
  </message>
  <message>
   <source>The model "{subject}" cannot be run on {providers}: {reason}.</source>
   <translation>모델 "{subject}"을(를) {providers}에서 실행할 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>The program is ending.</source>
   <translation>프로그램이 끝나는 중입니다.</translation>
  </message>
  <message>
   <source>The request is too long.</source>
   <translation>요청이 너무 깁니다.</translation>
  </message>
  <message>
   <source>The request was not understood at "{subject}": {reason}. The requests are described in docs/control.md.</source>
   <translation>요청의 "{subject}" 부분을 이해하지 못했습니다: {reason}. 요청은 docs/control.md에 설명되어 있습니다.</translation>
  </message>
  <message>
   <source>The setting "{subject}" cannot be "{got}". {nearest_hint}Possible: {choices}.</source>
   <translation>설정 "{subject}"은(는) "{got}" 값이 될 수 없습니다. {nearest_hint}가능한 값: {choices}.</translation>
  </message>
  <message>
   <source>The setting "{subject}" goes from {low} to {high} {unit}; {got} is outside.</source>
   <translation>설정 "{subject}"의 범위는 {low}에서 {high} {unit}입니다. {got}은(는) 벗어납니다.</translation>
  </message>
  <message>
   <source>The setting "{subject}" goes in steps of {step} {unit}; {got} is between two.</source>
   <translation>설정 "{subject}"은(는) {step} {unit} 단위입니다. {got}은(는) 그 사이에 있습니다.</translation>
  </message>
  <message>
   <source>The setting "{subject}" takes a {wanted}, not {got}.</source>
   <translation>설정 "{subject}"에는 {wanted} 값이 필요합니다. {got}은(는) 쓸 수 없습니다.</translation>
  </message>
  <message>
   <source>The settings file could not be read ({reason}). It was kept as "{kept_as}"; the settings start afresh.</source>
   <translation>설정 파일을 읽을 수 없었습니다({reason}). "{kept_as}"(으)로 보관하고 새 설정으로 시작합니다.</translation>
  </message>
  <message>
   <source>The settings were written by a newer version of the program (format {version}). They were kept as "{kept_as}"; this version starts with its own.</source>
   <translation>더 새로운 버전의 프로그램이 쓴 설정입니다(형식 {version}). "{kept_as}"(으)로 보관하고 이 버전의 설정으로 시작합니다.</translation>
  </message>
  <message>
   <source>The sound comes from {subject}, not from a file.</source>
   <translation>소리는 파일이 아니라 {subject}에서 옵니다.</translation>
  </message>
  <message>
   <source>The sound device "{subject}" could not be used: {reason}.</source>
   <translation>소리 장치 "{subject}"을(를) 쓸 수 없었습니다: {reason}.</translation>
  </message>
  <message>
   <source>The sound device "{subject}" has gone. Plug it in again; the sound comes back by itself.</source>
   <translation>소리 장치 "{subject}"이(가) 사라졌습니다. 다시 연결하면 소리가 저절로 돌아옵니다.</translation>
  </message>
  <message>
   <source>The sound device "{subject}" is in use by another program. Close it there, or choose another with: urvc devices</source>
   <translation>소리 장치 "{subject}"을(를) 다른 프로그램이 쓰고 있습니다. 그 프로그램에서 닫거나 다른 장치를 고르세요: urvc devices</translation>
  </message>
  <message>
   <source>The sound device "{subject}" refuses the sample rate {rate_hz} Hz. Set it to 48000 Hz in the system's sound settings.</source>
   <translation>소리 장치 "{subject}"이(가) 샘플 속도 {rate_hz} Hz를 거절합니다. 시스템의 소리 설정에서 48000 Hz로 바꾸세요.</translation>
  </message>
  <message>
   <source>The sound device "{subject}" was opened but passes no sound. Unplug and plug it, or choose another with: urvc devices</source>
   <translation>소리 장치 "{subject}"을(를) 열었지만 소리가 지나가지 않습니다. 뽑았다 다시 꽂거나 다른 장치를 고르세요: urvc devices</translation>
  </message>
  <message>
   <source>The sound server did not make the virtual microphone ({reason}). Choose an output with --output, and report it with: urvc doctor.</source>
   <translation>소리 서버가 가상 마이크를 만들지 못했습니다({reason}). --output으로 출력을 고르고, 다음 명령으로 알려 주세요: urvc doctor.</translation>
  </message>
  <message>
   <source>The voice "{subject}" comes with the program and cannot be renamed or removed.</source>
   <translation>목소리 "{subject}"은(는) 프로그램에 들어 있는 것이라 이름을 바꾸거나 지울 수 없습니다.</translation>
  </message>
  <message>
   <source>The voice "{subject}" does not fit the content encoder {encoder} that is here: it needs features of {needs} numbers, the encoder gives {has}. Give the encoder that the voice was trained on: urvc foundation add FILE --as {encoder}.</source>
   <translation>목소리 "{subject}"이(가) 여기 있는 콘텐츠 인코더 {encoder}와(과) 맞지 않습니다. 필요한 특징 수는 {needs}, 인코더가 주는 수는 {has}입니다. 그 목소리를 학습한 인코더를 주세요: urvc foundation add FILE --as {encoder}.</translation>
  </message>
  <message>
   <source>The voice "{subject}" has {n_speakers} speakers, counted from 0; {got} is not one of them.</source>
   <translation>목소리 "{subject}"의 화자는 {n_speakers}명이고 0부터 셉니다. {got}번은 없습니다.</translation>
  </message>
  <message>
   <source>The voice comes {subject} late; this way of lip-sync can take at most {most_ms} ms. Use the other one (--lip-sync), or a shorter delay.</source>
   <translation>목소리가 {subject} 늦게 나옵니다. 이 립싱크 방식은 {most_ms} ms까지만 됩니다. 다른 방식(--lip-sync)을 쓰거나 지연을 줄이세요.</translation>
  </message>
  <message>
   <source>The voice file "{subject}" cannot be used: {reason}.</source>
   <translation>목소리 파일 "{subject}"을(를) 쓸 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>The weights of CREPE in {subject} cannot be used: {reason}. Install the program's packages again, or choose another detector.</source>
   <translation>{subject}에 있는 CREPE의 가중치를 쓸 수 없습니다: {reason}. 프로그램의 패키지를 다시 설치하거나 다른 검출기를 고르세요.</translation>
  </message>
  <message>
   <source>There is no "{subject}". The addresses are described in docs/control.md.</source>
   <translation>"{subject}"은(는) 없습니다. 주소는 docs/control.md에 설명되어 있습니다.</translation>
  </message>
  <message>
   <source>There is no camera in OBS to delay. Name the source with --camera, or use --lip-sync audio.</source>
   <translation>OBS에 지연시킬 카메라가 없습니다. --camera로 소스 이름을 주거나 --lip-sync audio를 쓰세요.</translation>
  </message>
  <message>
   <source>There is no control called "{subject}". {nearest_hint}Known are: {known}.</source>
   <translation>"{subject}"이라는 조절 항목은 없습니다. {nearest_hint}있는 항목: {known}.</translation>
  </message>
  <message>
   <source>There is no file "{subject}".</source>
   <translation>"{subject}" 파일이 없습니다.</translation>
  </message>
  <message>
   <source>There is no foundation model called "{subject}" to download. There are: {known}. Any other is given as a file: urvc foundation add FILE --as NAME.</source>
   <translation>내려받을 수 있는 기반 모델 중에 "{subject}"은(는) 없습니다. 있는 모델: {known}. 다른 모델은 파일로 주세요: urvc foundation add FILE --as NAME.</translation>
  </message>
  <message>
   <source>There is no scene called "{subject}" in OBS. {nearest_hint}There are: {known}.</source>
   <translation>OBS에 "{subject}"이라는 장면은 없습니다. {nearest_hint}있는 장면: {known}.</translation>
  </message>
  <message>
   <source>There is no setting called "{subject}". Known settings: {known}.</source>
   <translation>"{subject}"이라는 설정은 없습니다. 있는 설정: {known}.</translation>
  </message>
  <message>
   <source>There is no sound device called "{subject}". {nearest_hint}See them all with: urvc devices</source>
   <translation>"{subject}"이라는 소리 장치는 없습니다. {nearest_hint}모두 보기: urvc devices</translation>
  </message>
  <message>
   <source>There is no virtual microphone on this system. Install {product} by {maker} from {link}: other programs then hear the voice through it.</source>
   <translation>이 시스템에는 가상 마이크가 없습니다. {maker}의 {product}을(를) {link}에서 설치하세요. 그러면 다른 프로그램이 그것으로 목소리를 듣습니다.</translation>
  </message>
  <message>
   <source>There is no voice called "{subject}". {nearest_hint}See them all with: urvc voices list</source>
   <translation>"{subject}"이라는 목소리는 없습니다. {nearest_hint}모두 보기: urvc voices list</translation>
  </message>
  <message>
   <source>There is nothing to calibrate yet: built-in voices run well everywhere. Bring an RVC voice in first: urvc voices add FILE.</source>
   <translation>아직 측정할 것이 없습니다. 내장 목소리는 어디서나 잘 돌아갑니다. 먼저 RVC 목소리를 가져오세요: urvc voices add FILE.</translation>
  </message>
  <message>
   <source>There is room again: a block of {hop_ms} ms, {context_s} s of context and {detector}.</source>
   <translation>다시 여유가 생겼습니다. 블록 {hop_ms} ms, 문맥 {context_s}초, {detector}.</translation>
  </message>
  <message>
   <source>This OBS speaks the old protocol (obs-websocket 4). Update OBS to version 28 or newer.</source>
   <translation>이 OBS는 옛 프로토콜(obs-websocket 4)을 씁니다. OBS를 28 이상으로 업데이트하세요.</translation>
  </message>
  <message>
   <source>This version cannot speak the voice "{subject}" (kind {kind}). See what can be spoken with: urvc voices list</source>
   <translation>이 버전은 목소리 "{subject}"(종류 {kind})을(를) 낼 수 없습니다. 낼 수 있는 목소리 보기: urvc voices list</translation>
  </message>
  <message>
   <source>Too fast: at most {per_s} requests a second.</source>
   <translation>너무 빠릅니다. 초당 요청은 {per_s}번까지입니다.</translation>
  </message>
  <message>
   <source>Too much at once: at most {most}. Wait for answers, or close connections.</source>
   <translation>한꺼번에 너무 많습니다. {most}개까지입니다. 응답을 기다리거나 연결을 닫으세요.</translation>
  </message>
  <message>
   <source>URVC is not running here, or not open to other programs. Start it with: urvc live --control; or allow it in the window's settings.</source>
   <translation>URVC가 여기서 실행 중이 아니거나 다른 프로그램에 열려 있지 않습니다. urvc live --control로 시작하거나 창의 설정에서 허용하세요.</translation>
  </message>
  <message>
   <source>cannot be spoken: {detail}. Supported are networks of 10 ms frames whose upsampling leaves no half samples, as RVC and Applio train them at 24, 32, 40 and 48 kHz.</source>
   <translation>은(는) 낼 수 없습니다: {detail}. RVC와 Applio가 24, 32, 40, 48 kHz로 학습하는 것처럼, 업샘플링에서 반 샘플이 남지 않는 10 ms 프레임 신경망만 지원합니다.</translation>
  </message>
  <message>
   <source>cannot be used: {detail}.</source>
   <translation>은(는) 쓸 수 없습니다: {detail}.</translation>
  </message>
  <message>
   <source>contradicts itself: {detail}. Get the file again from where it came.</source>
   <translation>의 내용이 서로 맞지 않습니다: {detail}. 파일을 다시 받으세요.</translation>
  </message>
  <message>
   <source>holds no voice: {detail}.</source>
   <translation>에는 목소리가 없습니다: {detail}.</translation>
  </message>
  <message>
   <source>holds numbers that are none ({weight}): its training went wrong. Take an earlier epoch of it.</source>
   <translation>에 숫자가 아닌 값이 있습니다({weight}). 학습이 잘못되었습니다. 더 이른 에포크의 파일을 쓰세요.</translation>
  </message>
  <message>
   <source>holds several voices: {voices}. Give the one that you want.</source>
   <translation>에는 목소리가 여럿 있습니다: {voices}. 원하는 것 하나를 주세요.</translation>
  </message>
  <message>
   <source>is a checkpoint for going on with a training ({network}), not a voice. Take the small file (some 50 to 60 MB) that the training program wrote into its weights folder.</source>
   <translation>은(는) 목소리가 아니라 학습을 이어 가기 위한 체크포인트({network})입니다. 학습 프로그램이 weights 폴더에 쓴 작은 파일(50~60 MB쯤)을 쓰세요.</translation>
  </message>
  <message>
   <source>is a file of {network}, another program. RVC voices (.pth, .safetensors, .onnx) can be added.</source>
   <translation>은(는) 다른 프로그램인 {network}의 파일입니다. RVC 목소리(.pth, .safetensors, .onnx)를 추가할 수 있습니다.</translation>
  </message>
  <message>
   <source>is a voice, not a foundation model. Add it with: urvc voices add FILE.</source>
   <translation>은(는) 기반 모델이 아니라 목소리입니다. 추가하는 명령: urvc voices add FILE.</translation>
  </message>
  <message>
   <source>is an index without vectors (trained_...). Give the file that begins with added_.</source>
   <translation>은(는) 벡터가 없는 인덱스(trained_...)입니다. added_로 시작하는 파일을 주세요.</translation>
  </message>
  <message>
   <source>is damaged or cut short: {detail}. Get the file again from where it came.</source>
   <translation>은(는) 손상되었거나 잘렸습니다: {detail}. 파일을 다시 받으세요.</translation>
  </message>
  <message>
   <source>is larger than any voice should be: {detail}.</source>
   <translation>은(는) 목소리라고 하기에 너무 큽니다: {detail}.</translation>
  </message>
  <message>
   <source>is no RVC voice: {detail}.</source>
   <translation>은(는) RVC 목소리가 아닙니다: {detail}.</translation>
  </message>
  <message>
   <source>is no file of a voice or a model: {detail}. These are .pth, .pt, .bin, .safetensors or .onnx files.</source>
   <translation>은(는) 목소리나 모델의 파일이 아닙니다: {detail}. .pth, .pt, .bin, .safetensors, .onnx 파일이어야 합니다.</translation>
  </message>
  <message>
   <source>is not an index for this voice: {detail}.</source>
   <translation>은(는) 이 목소리의 인덱스가 아닙니다: {detail}.</translation>
  </message>
  <message>
   <source>is not complete: the weight {weight} is missing. Get the file again from where it came.</source>
   <translation>은(는) 완전하지 않습니다. 가중치 {weight}이(가) 없습니다. 파일을 다시 받으세요.</translation>
  </message>
  <message>
   <source>is not complete: {detail}. Remove it and add it again.</source>
   <translation>은(는) 완전하지 않습니다: {detail}. 지우고 다시 추가하세요.</translation>
  </message>
  <message>
   <source>is not complete: {key} is missing. Get the file again from where it came.</source>
   <translation>은(는) 완전하지 않습니다. {key}이(가) 없습니다. 파일을 다시 받으세요.</translation>
  </message>
  <message>
   <source>is of a version that is not known: {detail}.</source>
   <translation>은(는) 알 수 없는 버전입니다: {detail}.</translation>
  </message>
  <message>
   <source>is {detail}, none of the known kinds of ONNX voices. Give the .pth of the voice instead.</source>
   <translation>은(는) {detail}(으)로, 알려진 ONNX 목소리가 아닙니다. 대신 그 목소리의 .pth 파일을 주세요.</translation>
  </message>
  <message>
   <source>is {detail}. Known are: hubert_base.pt, pytorch_model.bin of ContentVec and other HuBERT encoders, rmvpe.pt, rmvpe.onnx.</source>
   <translation>은(는) {detail}입니다. 알려진 파일: hubert_base.pt, ContentVec과 다른 HuBERT 인코더의 pytorch_model.bin, rmvpe.pt, rmvpe.onnx.</translation>
  </message>
  <message>
   <source>is {network}, a foundation model and not a voice. Add it with: urvc foundation add FILE.</source>
   <translation>은(는) 목소리가 아니라 기반 모델 {network}입니다. 추가하는 명령: urvc foundation add FILE.</translation>
  </message>
  <message>
   <source>was not unpacked: {detail}. Get the archive from a source that you trust.</source>
   <translation>의 압축을 풀지 않았습니다: {detail}. 믿을 수 있는 곳에서 다시 받으세요.</translation>
  </message>
  <message>
   <source>was trained with the vocoder {vocoder}; only voices with HiFi-GAN, RVC's own, can be spoken. Ask its maker for one of those.</source>
   <translation>은(는) 보코더 {vocoder}(으)로 학습되었습니다. RVC 고유의 HiFi-GAN 목소리만 낼 수 있습니다. 만든 사람에게 그런 목소리를 부탁하세요.</translation>
  </message>
  <message>
   <source>was written by a newer version of this program ({detail}). Update the program.</source>
   <translation>은(는) 더 새로운 버전의 프로그램이 썼습니다({detail}). 프로그램을 업데이트하세요.</translation>
  </message>
  <message>
   <source>{subject} can be changed only while nothing runs. Stop, change, start again.</source>
   <translation>{subject}: 실행 중에는 바꿀 수 없습니다. 멈추고, 바꾸고, 다시 시작하세요.</translation>
  </message>
  <message>
   <source>{subject} could not be downloaded: {reason}. Download it with the browser, then add the file.</source>
   <translation>{subject}을(를) 내려받을 수 없었습니다: {reason}. 브라우저로 내려받은 다음 파일을 추가하세요.</translation>
  </message>
  <message>
   <source>{subject} is not available on this system ({system}). Switch it off, or install the package {package}.</source>
   <translation>{subject}을(를) 이 시스템({system})에서 쓸 수 없습니다. 끄거나 패키지 {package}을(를) 설치하세요.</translation>
  </message>
 </context>
 <context>
  <name>FirstRun</name>
  <message>
   <source>Continue</source>
   <translation>계속</translation>
  </message>
  <message>
   <source>Go live</source>
   <translation>실시간 시작</translation>
  </message>
  <message>
   <source>Skip; it can be done again in the settings</source>
   <translation>건너뛰기(설정에서 다시 할 수 있습니다)</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>다시 시도</translation>
  </message>
  <message>
   <source>Welcome to URVC</source>
   <translation>URVC에 오신 것을 환영합니다</translation>
  </message>
 </context>
 <context>
  <name>FirstRunVM</name>
  <message>
   <source>No speech was heard. Come nearer to the microphone and read aloud.</source>
   <translation>말소리가 들리지 않았습니다. 마이크에 가까이 대고 소리 내어 읽어 주세요.</translation>
  </message>
  <message>
   <source>Nothing comes from this microphone. Is it muted, or is it another one?</source>
   <translation>이 마이크에서 아무 소리도 들어오지 않습니다. 음소거되어 있거나 다른 마이크가 아닌가요?</translation>
  </message>
  <message>
   <source>That was not quiet. Wait for a quiet moment, or move the microphone away from the noise.</source>
   <translation>조용하지 않았습니다. 조용해질 때까지 기다리거나 마이크를 소음에서 멀리 두세요.</translation>
  </message>
 </context>
 <context>
  <name>GalleryPanel</name>
  <message>
   <source>Add RVC voices (.pth, .onnx, .zip with or without .index); or drop them anywhere on the window</source>
   <translation>RVC 목소리(.pth, .onnx, .zip, 있으면 .index도)를 추가합니다. 창 아무 데나 끌어다 놓아도 됩니다</translation>
  </message>
  <message>
   <source>Add to favourites</source>
   <translation>즐겨찾기에 추가</translation>
  </message>
  <message>
   <source>Add voices</source>
   <translation>목소리 추가</translation>
  </message>
  <message>
   <source>Add voices…</source>
   <translation>목소리 추가…</translation>
  </message>
  <message>
   <source>All</source>
   <translation>모두</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>모든 파일</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>취소</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>선택</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>삭제</translation>
  </message>
  <message>
   <source>Favourites</source>
   <translation>즐겨찾기</translation>
  </message>
  <message>
   <source>My voices</source>
   <translation>내 목소리</translation>
  </message>
  <message>
   <source>New name:</source>
   <translation>새 이름:</translation>
  </message>
  <message>
   <source>No voice fits the search.</source>
   <translation>검색에 맞는 목소리가 없습니다.</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>미리 듣기</translation>
  </message>
  <message>
   <source>Preview on my own voice</source>
   <translation>내 목소리로 미리 듣기</translation>
  </message>
  <message>
   <source>Progress of adding voices</source>
   <translation>목소리 추가 진행 상황</translation>
  </message>
  <message>
   <source>Record five seconds of yourself and preview voices on them instead of the demo</source>
   <translation>내 목소리를 5초 녹음해, 데모 대신 그 녹음으로 미리 듣습니다</translation>
  </message>
  <message>
   <source>Remove from favourites</source>
   <translation>즐겨찾기에서 빼기</translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>이름 바꾸기</translation>
  </message>
  <message>
   <source>Rename…</source>
   <translation>이름 바꾸기…</translation>
  </message>
  <message>
   <source>Search by name, tag or description (Ctrl+F)</source>
   <translation>이름, 태그, 설명으로 검색(Ctrl+F)</translation>
  </message>
  <message>
   <source>Search voices</source>
   <translation>목소리 검색</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>보기</translation>
  </message>
  <message>
   <source>Voices</source>
   <translation>목소리</translation>
  </message>
  <message>
   <source>Which voices are shown</source>
   <translation>어떤 목소리를 보일지</translation>
  </message>
 </context>
 <context>
  <name>GalleryVM</name>
  <message>
   <source>"{name}" was deleted.</source>
   <translation>"{name}" 목소리를 삭제했습니다.</translation>
  </message>
  <message>
   <source>"{voice}" needs {models} before it can speak.</source>
   <translation>"{voice}"이(가) 말하려면 {models}이(가) 필요합니다.</translation>
  </message>
  <message>
   <source>Drop "{name}" together with the voice it belongs to.</source>
   <translation>"{name}" 파일은 그에 맞는 목소리와 함께 놓아 주세요.</translation>
  </message>
  <message>
   <source>Get it</source>
   <translation>받기</translation>
  </message>
  <message>
   <source>Needs {models}. Get it with: {command}</source>
   <translation>{models} 모델이 필요합니다. 받는 명령: {command}</translation>
  </message>
  <message>
   <source>Sounds best with {models}. Get it with: {command}</source>
   <translation>{models} 모델이 있으면 더 좋은 소리가 납니다. 받는 명령: {command}</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>멈췄습니다.</translation>
  </message>
  <message>
   <source>The voice was added.</source>
   <translation>목소리를 추가했습니다.</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>되돌리기</translation>
  </message>
  <message>
   <source>What was missing is here: the voices that need it can speak.</source>
   <translation>빠진 것을 받았습니다. 이제 필요한 목소리들이 말할 수 있습니다.</translation>
  </message>
  <message>
   <source>{added} added, {known} here already, {refused} refused.</source>
   <translation>추가 {added}개, 이미 있음 {known}개, 거절 {refused}개.</translation>
  </message>
 </context>
 <context>
  <name>Guides</name>
  <message>
   <source>A game can use all of the processor: where the voice crackles, take a longer block (--hop 20) or limit the game's frame rate.</source>
   <translation>게임이 프로세서를 다 쓸 수 있습니다. 목소리가 끊기면 블록을 길게(--hop 20) 하거나 게임의 프레임 수를 제한하세요.</translation>
  </message>
  <message>
   <source>A page that was open before URVC started must be loaded again.</source>
   <translation>URVC를 시작하기 전에 열려 있던 페이지는 다시 불러와야 합니다.</translation>
  </message>
  <message>
   <source>Advanced Voice Activity</source>
   <translation>고급 음성 감지(Advanced Voice Activity)</translation>
  </message>
  <message>
   <source>An administrator can forbid these switches; then nobody but the administrator can help.</source>
   <translation>관리자가 이 스위치를 막아 두었을 수 있습니다. 그러면 관리자만 풀 수 있습니다.</translation>
  </message>
  <message>
   <source>Automatic Gain Control</source>
   <translation>자동 게인 조절(Automatic Gain Control)</translation>
  </message>
  <message>
   <source>Automatic gain in the page's settings</source>
   <translation>페이지 설정의 자동 게인</translation>
  </message>
  <message>
   <source>Automatic volume/gain control (Steam)</source>
   <translation>자동 음량/게인 조절(Steam)</translation>
  </message>
  <message>
   <source>Automatically adjust mic sensitivity</source>
   <translation>마이크 감도 자동 조절</translation>
  </message>
  <message>
   <source>Automatically adjust microphone volume</source>
   <translation>마이크 음량 자동 조절</translation>
  </message>
  <message>
   <source>Automatically determine input sensitivity</source>
   <translation>입력 감도 자동 감지</translation>
  </message>
  <message>
   <source>Background noise suppression, where there is no audio profile</source>
   <translation>오디오 프로필이 없을 때의 배경 소음 제거</translation>
  </message>
  <message>
   <source>BlackHole 2ch</source>
   <translation>BlackHole 2ch</translation>
  </message>
  <message>
   <source>Browsers</source>
   <translation>브라우저</translation>
  </message>
  <message>
   <source>Buttons and hotkeys inside OBS: Tools &gt; Scripts &gt; +, and choose resources/obs/urvc.py. URVC must run with --control.</source>
   <translation>OBS 안의 버튼과 단축키: 도구 &gt; 스크립트 &gt; +를 누르고 resources/obs/urvc.py를 고르세요. URVC는 --control로 실행 중이어야 합니다.</translation>
  </message>
  <message>
   <source>CABLE Output (VB-Audio Virtual Cable)</source>
   <translation>CABLE Output (VB-Audio Virtual Cable)</translation>
  </message>
  <message>
   <source>Chrome keeps its choice at chrome://settings/content/microphone, for all pages.</source>
   <translation>Chrome은 chrome://settings/content/microphone에 모든 페이지의 선택을 보관합니다.</translation>
  </message>
  <message>
   <source>Discord</source>
   <translation>Discord</translation>
  </message>
  <message>
   <source>Echo Cancellation</source>
   <translation>에코 제거(Echo Cancellation)</translation>
  </message>
  <message>
   <source>Echo cancellation (Steam)</source>
   <translation>에코 제거(Steam)</translation>
  </message>
  <message>
   <source>Echo cancellation (beneath it)</source>
   <translation>에코 제거(그 아래)</translation>
  </message>
  <message>
   <source>Echo cancellation in the page's settings</source>
   <translation>페이지 설정의 에코 제거</translation>
  </message>
  <message>
   <source>For Meet, Discord, Zoom and others in a browser: the question that it asks, or the icon beside the address &gt; Microphone; then the same once more in the page's own settings</source>
   <translation>브라우저에서 쓰는 Meet, Discord, Zoom 등: 브라우저가 묻는 창, 또는 주소 옆 아이콘 &gt; 마이크. 그다음 페이지 자체의 설정에서 한 번 더 고르세요</translation>
  </message>
  <message>
   <source>Games and Steam</source>
   <translation>게임과 Steam</translation>
  </message>
  <message>
   <source>In a meeting, Original Sound must also say On, at the top left.</source>
   <translation>회의 중에는 왼쪽 위의 원음(Original Sound)도 켜져 있어야 합니다.</translation>
  </message>
  <message>
   <source>Install BlackHole 2ch from https://existential.audio/blackhole/ once. URVC finds it by itself. macOS asks whether a program may use the microphone: allow it for URVC and for the program below.</source>
   <translation>https://existential.audio/blackhole/ 에서 BlackHole 2ch를 한 번 설치하세요. URVC가 저절로 찾습니다. macOS가 마이크 사용을 물으면 URVC와 아래 프로그램에 허용하세요.</translation>
  </message>
  <message>
   <source>Install VB-Cable from https://vb-audio.com/Cable/ once, and restart. URVC finds it by itself and plays into its other end, CABLE Input.</source>
   <translation>https://vb-audio.com/Cable/ 에서 VB-Cable을 한 번 설치하고 다시 시작하세요. URVC가 저절로 찾아 반대쪽인 CABLE Input으로 재생합니다.</translation>
  </message>
  <message>
   <source>Linux</source>
   <translation>Linux</translation>
  </message>
  <message>
   <source>Low</source>
   <translation>낮음</translation>
  </message>
  <message>
   <source>Mic/Aux and other microphones in the Audio Mixer</source>
   <translation>오디오 믹서의 마이크와 다른 마이크들</translation>
  </message>
  <message>
   <source>Microsoft Teams</source>
   <translation>Microsoft Teams</translation>
  </message>
  <message>
   <source>Most games look for microphones once, when they start: start URVC first.</source>
   <translation>대부분의 게임은 시작할 때 한 번만 마이크를 찾습니다. URVC를 먼저 시작하세요.</translation>
  </message>
  <message>
   <source>Noise Gate among the source's filters</source>
   <translation>소스 필터의 노이즈 게이트</translation>
  </message>
  <message>
   <source>Noise Suppression (Krisp)</source>
   <translation>소음 제거(Krisp)</translation>
  </message>
  <message>
   <source>Noise Suppression among the source's filters</source>
   <translation>소스 필터의 소음 제거</translation>
  </message>
  <message>
   <source>Noise cancellation (Steam)</source>
   <translation>소음 제거(Steam)</translation>
  </message>
  <message>
   <source>Noise cancellation or studio sound in the page's settings</source>
   <translation>페이지 설정의 소음 제거 또는 스튜디오 사운드</translation>
  </message>
  <message>
   <source>Noise suppression</source>
   <translation>소음 제거</translation>
  </message>
  <message>
   <source>None</source>
   <translation>없음</translation>
  </message>
  <message>
   <source>Nothing to install: the microphone is there while URVC runs (PulseAudio or PipeWire).</source>
   <translation>설치할 것이 없습니다. URVC가 실행되는 동안 마이크가 있습니다(PulseAudio 또는 PipeWire).</translation>
  </message>
  <message>
   <source>OBS 28 and newer can also take the sound of URVC itself, without a cable: Application Audio Capture.</source>
   <translation>OBS 28 이상은 케이블 없이 URVC의 소리를 바로 받을 수도 있습니다: 응용 프로그램 오디오 캡처.</translation>
  </message>
  <message>
   <source>OBS Studio</source>
   <translation>OBS Studio</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>끔</translation>
  </message>
  <message>
   <source>On the same page: Make a test call. It records a message and plays it back.</source>
   <translation>같은 페이지의 테스트 통화: 메시지를 녹음해서 들려줍니다.</translation>
  </message>
  <message>
   <source>On the same page: Mic Test. Speak; you hear the voice come back.</source>
   <translation>같은 페이지의 마이크 테스트: 말하면 목소리가 되돌아옵니다.</translation>
  </message>
  <message>
   <source>Original sound for musicians (audio profile)</source>
   <translation>음악가용 원음(오디오 프로필)</translation>
  </message>
  <message>
   <source>Push to talk</source>
   <translation>눌러서 말하기</translation>
  </message>
  <message>
   <source>Settings &gt; Audio &gt; Microphone</source>
   <translation>설정 &gt; 오디오 &gt; 마이크</translation>
  </message>
  <message>
   <source>Settings &gt; Audio &gt; Test Mic, beside the microphone: it records some seconds and plays them back.</source>
   <translation>설정 &gt; 오디오 &gt; 마이크 옆의 마이크 테스트: 몇 초 녹음해서 들려줍니다.</translation>
  </message>
  <message>
   <source>Settings &gt; Devices &gt; Microphone</source>
   <translation>설정 &gt; 장치 &gt; 마이크</translation>
  </message>
  <message>
   <source>Settings &gt; System &gt; Sound &gt; Input; for a single program: Volume mixer, further down on the same page.</source>
   <translation>설정 &gt; 시스템 &gt; 소리 &gt; 입력. 한 프로그램만 바꾸려면 같은 페이지 아래쪽의 볼륨 믹서.</translation>
  </message>
  <message>
   <source>Sources &gt; + &gt; Audio Input Capture &gt; Device</source>
   <translation>소스 &gt; + &gt; 오디오 입력 캡처 &gt; 장치</translation>
  </message>
  <message>
   <source>Speak and look at the Audio Mixer. In Advanced Audio Properties, Monitor Only lets you hear it: with headphones.</source>
   <translation>말하면서 오디오 믹서를 보세요. 고급 오디오 속성의 모니터링만을 고르면 헤드폰으로 들을 수 있습니다.</translation>
  </message>
  <message>
   <source>Steam: Start Microphone Test, on the same page. In a game: its own test, or ask a friend.</source>
   <translation>Steam: 같은 페이지의 마이크 테스트 시작. 게임: 게임의 테스트를 쓰거나 친구에게 물어보세요.</translation>
  </message>
  <message>
   <source>System Settings &gt; Sound &gt; Input.</source>
   <translation>시스템 설정 &gt; 사운드 &gt; 입력.</translation>
  </message>
  <message>
   <source>System settings &gt; Sound &gt; Input, or the Recording tab of pavucontrol for a program that has no choice of its own.</source>
   <translation>시스템 설정 &gt; 소리 &gt; 입력. 선택 항목이 없는 프로그램은 pavucontrol의 녹음 탭에서 고르세요.</translation>
  </message>
  <message>
   <source>The Flatpak needs access to PulseAudio, which it has unless it was taken away.</source>
   <translation>Flatpak은 PulseAudio에 접근할 수 있어야 합니다. 막아 두지 않았다면 이미 됩니다.</translation>
  </message>
  <message>
   <source>The game's own voice or audio settings; where it has none, the system's microphone (below). Steam: Settings &gt; Voice &gt; Voice Input Device</source>
   <translation>게임의 음성 또는 오디오 설정. 없으면 시스템의 마이크(아래). Steam: 설정 &gt; 음성 &gt; 음성 입력 장치</translation>
  </message>
  <message>
   <source>The page OBS in the window does it all by one button, lips and sound together, gives every scene a voice of its own, and takes it all back.</source>
   <translation>창의 OBS 페이지에서는 버튼 하나로 입 모양과 소리까지 모두 맞추고, 장면마다 목소리를 정하고, 모두 되돌릴 수 있습니다.</translation>
  </message>
  <message>
   <source>The page's own preview, before you join.</source>
   <translation>참가하기 전 페이지의 미리 보기.</translation>
  </message>
  <message>
   <source>The same on the command line: urvc obs setup (undo it with urvc obs undo).</source>
   <translation>명령줄에서는: urvc obs setup(되돌리기: urvc obs undo).</translation>
  </message>
  <message>
   <source>The source is called Audio Input Capture (PulseAudio).</source>
   <translation>소스 이름은 오디오 입력 캡처(PulseAudio)입니다.</translation>
  </message>
  <message>
   <source>URVC Microphone</source>
   <translation>URVC Microphone</translation>
  </message>
  <message>
   <source>URVC has one of its own, before the voice</source>
   <translation>URVC에는 목소리 앞단에 이미 있습니다</translation>
  </message>
  <message>
   <source>User Settings (the gear) &gt; Voice &amp; Video &gt; Input Device</source>
   <translation>사용자 설정(톱니바퀴) &gt; 음성 및 비디오 &gt; 입력 장치</translation>
  </message>
  <message>
   <source>Voice isolation, where it is offered</source>
   <translation>음성 분리(있을 때)</translation>
  </message>
  <message>
   <source>Where the page offers an Input Profile, Studio does all of this at once.</source>
   <translation>페이지에 입력 프로필이 있으면 스튜디오가 이것들을 한 번에 합니다.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Windows</translation>
  </message>
  <message>
   <source>Zoom</source>
   <translation>Zoom</translation>
  </message>
  <message>
   <source>cuts into the voice, and headphones make no echo</source>
   <translation>목소리를 깎아 냅니다. 헤드폰은 에코를 만들지 않습니다</translation>
  </message>
  <message>
   <source>cuts into the voice; use headphones</source>
   <translation>목소리를 깎아 냅니다. 헤드폰을 쓰세요</translation>
  </message>
  <message>
   <source>decides what counts as a voice, and an odd one may not</source>
   <translation>무엇이 목소리인지 판단하는데, 특이한 목소리는 아니라고 할 수 있습니다</translation>
  </message>
  <message>
   <source>is made for plain speech and removes what it does not know</source>
   <translation>평범한 말소리용이라 모르는 소리를 없앱니다</translation>
  </message>
  <message>
   <source>lets only your own, unchanged voice through</source>
   <translation>바뀌지 않은 내 목소리만 통과시킵니다</translation>
  </message>
  <message>
   <source>macOS</source>
   <translation>macOS</translation>
  </message>
  <message>
   <source>muted</source>
   <translation>음소거</translation>
  </message>
  <message>
   <source>off</source>
   <translation>끔</translation>
  </message>
  <message>
   <source>off, and the bar far to the left</source>
   <translation>끄고, 막대를 맨 왼쪽으로</translation>
  </message>
  <message>
   <source>off, where it is offered</source>
   <translation>끔(있을 때)</translation>
  </message>
  <message>
   <source>on</source>
   <translation>켬</translation>
  </message>
  <message>
   <source>on, where it is offered</source>
   <translation>켬(있을 때)</translation>
  </message>
  <message>
   <source>pumps; the level is set in URVC</source>
   <translation>음량이 출렁입니다. 레벨은 URVC에서 정합니다</translation>
  </message>
  <message>
   <source>removed</source>
   <translation>없앰</translation>
  </message>
  <message>
   <source>sends nothing while you do not speak</source>
   <translation>말하지 않을 때는 아무것도 보내지 않습니다</translation>
  </message>
  <message>
   <source>switches Zoom's own noise removal off</source>
   <translation>Zoom의 소음 제거를 끕니다</translation>
  </message>
  <message>
   <source>takes away up to three quarters of the level (measured)</source>
   <translation>레벨을 최대 4분의 3까지 빼앗습니다(측정값)</translation>
  </message>
  <message>
   <source>takes whispers, robots and breath for noise</source>
   <translation>속삭임, 로봇, 숨소리를 소음으로 여깁니다</translation>
  </message>
  <message>
   <source>the least that can be chosen</source>
   <translation>고를 수 있는 가장 낮은 값</translation>
  </message>
  <message>
   <source>would cut soft words; URVC has a gate of its own</source>
   <translation>작은 말을 잘라 냅니다. URVC에 게이트가 있습니다</translation>
  </message>
  <message>
   <source>your own voice would be heard beside the new one</source>
   <translation>내 목소리가 새 목소리와 함께 들립니다</translation>
  </message>
 </context>
 <context>
  <name>HotkeysVM</name>
  <message>
   <source>Keys in every program need an X server; there is none here.</source>
   <translation>모든 프로그램에서 쓰는 단축키에는 X 서버가 필요한데, 여기에는 없습니다.</translation>
  </message>
  <message>
   <source>The key {keys} is taken by another program, or twice. Choose another in the settings.</source>
   <translation>단축키 {keys}: 다른 프로그램이 쓰고 있거나 두 번 지정되었습니다. 설정에서 다른 키를 고르세요.</translation>
  </message>
  <message>
   <source>This system gives programs no keys of their own.</source>
   <translation>이 시스템에서는 프로그램이 전역 단축키를 가질 수 없습니다.</translation>
  </message>
  <message>
   <source>Wayland gives programs no keys of their own. Make a shortcut in the system's settings that runs: urvc ctl</source>
   <translation>Wayland에서는 프로그램이 전역 단축키를 가질 수 없습니다. 시스템 설정에서 다음 명령을 실행하는 단축키를 만드세요: urvc ctl</translation>
  </message>
 </context>
 <context>
  <name>ImportJob</name>
  <message>
   <source>The import stopped by itself: {reason}</source>
   <translation>가져오기가 저절로 멈췄습니다: {reason}</translation>
  </message>
 </context>
 <context>
  <name>LatencyPart</name>
  <message>
   <source>Block</source>
   <translation>블록</translation>
  </message>
  <message>
   <source>Computing</source>
   <translation>계산</translation>
  </message>
  <message>
   <source>Driver and output</source>
   <translation>드라이버와 출력</translation>
  </message>
  <message>
   <source>Effects</source>
   <translation>효과</translation>
  </message>
  <message>
   <source>Limiter</source>
   <translation>리미터</translation>
  </message>
  <message>
   <source>Microphone and driver</source>
   <translation>마이크와 드라이버</translation>
  </message>
  <message>
   <source>Noise suppression</source>
   <translation>소음 제거</translation>
  </message>
  <message>
   <source>Output buffer</source>
   <translation>출력 버퍼</translation>
  </message>
  <message>
   <source>Pitch and voice</source>
   <translation>음높이와 목소리</translation>
  </message>
 </context>
 <context>
  <name>LatencyView</name>
  <message>
   <source>Switch the voice on to measure it.</source>
   <translation>목소리를 켜면 측정합니다.</translation>
  </message>
  <message>
   <source>Together {ms} ms from microphone to output.</source>
   <translation>마이크에서 출력까지 모두 {ms} ms.</translation>
  </message>
  <message>
   <source>Where the delay comes from</source>
   <translation>지연이 생기는 곳</translation>
  </message>
 </context>
 <context>
  <name>LevelMeter</name>
  <message>
   <source>Level in dBFS; the mark is the highest of the last moments. The light at the end says that it was too loud.</source>
   <translation>dBFS 단위의 레벨입니다. 표시선은 방금까지의 최댓값이고, 끝의 불은 소리가 너무 컸음을 뜻합니다.</translation>
  </message>
 </context>
 <context>
  <name>LivePage</name>
  <message>
   <source>Microphone and headphones</source>
   <translation>마이크와 헤드폰</translation>
  </message>
  <message>
   <source>Voice</source>
   <translation>목소리</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Devices</source>
   <translation>장치</translation>
  </message>
  <message>
   <source>Pages</source>
   <translation>페이지</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>설정</translation>
  </message>
  <message>
   <source>Use it in…</source>
   <translation>사용하기…</translation>
  </message>
  <message>
   <source>Voices</source>
   <translation>목소리</translation>
  </message>
 </context>
 <context>
  <name>MeasureStep</name>
  <message>
   <source>How loud and how high you speak sets the level, and how far each voice moves the pitch.</source>
   <translation>말소리의 크기와 높이에 따라 레벨과, 목소리마다 음높이를 얼마나 옮길지가 정해집니다.</translation>
  </message>
  <message>
   <source>Microphone level</source>
   <translation>마이크 레벨</translation>
  </message>
  <message>
   <source>Now read this aloud</source>
   <translation>이제 소리 내어 읽어 주세요</translation>
  </message>
  <message>
   <source>Three seconds of silence, please</source>
   <translation>3초 동안 조용히 해 주세요</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>시간</translation>
  </message>
  <message>
   <source>Time left</source>
   <translation>남은 시간</translation>
  </message>
  <message>
   <source>What your room sounds like sets the noise gate.</source>
   <translation>방 안의 소음에 맞춰 노이즈 게이트가 정해집니다.</translation>
  </message>
  <message>
   <source>“Good evening, everybody. This is my own voice, the way I talk to friends, and in a moment it will be somebody else's.”</source>
   <translation>“여러분, 안녕하세요. 이건 친구들과 이야기할 때의 제 목소리예요. 그리고 잠시 뒤에는 다른 사람의 목소리가 될 거예요.”</translation>
  </message>
 </context>
 <context>
  <name>MessageBar</name>
  <message>
   <source>Close the message</source>
   <translation>알림 닫기</translation>
  </message>
 </context>
 <context>
  <name>MetersPanel</name>
  <message>
   <source>Computing time against the length of a block: green below 60 %, red from 90 % on, where the sound breaks</source>
   <translation>블록 길이에 대한 계산 시간입니다. 60 % 미만은 초록, 소리가 끊기는 90 % 이상은 빨강입니다</translation>
  </message>
  <message>
   <source>Delay from the microphone to the output, measured. Click to see where it comes from.</source>
   <translation>마이크에서 출력까지 측정한 지연입니다. 누르면 어디에서 생기는지 보여 줍니다.</translation>
  </message>
  <message>
   <source>Delay: {ms}. Show where it comes from</source>
   <translation>지연: {ms}. 어디에서 생기는지 보기</translation>
  </message>
  <message>
   <source>Dropouts</source>
   <translation>끊김</translation>
  </message>
  <message>
   <source>Gaps in the sound since the voice was switched on</source>
   <translation>목소리를 켠 뒤 소리가 끊긴 횟수</translation>
  </message>
  <message>
   <source>In</source>
   <translation>입력</translation>
  </message>
  <message>
   <source>Level of the microphone</source>
   <translation>마이크 레벨</translation>
  </message>
  <message>
   <source>Level of the voice</source>
   <translation>목소리 레벨</translation>
  </message>
  <message>
   <source>Load</source>
   <translation>부하</translation>
  </message>
  <message>
   <source>Out</source>
   <translation>출력</translation>
  </message>
  <message>
   <source>What computes the voice</source>
   <translation>목소리를 계산하는 장치</translation>
  </message>
  <message>
   <source>delay</source>
   <translation>지연</translation>
  </message>
  <message>
   <source>on</source>
   <translation>장치</translation>
  </message>
  <message>
   <source>{percent} % load</source>
   <translation>부하 {percent} %</translation>
  </message>
 </context>
 <context>
  <name>MicrophoneCard</name>
  <message>
   <source>Choose this microphone:</source>
   <translation>이 마이크를 고르세요:</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>복사</translation>
  </message>
 </context>
 <context>
  <name>Obs</name>
  <message>
   <source>This system has no keyring: the password will be asked for each time.</source>
   <translation>이 시스템에는 키링이 없어서 암호를 매번 묻습니다.</translation>
  </message>
 </context>
 <context>
  <name>ObsPage</name>
  <message>
   <source>Computer that OBS runs on</source>
   <translation>OBS가 실행되는 컴퓨터</translation>
  </message>
  <message>
   <source>Connect</source>
   <translation>연결</translation>
  </message>
  <message>
   <source>Connected. OBS does not hear the voice yet.</source>
   <translation>연결되었습니다. OBS가 아직 음성을 듣지 못합니다.</translation>
  </message>
  <message>
   <source>Leave lips and voice as they are</source>
   <translation>입 모양과 음성을 그대로 두기</translation>
  </message>
  <message>
   <source>Lips and voice together: OBS delays the camera</source>
   <translation>입 모양과 음성 맞추기: OBS가 카메라를 늦춥니다</translation>
  </message>
  <message>
   <source>Lips and voice together: OBS takes the voice earlier</source>
   <translation>입 모양과 음성 맞추기: OBS가 음성을 앞당깁니다</translation>
  </message>
  <message>
   <source>Mute the other microphones in OBS, which would double the voice</source>
   <translation>음성이 두 번 들리지 않도록 OBS의 다른 마이크를 음소거</translation>
  </message>
  <message>
   <source>Not connected.</source>
   <translation>연결되지 않았습니다.</translation>
  </message>
  <message>
   <source>OBS hears the voice at "{source}".</source>
   <translation>OBS가 "{source}"에서 음성을 듣습니다.</translation>
  </message>
  <message>
   <source>OBS hears the voice at "{source}". It comes {ms} ms after your lips, and OBS makes up for it.</source>
   <translation>OBS가 "{source}"에서 음성을 듣습니다. 음성은 입 모양보다 {ms} ms 늦고, OBS가 이를 맞춥니다.</translation>
  </message>
  <message>
   <source>OBS hears your own voice as well, at: {names}</source>
   <translation>OBS가 원래 목소리도 듣습니다: {names}</translation>
  </message>
  <message>
   <source>Password of OBS's WebSocket server</source>
   <translation>OBS WebSocket 서버의 암호</translation>
  </message>
  <message>
   <source>Password of OBS's WebSocket server, then Enter</source>
   <translation>OBS WebSocket 서버의 암호를 입력하고 Enter</translation>
  </message>
  <message>
   <source>Port of OBS's WebSocket server</source>
   <translation>OBS WebSocket 서버의 포트</translation>
  </message>
  <message>
   <source>Set the new delay now, although OBS is on air</source>
   <translation>방송 중이라도 새 지연을 지금 적용</translation>
  </message>
  <message>
   <source>Set up OBS</source>
   <translation>OBS 설정하기</translation>
  </message>
  <message>
   <source>Undo everything in OBS</source>
   <translation>OBS에서 모두 되돌리기</translation>
  </message>
  <message>
   <source>What OBS hears</source>
   <translation>OBS가 듣는 소리</translation>
  </message>
 </context>
 <context>
  <name>Pages</name>
  <message>
   <source>Measuring this computer… This takes a minute.</source>
   <translation>이 컴퓨터를 측정하는 중… 1분쯤 걸립니다.</translation>
  </message>
  <message>
   <source>This computer has been measured. The next start uses what was found.</source>
   <translation>이 컴퓨터를 측정했습니다. 다음에 켤 때부터 그 결과를 씁니다.</translation>
  </message>
 </context>
 <context>
  <name>PitchPanel</name>
  <message>
   <source>Pitch</source>
   <translation>음높이</translation>
  </message>
  <message>
   <source>Spectrum of the microphone</source>
   <translation>마이크 스펙트럼</translation>
  </message>
  <message>
   <source>Spectrum of the voice</source>
   <translation>목소리 스펙트럼</translation>
  </message>
  <message>
   <source>Which spectrum is shown</source>
   <translation>어떤 스펙트럼을 보일지</translation>
  </message>
  <message>
   <source>the voice</source>
   <translation>목소리</translation>
  </message>
  <message>
   <source>you</source>
   <translation>나</translation>
  </message>
 </context>
 <context>
  <name>PitchView</name>
  <message>
   <source>Pitch and spectrum of the last seconds</source>
   <translation>최근 몇 초의 음높이와 스펙트럼</translation>
  </message>
 </context>
 <context>
  <name>PowerButton</name>
  <message>
   <source>Switch the voice off</source>
   <translation>목소리 끄기</translation>
  </message>
  <message>
   <source>Switch the voice on</source>
   <translation>목소리 켜기</translation>
  </message>
 </context>
 <context>
  <name>RecorderVM</name>
  <message>
   <source>Nothing can be recorded into {folder}: {reason}.</source>
   <translation>{folder} 폴더에 녹음할 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>Recorded: {names}, in {folder}</source>
   <translation>녹음했습니다: {names}, 폴더 {folder}</translation>
  </message>
  <message>
   <source>{seconds:.1f} s are missing in the recording: the disk did not keep up.</source>
   <translation>녹음에서 {seconds:.1f}초가 빠졌습니다. 디스크가 따라오지 못했습니다.</translation>
  </message>
 </context>
 <context>
  <name>SceneTable</name>
  <message>
   <source>A voice for each scene</source>
   <translation>장면별 목소리</translation>
  </message>
  <message>
   <source>Scene in OBS</source>
   <translation>OBS의 장면</translation>
  </message>
  <message>
   <source>Voice</source>
   <translation>목소리</translation>
  </message>
  <message>
   <source>Voice for the scene {scene}</source>
   <translation>장면 {scene}의 목소리</translation>
  </message>
  <message>
   <source>stays as it is</source>
   <translation>그대로 둠</translation>
  </message>
  <message>
   <source>{scene} (not in OBS)</source>
   <translation>{scene} (OBS에 없음)</translation>
  </message>
  <message>
   <source>{voice} (no longer here)</source>
   <translation>{voice} (더 이상 없음)</translation>
  </message>
 </context>
 <context>
  <name>SessionVM</name>
  <message>
   <source>Start again</source>
   <translation>다시 시작</translation>
  </message>
  <message>
   <source>The engine keeps stopping by itself. Copy a report in the settings, then try again.</source>
   <translation>엔진이 계속 저절로 멈춥니다. 설정에서 보고서를 복사한 다음 다시 시도하세요.</translation>
  </message>
  <message>
   <source>The engine stopped by itself and was started again with the same settings.</source>
   <translation>엔진이 저절로 멈춰서 같은 설정으로 다시 시작했습니다.</translation>
  </message>
 </context>
 <context>
  <name>Setting</name>
  <message>
   <source>Audio system</source>
   <translation>오디오 시스템</translation>
  </message>
  <message>
   <source>Block length</source>
   <translation>블록 길이</translation>
  </message>
  <message>
   <source>Block length (hop)</source>
   <translation>블록 길이(hop)</translation>
  </message>
  <message>
   <source>Breath</source>
   <translation>숨소리</translation>
  </message>
  <message>
   <source>Bypass</source>
   <translation>바이패스</translation>
  </message>
  <message>
   <source>Bypass: your own voice, at the same delay</source>
   <translation>바이패스: 같은 지연으로 내 목소리 그대로</translation>
  </message>
  <message>
   <source>Context of RVC voices</source>
   <translation>RVC 목소리의 문맥</translation>
  </message>
  <message>
   <source>Context of RVC voices: more is steadier and dearer</source>
   <translation>RVC 목소리의 문맥: 길수록 안정되지만 계산이 늘어납니다</translation>
  </message>
  <message>
   <source>Formant</source>
   <translation>포먼트</translation>
  </message>
  <message>
   <source>Hear yourself</source>
   <translation>내 소리 듣기</translation>
  </message>
  <message>
   <source>Hz</source>
   <translation>Hz</translation>
  </message>
  <message>
   <source>Index</source>
   <translation>인덱스</translation>
  </message>
  <message>
   <source>Index: how much of the voice's own articulation</source>
   <translation>인덱스: 그 목소리의 발음 습관을 얼마나 따를지</translation>
  </message>
  <message>
   <source>Inference runtime</source>
   <translation>추론 런타임</translation>
  </message>
  <message>
   <source>Input gain</source>
   <translation>입력 게인</translation>
  </message>
  <message>
   <source>Keep running in the tray when the window is closed</source>
   <translation>창을 닫아도 트레이에서 계속 실행</translation>
  </message>
  <message>
   <source>Key for mute, in every program</source>
   <translation>음소거 키(모든 프로그램에서)</translation>
  </message>
  <message>
   <source>Key for on and off, in every program</source>
   <translation>켜고 끄는 키(모든 프로그램에서)</translation>
  </message>
  <message>
   <source>Key for your own voice</source>
   <translation>내 목소리 키</translation>
  </message>
  <message>
   <source>Key for your own voice (bypass), in every program</source>
   <translation>내 목소리(바이패스) 키(모든 프로그램에서)</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>언어</translation>
  </message>
  <message>
   <source>Let other programs on this computer control URVC</source>
   <translation>이 컴퓨터의 다른 프로그램이 URVC를 조종하도록 허용</translation>
  </message>
  <message>
   <source>Light or dark</source>
   <translation>밝게 또는 어둡게</translation>
  </message>
  <message>
   <source>Look-ahead of RVC voices</source>
   <translation>RVC 목소리의 미리 보기</translation>
  </message>
  <message>
   <source>Look-ahead of RVC voices: more is smoother, later</source>
   <translation>RVC 목소리의 미리 보기: 길수록 매끄럽지만 늦어집니다</translation>
  </message>
  <message>
   <source>Loudness</source>
   <translation>음량</translation>
  </message>
  <message>
   <source>Loudness: 0 follows yours, 1 is the voice's own</source>
   <translation>음량: 0은 내 음량을 따르고 1은 그 목소리의 음량입니다</translation>
  </message>
  <message>
   <source>Microphone, by name or part of it</source>
   <translation>마이크(이름 또는 그 일부)</translation>
  </message>
  <message>
   <source>Microphone, by name or part of it (default: the system's)</source>
   <translation>마이크(이름 또는 그 일부, 기본값은 시스템의 마이크)</translation>
  </message>
  <message>
   <source>Monitor level</source>
   <translation>모니터 음량</translation>
  </message>
  <message>
   <source>Monotone</source>
   <translation>단조로움</translation>
  </message>
  <message>
   <source>Mute</source>
   <translation>음소거</translation>
  </message>
  <message>
   <source>Noise gate</source>
   <translation>노이즈 게이트</translation>
  </message>
  <message>
   <source>Noise gate opens at</source>
   <translation>노이즈 게이트가 열리는 레벨</translation>
  </message>
  <message>
   <source>Noise gate opens at (-90: always open)</source>
   <translation>노이즈 게이트가 열리는 레벨(-90이면 항상 열림)</translation>
  </message>
  <message>
   <source>Noise suppression</source>
   <translation>소음 제거</translation>
  </message>
  <message>
   <source>Noise suppression (adds 20 ms)</source>
   <translation>소음 제거(20 ms 늘어남)</translation>
  </message>
  <message>
   <source>Output gain</source>
   <translation>출력 게인</translation>
  </message>
  <message>
   <source>Pitch</source>
   <translation>음높이</translation>
  </message>
  <message>
   <source>Pitch detector</source>
   <translation>음높이 검출기</translation>
  </message>
  <message>
   <source>Pitch of RVC voices in unvoiced sounds</source>
   <translation>무성음에서 RVC 목소리의 음높이</translation>
  </message>
  <message>
   <source>Pitch of RVC voices in unvoiced sounds (voice: as the voice says)</source>
   <translation>무성음에서 RVC 목소리의 음높이(voice는 목소리가 정한 대로)</translation>
  </message>
  <message>
   <source>Port of the control channel</source>
   <translation>제어 채널의 포트</translation>
  </message>
  <message>
   <source>Precision of voices</source>
   <translation>목소리 계산의 정밀도</translation>
  </message>
  <message>
   <source>Protect</source>
   <translation>자음 보호</translation>
  </message>
  <message>
   <source>Protection of consonants from the index</source>
   <translation>인덱스로부터 자음 보호</translation>
  </message>
  <message>
   <source>Protection of consonants from the index (0.5: none)</source>
   <translation>인덱스로부터 자음 보호(0.5면 보호하지 않음)</translation>
  </message>
  <message>
   <source>Safety margin before playback</source>
   <translation>재생 전 안전 여유</translation>
  </message>
  <message>
   <source>Safety margin before playback: more is steadier and later</source>
   <translation>재생 전 안전 여유: 길수록 안정되지만 늦어집니다</translation>
  </message>
  <message>
   <source>Seed of the noise</source>
   <translation>잡음의 시드</translation>
  </message>
  <message>
   <source>Seed of the noise: the same seed gives the same samples</source>
   <translation>잡음의 시드: 같은 시드면 같은 소리가 나옵니다</translation>
  </message>
  <message>
   <source>Show pitch and spectrogram</source>
   <translation>음높이와 스펙트로그램 보이기</translation>
  </message>
  <message>
   <source>Speaker</source>
   <translation>화자</translation>
  </message>
  <message>
   <source>Speaker of a voice that has several</source>
   <translation>화자가 여럿인 목소리의 화자 번호</translation>
  </message>
  <message>
   <source>Start minimised</source>
   <translation>최소화로 시작</translation>
  </message>
  <message>
   <source>Switch the voice on at start</source>
   <translation>시작할 때 목소리 켜기</translation>
  </message>
  <message>
   <source>Threads of the processor for voices</source>
   <translation>목소리 계산에 쓸 스레드 수</translation>
  </message>
  <message>
   <source>Threads of the processor for voices (0: as many as it has cores)</source>
   <translation>목소리 계산에 쓸 스레드 수(0이면 코어 수만큼)</translation>
  </message>
  <message>
   <source>Where the voice goes</source>
   <translation>목소리가 나가는 곳</translation>
  </message>
  <message>
   <source>Where the voice goes (default: the virtual microphone where there is one)</source>
   <translation>목소리가 나가는 곳(기본값은 가상 마이크, 있을 때)</translation>
  </message>
  <message>
   <source>Where voices are computed</source>
   <translation>목소리를 계산하는 장치</translation>
  </message>
  <message>
   <source>Where voices are computed: cpu, cuda:0, tensorrt:0, directml:0, coreml, gpu</source>
   <translation>목소리를 계산하는 장치: cpu, cuda:0, tensorrt:0, directml:0, coreml, gpu</translation>
  </message>
  <message>
   <source>Where you hear yourself as well</source>
   <translation>내 소리를 함께 들을 곳</translation>
  </message>
  <message>
   <source>Where you hear yourself as well (headphones)</source>
   <translation>내 소리를 함께 들을 곳(헤드폰)</translation>
  </message>
  <message>
   <source>Your own pitch</source>
   <translation>내 음높이</translation>
  </message>
  <message>
   <source>Your own pitch (0: not measured)</source>
   <translation>내 음높이(0이면 측정 안 됨)</translation>
  </message>
  <message>
   <source>dB</source>
   <translation>dB</translation>
  </message>
  <message>
   <source>dBFS</source>
   <translation>dBFS</translation>
  </message>
  <message>
   <source>ms</source>
   <translation>ms</translation>
  </message>
  <message>
   <source>s</source>
   <translation>초</translation>
  </message>
  <message>
   <source>semitones</source>
   <translation>반음</translation>
  </message>
 </context>
 <context>
  <name>SettingRow</name>
  <message>
   <source>A running voice pauses for a moment.</source>
   <translation>켜져 있는 목소리는 잠깐 멈춥니다.</translation>
  </message>
  <message>
   <source>Back to the default</source>
   <translation>기본값으로</translation>
  </message>
  <message>
   <source>Back to the default: {name}</source>
   <translation>기본값으로: {name}</translation>
  </message>
  <message>
   <source>On</source>
   <translation>켬</translation>
  </message>
  <message>
   <source>Takes effect when the program starts again.</source>
   <translation>프로그램을 다시 시작하면 적용됩니다.</translation>
  </message>
  <message>
   <source>This value is not possible.</source>
   <translation>쓸 수 없는 값입니다.</translation>
  </message>
  <message>
   <source>{value}: delay {delay} ms, load about {load} %</source>
   <translation>{value}: 지연 {delay} ms, 부하 약 {load} %</translation>
  </message>
  <message>
   <source>{value}: delay {delay} ms, load {load} %</source>
   <translation>{value}: 지연 {delay} ms, 부하 {load} %</translation>
  </message>
 </context>
 <context>
  <name>SettingsPage</name>
  <message>
   <source>Appearance</source>
   <translation>모양</translation>
  </message>
  <message>
   <source>Control by other programs</source>
   <translation>다른 프로그램에서 조종</translation>
  </message>
  <message>
   <source>Copied. Paste it into your question.</source>
   <translation>복사했습니다. 질문에 붙여 넣으세요.</translation>
  </message>
  <message>
   <source>Copy report</source>
   <translation>보고서 복사</translation>
  </message>
  <message>
   <source>Delay and computing</source>
   <translation>지연과 계산</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>도움말</translation>
  </message>
  <message>
   <source>Keys in every program</source>
   <translation>모든 프로그램에서 쓰는 키</translation>
  </message>
  <message>
   <source>Measure this computer…</source>
   <translation>이 컴퓨터 측정…</translation>
  </message>
  <message>
   <source>Microphone</source>
   <translation>마이크</translation>
  </message>
  <message>
   <source>No setting fits these words.</source>
   <translation>검색에 맞는 설정이 없습니다.</translation>
  </message>
  <message>
   <source>Search settings</source>
   <translation>설정 검색</translation>
  </message>
  <message>
   <source>Set up microphone and voice again…</source>
   <translation>마이크와 목소리 다시 설정…</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>설정</translation>
  </message>
  <message>
   <source>Sound</source>
   <translation>소리</translation>
  </message>
  <message>
   <source>Start and tray</source>
   <translation>시작과 트레이</translation>
  </message>
  <message>
   <source>Versions, devices, settings and the newest messages: no sound, and no names of your files.</source>
   <translation>버전, 장치, 설정, 최근 메시지가 담깁니다. 소리와 파일 이름은 담기지 않습니다.</translation>
  </message>
 </context>
 <context>
  <name>SliderRow</name>
  <message>
   <source>Double-click the name to go back to what the voice proposes.</source>
   <translation>이름을 두 번 누르면 목소리가 제안하는 값으로 돌아갑니다.</translation>
  </message>
 </context>
 <context>
  <name>StepsCard</name>
  <message>
   <source>Switch</source>
   <translation>스위치</translation>
  </message>
  <message>
   <source>There</source>
   <translation>위치</translation>
  </message>
  <message>
   <source>Try it there</source>
   <translation>시험하기</translation>
  </message>
 </context>
 <context>
  <name>Tag</name>
  <message>
   <source>character</source>
   <translation>캐릭터</translation>
  </message>
  <message>
   <source>everyday</source>
   <translation>일상</translation>
  </message>
  <message>
   <source>favourites</source>
   <translation>즐겨찾기</translation>
  </message>
  <message>
   <source>fun</source>
   <translation>재미</translation>
  </message>
  <message>
   <source>machine</source>
   <translation>기계</translation>
  </message>
  <message>
   <source>own</source>
   <translation>내 목소리</translation>
  </message>
  <message>
   <source>test</source>
   <translation>시험</translation>
  </message>
 </context>
 <context>
  <name>TestCard</name>
  <message>
   <source>Arrives at the microphone</source>
   <translation>마이크에 도착</translation>
  </message>
  <message>
   <source>Leaves URVC</source>
   <translation>URVC에서 나감</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>시험</translation>
  </message>
 </context>
 <context>
  <name>Transport</name>
  <message>
   <source>All files</source>
   <translation>모든 파일</translation>
  </message>
  <message>
   <source>Back to the microphone</source>
   <translation>마이크로 돌아가기</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>둘 다</translation>
  </message>
  <message>
   <source>Demo recording</source>
   <translation>데모 녹음</translation>
  </message>
  <message>
   <source>File…</source>
   <translation>파일…</translation>
  </message>
  <message>
   <source>Kind of file</source>
   <translation>파일 종류</translation>
  </message>
  <message>
   <source>Microphone</source>
   <translation>마이크</translation>
  </message>
  <message>
   <source>Pause the file</source>
   <translation>파일 일시 정지</translation>
  </message>
  <message>
   <source>Play a file as the microphone</source>
   <translation>파일을 마이크처럼 재생</translation>
  </message>
  <message>
   <source>Play the file again and again</source>
   <translation>파일 반복 재생</translation>
  </message>
  <message>
   <source>Position in the file</source>
   <translation>파일의 위치</translation>
  </message>
  <message>
   <source>Record</source>
   <translation>녹음</translation>
  </message>
  <message>
   <source>Record to a file (Ctrl+R)</source>
   <translation>파일로 녹음(Ctrl+R)</translation>
  </message>
  <message>
   <source>Recordings</source>
   <translation>녹음한 파일</translation>
  </message>
  <message>
   <source>Speak into the microphone, or play a file in its place</source>
   <translation>마이크에 말하거나, 대신 파일을 재생합니다</translation>
  </message>
  <message>
   <source>Stop recording</source>
   <translation>녹음 멈추기</translation>
  </message>
  <message>
   <source>Voice</source>
   <translation>목소리</translation>
  </message>
  <message>
   <source>What is recorded</source>
   <translation>녹음할 대상</translation>
  </message>
 </context>
 <context>
  <name>Tray</name>
  <message>
   <source>Quit</source>
   <translation>끝내기</translation>
  </message>
  <message>
   <source>Show URVC</source>
   <translation>URVC 보이기</translation>
  </message>
  <message>
   <source>Voice</source>
   <translation>목소리</translation>
  </message>
  <message>
   <source>Voice on</source>
   <translation>목소리 켜기</translation>
  </message>
  <message>
   <source>off</source>
   <translation>끔</translation>
  </message>
  <message>
   <source>on</source>
   <translation>켬</translation>
  </message>
 </context>
 <context>
  <name>UseItInPage</name>
  <message>
   <source>Programs</source>
   <translation>프로그램</translation>
  </message>
  <message>
   <source>Use it in…</source>
   <translation>사용하기…</translation>
  </message>
 </context>
 <context>
  <name>UseItInVM</name>
  <message>
   <source>Looking for the microphone...</source>
   <translation>마이크를 찾는 중…</translation>
  </message>
  <message>
   <source>Speak. Both bars should move.</source>
   <translation>말해 보세요. 두 막대가 모두 움직여야 합니다.</translation>
  </message>
  <message>
   <source>Start the voice, then speak.</source>
   <translation>목소리를 켠 다음 말해 보세요.</translation>
  </message>
  <message>
   <source>The voice arrives. What is still missing is a setting of the other program.</source>
   <translation>목소리가 도착합니다. 아직 안 들린다면 다른 프로그램의 설정 때문입니다.</translation>
  </message>
  <message>
   <source>The voice leaves URVC and does not arrive. Is the output another device, or the microphone muted in the system?</source>
   <translation>목소리가 URVC에서 나가지만 도착하지 않습니다. 출력이 다른 장치이거나, 시스템에서 마이크가 음소거되어 있지 않나요?</translation>
  </message>
 </context>
 <context>
  <name>Voice</name>
  <message>
   <source>A growl from deep down.</source>
   <translation>깊은 곳에서 울리는 으르렁거림.</translation>
  </message>
  <message>
   <source>A small, high voice.</source>
   <translation>작고 높은 목소리.</translation>
  </message>
  <message>
   <source>Alien</source>
   <translation>외계인</translation>
  </message>
  <message>
   <source>An old voice: trembling, breathy, a little unsteady.</source>
   <translation>떨리고 숨이 섞인, 조금 불안정한 노인의 목소리.</translation>
  </message>
  <message>
   <source>Brighter</source>
   <translation>더 밝게</translation>
  </message>
  <message>
   <source>Child</source>
   <translation>아이</translation>
  </message>
  <message>
   <source>Chipmunk</source>
   <translation>다람쥐</translation>
  </message>
  <message>
   <source>Dark, close and calm, with something wrong underneath.</source>
   <translation>어둡고 가깝고 차분하지만, 어딘가 이상한 목소리.</translation>
  </message>
  <message>
   <source>Deeper</source>
   <translation>더 낮게</translation>
  </message>
  <message>
   <source>Elder</source>
   <translation>노인</translation>
  </message>
  <message>
   <source>Feminine</source>
   <translation>여성스럽게</translation>
  </message>
  <message>
   <source>Ghost</source>
   <translation>유령</translation>
  </message>
  <message>
   <source>Giant</source>
   <translation>거인</translation>
  </message>
  <message>
   <source>Half breath, half voice, drifting in an empty house.</source>
   <translation>반은 숨, 반은 목소리. 빈집을 떠돕니다.</translation>
  </message>
  <message>
   <source>Heard through water.</source>
   <translation>물속에서 들리는 소리.</translation>
  </message>
  <message>
   <source>Huge: a chest like a barrel, a rumble underneath.</source>
   <translation>거대한 목소리. 통 같은 가슴과 밑에서 울리는 소리.</translation>
  </message>
  <message>
   <source>Masculine</source>
   <translation>남성스럽게</translation>
  </message>
  <message>
   <source>Monster</source>
   <translation>괴물</translation>
  </message>
  <message>
   <source>Natural</source>
   <translation>자연스럽게</translation>
  </message>
  <message>
   <source>Not from here: wavering and metallic.</source>
   <translation>이 세상 것이 아닌, 흔들리는 금속성 목소리.</translation>
  </message>
  <message>
   <source>Only breath: nobody can tell who it is.</source>
   <translation>숨소리뿐이라 누구인지 알 수 없습니다.</translation>
  </message>
  <message>
   <source>Radio</source>
   <translation>무전기</translation>
  </message>
  <message>
   <source>Robot</source>
   <translation>로봇</translation>
  </message>
  <message>
   <source>Speaks every word on one note.</source>
   <translation>모든 말을 한 음으로 합니다.</translation>
  </message>
  <message>
   <source>Tiny, fast and squeaky, like a tape played too fast.</source>
   <translation>너무 빨리 돌린 테이프처럼 작고 빠르고 끽끽거립니다.</translation>
  </message>
  <message>
   <source>Turns a high voice into a man's: lower, from a bigger throat.</source>
   <translation>높은 목소리를 더 낮고 큰 울림의 남자 목소리로 바꿉니다.</translation>
  </message>
  <message>
   <source>Turns a low voice into a woman's: higher, from a smaller throat, with a touch of breath.</source>
   <translation>낮은 목소리를 더 높고 작은 울림에 숨이 살짝 섞인 여자 목소리로 바꿉니다.</translation>
  </message>
  <message>
   <source>Underwater</source>
   <translation>물속</translation>
  </message>
  <message>
   <source>Villain</source>
   <translation>악당</translation>
  </message>
  <message>
   <source>Whisper</source>
   <translation>속삭임</translation>
  </message>
  <message>
   <source>Your own voice, taken apart and put together again unchanged: for testing the set-up.</source>
   <translation>내 목소리를 분해했다가 그대로 다시 합칩니다. 설정을 시험할 때 씁니다.</translation>
  </message>
  <message>
   <source>Your voice over an old two-way radio.</source>
   <translation>오래된 무전기로 듣는 내 목소리.</translation>
  </message>
  <message>
   <source>Your voice, deeper and a little bigger, still natural.</source>
   <translation>더 낮고 조금 더 크지만 여전히 자연스러운 내 목소리.</translation>
  </message>
  <message>
   <source>Your voice, higher and lighter, still natural.</source>
   <translation>더 높고 가볍지만 여전히 자연스러운 내 목소리.</translation>
  </message>
 </context>
 <context>
  <name>VoiceHead</name>
  <message>
   <source>Bypass</source>
   <translation>바이패스</translation>
  </message>
  <message>
   <source>Getting the voice ready…</source>
   <translation>목소리 준비 중…</translation>
  </message>
  <message>
   <source>Mute</source>
   <translation>음소거</translation>
  </message>
  <message>
   <source>No voice</source>
   <translation>목소리 없음</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>끔</translation>
  </message>
  <message>
   <source>On</source>
   <translation>켬</translation>
  </message>
  <message>
   <source>On, muted</source>
   <translation>켜짐, 음소거</translation>
  </message>
  <message>
   <source>On, with your own voice</source>
   <translation>켜짐, 내 목소리 그대로</translation>
  </message>
  <message>
   <source>Silence (Ctrl+M)</source>
   <translation>소리 끄기(Ctrl+M)</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>시작하는 중…</translation>
  </message>
  <message>
   <source>Stopping…</source>
   <translation>멈추는 중…</translation>
  </message>
  <message>
   <source>Waiting for the sound device…</source>
   <translation>소리 장치를 기다리는 중…</translation>
  </message>
  <message>
   <source>Your own voice at the same delay, to compare (Ctrl+B)</source>
   <translation>비교할 수 있게 같은 지연으로 내 목소리를 들려줍니다(Ctrl+B)</translation>
  </message>
 </context>
 <context>
  <name>VoiceList</name>
  <message>
   <source>Voices</source>
   <translation>목소리</translation>
  </message>
 </context>
 <context>
  <name>VoiceModel</name>
  <message>
   <source>favourite</source>
   <translation>즐겨찾기</translation>
  </message>
 </context>
 <context>
  <name>VoiceStep</name>
  <message>
   <source>Choose a voice to hear your own sentence in it. Everything can be changed later.</source>
   <translation>목소리를 고르면 내가 읽은 문장이 그 목소리로 들립니다. 나중에 모두 바꿀 수 있습니다.</translation>
  </message>
  <message>
   <source>Read again</source>
   <translation>다시 읽기</translation>
  </message>
  <message>
   <source>This is you, in another voice</source>
   <translation>다른 목소리의 당신입니다</translation>
  </message>
  <message>
   <source>You hear yourself…</source>
   <translation>내 목소리를 듣는 중…</translation>
  </message>
 </context>
</TS>
