"""Why a file is not taken. The importers' parts raise this; the importer adds the file's name and makes it a BadVoiceFile."""

from __future__ import annotations

from models.errors import BadVoiceFile

Fact = str | int | float | list[str]


class Refusal(Exception):
    """`reason` is stable and machine-readable, `facts` (always with `detail`, plain English) fill the app's sentence.

    training_checkpoint   a G_/D_ checkpoint with everything needed to go on training; `network`
    other_network         a voice or model of another program; `network`
    foundation_model      a content encoder or pitch model: `urvc foundation add FILE`; `network`
    not_a_voice           none of all this
    missing_key           `key` of a voice is missing
    missing_weight        `weight` that the voice's own config asks for is missing
    wrong_shape           `weight` contradicts the voice's own config
    bad_config            the config list cannot be right
    not_finite            `weight` holds infinities or NaN: the training went wrong
    unsupported_vocoder   `vocoder` is not HiFi-GAN
    unsupported_rates     upsampling rates and kernels that do not fit together: no program could have trained it so
    unsupported_version   `version` is neither v1 nor v2
    empty_index           a trained_*.index without vectors
    wrong_index           not an IVF,Flat index, or one of another dimension (`got`, `wanted`)
    several_voices        an archive or folder with more than one voice; `voices`
    no_voice              an archive or folder without a voice
    unsafe_path           an archive whose names climb out of it
    unknown_onnx          an ONNX graph of no known form
    unrunnable_graph      an ONNX voice that does not speak within the limits of time and memory
    plus those of models/checkpoint: damaged, too_large, unsupported, not_a_checkpoint, empty, web_page, lfs_pointer, archive, encrypted
    """

    def __init__(self, reason: str, detail: str, **facts: Fact) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.facts = facts

    def about(self, doing: str, subject: str) -> BadVoiceFile:
        """The error that says which file it was."""
        return BadVoiceFile(doing, subject, reason=self.reason, detail=self.detail, **self.facts)
