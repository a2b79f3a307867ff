package relink

import (
	"fmt"
	"strings"
	"time"

	"anchorage/system"
)

// providerName is what owners call a provider.
func providerName(p system.Provider) string {
	if p == system.Microsoft365 {
		return "Microsoft 365"
	}
	return "Outlook.com"
}

// subject holds no secret and no link.
func subject(l Letter) string {
	return "Please reconnect your " + providerName(l.Account.Provider) + " calendar"
}

// text tells the owner what happened, what to do, how long the link works and
// that nothing else is needed.
func text(l Letter) string {
	name := providerName(l.Account.Provider)
	var b strings.Builder
	fmt.Fprintf(&b, "Hello,\n\nyou have connected your %s calendar (%s) with us. ", name, l.Account.Email)
	b.WriteString(whatHappened(l.Account, name))
	fmt.Fprintf(&b, "\n\nTo fix this, please open the link below and sign in to %s with the same\naccount as before:\n\n%s\n\n", name, l.Link)
	fmt.Fprintf(&b, "The link works once and for %s, until %s.\n", lifeInWords(l.Life), l.Until.UTC().Format("Monday 2 January 2006, 15:04 MST"))
	b.WriteString("That is all you need to do. Nothing in your calendar is lost, and your settings\nstay as they are. If you no longer want the calendar to be connected, you can\nignore this mail.\n\nKind regards\nCalendar sync\n")
	return b.String()
}

func whatHappened(a system.Account, name string) string {
	switch a.State {
	case system.StateReauthorise:
		return fmt.Sprintf("%s no longer\naccepts the permission that you gave us then, so changes in your calendar do\nnot reach us any more.", name)
	case system.StateConfirm:
		return "When it was\nreconnected, somebody signed in with another account, so we cannot read it."
	case system.StateFailing:
		since := ""
		if !a.AsOf.IsZero() {
			since = " What we show\nis as of " + a.AsOf.UTC().Format("Monday 2 January, 15:04 MST") + "."
		}
		return fmt.Sprintf("For some\ntime now %s has not let us read it, so recent changes are missing.%s", name, since)
	}
	return fmt.Sprintf("We are\nchanging the way in which we connect with %s, and need your permission for\nthe new one.", name)
}

// lifeInWords says a duration as people do, in whole days from two days on.
func lifeInWords(d time.Duration) string {
	switch days := int(d / (24 * time.Hour)); {
	case days >= 2:
		return fmt.Sprintf("%d days", days)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d hours", int(d/time.Hour))
	}
	return fmt.Sprintf("%d minutes", int(d/time.Minute))
}
