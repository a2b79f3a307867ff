package mutants

import (
	"cmp"
	"slices"
)

const (
	emailHelps = "the e-mail hint brings standard addresses back"
	fewAsked   = "no more than five owners are asked while it lasts"
)

// ofLadder are mistakes in climbing the ladder of routing hints.
func ofLadder() []Mutant {
	return []Mutant{
		{Number: 70, Promise: "R2", Name: "the others are asked although no pilot has recovered", Caught: fewAsked, Worlds: worlds(outOfReach),
			Edits: edit("system/routing/next.go", "\t\t\tif takesPart(e.Pilots, a.ID) {\n", "\t\t\tif true || takesPart(e.Pilots, a.ID) {\n")},
		{Number: 71, Promise: "R1", Name: "relinking comes before the hints", Caught: "hints are tried before owners are asked", Worlds: worlds(outOfReach),
			Edits: edit("system/routing/next.go", "\tnow := rank(c.sends(a))\n", "\tif c.settings.Routing.Remediation == system.RemediationAuto && c.relinkHelps(a) {\n\t\treturn system.HintRelink\n\t}\n\tnow := rank(c.sends(a))\n")},
		{Number: 72, Promise: "R2", Name: "owners are asked into an authorization that tells no mailbox ID", Caught: "nobody is asked before there is an authorization that helps", Worlds: worlds(climbing),
			Edits: []Edit{
				{"system/routing/next.go", "\treturn a.MailboxID == \"\" && enabled != a.Authorization && enabled == system.IdentityPlatform\n", "\treturn a.MailboxID == \"\" && enabled != \"\"\n"},
			}},
		{Number: 73, Promise: "R6", Name: "a hint that heals pilots is not promoted", Caught: emailHelps, Worlds: worlds(climbing),
			Edits: edit("system/routing/judge.go", "\treturn system.ExperimentPromoted\n}\n\n// sight", "\treturn system.ExperimentNoHelp\n}\n\n// sight")},
		{Number: 74, Promise: "R6", Name: "all follow as soon as a trial begins", Caught: hintsTried, Worlds: worlds(outOfReach),
			Edits: edit("system/routing/rungs.go", "\t\t\twho = e.Pilots\n", "\t\t\twho = e.Pilots\n\t\t\tr.promoted[group] = append(r.promoted[group], promotion{hint, e.StartedAt})\n")},
		{Number: 75, Promise: "R2", Name: "every failure is one that a hint may cure", Caught: hintsTried, Worlds: worlds(offered),
			Edits: edit("system/engine/outcome.go", "\treturn !r.refused && (", "\treturn true || !r.refused && (")},
		{Number: 76, Promise: "R1", Name: "the pace of asking is not kept", Caught: keepPace, Worlds: worlds(climbing),
			Edits: []Edit{
				{"system/relink/unordered.go", "\treturn len(sent) < u.settings().PerHour && now.Sub(sent[len(sent)-1]) >= u.gap(), nil\n", "\treturn true, nil\n"},
				{"system/relink/unordered.go", "\tperHour := time.Duration(u.settings().PerHour)\n", "\tperHour := 60 * time.Duration(u.settings().PerHour)\n"},
			}},
		{Number: 77, Promise: "R1", Name: "owners are asked although nobody's remediation is auto", Caught: fewUnordered, Worlds: worlds(offered),
			// Either of the two alone keeps owners from being asked.
			Edits: []Edit{
				{"system/routing/next.go", "\tif c.settings.Routing.Remediation == system.RemediationAuto && c.relinkHelps(a) {\n", "\tif c.relinkHelps(a) {\n"},
				{"system/routing/judge.go", "!= e.Into || s.settings.Routing.Remediation != system.RemediationAuto\n", "!= e.Into\n"},
			}},
		{Number: 69, Promise: "R6", Name: "the e-mail hint is the sign-in's and not the mailbox's", Caught: "and so do own domains that the directory lists", Worlds: worlds(ownDomainListed),
			Edits: edit("system/outlook/request.go", "\t\treturn a.Account.Email\n", "\t\treturn \"sign-in-\" + a.Account.Email\n")},
		{Number: 81, Promise: "R7", Name: "accounts that nothing can help are not listed", Caught: listed, Worlds: worlds(climbing),
			Edits: edit("system/routing/look.go", "if remedy := p.remedies[a.ID]; remedy.Helpless {", "if remedy := p.remedies[a.ID]; false && remedy.Helpless {")},
	}
}

// Table lists all mutants, by number.
func Table() []Mutant {
	all := slices.Concat(ofCache(), ofWrites(), ofAlerts(), ofRelinking(), ofLadder())
	slices.SortFunc(all, func(a, b Mutant) int { return cmp.Compare(a.Number, b.Number) })
	return all
}
