# What the workflows do besides building: reports, and what they do with git and GitHub. All of it can be run here as well,
# by whoever is logged in to gh. The Makefile that includes this gives BIN, where local-offer is, and the target setup.

.PHONY: reports save-history propose-confirmation answer-issue

REPORTS := comments coverage freshness gaps links problems schools
reports: setup ## Write every report into reports/, as a page and as a workbook.
	mkdir -p reports
	for kind in $(REPORTS); do for form in html xlsx; do \
	  $(BIN)/local-offer report $$kind --format $$form --to reports/$$kind.$$form || exit 1; done; done

# What workflows do with git and GitHub. They can be run here as well, by whoever is logged in to gh.
BOT := -c user.name="Local Offer upkeep" -c user.email="upkeep@users.noreply.github.com"
REMOTE := git -c credential.helper= -c credential.helper='!gh auth git-credential'

save-history: ## Commit and send what the tests of links found (the weekly run does it).
	git add --force .local-offer/links.json
	git diff --cached --quiet || git $(BOT) commit --quiet --message "Keep what this week's test of the links found"
	@# Somebody may have changed the content while the links were tested.
	$(REMOTE) $(BOT) pull --quiet --rebase --autostash origin "$$(git branch --show-current)" || { git rebase --abort; exit 1; }
	$(REMOTE) push origin HEAD

propose-confirmation: ## Send a confirmation as a pull request: ISSUE=12 make propose-confirmation.
	test -n "$$ISSUE" && test -z "$$(printf %s "$$ISSUE" | tr -d 0-9)"
	git add content
	git diff --cached --quiet || { git switch --quiet --force-create "still-right-$$ISSUE" && \
	  git $(BOT) commit --quiet --message "Confirm an entry that is still right (#$$ISSUE)" && \
	  $(REMOTE) push --force origin "still-right-$$ISSUE" && \
	  { gh pr view "still-right-$$ISSUE" --json state --jq .state 2>/dev/null | grep -q OPEN || \
	    gh pr create --head "still-right-$$ISSUE" --title "Still right (#$$ISSUE)" --body "Closes #$$ISSUE."; }; }

answer-issue: ## Answer an issue with answer.md: ISSUE=12 make answer-issue.
	test -n "$$ISSUE" && test -z "$$(printf %s "$$ISSUE" | tr -d 0-9)"
	test ! -s answer.md || gh issue comment "$$ISSUE" --body-file answer.md
