"""Sentences to read aloud for one's own voice: every sound of speech, questions and exclamations among them."""

from __future__ import annotations

PROMPTS = (
    "Good morning! I am going to read a little, in the voice that I always have.",
    "The quick thinker just guessed why five boxes of jade vases were missing.",
    "Would you rather walk along the river, or take the bus across town?",
    "She measured the garage twice, then chose a smooth azure paint for the door.",
    "Nothing beats a bowl of hot soup when the weather is cold and grey.",
    "Wait, is that really the time? We should have left an hour ago!",
    "Thirty-three athletes threw their things together and thanked the chef.",
    "My uncle enjoys fixing old radios, although the noise annoys everyone.",
    "Which of these keys opens the little blue box under the stairs?",
    "He usually finishes his journey with a joke, a yawn and a huge sandwich.",
    "Oh, how beautiful! I have never seen so many stars in one night.",
    "That is all for now. Thank you for listening, and see you next week.",
)
