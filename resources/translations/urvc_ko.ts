<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
 <context>
  <name>AboutPage</name>
  <message>
   <source>About URVC</source>
   <translation>URVC 정보</translation>
  </message>
 </context>
 <context>
  <name>AboutVM</name>
  <message>
   <source>Looking…</source>
   <translation>확인 중…</translation>
  </message>
  <message>
   <source>NVIDIA's libraries are here. They are used from the next start of the program on.</source>
   <translation>NVIDIA 라이브러리가 준비되었습니다. 프로그램을 다음에 시작할 때부터 사용됩니다.</translation>
  </message>
  <message>
   <source>This is the newest version.</source>
   <translation>최신 버전입니다.</translation>
  </message>
  <message>
   <source>URVC {version} is there. The page About says where to get it.</source>
   <translation>URVC {version}이(가) 나왔습니다. 받는 곳은 정보 페이지에 있습니다.</translation>
  </message>
  <message>
   <source>Version {version} is there.</source>
   <translation>버전 {version}이(가) 나왔습니다.</translation>
  </message>
 </context>
 <context>
  <name>Action</name>
  <message>
   <source>Bypass</source>
   <translation>바이패스</translation>
  </message>
  <message>
   <source>Chooses a voice by name</source>
   <translation>이름으로 목소리를 고릅니다</translation>
  </message>
  <message>
   <source>Chooses the next voice</source>
   <translation>다음 목소리를 고릅니다</translation>
  </message>
  <message>
   <source>Chooses the voice before</source>
   <translation>이전 목소리를 고릅니다</translation>
  </message>
  <message>
   <source>Ends the program</source>
   <translation>프로그램을 끝냅니다</translation>
  </message>
  <message>
   <source>Hear yourself</source>
   <translation>내 소리 듣기</translation>
  </message>
  <message>
   <source>Hear yourself in the headphones</source>
   <translation>헤드폰으로 내 목소리를 듣습니다</translation>
  </message>
  <message>
   <source>Mute</source>
   <translation>음소거</translation>
  </message>
  <message>
   <source>Next voice</source>
   <translation>다음 목소리</translation>
  </message>
  <message>
   <source>Previous voice</source>
   <translation>이전 목소리</translation>
  </message>
  <message>
   <source>Push to change</source>
   <translation>눌러서 바꾸기</translation>
  </message>
  <message>
   <source>Push to talk</source>
   <translation>눌러서 말하기</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>끝내기</translation>
  </message>
  <message>
   <source>Record</source>
   <translation>녹음</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>검색</translation>
  </message>
  <message>
   <source>Searches among the voices</source>
   <translation>목소리 중에서 찾습니다</translation>
  </message>
  <message>
   <source>Silence for the others</source>
   <translation>다른 사람에게 소리를 보내지 않습니다</translation>
  </message>
  <message>
   <source>Speaks while it is held, and is silent otherwise</source>
   <translation>누르고 있는 동안만 말하고, 그 밖에는 소리를 내지 않습니다</translation>
  </message>
  <message>
   <source>Switches the voice on or off</source>
   <translation>목소리를 켜거나 끕니다</translation>
  </message>
  <message>
   <source>Takes back the last change of a control</source>
   <translation>마지막으로 바꾼 조절 값을 되돌립니다</translation>
  </message>
  <message>
   <source>The other voice while it is held, and your own otherwise</source>
   <translation>누르고 있는 동안 다른 목소리, 놓으면 내 목소리</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>되돌리기</translation>
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
   <source>Writes the voice to a file</source>
   <translation>목소리를 파일로 녹음합니다</translation>
  </message>
  <message>
   <source>Your own voice at the same delay, to compare</source>
   <translation>비교할 수 있게 같은 지연으로 내 목소리를 들려줍니다</translation>
  </message>
 </context>
 <context>
  <name>CalibrationDialog</name>
  <message>
   <source>For about half a minute it is tried which way of computing is the quickest here. The voice starts by itself afterwards. Skipped, the voice runs with careful settings; you can measure at any time on the page Settings.</source>
   <translation>약 30초 동안 이 컴퓨터에서 어떤 계산 방식이 가장 빠른지 시험합니다. 끝나면 목소리가 저절로 켜집니다. 건너뛰면 조심스러운 설정으로 켜지며, 설정 페이지에서 언제든 측정할 수 있습니다.</translation>
  </message>
  <message>
   <source>Measure anyway</source>
   <translation>그래도 측정</translation>
  </message>
  <message>
   <source>Measuring this computer</source>
   <translation>이 컴퓨터 측정 중</translation>
  </message>
  <message>
   <source>Other programs use {percent} % of this computer just now: close them first, or the measure will come out too careful.</source>
   <translation>지금 다른 프로그램이 이 컴퓨터의 {percent} %를 쓰고 있습니다. 먼저 닫지 않으면 측정 결과가 지나치게 조심스러워집니다.</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>진행 상황</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>건너뛰기</translation>
  </message>
  <message>
   <source>This computer, or the program, has changed since it was measured.</source>
   <translation>측정한 뒤에 컴퓨터나 프로그램이 바뀌었습니다.</translation>
  </message>
  <message>
   <source>This is the first RVC voice on this computer.</source>
   <translation>이 컴퓨터에서 처음 쓰는 RVC 목소리입니다.</translation>
  </message>
 </context>
 <context>
  <name>CalibrationVM</name>
  <message>
   <source>This computer has been measured: about {delay} ms from the microphone to the others.</source>
   <translation>이 컴퓨터를 측정했습니다. 마이크에서 상대방까지 약 {delay} ms입니다.</translation>
  </message>
 </context>
 <context>
  <name>Choice</name>
  <message>
   <source>Apple's own processors, by Core ML</source>
   <translation>Apple 자체 프로세서 (Core ML)</translation>
  </message>
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
   <source>Graphics card, by DirectML</source>
   <translation>그래픽 카드 (DirectML)</translation>
  </message>
  <message>
   <source>Intel graphics</source>
   <translation>Intel 그래픽</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>밝게</translation>
  </message>
  <message>
   <source>NVIDIA graphics card</source>
   <translation>NVIDIA 그래픽 카드</translation>
  </message>
  <message>
   <source>NVIDIA graphics card, by TensorRT</source>
   <translation>NVIDIA 그래픽 카드 (TensorRT)</translation>
  </message>
  <message>
   <source>Processor</source>
   <translation>프로세서</translation>
  </message>
  <message>
   <source>{name}: not found</source>
   <translation>{name}: 찾을 수 없음</translation>
  </message>
 </context>
 <context>
  <name>ControlsPanel</name>
  <message>
   <source>Everything back to what the voice proposes</source>
   <translation>모두 목소리가 제안하는 값으로</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>초기화</translation>
  </message>
  <message>
   <source>Take the last change back (Ctrl+Z)</source>
   <translation>마지막 변경 되돌리기(Ctrl+Z)</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>되돌리기</translation>
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
   <source>The voice stays at “{name}”, where it was begun. The system's choice is used the next time you switch it on.</source>
   <translation>음성은 시작할 때의 “{name}”에 그대로 있습니다. 시스템이 고른 장치는 다음에 켤 때부터 쓰입니다.</translation>
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
  <name>DropHint</name>
  <message>
   <source>An index alone: drop it together with its voice</source>
   <translation>인덱스만 있습니다. 목소리와 함께 놓으세요</translation>
  </message>
  <message>
   <source>Let go to add it to your voices. It is copied; your file stays where it is.</source>
   <translation>놓으면 내 목소리에 추가됩니다. 복사되며, 원래 파일은 그대로 있습니다.</translation>
  </message>
  <message>
   <source>Let go to use it in the place of the microphone; you are asked first</source>
   <translation>놓으면 마이크 대신 쓸 수 있습니다. 먼저 물어봅니다</translation>
  </message>
 </context>
 <context>
  <name>ElsewhereRow</name>
  <message>
   <source>Open Devices</source>
   <translation>장치 열기</translation>
  </message>
  <message>
   <source>Open Voices</source>
   <translation>목소리 열기</translation>
  </message>
 </context>
 <context>
  <name>Error</name>
  <message>
   <source>"{subject}" ({n_bytes} bytes) cannot be written into "{folder}": {detail}.</source>
   <translation>"{subject}"({n_bytes}바이트)을(를) "{folder}"에 쓸 수 없습니다: {detail}.</translation>
  </message>
  <message>
   <source>"{subject}" cannot be downloaded: {reason}.</source>
   <translation>"{subject}"을(를) 내려받을 수 없습니다: {reason}.</translation>
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
   <source>"{subject}" cannot be written: {reason}. Make room on the disk or choose another folder; what was finished is kept.</source>
   <translation>"{subject}"을(를) 쓸 수 없습니다: {reason}. 디스크 공간을 늘리거나 다른 폴더를 고르세요. 끝난 부분은 남아 있습니다.</translation>
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
   <source>"{subject}" did not come ({tried}). Try again: what has come is kept, and voices are computed on the processor meanwhile.</source>
   <translation>"{subject}"을(를) 받지 못했습니다({tried}). 다시 시도하세요. 받은 부분은 남아 있으며, 그동안 목소리는 프로세서에서 계산됩니다.</translation>
  </message>
  <message>
   <source>"{subject}" fits several sound devices: {matches}.</source>
   <translation>"{subject}"에 맞는 소리 장치가 여럿입니다: {matches}.</translation>
  </message>
  <message>
   <source>"{subject}" has a suffix that cannot be written. Use {known}.</source>
   <translation>"{subject}"의 확장자로는 쓸 수 없습니다. {known} 중에서 고르세요.</translation>
  </message>
  <message>
   <source>"{subject}" has no channel {channel}: it has {channels}. Choose one of them, or 0 for what sounds.</source>
   <translation>"{subject}"에는 채널 {channel}이(가) 없습니다. 채널은 {channels}개입니다. 그중 하나를 고르거나, 소리가 나는 채널을 쓰려면 0을 고르세요.</translation>
  </message>
  <message>
   <source>"{subject}" has no value.</source>
   <translation>"{subject}"에 값이 없습니다.</translation>
  </message>
  <message>
   <source>"{subject}" holds no sound.</source>
   <translation>"{subject}"에는 소리가 없습니다.</translation>
  </message>
  <message>
   <source>"{subject}" holds no text that can be spoken: {reason}.</source>
   <translation>"{subject}"에 읽을 수 있는 글이 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>"{subject}" is a content encoder, but not a published one whose name is known.</source>
   <translation>"{subject}"은(는) 콘텐츠 인코더이지만, 이름이 알려진 공개 파일이 아닙니다.</translation>
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
   <source>"{subject}" is chosen for the voice and for listening along: the others would hear it twice.</source>
   <translation>"{subject}"이(가) 목소리와 함께 듣기에 모두 선택되어 있습니다. 상대방에게 두 번 들립니다.</translation>
  </message>
  <message>
   <source>"{subject}" is no network that this training can start from: {reason}.</source>
   <translation>"{subject}"은(는) 이 학습이 시작할 수 있는 네트워크가 아닙니다: {reason}.</translation>
  </message>
  <message>
   <source>"{subject}" is not a scene and a voice.</source>
   <translation>"{subject}"은(는) 장면과 목소리가 아닙니다.</translation>
  </message>
  <message>
   <source>"{subject}" is not an audio file that can be read. Use WAV, FLAC, OGG, MP3 or AIFF.</source>
   <translation>"{subject}"은(는) 읽을 수 있는 오디오 파일이 아닙니다. WAV, FLAC, OGG, MP3, AIFF를 쓰세요.</translation>
  </message>
  <message>
   <source>"{subject}" is one of the recordings and would be replaced by its own result. Nothing was converted. Choose another folder.</source>
   <translation>"{subject}"은(는) 변환할 녹음 가운데 하나라서 자기 결과로 덮어쓰게 됩니다. 아무것도 변환하지 않았습니다. 다른 폴더를 고르세요.</translation>
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
   <source>"{subject}" is there already and would be replaced. Nothing was converted.</source>
   <translation>"{subject}"이(가) 이미 있어 바뀌게 됩니다. 아무것도 변환하지 않았습니다.</translation>
  </message>
  <message>
   <source>"{subject}" is there already.</source>
   <translation>"{subject}"이(가) 이미 있습니다.</translation>
  </message>
  <message>
   <source>"{subject}" needs the model {model}, which is not on this machine.</source>
   <translation>"{subject}"에는 {model} 모델이 필요한데 이 컴퓨터에 없습니다.</translation>
  </message>
  <message>
   <source>"{subject}" says that it has {channels} channels; up to {most} are read. The file is damaged, or no recording.</source>
   <translation>"{subject}"은(는) 채널이 {channels}개라고 합니다. {most}개까지 읽을 수 있습니다. 파일이 손상되었거나 녹음이 아닙니다.</translation>
  </message>
  <message>
   <source>"{subject}" says that it has {rate_hz} samples a second; sound has {low} to {high}. The file is damaged, or no sound.</source>
   <translation>"{subject}"은(는) 초당 샘플이 {rate_hz}개라고 합니다. 소리는 {low}에서 {high} 사이입니다. 파일이 손상되었거나 소리가 아닙니다.</translation>
  </message>
  <message>
   <source>"{subject}" takes a number, not "{got}".</source>
   <translation>"{subject}"에는 숫자를 써야 합니다. "{got}"은(는) 쓸 수 없습니다.</translation>
  </message>
  <message>
   <source>"{subject}" was not taken: what came is not the file that belongs to this version ({tried}). Try again later; voices are computed on the processor meanwhile.</source>
   <translation>"{subject}"을(를) 쓰지 않았습니다. 받은 것이 이 버전의 파일이 아닙니다({tried}). 나중에 다시 시도하세요. 그동안 목소리는 프로세서에서 계산됩니다.</translation>
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
   <source>A fault of the program itself stopped the work: {reason}. Please report it.</source>
   <translation>프로그램 자체의 오류로 작업이 멈췄습니다: {reason}. 알려 주세요.</translation>
  </message>
  <message>
   <source>A part of the program did not understand another: {reason}. Start the program again.</source>
   <translation>프로그램의 한 부분이 다른 부분을 이해하지 못했습니다: {reason}. 프로그램을 다시 시작하세요.</translation>
  </message>
  <message>
   <source>A part of the training "{subject}" ended by itself ({status}). Start it again: it goes on where it was.</source>
   <translation>"{subject}" 학습의 일부가 저절로 끝났습니다({status}). 다시 시작하면 하던 곳에서 이어집니다.</translation>
  </message>
  <message>
   <source>A recording is being made already. Finish it first.</source>
   <translation>이미 녹음하고 있습니다. 먼저 끝내세요.</translation>
  </message>
  <message>
   <source>A recording that was cut off last time was saved: "{subject}".</source>
   <translation>지난번에 끊긴 녹음을 살렸습니다: "{subject}".</translation>
  </message>
  <message>
   <source>A sound device has gone; the voice can be changed when it is back.</source>
   <translation>소리 장치가 사라졌습니다. 돌아오면 목소리를 바꿀 수 있습니다.</translation>
  </message>
  <message>
   <source>A training called "{subject}" was begun with other settings ({differing}). Give this one another name.</source>
   <translation>"{subject}"(이)라는 학습이 다른 설정으로 시작되어 있습니다({differing}). 다른 이름을 쓰세요.</translation>
  </message>
  <message>
   <source>A virtual microphone needs PulseAudio or PipeWire, and neither answers ({reason}).</source>
   <translation>가상 마이크에는 PulseAudio나 PipeWire가 필요한데 둘 다 응답하지 않습니다({reason}).</translation>
  </message>
  <message>
   <source>Apple's processors need nothing more: CoreML comes with the program.</source>
   <translation>Apple 프로세서에는 더 필요한 것이 없습니다. CoreML이 프로그램에 들어 있습니다.</translation>
  </message>
  <message>
   <source>Bring an RVC voice in first.</source>
   <translation>먼저 RVC 목소리를 추가하세요.</translation>
  </message>
  <message>
   <source>Calibration measures with an RVC voice; "{subject}" is a {kind} voice and runs well everywhere.</source>
   <translation>측정에는 RVC 목소리가 필요합니다. "{subject}"은(는) {kind} 목소리라 어디서나 잘 돌아갑니다.</translation>
  </message>
  <message>
   <source>Choose a scene and a voice in the table.</source>
   <translation>표에서 장면과 목소리를 고르세요.</translation>
  </message>
  <message>
   <source>Choose an output on the page Devices. Copy a report on the page Settings and send it in.</source>
   <translation>장치 페이지에서 출력을 고르세요. 설정 페이지에서 보고서를 복사해 보내 주세요.</translation>
  </message>
  <message>
   <source>Choose another in the settings.</source>
   <translation>설정에서 다른 것을 고르세요.</translation>
  </message>
  <message>
   <source>Choose another name or folder.</source>
   <translation>다른 이름이나 폴더를 고르세요.</translation>
  </message>
  <message>
   <source>Choose another name.</source>
   <translation>다른 이름을 고르세요.</translation>
  </message>
  <message>
   <source>Choose another voice from the list.</source>
   <translation>목록에서 다른 목소리를 고르세요.</translation>
  </message>
  <message>
   <source>Choose another voice.</source>
   <translation>다른 목소리를 고르세요.</translation>
  </message>
  <message>
   <source>Choose by hand what is played on and what listens.</source>
   <translation>재생할 장치와 들을 장치를 직접 고르세요.</translation>
  </message>
  <message>
   <source>Choose one on the page Devices.</source>
   <translation>장치 페이지에서 고르세요.</translation>
  </message>
  <message>
   <source>Choose the camera by hand, or the lip-sync that delays the sound.</source>
   <translation>카메라를 직접 고르거나, 소리를 늦추는 립싱크를 고르세요.</translation>
  </message>
  <message>
   <source>Choose the voice that needs it, press "Get it" on its card and give the file there.</source>
   <translation>그것이 필요한 목소리를 고르고, 카드의 "받기"를 눌러 거기에 파일을 주세요.</translation>
  </message>
  <message>
   <source>Choose your headphones for listening along, or another microphone.</source>
   <translation>함께 듣기에는 헤드폰을 고르거나, 다른 마이크를 고르세요.</translation>
  </message>
  <message>
   <source>Choose your headphones for listening along, or none.</source>
   <translation>함께 듣기에는 헤드폰을 고르거나, 아무것도 고르지 마세요.</translation>
  </message>
  <message>
   <source>Close it there, or choose another on the page Devices.</source>
   <translation>그 프로그램에서 닫거나, 장치 페이지에서 다른 것을 고르세요.</translation>
  </message>
  <message>
   <source>Close what keeps it busy, or have this computer measured again.</source>
   <translation>바쁘게 하는 것을 닫거나, 이 컴퓨터를 다시 측정하세요.</translation>
  </message>
  <message>
   <source>Copy a report on the page Settings and send it in.</source>
   <translation>설정 페이지에서 보고서를 복사해 보내 주세요.</translation>
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
   <source>Drop it on the window.</source>
   <translation>창에 놓으세요.</translation>
  </message>
  <message>
   <source>FFmpeg cannot read or write "{subject}": {reason}.</source>
   <translation>FFmpeg이 "{subject}"을(를) 읽거나 쓸 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>Files like "{subject}" need FFmpeg, and this computer has none. Install FFmpeg, or turn the file into WAV, FLAC or MP3.</source>
   <translation>"{subject}" 같은 파일에는 FFmpeg이 필요한데 이 컴퓨터에는 없습니다. FFmpeg을 설치하거나 파일을 WAV, FLAC, MP3로 바꾸세요.</translation>
  </message>
  <message>
   <source>Get one on the page Voices, or choose another.</source>
   <translation>음성 페이지에서 받거나 다른 것을 고르세요.</translation>
  </message>
  <message>
   <source>Give any other as a file: "I have the files" on the card of the voice that needs it.</source>
   <translation>다른 것은 파일로 주세요. 그것이 필요한 목소리 카드의 "파일이 있습니다"를 누르세요.</translation>
  </message>
  <message>
   <source>It is running already. Stop first.</source>
   <translation>이미 실행 중입니다. 먼저 멈추세요.</translation>
  </message>
  <message>
   <source>Make room there, or start the program with another data folder (see the guide).</source>
   <translation>그곳에 공간을 마련하거나, 다른 데이터 폴더로 프로그램을 시작하세요(안내서 참고).</translation>
  </message>
  <message>
   <source>Name the control and the value.</source>
   <translation>조절 이름과 값을 쓰세요.</translation>
  </message>
  <message>
   <source>No answer came in {seconds} s. Look at the program itself, and try again.</source>
   <translation>{seconds}초 안에 응답이 없었습니다. 그 프로그램을 살펴보고 다시 시도하세요.</translation>
  </message>
  <message>
   <source>No answer came in {seconds} s: the sound server of this computer seems to hang. Log out and in again, then try again.</source>
   <translation>{seconds}초 동안 답이 없습니다. 이 컴퓨터의 사운드 서버가 멈춘 것 같습니다. 로그아웃했다가 다시 로그인한 뒤 다시 해 보세요.</translation>
  </message>
  <message>
   <source>No graphics card was found that could be used. Voices are computed on the processor.</source>
   <translation>쓸 수 있는 그래픽 카드를 찾지 못했습니다. 목소리는 프로세서에서 계산됩니다.</translation>
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
   <source>No sound device was found.</source>
   <translation>소리 장치를 찾지 못했습니다.</translation>
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
   <source>Nothing is said in the recordings for "{subject}": they are silent or too short. Put speech of one voice there.</source>
   <translation>"{subject}"의 녹음에 말소리가 없습니다. 소리가 없거나 너무 짧습니다. 한 사람의 말을 녹음해 넣으세요.</translation>
  </message>
  <message>
   <source>Nothing was added: {reason}.</source>
   <translation>아무것도 추가하지 않았습니다: {reason}.</translation>
  </message>
  <message>
   <source>Nothing was converted: {reason}.</source>
   <translation>아무것도 변환하지 않았습니다: {reason}.</translation>
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
   <source>OBS does not see the microphone "{subject}".</source>
   <translation>OBS에 마이크 "{subject}"이(가) 보이지 않습니다.</translation>
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
   <source>Other effects, or another order of them ({subject}), take a new start of the voice. Choose the voice again.</source>
   <translation>다른 이펙트나 다른 순서({subject})는 목소리를 새로 시작해야 합니다. 목소리를 다시 고르세요.</translation>
  </message>
  <message>
   <source>Plug one in or switch it on.</source>
   <translation>장치를 꽂거나 켜세요.</translation>
  </message>
  <message>
   <source>Press "Get it" on the card of the voice and give the encoder that the voice was trained on.</source>
   <translation>목소리 카드의 "받기"를 누르고, 그 목소리를 학습할 때 쓴 인코더를 주세요.</translation>
  </message>
  <message>
   <source>Press "Get it" on the card of the voice: it downloads the model, or takes your own file.</source>
   <translation>목소리 카드의 "받기"를 누르세요. 모델을 내려받거나, 가지고 있는 파일을 씁니다.</translation>
  </message>
  <message>
   <source>Press "Set it up" on the page Train.</source>
   <translation>학습 페이지에서 "준비하기"를 누르세요.</translation>
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
   <source>Refused: the token is missing or wrong.</source>
   <translation>거절됨: 토큰이 없거나 틀립니다.</translation>
  </message>
  <message>
   <source>See in the system's settings that sound works at all, then start URVC again.</source>
   <translation>시스템 설정에서 소리가 나오는지 확인한 다음 URVC를 다시 시작하세요.</translation>
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
   <source>Songs from addresses need the program yt-dlp, which is not installed here. Save "{subject}" as a file first.</source>
   <translation>주소에서 노래를 가져오려면 yt-dlp 프로그램이 필요한데 여기에 설치되어 있지 않습니다. 먼저 "{subject}"을(를) 파일로 저장하세요.</translation>
  </message>
  <message>
   <source>Start again; if it happens twice: copy a report on the page Settings and send it in.</source>
   <translation>다시 시작하세요. 두 번 일어나면 설정 페이지에서 보고서를 복사해 보내 주세요.</translation>
  </message>
  <message>
   <source>Start it, and allow other programs in its settings.</source>
   <translation>URVC를 시작하고, 설정에서 다른 프로그램을 허용하세요.</translation>
  </message>
  <message>
   <source>Stopped; nothing has been changed.</source>
   <translation>멈췄습니다. 바뀐 것은 없습니다.</translation>
  </message>
  <message>
   <source>Switch the voice on first, then try again.</source>
   <translation>먼저 목소리를 켠 다음 다시 해 보세요.</translation>
  </message>
  <message>
   <source>The ONNX voice "{subject}" cannot be run: {reason}. Give the .pth of the voice instead.</source>
   <translation>ONNX 목소리 "{subject}"을(를) 실행할 수 없습니다: {reason}. 대신 그 목소리의 .pth 파일을 주세요.</translation>
  </message>
  <message>
   <source>The ONNX voice "{subject}" was ended: {reason}. Choose another voice; if the computer was busy, try this one again.</source>
   <translation>ONNX 목소리 "{subject}"을(를) 끝냈습니다: {reason}. 다른 목소리를 고르세요. 컴퓨터가 바빴다면 다시 시도하세요.</translation>
  </message>
  <message>
   <source>The ONNX voice "{subject}" was not waited for: it took too long to open.</source>
   <translation>ONNX 목소리 "{subject}"을(를) 여는 데 너무 오래 걸려 기다리지 않았습니다.</translation>
  </message>
  <message>
   <source>The calibration cannot be kept in "{subject}": {reason}.</source>
   <translation>측정 결과를 "{subject}"에 저장할 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>The channels of "{subject}" cancel each other: only the loudest is heard now. Another one can be chosen in the settings: Channel of the microphone.</source>
   <translation>"{subject}"의 채널들이 서로 상쇄되어 이제 가장 큰 채널만 들립니다. 설정의 '마이크 채널'에서 다른 채널을 고를 수 있습니다.</translation>
  </message>
  <message>
   <source>The content encoder "{encoder}" for {version} voices is not here. Training hears with it what is said.</source>
   <translation>{version} 음성용 콘텐츠 인코더 "{encoder}"이(가) 없습니다. 학습은 이것으로 말을 알아듣습니다.</translation>
  </message>
  <message>
   <source>The control channel could not be opened at port {subject}: {reason}.</source>
   <translation>포트 {subject}에서 제어 채널을 열 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>The control channel could not be opened: "{subject}" cannot be written ({reason}).</source>
   <translation>제어 채널을 열 수 없습니다. "{subject}"에 쓸 수 없습니다({reason}).</translation>
  </message>
  <message>
   <source>The delay can be measured only where a sound can be played into the input: {reason}.</source>
   <translation>지연은 입력에 소리를 재생할 수 있는 곳에서만 측정할 수 있습니다: {reason}.</translation>
  </message>
  <message>
   <source>The disk does not keep up with the recording "{subject}". Some of it will be missing if that goes on.</source>
   <translation>디스크가 녹음 "{subject}"을(를) 따라가지 못합니다. 계속되면 일부가 빠집니다.</translation>
  </message>
  <message>
   <source>The disk refused in "{folder}": {detail}. Make room, then try again: what has come is kept, and voices are computed on the processor meanwhile.</source>
   <translation>"{folder}"에 쓸 수 없습니다: {detail}. 공간을 만든 뒤 다시 시도하세요. 받은 부분은 남아 있으며, 그동안 목소리는 프로세서에서 계산됩니다.</translation>
  </message>
  <message>
   <source>The driver of {subject} is too old: it is version {driver}, and {oldest} or newer is needed. Update NVIDIA's driver, then look again. Until then voices are computed on the processor.</source>
   <translation>{subject}의 드라이버가 너무 오래되었습니다. 지금은 {driver}이고 {oldest} 이상이 필요합니다. NVIDIA 드라이버를 업데이트한 뒤 다시 확인하세요. 그동안 목소리는 프로세서에서 계산됩니다.</translation>
  </message>
  <message>
   <source>The effect "{subject}" has nothing called {parameter}. It has: {known}.</source>
   <translation>이펙트 "{subject}"에는 {parameter}이(가) 없습니다. 있는 것: {known}.</translation>
  </message>
  <message>
   <source>The effect "{subject}" takes {parameter} from {low} to {high} {unit}, not {got}.</source>
   <translation>이펙트 "{subject}"의 {parameter} 값은 {low}~{high} {unit}이어야 합니다. {got}은(는) 쓸 수 없습니다.</translation>
  </message>
  <message>
   <source>The engine did not understand what it was asked: {reason}.</source>
   <translation>엔진이 요청을 이해하지 못했습니다: {reason}.</translation>
  </message>
  <message>
   <source>The engine hit a fault of its own while trying to {doing}: {reason}.</source>
   <translation>엔진이 작업({doing}) 중에 자체 오류를 만났습니다: {reason}.</translation>
  </message>
  <message>
   <source>The engine is back: the sound goes on.</source>
   <translation>엔진이 돌아왔습니다. 소리가 이어집니다.</translation>
  </message>
  <message>
   <source>The engine stopped by itself (status {status}).</source>
   <translation>엔진이 저절로 멈췄습니다(상태 {status}).</translation>
  </message>
  <message>
   <source>The foundation model "{subject}" cannot be used: {detail}.</source>
   <translation>기반 모델 "{subject}"을(를) 쓸 수 없습니다: {detail}.</translation>
  </message>
  <message>
   <source>The foundation model "{subject}" is damaged: {detail}.</source>
   <translation>기반 모델 "{subject}"이(가) 손상되었습니다: {detail}.</translation>
  </message>
  <message>
   <source>The graphics card's libraries cannot be used.</source>
   <translation>그래픽 카드 라이브러리를 쓸 수 없습니다.</translation>
  </message>
  <message>
   <source>The machine cannot keep up with this voice, and nothing is left to make it lighter. Close what keeps it busy, or choose a built-in voice.</source>
   <translation>컴퓨터가 이 목소리를 따라가지 못하고, 더 가볍게 할 방법이 없습니다. 바쁜 프로그램을 닫거나 내장 목소리를 고르세요.</translation>
  </message>
  <message>
   <source>The machine could not keep up: from now on with a block of {hop_ms} ms, {context_s} s of context and {detector}.</source>
   <translation>컴퓨터가 따라가지 못했습니다. 이제부터 블록 {hop_ms} ms, 문맥 {context_s} s, {detector}(으)로 계산합니다.</translation>
  </message>
  <message>
   <source>The microphone "{input}" hears "{subject}", where you listen along: the voice would feed back.</source>
   <translation>마이크 "{input}"이(가) 함께 듣는 "{subject}"의 소리를 듣습니다. 목소리가 되돌아 울립니다.</translation>
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
   <source>The name of "{subject}" is no text that this system can write. Give the file, or its folder, another name.</source>
   <translation>"{subject}"의 이름은 이 시스템이 쓸 수 있는 글자가 아닙니다. 파일이나 폴더의 이름을 바꾸세요.</translation>
  </message>
  <message>
   <source>The newest version could not be asked for ({reason}). Try again later.</source>
   <translation>최신 버전을 확인하지 못했습니다({reason}). 나중에 다시 시도하세요.</translation>
  </message>
  <message>
   <source>The pitch model "{detector}" is not here. Choose SwiftF0, which comes with the program, or add the model.</source>
   <translation>음높이 모델 "{detector}"이(가) 없습니다. 프로그램에 들어 있는 SwiftF0를 고르거나 모델을 추가하세요.</translation>
  </message>
  <message>
   <source>The program is ending.</source>
   <translation>프로그램이 끝나는 중입니다.</translation>
  </message>
  <message>
   <source>The program that runs cannot do "{subject}": that needs its window. Start URVC with its window.</source>
   <translation>실행 중인 프로그램은 "{subject}"을(를) 할 수 없습니다. 창이 있어야 합니다. URVC를 창과 함께 시작하세요.</translation>
  </message>
  <message>
   <source>The project "{subject}" cannot be opened: {reason}.</source>
   <translation>프로젝트 "{subject}"을(를) 열 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>The recipe cannot be followed at "{subject}": {reason}.</source>
   <translation>"{subject}"에서 레시피를 따를 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>The recording "{subject}" cannot be written any more: {reason}. What was recorded so far ({saved_s} s) is kept. It goes on in a new file as soon as that is possible: make room on the disk, or plug it in again.</source>
   <translation>녹음 "{subject}"을(를) 더 쓸 수 없습니다: {reason}. 지금까지 녹음한 {saved_s}초는 보관했습니다. 가능해지면 새 파일에 이어서 녹음합니다. 디스크 공간을 비우거나 다시 연결하세요.</translation>
  </message>
  <message>
   <source>The recording goes on in "{subject}".</source>
   <translation>녹음이 "{subject}"에 이어집니다.</translation>
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
   <source>The right one is shown in the settings.</source>
   <translation>올바른 것은 설정에 보입니다.</translation>
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
   <source>The sound device "{subject}" is in use by another program.</source>
   <translation>소리 장치 "{subject}"을(를) 다른 프로그램이 쓰고 있습니다.</translation>
  </message>
  <message>
   <source>The sound device "{subject}" refuses the sample rate {rate_hz} Hz. Set it to 48000 Hz in the system's sound settings.</source>
   <translation>소리 장치 "{subject}"이(가) 샘플 속도 {rate_hz} Hz를 거절합니다. 시스템의 소리 설정에서 48000 Hz로 바꾸세요.</translation>
  </message>
  <message>
   <source>The sound device "{subject}" was opened but passes no sound.</source>
   <translation>소리 장치 "{subject}"이(가) 열렸지만 소리가 지나가지 않습니다.</translation>
  </message>
  <message>
   <source>The sound is longer than the studio can work on (three hours in stereo). Cut it into pieces.</source>
   <translation>소리가 스튜디오에서 다룰 수 있는 길이(스테레오 세 시간)보다 깁니다. 나누어 주세요.</translation>
  </message>
  <message>
   <source>The sound server did not make the virtual microphone ({reason}).</source>
   <translation>소리 서버가 가상 마이크를 만들지 않았습니다({reason}).</translation>
  </message>
  <message>
   <source>The system had moved the sound away from "{subject}"; it was put back. Choose another device here, if you want one.</source>
   <translation>시스템이 소리를 "{subject}"에서 다른 장치로 옮겨서 되돌렸습니다. 다른 장치를 원하면 여기에서 고르세요.</translation>
  </message>
  <message>
   <source>The training "{subject}" cannot be read: {reason}. Begin it anew under another name.</source>
   <translation>"{subject}" 학습을 읽을 수 없습니다: {reason}. 다른 이름으로 새로 시작하세요.</translation>
  </message>
  <message>
   <source>The training "{subject}" went astray at step {step}: its numbers are none. Start it anew with other recordings, or a smaller batch.</source>
   <translation>"{subject}" 학습이 {step}단계에서 어긋났습니다: 값이 숫자가 아닙니다. 다른 녹음이나 더 작은 배치로 새로 시작하세요.</translation>
  </message>
  <message>
   <source>The training of "{subject}" was stopped before the end of its first round, so there is no voice yet. Start it again: it goes on where it was.</source>
   <translation>"{subject}" 학습이 첫 회가 끝나기 전에 멈춰서 아직 음성이 없습니다. 다시 시작하면 하던 곳에서 이어집니다.</translation>
  </message>
  <message>
   <source>The training stopped at "{subject}": {reason}. Make room on the disk, or see that the file may be read, then start it again: it goes on where it was.</source>
   <translation>"{subject}"에서 학습이 멈췄습니다: {reason}. 디스크 공간을 비우거나 파일을 읽을 수 있는지 확인한 뒤 다시 시작하세요. 멈춘 곳에서 이어집니다.</translation>
  </message>
  <message>
   <source>The voice "{subject}" comes with the program and cannot be renamed or removed.</source>
   <translation>목소리 "{subject}"은(는) 프로그램에 들어 있는 것이라 이름을 바꾸거나 지울 수 없습니다.</translation>
  </message>
  <message>
   <source>The voice "{subject}" does not fit the content encoder {encoder} that is here: it needs features of {needs} numbers, the encoder gives {has}.</source>
   <translation>목소리 "{subject}"은(는) 여기 있는 콘텐츠 인코더 {encoder}와(과) 맞지 않습니다. 특징 {needs}개가 필요한데 인코더는 {has}개를 줍니다.</translation>
  </message>
  <message>
   <source>The voice "{subject}" has {n_speakers} speakers, counted from 0; {got} is not one of them.</source>
   <translation>목소리 "{subject}"의 화자는 {n_speakers}명이고 0부터 셉니다. {got}번은 없습니다.</translation>
  </message>
  <message>
   <source>The voice comes {subject} late; this way of lip-sync can take at most {most_ms} ms.</source>
   <translation>목소리가 {subject} 늦습니다. 이 립싱크 방식은 최대 {most_ms} ms까지 됩니다.</translation>
  </message>
  <message>
   <source>The voice file "{subject}" cannot be used: {reason}.</source>
   <translation>목소리 파일 "{subject}"을(를) 쓸 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>The voice hangs: its engine has said nothing for two seconds. It may come back by itself; switching off or muting ends it.</source>
   <translation>음성이 멈췄습니다. 엔진이 2초 동안 응답하지 않습니다. 저절로 돌아올 수도 있고, 끄거나 음소거하면 엔진을 끝냅니다.</translation>
  </message>
  <message>
   <source>The voice is computed on {provider}, not on {asked}: {reason}.</source>
   <translation>음성은 {asked}이(가) 아니라 {provider}에서 계산됩니다: {reason}.</translation>
  </message>
  <message>
   <source>The weights of CREPE in {subject} cannot be used: {reason}. Install the program's packages again, or choose another detector.</source>
   <translation>{subject}에 있는 CREPE의 가중치를 쓸 수 없습니다: {reason}. 프로그램의 패키지를 다시 설치하거나 다른 검출기를 고르세요.</translation>
  </message>
  <message>
   <source>The work stopped by itself (status {status}): {reason}. Start it again; if it happens twice, please report it.</source>
   <translation>작업이 스스로 멈췄습니다(상태 {status}): {reason}. 다시 시작하세요. 두 번 일어나면 알려 주세요.</translation>
  </message>
  <message>
   <source>There are no libraries of NVIDIA's to fetch for this system ({system}, Python {python}). Voices are computed on the processor.</source>
   <translation>이 시스템({system}, Python {python})에 받을 NVIDIA 라이브러리가 없습니다. 목소리는 프로세서에서 계산됩니다.</translation>
  </message>
  <message>
   <source>There is a card of NVIDIA's, but its driver does not answer. Install NVIDIA's driver, restart the computer, then look again. Until then voices are computed on the processor.</source>
   <translation>NVIDIA 카드는 있지만 드라이버가 응답하지 않습니다. NVIDIA 드라이버를 설치하고 컴퓨터를 다시 시작한 뒤 확인하세요. 그동안 목소리는 프로세서에서 계산됩니다.</translation>
  </message>
  <message>
   <source>There is no "{subject}". The addresses are described in docs/control.md.</source>
   <translation>"{subject}"은(는) 없습니다. 주소는 docs/control.md에 설명되어 있습니다.</translation>
  </message>
  <message>
   <source>There is no camera in OBS to delay.</source>
   <translation>OBS에 늦출 카메라가 없습니다.</translation>
  </message>
  <message>
   <source>There is no card of NVIDIA's with a driver that answers. Nothing was fetched.</source>
   <translation>응답하는 드라이버가 있는 NVIDIA 카드가 없습니다. 아무것도 받지 않았습니다.</translation>
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
   <source>There is no foundation model called "{subject}" to download. There are: {known}.</source>
   <translation>"{subject}"(이)라는 내려받을 기반 모델이 없습니다. 있는 것: {known}.</translation>
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
   <source>There is no sound device called "{subject}". {nearest_hint}</source>
   <translation>"{subject}"(이)라는 소리 장치가 없습니다. {nearest_hint}</translation>
  </message>
  <message>
   <source>There is no speaking voice called "{subject}". There are: {known}.</source>
   <translation>"{subject}"(이)라는 낭독 목소리가 없습니다. 있는 것: {known}.</translation>
  </message>
  <message>
   <source>There is no step called "{subject}". There are: {known}.</source>
   <translation>"{subject}"(이)라는 단계가 없습니다. 있는 것: {known}.</translation>
  </message>
  <message>
   <source>There is no training called "{subject}".</source>
   <translation>"{subject}"(이)라는 학습이 없습니다.</translation>
  </message>
  <message>
   <source>There is no virtual microphone on this system. Install {product} by {maker} from {link}: other programs then hear the voice through it.</source>
   <translation>이 시스템에는 가상 마이크가 없습니다. {maker}의 {product}을(를) {link}에서 설치하세요. 그러면 다른 프로그램이 그것으로 목소리를 듣습니다.</translation>
  </message>
  <message>
   <source>There is no voice called "{subject}". {nearest_hint}</source>
   <translation>"{subject}"(이)라는 목소리가 없습니다. {nearest_hint}</translation>
  </message>
  <message>
   <source>There is not enough room in "{folder}": {needed_mb} MB are needed and {free_mb} MB are free. Make room, then try again; voices are computed on the processor meanwhile.</source>
   <translation>"{folder}"에 공간이 부족합니다. {needed_mb} MB가 필요한데 {free_mb} MB가 남아 있습니다. 공간을 만든 뒤 다시 시도하세요. 그동안 목소리는 프로세서에서 계산됩니다.</translation>
  </message>
  <message>
   <source>There is nothing to calibrate yet: built-in voices run well everywhere.</source>
   <translation>아직 측정할 것이 없습니다. 기본 목소리는 어디서나 잘 돌아갑니다.</translation>
  </message>
  <message>
   <source>There is nothing to learn from in "{subject}". Put recordings of one voice there: {suffixes}.</source>
   <translation>"{subject}"에는 배울 것이 없습니다. 한 사람의 녹음을 넣으세요: {suffixes}.</translation>
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
   <source>This version cannot speak the voice "{subject}" (kind {kind}).</source>
   <translation>이 버전은 목소리 "{subject}"(종류 {kind})로 말할 수 없습니다.</translation>
  </message>
  <message>
   <source>This version has no effect called "{subject}". {nearest_hint}Known are: {known}.</source>
   <translation>이 버전에는 "{subject}"라는 이펙트가 없습니다. {nearest_hint}있는 것: {known}.</translation>
  </message>
  <message>
   <source>This version knows no work called "{subject}". Known: {known}.</source>
   <translation>이 버전에는 "{subject}"(이)라는 작업이 없습니다. 있는 것: {known}.</translation>
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
   <source>Training needs libraries that are not installed ({missing}).</source>
   <translation>학습에 필요한 라이브러리가 설치되어 있지 않습니다({missing}).</translation>
  </message>
  <message>
   <source>URVC is not running here, or not open to other programs.</source>
   <translation>여기서 URVC가 실행 중이 아니거나, 다른 프로그램에 열려 있지 않습니다.</translation>
  </message>
  <message>
   <source>Unplug and plug it, or choose another on the page Devices.</source>
   <translation>뺐다가 다시 꽂거나, 장치 페이지에서 다른 것을 고르세요.</translation>
  </message>
  <message>
   <source>Use the other way of lip-sync, or a shorter delay.</source>
   <translation>다른 립싱크 방식을 쓰거나, 지연을 줄이세요.</translation>
  </message>
  <message>
   <source>You can also download {address} with a browser, on any machine, and give it with "I have the files".</source>
   <translation>다른 컴퓨터에서라도 브라우저로 {address} 을(를) 내려받아 "파일이 있습니다"로 줄 수도 있습니다.</translation>
  </message>
  <message>
   <source>cannot be spoken with: {detail}. Give the .pth of the voice instead.</source>
   <translation>은(는) 말하는 데 쓸 수 없습니다: {detail}. 대신 이 목소리의 .pth 파일을 주세요.</translation>
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
   <source>is a voice, not a foundation model.</source>
   <translation>은(는) 기반 모델이 아니라 목소리입니다.</translation>
  </message>
  <message>
   <source>is a web page, not a file of a voice. On that page press the button that downloads the file, and give what comes.</source>
   <translation>은(는) 목소리 파일이 아니라 웹 페이지입니다. 그 페이지에서 다운로드 버튼을 눌러 받은 파일을 넣으세요.</translation>
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
   <source>is empty: {detail}. The download was cut off; get the file again from where it came.</source>
   <translation>은(는) 비어 있습니다: {detail}. 다운로드가 끊긴 파일입니다. 받은 곳에서 다시 받으세요.</translation>
  </message>
  <message>
   <source>is encrypted. Unpack it with its password, then give the folder.</source>
   <translation>은(는) 암호화되어 있습니다. 암호로 압축을 푼 다음 그 폴더를 넣으세요.</translation>
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
   <source>is not an index for this voice: {detail}. The voice speaks without it.</source>
   <translation>은(는) 이 목소리의 인덱스가 아닙니다: {detail}. 목소리는 인덱스 없이도 말합니다.</translation>
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
   <source>is only a pointer file of Git LFS: the voice itself was not downloaded. Download it from the page of the repository.</source>
   <translation>은(는) Git LFS의 포인터 파일일 뿐입니다. 목소리 자체는 받아지지 않았습니다. 저장소 페이지에서 내려받으세요.</translation>
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
   <source>is {detail}. Unpack it first, then give the folder.</source>
   <translation>은(는) 압축 파일입니다({detail}). 먼저 압축을 푼 다음 그 폴더를 넣으세요.</translation>
  </message>
  <message>
   <source>is {network}, a foundation model and not a voice.</source>
   <translation>은(는) 목소리가 아니라 기반 모델 {network}입니다.</translation>
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
   <source>{lost_s} s of the recording are in no file: the disk was full, gone or too slow. The rest was written.</source>
   <translation>녹음 중 {lost_s}초는 어느 파일에도 없습니다. 디스크가 가득 찼거나 없어졌거나 너무 느렸습니다. 나머지는 기록했습니다.</translation>
  </message>
  <message>
   <source>{subject} can be changed only while nothing runs. Stop, change, start again.</source>
   <translation>{subject}: 실행 중에는 바꿀 수 없습니다. 멈추고, 바꾸고, 다시 시작하세요.</translation>
  </message>
  <message>
   <source>{subject} can compute RVC voices, but NVIDIA's libraries that are here belong to another version of the program. Until they are fetched again, voices are computed on the processor.</source>
   <translation>{subject}(으)로 RVC 목소리를 계산할 수 있지만, 여기 있는 NVIDIA 라이브러리는 프로그램의 다른 버전 것입니다. 다시 받을 때까지 목소리는 프로세서에서 계산됩니다.</translation>
  </message>
  <message>
   <source>{subject} can compute RVC voices. NVIDIA's libraries for that are not here yet.</source>
   <translation>{subject}(으)로 RVC 목소리를 계산할 수 있습니다. 필요한 NVIDIA 라이브러리가 아직 없습니다.</translation>
  </message>
  <message>
   <source>{subject} can compute RVC voices: NVIDIA's libraries are here.</source>
   <translation>{subject}(으)로 RVC 목소리를 계산할 수 있습니다. NVIDIA 라이브러리가 준비되어 있습니다.</translation>
  </message>
  <message>
   <source>{subject} could not be downloaded: {reason}. Download it with the browser, then add the file.</source>
   <translation>{subject}을(를) 내려받을 수 없었습니다: {reason}. 브라우저로 내려받은 다음 파일을 추가하세요.</translation>
  </message>
  <message>
   <source>{subject} is not available on this system ({system}). Switch it off, or install the package {package}.</source>
   <translation>{subject}을(를) 이 시스템({system})에서 쓸 수 없습니다. 끄거나 패키지 {package}을(를) 설치하세요.</translation>
  </message>
  <message>
   <source>{subject}: Intel's graphics need nothing more, OpenVINO comes with the program. Choose them in the settings under "Where voices are computed".</source>
   <translation>{subject}: Intel 그래픽에는 더 필요한 것이 없습니다. OpenVINO가 프로그램에 들어 있습니다. 설정의 "목소리를 계산하는 장치"에서 고르세요.</translation>
  </message>
  <message>
   <source>{subject}: there is no ready-made build of ONNX Runtime for AMD's cards that could be fetched. Voices are computed on the processor. Who installs AMD's own build of ONNX Runtime into a Python environment can run the program from there.</source>
   <translation>{subject}: AMD 카드용으로 받을 수 있는 ONNX Runtime 빌드가 없습니다. 목소리는 프로세서에서 계산됩니다. AMD의 ONNX Runtime 빌드를 Python 환경에 직접 설치하면 그 환경에서 프로그램을 실행할 수 있습니다.</translation>
  </message>
 </context>
 <context>
  <name>FileInputVM</name>
  <message>
   <source>Play "{name}" in the place of your microphone? That switches the voice on, and whoever hears you hears it.</source>
   <translation>마이크 대신 "{name}"을(를) 재생할까요? 목소리가 켜지고, 듣는 사람 모두에게 들립니다.</translation>
  </message>
  <message>
   <source>Play "{name}" in the place of your microphone? Whoever hears you hears it.</source>
   <translation>마이크 대신 "{name}"을(를) 재생할까요? 듣는 사람 모두에게 들립니다.</translation>
  </message>
  <message>
   <source>Play it</source>
   <translation>재생</translation>
  </message>
 </context>
 <context>
  <name>FirstRun</name>
  <message>
   <source>Back</source>
   <translation>뒤로</translation>
  </message>
  <message>
   <source>Continue</source>
   <translation>계속</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>완료</translation>
  </message>
  <message>
   <source>Go live</source>
   <translation>실시간 시작</translation>
  </message>
  <message>
   <source>It can be done again in the settings</source>
   <translation>설정에서 다시 할 수 있습니다</translation>
  </message>
  <message>
   <source>Not now</source>
   <translation>지금은 안 함</translation>
  </message>
  <message>
   <source>Read again</source>
   <translation>다시 읽기</translation>
  </message>
  <message>
   <source>Skip this step</source>
   <translation>이 단계 건너뛰기</translation>
  </message>
  <message>
   <source>Start reading</source>
   <translation>읽기 시작</translation>
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
   <source>Nothing comes from this microphone, not even while you read. Is it muted? Go back and choose another one.</source>
   <translation>읽는 동안에도 이 마이크에서 아무 소리도 오지 않습니다. 음소거되어 있나요? 뒤로 가서 다른 마이크를 고르세요.</translation>
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
   <source>Deleted voices</source>
   <translation>지운 목소리</translation>
  </message>
  <message>
   <source>Favourites</source>
   <translation>즐겨찾기</translation>
  </message>
  <message>
   <source>Get "{name}" back</source>
   <translation>"{name}" 되살리기</translation>
  </message>
  <message>
   <source>Get deleted voices back</source>
   <translation>지운 목소리 되살리기</translation>
  </message>
  <message>
   <source>Key in every program…</source>
   <translation>모든 프로그램에서 쓰는 키…</translation>
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
   <source>No voice was deleted</source>
   <translation>지운 목소리가 없습니다</translation>
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
   <source>What it needs…</source>
   <translation>필요한 것…</translation>
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
   <source>Drop "{name}" together with the voice it belongs to.</source>
   <translation>"{name}" 파일은 그에 맞는 목소리와 함께 놓아 주세요.</translation>
  </message>
  <message>
   <source>Needs the model {models}</source>
   <translation>{models} 모델이 필요합니다</translation>
  </message>
  <message>
   <source>Sounds best with {models}</source>
   <translation>{models}이(가) 있으면 더 좋습니다</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>멈췄습니다.</translation>
  </message>
  <message>
   <source>The model {models} is here: voices that need it can use it now.</source>
   <translation>{models} 모델을 받았습니다. 필요한 목소리가 이제 쓸 수 있습니다.</translation>
  </message>
  <message>
   <source>The voice was added.</source>
   <translation>목소리를 추가했습니다.</translation>
  </message>
  <message>
   <source>This version cannot speak voices of its kind</source>
   <translation>이 버전은 이런 종류의 목소리로 말할 수 없습니다</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>되돌리기</translation>
  </message>
  <message>
   <source>Was made with another {model} than the one here. Drop that model's file here.</source>
   <translation>여기에 있는 것과 다른 {model}(으)로 만들어진 목소리입니다. 그 모델 파일을 여기에 놓으세요.</translation>
  </message>
  <message>
   <source>{added} added, {known} here already, {refused} refused.</source>
   <translation>추가 {added}개, 이미 있음 {known}개, 거절 {refused}개.</translation>
  </message>
 </context>
 <context>
  <name>GpuCard</name>
  <message>
   <source>Get NVIDIA's libraries</source>
   <translation>NVIDIA 라이브러리 받기</translation>
  </message>
  <message>
   <source>Graphics card</source>
   <translation>그래픽 카드</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>진행</translation>
  </message>
  <message>
   <source>Remove NVIDIA's libraries</source>
   <translation>NVIDIA 라이브러리 지우기</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>중지</translation>
  </message>
  <message>
   <source>They take {here} MB on the disk.</source>
   <translation>디스크에서 {here} MB를 차지합니다.</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>다시 시도</translation>
  </message>
  <message>
   <source>What has come so far is kept; the next download goes on there.</source>
   <translation>지금까지 받은 것은 남아 있으며, 다음에 거기서 이어집니다.</translation>
  </message>
  <message>
   <source>{cards}, driver {driver}</source>
   <translation>{cards}, 드라이버 {driver}</translation>
  </message>
  <message>
   <source>{download} MB are downloaded; up to {needed} MB are needed on the disk, in your own folder.</source>
   <translation>{download} MB를 받습니다. 사용자 폴더에 최대 {needed} MB가 필요합니다.</translation>
  </message>
  <message>
   <source>{percent} % of {size} MB</source>
   <translation>{size} MB 중 {percent} %</translation>
  </message>
 </context>
 <context>
  <name>Guides</name>
  <message>
   <source>A game can use all of the processor: where the voice crackles, take a longer block on the page Settings, or limit the game's frame rate.</source>
   <translation>게임이 프로세서를 모두 쓸 수 있습니다. 목소리가 끊기면 설정 페이지에서 블록을 길게 하거나 게임의 프레임 속도를 제한하세요.</translation>
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
   <source>Buttons and hotkeys inside OBS: Tools &gt; Scripts &gt; +, and choose urvc.py from the folder resources/obs of the program. Other programs must be allowed in URVC's settings.</source>
   <translation>OBS 안의 버튼과 단축키: 도구 &gt; 스크립트 &gt; +에서 프로그램의 resources/obs 폴더에 있는 urvc.py를 고르세요. URVC 설정에서 다른 프로그램을 허용해야 합니다.</translation>
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
   <source>The key {keys} cannot be a key for every program: this keyboard has none. Choose another.</source>
   <translation>{keys} 키는 모든 프로그램에서 쓸 수 없습니다. 이 키보드에 없는 키입니다. 다른 키를 고르세요.</translation>
  </message>
  <message>
   <source>The key {keys} is chosen twice. Choose another.</source>
   <translation>{keys} 키를 두 번 골랐습니다. 다른 키를 고르세요.</translation>
  </message>
  <message>
   <source>The key {keys} is taken by another program. Choose another.</source>
   <translation>{keys} 키를 다른 프로그램이 쓰고 있습니다. 다른 키를 고르세요.</translation>
  </message>
  <message>
   <source>The system did not answer when the key {keys} was asked for. Start the program again.</source>
   <translation>{keys} 키를 요청했지만 시스템이 응답하지 않았습니다. 프로그램을 다시 시작하세요.</translation>
  </message>
  <message>
   <source>This system gives programs no keys of their own.</source>
   <translation>이 시스템에서는 프로그램이 전역 단축키를 가질 수 없습니다.</translation>
  </message>
  <message>
   <source>Wayland gives programs no keys of their own. The guide says how to make a shortcut of the system.</source>
   <translation>Wayland는 프로그램에 전용 키를 주지 않습니다. 시스템 단축키를 만드는 법은 안내서에 있습니다.</translation>
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
  <name>LibraryJob</name>
  <message>
   <source>The import stopped by itself: {reason}</source>
   <translation>가져오기가 저절로 멈췄습니다: {reason}</translation>
  </message>
 </context>
 <context>
  <name>LicencesCard</name>
  <message>
   <source>Licence</source>
   <translation>라이선스</translation>
  </message>
  <message>
   <source>Made with</source>
   <translation>사용한 소프트웨어</translation>
  </message>
  <message>
   <source>Parts of the program</source>
   <translation>프로그램의 구성 요소</translation>
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
   <source>About</source>
   <translation>정보</translation>
  </message>
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
   <source>Studio</source>
   <translation>스튜디오</translation>
  </message>
  <message>
   <source>Train</source>
   <translation>학습</translation>
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
  <name>MakePanel</name>
  <message>
   <source>A song, sung by another voice: voice and instruments are separated, and mixed again. Drop songs here.</source>
   <translation>노래를 다른 목소리로 부릅니다. 목소리와 악기를 나누었다가 다시 섞습니다. 노래를 여기에 놓으세요.</translation>
  </message>
  <message>
   <source>A text spoken in a voice. Drop a text, a book (EPUB) or subtitles (SRT) here, or write below.</source>
   <translation>글을 목소리로 읽습니다. 글, 책(EPUB), 자막(SRT)을 여기에 놓거나 아래에 쓰세요.</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>모든 파일</translation>
  </message>
  <message>
   <source>Change voice</source>
   <translation>목소리 바꾸기</translation>
  </message>
  <message>
   <source>Choose files</source>
   <translation>파일 고르기</translation>
  </message>
  <message>
   <source>Choose files…</source>
   <translation>파일 고르기…</translation>
  </message>
  <message>
   <source>Cover</source>
   <translation>커버</translation>
  </message>
  <message>
   <source>Double the voice at both sides</source>
   <translation>양옆에 목소리를 겹치기</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>형식</translation>
  </message>
  <message>
   <source>It is singing: keep the key</source>
   <translation>노래입니다: 조성 유지</translation>
  </message>
  <message>
   <source>Recordings</source>
   <translation>녹음</translation>
  </message>
  <message>
   <source>Recordings in another voice. Drop files or a folder here.</source>
   <translation>녹음을 다른 목소리로 바꿉니다. 파일이나 폴더를 여기에 놓으세요.</translation>
  </message>
  <message>
   <source>Separate</source>
   <translation>나누기</translation>
  </message>
  <message>
   <source>Speech</source>
   <translation>낭독</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>시작</translation>
  </message>
  <message>
   <source>Texts</source>
   <translation>글</translation>
  </message>
  <message>
   <source>The speaker's own</source>
   <translation>낭독자 본래 목소리</translation>
  </message>
  <message>
   <source>The voice and the instruments of a song, as two files. Drop songs here.</source>
   <translation>노래의 목소리와 악기를 두 파일로 나눕니다. 노래를 여기에 놓으세요.</translation>
  </message>
  <message>
   <source>Voice</source>
   <translation>목소리</translation>
  </message>
  <message>
   <source>What is to be said</source>
   <translation>읽을 글</translation>
  </message>
  <message>
   <source>Write or paste what is to be said, in English…</source>
   <translation>읽을 글을 영어로 쓰거나 붙여 넣으세요…</translation>
  </message>
  <message>
   <source>and {count} more</source>
   <translation>외 {count}개</translation>
  </message>
 </context>
 <context>
  <name>MeasureStep</name>
  <message>
   <source>How loud and how high you speak sets the level, and how far each voice moves the pitch.</source>
   <translation>말소리의 크기와 높이에 따라 레벨과, 목소리마다 음높이를 얼마나 옮길지가 정해집니다.</translation>
  </message>
  <message>
   <source>Listening… it stops by itself when you have finished.</source>
   <translation>듣는 중… 다 읽으면 저절로 멈춥니다.</translation>
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
   <source>Press the button, then read. It stops by itself when you have finished.</source>
   <translation>버튼을 누르고 읽으세요. 다 읽으면 저절로 멈춥니다.</translation>
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
   <source>Your microphone is silent while nobody speaks: now it shows whether it works.</source>
   <translation>아무도 말하지 않으면 이 마이크는 조용합니다. 이제 작동하는지 알 수 있습니다.</translation>
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
  <name>NeedsDialog</name>
  <message>
   <source> or </source>
   <translation> 또는 </translation>
  </message>
  <message>
   <source>"{voice}" can speak.</source>
   <translation>"{voice}"(으)로 말할 수 있습니다.</translation>
  </message>
  <message>
   <source>"{voice}" has everything it needs.</source>
   <translation>"{voice}"에 필요한 것이 모두 있습니다.</translation>
  </message>
  <message>
   <source>"{voice}" needs something before it can speak.</source>
   <translation>"{voice}"(으)로 말하려면 먼저 필요한 것이 있습니다.</translation>
  </message>
  <message>
   <source>A folder of RVC or Applio</source>
   <translation>RVC나 Applio 폴더</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>모든 파일</translation>
  </message>
  <message>
   <source>All voices of the kind RVC share these models. They are fetched once and stay on this computer; nothing is sent.</source>
   <translation>모든 RVC 목소리가 이 모델을 함께 씁니다. 한 번만 받아 이 컴퓨터에 두며, 아무것도 보내지 않습니다.</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>완료</translation>
  </message>
  <message>
   <source>Download ({size} MB)</source>
   <translation>내려받기({size} MB)</translation>
  </message>
  <message>
   <source>Found on this computer:</source>
   <translation>이 컴퓨터에서 찾았습니다:</translation>
  </message>
  <message>
   <source>Hears how high you speak, and does it best. Until it is here, {other} does it, which comes with the program.</source>
   <translation>목소리의 높이를 가장 잘 알아냅니다. 받기 전까지는 프로그램에 들어 있는 {other}이(가) 대신합니다.</translation>
  </message>
  <message>
   <source>Hears what you say. The voice cannot speak without it.</source>
   <translation>무슨 말을 하는지 알아듣습니다. 없으면 이 목소리로 말할 수 없습니다.</translation>
  </message>
  <message>
   <source>I have a folder of RVC…</source>
   <translation>RVC 폴더가 있습니다…</translation>
  </message>
  <message>
   <source>I have the files…</source>
   <translation>파일이 있습니다…</translation>
  </message>
  <message>
   <source>It is not offered for download here: ask where the voice came from, and give the file.</source>
   <translation>여기서는 내려받을 수 없습니다. 목소리를 받은 곳에 물어 파일을 주세요.</translation>
  </message>
  <message>
   <source>It sounds better with one more model.</source>
   <translation>모델이 하나 더 있으면 더 좋은 소리가 납니다.</translation>
  </message>
  <message>
   <source>Later</source>
   <translation>나중에</translation>
  </message>
  <message>
   <source>Looking at what is here…</source>
   <translation>무엇이 있는지 보는 중…</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>모델</translation>
  </message>
  <message>
   <source>Pitch model {name}</source>
   <translation>음높이 모델 {name}</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>진행 상황</translation>
  </message>
  <message>
   <source>Speech model {name}</source>
   <translation>말소리 모델 {name}</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>중지</translation>
  </message>
  <message>
   <source>The files of the models</source>
   <translation>모델 파일</translation>
  </message>
  <message>
   <source>Try again ({size} MB)</source>
   <translation>다시 시도({size} MB)</translation>
  </message>
  <message>
   <source>Use these</source>
   <translation>이것을 쓰기</translation>
  </message>
  <message>
   <source>What has come so far is kept; the next download goes on there.</source>
   <translation>받은 만큼은 남아 있으며, 다음에 이어서 받습니다.</translation>
  </message>
  <message>
   <source>What this voice needs</source>
   <translation>이 목소리에 필요한 것</translation>
  </message>
  <message>
   <source>downloading, {percent} % of {size} MB</source>
   <translation>내려받는 중, {size} MB의 {percent} %</translation>
  </message>
  <message>
   <source>making it ready, {percent} %</source>
   <translation>준비하는 중, {percent} %</translation>
  </message>
  <message>
   <source>{size} MB, licence {licence}, from {hosts}. As a file it is called {names}.</source>
   <translation>{size} MB, 라이선스 {licence}, {hosts}에서 받습니다. 파일 이름은 {names}입니다.</translation>
  </message>
 </context>
 <context>
  <name>NeedsVM</name>
  <message>
   <source>None of the missing models is in there. Look for the files by the names above.</source>
   <translation>거기에는 필요한 모델이 없습니다. 위의 이름으로 파일을 찾아보세요.</translation>
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
   <source>Computer</source>
   <translation>컴퓨터</translation>
  </message>
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
   <source>Port</source>
   <translation>포트</translation>
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
   <source>The button adds a source in OBS that hears the voice, mutes the microphones that would double it, and brings lips and voice together. Nothing else is changed, and Undo takes all of it back.</source>
   <translation>이 버튼은 목소리를 듣는 소스를 OBS에 추가하고, 소리가 겹치는 마이크를 음소거하고, 입 모양과 목소리를 맞춥니다. 그 밖에는 아무것도 바꾸지 않으며, 되돌리기로 모두 원래대로 됩니다.</translation>
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
  <name>OverloadVM</name>
  <message>
   <source>Close what keeps it busy, or have it measured again.</source>
   <translation>바쁘게 하는 것을 닫거나 다시 측정하세요.</translation>
  </message>
  <message>
   <source>Close what keeps it busy: games, browsers, recordings. This voice needs little by itself.</source>
   <translation>게임, 브라우저, 녹화처럼 컴퓨터를 바쁘게 하는 것을 닫으세요. 이 목소리 자체는 부담이 적습니다.</translation>
  </message>
  <message>
   <source>Measure this computer</source>
   <translation>이 컴퓨터 측정</translation>
  </message>
  <message>
   <source>The sound breaks although the computer keeps up: {percent} % load. Choose a longer block on the page Settings, or another device, and plug wireless devices in by cable.</source>
   <translation>컴퓨터는 따라가는데(부하 {percent} %) 소리가 끊깁니다. 설정 페이지에서 블록을 길게 하거나 다른 장치를 고르고, 무선 장치는 선으로 연결하세요.</translation>
  </message>
  <message>
   <source>This computer cannot keep up: computing takes {percent} % of the time there is, and the sound breaks.</source>
   <translation>컴퓨터가 따라가지 못합니다. 계산에 주어진 시간의 {percent} %가 걸려 소리가 끊깁니다.</translation>
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
  <name>QueueList</name>
  <message>
   <source>Beginning</source>
   <translation>시작하는 중</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>완료</translation>
  </message>
  <message>
   <source>Listen</source>
   <translation>듣기</translation>
  </message>
  <message>
   <source>Listen to the original</source>
   <translation>원본 듣기</translation>
  </message>
  <message>
   <source>Nothing is being made. Drop a song, a recording or a text on this page.</source>
   <translation>만들고 있는 것이 없습니다. 노래, 녹음, 글을 이 페이지에 놓으세요.</translation>
  </message>
  <message>
   <source>Queue</source>
   <translation>대기열</translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>폴더에서 보기</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>중지</translation>
  </message>
  <message>
   <source>Stopped</source>
   <translation>중지됨</translation>
  </message>
  <message>
   <source>Take out of the list</source>
   <translation>목록에서 빼기</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>다시 시도</translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>기다리는 중</translation>
  </message>
 </context>
 <context>
  <name>RecorderVM</name>
  <message>
   <source>Recorded: {names}, in {folder}</source>
   <translation>녹음했습니다: {names}, 폴더 {folder}</translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>폴더에서 보기</translation>
  </message>
 </context>
 <context>
  <name>RecordingsCard</name>
  <message>
   <source>1. Recordings</source>
   <translation>1. 녹음</translation>
  </message>
  <message>
   <source>Choose a folder…</source>
   <translation>폴더 선택…</translation>
  </message>
  <message>
   <source>Drop a folder of recordings here: ten minutes or more of one voice, without music.</source>
   <translation>녹음 폴더를 여기에 놓으세요: 음악 없이 한 사람의 목소리 10분 이상.</translation>
  </message>
  <message>
   <source>Findings</source>
   <translation>발견된 문제</translation>
  </message>
  <message>
   <source>Hide the places</source>
   <translation>위치 숨기기</translation>
  </message>
  <message>
   <source>Listen to this place</source>
   <translation>이 부분 듣기</translation>
  </message>
  <message>
   <source>Listening to the recordings… {percent} %</source>
   <translation>녹음을 듣는 중… {percent} %</translation>
  </message>
  <message>
   <source>Read aloud, in your usual voice; then record the next.</source>
   <translation>평소 목소리로 소리 내어 읽고, 다음 것을 녹음하세요.</translation>
  </message>
  <message>
   <source>Record myself</source>
   <translation>직접 녹음</translation>
  </message>
  <message>
   <source>Show the places</source>
   <translation>위치 보기</translation>
  </message>
  <message>
   <source>Stop recording</source>
   <translation>녹음 멈추기</translation>
  </message>
  <message>
   <source>{n} recordings, {minutes} of speech. Better put this right first:</source>
   <translation>녹음 {n}개, 말소리 {minutes}. 먼저 다음을 고치는 것이 좋습니다:</translation>
  </message>
  <message>
   <source>{n} recordings, {minutes} of speech. Nothing is wrong with them.</source>
   <translation>녹음 {n}개, 말소리 {minutes}. 문제가 없습니다.</translation>
  </message>
 </context>
 <context>
  <name>ResultList</name>
  <message>
   <source>Delete</source>
   <translation>삭제</translation>
  </message>
  <message>
   <source>Delete "{name}" with all its files?</source>
   <translation>"{name}"을(를) 모든 파일과 함께 삭제할까요?</translation>
  </message>
  <message>
   <source>Listen</source>
   <translation>듣기</translation>
  </message>
  <message>
   <source>Listen to the original</source>
   <translation>원본 듣기</translation>
  </message>
  <message>
   <source>Listen: {part}</source>
   <translation>듣기: {part}</translation>
  </message>
  <message>
   <source>Made so far</source>
   <translation>지금까지 만든 것</translation>
  </message>
  <message>
   <source>Parts of {name}</source>
   <translation>{name}의 부분</translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>폴더에서 보기</translation>
  </message>
  <message>
   <source>What you make here is kept, with everything that it was made from.</source>
   <translation>여기서 만든 것은 재료와 함께 모두 남습니다.</translation>
  </message>
  <message>
   <source>{count} projects, {size} on the disk</source>
   <translation>프로젝트 {count}개, 디스크 {size}</translation>
  </message>
 </context>
 <context>
  <name>RunCard</name>
  <message>
   <source>3. Training</source>
   <translation>3. 학습</translation>
  </message>
  <message>
   <source>Error of the voice, falling as it learns</source>
   <translation>배울수록 줄어드는 음성의 오차</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>계속</translation>
  </message>
  <message>
   <source>Hear how it sounds now</source>
   <translation>지금 소리 듣기</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>일시 정지</translation>
  </message>
  <message>
   <source>Paused while the voice is live: live sound goes first.</source>
   <translation>음성이 켜져 있는 동안 일시 정지: 실시간 소리가 먼저입니다.</translation>
  </message>
  <message>
   <source>Paused. Everything is kept.</source>
   <translation>일시 정지됨. 모두 보관되어 있습니다.</translation>
  </message>
  <message>
   <source>Preparing: hearing what is said in the recordings… {percent} %</source>
   <translation>준비 중: 녹음의 말을 듣고 있습니다… {percent} %</translation>
  </message>
  <message>
   <source>Round {epoch} of {n_epochs}, {left} left</source>
   <translation>{n_epochs}회 중 {epoch}회, {left} 남음</translation>
  </message>
  <message>
   <source>Spectrogram of the newest preview</source>
   <translation>최신 미리 듣기의 스펙트로그램</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>중지</translation>
  </message>
  <message>
   <source>Stop and keep the best</source>
   <translation>멈추고 가장 좋은 것 남기기</translation>
  </message>
  <message>
   <source>The voice is trained and among your voices.</source>
   <translation>음성이 학습되어 내 음성에 들어 있습니다.</translation>
  </message>
  <message>
   <source>Try it</source>
   <translation>써 보기</translation>
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
  <name>SearchWords</name>
  <message>
   <source>android cyborg machine robot</source>
   <translation>로봇 안드로이드 사이보그 기계</translation>
  </message>
  <message>
   <source>child kid girl boy young small cute</source>
   <translation>아이 어린이 꼬마 소녀 소년 귀여운</translation>
  </message>
  <message>
   <source>deep low bass</source>
   <translation>낮은 저음 굵은</translation>
  </message>
  <message>
   <source>female woman women girl lady feminine</source>
   <translation>여자 여성 소녀 아가씨 여성스럽게 여성적</translation>
  </message>
  <message>
   <source>high bright squeaky</source>
   <translation>높은 고음 밝은</translation>
  </message>
  <message>
   <source>male man men boy guy masculine</source>
   <translation>남자 남성 소년 아저씨 남성스럽게 남성적</translation>
  </message>
  <message>
   <source>mine own my imported rvc</source>
   <translation>내 내것 가져온</translation>
  </message>
  <message>
   <source>monster demon devil beast creature villain evil scary horror</source>
   <translation>괴물 악마 악당 짐승 무서운</translation>
  </message>
  <message>
   <source>old elder grandpa grandma aged</source>
   <translation>노인 할아버지 할머니 어르신 늙은</translation>
  </message>
  <message>
   <source>phone radio telephone walkie-talkie</source>
   <translation>전화 라디오 무전기</translation>
  </message>
  <message>
   <source>space alien ufo</source>
   <translation>우주 외계인</translation>
  </message>
  <message>
   <source>spirit spooky ghost</source>
   <translation>유령 귀신</translation>
  </message>
 </context>
 <context>
  <name>SessionVM</name>
  <message>
   <source>Measure this computer</source>
   <translation>이 컴퓨터 측정</translation>
  </message>
  <message>
   <source>Start again</source>
   <translation>다시 시작</translation>
  </message>
  <message>
   <source>The engine keeps stopping by itself and is tried again in half a minute. Copy a report in the settings.</source>
   <translation>엔진이 계속 저절로 멈춥니다. 30초 뒤에 다시 시도합니다. 설정에서 보고서를 복사하세요.</translation>
  </message>
  <message>
   <source>The engine stopped by itself and was started again with the same settings.</source>
   <translation>엔진이 저절로 멈춰서 같은 설정으로 다시 시작했습니다.</translation>
  </message>
 </context>
 <context>
  <name>SetUpCard</name>
  <message>
   <source>It could not be set up: {reason}</source>
   <translation>준비하지 못했습니다: {reason}</translation>
  </message>
  <message>
   <source>It needs PyTorch and two small libraries, about 1 GB on the disk. Speaking does without them.</source>
   <translation>PyTorch와 작은 라이브러리 두 개가 필요하며 디스크에서 약 1 GB입니다. 말하는 데는 필요 없습니다.</translation>
  </message>
  <message>
   <source>Set it up</source>
   <translation>준비하기</translation>
  </message>
  <message>
   <source>Setting it up…</source>
   <translation>준비하는 중…</translation>
  </message>
  <message>
   <source>This download of the program cannot train: it comes without PyTorch. An installation with Python can.</source>
   <translation>이 프로그램 다운로드로는 학습할 수 없습니다: PyTorch가 들어 있지 않습니다. Python 설치에서는 학습할 수 있습니다.</translation>
  </message>
  <message>
   <source>Training is not set up on this computer</source>
   <translation>이 컴퓨터에는 학습이 준비되어 있지 않습니다</translation>
  </message>
 </context>
 <context>
  <name>Setting</name>
  <message>
   <source>0 follows yours, 1 is the voice's own</source>
   <translation>0은 내 음량을 따르고 1은 그 목소리의 음량입니다</translation>
  </message>
  <message>
   <source>0: as many as it has cores</source>
   <translation>0이면 코어 수만큼</translation>
  </message>
  <message>
   <source>0: not measured</source>
   <translation>0이면 측정 안 됨</translation>
  </message>
  <message>
   <source>A flatter melody</source>
   <translation>가락을 더 평평하게 합니다</translation>
  </message>
  <message>
   <source>Against your own voice. Pitch is the note, formant the size of the speaker</source>
   <translation>내 목소리를 기준으로 합니다. 음높이는 음정, 포먼트는 말하는 사람의 크기입니다</translation>
  </message>
  <message>
   <source>Audio system</source>
   <translation>오디오 시스템</translation>
  </message>
  <message>
   <source>Block length</source>
   <translation>블록 길이</translation>
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
   <source>Channel of the microphone</source>
   <translation>마이크 채널</translation>
  </message>
  <message>
   <source>Context of RVC voices</source>
   <translation>RVC 목소리의 문맥</translation>
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
   <source>How loud you hear yourself</source>
   <translation>내 소리가 얼마나 크게 들리는지</translation>
  </message>
  <message>
   <source>How much of a second neural voice is in this one</source>
   <translation>두 번째 신경망 목소리를 얼마나 섞을지</translation>
  </message>
  <message>
   <source>How much of the voice's own articulation</source>
   <translation>그 목소리의 발음 습관을 얼마나 따를지</translation>
  </message>
  <message>
   <source>How much of what you said before they consider: more is steadier, and more computing</source>
   <translation>앞서 말한 소리를 얼마나 고려하는지: 길수록 안정적이고 계산이 늘어납니다</translation>
  </message>
  <message>
   <source>How much of what you say next they wait for: more is smoother, and later</source>
   <translation>이어질 말을 얼마나 기다리는지: 길수록 부드럽고 늦어집니다</translation>
  </message>
  <message>
   <source>Hz</source>
   <translation>Hz</translation>
  </message>
  <message>
   <source>In every program</source>
   <translation>모든 프로그램에서</translation>
  </message>
  <message>
   <source>Index</source>
   <translation>인덱스</translation>
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
   <source>Key for hearing yourself</source>
   <translation>내 소리 듣기 키</translation>
  </message>
  <message>
   <source>Key for mute</source>
   <translation>음소거 키</translation>
  </message>
  <message>
   <source>Key for on and off</source>
   <translation>켜고 끄는 키</translation>
  </message>
  <message>
   <source>Key for the next voice</source>
   <translation>다음 목소리 키</translation>
  </message>
  <message>
   <source>Key for the voice before</source>
   <translation>이전 목소리 키</translation>
  </message>
  <message>
   <source>Key for your own voice (bypass)</source>
   <translation>내 목소리(바이패스) 키</translation>
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
   <source>Library that computes voices</source>
   <translation>목소리를 계산하는 라이브러리</translation>
  </message>
  <message>
   <source>Light or dark</source>
   <translation>밝게 또는 어둡게</translation>
  </message>
  <message>
   <source>Look for a new version at every start</source>
   <translation>시작할 때마다 새 버전 확인</translation>
  </message>
  <message>
   <source>Look-ahead of RVC voices</source>
   <translation>RVC 목소리의 미리 보기</translation>
  </message>
  <message>
   <source>Look-ahead of neural voices</source>
   <translation>신경망 목소리의 앞보기</translation>
  </message>
  <message>
   <source>Louder or softer after the voice</source>
   <translation>목소리 뒤에서 더 크게 또는 더 작게</translation>
  </message>
  <message>
   <source>Louder or softer before the voice</source>
   <translation>목소리 앞에서 더 크게 또는 더 작게</translation>
  </message>
  <message>
   <source>Loudness</source>
   <translation>음량</translation>
  </message>
  <message>
   <source>Microphone</source>
   <translation>마이크</translation>
  </message>
  <message>
   <source>Mix</source>
   <translation>섞기</translation>
  </message>
  <message>
   <source>Mix with</source>
   <translation>섞을 목소리</translation>
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
   <source>More air</source>
   <translation>숨을 더 섞습니다</translation>
  </message>
  <message>
   <source>More is clearer, later</source>
   <translation>길수록 또렷하지만 늦어집니다</translation>
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
   <source>Noise suppression</source>
   <translation>소음 제거</translation>
  </message>
  <message>
   <source>Of a voice that has several, counted from 0</source>
   <translation>화자가 여럿인 목소리에서 0부터 센 번호</translation>
  </message>
  <message>
   <source>One address is asked, and nothing is sent. Nothing is installed by itself</source>
   <translation>주소 하나에만 물어보고 아무것도 보내지 않습니다. 저절로 설치되는 것은 없습니다</translation>
  </message>
  <message>
   <source>Output</source>
   <translation>출력</translation>
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
   <source>Port of the control channel</source>
   <translation>제어 채널의 포트</translation>
  </message>
  <message>
   <source>Precision of voices</source>
   <translation>목소리 계산의 정밀도</translation>
  </message>
  <message>
   <source>Processor threads for voices</source>
   <translation>목소리에 쓰는 프로세서 스레드</translation>
  </message>
  <message>
   <source>Protect</source>
   <translation>자음 보호</translation>
  </message>
  <message>
   <source>Protection of consonants from the index; 0.5 is none</source>
   <translation>인덱스로부터 자음을 보호하며, 0.5면 보호하지 않습니다</translation>
  </message>
  <message>
   <source>Push to change</source>
   <translation>눌러서 바꾸기</translation>
  </message>
  <message>
   <source>Push to talk</source>
   <translation>눌러서 말하기</translation>
  </message>
  <message>
   <source>Removes fans, keyboards and hum; adds 20 ms</source>
   <translation>팬, 키보드, 험을 없애며 20 ms 늘어납니다</translation>
  </message>
  <message>
   <source>Safety margin before playback</source>
   <translation>재생 전 안전 여유</translation>
  </message>
  <message>
   <source>Seed of the noise</source>
   <translation>잡음의 시드</translation>
  </message>
  <message>
   <source>Show pitch and spectrogram</source>
   <translation>음높이와 스펙트로그램 보이기</translation>
  </message>
  <message>
   <source>Sound kept ready: more means fewer dropouts, and more delay</source>
   <translation>미리 준비해 두는 소리: 길수록 끊김이 줄고 지연이 늘어납니다</translation>
  </message>
  <message>
   <source>Sound worked on at once: shorter is less delay, longer less computing. RVC voices take multiples of 20 ms, 10 as 160</source>
   <translation>한 번에 처리하는 소리의 길이: 짧으면 지연이 줄고, 길면 계산이 줄어듭니다. RVC 목소리는 20 ms의 배수를 쓰고, 10은 160으로 봅니다</translation>
  </message>
  <message>
   <source>Speaker</source>
   <translation>화자</translation>
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
   <source>The level under which the microphone is silent; -90 is always open</source>
   <translation>이 레벨 아래에서는 마이크가 조용해지며, -90이면 항상 열립니다</translation>
  </message>
  <message>
   <source>The other voice is heard while this is held, also in a game, and your own when it is let go</source>
   <translation>누르고 있는 동안 다른 목소리가 들리고, 놓으면 내 목소리가 들립니다. 게임에서도 됩니다</translation>
  </message>
  <message>
   <source>The processor or a graphics card: cpu, cuda:0, tensorrt:0, directml:0, coreml or gpu</source>
   <translation>프로세서 또는 그래픽 카드: cpu, cuda:0, tensorrt:0, directml:0, coreml, gpu</translation>
  </message>
  <message>
   <source>The same seed gives the same samples</source>
   <translation>같은 시드면 같은 소리가 나옵니다</translation>
  </message>
  <message>
   <source>The second voice: 1 Clara, 2 Emma, 3 Jessie, 4 Sky, 5 Isabel, 6 Michael, 7 Toby, 8 Otto, 9 George, 10 Claus</source>
   <translation>두 번째 목소리: 1 클라라, 2 에마, 3 제시, 4 스카이, 5 이사벨, 6 마이클, 7 토비, 8 오토, 9 조지, 10 클라우스</translation>
  </message>
  <message>
   <source>The voice is heard while this is held, also in a game, and muted when it is let go</source>
   <translation>이 키를 누르고 있는 동안만 목소리가 들리고(게임 중에도), 놓으면 음소거됩니다</translation>
  </message>
  <message>
   <source>The way to the sound devices</source>
   <translation>소리 장치에 이르는 길</translation>
  </message>
  <message>
   <source>What finds the note that you speak. Most RVC voices were made with rmvpe</source>
   <translation>말소리의 음높이를 찾는 방법입니다. 대부분의 RVC 목소리는 rmvpe로 만들어졌습니다</translation>
  </message>
  <message>
   <source>What hears you, by name or part of it; without one, the system's</source>
   <translation>내 목소리를 듣는 장치의 이름 또는 그 일부; 없으면 시스템의 것</translation>
  </message>
  <message>
   <source>Where it has several, the only one to hear; 0 hears all that sound, and the loudest alone where they cancel each other</source>
   <translation>채널이 여러 개일 때 들을 채널 하나; 0은 소리가 나는 채널을 모두 듣고, 서로 상쇄되면 가장 큰 채널만 듣습니다</translation>
  </message>
  <message>
   <source>Where the voice goes; without one, the virtual microphone where there is one</source>
   <translation>목소리가 나가는 곳으로, 비우면 가상 마이크(있을 때)입니다</translation>
  </message>
  <message>
   <source>Where voices are computed</source>
   <translation>목소리를 계산하는 장치</translation>
  </message>
  <message>
   <source>Where you hear yourself as well: your headphones</source>
   <translation>내 소리를 함께 들을 곳: 헤드폰</translation>
  </message>
  <message>
   <source>Your own pitch</source>
   <translation>내 음높이</translation>
  </message>
  <message>
   <source>Your own voice, at the same delay</source>
   <translation>같은 지연으로 내 목소리 그대로</translation>
  </message>
  <message>
   <source>cores cpu</source>
   <translation>코어 CPU</translation>
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
   <source>delay latency lag chunk buffer hop</source>
   <translation>지연 레이턴시 딜레이 버퍼 청크 홉</translation>
  </message>
  <message>
   <source>driver sound card pipewire wasapi asio alsa coreaudio</source>
   <translation>드라이버 사운드 카드 오디오</translation>
  </message>
  <message>
   <source>f0 method</source>
   <translation>음높이 피치</translation>
  </message>
  <message>
   <source>float32 is exact, the others are quicker on some computers</source>
   <translation>float32는 정확하고, 나머지는 일부 컴퓨터에서 더 빠릅니다</translation>
  </message>
  <message>
   <source>graphics card video card nvidia amd intel device</source>
   <translation>그래픽 카드 그래픽카드 글카 GPU 장치</translation>
  </message>
  <message>
   <source>headphones listen monitor</source>
   <translation>헤드폰 이어폰 듣기 모니터</translation>
  </message>
  <message>
   <source>inference runtime onnx</source>
   <translation>추론 런타임</translation>
  </message>
  <message>
   <source>latency lag buffer crackle stutter gaps</source>
   <translation>지연 딜레이 버퍼 끊김 잡음</translation>
  </message>
  <message>
   <source>mic background threshold</source>
   <translation>마이크 주변 소리 문턱</translation>
  </message>
  <message>
   <source>mic input headset</source>
   <translation>마이크 입력 헤드셋</translation>
  </message>
  <message>
   <source>mic input stereo mono left right interface quiet</source>
   <translation>마이크 입력 스테레오 모노 왼쪽 오른쪽 인터페이스 작은 소리</translation>
  </message>
  <message>
   <source>mic microphone background denoise</source>
   <translation>마이크 주변 소음 잡음 제거</translation>
  </message>
  <message>
   <source>mic volume boost quiet loud</source>
   <translation>마이크 볼륨 음량 소리 크기</translation>
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
  <message>
   <source>speakers headphones cable virtual microphone</source>
   <translation>스피커 헤드폰 케이블 가상 마이크</translation>
  </message>
  <message>
   <source>theme colours</source>
   <translation>테마 색</translation>
  </message>
  <message>
   <source>volume loud quiet</source>
   <translation>볼륨 음량 소리 크기</translation>
  </message>
  <message>
   <source>zero as older voices were trained, interpolate as RVC does since 2026, voice as the voice says</source>
   <translation>zero는 예전 목소리가 학습된 대로, interpolate는 2026년 이후 RVC가 하는 대로, voice는 목소리가 정한 대로</translation>
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
   <source>The voice in use does without it.</source>
   <translation>지금 쓰는 목소리에는 쓰이지 않습니다.</translation>
  </message>
  <message>
   <source>This value is not possible.</source>
   <translation>쓸 수 없는 값입니다.</translation>
  </message>
  <message>
   <source>{value}: delay {delay} ms</source>
   <translation>{value}: 지연 {delay} ms</translation>
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
   <source>Advanced settings</source>
   <translation>고급 설정</translation>
  </message>
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
   <source>Fewer settings</source>
   <translation>설정 줄이기</translation>
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
  <name>Step</name>
  <message>
   <source>analysing</source>
   <translation>분석하는 중</translation>
  </message>
  <message>
   <source>changing the voice</source>
   <translation>목소리를 바꾸는 중</translation>
  </message>
  <message>
   <source>checking the graph</source>
   <translation>그래프 확인 중</translation>
  </message>
  <message>
   <source>checking whether the voice is known</source>
   <translation>이미 있는 목소리인지 확인 중</translation>
  </message>
  <message>
   <source>done</source>
   <translation>완료</translation>
  </message>
  <message>
   <source>downloading</source>
   <translation>내려받는 중</translation>
  </message>
  <message>
   <source>downloading from {place}</source>
   <translation>{place}에서 내려받는 중</translation>
  </message>
  <message>
   <source>listening to the pitch</source>
   <translation>음높이를 듣는 중</translation>
  </message>
  <message>
   <source>listening to the recordings</source>
   <translation>녹음을 듣는 중</translation>
  </message>
  <message>
   <source>looking</source>
   <translation>살펴보는 중</translation>
  </message>
  <message>
   <source>looking at the file</source>
   <translation>파일 살펴보는 중</translation>
  </message>
  <message>
   <source>looking for the voice</source>
   <translation>목소리 찾는 중</translation>
  </message>
  <message>
   <source>measuring this machine</source>
   <translation>이 컴퓨터를 재는 중</translation>
  </message>
  <message>
   <source>mixing</source>
   <translation>섞는 중</translation>
  </message>
  <message>
   <source>putting sentences together</source>
   <translation>문장을 잇는 중</translation>
  </message>
  <message>
   <source>putting the model in the library</source>
   <translation>모델을 라이브러리에 넣는 중</translation>
  </message>
  <message>
   <source>putting the voice in the library</source>
   <translation>목소리를 라이브러리에 넣는 중</translation>
  </message>
  <message>
   <source>putting the voice on the shelf</source>
   <translation>음성을 목록에 넣는 중</translation>
  </message>
  <message>
   <source>reading RMVPE</source>
   <translation>RMVPE 읽는 중</translation>
  </message>
  <message>
   <source>reading the content encoder</source>
   <translation>콘텐츠 인코더 읽는 중</translation>
  </message>
  <message>
   <source>reading the file</source>
   <translation>파일을 읽는 중</translation>
  </message>
  <message>
   <source>reading the graph</source>
   <translation>그래프 읽는 중</translation>
  </message>
  <message>
   <source>reading the index</source>
   <translation>인덱스 읽는 중</translation>
  </message>
  <message>
   <source>reading the voice</source>
   <translation>목소리 읽는 중</translation>
  </message>
  <message>
   <source>separating voice and instruments</source>
   <translation>목소리와 악기를 나누는 중</translation>
  </message>
  <message>
   <source>singing it again</source>
   <translation>다시 부르는 중</translation>
  </message>
  <message>
   <source>speaking</source>
   <translation>읽는 중</translation>
  </message>
  <message>
   <source>training the voice</source>
   <translation>음성을 학습하는 중</translation>
  </message>
  <message>
   <source>trying the voice's network</source>
   <translation>목소리의 신경망 시험 중</translation>
  </message>
  <message>
   <source>unpacking</source>
   <translation>압축을 푸는 중</translation>
  </message>
  <message>
   <source>writing the file</source>
   <translation>파일을 쓰는 중</translation>
  </message>
  <message>
   <source>writing the front end</source>
   <translation>앞단 쓰는 중</translation>
  </message>
  <message>
   <source>writing the graph</source>
   <translation>그래프 쓰는 중</translation>
  </message>
  <message>
   <source>writing the transformer</source>
   <translation>트랜스포머 쓰는 중</translation>
  </message>
  <message>
   <source>writing the voice</source>
   <translation>음성을 쓰는 중</translation>
  </message>
  <message>
   <source>writing the voice's network</source>
   <translation>목소리의 신경망 쓰는 중</translation>
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
  <name>Studio</name>
  <message>
   <source>Cover</source>
   <translation>커버</translation>
  </message>
  <message>
   <source>Instruments</source>
   <translation>악기</translation>
  </message>
  <message>
   <source>Mix</source>
   <translation>믹스</translation>
  </message>
  <message>
   <source>Result</source>
   <translation>결과</translation>
  </message>
  <message>
   <source>Separated</source>
   <translation>나눔</translation>
  </message>
  <message>
   <source>Speech</source>
   <translation>낭독</translation>
  </message>
  <message>
   <source>Spoken, before the voice</source>
   <translation>낭독 (목소리 바꾸기 전)</translation>
  </message>
  <message>
   <source>The new voice alone</source>
   <translation>새 목소리만</translation>
  </message>
  <message>
   <source>Vocals of the song</source>
   <translation>노래의 목소리</translation>
  </message>
  <message>
   <source>Voice changed</source>
   <translation>목소리 바꿈</translation>
  </message>
 </context>
 <context>
  <name>StudioPage</name>
  <message>
   <source>Studio</source>
   <translation>스튜디오</translation>
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
   <source>man</source>
   <translation>남자</translation>
  </message>
  <message>
   <source>neural</source>
   <translation>신경망</translation>
  </message>
  <message>
   <source>own</source>
   <translation>내 목소리</translation>
  </message>
  <message>
   <source>test</source>
   <translation>시험</translation>
  </message>
  <message>
   <source>woman</source>
   <translation>여자</translation>
  </message>
 </context>
 <context>
  <name>Takes</name>
  <message>
   <source>This cannot be played: {reason}</source>
   <translation>재생할 수 없습니다: {reason}</translation>
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
  <name>TrainedVoiceCard</name>
  <message>
   <source>2. The voice</source>
   <translation>2. 음성</translation>
  </message>
  <message>
   <source>A content encoder is missing: voices hear with it what is said. Get one on the page Voices first.</source>
   <translation>내용 인코더가 없습니다. 음성은 그것으로 말한 내용을 알아듣습니다. 먼저 음성 페이지에서 받으세요.</translation>
  </message>
  <message>
   <source>Content encoder</source>
   <translation>내용 인코더</translation>
  </message>
  <message>
   <source>Full: RVC's own size, for a graphics card</source>
   <translation>전체: RVC 본래 크기, 그래픽 카드용</translation>
  </message>
  <message>
   <source>How long will it take?</source>
   <translation>얼마나 걸리나요?</translation>
  </message>
  <message>
   <source>Measuring this computer…</source>
   <translation>이 컴퓨터를 측정하는 중…</translation>
  </message>
  <message>
   <source>Name of the voice</source>
   <translation>음성 이름</translation>
  </message>
  <message>
   <source>Size of the networks</source>
   <translation>신경망 크기</translation>
  </message>
  <message>
   <source>Small: a processor trains it in hours, rough</source>
   <translation>작게: 프로세서로 몇 시간, 거친 품질</translation>
  </message>
  <message>
   <source>Start training</source>
   <translation>학습 시작</translation>
  </message>
 </context>
 <context>
  <name>Training</name>
  <message>
   <source>Good morning! I am going to read a little, in the voice that I always have.</source>
   <translation>좋은 아침입니다! 늘 쓰는 목소리로 조금 읽어 보겠습니다.</translation>
  </message>
  <message>
   <source>He usually finishes his journey with a joke, a yawn and a huge sandwich.</source>
   <translation>그는 늘 농담과 하품, 그리고 커다란 샌드위치로 여행을 마칩니다.</translation>
  </message>
  <message>
   <source>It starts from RVC's published networks, which are here.</source>
   <translation>여기 있는 RVC의 공개 네트워크에서 시작합니다.</translation>
  </message>
  <message>
   <source>It starts from nothing, because RVC's published networks are not here: speech must be learnt first, which takes hundreds of rounds more, days of computing on a processor. With them, 20 to 200 rounds over ten minutes of speech are enough.</source>
   <translation>RVC의 공개 네트워크가 없어서 처음부터 시작합니다: 먼저 말 자체를 배워야 하므로 수백 회가 더 들고, 프로세서로는 며칠이 걸립니다. 있으면 10분의 말로 20~200회면 충분합니다.</translation>
  </message>
  <message>
   <source>Left and right cancel each other. Turn one channel over, or keep one only.</source>
   <translation>왼쪽과 오른쪽이 서로 지웁니다. 한 채널을 뒤집거나 하나만 남기세요.</translation>
  </message>
  <message>
   <source>My uncle enjoys fixing old radios, although the noise annoys everyone.</source>
   <translation>삼촌은 낡은 라디오 고치기를 좋아하지만 그 소리에 모두가 괴로워합니다.</translation>
  </message>
  <message>
   <source>Nothing beats a bowl of hot soup when the weather is cold and grey.</source>
   <translation>날이 춥고 흐릴 때는 뜨거운 국 한 그릇만 한 것이 없습니다.</translation>
  </message>
  <message>
   <source>Nothing is said here for a long time.</source>
   <translation>여기서는 오랫동안 아무 말이 없습니다.</translation>
  </message>
  <message>
   <source>Oh, how beautiful! I have never seen so many stars in one night.</source>
   <translation>와, 정말 아름답다! 하룻밤에 이렇게 많은 별은 처음 봐요.</translation>
  </message>
  <message>
   <source>She measured the garage twice, then chose a smooth azure paint for the door.</source>
   <translation>그녀는 차고를 두 번 재고 나서 문에 칠할 하늘색 페인트를 골랐습니다.</translation>
  </message>
  <message>
   <source>Somebody else seems to speak here. Take this part out, or put each speaker into a folder of their own.</source>
   <translation>여기서는 다른 사람이 말하는 것 같습니다. 이 부분을 빼거나, 사람마다 폴더를 따로 두세요.</translation>
  </message>
  <message>
   <source>That is all for now. Thank you for listening, and see you next week.</source>
   <translation>오늘은 여기까지입니다. 들어 주셔서 고맙고, 다음 주에 만나요.</translation>
  </message>
  <message>
   <source>The quick thinker just guessed why five boxes of jade vases were missing.</source>
   <translation>눈치 빠른 사람은 옥 꽃병 다섯 상자가 왜 없어졌는지 금방 알아챘습니다.</translation>
  </message>
  <message>
   <source>The recording is cut off at its peaks: it was too loud. Record it again with less gain.</source>
   <translation>녹음의 큰 부분이 잘렸습니다: 너무 컸습니다. 입력을 줄여 다시 녹음하세요.</translation>
  </message>
  <message>
   <source>The room is heard. Record closer to the microphone, in a room with soft furniture.</source>
   <translation>방의 울림이 들립니다. 푹신한 가구가 있는 방에서 마이크에 더 가까이 녹음하세요.</translation>
  </message>
  <message>
   <source>The same thing is there twice. Take one of the two out.</source>
   <translation>같은 것이 두 번 있습니다. 둘 중 하나를 빼세요.</translation>
  </message>
  <message>
   <source>There are {minutes} minutes of speech. Record more: {least_minutes} minutes are the least, ten or more are good.</source>
   <translation>말소리가 {minutes}분입니다. 더 녹음하세요. 적어도 {least_minutes}분, 10분 이상이면 좋습니다.</translation>
  </message>
  <message>
   <source>There is nothing above 8 kHz: this was a telephone or a headset over Bluetooth. The voice would sound dull.</source>
   <translation>8 kHz 위에 아무것도 없습니다: 전화나 블루투스 헤드셋이었습니다. 음성이 둔하게 들릴 것입니다.</translation>
  </message>
  <message>
   <source>There seems to be music behind the voice. Take a recording without it, or separate the voice first.</source>
   <translation>목소리 뒤에 음악이 있는 것 같습니다. 음악이 없는 녹음을 쓰거나 먼저 목소리를 분리하세요.</translation>
  </message>
  <message>
   <source>Thirty-three athletes threw their things together and thanked the chef.</source>
   <translation>선수 서른세 명이 짐을 챙기고 요리사에게 고맙다고 했습니다.</translation>
  </message>
  <message>
   <source>This file cannot be read as sound.</source>
   <translation>이 파일은 소리로 읽을 수 없습니다.</translation>
  </message>
  <message>
   <source>This size starts from nothing, because there are no published networks of it: expect a rough voice.</source>
   <translation>이 크기는 공개된 네트워크가 없어 처음부터 시작합니다: 거친 음성을 예상하세요.</translation>
  </message>
  <message>
   <source>Wait, is that really the time? We should have left an hour ago!</source>
   <translation>잠깐, 벌써 시간이 이렇게 됐어요? 한 시간 전에 나갔어야 했는데!</translation>
  </message>
  <message>
   <source>Which of these keys opens the little blue box under the stairs?</source>
   <translation>이 열쇠 가운데 어느 것이 계단 밑의 작고 파란 상자를 열까요?</translation>
  </message>
  <message>
   <source>Would you rather walk along the river, or take the bus across town?</source>
   <translation>강을 따라 걸을까요, 아니면 버스를 타고 시내를 가로지를까요?</translation>
  </message>
  <message>
   <source>about {n} days</source>
   <translation>약 {n}일</translation>
  </message>
  <message>
   <source>about {n} hours</source>
   <translation>약 {n}시간</translation>
  </message>
  <message>
   <source>about {n} minutes</source>
   <translation>약 {n}분</translation>
  </message>
  <message>
   <source>about {n} seconds</source>
   <translation>약 {n}초</translation>
  </message>
  <message>
   <source>as in {of} at {at}</source>
   <translation>{of}의 {at}과 같음</translation>
  </message>
  <message>
   <source>it rings for about {seconds} s</source>
   <translation>약 {seconds}초 울림</translation>
  </message>
  <message>
   <source>with those after it, {files} files</source>
   <translation>뒤따르는 것까지 파일 {files}개</translation>
  </message>
  <message>
   <source>{minutes} minutes of recordings, {epochs} rounds, {steps} steps on {device}: {time}, with the machine to itself.</source>
   <translation>녹음 {minutes}분, {epochs}회, {device}에서 {steps}단계: 컴퓨터를 혼자 쓸 때 {time}.</translation>
  </message>
  <message>
   <source>{n} places</source>
   <translation>{n}곳</translation>
  </message>
 </context>
 <context>
  <name>TrainingPage</name>
  <message>
   <source>Train a voice</source>
   <translation>음성 학습</translation>
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
   <source>Stop recording ({time})</source>
   <translation>녹음 중지({time})</translation>
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
   <source>off</source>
   <translation>끔</translation>
  </message>
  <message>
   <source>on</source>
   <translation>켬</translation>
  </message>
 </context>
 <context>
  <name>UpdateQuestion</name>
  <message>
   <source>New versions</source>
   <translation>새 버전</translation>
  </message>
  <message>
   <source>No</source>
   <translation>아니요</translation>
  </message>
  <message>
   <source>One address is asked, and nothing is sent. Nothing is installed by itself.</source>
   <translation>주소 하나에만 물어보고 아무것도 보내지 않습니다. 저절로 설치되는 것은 없습니다.</translation>
  </message>
  <message>
   <source>Shall URVC look for a new version at every start?</source>
   <translation>URVC가 시작할 때마다 새 버전을 확인할까요?</translation>
  </message>
  <message>
   <source>Yes, look</source>
   <translation>예, 확인</translation>
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
  <name>UseStep</name>
  <message>
   <source>Arrives at the microphone</source>
   <translation>마이크에 도착</translation>
  </message>
  <message>
   <source>Leaves URVC</source>
   <translation>URVC에서 나감</translation>
  </message>
  <message>
   <source>One thing is left: choose this microphone in the other program</source>
   <translation>하나만 남았습니다. 다른 프로그램에서 이 마이크를 고르세요</translation>
  </message>
  <message>
   <source>Others are on the page “Use it in…”.</source>
   <translation>다른 프로그램은 “사용하기…” 페이지에 있습니다.</translation>
  </message>
  <message>
   <source>Speak: both bars must move.</source>
   <translation>말해 보세요. 두 막대가 모두 움직여야 합니다.</translation>
  </message>
 </context>
 <context>
  <name>VersionCard</name>
  <message>
   <source>Look for a new version at every start</source>
   <translation>시작할 때마다 새 버전 확인</translation>
  </message>
  <message>
   <source>Look now</source>
   <translation>지금 확인</translation>
  </message>
  <message>
   <source>One address is asked, and nothing is sent. Nothing is installed by itself.</source>
   <translation>주소 하나에만 물어보고 아무것도 보내지 않습니다. 저절로 설치되는 것은 없습니다.</translation>
  </message>
  <message>
   <source>Open the page of the versions</source>
   <translation>버전 페이지 열기</translation>
  </message>
  <message>
   <source>URVC {version}, licence {licence}</source>
   <translation>URVC {version}, 라이선스 {licence}</translation>
  </message>
  <message>
   <source>Version</source>
   <translation>버전</translation>
  </message>
 </context>
 <context>
  <name>Voice</name>
  <message>
   <source>A British man, firm and formal.</source>
   <translation>영국 남자의 단단하고 격식 있는 목소리.</translation>
  </message>
  <message>
   <source>A British woman of some years, composed.</source>
   <translation>나이가 좀 있는 영국 여자의 차분한 목소리.</translation>
  </message>
  <message>
   <source>A British woman, calm and well spoken.</source>
   <translation>영국 여자의 조용하고 또박또박한 목소리.</translation>
  </message>
  <message>
   <source>A girl's light, airy voice.</source>
   <translation>소녀의 가볍고 산뜻한 목소리.</translation>
  </message>
  <message>
   <source>A growl from deep down.</source>
   <translation>깊은 곳에서 울리는 으르렁거림.</translation>
  </message>
  <message>
   <source>A man's deep, dark voice.</source>
   <translation>남자의 깊고 어두운 목소리.</translation>
  </message>
  <message>
   <source>A man's even, friendly voice.</source>
   <translation>남자의 고르고 다정한 목소리.</translation>
  </message>
  <message>
   <source>A small, high voice.</source>
   <translation>작고 높은 목소리.</translation>
  </message>
  <message>
   <source>A warm woman's voice, clear and close.</source>
   <translation>따뜻하고 맑은, 가까이에서 들리는 여자 목소리.</translation>
  </message>
  <message>
   <source>A young man, quick and cheerful.</source>
   <translation>빠르고 명랑한 젊은 남자 목소리.</translation>
  </message>
  <message>
   <source>A young woman, bright and lively.</source>
   <translation>밝고 생기 있는 젊은 여자 목소리.</translation>
  </message>
  <message>
   <source>Alien</source>
   <translation>외계인</translation>
  </message>
  <message>
   <source>An old man, rough and kindly.</source>
   <translation>거칠지만 인자한 할아버지 목소리.</translation>
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
   <source>Cave</source>
   <translation>동굴</translation>
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
   <source>Clara</source>
   <translation>클라라</translation>
  </message>
  <message>
   <source>Claus</source>
   <translation>클라우스</translation>
  </message>
  <message>
   <source>Dark, close and calm, with something wrong underneath.</source>
   <translation>어둡고 가깝고 차분하지만, 어딘가 이상한 목소리.</translation>
  </message>
  <message>
   <source>Deep inside a mountain, walls far away.</source>
   <translation>벽이 멀리 있는 깊은 산속.</translation>
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
   <source>Emma</source>
   <translation>에마</translation>
  </message>
  <message>
   <source>Feminine</source>
   <translation>여성스럽게</translation>
  </message>
  <message>
   <source>George</source>
   <translation>조지</translation>
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
   <source>Isabel</source>
   <translation>이사벨</translation>
  </message>
  <message>
   <source>Jessie</source>
   <translation>제시</translation>
  </message>
  <message>
   <source>Masculine</source>
   <translation>남성스럽게</translation>
  </message>
  <message>
   <source>Michael</source>
   <translation>마이클</translation>
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
   <source>Neural; nothing has to be downloaded. It has learnt from speech that Kokoro-82M (Apache-2.0) spoke, part of whose own training speech came from closed speech systems, and listens with OpenAI's Whisper tiny.en (MIT).</source>
   <translation>신경망 목소리이며 내려받을 것이 없습니다. Kokoro-82M(Apache-2.0)이 말한 음성으로 배웠고(Kokoro 자신의 학습 음성 일부는 비공개 음성 시스템에서 나왔습니다), OpenAI의 Whisper tiny.en(MIT)으로 듣습니다.</translation>
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
   <source>Otto</source>
   <translation>오토</translation>
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
   <source>Sky</source>
   <translation>스카이</translation>
  </message>
  <message>
   <source>Speaks every word on one note.</source>
   <translation>모든 말을 한 음으로 합니다.</translation>
  </message>
  <message>
   <source>Stadium</source>
   <translation>경기장</translation>
  </message>
  <message>
   <source>Telephone</source>
   <translation>전화</translation>
  </message>
  <message>
   <source>The announcer, from all the loudspeakers at once.</source>
   <translation>모든 스피커에서 한꺼번에 나오는 장내 아나운서.</translation>
  </message>
  <message>
   <source>Tiny, fast and squeaky, like a tape played too fast.</source>
   <translation>너무 빨리 돌린 테이프처럼 작고 빠르고 끽끽거립니다.</translation>
  </message>
  <message>
   <source>Toby</source>
   <translation>토비</translation>
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
   <source>Your voice at the other end of an old line.</source>
   <translation>낡은 전화선 너머로 들리는 내 목소리.</translation>
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
   <source>Getting the voice ready…</source>
   <translation>목소리 준비 중…</translation>
  </message>
  <message>
   <source>MUTED, and set to your own voice</source>
   <translation>음소거됨, 내 목소리로 설정됨</translation>
  </message>
  <message>
   <source>MUTED: nobody hears you</source>
   <translation>음소거됨: 아무도 듣지 못합니다</translation>
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
   <source>Off, muted</source>
   <translation>꺼짐, 음소거됨</translation>
  </message>
  <message>
   <source>On</source>
   <translation>켬</translation>
  </message>
  <message>
   <source>On, with your own voice</source>
   <translation>켜짐, 내 목소리 그대로</translation>
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
 </context>
 <context>
  <name>VoiceKeyDialog</name>
  <message>
   <source>Key for {voice}</source>
   <translation>{voice}의 키</translation>
  </message>
  <message>
   <source>Press the key that chooses this voice, also in a game. An empty field: no key.</source>
   <translation>이 목소리를 고를 키를 누르세요. 게임에서도 됩니다. 비워 두면 키가 없습니다.</translation>
  </message>
 </context>
 <context>
  <name>VoiceList</name>
  <message>
   <source>Get it</source>
   <translation>받기</translation>
  </message>
  <message>
   <source>Voices</source>
   <translation>목소리</translation>
  </message>
 </context>
 <context>
  <name>VoiceModel</name>
  <message>
   <source>chosen</source>
   <translation>선택됨</translation>
  </message>
  <message>
   <source>favourite</source>
   <translation>즐겨찾기</translation>
  </message>
  <message>
   <source>is heard now</source>
   <translation>지금 들리는 목소리</translation>
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
 <context>
  <name>_List</name>
  <message>
   <source>Stop</source>
   <translation>중지</translation>
  </message>
 </context>
</TS>
