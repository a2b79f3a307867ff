package routing

import (
	"fmt"

	"anchorage/system"
)

// remedy says in words what is done about an account that fails, next being the
// rung after the one that it fails on.
func (c climb) remedy(a system.Account, curable bool, next system.Hint) system.Remedy {
	if !curable {
		return system.Remedy{Helpless: true, Text: fmt.Sprintf("What it fails with (%s) has nothing to do with routing, so that neither a hint nor linking again would change it. It is tried again at each poll.", a.LastError)}
	}
	if !c.settled(a) {
		return system.Remedy{Text: "The last experiment with a routing hint has just ended, and what follows from it is being tried."}
	}
	if e, ok := c.running(system.GroupOf(a), false); ok {
		if takesPart(e.Pilots, a.ID) {
			return system.Remedy{Text: fmt.Sprintf("It is one of %d that try the routing hint %s.", len(e.Pilots), e.To)}
		}
		if next == e.To {
			return system.Remedy{Text: fmt.Sprintf("The routing hint %s is being tried on other accounts.", e.To)}
		}
	}
	switch {
	case next == system.HintRelink && c.mayAsk(a):
		return system.Remedy{Text: "No routing hint is left, and its owner is asked to link again."}
	case next == system.HintRelink:
		return system.Remedy{Text: "No routing hint is left. Owners of a few such accounts are asked to link again first."}
	case next != "" && c.settings.Routing.Remediation == system.RemediationManual:
		return system.Remedy{Text: fmt.Sprintf("The routing hint %s has not been tried. Somebody has to deploy it.", next)}
	case next != "" && c.offered(a, next):
		return system.Remedy{Text: fmt.Sprintf("The routing hint %s has helped others. Somebody has to deploy it.", next)}
	case next != "":
		return system.Remedy{Text: fmt.Sprintf("The routing hint %s is tried next.", next)}
	}
	return system.Remedy{Helpless: true, Text: c.helpless(a)}
}

// helpless says why nothing is left to be done.
func (c climb) helpless(a system.Account) string {
	const begins = "Every routing hint that is possible for it has failed, and "
	switch {
	case a.MailboxID != "":
		return begins + "its mailbox id is known already: linking again would change nothing. Only the provider can help."
	case !c.relinkHelps(a):
		return begins + fmt.Sprintf("the authorization that is enabled, %s, does not tell its mailbox id: linking again would change nothing.", c.enabled(a.Provider))
	}
	return begins + "whether to ask its owner to link again is for a person to decide."
}
