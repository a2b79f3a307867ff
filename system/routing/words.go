package routing

import (
	"fmt"

	"anchorage/system"
)

// begun, helped and over tell the steps of an experiment in words.

func begun(e system.Experiment) string {
	if e.To == system.HintRelink {
		return fmt.Sprintf("no hint is left for accounts linked by %s that still fail; %s may be asked to link again by %s first",
			e.Group.Authorization, count(len(e.Pilots), "owner", "owners"), e.Into)
	}
	return fmt.Sprintf("%s linked by %s and failing with the hint %s %s the hint %s; %d beside them %s left alone",
		count(len(e.Pilots), "account", "accounts"), e.Group.Authorization, e.From, verb(len(e.Pilots), "tries", "try"), e.To, len(e.Control), verb(len(e.Control), "is", "are"))
}

func helped(e system.Experiment) string {
	return fmt.Sprintf("the hint %s has healed %d of %d; those left alone get one round more", e.To, len(e.Healed), len(e.Pilots))
}

func over(e system.Experiment) string {
	what := "the hint " + string(e.To)
	if e.To == system.HintRelink {
		what = "linking again"
	}
	return fmt.Sprintf("%s: %s", what, map[system.ExperimentResult]string{
		system.ExperimentPromoted:  "it has helped, so that the other accounts that still fail follow",
		system.ExperimentOffered:   "it has helped, and is offered to people",
		system.ExperimentNoHelp:    "it has not helped, and nobody goes on with it",
		system.ExperimentHarmed:    "it has done harm, and nobody goes on with it",
		system.ExperimentRecovered: "accounts recover without it, and nobody goes on with it",
		system.ExperimentTooFew:    "too few have tried it to tell, and the others do not follow",
		system.ExperimentOvertaken: "what was deployed meanwhile has made the trial pointless",
	}[e.Result])
}

func count(n int, one, many string) string { return fmt.Sprintf("%d %s", n, verb(n, one, many)) }

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
