package history

import (
	"fmt"
	"strings"
)

// describeTraced tells one exchange with the provider, and what the rules in
// force made of it.
func describeTraced(d Traced) string {
	text := fmt.Sprintf("%s at %s with %s: %s", d.Operation, d.Host, describeHint(d.Hint), describeStatus(d.Status, d.Code))
	if d.Complete {
		text += ", which completes a round"
	}
	var hit, missed []string
	for _, r := range d.Rules {
		if r.Hit {
			hit = append(hit, r.Name)
		} else {
			missed = append(missed, r.Name+" ("+r.Why+")")
		}
	}
	if len(hit) > 0 {
		text += "; hit by " + strings.Join(hit, ", ")
	}
	if len(missed) > 0 {
		text += "; passed by " + strings.Join(missed, ", ")
	}
	return text
}
