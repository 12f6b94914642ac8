"""The voice that runs or not, without Qt: one record of how it stands (status), one object that changes it (session)."""
