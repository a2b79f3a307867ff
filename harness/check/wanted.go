package check

import (
	"encoding/json"
	"time"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"anchorage/harness/history"
)

// wanted is what the team is known to want of routing hints. Which settings are about
// hints only the system knows: a hint is wanted if it is the value of some setting that
// the team has changed. A mailbox, too, tells of it, by what it takes up after an order.
type wanted struct {
	orders []action          // changes of settings, in order; none that was refused
	last   map[string]string // key: mailbox; hint that it took up last after an order
}

func (v *view) wanted() *wanted {
	w := &wanted{last: map[string]string{}}
	for _, a := range all[history.Acted](v) {
		if a.d.Action != "relink" && a.d.Error == "" {
			w.orders = append(w.orders, a)
		}
	}
	return w
}

// takes is told that a mailbox has taken up a hint, and may have by an order.
func (w *wanted) takes(mailbox, hint string) { w.last[mailbox] = hint }

// still says whether a mailbox that goes to a hint goes to what the team wants: what it
// took up last, since whatever it sent in between was a try of the system; or what the
// settings are at that instant, which it may not have come to before.
func (w *wanted) still(mailbox, hint string, at time.Time) bool {
	return w.last[mailbox] == hint || w.set(hint, at)
}

// set says whether a hint is the value of a setting at an instant, by what the team has
// changed until then.
func (w *wanted) set(hint string, at time.Time) bool {
	now := []byte("{}")
	for _, a := range w.orders {
		if a.At.After(at) {
			break
		}
		if a.d.For > 0 && !a.At.Add(a.d.For).After(at) {
			continue // a try that is over
		}
		changed, err := jsonpatch.MergePatch(now, []byte(a.d.What))
		if err != nil {
			return false // no settings
		}
		now = changed
	}
	var tree map[string]any
	return json.Unmarshal(now, &tree) == nil && holds(tree, hint)
}

func holds(tree map[string]any, text string) bool {
	for _, value := range tree {
		if below, ok := value.(map[string]any); value == text || ok && holds(below, text) {
			return true
		}
	}
	return false
}
