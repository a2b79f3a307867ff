package reports

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"anchorage/harness/history"
)

// episode is one span in which a mailbox failed; Until is zero while it lasts.
type episode struct {
	mailbox     string
	From, Until time.Time
}

// episodes lists the spans of failure longer than one poll, by start: what a
// retry within the round heals is no trouble.
func episodes(h *history.History) []episode {
	open := map[string]int{}
	var all []episode
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.Failing:
			open[d.Mailbox] = len(all)
			all = append(all, episode{mailbox: d.Mailbox, From: e.At})
		case history.Healed:
			if i, ok := open[d.Mailbox]; ok {
				all[i].Until = e.At
				delete(open, d.Mailbox)
			}
		}
	}
	return slices.DeleteFunc(all, func(x episode) bool {
		end := x.Until
		if end.IsZero() {
			end = h.Header.Until
		}
		return end.Sub(x.From) <= h.Header.Poll
	})
}

func (e episode) failsAt(t time.Time) bool {
	return !t.Before(e.From) && (e.Until.IsZero() || t.Before(e.Until))
}

// plateau is the longest span in which the number of failing mailboxes stood
// still after some of them had recovered: the moment to ask who is left.
type plateau struct {
	From, Until     time.Time
	failing, healed []string // mailboxes, sorted
}

// findPlateau returns false when failures ended at once, or never.
func findPlateau(h *history.History) (plateau, bool) {
	all := episodes(h)
	var ends []time.Time
	for _, e := range all {
		if !e.Until.IsZero() {
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
		if until.Sub(from) <= best.Until.Sub(best.From) {
			continue
		}
		if p := (plateau{From: from, Until: until}); p.fill(all) {
			best = p
		}
	}
	return best, best.Until.Sub(best.From) > 2*h.Header.Poll
}

// fill sorts mailboxes into those that fail through the plateau and those that
// had failed and were back; false unless there are both.
func (p *plateau) fill(all []episode) bool {
	failing, healed := map[string]bool{}, map[string]bool{}
	for _, e := range all {
		switch {
		case e.failsAt(p.From):
			failing[e.mailbox] = true
		case !e.Until.IsZero() && !e.Until.After(p.From):
			healed[e.mailbox] = true
		}
	}
	for m := range failing {
		delete(healed, m)
	}
	p.failing, p.healed = keys(failing), keys(healed)
	return len(p.failing) > 0 && len(p.healed) > 0
}

func keys(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
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

// attributes are the dimensions by which groups are compared.
var attributes = []struct {
	name string
	of   func(history.Mailbox) string
}{
	{"provider", func(m history.Mailbox) string { return m.Provider }},
	{"fleet", func(m history.Mailbox) string { return m.Fleet }},
	{"authorization", func(m history.Mailbox) string { return m.Authorization }},
	{"address", func(m history.Mailbox) string { return m.Address }},
}

// contrasts compares a group with others by every attribute, the largest
// difference first; attributes that do not differ are left out.
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
		for value, n := range in {
			c := Contrast{Attribute: a.name, Value: value, In: n, InTotal: len(group), Out: rest[value], OutTotal: len(others)}
			if c.InShare()-c.OutShare() > 0.02 {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b Contrast) int {
		return cmp.Or(cmp.Compare(b.InShare()-b.OutShare(), a.InShare()-a.OutShare()), cmp.Compare(a.Attribute+a.Value, b.Attribute+b.Value))
	})
	return out
}

// attributeWords names an attribute's value for a sentence about mailboxes.
func attributeWords(attribute, value string) string {
	switch attribute + "/" + value {
	case "address/custom_domain":
		return "use a custom domain"
	case "address/other_sign_in":
		return "sign in with another address than the mailbox's"
	case "address/standard":
		return "use the provider's own address"
	}
	switch attribute {
	case "provider":
		return "are with " + value
	case "fleet":
		return "belong to the fleet " + value
	case "authorization":
		return "were linked by " + value
	}
	return fmt.Sprintf("have %s %s", attribute, value)
}
