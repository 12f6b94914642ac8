"""Windows: the virtual cables that people have. Only an installer with a signed driver can add one, so the program names it."""

from __future__ import annotations

from engine.audio.virtual_mic.contract import Product

PRODUCTS = (
    # "CABLE Input (VB-Audio Virtual Cable)", "CABLE In 16ch (...)", "CABLE-A Input (VB-Audio Cable A)", "Hi-Fi Cable Input (VB-Audio Hi-Fi
    # Cable)"; the second word of the maker begins within MME's 31 characters in all of them.
    Product(
        "VB-Cable",
        "VB-Audio",
        "https://vb-audio.com/Cable/",
        r"(CABLE(?:-[A-D])?|Hi-Fi Cable) (?:In|Out)(?:put)?\b.*\(VB-",
        listen_first="CABLE Out",
    ),
    # "Line 1 (Virtual Audio Cable)" on both ends; a sound card's own "Line 1 (...)" is none.
    Product("Virtual Audio Cable", "Eugene Muzychenko", "https://vac.muzychenko.net/", r"(Line \d+) \(Virtual Audio Ca"),
    # "Voicemeeter Input (VB-Audio Voicemeeter VAIO)", "VoiceMeeter Aux Input (...)", "Voicemeeter Out B1 (...)" and "VoiceMeeter Output
    # (...)" are one mixer. Its ends "Out A1" to "Out A5" repeat loudspeakers.
    Product("Voicemeeter", "VB-Audio", "https://vb-audio.com/Voicemeeter/", r"Voicemeeter\b(?! Out A)", listen_first="Voicemeeter Out B1"),
)
