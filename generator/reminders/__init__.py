"""What has to be done, told to those who do it: an issue for each team, a letter for each provider, a calendar.

It takes what the reports found and writes texts; only `github` talks to anybody, by GitHub's own program.
"""
