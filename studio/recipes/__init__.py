"""The recipes that come with the program: functions from a few choices to a Recipe."""
