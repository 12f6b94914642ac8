"""What is spoken: texts, books, subtitles and scripts, read into passages."""
