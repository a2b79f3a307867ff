package history

import (
	"fmt"
	"strings"
)

// describeProvider tells what the provider's journal says of a mailbox.
func describeProvider(e Event) string {
	switch d := e.Data.(type) {
	case Failing:
		text := fmt.Sprintf("%s begins to fail: %s with %s", d.Mailbox, describeStatus(d.Status, d.Code), describeHint(d.Hint))
		if len(d.Faults) > 0 {
			text += " (" + strings.Join(d.Faults, ", ") + ")"
		}
		if d.Wait > 0 {
			text += ", asked to wait for " + describeSpan(d.Wait)
		}
		return text
	case Healed:
		return fmt.Sprintf("%s completes a round again after %s and %s, with %s",
			d.Mailbox, describeSpan(e.At.Sub(d.Since)), plural(d.Attempts, "failed request"), describeHint(d.Hint))
	case HeldOff:
		return fmt.Sprintf("%s is asked to wait for %s", d.Mailbox, describeSpan(d.For))
	case TokenOutdated:
		return "the system asks for a token of " + d.Mailbox + " with a refresh token older than the one that it used last"
	case Rejected:
		return "the credentials of " + d.Mailbox + " are rejected for good"
	case Rerouted:
		return fmt.Sprintf("%s is asked for with %s instead of %s", d.Mailbox, describeHint(d.To), describeHint(d.From))
	case TooEarly:
		return fmt.Sprintf("%s sends %s %s before the end of the wait it was asked for %s before", d.Mailbox, d.Operation, d.By, describeSpan(e.At.Sub(d.Asked)))
	case Linked:
		return d.Mailbox + " completes its first round"
	case ShapeSeen:
		s := d.Shape
		text := "requests of a new shape reach the provider"
		if d.Again {
			text = "requests of a shape not seen for an hour reach the provider again"
		}
		text += fmt.Sprintf(": %s at %s with %s", s.Dialect, s.Host, describeHint(s.Hint))
		if s.TokenKind != "" {
			text += ", token " + s.TokenKind
		}
		if s.UserAgent != "" {
			text += ", user agent " + s.UserAgent
		}
		if s.Prefer != "" {
			text += ", Prefer " + s.Prefer
		}
		return text
	}
	return e.Data.Kind()
}
