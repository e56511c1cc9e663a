"""Other people's formats to and from entries: spreadsheets, GIAS, Open Referral."""
