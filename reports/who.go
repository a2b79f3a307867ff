package reports

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// plateau is a span in which nothing moved after some mailboxes had recovered:
// the moment to ask who is left behind.
type plateau struct {
	From, Until     time.Time
	failing, healed []string // mailboxes, sorted
}

// cost is what a plateau is chosen by: mailboxes times time.
func (p plateau) cost() float64 { return float64(len(p.failing)) * p.Until.Sub(p.From).Hours() }

// findPlateau finds the standstill that cost the most mailbox-hours; false when
// failures ended at once, or never.
func findPlateau(h *history.History) (plateau, bool) {
	all := check.FailedRounds(h)
	var ends []time.Time
	for _, e := range all {
		if !e.Open {
			ends = append(ends, e.Until)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	best := plateau{}
	for i, from := range ends {
		until := h.Header.Until
		if i+1 < len(ends) {
			until = ends[i+1]
		}
		length := until.Sub(from)
		if length <= 2*h.Header.Poll || length.Hours()*float64(len(all)) <= best.cost() {
			continue
		}
		if p := split(all, from, until); len(p.failing) > 0 && len(p.healed) > 0 && p.cost() > best.cost() {
			best = p
		}
	}
	return best, best.cost() > 0
}

// split sorts mailboxes into those that fail at the start of a span and those
// that had failed and were back.
func split(all []check.Episode, from, until time.Time) plateau {
	failing, healed := map[string]bool{}, map[string]bool{}
	for _, e := range all {
		switch {
		case !e.From.After(from) && (e.Open || from.Before(e.Until)):
			failing[e.Mailbox] = true
		case !e.Open && !e.Until.After(from):
			healed[e.Mailbox] = true
		}
	}
	for m := range failing {
		delete(healed, m)
	}
	return plateau{From: from, Until: until, failing: sortedKeys(failing), healed: sortedKeys(healed)}
}

// Contrast is how much more common one attribute is in a group than in another.
type Contrast struct {
	Attribute, Value string
	In, InTotal      int // mailboxes of the group with the attribute
	Out, OutTotal    int // of the others
}

// InShare and OutShare are the shares of the two groups that have the attribute.
func (c Contrast) InShare() float64  { return float64(c.In) / float64(max(c.InTotal, 1)) }
func (c Contrast) OutShare() float64 { return float64(c.Out) / float64(max(c.OutTotal, 1)) }

// attributes are the dimensions by which groups are compared, what explains most
// first: a fleet is but a name.
var attributes = []struct {
	name string
	of   func(history.Mailbox) string
}{
	{"address", func(m history.Mailbox) string { return m.Address }},
	{"authorization", func(m history.Mailbox) string { return m.Authorization }},
	{"provider", func(m history.Mailbox) string { return m.Provider }},
	{"fleet", func(m history.Mailbox) string { return m.Fleet }},
}

// leastContrast is the difference of shares below which groups count as alike.
const leastContrast = 0.02

// contrasts compares a group with others by every attribute, the largest
// difference first; what is not more common in the group is left out.
func contrasts(h *history.History, group, others []string) []Contrast {
	byID := map[string]history.Mailbox{}
	for _, m := range h.Header.Mailboxes {
		byID[m.ID] = m
	}
	var out []Contrast
	for _, a := range attributes {
		in, rest := map[string]int{}, map[string]int{}
		for _, id := range group {
			in[a.of(byID[id])]++
		}
		for _, id := range others {
			rest[a.of(byID[id])]++
		}
		for _, value := range sortedKeys(in) {
			c := Contrast{Attribute: a.name, Value: value, In: in[value], InTotal: len(group), Out: rest[value], OutTotal: len(others)}
			if c.InShare()-c.OutShare() > leastContrast {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Contrast) int {
		return cmp.Compare(b.InShare()-b.OutShare(), a.InShare()-a.OutShare())
	})
	return out
}

// attributeWords names an attribute's value in a sentence about n mailboxes.
func attributeWords(n int, attribute, value string) string {
	switch attribute + "/" + value {
	case "address/custom_domain":
		return verb(n, "uses", "use") + " a custom domain"
	case "address/other_sign_in":
		return verb(n, "signs", "sign") + " in with another address than the mailbox's"
	case "address/standard":
		return verb(n, "uses", "use") + " the provider's own address"
	}
	switch attribute {
	case "provider":
		return verb(n, "is", "are") + " with " + value
	case "fleet":
		return verb(n, "belongs", "belong") + " to the fleet " + value
	case "authorization":
		return verb(n, "was", "were") + " linked by " + words(value)
	}
	return fmt.Sprintf("%s %s %s", verb(n, "has", "have"), attribute, words(value))
}
